"""A hand-over is ticked by who made it, and what was said can be erased."""

import pytest

from app.domain.answer import EmergencyNumber, said
from app.domain.audit import AuditAction
from app.usecases.hand_over import HandOver, hand_over
from tests.app.usecases.people import AN, PIET, Desk


@pytest.mark.parametrize("to", EmergencyNumber)
def test_who_told_them_what_is_kept(desk: Desk, to: EmergencyNumber) -> None:
    case = desk.has_claimed()
    hand_over(HandOver(AN, case.case_id, to, " A car, Bertem ", "112-77"), desk.unit, desk.clock)
    record = desk.acted(case, AuditAction.HANDED_OVER)
    assert (record.facts, record.personal) == ({"to": to}, {"text": "A car, Bertem", "reference": "112-77"})
    assert said(desk.unit.answers.of_case(case.case_id), to.fact) is True


def test_only_the_holder_ticks(desk: Desk) -> None:
    case = desk.has_claimed()
    with desk.refuses("not_yours"):
        hand_over(HandOver(PIET, case.case_id, EmergencyNumber.EMERGENCY_112), desk.unit, desk.clock)
