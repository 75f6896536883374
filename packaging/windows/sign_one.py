"""``sign_one.py SCRATCH FILE``: what makensis calls for the installer and for the uninstaller inside it."""

import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
from lane import ended
from signing import SETTINGS, made_test_signer, real_signer


def main() -> None:
    """Sign the file with the certificate that the lane uses."""
    chosen = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    who = real_signer(chosen) if chosen["certificate"] else made_test_signer(Path(sys.argv[1]))
    who.sign(Path(sys.argv[2]))


if __name__ == "__main__":
    sys.exit(ended(main))
