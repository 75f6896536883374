"""Is everything here that was shipped, unchanged, and can it be read?

Sums are known for what came from others (``SHA256SUMS`` in its folder). A packaged program also has one list of every
file of ours beside its archive. The libraries are not on it: whoever gets the program may replace Qt.
"""

import hashlib
import importlib.util
from pathlib import Path
from typing import Final

from app.commands.self_check.report import Found, Wrong, is_frozen
from app.i18n import LANGUAGES, country_name, translator
from app.integrity import HERE, SIBLINGS, foreign_packages

SUMS: Final = "SHA256SUMS"
SEAL: Final = "bijstand.sha256"
FOLDERS: Final = ("fonts", "geo", "i18n", "icons", "leaflet", "map", "rules", "sounds", "styles")
SENTENCE: Final = "Starting the service that listens to the boxes…"
"""A text of the gate, in every language; a test holds that it still is one."""

BERTEM: Final = (50.8643, 4.6297)


def packages() -> Found:
    """The four packages are ours."""
    faults = foreign_packages()
    if faults:
        raise Wrong(" ".join(faults))
    places = {name: importlib.util.find_spec(name) for name in ("app", *SIBLINGS)}
    return {"from": str(HERE), "packages": [name for name, spec in places.items() if spec is not None]}


def files(root: Path = HERE, *, sealed: bool | None = None) -> Found:
    """Every shipped file is there and is what was shipped; ``sealed``: there must be a seal, by default when frozen."""
    has_seal = is_frozen() if sealed is None else sealed
    resources = root / "resources"
    bare = [name for name in FOLDERS if not any((resources / name).rglob("*.*"))]
    if bare:
        raise Wrong(f"nothing in resources/{', resources/'.join(bare)}")
    lists = sorted(resources.glob(f"*/{SUMS}"))
    faults = [fault for sums in lists for fault in _differences(sums)]
    if has_seal:
        faults += _differences(root / SEAL)
    if faults:
        raise Wrong(f"{len(faults)} files: {', '.join(faults[:5])}")
    named = sum(len(sums.read_text(encoding="utf-8").splitlines()) for sums in lists)
    return {"with_sums": named, "sealed": len(_lines(root / SEAL)) if has_seal else None}


def translations() -> Found:
    """Each language speaks, its countries too."""
    silent = [code for code in LANGUAGES if code != "en" and translator(code)(SENTENCE) == SENTENCE]
    if silent:
        raise Wrong(f"no translation in {', '.join(silent)}")
    return {"languages": list(LANGUAGES), "belgium": [country_name("BE", code) for code in LANGUAGES]}


def rules() -> Found:
    """Each edition can be read; the clauses that decide an E-call are among them."""
    from app.rules.clauses import load_edition
    from resources.editions import edition_headers, read_edition

    clauses = {header.name: len(load_edition(read_edition(header.name)).clauses) for header in edition_headers()}
    if not clauses or not all(clauses.values()):
        raise Wrong(f"an edition has no clauses: {clauses}")
    return {"clauses": clauses, "newest": max(header.valid_from for header in edition_headers()).isoformat()}


def geography() -> Found:
    """A place in Belgium is found."""
    from app.geography.gazetteer import Gazetteer

    codes = Gazetteer.load().place(*BERTEM).country_codes
    if tuple(codes) != ("BE",):
        raise Wrong(f"Bertem is said to be in {codes}")
    return {"bertem": list(codes)}


def _differences(sums: Path) -> list[str]:
    if not sums.is_file():
        return [f"{sums.name} is missing"]
    return [name for digest, name in _lines(sums) if _digest(sums.parent / name) != digest]


def _lines(sums: Path) -> list[tuple[str, str]]:
    lines = (line.split(maxsplit=1) for line in sums.read_text(encoding="utf-8").splitlines())
    return [(digest, name.removeprefix("*")) for digest, name in lines]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
