"""What the clauses hear of a caller's words: declared facts, and the questions that make sense of them."""

from typing import Final

import pytest

from app.domain.answer import FIRST_MINUTE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS
from app.domain.ids import EcallId
from app.domain.phone_case import Incident, IncidentGroup, PhoneReport
from app.rules.clauses import load_edition
from app.usecases.first_questions import first_questions
from app.usecases.incident_facts import events_of, told_facts
from app.usecases.incident_words import incident_text
from resources.editions import read_edition
from tests.support.builders import a_case, an_answer

CONDITIONS: Final = load_edition(read_edition("000058-1001202-20240301"))
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
        (Incident.COLLISION, FIRST_MINUTE),
        (Incident.OTHER, FIRST_MINUTE),
        (Incident.FLAT_TYRE, (OUT_AND_SAFE, ON_MOTORWAY, PERSONS)),
        (Incident.ATTEMPTED_THEFT, (OUT_AND_SAFE, ON_MOTORWAY, PERSONS)),
        (Incident.BODILY_INJURY, (HURT_OR_TRAPPED,)),
        (Incident.THEFT, ()),
        (Incident.ILLNESS, ()),
    ],
)
def test_only_what_makes_sense_is_asked_first(incident: Incident, asked: tuple[str, ...]) -> None:
    case = a_case(report=PhoneReport(incident), ecall_ids=())
    assert first_questions(case, ()) == asked


def test_of_a_crash_all_is_asked_and_what_was_answered_stays() -> None:
    case = a_case(report=PhoneReport(Incident.THEFT), ecall_ids=(EcallId("e" * 32),))
    assert first_questions(case, ()) == FIRST_MINUTE
    assert first_questions(a_case(), ()) == FIRST_MINUTE
    told = a_case(report=PhoneReport(Incident.THEFT), ecall_ids=())
    assert first_questions(told, (an_answer(told.case_id, HURT_OR_TRAPPED, value=True),)) == (HURT_OR_TRAPPED,)
