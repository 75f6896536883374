"""Sign Windows programs and installers, and check it: osslsigncode with the certificate of ``signing.toml``.

Where that names none, a test certificate is made, with a test authority that stamps the time; who tests can then show
that a signed file verifies and a touched one does not.
"""

import os
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from lane import Stop

HERE = Path(__file__).resolve().parent
SETTINGS = HERE / "signing.toml"
NAME = "VIVIUM Bijstand Desk"
PIN_VARIABLE = "BIJSTAND_SIGNING_PIN"
LIVES = timedelta(days=365)


@dataclass(frozen=True)
class Signer:
    """Who signs.

    Attributes:
        options: How osslsigncode finds the certificate, its key and the time.
        trusted: Options for checking what was signed.
        is_test: No Windows trusts it.
    """

    options: Sequence[str]
    trusted: Sequence[str]
    is_test: bool

    def sign(self, path: Path) -> None:
        """Sign a file in its place.

        Raises:
            Stop: It cannot be signed.
        """
        fresh = path.with_name(f"{path.name}.signed")
        fresh.unlink(missing_ok=True)
        command = [
            "osslsigncode",
            "sign",
            *self.options,
            "-h",
            "sha256",
            "-n",
            NAME,
            "-in",
            str(path),
            "-out",
            str(fresh),
        ]
        _run(command, f"{path.name} cannot be signed")
        fresh.replace(path)

    def check(self, path: Path) -> None:
        """Pass when the signature of a file is right.

        Raises:
            Stop: It is not.
        """
        _run(["osslsigncode", "verify", *self.trusted, "-in", str(path)], f"The signature of {path.name} is not right")


def signer(scratch: Path, now: datetime | None = None) -> Signer:
    """Return who signs: the one of ``signing.toml``, else a test certificate made in the scratch folder."""
    chosen = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    return (
        real_signer(chosen)
        if chosen["certificate"]
        else make_test_signer(scratch, now or datetime.fromtimestamp(time(), UTC))
    )


def real_signer(chosen: dict[str, str]) -> Signer:
    """Return the signer that the settings name."""
    options = ["-certs", chosen["certificate"]]
    if chosen["pkcs11_module"]:
        options += ["-pkcs11module", chosen["pkcs11_module"], "-key", chosen["pkcs11_key"]]
        options += ["-pass", os.environ.get(PIN_VARIABLE, "")]
    else:
        options += ["-key", chosen["key"]]
    if chosen["timestamp_url"]:
        options += ["-ts", chosen["timestamp_url"]]
    return Signer(options, ["-CAfile", "/etc/ssl/certs/ca-certificates.crt"], is_test=False)


def make_test_signer(scratch: Path, now: datetime) -> Signer:
    """Make an authority, a certificate for code and one for time stamps, all worth nothing outside of a test."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    root_key = _key()
    root = _certificate("Test authority, worth nothing", root_key, None, None, now)
    _write(scratch / "ca.pem", root)
    for name, usage in (("code", ExtendedKeyUsageOID.CODE_SIGNING), ("time", ExtendedKeyUsageOID.TIME_STAMPING)):
        key = _key()
        _write(scratch / f"{name}.pem", _certificate(f"Test {name}, worth nothing", key, (root, root_key), usage, now))
        plain = serialization.NoEncryption()
        kind = serialization.PrivateFormat.PKCS8
        (scratch / f"{name}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    return made_test_signer(scratch)


def made_test_signer(scratch: Path) -> Signer:
    """Return the test signer that was made there."""
    made_at = x509.load_pem_x509_certificate((scratch / "time.pem").read_bytes()).not_valid_before_utc
    stamp = ["-TSA-certs", str(scratch / "time.pem"), "-TSA-key", str(scratch / "time.key")]
    stamp += ["-TSA-time", str(int((made_at + timedelta(days=1)).timestamp()))]
    options = ["-certs", str(scratch / "code.pem"), "-key", str(scratch / "code.key"), *stamp]
    authority = str(scratch / "ca.pem")
    return Signer(options, ["-CAfile", authority, "-TSA-CAfile", authority], is_test=True)


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: tuple[x509.Certificate, rsa.RSAPrivateKey] | None,
    usage: x509.ObjectIdentifier | None,
    now: datetime,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer[0].subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIVES)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(key if issuer is None else issuer[1], hashes.SHA256())


def _write(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _run(command: Sequence[str], fault: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"{fault}: {(done.stdout + done.stderr).strip()[-400:]}")
