"""Say what this machine still needs for desk and tests, and as root on Debian install it (``make`` calls this first).

A library is looked for as the loader will look for it, by its file name, because package names differ between releases
and what counts is whether Qt can open it. Runs on the machine's own Python with nothing installed. Exit code 0: all is
there; 1: something is missing, and the one line that brings it is on standard error.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig

OLDEST, NEWEST = (3, 11), (3, 13)

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libpulse.so.0": "libpulse0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
    "libgbm.so.1": "libgbm1",
    "libXfixes.so.3": "libxfixes3",
}
"""What PySide6 opens at run time, and the Debian package each is in."""

TEST_PROGRAMS = {
    "strace": "strace",
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "baresip": "baresip-core",
    "sipp": "sip-tester",
    "mmdebstrap": "mmdebstrap",
}
"""Programs that only tests start. A test without its program is skipped and says so; they are wanted, not needed."""


PACKAGE_PROGRAMS = {"objdump": "binutils", "git": "git", "Xvfb": "xvfb", "xauth": "xauth"}
"""Programs that ``make package`` starts."""

WINDOWS_PROGRAMS = {
    "wine64": "wine64",
    "wine": "wine",
    "osslsigncode": "osslsigncode",
    "makensis": "nsis",
    "wixl": "wixl",
    "msibuild": "msitools",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
}
"""Programs that ``make package-windows`` starts."""


def missing_libraries() -> list[str]:
    """Return the packages of the libraries that cannot be opened."""
    return [package for name, package in LIBRARIES.items() if not _opens(name)]


def missing_python_library() -> list[str]:
    """Return the package of the library that a bundle holds instead of an interpreter; Debian's Python is without."""
    name = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    has_own = bool(sysconfig.get_config_var("Py_ENABLE_SHARED")) and not _is_of_debian()
    return [] if has_own or _opens(f"{name}.so.1.0") else [name]


def _is_of_debian() -> bool:
    return sysconfig.get_config_var("prefix") == "/usr"


def missing_programs(programs: dict[str, str]) -> list[str]:
    """Return the packages of the programs that are not found."""
    beside = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/lib/wine"))
    return [package for name, package in programs.items() if shutil.which(name, path=beside) is None]


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _wrong_python() -> str:
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return ""
    return f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old or too new: 3.11, 3.12 or 3.13 is needed.\n"


def _install(packages: list[str]) -> bool:
    print(f"Installing {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "-qq"]
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return all(subprocess.run(command, env=environment, check=False).returncode == 0 for command in (update, install))


def main() -> int:
    """Check, and install where possible."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true", help="what the tests start, too")
    parser.add_argument("--package", action="store_true", help="what making a bundle starts, too")
    parser.add_argument("--windows", action="store_true", help="what a Windows build on Debian starts, too")
    chosen = parser.parse_args()
    programs = {
        **(TEST_PROGRAMS if chosen.tests else {}),
        **(PACKAGE_PROGRAMS if chosen.package else {}),
        **(WINDOWS_PROGRAMS if chosen.windows else {}),
    }
    if fault := _wrong_python():
        sys.stderr.write(fault)
        return 1
    if not sys.platform.startswith("linux"):
        return 0
    needed, wanted = missing_libraries(), missing_programs(programs)
    wanted += missing_python_library() if chosen.package else []
    if not needed and not wanted:
        return 0
    can_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if can_install and _install([*needed, *wanted]) and not missing_libraries():
        return 0
    line = f"apt-get install -y --no-install-recommends {' '.join([*needed, *wanted])}"
    sys.stderr.write(f"This machine lacks what PySide6 needs. As root: {line}\n" if needed else f"As root: {line}\n")
    return 1 if needed else 0


if __name__ == "__main__":
    sys.exit(main())
