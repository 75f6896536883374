"""The next question opens most at the least cost; life comes first, and every answer can be taken back."""

from collections.abc import Mapping

import pytest

from app.rules.assess import assess
from app.rules.clauses import Status
from app.rules.interview import next_questions
from tests.situations.library import editions, facts_of, read

CONDITIONS = editions()["000058-1001202-20240301"]
POLICY = (
    *("edition", "covers", "vehicle_link", "vehicle_kind", "vehicle_paid_passenger_transport", "vehicle_max_mass_t"),
    *("beneficiary_role", "beneficiary_lives_in_belgium"),
)


def asked(facts: Mapping[str, object]) -> list[str]:
    return [question.fact.name for question in next_questions([assess(CONDITIONS, facts)])]


def interview(truth: Mapping[str, object]) -> tuple[list[str], dict[str, object]]:
    """Answer every question from what is true, beginning with the policy; return the questions and what is known."""
    known = {name: truth[name] for name in POLICY}
    questions: list[str] = []
    while names := asked(known):
        assert names[0] in truth, names[0]
        known[names[0]] = truth[names[0]]
        questions.append(names[0])
    return questions, known


def test_what_happened_is_asked_first_then_where() -> None:
    assert asked({})[:2] == ["events", "place"]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"repair_hours": 1, "immediate_return_imperative": True},
        {"hirer_age_years": 19},
        {"repaired_by_recognised_garage": True, "recognised_garage_car_available_now": True},
        {"baggage_with_occupants": True, "pets_with_occupants": True, "vehicle_unusable_hours": 80},
        {"towed_by_vivium": False},
        {"vehicle_unfit": False},
    ],
)
def test_a_belgian_collision_is_settled_in_sixteen_questions(changes: dict[str, object]) -> None:
    truth = facts_of({"from": "collision in Belgium"}, changes)
    questions, known = interview(truth)
    assert len(questions) <= 16
    settled, full = assess(CONDITIONS, known), assess(CONDITIONS, truth)
    later = {fact.name for fact in CONDITIONS.facts.values() if fact.is_later}
    for result in settled.guarantees(Status.UNKNOWN):
        assert set(result.missing) & later
        assert full.status(result.clause.clause_id) is not Status.GRANTED
    granted = {one.clause.clause_id for one in full.guarantees(Status.GRANTED)}
    assert {one.clause.clause_id for one in settled.guarantees(Status.GRANTED)} == granted


def test_an_injury_is_asked_about_before_the_car() -> None:
    facts = facts_of(
        {"from": "friend injured in the car in France"}, {"injury_from_accident_with_insured_vehicle": None}
    )
    facts = {name: value for name, value in facts.items() if name != "repair_hours"}
    assert asked(facts)[0] == "injury_from_accident_with_insured_vehicle"


def test_one_question_that_opens_everything_is_asked_first() -> None:
    facts = facts_of({"from": "gearbox in France"}, {"trip_duration": None, "repair_hours": None})
    questions = next_questions([assess(CONDITIONS, facts)])
    assert questions[0].fact.name == "trip_duration"
    assert questions[0].score > 3 * questions[1].score
    assert {"P2.C4.A1.2.b", "P2.C4.A2.1"} <= set(questions[0].clauses)


def test_nothing_is_asked_for_a_clause_that_is_refused() -> None:
    facts = facts_of({"from": "collision in Belgium"}, {"hirer_age_years": 19, "towed_by_vivium": None})
    assert "towed_by_vivium" not in asked(facts)


def test_nobody_is_asked_what_only_happens_later() -> None:
    facts = facts_of(
        {"from": "collision in Belgium"}, {"repaired_vehicle_to_collect": None, "self_arranged_service": None}
    )
    assert asked(facts) == []
    assert assess(CONDITIONS, facts).status("P2.C2.A2.2") is Status.UNKNOWN


@pytest.mark.parametrize(
    "base", [name for name in read("bases")["facts"] if not name.startswith(("S2", "crash", "track"))]
)
def test_every_answer_can_be_taken_back(base: str) -> None:
    facts = facts_of({"from": base})
    before = assess(CONDITIONS, facts)
    for name in facts:
        without = {fact: value for fact, value in facts.items() if fact != name}
        assess(CONDITIONS, without)
        assert assess(CONDITIONS, without | {name: facts[name]}).results.keys() == before.results.keys()
    after = assess(CONDITIONS, facts)
    assert {name: one.status for name, one in after.results.items()} == {
        name: one.status for name, one in before.results.items()
    }
