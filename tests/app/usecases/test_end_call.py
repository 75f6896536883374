"""What follows from the way a call ended: the SMS, the driver reached, priority 1, and nothing said over again."""

from datetime import timedelta

import pytest

from app.domain.answer import HURT_OR_TRAPPED
from app.domain.answer import said as what_was_said
from app.domain.audit import AuditAction, AuditRecord
from app.domain.case import Case, CaseState
from app.domain.contact import CallAttempt, CallOutcome, CallPurpose, Disposition
from app.domain.ids import EcallId
from app.domain.message import MessageState
from app.domain.verdict import Priority
from app.usecases.actor import SERVICE, Actor
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.end_call import EndCall, end_call
from app.usecases.prepare_sms import SmsChannel
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import NOON, a_call, a_message, an_answer

TWO_IMPACTS = (EcallId("1" * 32), EcallId("2" * 32))
CHANNEL = SmsChannel("+3224060000")
UNANSWERED = [one for one in CallOutcome if one.needs_sms]
WITHOUT_SMS = [one for one in CallOutcome if not one.needs_sms]
DRIVER = [Disposition.DRIVER_SPOKEN_TO, Disposition.INJURED, Disposition.FALSE_ALARM]
OTHERS = [Disposition.VOICEMAIL, Disposition.THIRD_PARTY]


class Ringing:
    """A case of An's with one call that rings."""

    def __init__(self, desk: Desk, case: Case | None = None, **changes: object) -> None:
        self.desk = desk
        self.case = case or desk.has_claimed(priority=Priority.TWO)
        self.call = a_call(self.case.case_id, **changes)
        desk.unit.calls.calls[self.call.call_id] = self.call

    def end(
        self, outcome: CallOutcome, disposition: Disposition | None = None, actor: Actor = AN, source: str = "operator"
    ) -> CallAttempt:
        command = EndCall(actor, self.call.call_id, outcome, disposition, source)
        return end_call(command, self.desk.unit, self.desk.clock, CHANNEL)

    def record(self) -> AuditRecord:
        return self.desk.acted(self.case, AuditAction.CALL_ENDED)


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_outcome_and_end_are_kept(desk: Desk, outcome: CallOutcome) -> None:
    ringing = Ringing(desk)
    desk.clock.advance(timedelta(seconds=25))
    ended = ringing.end(outcome)
    assert (ended.outcome, ended.disposition, ended.ended_at) == (outcome, None, desk.clock.now())
    assert ended.answered_at is None
    assert desk.unit.calls.get(ended.call_id) == ended
    record = ringing.record()
    assert (record.facts["outcome"], record.facts["source"]) == (outcome, "operator")
    assert record.personal == {"person": "Jan Peeters", "number": "+32470123456"}
    assert desk.case(ringing.case.case_id).driver_reached_at is None


@pytest.mark.parametrize("outcome", UNANSWERED)
def test_unanswered_the_sms_waits_in_the_tray_at_once(desk: Desk, outcome: CallOutcome) -> None:
    ringing = Ringing(desk)
    ringing.end(outcome)
    (message,) = desk.unit.messages.of_case(ringing.case.case_id)
    assert (message.state, message.to_e164, message.attempt) == (MessageState.BY_HAND, "+32470123456", 1)
    assert ringing.record().facts["sms"] == "prepared"
    assert desk.unit.audit.actions(ringing.case.case_id) == [AuditAction.CALL_ENDED, AuditAction.SMS_PREPARED]


@pytest.mark.parametrize("outcome", WITHOUT_SMS)
def test_otherwise_there_is_none(desk: Desk, outcome: CallOutcome) -> None:
    ringing = Ringing(desk)
    ringing.end(outcome)
    assert not desk.unit.messages.messages
    assert ringing.record().facts["sms"] == ""


def test_a_landline_gets_no_sms_and_the_entry_says_so(desk: Desk) -> None:
    ringing = Ringing(desk, to_e164="+3216123456")
    ringing.end(CallOutcome.NO_ANSWER)
    assert not desk.unit.messages.messages
    assert ringing.record().facts["sms"] == "no_mobile"


@pytest.mark.parametrize("disposition", DRIVER)
def test_the_driver_was_reached(desk: Desk, disposition: Disposition) -> None:
    ringing = Ringing(desk)
    assert ringing.end(CallOutcome.ANSWERED, disposition).disposition is disposition
    assert ringing.record().facts["disposition"] == disposition
    assert desk.case(ringing.case.case_id).driver_reached_at == NOON


def test_the_first_time_since_the_impact_that_the_driver_was_reached_is_kept(desk: Desk) -> None:
    earlier = NOON - timedelta(minutes=2)
    ringing = Ringing(desk, desk.has_claimed(driver_reached_at=earlier))
    ringing.end(CallOutcome.ANSWERED, Disposition.DRIVER_SPOKEN_TO)
    assert desk.case(ringing.case.case_id).driver_reached_at == earlier


def test_after_a_second_impact_the_driver_is_reached_anew(desk: Desk) -> None:
    before = {
        "ecall_ids": TWO_IMPACTS,
        "struck_at": NOON - timedelta(minutes=1),
        "driver_reached_at": NOON - timedelta(hours=1),
    }
    ringing = Ringing(desk, desk.has_claimed(**before))
    assert not is_driver_reached(desk.case(ringing.case.case_id))
    ringing.end(CallOutcome.ANSWERED, Disposition.DRIVER_SPOKEN_TO)
    assert is_driver_reached(desk.case(ringing.case.case_id))


@pytest.mark.parametrize("outcome", [None, CallOutcome.ANSWERED])
def test_after_a_voicemail_the_sms_waits_in_the_tray_too(desk: Desk, outcome: CallOutcome | None) -> None:
    ringing = Ringing(desk, outcome=outcome)
    ringing.end(CallOutcome.ANSWERED, Disposition.VOICEMAIL)
    (message,) = desk.unit.messages.of_case(ringing.case.case_id)
    assert (message.state, message.to_e164) == (MessageState.BY_HAND, "+32470123456")
    assert ringing.record().facts["sms"] == "prepared"


@pytest.mark.parametrize("disposition", OTHERS)
def test_voicemail_and_strangers_are_not_the_driver(desk: Desk, disposition: Disposition) -> None:
    ringing = Ringing(desk)
    ringing.end(CallOutcome.ANSWERED, disposition)
    assert desk.case(ringing.case.case_id).driver_reached_at is None


def test_an_injured_driver_is_priority_one(desk: Desk) -> None:
    ringing = Ringing(desk)
    ringing.end(CallOutcome.ANSWERED, Disposition.INJURED)
    assert desk.case(ringing.case.case_id).priority is Priority.ONE
    assert desk.case(ringing.case.case_id).ranked is ringing.case.ranked
    ringing.record()
    changed = desk.record(ringing.case.case_id, AuditAction.PRIORITY_CHANGED)
    assert changed.facts == {"priority": "1", "before": "2", "because": "injured"}


def test_an_injured_driver_answers_the_question_whether_anybody_is_hurt(desk: Desk) -> None:
    ringing = Ringing(desk)
    ringing.end(CallOutcome.ANSWERED, Disposition.INJURED)
    assert what_was_said(desk.unit.answers.of_case(ringing.case.case_id), HURT_OR_TRAPPED) is True
    record = desk.record(ringing.case.case_id, AuditAction.FACT_ANSWERED)
    assert record.facts == {"fact": HURT_OR_TRAPPED, "call_id": ringing.call.call_id}
    assert record.personal == {"value": "yes"}


def test_what_was_answered_before_the_injured_driver_spoke_is_not_said_again(desk: Desk) -> None:
    ringing = Ringing(desk)
    told = an_answer(ringing.case.case_id, HURT_OR_TRAPPED, value=True)
    desk.unit.answers.put(told)
    desk.clock.advance(timedelta(seconds=25))
    ringing.end(CallOutcome.ANSWERED, Disposition.INJURED)
    assert desk.unit.answers.of_case(ringing.case.case_id) == (told,)
    assert AuditAction.FACT_ANSWERED not in desk.unit.audit.actions(ringing.case.case_id)


def test_priority_one_cannot_rise(desk: Desk) -> None:
    ringing = Ringing(desk, desk.has_claimed(priority=Priority.ONE))
    ringing.end(CallOutcome.ANSWERED, Disposition.INJURED)
    assert AuditAction.PRIORITY_CHANGED not in desk.unit.audit.actions(ringing.case.case_id)


@pytest.mark.parametrize("disposition", [*OTHERS, Disposition.DRIVER_SPOKEN_TO, Disposition.FALSE_ALARM])
def test_no_other_answer_moves_the_priority(desk: Desk, disposition: Disposition) -> None:
    ringing = Ringing(desk)
    ringing.end(CallOutcome.ANSWERED, disposition)
    assert desk.case(ringing.case.case_id).priority is Priority.TWO
    assert desk.unit.answers.of_case(ringing.case.case_id) == ()


def test_an_adapter_says_answered_and_the_operator_says_who(desk: Desk) -> None:
    ringing = Ringing(desk)
    first = ringing.end(CallOutcome.ANSWERED, actor=SERVICE, source="sip")
    desk.clock.advance(timedelta(seconds=40))
    second = ringing.end(CallOutcome.ANSWERED, Disposition.DRIVER_SPOKEN_TO)
    assert (second.source, second.ended_at) == ("sip", first.ended_at)
    assert second.disposition is Disposition.DRIVER_SPOKEN_TO
    assert desk.case(ringing.case.case_id).driver_reached_at == desk.clock.now()
    entries = [one.record for one in desk.unit.audit.of_chain(ringing.case.case_id)]
    assert [(one.actor, one.facts["source"]) for one in entries] == [("service", "sip"), (AN.account_id, "operator")]


@pytest.mark.parametrize(
    ("said", "disposition", "again", "and_who"),
    [
        (CallOutcome.BUSY, None, CallOutcome.NO_ANSWER, None),
        (CallOutcome.BUSY, None, CallOutcome.ANSWERED, Disposition.VOICEMAIL),
        (CallOutcome.ANSWERED, None, CallOutcome.ANSWERED, None),
        (CallOutcome.ANSWERED, None, CallOutcome.BUSY, None),
        (CallOutcome.ANSWERED, Disposition.VOICEMAIL, CallOutcome.ANSWERED, Disposition.INJURED),
    ],
)
def test_what_was_said_is_not_said_over_again(
    desk: Desk,
    said: CallOutcome,
    disposition: Disposition | None,
    again: CallOutcome,
    and_who: Disposition | None,
) -> None:
    ringing = Ringing(desk, outcome=said, disposition=disposition)
    with desk.refuses("already_answered"):
        ringing.end(again, and_who)


@pytest.mark.parametrize("outcome", [one for one in CallOutcome if one is not CallOutcome.ANSWERED])
def test_nobody_can_have_been_on_an_unanswered_call(desk: Desk, outcome: CallOutcome) -> None:
    ringing = Ringing(desk)
    with desk.refuses("invalid"):
        ringing.end(outcome, Disposition.VOICEMAIL)


@pytest.mark.parametrize("disposition", DRIVER)
@pytest.mark.parametrize("purpose", [CallPurpose.PARTNER, CallPurpose.EMERGENCY])
def test_on_a_call_with_a_firm_or_with_112_nobody_spoke_with_the_driver(
    desk: Desk, purpose: CallPurpose, disposition: Disposition
) -> None:
    call = Ringing(desk, purpose=purpose)
    with desk.refuses("invalid"):
        call.end(CallOutcome.ANSWERED, disposition)
    call.end(CallOutcome.ANSWERED, Disposition.THIRD_PARTY)


def test_who_called_says_how_it_ended_even_after_losing_the_case(desk: Desk) -> None:
    ringing = Ringing(desk, account_id=PIET.account_id)
    assert ringing.end(CallOutcome.BUSY, actor=PIET).outcome is CallOutcome.BUSY


def test_the_holder_ends_what_another_desk_left_open(desk: Desk) -> None:
    ringing = Ringing(desk, account_id=PIET.account_id)
    assert ringing.end(CallOutcome.UNKNOWN).outcome is CallOutcome.UNKNOWN


def test_no_sms_leaves_a_closed_case(desk: Desk) -> None:
    ringing = Ringing(desk, desk.has(state=CaseState.CLOSED))
    ringing.end(CallOutcome.NO_ANSWER, actor=SERVICE, source="sip")
    assert not desk.unit.messages.messages
    assert ringing.record().facts["sms"] == ""


def test_no_call_no_end(desk: Desk) -> None:
    ringing = Ringing(desk)
    desk.unit.calls.calls.clear()
    with desk.refuses("not_found"):
        ringing.end(CallOutcome.BUSY)


@pytest.mark.parametrize("disposition", Disposition)
def test_the_sms_to_call_back_is_dropped_once_the_driver_has_spoken(desk: Desk, disposition: Disposition) -> None:
    """Whether we reached them, or they called back."""
    ringing = Ringing(desk)
    for state in (MessageState.BY_HAND, MessageState.QUEUED, MessageState.DELIVERED):
        message = a_message(case_id=ringing.case.case_id, state=state, attempt=len(state))
        desk.unit.messages.messages[message.message_id] = message
    ringing.end(CallOutcome.ANSWERED, disposition)
    states = [one.state for one in desk.unit.messages.of_case(ringing.case.case_id)]
    assert states.count(MessageState.CANCELLED) == (2 if disposition.driver_reached else 0)
    assert MessageState.DELIVERED in states
    desk.unit.check_audited()
