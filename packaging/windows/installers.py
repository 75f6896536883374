"""Make the installers of a Windows bundle that stands on this machine: ``make installers``.

Our four programs are signed first, then ``setup.exe`` (NSIS, for people) and the ``.msi`` (wixl, for fleets) are made
from the same tree and signed. ``--fast`` packs with zlib, for tests; what people get is packed tighter and takes
minutes. Beside them lie their sums.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
import contents
import tree
from lane import ROOT, Stop, commit_time, ended, run, steady, told
from signing import Signer, signer

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "installer"
ICON = HERE.parent / "freeze" / "bijstand.ico"
BUNDLE = ROOT / "build" / "package-windows" / contents.BUNDLE
OUT = ROOT / "build" / "installers"
WORK = ROOT / "build" / "windows" / "installers"
COMPILER = "x86_64-w64-mingw32-gcc"
PROGRAMS = ("makensis", "wixl", "wixl-heat", "msibuild", "osslsigncode", COMPILER)
PRODUCT_CODES = uuid.UUID("2b0f6f43-6d3e-5a0e-9c61-7f5b0f6d1a90")


def main() -> None:
    """Make what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, default=BUNDLE, metavar="DIR")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR")
    parser.add_argument("--version", default=contents.version(), help="another one, to try an upgrade")
    parser.add_argument("--fast", action="store_true", help="pack loosely, for tests")
    parser.add_argument("--only", choices=("setup", "msi"), help="one of the two")
    chosen = parser.parse_args()
    refuse_without_programs()
    if not re.fullmatch(r"\d+\.\d+\.\d+", chosen.version):
        raise Stop(f"{chosen.version} is no version: three numbers are needed")
    make(chosen)


def refuse_without_programs() -> None:
    """End with the line that brings what is missing."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise Stop(f"{', '.join(missing)} missing. As root: python3 packaging/setup/machine.py --windows")


def make(chosen: argparse.Namespace) -> None:
    """Sign, pack, sign, and write the sums."""
    shutil.rmtree(WORK, ignore_errors=True)
    chosen.out.mkdir(parents=True, exist_ok=True)
    who = signer(WORK / "certificate")
    payload = WORK / contents.BUNDLE
    with told("Signing our programs"):
        shutil.copytree(chosen.bundle, payload)
        for program in contents.EXECUTABLES:
            who.sign(payload / f"{program.name}.exe")
            who.check(payload / f"{program.name}.exe")
        tree.age(payload, commit_time())
    made = []
    if chosen.only != "msi":
        with told("Making setup.exe"):
            made.append(setup(payload, chosen, who))
    if chosen.only != "setup":
        with told("Making the .msi"):
            made.append(msi(payload, chosen, who))
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made)
    (chosen.out / "SHA256SUMS").write_text(sums, encoding="ascii")
    for path in made:
        print(f"{path}: {path.stat().st_size / 1e6:.0f} MB", flush=True)
    if who.is_test:
        print(
            "Signed with a test certificate that no Windows trusts: packaging/windows/signing.toml names the real one."
        )


def setup(payload: Path, chosen: argparse.Namespace, who: Signer) -> Path:
    """Return the installer for people; it and its uninstaller are signed."""
    target: Path = chosen.out / f"bijstand-desk-{chosen.version}-setup.exe"
    defined = {
        "TREE": payload,
        "VERSION": chosen.version,
        "OUTFILE": target,
        "ICON": ICON,
        "SIZE_KB": tree.size_mb(payload) * 1000,
        "COMPRESSOR": "zlib" if chosen.fast else "lzma",
        "SIGN": f"{sys.executable} {HERE / 'sign_one.py'} {WORK / 'certificate'}",
    }
    options = [f"-D{name}={value}" for name, value in defined.items()]
    run(["makensis", "-V2", *options, str(SOURCES / "bijstand.nsi")], WORK / "makensis.log", steady())
    who.check(target)
    return target


def msi(payload: Path, chosen: argparse.Namespace, who: Signer) -> Path:
    """Return the package for fleets."""
    shutil.copyfile(ICON, WORK / ICON.name)
    shutil.copyfile(SOURCES / "bijstand.wxs", WORK / "bijstand.wxs")
    files = sorted(path.relative_to(payload).as_posix() for path in payload.rglob("*") if path.is_file())
    below = "\n".join(name for name in files if "/" in name) + "\n"
    heat = ["wixl-heat", "--var", "var.SRC", "-p", "", "--component-group", "Payload", "--directory-ref", "INSTALLDIR"]
    listed = subprocess.run([*heat, "--win64"], input=below, capture_output=True, text=True, check=True).stdout
    (WORK / "payload.wxs").write_text(listed, encoding="utf-8")
    in_use = made_in_use(who)
    target: Path = chosen.out / f"bijstand-desk-{chosen.version}.msi"
    target.unlink(missing_ok=True)
    defined = {
        "Win64": "yes",
        "SRC": contents.BUNDLE,
        "VERSION": chosen.version,
        "PRODUCT_CODE": str(uuid.uuid5(PRODUCT_CODES, chosen.version)).upper(),
        "ICON": ICON.name,
        "IN_USE": in_use.name,
    }
    options = [word for name, value in defined.items() for word in ("-D", f"{name}={value}")]
    made = subprocess.run(
        ["wixl", "-a", "x64", *options, "-o", str(target), "bijstand.wxs", "payload.wxs"],
        cwd=WORK,
        env=steady(),
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode or not target.is_file():
        raise Stop(f"wixl ended with {made.returncode}: {made.stderr[-400:]}")
    for statement in statements():
        run(["msibuild", str(target), "-q", statement], WORK / "msibuild.log")
    who.sign(target)
    who.check(target)
    return target


def made_in_use(who: Signer) -> Path:
    """Return the small program inside the .msi that looks whether ours run."""
    target = WORK / "in_use.exe"
    options = ["-municode", "-mwindows", "-Os", "-s", "-Wall", "-Wextra", "-Werror", "-Wl,--no-insert-timestamp"]
    run([COMPILER, *options, "-o", str(target), str(SOURCES / "in_use.c")], WORK / "in_use.log")
    who.sign(target)
    return target


def statements() -> list[str]:
    """Return what the .msi is told after wixl."""
    lines = (SOURCES / "bijstand.sql").read_text(encoding="ascii").splitlines()
    return [line for line in lines if line and not line.startswith("--")]


if __name__ == "__main__":
    sys.exit(ended(main))
