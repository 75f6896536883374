"""The rows that are no guarantee: in effect and cited where they apply, in effect nowhere else.

A row that is the source of something a clause asks for is cited with that clause too, so "not in effect" is told by its
own status.
"""

import pytest

from app.rules.assess import assess
from app.rules.clauses import ClauseKind, Status
from tests.situations.library import edition_of, editions, facts_of, read

RULES = read("rules")["rules"]


@pytest.mark.parametrize("rule", RULES)
def test_it_is_cited_where_it_applies(rule: str) -> None:
    facts = facts_of(RULES[rule])
    told = assess(edition_of(facts), facts)
    assert told.status(rule) is Status.GRANTED
    assert rule in told.cites


@pytest.mark.parametrize("rule", [rule for rule in RULES if "or else" in RULES[rule]])
def test_it_is_not_in_effect_elsewhere(rule: str) -> None:
    changes = RULES[rule]["or else"]
    for change in changes if isinstance(changes, list) else [changes]:
        facts = facts_of(RULES[rule], change)
        assert assess(edition_of(facts), facts).status(rule) is not Status.GRANTED, change


@pytest.mark.parametrize("rule", [rule for rule in RULES if "or also" in RULES[rule]])
def test_there_are_other_ways_to_it(rule: str) -> None:
    for other in RULES[rule]["or also"]:
        facts = facts_of(other)
        in_effect = assess(edition_of(facts), facts).status(rule) is Status.GRANTED
        assert in_effect is other.get("cited", True), other


def test_every_rule_has_a_situation() -> None:
    wanted = {
        clause.clause_id
        for edition in editions().values()
        for clause in edition.clauses.values()
        if clause.kind is ClauseKind.RULE
    }
    assert set(RULES) == wanted
