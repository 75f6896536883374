"""The edition of the day of the event decides; the insurer's reading of a doubt is a setting."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.rules.assess import assess
from app.rules.clauses import Edition, Status, load_edition
from app.rules.editions import CONDITIONS, S2_PACK, in_force
from resources.editions import EditionFileError, EditionHeader, edition_headers, read_edition, read_readings
from tests.situations.library import editions, facts_of

NAME = "000058-1001202-20240301"
MADE_UP = "000058-1001202-20270101"


def made_up() -> Edition:
    """A second edition: hotel at 90 EUR, hire from 23 years, repatriation from the third day."""
    data: dict[str, dict[str, Any]] = copy.deepcopy(
        {name: dict(section) for name, section in read_edition(NAME).items()}
    )
    data["edition"]["header"] |= {"name": MADE_UP, "valid_from": date(2027, 1, 1)}
    for figure, value in {"hotel_eur": 90, "hirer_age": 23, "immobilised_abroad_days": 2}.items():
        data["limits"][figure]["value"] = value
    return load_edition(data)


def on(day: date) -> Edition:
    both = {NAME: editions()[NAME], MADE_UP: made_up()}
    return both[in_force(both.values(), CONDITIONS, day)]


@pytest.mark.parametrize(
    ("day", "name", "euros", "car", "repatriation"),
    [
        (date(2024, 3, 1), NAME, 350, Status.GRANTED, Status.REFUSED),
        (date(2026, 12, 31), NAME, 350, Status.GRANTED, Status.REFUSED),
        (date(2027, 1, 1), MADE_UP, 450, Status.REFUSED, Status.GRANTED),
    ],
)
def test_the_day_of_the_event_decides(day: date, name: str, euros: int, car: Status, repatriation: Status) -> None:
    edition = on(day)
    facts = facts_of({"from": "collision in France"}, {"hirer_age_years": 22, "persons_travelling": 1})
    told = assess(edition, facts)
    assert edition.name == name
    assert told.result("P2.C2.A2.1.hotel").limits.values["max_eur"] == euros
    assert told.status("P2.C2.A2.1.car") is car
    assert told.status("P2.C2.A1.2.c") is repatriation


def test_an_event_before_the_first_edition_has_none() -> None:
    with pytest.raises(LookupError, match="no edition of conditions was in force on 2024-02-29"):
        in_force(edition_headers(), CONDITIONS, date(2024, 2, 29))


def test_each_series_has_its_own() -> None:
    assert in_force(edition_headers(), CONDITIONS, date(2026, 11, 25)) == NAME
    assert in_force(edition_headers(), S2_PACK, date(2026, 11, 25)) == "S2-FAQ"
    later = EditionHeader("S2-FAQ-2", S2_PACK, date(2026, 1, 1))
    assert in_force([*edition_headers(), later], S2_PACK, date(2026, 11, 25)) == "S2-FAQ-2"


CHILD: dict[str, object] = {"events": ["illness"], "youngest_child_age": 3, "adult_escort_remains": False}
TOWED, FRANCE = "towed by another in Belgium", "collision in France"
CAR, TOW, ESCORT = "P2.C2.A2.1.car", "P2.C2.A1.2.b", "P3.A3.1.b.escort"


@pytest.mark.parametrize(
    ("reading", "base", "clause", "changes", "expected"),
    [
        ("A06 literal", TOWED, CAR, {}, Status.REFUSED),
        ("A06 reimbursed_tow_counts", TOWED, CAR, {}, Status.GRANTED),
        ("A06 reimbursed_tow_counts", TOWED, CAR, {"receipts_available": False}, Status.REFUSED),
        ("A12 literal", "plate stolen in France", "P2.C3.A2.1", {}, Status.REFUSED),
        ("A12 counts_as_theft", "plate stolen in France", "P2.C3.A2.1", {}, Status.GRANTED),
        ("A20 needs_transport", "ill in the USA", ESCORT, CHILD, Status.REFUSED),
        ("A20 stands_alone", "ill in the USA", ESCORT, CHILD, Status.GRANTED),
        ("A21 ask", FRANCE, TOW, {"place": "RE"}, Status.UNKNOWN),
        ("A21 ask", FRANCE, TOW, {"place": "RE", "insurer_confirms_place": True}, Status.GRANTED),
        ("A21 ask", FRANCE, TOW, {"place": "RE", "insurer_confirms_place": False}, Status.REFUSED),
        ("A21 covered", FRANCE, TOW, {"place": "SJ"}, Status.GRANTED),
        ("A21 covered", FRANCE, TOW, {"place": "GL"}, Status.REFUSED),
        ("A21 not_covered", FRANCE, TOW, {"place": "SJ"}, Status.REFUSED),
        ("A21 not_covered", FRANCE, TOW, {"place": "FR"}, Status.GRANTED),
    ],
)
def test_the_insurer_may_read_a_doubt_otherwise(
    reading: str, base: str, clause: str, changes: dict[str, object], expected: Status
) -> None:
    doubt, chosen = reading.split()
    edition = load_edition(read_edition(NAME), {doubt: chosen})
    assert assess(edition, facts_of({"from": base}, changes)).status(clause) is expected


def test_the_settings_file_of_the_insurer(tmp_path: Path) -> None:
    file = tmp_path / "insurer.yaml"
    file.write_text(f"readings:\n  {NAME}: {{A06: reimbursed_tow_counts, A21: covered}}\n", encoding="utf-8")
    assert read_readings(file) == {NAME: {"A06": "reimbursed_tow_counts", "A21": "covered"}}
    file.write_text("", encoding="utf-8")
    with pytest.raises(EditionFileError, match="not a mapping"):
        read_readings(file)


@pytest.mark.parametrize("text", ["readings: {x: [A06]}", "readings: {x: {A06: 1}}", "lectures: {x: {A06: literal}}"])
def test_a_damaged_settings_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "insurer.yaml"
    file.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(EditionFileError, match="insurer.yaml"):
        read_readings(file)


def test_a_sentence_says_the_figure_of_its_edition() -> None:
    refused = assess(made_up(), facts_of({"from": "collision in France"}, {"hirer_age_years": 22})).result(
        "P2.C2.A2.1.car"
    )
    assert refused.reasons[0].sentence["nl"] == "Wie met de huurwagen zal rijden is jonger dan 23."
    heavy = editions()[NAME].clauses["P2.C2.DEF.veh.a.x2"].title
    assert [heavy[language] for language in ("nl", "en")] == [
        "Niet verzekerd: meer dan 5,5 ton",
        "Not insured: above 5.5 t",
    ]
