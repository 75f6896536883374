"""Every row of the insurer's rulebook is a clause here: its id, whether it is a guarantee, and its Dutch words."""

import csv
import importlib.util
import json
import re
from pathlib import Path
from typing import cast

import pytest

from app.rules.answer import History, answer
from app.rules.assess import assess
from app.rules.clauses import ClauseKind
from tests.situations.library import editions, facts_of

TABLE = Path(__file__).with_name("rulebook.csv")


def table() -> dict[str, tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: (row["kind"], row["quote"]) for row in csv.DictReader(lines)}


def test_every_row_is_a_clause_of_its_kind_with_its_words() -> None:
    clauses = {name: clause for edition in editions().values() for name, clause in edition.clauses.items()}
    assert {name: (clause.kind.value, clause.quote) for name, clause in clauses.items()} == table()
    assert len(clauses) == 253


def test_rows_stand_in_the_edition_they_belong_to() -> None:
    for edition in editions().values():
        assert {name.startswith("S2.") for name in edition.clauses} == {edition.name == "S2-FAQ"}


def test_the_table_is_the_rulebook(shared_folder: Path) -> None:
    rows: dict[str, tuple[str, str]] = {}
    for line in (shared_folder / "rulebook.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if re.match(r"\| (P[1-4]|S2)\.", line) and len(cells) == 9:
            rows[cells[0]] = (cells[-2], cells[-1])
    clauses = {name: clause for edition in editions().values() for name, clause in edition.clauses.items()}
    assert {name: (clause.source, clause.quote) for name, clause in clauses.items()} == rows


def test_every_doubt_has_one_reading() -> None:
    doubts = {name for edition in editions().values() for name in edition.ambiguities}
    assert doubts == {f"A{number:02}" for number in range(1, 36)}
    asked = {name for edition in editions().values() for name, one in edition.ambiguities.items() if one.ask_insurer}
    assert asked == {"A06", "A21"}


def test_a_doubt_is_shown_somewhere_or_is_about_numbering_only() -> None:
    shown: set[str] = set()
    for edition in editions().values():
        for clause in edition.clauses.values():
            shown.update(clause.ambiguities, *(need.ambiguities for need in clause.needs))
        for group in edition.groups.values():
            shown.update(group.ambiguities)
    assert {f"A{number:02}" for number in range(1, 36)} - shown <= {"A02"}


def test_what_is_possible_is_marked_so() -> None:
    possible = {
        name
        for edition in editions().values()
        for name, clause in edition.clauses.items()
        if clause.is_discretionary and clause.kind is ClauseKind.GUARANTEE
    }
    assert possible == {
        "P2.C1.G.I.2.exgratia",
        "P3.A2.2.exgratia",
        "P2.C2.A3.onward",
        "P2.C3.A2.4.ext5",
        "P2.C3.A2.4.late30",
        "P3.A3.3.f",
    }


def test_the_worked_scenarios_are_answered_to_the_letter(shared_folder: Path) -> None:
    place = shared_folder / "tools" / "check_scenarios.py"
    spec = importlib.util.spec_from_file_location("check_scenarios", place)
    assert spec is not None
    assert spec.loader is not None
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    scenarios = json.loads((shared_folder / "data" / "scenarios.json").read_text(encoding="utf-8"))["scenarios"]
    for scenario in scenarios:
        facts = scenario["facts"]
        told = answer([assess(editions()[facts["edition"]], facts)], History(), "nl")
        assert checker.compare(scenario["expected"], told) == [], scenario["id"]


def test_the_declared_facts_are_those_of_the_scenarios(shared_folder: Path) -> None:
    header = json.loads((shared_folder / "data" / "scenarios.json").read_text(encoding="utf-8"))["header"]
    declared = editions()["000058-1001202-20240301"].facts
    assert set(header["facts"]) <= set(declared)
    assert set(header["event_codes"]) <= declared["events"].allowed
    for name, told in header["facts"].items():
        codes = told["type"].removeprefix("list of ").split("|")
        if len(codes) > 1:
            assert declared[name].allowed == set(codes), name


@pytest.mark.parametrize(
    ("doubt", "base", "clause"),
    [
        ("A06", "towed by another in Belgium", "P2.C2.A2.1.car"),
        ("A12", "plate stolen in France", "P2.C3.A2.3"),
        ("A14", "flat tyre in Belgium", "P2.C4.A1.1.c"),
        ("A15", "wrong fuel in Belgium", "P2.C4.A1.1.d"),
        ("A20", "ill in the USA", "P3.A3.1.b.escort"),
    ],
)
def test_a_narrower_reading_is_shown_beside_its_refusal(doubt: str, base: str, clause: str) -> None:
    told = answer([assess(editions()["000058-1001202-20240301"], facts_of({"from": base}))], History(), "nl")
    refused = {one["clause"]: one for one in cast("list[dict[str, object]]", told["refused"])}
    assert doubt in cast("list[str]", refused[clause]["ambiguities"])
    told_text = editions()["000058-1001202-20240301"].ambiguities[doubt].text["nl"]
    assert told_text in cast("list[str]", refused[clause]["read_narrowly"])


def test_a_refusal_that_rests_on_no_doubt_shows_none() -> None:
    facts = facts_of({"from": "gearbox in Belgium"}, {"repairable_on_spot": True})
    told = answer([assess(editions()["000058-1001202-20240301"], facts)], History(), "nl")
    refused = {one["clause"]: one for one in cast("list[dict[str, object]]", told["refused"])}
    assert refused["P2.C4.A1.1.b"]["read_narrowly"] == []


def test_the_narrower_readings_are_those_of_the_rulebook() -> None:
    narrow = {name for edition in editions().values() for name, one in edition.ambiguities.items() if one.is_narrow}
    assert narrow == {"A06", "A10", "A12", "A14", "A15", "A20"}


def test_the_narrower_reading_of_a10_is_shown_too() -> None:
    facts = facts_of({"from": "friend injured in the car in France"}, {"place": "XK"})
    told = answer([assess(editions()["000058-1001202-20240301"], facts)], History(), "nl")
    refused = {one["clause"]: one for one in cast("list[dict[str, object]]", told["refused"])}
    for clause in ("P2.C2.A4", "P3.A3.1.a"):
        assert "A10" in cast("list[str]", refused[clause]["ambiguities"])
        assert refused[clause]["read_narrowly"]
