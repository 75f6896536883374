"""Tell a driver whom nobody helps yet that his signal came in, and whom to call.

A minute after the crash somebody should have called. Where nobody has, silence is the worst answer: the text says that
the signal is known, how to reach the centre, and 112. It goes out only where every automatic step would (a Belgian
case, not late, not a test, no doubt about the clock or the contract), once for every E-call, to the driver's own
mobile, and only where a gateway sends it: nobody who could send it by hand would do that instead of calling.

Prepared so early that it can be stopped for as long as every automatic SMS; claiming the case stops it
(``drop_signal_sms``), because whoever claims calls at once.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.domain.case import Case, CaseState
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.message import Message, MessageState, Template
from app.usecases.actor import SERVICE, Actor
from app.usecases.case_changes import save_case
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.message_changes import change_message
from app.usecases.phone_numbers import kind_of
from app.usecases.prepare_sms import NewSms, SmsChannel, earlier_sms, language_for, put_sms
from app.usecases.sms_texts import text_of
from app.usecases.unit_of_work import UnitOfWork

_SIGNAL: Final = Template.WE_HAVE_YOUR_SIGNAL


@dataclass(frozen=True, slots=True)
class TellSignal:
    """Nobody has claimed this case for long enough."""

    case_id: CaseId


def tell_signal(command: TellSignal, uow: UnitOfWork, clock: Clock, channel: SmsChannel) -> Message | None:
    """Queue the text; None = it is not to be sent, or was."""
    case = uow.cases.get(command.case_id)
    number = _number(case, uow)
    if not channel.is_automatic or not _is_alone(case, uow) or number is None:
        return None
    if len(earlier_sms(case, _SIGNAL, number, uow)) >= case.impacts:
        return None
    now, language = clock.now(), language_for(case, number, uow)
    new = NewSms(_SIGNAL, number, language, text_of(_SIGNAL, language, channel.call_back_e164))
    message, entry = put_sms(new, case, uow, now, channel)
    save_case(uow, case, SERVICE, now, entry)
    return message


def drop_signal_sms(case_id: CaseId, actor: Actor, uow: UnitOfWork, clock: Clock) -> None:
    """Stop the text if it has not left: somebody has the case now and calls."""
    for message in uow.messages.of_case(case_id):
        if message.template is _SIGNAL and message.state is MessageState.QUEUED:
            dropped = replace(message, state=MessageState.CANCELLED, leaves_at=None)
            change_message(dropped, uow, actor, clock.now(), {"why": "claimed"})


def _is_alone(case: Case, uow: UnitOfWork) -> bool:
    """Whether an automatic step may be taken, and nobody has done anything for the driver since the impact."""
    is_open = case.state is CaseState.OPEN and case.claim is None and not case.is_test and not case.is_late
    since = case.struck_at or case.received_at
    was_claimed = case.first_claimed_at is not None and case.first_claimed_at >= since
    calls = [call for call in uow.calls.of_case(case.case_id) if not call.purpose.is_aside]
    was_called = any(call.requested_at >= since for call in calls)
    return is_open and not case.holds and not was_claimed and not was_called and not is_driver_reached(case)


def _number(case: Case, uow: UnitOfWork) -> str | None:
    """Return the driver's mobile; the subscriber's where the contract names no driver of its own."""
    contract = None if case.contract_id is None else uow.contracts.find(case.contract_id)
    if contract is None:
        return None
    person = contract.driver or contract.subscriber
    return next((number for number in person.numbers if kind_of(number).takes_sms), None)
