"""Make the Linux bundle and let it prove itself: ``make package``.

``build/package/bijstand-desk`` is the bundle. It is frozen from the checkout, sealed, searched for what must not be in
it, and then checks itself under a display that nobody sees, the tour included. Exit code 0: all of that held.
"""

import argparse
import os
import platform
import shutil
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "freeze"))
import contents
import owners
import papers
import tree
from lane import ROOT, SPEC, Stop, commit_time, ended, run, steady, tell_report, told

OUT = ROOT / "build" / "package"
WORK = ROOT / "build" / "freeze"


def main() -> None:
    """Make and prove the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="where the bundle goes")
    parser.add_argument("--only-freeze", action="store_true", help="do not run what was made")
    chosen = parser.parse_args()
    bundle = chosen.out.resolve() / contents.BUNDLE
    with told("Freezing"):
        freeze(bundle.parent)
    with told("Sealing, listing and searching"):
        papers.write(bundle, linux_build())
        finish(bundle)
    print(f"{bundle}: {tree.size_mb(bundle)} MB, {len(tree.described(bundle))} files", flush=True)
    if not chosen.only_freeze:
        with told("Self-check and tour of the bundle"):
            prove(bundle, WORK / "self-check.json")


def freeze(out: Path) -> None:
    """Let PyInstaller do its work."""
    shutil.rmtree(out / contents.BUNDLE, ignore_errors=True)
    places = ["--distpath", str(out), "--workpath", str(WORK / "work")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", *places, SPEC]
    run(command, WORK / "pyinstaller.log", steady())


def linux_build() -> owners.Build:
    """Return where this bundle was made."""
    versions = {**papers.versions_of_qt(), "pyinstaller": version("pyinstaller")}
    site = Path(sysconfig.get_path("purelib"))
    return owners.Build(WORK / "work" / "bijstand", site, platform.python_version(), versions)


def finish(bundle: Path) -> None:
    """Seal the bundle and refuse it when something is wrong with it."""
    tree.seal(bundle)
    tree.age(bundle, commit_time())
    wrong = tree.faults(bundle, "linux") + [f"{name} is needed and not there" for name in tree.unresolved(bundle)]
    if wrong:
        raise Stop("The bundle is wrong:\n" + "\n".join(wrong))
    tree.write_sums(bundle)


def prove(bundle: Path, report: Path) -> None:
    """Run the bundle's own self-check under a virtual display."""
    report.unlink(missing_ok=True)
    display = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1920x1080x24"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", **_as_root()}
    command = [*display, str(bundle / "bijstand"), "--self-check", "--to", str(report)]
    try:
        run(command, WORK / "self-check.log", environment)
    finally:
        if report.is_file():
            tell_report(report)


def _as_root() -> dict[str, str]:
    """Chromium's sandbox refuses to run as root: off in this proof alone, never in the product."""
    return {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}


if __name__ == "__main__":
    sys.exit(ended(main))
