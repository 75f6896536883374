"""Make the Windows bundle on Debian and let it prove what wine can prove: ``make package-windows``.

The same spec and the same lock as everywhere; PyInstaller runs under wine with a Python that was verified byte by byte
(windows_python.py). ``build/package-windows/bijstand-desk`` is the bundle. What wine cannot show is said at the end,
each time: this build is for finding faults early, and what people get is made on a real Windows (build.ps1).
"""

import argparse
import json
import shutil
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
import contents
import owners
import papers
import tree
import windows_python
from finish import LOCK, build_of, finish
from lane import ROOT, SPEC, Stop, ended, run, steady, tell_report, told
from wine import Wine, windows_path

HERE = Path(__file__).resolve().parent
OUT = ROOT / "build" / "package-windows"
WORK = ROOT / "build" / "windows"
PROGRAMS = ("wine64", "osslsigncode", "x86_64-w64-mingw32-gcc", "git")
PLATFORM = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311",
            "--abi", "abi3", "--abi", "none", "--only-binary=:all:"]  # fmt: skip
FREEZE_S, CHECK_S = 3600, 600
NOT_PROVED = (
    "pages in the web engine (wine 8 cannot load it), and so the map in it and the tour",
    "a real screen: graphics card, remote desktop, 125 and 150 %",
    "SmartScreen, Defender and other virus scanners, and what User Account Control asks",
    "TLS of Qt by Windows' own Schannel, beyond that its plugin loads",
    "sound devices",
)


def main() -> None:
    """Make and prove the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="where the bundle goes")
    parser.add_argument("--only-check", action="store_true", help="the bundle is there; run its checks again")
    parser.add_argument("--only-freeze", action="store_true", help="do not run what was made")
    chosen = parser.parse_args()
    refuse_without_programs()
    bundle, wine = chosen.out.resolve() / contents.BUNDLE, Wine(WORK / "wine")
    if not chosen.only_check:
        with told("Verifying the Windows Python"):
            python()
        with told("Fetching and installing the packages of the lock"):
            packages()
        with told("Making the wine prefix"):
            wine.make()
        with told("Freezing under wine"):
            freeze(wine, bundle)
    with told("Sealing, listing and searching"):
        papers.write(bundle, windows_build())
        finish(bundle)
    print(f"{bundle}: {tree.size_mb(bundle)} MB, {len(tree.described(bundle))} files", flush=True)
    if chosen.only_freeze:
        wine.end()
        return
    with told("Self-checks under wine"):
        try:
            prove(wine, bundle)
        finally:
            wine.end()
    print("Not proved here:\n" + "\n".join(f"  {what}" for what in NOT_PROVED))


def refuse_without_programs() -> None:
    """End with the line that brings what is missing."""
    missing = [name for name in PROGRAMS if not (shutil.which(name) or Path("/usr/lib/wine", name).exists())]
    if missing:
        raise Stop(f"{', '.join(missing)} missing. As root: python3 packaging/setup/machine.py --windows")


def python() -> None:
    """Put the verified Python in place, unless that very one is there."""
    target, mark = WORK / "python", WORK / "python.done"
    wanted = (HERE / "python.toml").read_text(encoding="utf-8")
    if not mark.is_file() or mark.read_text(encoding="utf-8") != wanted:
        (WORK / "packages.done").unlink(missing_ok=True)
        windows_python.make(target, WORK / "downloads")
        mark.write_text(wanted, encoding="utf-8")


def packages() -> None:
    """Install what the lock names into it; pip runs here, because under wine it takes eight times as long."""
    mark, lock = WORK / "packages.done", LOCK.read_text(encoding="utf-8")
    if mark.is_file() and mark.read_text(encoding="utf-8") == lock:
        return
    wheels, site = WORK / "wheels", WORK / "python" / "Lib" / "site-packages"
    shutil.rmtree(site, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    common = ["--no-deps", "--require-hashes", *PLATFORM, "-r", str(LOCK)]
    run([*pip, "download", *common, "--dest", str(wheels)], WORK / "download.log")
    local = ["--no-index", "--find-links", str(wheels), "--no-compile", "--target", str(site)]
    run([*pip, "install", *common, *local], WORK / "install.log")
    for runtime in (site / "shiboken6").glob("vcruntime140*.dll"):
        shutil.copyfile(runtime, WORK / "python" / runtime.name)
    mark.write_text(lock, encoding="utf-8")


def freeze(wine: Wine, bundle: Path) -> None:
    """Let PyInstaller do its work under wine."""
    shutil.rmtree(bundle, ignore_errors=True)
    log = WORK / "pyinstaller.log"
    places = ["--distpath", windows_path(bundle.parent), "--workpath", windows_path(WORK / "work")]
    command = [windows_path(WORK / "python" / "python.exe"), "-m", "PyInstaller", "--noconfirm", "--clean", *places]
    steadying = {name: steady()[name] for name in ("SOURCE_DATE_EPOCH", "PYTHONHASHSEED")}
    code = wine.run([*command, windows_path(ROOT / SPEC)], log, steadying, seconds=FREEZE_S)
    if code or not (bundle / "bijstand.exe").is_file():
        end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        raise Stop(f"PyInstaller ended with {code}. The end of {log}:\n{end}")


def windows_build() -> owners.Build:
    """Return where this bundle was made."""
    root = WORK / "python"
    wanted = tomllib.loads((HERE / "python.toml").read_text(encoding="utf-8"))
    return build_of(root, root / "Lib" / "site-packages", WORK / "work", wanted["python"]["holds"])


def prove(wine: Wine, bundle: Path) -> None:
    """Run the self-checks: the console with service and simulator as its children, and the windowed desk."""
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "QT_QPA_FONTDIR": r"C:\windows\Fonts"}
    failed = []
    for program, options in (
        ("bijstand.exe", ["--without", "webengine", "tour"]),
        ("bijstand-desk.exe", ["--only", "packages", "files", "qt"]),
    ):
        report = WORK / f"self-check-{program}.json"
        report.unlink(missing_ok=True)
        command = [windows_path(bundle / program), "--self-check", *options, "--to", windows_path(report)]
        code = wine.run(command, WORK / f"self-check-{program}.log", offscreen, seconds=CHECK_S)
        print(f" {program}", flush=True)
        if not report.is_file():
            raise Stop(f"{program} ended with {code} and without a report")
        failed += tell_report(report)
        if not json.loads(report.read_text(encoding="utf-8"))["frozen"]:
            raise Stop(f"{program} does not know that it is packaged")
    if failed:
        raise Stop(f"Self-checks failed: {', '.join(failed)}")


if __name__ == "__main__":
    sys.exit(ended(main))
