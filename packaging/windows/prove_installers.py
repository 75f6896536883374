"""Install, upgrade and remove the Windows bundle under wine, as an administrator would, and look at what is left.

``make prove-installers``. Two versions of each package are made of the bundle that ``make package-windows`` left; the
older one gets a database with an open case, which has to be open still after everything. Exit code 0: all of it held.
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
import contents
from installers import BUNDLE
from lane import ROOT, ended, run, told
from machine_under_wine import PRODUCT, STEP_S, Machine, open_cases, sums, until, want
from wine import windows_path

HERE = Path(__file__).resolve().parent
WORK = ROOT / "build" / "windows" / "prove"
OLD, NEW = "0.0.9", contents.version()
UNINSTALL = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{PRODUCT}"
KEY = r"Software\VIVIUM\Bijstand"
RUN_KEY, RUN_NAME = r"Software\Microsoft\Windows\CurrentVersion\Run", "VIVIUM Bijstand detector"
IN_USE, NEWER_IS_THERE, OTHER_INSTALLER, MSI_REFUSES = 5, 7, 8, 1603
MSI_IN_USE = 1627
"""What wine says when a program inside an .msi refuses; Windows says 1603 for that, too."""

NAMES = {"setup": "bijstand-desk-{}-setup.exe", "msi": "bijstand-desk-{}.msi"}
SETTINGS = "# of an administrator\n"


@dataclass(frozen=True)
class Place:
    """Where a product is installed, for Windows and for this machine, and whether its detector listens."""

    windows: str
    folder: Path
    data: Path
    listens: Callable[[], bool]

    @property
    def detector(self) -> str:
        """Its program."""
        return rf"{self.windows}\bijstand-detector.exe"


def main() -> None:
    """Prove it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reuse", action="store_true", help="the packages of the last run")
    parser.add_argument("--only", choices=PARTS, help="one part")
    chosen = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    if not chosen.reuse:
        make_packages()
    with told("Making a machine and a case of before"):
        shutil.rmtree(WORK / "wine", ignore_errors=True)
        shutil.copytree(ROOT / "build" / "windows" / "wine", WORK / "wine", symlinks=True)
        shutil.rmtree(WORK / "drill", ignore_errors=True)
        run([sys.executable, str(HERE / "open_case.py"), str(WORK / "drill")], WORK / "open-case.log")
    machine = Machine(WORK)
    with machine.kept_running():
        for name, part in PARTS.items():
            if chosen.only in (None, name):
                part(machine)
    print(
        "Not proved here: what a real Windows asks (User Account Control, SmartScreen), restarts of a failed service\n"
        "and the delayed start (wine knows neither), who may read the data folder (wine keeps no such lists), and how\n"
        "Windows Installer brings the old version back after a failure."
    )


def make_packages() -> None:
    """Make two versions of each."""
    for version in (OLD, NEW):
        with told(f"Making the packages of {version}"):
            options = ["--bundle", str(BUNDLE), "--out", str(WORK / "packages"), "--version", version, "--fast"]
            run([sys.executable, str(HERE / "installers.py"), *options], WORK / "installers.log")


def package(kind: str, version: str) -> str:
    """Return where a package lies, as Windows calls it."""
    return windows_path(WORK / "packages" / NAMES[kind].format(version))


def setup_for_the_machine(machine: Machine) -> None:
    """The life of an installation for every user."""
    place = of_the_machine(machine, rf"Program Files\{PRODUCT}")
    with told(f" setup.exe /AllUsers: {OLD} is installed and listens"):
        machine.does(package("setup", OLD), "/S", "/AllUsers")
        listening(place)
    want("version", machine.value("HKLM", UNINSTALL, "DisplayVersion"), OLD)
    put_open_case(machine, place, ("--windows-service", "stop"))
    machine.does(place.detector, "--windows-service", "start")
    with told(" ... refuses while somebody runs a program"):
        refuse_while_in_use(machine, place, [package("setup", NEW), "/S", "/AllUsers"], IN_USE)
    machine.does("msiexec", "/i", package("msi", NEW), "/qn", code=MSI_REFUSES)
    want("service after a .msi that refused", machine.service_state(), "RUNNING")
    (place.folder / "_internal" / "stale.dll").write_bytes(b"of an older version")
    (place.folder / "of-somebody-else.txt").write_bytes(b"keep")
    with told(f" ... {NEW} replaces it"):
        machine.does(package("setup", NEW), "/S", "/AllUsers")
        listening(place)
    want("stale file", (place.folder / "_internal" / "stale.dll").exists(), False)
    want("version", machine.value("HKLM", UNINSTALL, "DisplayVersion"), NEW)
    nothing_lost(place)
    machine.does(package("setup", OLD), "/S", "/AllUsers", code=NEWER_IS_THERE)
    with told(" ... is removed"):
        uninstall(machine, place, "/AllUsers")
    want("service", machine.service_state(), "")
    want("what is left", sorted(path.name for path in place.folder.iterdir()), ["of-somebody-else.txt"])
    want("what leads desks to it", (machine.machine_folder / "desk.ini").exists(), False)
    nothing_lost(place)
    shutil.rmtree(place.folder)


def setup_for_a_user(machine: Machine) -> None:
    """The life of an installation for one user, in a folder with blanks and letters beyond ASCII in its name."""
    windows = r"C:\users\Hélène Müller\Bijstand desk"
    folder = machine.drive / "users" / "Hélène Müller" / "Bijstand desk"
    place = Place(windows, folder, machine.user_data, (machine.user_data / "service.json").is_file)
    with told(rf" setup.exe /CurrentUser /D={windows}: {OLD} is installed and listens"):
        machine.does(package("setup", OLD), "/S", "/CurrentUser", f"/D={windows}")
        listening(place)
    want("at logon", machine.value("HKCU", RUN_KEY, RUN_NAME), rf'"{place.detector}" --keep')
    put_open_case(machine, place, ("--stop",))
    machine.starts(place.detector, "--keep")
    listening(place)
    with told(" ... refuses while somebody runs a program"):
        refuse_while_in_use(machine, place, [package("setup", NEW), "/S", "/CurrentUser"], IN_USE)
    with told(f" ... {NEW} replaces it where it stands"):
        machine.does(package("setup", NEW), "/S", "/CurrentUser")
        listening(place)
    want("version", machine.value("HKCU", UNINSTALL, "DisplayVersion"), NEW)
    nothing_lost(place)
    with told(" ... checks itself there"):
        machine.does(rf"{windows}\bijstand.exe", "--self-check", "--only", "packages", "files", "database", "service")
    with told(" ... once more, without the detector"):
        machine.does(package("setup", NEW), "/S", "/CurrentUser", "/NODETECTOR")
    want("at logon, without", machine.value("HKCU", RUN_KEY, RUN_NAME), "")
    want("detector, without", place.listens(), False)
    with told(" ... is removed"):
        uninstall(machine, place, "/CurrentUser")
    want("folder after its removal", folder.exists(), False)
    nothing_lost(place)


def msi_for_the_machine(machine: Machine) -> None:
    """The life of the package for fleets, in a folder of the administrator's."""
    place = of_the_machine(machine, r"Fleet\Bijstand")
    with told(f" .msi: {OLD} is installed and listens"):
        machine.does("msiexec", "/i", package("msi", OLD), "/qn", f"INSTALLDIR={place.windows}")
        listening(place)
    put_open_case(machine, place, ("--windows-service", "stop"))
    machine.does(place.detector, "--windows-service", "start")
    with told(" ... refuses while somebody runs a program"):
        refuse_while_in_use(machine, place, ["msiexec", "/i", package("msi", NEW), "/qn"], MSI_IN_USE)
    machine.does(package("setup", NEW), "/S", "/AllUsers", code=OTHER_INSTALLER)
    (place.folder / "_internal" / "stale.dll").write_bytes(b"of an older version")
    with told(f" ... {NEW} replaces it where it stands"):
        machine.does("msiexec", "/i", package("msi", NEW), "/qn")
        listening(place)
    want("files", all_there(place.folder), True)
    nothing_lost(place)
    with told(" ... is removed"):
        machine.does("msiexec", "/x", package("msi", NEW), "/qn")
    want("service", machine.service_state(), "")
    want("programs", [path.name for path in place.folder.glob("*.exe")] if place.folder.exists() else [], [])
    nothing_lost(place)
    with told(" ... is installed without the detector, and removed"):
        machine.does("msiexec", "/i", package("msi", NEW), "/qn", "DETECTOR=no", f"INSTALLDIR={place.windows}")
        want("service, without", machine.service_state(), "")
        want("files", all_there(place.folder), True)
        machine.does("msiexec", "/x", package("msi", NEW), "/qn")


PARTS = {"machine": setup_for_the_machine, "user": setup_for_a_user, "msi": msi_for_the_machine}


def of_the_machine(machine: Machine, folder: str) -> Place:
    """Return a place for every user of it."""
    found = machine.machine_data / "service.json"
    return Place(
        rf"C:\{folder}",
        machine.drive.joinpath(*folder.split("\\")),
        machine.machine_data,
        lambda: machine.service_state() == "RUNNING" and found.is_file(),
    )


def listening(place: Place) -> None:
    """Wait for the detector, and look whether it came whole."""
    until("the detector does not listen", place.listens)
    want("leftovers", sorted(path.name for path in place.folder.glob("*.old")), [])


def all_there(folder: Path) -> bool:
    """Return whether every file of the bundle is there."""
    bundled = {path.relative_to(BUNDLE) for path in BUNDLE.rglob("*") if path.is_file()}
    return bundled <= {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def refuse_while_in_use(machine: Machine, place: Place, installer: list[str], code: int) -> None:
    """A program of ours that a person runs makes the installer refuse; nothing is touched, and the detector goes on."""
    shutil.rmtree(machine.drive / "somebody", ignore_errors=True)
    before = sums(place.folder)
    running = machine.starts(place.detector, "--training", "--no-boxes", "--data", r"C:\somebody")
    until("the program does not start", (machine.drive / "somebody" / "service.json").is_file)
    machine.does(*installer, code=code)
    want("files after a refusal", sums(place.folder), before)
    until("the detector does not go on", place.listens)
    machine.does(place.detector, "--stop", "--data", r"C:\somebody")
    running.wait(STEP_S)


def uninstall(machine: Machine, place: Place, mode: str) -> None:
    """Remove it and wait: an uninstaller that is not told its folder returns at once."""
    aside = f"uninstall-{mode[1:]}.exe"
    shutil.copyfile(place.folder / "uninstall.exe", machine.drive / aside)
    machine.does(rf"C:\{aside}", "/S", mode, f"_?={place.windows}")


def put_open_case(machine: Machine, place: Place, stop: tuple[str, ...]) -> None:
    """Let the stopped detector's database hold a case that somebody works on, beside an administrator's settings."""
    machine.does(place.detector, *stop)
    until("the detector does not stop", lambda: not (place.data / "service.json").exists())
    for name in ("desk.sqlite3", "desk.sqlite3-wal", "desk.sqlite3-shm"):
        (place.data / name).unlink(missing_ok=True)
    for name in ("desk.sqlite3", "audit-anchors.jsonl", "device-keys.key"):
        shutil.copyfile(WORK / "drill" / name, place.data / name)
    (place.data / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    nothing_lost(place)


def nothing_lost(place: Place) -> None:
    """The case is open still, and the settings are the administrator's."""
    want("open cases", open_cases(place.data), 1)
    want("settings", (place.data / "settings.toml").read_text(encoding="utf-8"), SETTINGS)


if __name__ == "__main__":
    sys.exit(ended(main))
