"""What must hold of the programs and libraries of a Windows bundle; read with pefile, on any system."""

import re
from collections.abc import Iterator
from pathlib import Path

import pefile

BUILTIN_OF_WINE = b"Wine builtin DLL"
AMD64 = 0x8664
RUNTIME = re.compile(r"(?i)(msvcp140|vcruntime140|vcruntime140_1)\.dll$")
Version = tuple[int, int, int, int]


def faults(tree: Path, version: str) -> list[str]:
    """Return what is wrong, as sentences; ``version`` is that of the product."""
    files = [path for path in sorted(tree.rglob("*")) if path.suffix.lower() in (".exe", ".dll", ".pyd")]
    return [*_foreign(tree, files), *_old_runtimes(files), *_unnamed(tree, version)]


def version_of(path: Path) -> Version:
    """Return the file version in a library's resources; zeros when it has none."""
    with pefile.PE(str(path), fast_load=True) as library:
        library.parse_data_directories(directories=[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
        for fixed in getattr(library, "VS_FIXEDFILEINFO", []):
            high, low = fixed.FileVersionMS, fixed.FileVersionLS
            return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)
    return (0, 0, 0, 0)


def version_text(path: Path) -> str:
    """Return the version as people write it."""
    numbers = version_of(path)
    return ".".join(map(str, numbers)) if any(numbers) else "not known"


def _foreign(tree: Path, files: list[Path]) -> Iterator[str]:
    for path in files:
        name = path.relative_to(tree).as_posix()
        with path.open("rb") as file:
            head = file.read(0x1000)
        if BUILTIN_OF_WINE in head[:0x80]:
            yield f"{name} is wine's own"
        start = int.from_bytes(head[0x3C:0x40], "little")
        if int.from_bytes(head[start + 4 : start + 6], "little") != AMD64:
            yield f"{name} is not for 64-bit Windows"


def _old_runtimes(files: list[Path]) -> Iterator[str]:
    """The first library of a name wins for the whole process, and the ones at the top are found first."""
    copies = [path for path in files if RUNTIME.search(path.name)]
    for name in sorted({path.name.lower() for path in copies}):
        versions = {path: version_of(path) for path in copies if path.name.lower() == name}
        top = [found for path, found in versions.items() if path.parent.name == "_internal"]
        newest = max(versions.values())
        if top and top[0] < newest:
            yield f"{name} at the top of the bundle is {top[0]}, another copy is {newest}"
        if not top and len(set(versions.values())) > 1:
            yield f"{name} is there in several versions and not at the top of the bundle"


def _unnamed(tree: Path, version: str) -> Iterator[str]:
    numbers = tuple(int(part) for part in version.split("."))
    for path in sorted(tree.glob("*.exe")):
        if version_of(path)[: len(numbers)] != numbers:
            yield f"{path.name} says version {version_of(path)} and not {version}"
