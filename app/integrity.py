"""Are the four packages that run really ours?

``app``, ``ui``, ``services`` and ``resources`` are the top-level packages of this product, and three of the names are
common. A foreign ``resources`` on the path would be read in silence and fail far away, as a missing file. So every
process asks here first: each must stand beside ``app``. Frozen, the archive holds no other; there is nothing to ask.
"""

import importlib.util
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

SIBLINGS = ("resources", "services", "ui")
EXIT_INTEGRITY = 3

HERE = Path(__file__).resolve().parents[1]


def foreign_packages(beside: Path = HERE, names: Iterable[str] = SIBLINGS) -> tuple[str, ...]:
    """Return one sentence for each package that is missing or comes from elsewhere; none = all is well."""
    return tuple(sentence for name in names if (sentence := _fault(name, beside)))


def _fault(name: str, beside: Path) -> str:
    spec = importlib.util.find_spec(name)
    if spec is None:
        return f"The package {name!r} is missing; it must stand in {beside}."
    found = [Path(place).resolve().parent for place in spec.submodule_search_locations or ()]
    if found == [beside]:
        return ""
    return f"The package {name!r} is taken from {', '.join(map(str, found)) or spec.origin}; it must stand in {beside}."


def product_version() -> str | None:
    """Return the version of the installed or packaged product; None = a checkout that is neither."""
    try:
        return version("bijstand-desk")
    except PackageNotFoundError:
        return None


def refuse_foreign_packages() -> None:
    """End the process with exit code 3 and a sentence when a package is not ours."""
    faults = () if getattr(sys, "frozen", False) else foreign_packages()
    if faults:
        sys.stderr.write("".join(f"{fault}\n" for fault in faults))
        raise SystemExit(EXIT_INTEGRITY)
