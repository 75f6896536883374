"""A damaged edition is refused whole, with file, line, clause and what is wrong; nothing of it is guessed."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from app.rules.clauses import load_edition
from app.rules.errors import RuleError
from resources.editions import read_edition

NAME = "000058-1001202-20240301"
Data = dict[str, dict[str, Any]]


def damaged(damage: Callable[[Data], object]) -> str:
    data = copy.deepcopy({section: dict(entries) for section, entries in read_edition(NAME).items()})
    damage(data)
    with pytest.raises(RuleError) as refusal:
        load_edition(data)
    assert str(refusal.value).startswith(refusal.value.where)
    return str(refusal.value)


def in_clause(key: str, value: object, clause: str = "P2.C2.A1.1.b") -> Callable[[Data], object]:
    return lambda data: data["clauses"][clause].__setitem__(key, value)


def in_condition(tree: object) -> Callable[[Data], object]:
    return lambda data: data["conditions"]["not_repairable"].__setitem__("is", tree)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (in_clause("wen", "always"), "unknown key wen"),
        (in_clause("needs", ["nothing"]), "there is no 'nothing'"),
        (in_clause("needs", "c2"), "not a list of texts"),
        (in_clause("group", "P9"), "there is no 'P9'"),
        (in_clause("pays", "the king"), "there is no 'the king'"),
        (in_clause("title", "no such title"), "there is no 'no such title'"),
        (
            in_clause("title", dict.fromkeys(("nl", "fr", "de", "en"), "{nothing} dagen")),
            "'nothing' in '{nothing} dagen' is no",
        ),
        (in_clause("title", dict.fromkeys(("nl", "fr", "de", "en"), "{trip_limit}")), "is no number of this edition"),
        (in_clause("title", {"nl": "x", "fr": "x", "de": "x"}), "en is missing"),
        (in_clause("title", {"nl": "x", "fr": "x", "de": "x", "en": ""}), "en is '', not a text"),
        (in_clause("ambiguities", ["A99"]), "there is no 'A99'"),
        (in_clause("kind", "wish"), "'wish' is no kind of a clause"),
        (in_clause("discretionary", "yes"), "not true or false"),
        (in_clause("weight", "heavy"), "weight is 'heavy', not a number"),
        (in_clause("limit", {"max_days": 3}), "3 is a number: it belongs in the section 'limits'"),
        (in_clause("limit", {"max_days": {"figure": "nothing"}}), "'nothing' is no figure"),
        (in_clause("limit", {"max_eur": {"fact": "place"}}), "'place' is no fact that is a number"),
        (in_clause("limit", {"max_eur": {"least": []}}), "not a list of amounts"),
        (in_clause("limit", {"max_eur": {"minus": [{"figure": "hotel_eur"}]}}), "not a list of amounts for 'minus'"),
        (in_clause("limit", {"max_eur": {"words": "as agreed"}}), "does not name one figure"),
        (in_clause("limit", {"max_eur": {"words": "{nothing} later"}}), "'nothing' is no figure"),
        (in_clause("limit", {"max_eur": {"if": "in_belgium", "than": True}}), "unknown key than"),
        (in_clause("limit", "much"), "is not a mapping"),
        (in_clause("when", "nowhere"), "there is no condition nowhere"),
        (in_clause("when", {"granted": "P2.C9"}), "there is no clause P2.C9"),
        (in_clause("when", {"granted": "P2.C2.A1.1.b"}), "that has no end"),
        (in_condition({"fact": "repairable", "is": True}), "there is no fact 'repairable'"),
        (in_condition({"fact": "repairable_on_spot", "is": "no"}), "'is' wants a yes-or-no fact"),
        (in_condition({"fact": "repair_hours", "is": True}), "'is' wants a yes-or-no fact"),
        (in_condition({"fact": "repairable_on_spot"}), "one operator, not 0"),
        (in_condition({"fact": "repair_hours", "above": "hotel_eur"}), "unknown operator 'above'"),
        (in_condition({"fact": "repair_hours", "gt": 2}), "2 is no figure of this edition"),
        (in_condition({"fact": "repair_hours", "gt": "trip_limit"}), "cannot be compared with trip_limit"),
        (in_condition({"fact": "repairable_on_spot", "gt": "hotel_eur"}), "cannot be compared with hotel_eur"),
        (
            in_condition({"fact": "repair_hours", "gt": {"minus": ["wreck_value_eur"]}}),
            "a difference is that of two numbers",
        ),
        (
            in_condition({"fact": "repair_hours", "gt": {"minus": ["place", "events"]}}),
            "a difference is that of two numbers",
        ),
        (in_condition({"fact": "vehicle_kind", "eq": "boat"}), "vehicle_kind is never boat"),
        (in_condition({"fact": "vehicle_kind", "has": "car"}), "not a list of codes"),
        (in_condition({"fact": "events", "eq": "fire"}), "events is a codes, not a code"),
        (in_condition({"fact": "events", "has": []}), "events is never"),
        (in_condition({"fact": "place", "stated": False}), "'stated' can only be true"),
        (in_condition({"both": []}), "is no condition"),
        (in_condition({"all": []}), "is not a list of conditions"),
        (in_condition({"any": "in_belgium"}), "is not a list of conditions"),
        (in_condition({"reading": {"A99": "literal"}}), "is no reading"),
        (in_condition(["in_belgium"]), "is not a mapping"),
        (in_condition({"not": "not_repairable"}), "that has no end"),
        (
            lambda data: data["conditions"]["not_repairable"].__setitem__("code", "because"),
            "no sentence says why 'because'",
        ),
        (lambda data: data["conditions"]["c2_tow"].__setitem__("source", "P2.C2.A9"), "there is no 'P2.C2.A9'"),
        (lambda data: data["facts"]["repair_hours"].__setitem__("type", "hours"), "'hours' is no type of a fact"),
        (lambda data: data["facts"]["repair_hours"].__setitem__("ask", "now"), "unknown key ask"),
        (lambda data: data["facts"]["vehicle_kind"]["allowed"].append("boat"), "nothing says what boat is called"),
        (lambda data: data["limits"]["hotel_eur"].__setitem__("value", "70"), "value is '70', not a number"),
        (lambda data: data["limits"]["hotel_eur"].__setitem__("value", True), "value is True, not a number"),
        (lambda data: data["limits"]["trip_limit"].__setitem__("duration", "3 months"), "not an ISO 8601 duration"),
        (lambda data: data["ambiguities"]["A06"].__setitem__("reading", "none"), "'none' is no reading of it"),
        (lambda data: data["groups"]["P2.C2.A2.1"].pop("chosen_by"), "chosen_by is missing"),
        (lambda data: data["groups"]["P2.C3.A2"]["together"].__setitem__("clauses", ["P9"]), "there is no 'P9'"),
        (lambda data: data["edition"]["header"].__setitem__("valid_from", "soon"), "valid_from is 'soon', not a day"),
        (lambda data: data["edition"]["header"].pop("name"), "name is missing"),
    ],
)
def test_what_is_wrong_is_said(damage: Callable[[Data], object], said: str) -> None:
    assert said in damaged(damage)


def test_file_line_and_clause_are_named() -> None:
    assert damaged(in_clause("needs", ["nothing"])).startswith(f"{NAME}/clauses-part2-accident.yaml:")
    assert " P2.C2.A1.1.b: there is no 'nothing'" in damaged(in_clause("needs", ["nothing"]))


def test_a_reading_that_is_not_offered_is_refused() -> None:
    with pytest.raises(RuleError, match="'maybe' is no reading of it; there are literal, reimbursed_tow_counts"):
        load_edition(read_edition(NAME), {"A06": "maybe"})
    with pytest.raises(RuleError, match="there are none"):
        load_edition(read_edition(NAME), {"A08": "literal"})
    with pytest.raises(RuleError, match="there is no ambiguity A99"):
        load_edition(read_edition(NAME), {"A99": "literal"})


def test_a_figure_that_is_a_length_is_no_number() -> None:
    edition = load_edition(read_edition(NAME))
    assert edition.limit("hotel_eur") == 70
    with pytest.raises(KeyError, match="a length of time"):
        edition.limit("trip_limit")
