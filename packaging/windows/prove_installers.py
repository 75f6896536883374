"""Install, upgrade and remove the Windows bundle under wine, as an administrator would, and look at what is left.

``make prove-installers``. Two versions of each package are made of the bundle that ``make package-windows`` left; the
older one gets a database with an open case, which has to be open still after everything. Exit code 0: all of it held.
"""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
import contents
from installers import BUNDLE
from lane import ROOT, Stop, ended, run, told
from wine import Wine, windows_path

HERE = Path(__file__).resolve().parent
WORK = ROOT / "build" / "windows" / "prove"
OLD, NEW = "0.0.9", contents.version()
STEP_S = 600
SERVICE = "VIVIUMBijstandDetector"
PRODUCT = "VIVIUM Bijstand"
UNINSTALL = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{PRODUCT}"
IN_USE = 5


class Machine:
    """A Windows of its own, kept running as long as it is looked at."""

    def __init__(self) -> None:
        self.wine = Wine(WORK / "wine")
        self.drive = self.wine.drive
        self.machine_data = self.drive / "ProgramData" / PRODUCT / "data"
        self.user = next(path for path in (self.drive / "users").iterdir() if path.name not in ("Public", "Default"))
        self.user_data = self.user / "AppData" / "Local" / "vivium-bijstand"

    def does(self, *command: str, code: int = 0) -> str:
        """Run a program; return what it said.

        Raises:
            Stop: It ended otherwise than expected.
        """
        log = WORK / "step.log"
        got = self.wine.run(command, log, {}, seconds=STEP_S)
        said = log.read_text(encoding="utf-8", errors="replace")
        if got != code:
            raise Stop(f"{' '.join(command)} ended with {got} and not {code}: {said[-600:]}")
        return said

    def value(self, root: str, key: str, name: str) -> str:
        """Return a value of the registry; empty when there is none."""
        log = WORK / "step.log"
        if self.wine.run(["reg", "query", rf"{root}\{key}", "/v", name], log, {}, seconds=STEP_S):
            return ""
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1]
        return last.split("REG_SZ")[-1].strip()

    def service_state(self) -> str:
        """Return the state of the service as Windows says it; empty when there is none."""
        log = WORK / "step.log"
        if self.wine.run(["sc", "query", SERVICE], log, {}, seconds=STEP_S):
            return ""
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.split()[-1] for line in lines if "STATE" in line), "")


def main() -> None:
    """Prove it."""
    WORK.mkdir(parents=True, exist_ok=True)
    packages = made()
    shutil.rmtree(WORK / "wine", ignore_errors=True)
    shutil.copytree(ROOT / "build" / "windows" / "wine", WORK / "wine", symlinks=True)
    machine = Machine()
    with kept_running(machine):
        with told("setup.exe for the machine: install, refuse, upgrade, remove"):
            setup_for_the_machine(machine, packages)
        with told("setup.exe for one user, in a folder of his own"):
            setup_for_a_user(machine, packages)
        with told(".msi: install, upgrade, remove"):
            msi_for_the_machine(machine, packages)
    print(
        "Not proved here: what a real Windows asks (User Account Control, SmartScreen), restarts of a failed service\n"
        "and the delayed start (wine knows neither), who may read the data folder (wine keeps no such lists)."
    )


def made() -> dict[tuple[str, str], Path]:
    """Return the packages, two versions of each."""
    out = WORK / "packages"
    for version in (OLD, NEW):
        with told(f"Making the packages of {version}"):
            options = ["--bundle", str(BUNDLE), "--out", str(out), "--version", version, "--fast"]
            run([sys.executable, str(HERE / "installers.py"), *options], WORK / "installers.log")
    names = {"setup": "bijstand-desk-{}-setup.exe", "msi": "bijstand-desk-{}.msi"}
    return {(kind, version): out / name.format(version) for kind, name in names.items() for version in (OLD, NEW)}


@contextmanager
def kept_running(machine: Machine) -> Iterator[None]:
    """Keep one program open meanwhile: wine stops its services with the last one."""
    holder = subprocess.Popen(
        ["wine64", "cmd"],
        env=machine.wine.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        holder.kill()
        machine.wine.end()
        holder.wait()


def setup_for_the_machine(machine: Machine, packages: dict[tuple[str, str], Path]) -> None:
    """The life of an installation for every user."""
    folder = machine.drive / "Program Files" / PRODUCT
    detector = rf"C:\Program Files\{PRODUCT}\bijstand-detector.exe"
    machine.does(windows_path(packages["setup", OLD]), "/S", "/AllUsers")
    until("the service does not run", lambda: machine.service_state() == "RUNNING")
    until("nobody can find the service", (machine.machine_data / "service.json").is_file)
    want("version", machine.value("HKLM", UNINSTALL, "DisplayVersion"), OLD)
    machine.does(detector, "--windows-service", "stop")
    want("service", machine.service_state(), "STOPPED")
    put_open_case(machine.machine_data)
    machine.does(detector, "--windows-service", "start")
    refuse_while_in_use(machine, packages, folder)
    (folder / "_internal" / "stale.dll").write_bytes(b"of an older version")
    (folder / "of-somebody-else.txt").write_bytes(b"keep")
    machine.does(windows_path(packages["setup", NEW]), "/S", "/AllUsers")
    want("stale file", (folder / "_internal" / "stale.dll").exists(), False)
    want("leftovers", sorted(path.name for path in folder.glob("*.old")), [])
    until("the upgraded service does not run", lambda: machine.service_state() == "RUNNING")
    until("nobody can find the upgraded service", (machine.machine_data / "service.json").is_file)
    want("version", machine.value("HKLM", UNINSTALL, "DisplayVersion"), NEW)
    want("open cases after the upgrade", open_cases(machine.machine_data), 1)
    machine.does(windows_path(packages["setup", OLD]), "/S", "/AllUsers", code=7)
    uninstall(machine, rf"C:\Program Files\{PRODUCT}", "/AllUsers")
    want("service", machine.service_state(), "")
    want("what is left", sorted(path.name for path in folder.iterdir()), ["of-somebody-else.txt"])
    want("open cases after all", open_cases(machine.machine_data), 1)
    shutil.rmtree(folder)


def refuse_while_in_use(machine: Machine, packages: dict[tuple[str, str], Path], folder: Path) -> None:
    """A program of ours that a person runs makes the installer refuse, and nothing is touched."""
    before = sums(folder)
    desk = rf"C:\Program Files\{PRODUCT}\bijstand-detector.exe"
    running = subprocess.Popen(
        ["wine64", desk, "--training", "--no-boxes", "--data", r"C:\somebody"],
        env=machine.wine.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    until("the program does not start", (machine.drive / "somebody" / "service.json").is_file)
    machine.does(windows_path(packages["setup", NEW]), "/S", "/AllUsers", code=IN_USE)
    want("files after a refusal", sums(folder), before)
    until("the service does not go on", lambda: machine.service_state() == "RUNNING")
    machine.does(desk, "--stop", "--data", r"C:\somebody")
    running.wait(STEP_S)


def setup_for_a_user(machine: Machine, packages: dict[tuple[str, str], Path]) -> None:
    """The life of an installation for one user, in a folder with a blank in its name."""
    target = r"C:\users\My desk"
    machine.does(windows_path(packages["setup", NEW]), "/S", "/CurrentUser", rf"/D={target}")
    want("logon", "--keep" in machine.value("HKCU", r"Software\Microsoft\Windows\CurrentVersion\Run", RUN_NAME), True)
    until("the detector of the user does not run", (machine.user_data / "service.json").is_file)
    uninstall(machine, target, "/CurrentUser")
    want("detector after its removal", (machine.user_data / "service.json").exists(), False)
    want("data after its removal", (machine.user_data / "desk.sqlite3").exists(), True)
    want("folder after its removal", (machine.drive / "users" / "My desk").exists(), False)


def msi_for_the_machine(machine: Machine, packages: dict[tuple[str, str], Path]) -> None:
    """The life of the package for fleets."""
    folder = machine.drive / "Program Files" / PRODUCT
    machine.does("msiexec", "/i", windows_path(packages["msi", OLD]), "/qn")
    until("the service does not run", lambda: machine.service_state() == "RUNNING")
    machine.does("msiexec", "/i", windows_path(packages["msi", NEW]), "/qn")
    until("the upgraded service does not run", lambda: machine.service_state() == "RUNNING")
    want("open cases", open_cases(machine.machine_data), 1)
    machine.does("msiexec", "/x", windows_path(packages["msi", NEW]), "/qn")
    want("service", machine.service_state(), "")
    want("programs", [path.name for path in folder.glob("*.exe")] if folder.exists() else [], [])
    want("open cases after its removal", open_cases(machine.machine_data), 1)


RUN_NAME = "VIVIUM Bijstand detector"


def uninstall(machine: Machine, folder: str, mode: str) -> None:
    """Remove it and wait: an uninstaller that is not told its folder returns at once."""
    aside = rf"C:\uninstall-{mode[1:]}.exe"
    machine.does("cmd", "/c", "copy", "/y", rf"{folder}\uninstall.exe", aside)
    machine.does(aside, "/S", mode, f"_?={folder}")


def put_open_case(data: Path) -> None:
    """Let the database of the service hold a case that somebody still works on, made by the drill of this checkout."""
    made_in = WORK / "drill"
    shutil.rmtree(made_in, ignore_errors=True)
    run([sys.executable, str(HERE / "open_case.py"), str(made_in)], WORK / "open-case.log")
    for name in ("desk.sqlite3", "desk.sqlite3-wal", "desk.sqlite3-shm"):
        (data / name).unlink(missing_ok=True)
    shutil.copyfile(made_in / "desk.sqlite3", data / "desk.sqlite3")
    want("open cases before the upgrade", open_cases(data), 1)


def open_cases(data: Path) -> int:
    """Return how many cases of a database are open."""
    with closing(sqlite3.connect(f"file:{data / 'desk.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM cases WHERE state = 'open'").fetchone()[0])


def sums(folder: Path) -> dict[str, str]:
    """Return the sum of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def want(what: str, found: object, wanted: object) -> None:
    """Stop when something is not as it has to be."""
    if found != wanted:
        raise Stop(f"{what}: {found!r}, and should be {wanted!r}")


def until(fault: str, holds: object) -> None:
    """Wait until it holds."""
    waiting = Event()
    for _ in range(360):
        if holds():  # type: ignore[operator]
            return
        waiting.wait(0.5)
    raise Stop(fault)


if __name__ == "__main__":
    sys.exit(ended(main))
