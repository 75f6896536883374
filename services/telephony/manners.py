"""How a made-up person takes a call."""

from enum import StrEnum
from typing import Final

from app.domain.contact import CallOutcome


class Manner(StrEnum):
    """What happens when a number of a drill is dialled."""

    ANSWERS = "answers"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINES = "declines"
    UNREACHABLE = "unreachable"
    WRONG_NUMBER = "wrong_number"

    @property
    def outcome(self) -> CallOutcome | None:
        """How the network ends the call; None = somebody picks up, and the operator says who it was."""
        return _OUTCOMES.get(self)

    @property
    def rings(self) -> bool:
        """Whether a telephone rings at all."""
        return self not in _AT_ONCE

    @property
    def takes(self) -> float:
        """How long until then, as a part of the time a phone rings unanswered."""
        return 0.25 if self in _AT_ONCE else 1.0


_OUTCOMES: Final = {
    Manner.NO_ANSWER: CallOutcome.NO_ANSWER,
    Manner.BUSY: CallOutcome.BUSY,
    Manner.DECLINES: CallOutcome.DECLINED,
    Manner.UNREACHABLE: CallOutcome.UNREACHABLE,
    Manner.WRONG_NUMBER: CallOutcome.NOT_IN_USE,
}
_AT_ONCE: Final = (Manner.BUSY, Manner.UNREACHABLE, Manner.WRONG_NUMBER)
"""The network says so; no telephone rings."""
