"""Three truth values: what is unknown never becomes false by itself, and what is settled stays so."""

from decimal import Decimal
from itertools import product

import pytest

from app.rules.duration import Duration
from app.rules.facts import Elsewhere, FactValue
from app.rules.kernel import (
    AllOf,
    AnyOf,
    Compare,
    CompareDifference,
    Condition,
    Constant,
    HasAny,
    InTurn,
    IsTrue,
    Knowledge,
    Named,
    Negation,
    OneOf,
    Stated,
    Truth,
    facts_read,
    limits_read,
)

A, B = IsTrue("a"), IsTrue("b")
TRUTHS: tuple[Truth, ...] = (True, False, None)


def known(**facts: FactValue | None) -> Knowledge:
    return Knowledge({name: value for name, value in facts.items() if value is not None})


def strong_and(one: Truth, other: Truth) -> Truth:
    return False if False in {one, other} else None if None in {one, other} else True


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, TRUTHS)))
def test_strong_kleene(one: Truth, other: Truth) -> None:
    facts = known(a=one, b=other)
    expected = strong_and(one, other)
    assert AllOf((A, B)).holds(facts) is expected
    assert InTurn((A, B)).holds(facts) is expected
    contrary = AnyOf((Negation(A), Negation(B))).holds(facts)
    assert contrary is (None if expected is None else not expected)


def test_open_facts_are_those_that_still_matter() -> None:
    both = AllOf((A, B))
    assert list(both.open_facts(known())) == ["a", "b"]
    assert list(both.open_facts(known(a=True))) == ["b"]
    assert list(AnyOf((A, B)).open_facts(known(b=False))) == ["a"]
    assert list(Negation(both).open_facts(known(b=True))) == ["a"]


def test_in_turn_asks_one_thing_after_the_other() -> None:
    turn = InTurn((A, B))
    assert list(turn.open_facts(known())) == ["a"]
    assert list(turn.open_facts(known(a=True))) == ["b"]
    assert turn.holds(known(b=False)) is False


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (OneOf("place", frozenset({"BE"})), {"place": "BE"}, True),
        (OneOf("place", frozenset({"BE"})), {"place": "FR"}, False),
        (OneOf("place", frozenset({"BE"})), {}, None),
        (OneOf("place", frozenset({"BE"})), {"place": Elsewhere("BE")}, False),
        (OneOf("place", frozenset({"BE", "FR"})), {"place": Elsewhere("BE")}, None),
        (HasAny("events", frozenset({"fire"})), {"events": frozenset({"fire", "theft"})}, True),
        (HasAny("events", frozenset({"fire"})), {"events": frozenset()}, False),
        (HasAny("events", frozenset({"fire"})), {}, None),
        (Stated("why"), {"why": "strike"}, True),
        (Stated("why"), {}, None),
        (Compare("h", "gt", Decimal(2), "two"), {"h": Decimal(2)}, False),
        (Compare("h", "ge", Decimal(2), "two"), {"h": Decimal(2)}, True),
        (Compare("h", "lt", Decimal(2), "two"), {}, None),
        (Compare("t", "lt", Duration(3, 0), "trip"), {"t": Duration(2, 30)}, True),
        (CompareDifference("c", "le", "v", "w"), {"c": Decimal(8), "v": Decimal(9), "w": Decimal(1)}, True),
        (CompareDifference("c", "le", "v", "w"), {"c": Decimal(8), "v": Decimal(9)}, None),
        (Constant(value=True), {}, True),
    ],
)
def test_leaves(condition: Condition, facts: dict[str, FactValue], expected: Truth) -> None:
    assert condition.holds(Knowledge(facts)) is expected


def test_a_difference_names_what_is_missing() -> None:
    difference = CompareDifference("c", "le", "v", "w")
    assert list(difference.open_facts(known(v=Decimal(9)))) == ["c", "w"]


def test_a_named_condition_is_worked_out_once() -> None:
    facts = known(a=True)
    named = Named("n", AllOf((A, B)))
    assert named.holds(facts) is None
    assert list(named.open_facts(facts)) == list(named.open_facts(facts)) == ["b"]
    assert facts.settled == {"n": None}
    assert named.parts() == (named.condition,)


def test_a_constant_has_nothing_to_ask() -> None:
    assert list(Constant(value=False).open_facts(known())) == []
    assert list(facts_read(AllOf((Constant(value=True), A)))) == ["a"]


def test_what_a_condition_reads() -> None:
    tree = Negation(AnyOf((A, Named("n", Compare("h", "gt", Decimal(2), "two")))))
    assert list(facts_read(tree)) == ["a", "h"]
    assert list(limits_read(tree)) == ["two"]
