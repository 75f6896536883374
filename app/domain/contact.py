"""Attempts to reach a person by phone.

The technical *outcome* (what the network did) and the human *disposition* (who was it, what was said) are two fields:
voicemail answers too, so "answered" never means "driver reached".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import AccountId, CallId, CaseId


class NumberKind(StrEnum):
    """What the number plan says of a number; an SMS is never sent to a landline."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    FOREIGN_MOBILE = "foreign_mobile"
    FOREIGN = "foreign"
    INVALID = "invalid"

    @property
    def takes_sms(self) -> bool:
        """Whether a text message can arrive there."""
        return self in (NumberKind.MOBILE, NumberKind.FOREIGN_MOBILE)


class CallOutcome(StrEnum):
    """What the network did (``integration.md`` 1.4).

    ``WRONG_NUMBER``: a person says that it is somebody else's. ``NOT_IN_USE``: the network says of this one call that
    nobody has it; a wrong route says so too.
    """

    ANSWERED = "answered"
    BUSY = "busy"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    NOT_IN_USE = "not_in_use"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    AGENT_NO_ANSWER = "agent_no_answer"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def is_alive(self) -> bool:
        """Whether somebody is at the other end, though nobody was spoken to."""
        return self in (CallOutcome.BUSY, CallOutcome.DECLINED)

    @property
    def rang(self) -> bool:
        """Whether a telephone rang, or somebody was talking on it."""
        return self.is_alive or self in (CallOutcome.ANSWERED, CallOutcome.NO_ANSWER)

    @property
    def went_astray(self) -> bool:
        """Whether it rang nowhere where whoever was looked for could have heard it."""
        return self in (CallOutcome.WRONG_NUMBER, CallOutcome.NOT_IN_USE)

    @property
    def was_tried(self) -> bool:
        """Whether the number was called at all: nothing rings there when the operator's own telephone is not taken."""
        return self is not CallOutcome.AGENT_NO_ANSWER

    @property
    def needs_sms(self) -> bool:
        """Whether S2.ECALL.sms applies whoever it was: the call was not answered by anything."""
        return self in (CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.DECLINED, CallOutcome.UNREACHABLE)


class Disposition(StrEnum):
    """Who was on the phone and what came of it, said by the operator."""

    DRIVER_SPOKEN_TO = "driver_spoken_to"
    VOICEMAIL = "voicemail"
    THIRD_PARTY = "third_party"
    INJURED = "injured"
    FALSE_ALARM = "false_alarm"

    @property
    def driver_reached(self) -> bool:
        """Whether a person in the car answered."""
        return self in (Disposition.DRIVER_SPOKEN_TO, Disposition.INJURED, Disposition.FALSE_ALARM)


class CallPurpose(StrEnum):
    """Why there is a call: we look for somebody, somebody calls us, a person asked for 112 or 101, or for a firm."""

    REACH = "reach"
    CALL_BACK = "call_back"
    EMERGENCY = "emergency"
    PARTNER = "partner"

    @property
    def is_aside(self) -> bool:
        """Whether it is no attempt to reach anybody of the car: ladder and SMS know nothing of it."""
        return self in (CallPurpose.EMERGENCY, CallPurpose.PARTNER)


class ContactRole(StrEnum):
    """Who a number of the ladder belongs to, seen from the driver; it decides what may be said there."""

    DRIVER = "driver"
    SUBSCRIBER = "subscriber"
    FAMILY = "family"
    EMPLOYER = "employer"
    OTHER = "other"
    NOT_ON_RECORD = "not_on_record"


@dataclass(frozen=True, slots=True)
class CallAttempt:
    """One call, from the request to its end.

    Attributes:
        to_e164: Number dialled.
        outcome: None while it rings or is open.
        source: Who said so: "operator" or the name of the telephony adapter.
    """

    call_id: CallId
    case_id: CaseId
    account_id: AccountId
    to_e164: str
    person: str
    requested_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: CallOutcome | None
    disposition: Disposition | None
    source: str
    purpose: CallPurpose = CallPurpose.REACH

    @property
    def went_astray(self) -> bool:
        """Whether it rang nowhere where whoever was looked for could have heard it, as far as is known."""
        return self.outcome is not None and self.outcome.went_astray

    @property
    def is_who_unsaid(self) -> bool:
        """Whether somebody took it and nobody said who that was."""
        return self.outcome is CallOutcome.ANSWERED and self.disposition is None

    @property
    def needs_sms(self) -> bool:
        """Whether S2.ECALL.sms applies: nobody answered, or a machine did."""
        if self.purpose.is_aside:
            return False
        return self.disposition is Disposition.VOICEMAIL or (self.outcome is not None and self.outcome.needs_sms)


def wrong_numbers(calls: Iterable[CallAttempt]) -> frozenset[str]:
    """Return the numbers that are somebody else's, of calls in their order: one that rang later is good again."""
    found: set[str] = set()
    for call in calls:
        if call.outcome is CallOutcome.WRONG_NUMBER:
            found.add(call.to_e164)
        elif call.answered_at is not None or (call.outcome is not None and call.outcome.rang):
            found.discard(call.to_e164)
    return frozenset(found)


def unused_numbers(calls: Iterable[CallAttempt]) -> frozenset[str]:
    """Return the numbers of which the exchange said at the last call that nobody has them."""
    last = {call.to_e164: call.outcome for call in calls if call.outcome is None or call.outcome.was_tried}
    return frozenset(e164 for e164, outcome in last.items() if outcome is CallOutcome.NOT_IN_USE)
