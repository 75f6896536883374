"""List, seal and search a Windows bundle that stands on this machine: the last step before its self-check.

``finish.py BUNDLE WORK`` (``build.ps1``), run by the Python that PyInstaller ran in; WORK was its ``--workpath``;
exit code 0: nothing is wrong with the bundle.
"""

import platform
import re
import sys
import sysconfig
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
import contents
import owners
import papers
import portable_executables
import tree
from lane import Stop, commit_time, ended

LOCK = Path(__file__).resolve().parent / "lock-build.txt"


def main() -> None:
    """List, seal and search it."""
    bundle, work = (Path(word).resolve() for word in sys.argv[1:3])
    site = Path(sysconfig.get_path("purelib"))
    papers.write(bundle, build_of(Path(sys.base_prefix), site, work, platform.python_version()))
    finish(bundle)


def build_of(python: Path, site: Path, work: Path, version: str) -> owners.Build:
    """Return where a bundle was made, with the versions that only the libraries themselves tell.

    Args:
        python: The folder of a Windows Python.
        site: The ``site-packages`` that its libraries came from.
        work: PyInstaller's ``--workpath``.
        version: That of the Python.
    """
    libraries = {
        "openssl": python / "DLLs" / "libcrypto-3.dll",
        "sqlite": python / "DLLs" / "sqlite3.dll",
        "libffi": python / "DLLs" / "libffi-8.dll",
        "runtime": site / "shiboken6" / "msvcp140.dll",
    }
    told_by_them = {name: portable_executables.version_text(path) for name, path in libraries.items()}
    locked = re.search(r"^pyinstaller==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    versions = {**papers.versions_of_qt(), **told_by_them, "pyinstaller": locked[1] if locked else "not known"}
    return owners.Build(work / "bijstand", site, version, versions)


def finish(bundle: Path) -> None:
    """Seal the bundle and refuse it when something is wrong with it.

    Raises:
        Stop: Something is.
    """
    tree.seal(bundle)
    tree.age(bundle, commit_time())
    wrong = tree.faults(bundle, "win32") + portable_executables.faults(bundle, contents.version())
    if wrong:
        raise Stop("The bundle is wrong:\n" + "\n".join(wrong))
    tree.write_sums(bundle)


if __name__ == "__main__":
    sys.exit(ended(main))
