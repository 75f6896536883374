"""Limits worked out for one case: the smaller one while it is not settled, with what could still raise it."""

from decimal import Decimal

import pytest

from app.rules.amounts import Either, Fixed, Limits, LimitValue, read_limits
from app.rules.assess import assess
from app.rules.entries import Entry
from app.rules.kernel import IsTrue, Knowledge
from app.rules.trees import TreeBuilder
from tests.situations.library import edition_of, facts_of


def limit(clause: str, base: str, **changes: object) -> tuple[object, tuple[str, ...]]:
    facts = facts_of({"from": base}, changes)
    result = assess(edition_of(facts), facts).result(clause)
    key = {"P2.C2.A2.1.onward": "cap", "P3.A3.1.f": "repayable_advance", "P3.A3.3.b": "back_to_holiday_place"}.get(
        clause
    )
    key = key or ("max_days" if "max_days" in result.limits.values else "max_eur")
    return result.limits.values.get(key, "absent"), result.limits.open_facts


@pytest.mark.parametrize(
    ("paid", "would_have", "cap", "expected"),
    [
        ("249.99", 330, None, Decimal("249.99")),
        (250, 330, None, Decimal(250)),
        ("250.01", 330, None, Decimal(250)),
        (310, 240, None, Decimal(240)),
        (310, 330, True, Decimal(310)),
        (None, 330, True, Decimal(330)),
        (None, None, None, Decimal(250)),
        (None, None, True, None),
    ],
)
def test_reimbursement_is_the_lowest_of_three(paid: object, would_have: object, cap: object, expected: object) -> None:
    paid = Decimal(paid) if isinstance(paid, str) else paid
    facts = {"self_paid_eur": paid, "cost_vivium_would_have_made_eur": would_have, "police_ordered_tow": cap or False}
    value, open_facts = limit("P2.C1.G.I.2.exgratia", "towed by another in Belgium", **facts)
    assert value == expected
    assert set(open_facts) == {name for name, fact in facts.items() if fact is None}


def test_a_cap_that_depends_on_an_unknown_fact_is_the_smaller_one() -> None:
    value, open_facts = limit("P2.C1.G.I.2.exgratia", "towed by another in Belgium", police_ordered_tow=None)
    assert (value, open_facts) == (Decimal(250), ("police_ordered_tow",))


def test_persons_nights_and_euros() -> None:
    assert limit("P2.C2.A2.1.hotel", "collision in Belgium", persons_travelling=2) == (Decimal(700), ())
    assert limit("P2.C2.A2.1.hotel", "collision in Belgium") == (None, ("persons_travelling",))


def test_the_car_of_a_recognised_garage_without_one() -> None:
    unknown = {"repaired_by_recognised_garage": None}
    assert limit("P2.C2.A2.1.car", "collision in France") == (Decimal(10), ())
    assert limit("P2.C2.A2.1.car", "collision in France", **unknown) == (Decimal(5), ("repaired_by_recognised_garage",))
    assert limit("P2.C2.A2.1.car", "collision in France", repaired_by_recognised_garage=True) == (Decimal(5), ())


def test_onward_travel_is_capped_abroad_only() -> None:
    assert limit("P2.C2.A2.1.onward", "collision in Belgium") == (None, ())
    assert limit("P2.C2.A2.1.onward", "collision in France") == ("cost of return home", ())


def test_the_ceiling_of_a_repatriation_is_value_less_wreck() -> None:
    far = {"vehicle_unusable_days_on_spot": 6}
    assert limit("P2.C2.A1.2.c", "collision in France", **far) == (Decimal(8000), ())


def test_yes_or_no_that_is_not_known_is_neither() -> None:
    assert limit("P3.A3.1.f", "ill in the USA", covered_by_other_insurance=None) == (
        None,
        ("covered_by_other_insurance",),
    )
    assert limit("P3.A3.1.f", "ill in the USA", covered_by_other_insurance=True) == (True, ())


def test_a_value_to_use_until_it_is_known() -> None:
    until = limit("P3.A3.3.b", "mother dies in Belgium", must_go_back_for_vehicle_or_trip=None)
    assert until == (False, ("must_go_back_for_vehicle_or_trip",))


def test_a_limit_that_does_not_apply_is_not_there() -> None:
    for base, expected in (("theft in Belgium", "absent"), ("theft in Spain", True)):
        facts = facts_of({"from": base})
        values = assess(edition_of(facts), facts).result("P2.C3.A2.4").limits.values
        assert values.get("repatriation_of_occupants_possible", "absent") == expected


@pytest.mark.parametrize(
    ("one", "other", "smaller"),
    [
        (Decimal(5), Decimal(10), Decimal(5)),
        (None, Decimal(10), Decimal(10)),
        (Decimal(10), None, Decimal(10)),
        (None, "cost of return home", "cost of return home"),
        ("nearest garage", "garage of choice", None),
        (True, True, True),
        (None, None, None),
    ],
)
def test_the_smaller_of_two_limits(one: LimitValue, other: LimitValue, smaller: LimitValue) -> None:
    assert Either(IsTrue("a"), Fixed(one), Fixed(other)).value(Knowledge({})) == smaller


def test_a_reading_decides_a_limit_once_for_all() -> None:
    trees = TreeBuilder({}, {"a": Decimal(5), "b": Decimal(9)}, {}, {"A07": "per_event"}, {}, {})
    tree = {"if": {"reading": {"A07": "per_event"}}, "then": {"figure": "a"}, "else": {"figure": "b"}}
    other = {**tree, "if": {"reading": {"A07": "per_guarantee"}}}
    plan = read_limits(Entry({"one": tree, "two": other}, "here"), trees)
    assert plan.work_out(Knowledge({})) == Limits({"one": Decimal(5), "two": Decimal(9)}, ())
    assert list(plan.figures()) == ["a", "b"]
