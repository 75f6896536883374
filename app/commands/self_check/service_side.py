"""What the service needs: its database, its transport, and itself as a process that starts and answers."""

import socket
import sqlite3
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from app.commands.desk import service_command
from app.commands.self_check.report import Found, Wrong
from app.domain.clock import SystemClock

HOST: Final = "selfcheck.invalid"
STARTS_WITHIN_S: Final = 120
HANDSHAKE_S: Final = 10.0


def database() -> Found:
    """A new database is made, and comes out in the newest shape."""
    from app.settings import load_settings
    from services.detector.bootstrap import open_store

    with _scratch() as folder:
        open_store(folder, SystemClock(), load_settings(folder)).close()
        [file] = folder.glob("*.sqlite3")
        with closing(sqlite3.connect(file)) as connection:
            [(revision,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            [(tables,)] = connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {"revision": revision, "tables": tables}


def search() -> Found:
    """This SQLite has full-text search."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize = 'unicode61 remove_diacritics 2')")
        connection.execute("INSERT INTO words VALUES ('Liège')")
        found = connection.execute("SELECT count(*) FROM words WHERE words MATCH 'liege'").fetchone()
    if found != (1,):
        raise Wrong("FTS5 is there and finds nothing")
    return {"sqlite": sqlite3.sqlite_version}


def tls() -> Found:
    """A context trusts certificates, and two ends on this machine shake hands over TLS 1.3."""
    import certifi

    trusting = ssl.create_default_context(cafile=certifi.where())
    with _scratch() as folder:
        _write_certificate(folder)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.minimum_version = ssl.TLSVersion.TLSv1_3
        server.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
        client = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        spoken = _shake_hands(server, client)
    return {"library": ssl.OPENSSL_VERSION, "trusted": len(trusting.get_ca_certs()), "spoken": spoken}


def service() -> Found:
    """The service starts as its own program, answers, and ends."""
    from services.detector.client import ServiceTrouble, service_of

    with _scratch() as folder:
        command = service_command(folder, "--training", "--no-boxes")
        try:
            with service_of(folder, command) as api:
                health = api.health()
        except ServiceTrouble as fault:
            log = folder / "service-start.log"
            raise Wrong(f"{fault} {log.read_text(encoding='utf-8', errors='replace')[-500:]}") from fault
    names = [listener.name for listener in health.listeners]
    return {"program": Path(command[0]).name, "version": health.version, "listeners": names}


def simulator() -> Found:
    """The simulated boxes start as their own program."""
    from services.detector.training import simulator_program

    command = simulator_program()
    done = subprocess.run([*command, "--help"], capture_output=True, timeout=STARTS_WITHIN_S, check=False)
    if done.returncode:
        raise Wrong(f"{Path(command[0]).name} ends with {done.returncode}: {done.stderr[-300:]!r}")
    return {"program": Path(command[0]).name}


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bijstand-self-check-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> str | None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(HANDSHAKE_S)
        theirs.settimeout(HANDSHAKE_S)
        answering = threading.Thread(target=_answer, args=(server, theirs), daemon=True)
        answering.start()
        with client.wrap_socket(ours, server_hostname=HOST) as secured:
            secured.sendall(b"ping")
            if secured.recv(4) != b"ping":
                raise Wrong("what came back is not what was sent")
            spoken = secured.version()
        answering.join(HANDSHAKE_S)
    return spoken


def _answer(context: ssl.SSLContext, end: socket.socket) -> None:
    with context.wrap_socket(end, server_side=True) as secured:
        secured.sendall(secured.recv(4))


def _write_certificate(folder: Path) -> None:
    """Write a certificate of an hour for a name that is nobody's, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
