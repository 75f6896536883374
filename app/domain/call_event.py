"""What a telephone exchange told of a call, in order, and what its causes mean.

Events are only ever added. A duration is that of the second leg, from its answer to its end, by our monotonic clock:
the exchange counts the agent's own leg too, and a call that nobody answered would have lasted six seconds. State and
cause are read together: an exchange says "no answer" of a wrong number, and only the cause tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.contact import CallOutcome
from app.domain.ids import CallId, CaseId


class CallEventKind(StrEnum):
    """What happened; ``lost``: the exchange does not answer, and what becomes of the call is not known."""

    REQUESTED = "requested"
    AGENT_RINGING = "agent_ringing"
    AGENT_ANSWERED = "agent_answered"
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    LOST = "lost"
    BY_HAND = "by_hand"

    @property
    def happens_once(self) -> bool:
        """Whether a second one says nothing new; the line to an exchange can be lost and found again."""
        return self is not CallEventKind.LOST


class HungUpBy(StrEnum):
    """Who ended it: a button of the desk, the operator's telephone, whoever was called, or our ring limit."""

    DESK = "desk"
    AGENT = "agent"
    OTHER = "other"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One thing that happened to a call.

    Attributes:
        sequence: Within the call, from 1.
        monotonic_s: Our monotonic clock, for spans within one run of the service.
        source: Name of the adapter, or "operator".
        outcome: Of ``ended`` alone.
        duration_s: Of ``ended``: how long both could speak; None = they could not, or nobody saw the beginning.
        cause: Raw: SIP status, Q.850 cause, the adapter's words.
    """

    call_id: CallId
    case_id: CaseId
    sequence: int
    kind: CallEventKind
    at: datetime
    monotonic_s: float
    source: str
    outcome: CallOutcome | None = None
    duration_s: float | None = None
    hung_up_by: HungUpBy | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class CallLine:
    """Where a call stands at the exchange, read from its events."""

    events: tuple[CallEvent, ...]

    @property
    def stage(self) -> CallEventKind | None:
        """The last thing that happened; None = no exchange has to do with it."""
        return self.events[-1].kind if self.events else None

    @property
    def is_up(self) -> bool:
        """Whether the exchange holds it, as far as is known."""
        kinds = {event.kind for event in self.events}
        return bool(kinds) and not kinds & {CallEventKind.ENDED, CallEventKind.BY_HAND}

    def first(self, kind: CallEventKind) -> CallEvent | None:
        """Return the first event of a kind, or None."""
        return next((event for event in self.events if event.kind is kind), None)


def lines_of(events: Iterable[CallEvent]) -> Mapping[CallId, CallLine]:
    """Return the line of every call in these events, which are in the order of their calls."""
    found: dict[CallId, list[CallEvent]] = {}
    for event in events:
        found.setdefault(event.call_id, []).append(event)
    return {call_id: CallLine(tuple(sorted(of, key=lambda one: one.sequence))) for call_id, of in found.items()}


NO_LINE: Final = CallLine(())


@dataclass(frozen=True, slots=True)
class MissedCall:
    """A call that came in, that nobody took, and that belongs to no case.

    Attributes:
        e164: Empty = withheld, or none that can be read.
        at: When they gave up.
    """

    missed_id: str
    e164: str
    at: datetime


_Q850: Final[Mapping[int, CallOutcome]] = {
    1: CallOutcome.NOT_IN_USE,
    17: CallOutcome.BUSY,
    18: CallOutcome.UNREACHABLE,
    19: CallOutcome.NO_ANSWER,
    20: CallOutcome.UNREACHABLE,
    21: CallOutcome.DECLINED,
    34: CallOutcome.FAILED,
    38: CallOutcome.FAILED,
    41: CallOutcome.FAILED,
    42: CallOutcome.FAILED,
}

_DIAL_STATUS: Final[Mapping[str, CallOutcome]] = {
    "BUSY": CallOutcome.BUSY,
    "NOANSWER": CallOutcome.NO_ANSWER,
    "CANCEL": CallOutcome.CANCELLED,
    "CONGESTION": CallOutcome.FAILED,
    "CHANUNAVAIL": CallOutcome.UNREACHABLE,
}


def outcome_of_leg(dial_status: str, causes: Sequence[int]) -> CallOutcome:
    """Return what became of a leg that nobody answered, from the state an exchange gives it and its Q.850 causes.

    A cause that says something counts before the state; 0 and 16 say nothing.
    """
    told = (_Q850[cause] for cause in causes if cause in _Q850)
    return next(told, _DIAL_STATUS.get(dial_status, CallOutcome.FAILED))
