"""Fetch icons, font and map library, which stand in ``resources/``, and check them against the sums written down there.

Run by a developer who wants other icons or a newer font, never by the build: the files are committed. Uses the
ordinary clients (``npm pack``, ``apt-get download``) with whatever registry they are set up for.

    python packaging/assets/fetch_assets.py           # fetch again and compare with the sums
    python packaging/assets/fetch_assets.py --accept  # take what came and write new sums
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
TABLER = "@tabler/icons@3.52.0"
LEAFLET = "leaflet@1.9.3"  # the version that folium 0.20 writes its pages for
INTER = "fonts-inter=4.0~beta7+ds-1"
DEJAVU = "fonts-dejavu-core=2.37-6"
ICONS = (
    "alert-triangle",
    "arrow-back-up",
    "check",
    "chevron-down",
    "chevron-up",
    "circle-check",
    "database-off",
    "door-exit",
    "flag",
    "folder-open",
    "hand-stop",
    "headset",
    "keyboard",
    "language",
    "logout",
    "message",
    "moon",
    "note",
    "phone-call",
    "phone-check",
    "player-track-next",
    "plug-connected-x",
    "sun",
    "transfer",
    "truck",
    "truck-off",
    "user",
    "volume-off",
)
FACES = ("Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")
PAPER_FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def fetch_icons(work: Path, target: Path) -> None:
    """Put the chosen outline icons and their licence into ``target``."""
    subprocess.run(["npm", "pack", "--silent", TABLER], cwd=work, check=True)  # noqa: S607 - the ordinary client
    with tarfile.open(next(work.glob("tabler-icons-*.tgz"))) as archive:
        archive.extractall(work, filter="data")
    for name in ICONS:
        shutil.copy(work / "package/icons/outline" / f"{name}.svg", target)
    shutil.copy(work / "package/LICENSE", target / "LICENSE")


def fetch_fonts(work: Path, target: Path) -> None:
    """Put the three faces of Inter and their licence into ``target``."""
    subprocess.run(["apt-get", "download", INTER], cwd=work, check=True)  # noqa: S607 - the ordinary client
    subprocess.run(["dpkg", "-x", str(next(work.glob("fonts-inter*.deb"))), "inter"], cwd=work, check=True)  # noqa: S607
    for face in FACES:
        shutil.copy(work / "inter/usr/share/fonts/opentype/inter" / face, target)
    shutil.copy(work / "inter/usr/share/doc/fonts-inter/copyright", target / "LICENSE")


def fetch_paper(work: Path, target: Path) -> None:
    """Put the TrueType font of papers and its licence into ``target``: PDF readers do not take Inter's outlines."""
    subprocess.run(["apt-get", "download", DEJAVU], cwd=work, check=True)  # noqa: S607 - the ordinary client
    subprocess.run(["dpkg", "-x", str(next(work.glob("fonts-dejavu*.deb"))), "dejavu"], cwd=work, check=True)  # noqa: S607
    for face in PAPER_FACES:
        shutil.copy(work / "dejavu/usr/share/fonts/truetype/dejavu" / face, target)
    shutil.copy(work / "dejavu/usr/share/doc/fonts-dejavu-core/copyright", target / "LICENSE")


def fetch_leaflet(work: Path, target: Path) -> None:
    """Put Leaflet, unchanged, and its licence into ``target``."""
    subprocess.run(["npm", "pack", "--silent", LEAFLET], cwd=work, check=True)  # noqa: S607 - the ordinary client
    with tarfile.open(next(work.glob("leaflet-*.tgz"))) as archive:
        archive.extractall(work, filter="data")
    for name in ("dist/leaflet.js", "dist/leaflet.css", "LICENSE"):
        shutil.copy(work / "package" / name, target)


def sums(folder: Path) -> str:
    """Return the SHA-256 of every fetched file, in the format of ``sha256sum``."""
    files = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def main() -> int:
    """Fetch all, compare or accept, and say which."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="write new sums instead of comparing")
    accept = parser.parse_args().accept
    fetched = {"icons": fetch_icons, "fonts": fetch_fonts, "paper": fetch_paper, "leaflet": fetch_leaflet}
    for name, fetch in fetched.items():
        target = RESOURCES / name
        with tempfile.TemporaryDirectory() as work:
            fetch(Path(work), target)
        found = sums(target)
        if accept:
            (target / "SHA256SUMS").write_text(found)
        elif found != (target / "SHA256SUMS").read_text():
            print(f"{target}: what came differs from SHA256SUMS", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
