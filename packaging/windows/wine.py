"""A wine prefix in which the Windows Python, PyInstaller and the bundle run, and how to run something in it.

What Debian 12's wine 8 lacks is added to the prefix, never to the bundle: stubs of ``icuuc.dll`` (Qt) and of
``bcryptprimitives.dll`` (everything in Rust), and a proxy of the C runtime with six functions of complex numbers in
front of wine's own. The traps that this module avoids are told in
packaging/README.md; each would end a build with a sentence that does not help.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pefile

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
from lane import Stop

HERE = Path(__file__).parent
COMPILER = "x86_64-w64-mingw32-gcc"
WINE_PROGRAMS = Path("/usr/lib/wine")
RUNTIME = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll")
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
BUILTIN = b"Wine builtin DLL"
STUBS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
"""Libraries of Windows that this wine lacks, and what each needs."""

PIPE_ENDS_WITHIN_S = 5
CONSOLE_ENCODING = "cp437"
"""How wine's cmd reads a batch file, and what its own programs say."""

UNQUOTED = ("/D=", "_?=")
"""Last words of an installer: the rest of the line is the folder, and a quotation mark would hide it."""

OWN = frozenset({"crealf", "cimagf", "creal", "cimag", "creall", "cimagl"})


@dataclass(frozen=True)
class Wine:
    """One prefix.

    Attributes:
        folder: Everything of it; thrown away and made anew when half made.
    """

    folder: Path

    @property
    def drive(self) -> Path:
        """Its drive C."""
        return self.folder / "prefix" / "drive_c"

    def make(self) -> None:
        """Make the prefix, unless it is there."""
        done = self.folder / "ready"
        if done.exists():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._wine("wineboot", "-i")
        self._wine("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
        system = self.drive / "windows" / "system32"
        for name, libraries in STUBS.items():
            _stub(system / f"{name}.dll", libraries)
        _runtime(system, self.folder)
        if FONT.is_file():
            shutil.copyfile(FONT, self.drive / "windows" / "Fonts" / FONT.name)
        self._wine("wineboot", "-s")
        done.touch()

    def run(self, command: Sequence[str], log: Path, variables: Mapping[str, str], *, seconds: int) -> int:
        """Run a Windows program to its end; return its exit code.

        Wine swallows variables whose names begin with QT_, so a batch file sets them; and Python needs a pipe to write
        to, not a file, or it ends before it begins.
        """
        batch = self.drive / "run.bat"
        lines = ["@echo off", *(f"set {name}={value}" for name, value in variables.items())]
        lines += [" ".join(_quoted(part) for part in command), "exit /b %errorlevel%"]
        batch.write_text("\r\n".join(lines) + "\r\n", encoding=CONSOLE_ENCODING)
        return self._piped(log, seconds)

    def _piped(self, log: Path, seconds: int) -> int:
        with log.open("wb", buffering=0) as said:
            process = subprocess.Popen(
                ["wine64", "cmd", "/c", r"C:\run.bat"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            copying = threading.Thread(target=_copy, args=(process.stdout, said), daemon=True)
            copying.start()
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.end()
                process.wait()
            copying.join(PIPE_ENDS_WITHIN_S)  # a service that was started may hold the other end for longer
        return process.returncode

    def end(self) -> None:
        """End what still runs in this prefix, and nothing else."""
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False, capture_output=True)

    def _wine(self, *command: str) -> None:
        done = subprocess.run(
            ["wine64", *command], env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode:
            raise Stop(f"wine {command[0]} ended with {done.returncode}: {done.stderr[-300:]!r}")

    def environment(self) -> dict[str, str]:
        """Return the environment in which programs of this prefix run."""
        kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        return {
            **kept,
            "PATH": f"{WINE_PROGRAMS}:{os.environ['PATH']}",
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "LC_ALL": "C.UTF-8",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "ucrtbase=n,b;winemenubuilder.exe=d;mscoree=d;mshtml=d",
        }


def windows_path(path: Path) -> str:
    """Return how wine calls a file of this machine."""
    return "Z:" + str(path).replace("/", "\\")


def _quoted(part: str) -> str:
    return f'"{part}"' if " " in part and not part.startswith(UNQUOTED) else part


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    for line in source:
        if target.closed:
            return
        target.write(line)


def _stub(target: Path, libraries: Sequence[str]) -> None:
    source = HERE / "shims" / f"{target.stem}.c"
    subprocess.run([COMPILER, "-shared", "-O2", "-o", str(target), str(source), *libraries], check=True)


def _runtime(system: Path, scratch: Path) -> None:
    """Put a proxy in front of wine's own C runtime: all it exports goes on to a renamed copy, six functions do not."""
    content = bytearray(RUNTIME.read_bytes())
    library = pefile.PE(data=bytes(content), fast_load=True)
    library.parse_data_directories(directories=[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_EXPORT"]])
    names = [entry.name.decode() for entry in library.DIRECTORY_ENTRY_EXPORT.symbols if entry.name]
    mark = content.find(BUILTIN, 0, 0x80)
    if mark >= 0:
        content[mark : mark + len(BUILTIN)] = bytes(len(BUILTIN))  # so that wine loads the copy as any other library
    (system / "ucrtbase_w.dll").write_bytes(content)
    exports = "".join(f'  "{name}"\n' if name in OWN else f'  "{name}" = ucrtbase_w."{name}"\n' for name in names)
    definition = scratch / "ucrtbase.def"
    definition.write_text(f"LIBRARY ucrtbase.dll\nEXPORTS\n{exports}", encoding="ascii")
    options = ["-shared", "-O2", "-fno-builtin", "-nostdlib", "-Wl,-e,DllMain"]
    (system / "ucrtbase.dll").unlink(missing_ok=True)
    target = ["-o", str(system / "ucrtbase.dll"), str(HERE / "shims" / "ucrt_own.c"), str(definition)]
    subprocess.run([COMPILER, *options, *target], check=True)
