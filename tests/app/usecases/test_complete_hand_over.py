"""What 112 gives us is kept when they give it, each step at its own moment."""

from datetime import timedelta

from app.domain.answer import EmergencyNumber
from app.domain.audit import AuditAction
from app.domain.hand_over import HandOverRecord, TpsStep
from app.usecases.complete_hand_over import CompleteHandOver, complete_hand_over
from app.usecases.hand_over import HandOver, hand_over
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import NOON


def told(desk: Desk) -> HandOverRecord:
    case = desk.has_claimed()
    hand_over(HandOver(AN, case.case_id, EmergencyNumber.EMERGENCY_112, "A car"), desk.unit, desk.clock)
    [record] = desk.unit.hand_overs.of_case(case.case_id)
    return record


def test_their_number_operator_and_release_are_fields(desk: Desk) -> None:
    record = told(desk)
    desk.clock.advance(timedelta(minutes=3))
    done = (TpsStep.RELEASED,)
    known = CompleteHandOver(PIET, record.hand_over_id, " 112-77 ", " B12 ", done)
    after = complete_hand_over(known, desk.unit, desk.clock)
    assert (after.reference, after.their_operator, after.released_at) == ("112-77", "B12", NOON + timedelta(minutes=3))
    assert (after.voice_connected_at, after.called_back_at) == (None, None)
    entry = desk.record(record.case_id, AuditAction.HAND_OVER_COMPLETED)
    assert entry.facts == {"to": "112", "steps": "released"}
    assert entry.personal == {"reference": "112-77", "their_operator": "B12"}


def test_a_step_keeps_its_first_moment_and_can_be_taken_back(desk: Desk) -> None:
    record = told(desk)
    first = CompleteHandOver(AN, record.hand_over_id, "", "", (TpsStep.VOICE_CONNECTED,))
    complete_hand_over(first, desk.unit, desk.clock)
    desk.clock.advance(timedelta(minutes=1))
    more = CompleteHandOver(AN, record.hand_over_id, "", "", (TpsStep.VOICE_CONNECTED, TpsStep.CALLED_BACK))
    after = complete_hand_over(more, desk.unit, desk.clock)
    assert (after.voice_connected_at, after.called_back_at) == (NOON, NOON + timedelta(minutes=1))
    back = complete_hand_over(CompleteHandOver(AN, record.hand_over_id, "", ""), desk.unit, desk.clock)
    assert back.voice_connected_at is None


def test_nothing_new_leaves_no_entry(desk: Desk) -> None:
    record = told(desk)
    with desk.changes_nothing():
        complete_hand_over(CompleteHandOver(AN, record.hand_over_id, "", ""), desk.unit, desk.clock)


def test_an_empty_field_of_another_desk_wipes_nothing_out(desk: Desk) -> None:
    """Two desks have it open: what one of them wrote stays, and is corrected by writing something else."""
    record = told(desk)
    complete_hand_over(CompleteHandOver(AN, record.hand_over_id, "112-77", "B12"), desk.unit, desk.clock)
    after = complete_hand_over(
        CompleteHandOver(PIET, record.hand_over_id, " ", "", (TpsStep.RELEASED,)), desk.unit, desk.clock
    )
    assert (after.reference, after.their_operator, after.released_at) == ("112-77", "B12", NOON)
    changed = complete_hand_over(CompleteHandOver(PIET, record.hand_over_id, "112-78", ""), desk.unit, desk.clock)
    assert changed.reference == "112-78"
