"""Who made each file of a bundle: the ground of its SBOM and of its licence page.

PyInstaller writes down where it took every file and module from. A place below ``site-packages`` belongs to the
distribution whose RECORD names it, one of the system to a Debian package, one of the interpreter to CPython. A file
that belongs to nobody ends the packaging: what is not known may not be given away.
"""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path, PureWindowsPath

import contents

PRODUCT = "bijstand-desk"
LICENCES = contents.ROOT / "packaging" / "licences"
RUNTIME_OF_MICROSOFT = re.compile(r"(?i)(^|/)(msvcp140|vcruntime140|concrt140)[^/]*\.dll$")
LIBRARIES_OF_PYTHON = {"libcrypto-3": "openssl", "libssl-3": "openssl", "sqlite3": "sqlite", "libffi-8": "libffi"}
"""Libraries that Python for Windows brings."""

QT_LICENCE = "LGPL-3.0-only"
BY_CLASSIFIER = {
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "Python Software Foundation License": "PSF-2.0",
}


@dataclass
class Component:
    """Something that somebody else made, or the product itself.

    Attributes:
        kind: "pypi", "deb", "generic": the type of its package URL.
        texts: Its licence and notices.
        files: Places in the bundle.
        modules: How many modules of it stand in the archives.
    """

    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...] = ()
    files: list[str] = field(default_factory=list)
    modules: int = 0


@dataclass(frozen=True)
class Build:
    """Where a bundle was made.

    Attributes:
        work: PyInstaller's folder of this build, with its tables of contents.
        site: The ``site-packages`` that it took libraries from.
        python: The version of the interpreter.
        versions: Of what no file tells: "qt", "chromium", "openssl", "sqlite", "libffi", "runtime", "pyinstaller".
    """

    work: Path
    site: Path
    python: str
    versions: Mapping[str, str]


class Unknown(Exception):
    """A file belongs to nobody; the message names it."""


def components(build: Build) -> list[Component]:
    """Return everything that is in a bundle, with its files, in a fixed order.

    Raises:
        Unknown: Something in it belongs to nobody.
    """
    register = _Register(build)
    for place, source, kind in _collected(build.work):
        if kind != "SYMLINK":
            register.component_of(source, place).files.append(place.replace("\\", "/"))
    for source in sorted(set(_modules(build.work))):
        register.component_of(source, source).modules += 1
    register.add_what_no_file_tells()
    return sorted(register.found.values(), key=lambda one: (one.kind, one.name.lower()))


def unlisted(names: Iterable[str], found: Iterable[Component]) -> list[str]:
    """Return the files of a bundle that no component lists; ``names`` are places below ``_internal``."""
    listed = {name for one in found for name in one.files}
    return sorted(name for name in names if name not in listed)


class _Register:
    def __init__(self, build: Build) -> None:
        self.found: dict[tuple[str, str], Component] = {}
        self._build = build
        self._distributions = {contents.canonical(one.name): one for one in distributions(path=[str(build.site)])}
        self._owners = dict(_recorded(self._distributions.values()))

    def component_of(self, source: str, place: str) -> Component:
        """Return who made what PyInstaller took from a place of this machine.

        Raises:
            Unknown: Nobody is known to have made it.
        """
        path = _on_this_machine(source)
        if RUNTIME_OF_MICROSOFT.search(path.as_posix()):
            version = self._build.versions["runtime"]
            return self._add(
                Component("microsoft-visual-c-runtime", version, "generic", "LicenseRef-Microsoft-Runtime")
            )
        if path.is_relative_to(self._build.site):
            return self._distribution(path)
        if path.is_relative_to(contents.ROOT / "resources"):
            return self._resource(path)
        if self._is_ours(path) and path.name != "base_library.zip":
            return self._product()
        return self._of_the_system(path, place)

    def _of_the_system(self, path: Path, place: str) -> Component:
        if str(path).startswith(("/usr/lib/", "/lib/")):
            return self._package(path)
        library = LIBRARIES_OF_PYTHON.get(path.stem)
        if library is not None:
            return self._add(_of_python(library, self._build.versions[library]))
        if re.search(r"\.(py|pyd|dll|zip|so[.0-9]*)$", path.name):
            return self._add(Component("cpython", self._build.python, "generic", "PSF-2.0", (LICENCES / "Python.txt",)))
        raise Unknown(f"{place} from {path} belongs to nobody")

    def add_what_no_file_tells(self) -> None:
        """Add what stands inside other files: Qt and Chromium in PySide6, the start of every program."""
        versions = self._build.versions
        lgpl = (LICENCES / "LGPL-3.0.txt", LICENCES / "GPL-3.0.txt")
        self._add(Component("qt", versions["qt"], "generic", QT_LICENCE, lgpl))
        self._add(Component("chromium", versions["chromium"], "generic", "BSD-3-Clause AND LGPL-2.1-or-later"))
        bootloader = "GPL-2.0-or-later WITH Bootloader-exception"
        texts = (LICENCES / "PyInstaller.txt",)
        self._add(Component("pyinstaller-bootloader", versions["pyinstaller"], "generic", bootloader, texts))

    def _distribution(self, path: Path) -> Component:
        name = self._owners.get(path.relative_to(self._build.site).as_posix().lower())
        if name is None:
            raise Unknown(f"{path} is named by no RECORD")
        found = self._distributions[name]
        texts = (LICENCES / "LGPL-3.0.txt", LICENCES / "GPL-3.0.txt") if _is_qt(name) else _texts(found)
        return self._add(Component(name, found.version, "pypi", _licence(name, found), texts))

    def _resource(self, path: Path) -> Component:
        folder = path.relative_to(contents.ROOT / "resources").parts[0]
        known = {"fonts": ("inter", "4.0-beta7", "OFL-1.1"), "icons": ("tabler-icons", "3.52.0", "MIT"),
                 "paper": ("dejavu", "2.37", "Bitstream-Vera"),
                 "leaflet": ("leaflet", "1.9.3", "BSD-2-Clause"),
                 "geo": ("geodata", contents.version(), "ODbL-1.0 AND CC-BY-4.0 AND ISC")}  # fmt: skip
        if folder not in known:
            return self._product()
        name, version, licence = known[folder]
        text = contents.ROOT / "resources" / folder / "LICENSE"
        return self._add(Component(name, version, "generic", licence, (text,)))

    def _package(self, path: Path) -> Component:
        name, version = _package_of(path)
        text = Path("/usr/share/doc", name, "copyright")
        return self._add(Component(name, version, "deb", "LicenseRef-Debian-copyright", (text,)))

    def _product(self) -> Component:
        return self._add(Component(PRODUCT, contents.version(), "generic", "LicenseRef-Proprietary"))

    def _is_ours(self, path: Path) -> bool:
        folders = (self._build.work, contents.ROOT / "packaging", *(contents.ROOT / name for name in contents.OURS))
        return any(path.is_relative_to(folder) for folder in folders)

    def _add(self, component: Component) -> Component:
        return self.found.setdefault((component.kind, component.name), component)


def _collected(work: Path) -> Iterator[tuple[str, str, str]]:
    for part in _table(work / "COLLECT-00.toc"):
        if isinstance(part, list):
            yield from (entry for entry in part if isinstance(entry, tuple))


def _modules(work: Path) -> Iterator[str]:
    for table in sorted(work.glob("PYZ-*.toc")):
        for _, source, kind in next(part for part in _table(table) if isinstance(part, list)):
            if kind == "PYMODULE" and source not in ("-", ""):
                yield source


def _table(path: Path) -> Iterable[object]:
    found: Iterable[object] = ast.literal_eval(path.read_text(encoding="utf-8"))
    return found


def _on_this_machine(source: str) -> Path:
    """Return where a file is; wine calls this machine's root Z:."""
    if re.match(r"(?i)z:\\", source):
        return Path("/", *PureWindowsPath(source).parts[1:])
    return Path(source)


def _recorded(found: Iterable[Distribution]) -> Iterator[tuple[str, str]]:
    for one in found:
        name = contents.canonical(one.name)
        for file in one.files or ():
            yield file.as_posix().lower(), name  # Windows, and so wine, may spell a folder in another case


def _texts(found: Distribution) -> tuple[Path, ...]:
    words = re.compile(r"(?i)(licen[cs]e|copying|notice|copyright)")
    named = [
        file for file in found.files or () if words.search(file.name) and file.suffix not in (".py", ".pyc", ".so")
    ]
    return tuple(sorted(Path(str(file.locate())) for file in named))


def _licence(name: str, found: Distribution) -> str:
    if _is_qt(name):
        return QT_LICENCE
    stated = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    if stated and "\n" not in stated:
        return str(stated)
    names = (line.rpartition(" :: ")[2] for line in found.metadata.get_all("Classifier") or () if "License ::" in line)
    return next((BY_CLASSIFIER[one] for one in names if one in BY_CLASSIFIER), "")


def _is_qt(name: str) -> bool:
    return name.startswith(("pyside6", "shiboken6"))


def _of_python(name: str, version: str) -> Component:
    """Return a library that Python for Windows brings without its terms."""
    licence, *texts = {
        "openssl": ("Apache-2.0", "OpenSSL", "Apache-2.0"),
        "sqlite": ("blessing", "SQLite"),
        "libffi": ("MIT", "libffi"),
    }[name]
    return Component(name, version, "generic", licence, tuple(LICENCES / f"{text}.txt" for text in texts))


def _package_of(path: Path) -> tuple[str, str]:
    """Return the Debian package of a file and its version."""
    for place in (path, path.resolve()):
        name = _files_of_debian().get(str(place).removeprefix("/usr"))
        if name:
            return name, _versions_of_debian()[name]
    raise Unknown(f"{path} is of no package of this machine")


@cache
def _files_of_debian() -> Mapping[str, str]:
    """Return the package of each library; dpkg's own lists, because asking it 400 times takes a minute."""
    found: dict[str, str] = {}
    for listed in sorted(Path("/var/lib/dpkg/info").glob("*.list")):
        for line in listed.read_text(encoding="utf-8").splitlines():
            if ".so" in line or line.endswith(".chk") or "/lib/python3" in line:
                found[line.removeprefix("/usr")] = listed.stem.partition(":")[0]
    return found


@cache
def _versions_of_debian() -> Mapping[str, str]:
    command = ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n"]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return {name: version for name, _, version in (line.partition(" ") for line in lines)}
