"""The finished bundle: seal it, list it, compare two of them, and find what must not be in it.

A tree is described by one line per file: its sum, its place, and for a symbolic link where it points. Two builds of one
commit must have the same description; ``python packaging/freeze/tree.py A B`` says where they differ.
"""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import contents

INSIDE = "_internal"
SEAL = "bijstand.sha256"
LONGEST_PATH = 140
LARGEST_MB = {"linux": 640, "win32": 490}
LEFT_TO_THE_MACHINE = re.compile(r"^lib(GL|EGL|GLX|OpenGL|drm|vulkan|nvidia|pipewire|va|cuda)[-.0-9a-z]*\.so")
"""Drivers: they belong to the graphics card of the machine, and bundling them would be wrong."""


def described(tree: Path) -> dict[str, str]:
    """Return every file of a tree with its sum, or where it points if it is a link."""
    return {path.relative_to(tree).as_posix(): _sum_or_target(path) for path in _files(tree)}


def seal(tree: Path) -> int:
    """Write the sums of every file of ours into the bundle, for its self-check; return how many."""
    inside = tree / INSIDE
    folders = [target for _, target in contents.DATA_FOLDERS]
    names = sorted(path.relative_to(inside).as_posix() for folder in folders for path in _files(inside / folder))
    lines = [f"{_sum(inside / name)}  {name}\n" for name in names]
    (inside / SEAL).write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(names)


def write_sums(tree: Path) -> None:
    """Write the sums of everything in the bundle beside it, for whoever wants to build it again and compare."""
    lines = [f"{sum_or_target}  {name}\n" for name, sum_or_target in described(tree).items()]
    (tree.parent / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def age(tree: Path, seconds: int) -> None:
    """Give every file the time of the commit, so that an archive of the tree is the same each time, too."""
    for path in sorted(tree.rglob("*"), reverse=True):
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def differences(first: Path, second: Path) -> list[str]:
    """Return the files in which two trees differ, or that only one has."""
    one, other = described(first), described(second)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def faults(tree: Path, system: str) -> list[str]:
    """Return what is wrong with a bundle, as sentences; ``system`` is "linux" or "win32"."""
    names = [path.relative_to(tree).as_posix() for path in _files(tree)]
    return [*_missing(names, system), *_unwanted(names), *_too_large(tree, names, system)]


def unresolved(tree: Path) -> list[str]:
    """Return the libraries that something in a Linux bundle needs and neither the bundle nor the machine has."""
    inside = tree / INSIDE
    libraries = [path for path in _files(inside) if not path.is_symlink() and re.search(r"\.so[.0-9]*$", path.name)]
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{inside}:{inside / 'PySide6/Qt/lib'}"}
    done = subprocess.run(["ldd", *map(str, libraries)], env=environment, capture_output=True, text=True, check=False)
    wanted = set(re.findall(r"^\s+(\S+) => not found$", done.stdout, re.MULTILINE))
    return sorted(name for name in wanted if not LEFT_TO_THE_MACHINE.match(name))


def _missing(names: list[str], system: str) -> Iterator[str]:
    suffix = ".exe" if system == "win32" else ""
    wanted = [f"{one.name}{suffix}" for one in contents.EXECUTABLES]
    for source, folder in contents.data_files():
        wanted.append(f"{INSIDE}/{Path(folder).as_posix()}/{Path(source).name}")
    yield from (f"{name} is missing" for name in wanted if name not in set(names))
    yield from (
        f"nothing like {what} is there" for what in _qt_files(system) if not any(map(re.compile(what).search, names))
    )


def _qt_files(system: str) -> tuple[str, ...]:
    screen, process = ("qwindows", "QtWebEngineProcess.exe") if system == "win32" else ("libqxcb", "QtWebEngineProcess")
    return (
        rf"plugins/platforms/{screen}\.",
        r"plugins/platforms/(lib)?qoffscreen\.",
        r"plugins/imageformats/(lib)?qsvg\.",
        r"plugins/tls/",
        rf"/{process}$",
        r"/icudtl\.dat$",
        r"/qtwebengine_resources\.pak$",
        r"/qtwebengine_locales/nl\.pak$",
        r"/qtbase_nl\.qm$",
    )


def _unwanted(names: list[str]) -> Iterator[str]:
    for name in names:
        place = name.removeprefix(f"{INSIDE}/")
        if contents.GPL_ONLY.search(place):
            yield f"{name} is of a module of Qt that is GPL only"
        elif not contents.is_kept(place):
            yield f"{name} should have been left out"


def _too_large(tree: Path, names: list[str], system: str) -> Iterator[str]:
    size = size_mb(tree)
    if size > LARGEST_MB[system]:
        yield f"it is {size} MB, more than {LARGEST_MB[system]}"
    yield from (f"{name} is a path of {len(name)} characters" for name in names if len(name) > LONGEST_PATH)


def size_mb(tree: Path) -> int:
    """Return the size of the files of a tree in MB of a million bytes."""
    return sum(path.lstat().st_size for path in _files(tree)) // 1_000_000


def _files(tree: Path) -> Iterator[Path]:
    return (path for path in sorted(tree.rglob("*")) if path.is_symlink() or path.is_file())


def _sum_or_target(path: Path) -> str:
    return f"-> {path.readlink()}" if path.is_symlink() else _sum(path)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    """Compare two trees; exit code 1 when they differ."""
    first, second = map(Path, sys.argv[1:3])
    found = differences(first, second)
    for name in found:
        print(name)
    print(f"{len(described(first))} files, {len(found)} different")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
