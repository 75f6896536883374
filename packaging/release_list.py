"""Write the signed list of versions that desks look at, and the key pair behind it.

    release_list.py --new-key FILE     a private key into FILE; its public half goes to resources/release-key.txt
    release_list.py --key FILE --out LIST [--keep LIST] CHANNEL VERSION PAGE SETUP [LANGUAGE=NOTES ...]

``--keep`` takes over what an earlier list says of the other channels, and counts its serial on. The private key belongs
where the signing certificate is kept, never into a repository or on a build machine.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from app.updates import read_list, signed_list  # noqa: E402
from app.workplace import CHANNELS  # noqa: E402


def main() -> int:
    """Do what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--new-key", type=Path, metavar="FILE")
    parser.add_argument("--key", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="LIST")
    parser.add_argument("--keep", type=Path, metavar="LIST")
    parser.add_argument("release", nargs="*", metavar="CHANNEL VERSION PAGE SETUP LANGUAGE=NOTES")
    chosen = parser.parse_args()
    if chosen.new_key:
        print(new_key(chosen.new_key))
        return 0
    if not chosen.key or not chosen.out or len(chosen.release) < len(("channel", "version", "page", "setup")):
        parser.error("--key, --out and a release are needed")
    chosen.out.write_bytes(write_list(chosen))
    return 0


def new_key(path: Path) -> str:
    """Make a key pair: the private half into the file, which must not exist; return the public one."""
    key = Ed25519PrivateKey.generate()
    with path.open("x", encoding="ascii") as out:
        path.chmod(0o600)
        out.write(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex() + "\n")
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def write_list(chosen: argparse.Namespace) -> bytes:
    """Return the signed list, read back with the public half of the key."""
    private = bytes.fromhex(chosen.key.read_text(encoding="ascii"))
    public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    channel, version, page, setup, *notes = chosen.release
    if channel not in CHANNELS:
        raise SystemExit(f"{channel} is no channel; there are {', '.join(CHANNELS)}")
    before = {"serial": 0, "channels": {}}
    if chosen.keep:
        content = chosen.keep.read_bytes()
        read_list(content, public)
        before = json.loads(base64.b64decode(json.loads(content)["payload"]))
    release = {
        "version": version,
        "page": page,
        "sha256": hashlib.sha256(Path(setup).read_bytes()).hexdigest(),
        "notes": dict(note.split("=", 1) for note in notes),
    }
    told = {"serial": before["serial"] + 1, "channels": {**before["channels"], channel: release}}
    signed = signed_list(told, private)
    read_list(signed, public)
    return signed


if __name__ == "__main__":
    sys.exit(main())
