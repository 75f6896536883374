"""The insurer's readings are in force in the service; a damaged file is said and stops nothing."""

from datetime import date
from pathlib import Path

import pytest

from app.rules.assess import assess
from app.rules.clauses import Edition, Status
from services.detector.rulebook import INSURER_FILE, Rulebook
from tests.app.rules.test_editions import MADE_UP, made_up
from tests.situations.library import editions, facts_of

NAME = "000058-1001202-20240301"
TODAY = date(2026, 11, 25)
TOWED = facts_of({"from": "towed by another in Belgium"})
CAR = "P2.C2.A2.1.car"


def conditions(rulebook: Rulebook) -> Edition:
    return next(edition for edition in rulebook.of_day(TODAY) if edition.name == NAME)


def asked(rulebook: Rulebook) -> set[str]:
    """The doubts that a card shows as to be confirmed."""
    return {name for name, doubt in conditions(rulebook).ambiguities.items() if doubt.ask_insurer}


def read(folder: Path, text: str) -> Rulebook:
    (folder / INSURER_FILE).write_text(text, encoding="utf-8")
    return Rulebook.load(folder)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2014, 12, 31), []),
        (date(2024, 2, 29), ["S2-FAQ"]),
        (date(2024, 3, 1), [NAME, "S2-FAQ"]),
        (date(2026, 12, 31), [NAME, "S2-FAQ"]),
        (date(2027, 1, 1), [MADE_UP, "S2-FAQ"]),
    ],
)
def test_the_editions_of_the_day_of_the_event_decide(day: date, names: list[str]) -> None:
    rulebook = Rulebook({**editions(), MADE_UP: made_up()})
    assert [edition.name for edition in rulebook.of_day(day)] == names


def test_without_a_file_the_readings_of_the_edition_hold(tmp_path: Path) -> None:
    rulebook = Rulebook.load(tmp_path)
    assert rulebook.insurer_fault == ""
    assert assess(conditions(rulebook), TOWED).status(CAR) is Status.REFUSED
    assert asked(rulebook) == asked(Rulebook.load()) == {"A06", "A21"}


def test_what_the_insurer_chose_is_in_force_and_confirmed(tmp_path: Path) -> None:
    rulebook = read(tmp_path, f"readings:\n  {NAME}:\n    A06: reimbursed_tow_counts\n")
    assert rulebook.insurer_fault == ""
    assert assess(conditions(rulebook), TOWED).status(CAR) is Status.GRANTED
    assert asked(rulebook) == {"A21"}


def test_a_reading_the_insurer_chose_is_no_doubt_beside_a_refusal(tmp_path: Path) -> None:
    chosen = read(tmp_path, f"readings:\n  {NAME}: {{A06: literal}}\n")
    assert not conditions(chosen).ambiguities["A06"].is_narrow
    assert conditions(chosen).ambiguities["A12"].is_narrow


def test_to_ask_in_every_case_is_a_choice_that_stays_to_be_confirmed(tmp_path: Path) -> None:
    assert asked(read(tmp_path, f"readings:\n  {NAME}: {{A06: literal, A21: ask}}\n")) == {"A21"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("readings:\n  {name}:\n    A06: reimbursed_tow_counts\n    A12: never\n", "insurer.yaml:4 A12: 'never' is no"),
        ("readings:\n  {name}:\n    A99: literal\n", "insurer.yaml:3 A99: there is no ambiguity A99"),
        ("readings:\n  {name}:\n    A06: 1\n", "insurer.yaml:3 A06: 1 is no name of a reading"),
        ("readings:\n  {name}:\n    6: literal\n", "insurer.yaml:3 6: 6 is no name of an ambiguity"),
        ("readings:\n  {name}: literal\n", "insurer.yaml:2: {name} does not give"),
        ("readings:\n\n  other:\n    A06: literal\n", "insurer.yaml:3: there is no edition 'other'"),
        (
            "readings:\n  {name}:\n    A03: literal\n",
            "insurer.yaml:3 A03: 'literal' is no reading of it; there are none",
        ),
        ("lectures:\n  {name}: {}\n", "only a section 'readings'"),
        ("readings: [\n", "insurer.yaml"),
        ("", "not a mapping"),
    ],
)
def test_a_damaged_file_is_said_and_every_doubt_is_open(tmp_path: Path, text: str, said: str) -> None:
    rulebook = read(tmp_path, text.replace("{name}", NAME))
    assert said.replace("{name}", NAME) in rulebook.insurer_fault
    assert str(tmp_path) not in rulebook.insurer_fault, "a path can name a person"
    assert assess(conditions(rulebook), TOWED).status(CAR) is Status.REFUSED, "nothing of the file is in force"
    assert asked(rulebook) == {"A06", "A12", "A20", "A21"}


def test_a_file_that_is_no_text_or_cannot_be_read_is_said_too(tmp_path: Path) -> None:
    (tmp_path / INSURER_FILE).write_bytes(b"\xff\xfe\x00")
    assert "no UTF-8 text" in Rulebook.load(tmp_path).insurer_fault
    (tmp_path / INSURER_FILE).unlink()
    (tmp_path / INSURER_FILE).mkdir()
    assert Rulebook.load(tmp_path).insurer_fault == f"{INSURER_FILE}: Is a directory"
