"""What the clauses hear of a caller's words: declared facts, and the questions that make sense of them."""

from typing import Any, Final

import pytest

from app.domain.answer import FIRE, FIRST_MINUTE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS
from app.domain.ids import EcallId
from app.domain.phone_case import Incident, IncidentGroup, PhoneReport
from app.rules.clauses import load_edition
from app.usecases.first_questions import first_questions
from app.usecases.incident_facts import events_of, told_facts
from app.usecases.incident_words import incident_text
from resources.editions import read_edition
from tests.support.builders import a_case, an_answer

CONDITIONS: Final = load_edition(read_edition("000058-1001202-20240301"))
OF_A_CRASH: Final = (HURT_OR_TRAPPED, FIRE, ON_MOTORWAY, PERSONS)
UNNAMED: Final = (Incident.OUT_OF_CHARGE, Incident.OTHER)


@pytest.mark.parametrize("incident", list(Incident))
def test_every_incident_is_told_in_words_the_rules_know(incident: Incident) -> None:
    events = events_of(PhoneReport(incident))
    assert (events is None) is (incident in UNNAMED)
    assert set(events or ()) <= CONDITIONS.facts["events"].allowed
    assert set(told_facts(PhoneReport(incident))) <= set(CONDITIONS.facts)
    assert incident_text(incident, lambda message: message)


def test_a_stolen_car_is_not_there() -> None:
    assert told_facts(PhoneReport(Incident.THEFT)) == {"vehicle_present": False}
    assert told_facts(PhoneReport(Incident.ATTEMPTED_THEFT)) == {}


def test_every_group_has_incidents() -> None:
    assert {incident.group for incident in Incident} == set(IncidentGroup)


@pytest.mark.parametrize(
    ("incident", "asked"),
    [
        (Incident.COLLISION, OF_A_CRASH),
        (Incident.OTHER, OF_A_CRASH),
        (Incident.FLAT_TYRE, (ON_MOTORWAY, PERSONS)),
        (Incident.ATTEMPTED_THEFT, (ON_MOTORWAY, PERSONS)),
        (Incident.BODILY_INJURY, (HURT_OR_TRAPPED,)),
        (Incident.THEFT, ()),
        (Incident.ILLNESS, ()),
    ],
)
def test_only_what_makes_sense_is_asked_first(incident: Incident, asked: tuple[str, ...]) -> None:
    case = a_case(report=PhoneReport(incident), ecall_ids=())
    assert first_questions(case, ()) == asked


@pytest.mark.parametrize(
    ("road", "is_asked"),
    [({"value": True}, True), ({"value": False}, False), ({"value": None, "is_not_known": True}, True)],
)
def test_the_barrier_is_asked_for_where_there_may_be_one(road: dict[str, Any], is_asked: bool) -> None:
    for report, before in ((None, (HURT_OR_TRAPPED, FIRE)), (PhoneReport(Incident.FLAT_TYRE), ())):
        case = a_case(report=report, ecall_ids=(EcallId("e" * 32),) if report is None else ())
        asked = first_questions(case, (an_answer(case.case_id, ON_MOTORWAY, **road),))
        assert asked == (*before, ON_MOTORWAY, *((OUT_AND_SAFE,) if is_asked else ()), PERSONS)


def test_an_answer_about_the_barrier_stays_in_sight() -> None:
    case = a_case()
    said = an_answer(case.case_id, OUT_AND_SAFE, value=False)
    assert first_questions(case, (said,)) == FIRST_MINUTE


def test_of_a_crash_all_is_asked_and_what_was_answered_stays() -> None:
    case = a_case(report=PhoneReport(Incident.THEFT), ecall_ids=(EcallId("e" * 32),))
    assert first_questions(case, ()) == OF_A_CRASH
    assert first_questions(a_case(), ()) == OF_A_CRASH
    told = a_case(report=PhoneReport(Incident.THEFT), ecall_ids=())
    assert first_questions(told, (an_answer(told.case_id, HURT_OR_TRAPPED, value=True),)) == (HURT_OR_TRAPPED,)
