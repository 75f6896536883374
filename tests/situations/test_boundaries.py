"""Every number of the conditions, just below, exactly at and just above it."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.ledger import of_insured
from app.rules.answer import plain
from app.rules.assess import assess
from app.rules.clauses import Status
from app.rules.kernel import limits_read
from app.rules.ledger import Use, balance
from tests.situations.library import edition_of, editions, facts_of, read

DECIDES = read("boundaries")["decides"]
COUNTS = read("boundaries")["counts"]
LENGTHS = read("boundaries")["lengths"]


def name(one: dict[str, Any]) -> str:
    return f"{one['figure']}-{one['clause']}"


@pytest.mark.parametrize("one", DECIDES, ids=name)
def test_a_figure_decides_exactly(one: dict[str, Any]) -> None:
    for value in (*one["granted"], *one["refused"]):
        facts = facts_of(one, {one["fact"]: value})
        expected = Status.GRANTED if value in one["granted"] else Status.REFUSED
        assert assess(edition_of(facts), facts).status(one["clause"]) is expected, value


@pytest.mark.parametrize("one", COUNTS, ids=name)
def test_a_limit_is_used_up_exactly(one: dict[str, Any]) -> None:
    facts = facts_of(one)
    result = assess(edition_of(facts), facts).result(one["clause"])
    assert plain(result.limits.values[one["limit"]]) == one["is"]
    if not one["limit"].startswith(("max_", "hotel_max_", "extra_")):
        return
    key = of_insured(one["limit"], 1) if one["limit"].endswith("_per_insured") else one["limit"]
    for used, left, beyond in ((one["is"] - 1, 1, None), (one["is"], 0, None), (one["is"] + 1, 0, 1)):
        rest = balance(one["clause"], result.limits, [Use(one["clause"], key, Decimal(used))])
        assert rest.left[key] == left
        assert rest.beyond.get(key) == beyond


@pytest.mark.parametrize("one", LENGTHS, ids=name)
def test_a_length_stands_in_the_limit(one: dict[str, Any]) -> None:
    facts = facts_of(one)
    assert plain(assess(edition_of(facts), facts).result(one["clause"]).limits.values[one["limit"]]) == one["is"]


def test_no_figure_is_forgotten() -> None:
    figures = {figure for edition in editions().values() for figure in edition.figures}
    assert {one["figure"] for one in (*DECIDES, *COUNTS, *LENGTHS)} == figures


def test_every_figure_is_used_where_it_is_tested() -> None:
    for edition in editions().values():
        used = {figure for clause in edition.clauses.values() for figure in clause.limits.figures()}
        for clause in edition.clauses.values():
            for condition in (clause.trigger, *(need.condition for need in clause.needs)):
                used.update(limits_read(condition))
        assert set(edition.figures) - used == set()
