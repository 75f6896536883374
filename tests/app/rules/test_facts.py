"""What is said about a case is taken as it is or refused by name; null is unknown."""

from decimal import Decimal

import pytest

from app.rules.assess import assess
from app.rules.errors import FactError
from app.rules.facts import Elsewhere, FactValue, read_facts
from tests.situations.library import editions, facts_of

CONDITIONS = editions()["000058-1001202-20240301"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("repare_hours", 3, "unknown_fact"),
        ("repair_hours", "3", "wrong_type"),
        ("repair_hours", True, "wrong_type"),
        ("repair_hours", -1, "out_of_range"),
        ("repair_hours", float("nan"), "wrong_type"),
        ("repair_hours", float("inf"), "wrong_type"),
        ("repair_hours", Decimal("1e400"), "out_of_range"),
        ("repair_hours", 10**400, "out_of_range"),
        ("repair_hours", Decimal("nan"), "wrong_type"),
        ("repair_hours", [3], "wrong_type"),
        ("substitute_day", 0, "out_of_range"),
        ("substitute_day", 2.5, "wrong_type"),
        ("vehicle_unfit", 1, "wrong_type"),
        ("vehicle_unfit", "yes", "wrong_type"),
        ("trip_duration", "10 days", "wrong_type"),
        ("trip_duration", 10, "wrong_type"),
        ("vehicle_kind", "boat", "not_allowed"),
        ("vehicle_kind", "", "wrong_type"),
        ("events", "collision", "wrong_type"),
        ("events", ["crash"], "not_allowed"),
        ("events", [1], "wrong_type"),
        ("covers", ["everything"], "not_allowed"),
        ("place", "Belgium", "not_allowed"),
        ("place", "be", "not_allowed"),
        ("place", "!FR", "not_allowed"),
        ("performance_prevented_by", "", "wrong_type"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: object, code: str) -> None:
    with pytest.raises(FactError) as refusal:
        assess(CONDITIONS, {name: value})
    assert (refusal.value.code, refusal.value.fact) == (code, name)
    assert str(refusal.value).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("repair_hours", 2.5, Decimal("2.5")),
        ("repair_hours", Decimal("0.10"), Decimal("0.10")),
        ("substitute_day", 3.0, Decimal(3)),
        ("place", "CY-N", "CY-N"),
        ("place", "!BE", Elsewhere("BE")),
        ("events", ["fire", "fire"], frozenset({"fire"})),
        ("performance_prevented_by", "strike", "strike"),
        ("vehicle_unfit", False, False),
    ],
)
def test_what_can_be_is_read(name: str, value: object, read: FactValue) -> None:
    assert read_facts(CONDITIONS.facts, {name: value}) == {name: read}


def test_null_is_unknown() -> None:
    assert read_facts(CONDITIONS.facts, {"repair_hours": None}) == {}


def test_facts_that_exclude_each_other_are_refused() -> None:
    facts = facts_of({"from": "theft in Belgium"}, {"found_days_after_declaration": 4})
    with pytest.raises(FactError, match="there is no day on which it was found") as refusal:
        assess(CONDITIONS, facts)
    assert refusal.value.code == "impossible"
