"""What boxes were asked: what every adapter of the port promises."""

from dataclasses import replace
from datetime import timedelta

from app.domain.box_command import BoxAnswer, BoxCommand, BoxCommandState, BoxOrder, BoxRequest, wire_number_of
from app.domain.ids import BoxCommandId, Imei, new_id
from tests.support.builders import AN_IMEI, NOON, a_case, an_audit_record
from tests.support.units import AnyUnit

LAST_U32 = 2**32 - 1


def a_command(after_s: int = 0, **changes: object) -> BoxCommand:
    asked_at = NOON + timedelta(seconds=after_s)
    command = BoxCommand(
        command_id=BoxCommandId(new_id()),
        imei=AN_IMEI,
        order=BoxOrder(BoxRequest.POSITION),
        wire_number=wire_number_of(LAST_U32, LAST_U32),
        case_id=None,
        asked_by="An",
        asked_at=asked_at,
        expires_at=asked_at + timedelta(minutes=10),
    )
    return replace(command, **changes)  # type: ignore[arg-type]  # the dataclass checks the names


def test_a_question_comes_back_whole(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    answer = BoxAnswer("GPS:1", -50.5, -4.25, NOON, "03.27.07")
    full = a_command(
        order=BoxOrder(BoxRequest.PARAMETER, 2001, "internet.be", None, checks_imei=True),
        case_id=case.case_id,
        sent_at=NOON,
    )
    bare = a_command(1, order=BoxOrder(BoxRequest.TRACKING, period_s=5), sent_at=NOON)
    for command in (full, bare):
        unit.box_commands.put(command)
    assert unit.box_commands.open_of(AN_IMEI) == (full, bare)
    ended = replace(full, state=BoxCommandState.ANSWERED, ended_at=NOON, answer=answer)
    unit.box_commands.put(ended)
    unit.audit.append(an_audit_record(case.case_id))
    assert unit.box_commands.open_of(AN_IMEI) == (bare,)
    assert unit.box_commands.sent_to(AN_IMEI) == (bare, ended)
    assert unit.box_commands.sent_to(Imei("356307042441021")) == ()


def test_what_left_is_remembered_until_it_is_over(unit: AnyUnit) -> None:
    command, over = a_command(), a_command(1, state=BoxCommandState.EXPIRED, ended_at=NOON)
    for one in (command, over):
        unit.box_commands.put(one)
        unit.box_commands.note_sent(one.command_id, NOON)
    assert unit.box_commands.sent_to(AN_IMEI) == (replace(command, state=BoxCommandState.SENT, sent_at=NOON),)


def test_overdue_is_what_waited_too_long_or_was_sent_too_long_ago(unit: AnyUnit) -> None:
    minute = timedelta(minutes=1)
    waiting = a_command(expires_at=NOON + minute)
    sent = a_command(1, state=BoxCommandState.SENT, sent_at=NOON + minute, expires_at=NOON)
    for one in (waiting, sent):
        unit.box_commands.put(one)
    assert unit.box_commands.overdue(NOON, NOON) == ()
    assert unit.box_commands.overdue(NOON + minute, NOON) == (waiting,)
    assert unit.box_commands.overdue(NOON, NOON + minute) == (sent,)
    assert unit.box_commands.overdue(NOON + minute, NOON + minute) == (waiting, sent)


def test_what_left_over_a_connection_that_ended_waits_again_while_it_is_worth_asking(unit: AnyUnit) -> None:
    sent = a_command(state=BoxCommandState.SENT, sent_at=NOON)
    unanswered = a_command(1, state=BoxCommandState.UNANSWERED, sent_at=NOON, ended_at=NOON)
    answered = a_command(2, state=BoxCommandState.ANSWERED, sent_at=NOON, ended_at=NOON)
    expired = a_command(3, state=BoxCommandState.SENT, sent_at=NOON, expires_at=NOON)
    for one in (sent, unanswered, answered, expired):
        unit.box_commands.put(one)
        unit.box_commands.take_back(one.command_id, NOON)
    assert unit.box_commands.open_of(AN_IMEI) == (
        replace(sent, state=BoxCommandState.WAITING),
        replace(unanswered, state=BoxCommandState.WAITING, ended_at=None),
        expired,
    )
    assert unit.box_commands.overdue(NOON, NOON) == (expired,)


def test_what_did_not_leave_after_all_waits_as_before(unit: AnyUnit) -> None:
    new = a_command()
    older = a_command(1, state=BoxCommandState.SENT, sent_at=NOON)
    answered = a_command(2, state=BoxCommandState.ANSWERED, sent_at=NOON, ended_at=NOON)
    for one in (new, older, answered):
        unit.box_commands.put(one)
        unit.box_commands.note_sent(one.command_id, NOON + timedelta(minutes=1))
        unit.box_commands.note_unsent(one.command_id, one.sent_at)
    assert unit.box_commands.open_of(AN_IMEI) == (new, replace(older, state=BoxCommandState.WAITING))
    assert unit.box_commands.sent_to(AN_IMEI)[0] == answered
