"""NEXT of a case that began with a phone call."""

from dataclasses import replace
from typing import Final

import pytest

from app.domain.answer import FIRE, HURT_OR_TRAPPED, ON_MOTORWAY
from app.domain.case import TowQuestion
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.domain.phone_case import CallerRelation, Incident, PhoneReport
from app.domain.service_order import OrderState
from app.settings import Settings
from app.usecases.attach_caller import SpokenBy
from app.usecases.next_step import next_step
from app.usecases.open_phone_case import OpenPhoneCase, open_phone_case
from app.usecases.phone_cases import NamedCar
from app.usecases.queries import CaseBrief
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, an_answer, an_order

SETTINGS: Final = Settings()
A_CASE: Final = CaseId("c" * 32)


def step(
    desk: Desk, incident: Incident, relation: CallerRelation, *, hurt: bool | None = None, **changes: object
) -> str:
    command = OpenPhoneCase(AN, SpokenBy(relation, "Jan", "0470987654"), NamedCar(), PhoneReport(incident), hurt=hurt)
    case = open_phone_case(command, desk.unit, desk.clock, SETTINGS)
    known: dict[str, object] = {
        "case": case,
        "box": None,
        "contract": None,
        "calls": desk.unit.calls.of_case(case.case_id),
        "messages": (),
        "orders": (),
        "peak_g": None,
        "peak_capped": False,
        "answers": desk.unit.answers.of_case(case.case_id),
        "callers": desk.unit.callers.of_case(case.case_id),
    }
    brief = CaseBrief(**{**known, **changes})  # type: ignore[arg-type]  # each test names its own
    return next_step(brief, NOON, SETTINGS).kind.value


@pytest.mark.parametrize(
    ("incident", "relation", "hurt", "kind"),
    [
        (Incident.COLLISION, CallerRelation.DRIVER, True, NextKind.HAND_OVER_112),
        (Incident.FLAT_TYRE, CallerRelation.DRIVER, True, NextKind.HAND_OVER_112),
        (Incident.COLLISION, CallerRelation.DRIVER, None, NextKind.ASK_FIRST_MINUTE),
        (Incident.FLAT_TYRE, CallerRelation.DRIVER, None, NextKind.ASK_TOW),
        (Incident.THEFT, CallerRelation.SUBSCRIBER, None, NextKind.GO_THROUGH_SERVICES),
        (Incident.ILLNESS, CallerRelation.SUBSCRIBER, None, NextKind.GO_THROUGH_SERVICES),
        (Incident.BODILY_INJURY, CallerRelation.SUBSCRIBER, None, NextKind.ASK_FIRST_MINUTE),
        (Incident.OTHER, CallerRelation.DRIVER, None, NextKind.ASK_FIRST_MINUTE),
        (Incident.THEFT, CallerRelation.POLICE, None, NextKind.CALL_AGAIN),
    ],
)
def test_what_is_next_when_the_case_is_open(
    desk: Desk, incident: Incident, relation: CallerRelation, hurt: bool | None, kind: NextKind
) -> None:
    assert step(desk, incident, relation, hurt=hurt) == kind


def test_a_tyre_is_not_asked_of_blood_and_fire(desk: Desk) -> None:
    case = open_phone_case(
        OpenPhoneCase(AN, SpokenBy(CallerRelation.DRIVER), NamedCar(), PhoneReport(Incident.FLAT_TYRE)),
        desk.unit,
        desk.clock,
        SETTINGS,
    )
    declined = CaseBrief(
        case=replace(case, tow_question=TowQuestion.NO),
        box=None,
        contract=None,
        calls=desk.unit.calls.of_case(case.case_id),
        messages=(),
        orders=(),
        peak_g=None,
        peak_capped=False,
    )
    assert next_step(declined, NOON, SETTINGS).kind is NextKind.GO_THROUGH_SERVICES


def test_once_something_was_asked_or_ordered_the_case_may_end(desk: Desk) -> None:
    asked = (an_answer(A_CASE, "repair_hours", 3),)
    assert step(desk, Incident.THEFT, CallerRelation.SUBSCRIBER, answers=asked) == NextKind.CLOSE
    life = tuple(an_answer(A_CASE, fact, value=False) for fact in (HURT_OR_TRAPPED, FIRE, ON_MOTORWAY))
    assert step(desk, Incident.THEFT, CallerRelation.SUBSCRIBER, answers=life) == NextKind.GO_THROUGH_SERVICES
    orders = (an_order(A_CASE, state=OrderState.ACCEPTED),)
    assert step(desk, Incident.THEFT, CallerRelation.SUBSCRIBER, orders=orders) == NextKind.NOTHING
