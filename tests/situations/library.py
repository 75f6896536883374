"""Read the situations: a starting point, what differs, and what the conditions make of it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from app.rules.clauses import Edition, load_edition
from resources.editions import edition_names, read_edition

FOLDER: Final = Path(__file__).parent

Facts = dict[str, object]


@cache
def editions() -> Mapping[str, Edition]:
    """Return the shipped editions."""
    return {name: load_edition(read_edition(name)) for name in edition_names()}


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return a file of situations."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def facts_of(situation: Mapping[str, Any], changes: Mapping[str, object] | None = None) -> Facts:
    """Return the facts of a situation; one that is null is not known."""
    facts = {**read("bases")["facts"][situation["from"]], **(situation.get("facts") or {}), **(changes or {})}
    return {name: value for name, value in facts.items() if value is not None}


def edition_of(facts: Mapping[str, object]) -> Edition:
    """Return the edition a situation is about."""
    return editions()[str(facts["edition"])]


@cache
def guarantees() -> Mapping[str, Mapping[str, Any]]:
    """Return the situations of all guarantees by clause."""
    files = ("accident", "theft", "breakdown", "persons", "s2")
    return {clause: one for file in files for clause, one in read(f"clauses-{file}")["clauses"].items()}
