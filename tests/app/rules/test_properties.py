"""What holds for every case: more facts never take an answer back, and nothing is refused for what nobody asked."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.assess import Assessment, assess
from app.rules.clauses import Edition, Status
from app.rules.facts import Fact, FactType
from tests.situations.library import editions, facts_of, guarantees, read

NOT_GRANTED = {Status.REFUSED, Status.NOT_TRIGGERED}
BASES = sorted(read("bases")["facts"])
DURATIONS = ["P1D", "P11M", "P1Y", "P2M29D", "P3M", "P4M"]
PLACES = ["BE", "FR", "XK", "RE", "US", "!BE"]


NUMBERS = [1, 2, 3, 4, 5, 6, 16, 20, 21, 24, 25, 30, 31, 5000]


def value_of(fact: Fact) -> st.SearchStrategy[Any]:
    """Values of a fact near the figures of the conditions."""
    codes = sorted(fact.allowed) or ["strike"]
    by_type: dict[FactType, st.SearchStrategy[Any]] = {
        FactType.BOOL: st.booleans(),
        FactType.CODE: st.sampled_from(codes),
        FactType.CODES: st.lists(st.sampled_from(codes), max_size=4),
        FactType.DURATION: st.sampled_from(DURATIONS),
        FactType.PLACE: st.sampled_from(PLACES),
        FactType.TEXT: st.sampled_from(codes),
    }
    return by_type.get(fact.type, st.sampled_from(NUMBERS))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Edition, dict[str, object], dict[str, object]]:
    """A case with some facts, and the same case with more."""
    base = facts_of({"from": draw(st.sampled_from(BASES))})
    edition = editions()[str(base["edition"])]
    names = draw(st.lists(st.sampled_from(sorted(edition.facts)), max_size=12, unique=True))
    drawn = {name: draw(value_of(edition.facts[name])) for name in names if name != "edition"}
    more = {**base, **drawn}
    if not more.get("vehicle_found", True):
        more.pop("found_days_after_declaration", None)
    dropped = draw(st.sets(st.sampled_from(sorted(more)), max_size=10))
    return edition, {name: value for name, value in more.items() if name not in dropped}, more


@given(cases())
@settings(max_examples=150, deadline=None)
def test_more_facts_never_take_an_answer_back(case: tuple[Edition, dict[str, object], dict[str, object]]) -> None:
    edition, few, more = case
    before, after = assess(edition, few), assess(edition, more)
    for name, result in before.results.items():
        now = after.status(name)
        if result.status is Status.GRANTED:
            assert now is Status.GRANTED, name
        if result.status in NOT_GRANTED:
            assert now in NOT_GRANTED, name


@given(cases())
@settings(max_examples=150, deadline=None)
def test_what_is_open_names_what_is_missing(case: tuple[Edition, dict[str, object], dict[str, object]]) -> None:
    edition, few, _ = case
    told = assess(edition, few)
    for name, result in told.results.items():
        if result.status is Status.UNKNOWN:
            assert result.missing, name
            assert all(unknown(told, fact) for fact in result.missing), name
            assert set(result.trigger_missing) <= set(result.missing)
        if result.status is Status.REFUSED:
            assert result.reasons, name


def unknown(told: Assessment, fact: str) -> bool:
    return fact not in told.facts or told.edition.facts[fact].type is FactType.PLACE


@given(st.sampled_from(sorted(guarantees())), st.data())
@settings(max_examples=150, deadline=None)
def test_a_refusal_is_never_given_for_a_missing_fact(clause: str, data: st.DataObject) -> None:
    facts: Mapping[str, object] = facts_of(guarantees()[clause])
    kept = data.draw(st.sets(st.sampled_from(sorted(facts))))
    few = {name: facts[name] for name in kept}
    assert assess(editions()[str(facts["edition"])], few).status(clause) in {Status.GRANTED, Status.UNKNOWN}
