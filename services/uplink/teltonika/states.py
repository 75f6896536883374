"""Every state of a conversation with a Teltonika box, and every way from one to another.

Nothing else changes a state: ``link.py`` asks ``next_state`` and an entry that is not in the table is a refusal of the
caller.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final


class State(Enum):
    """Where a conversation stands."""

    AWAITING_LOGIN = auto()
    AWAITING_DECISION = auto()
    OPEN = auto()
    CLOSED = auto()


class Step(Enum):
    """What moves a conversation on."""

    LOGIN_READ = auto()
    ACCEPTED = auto()
    REJECTED = auto()
    FAILED = auto()


TRANSITIONS: Final[Mapping[tuple[State, Step], State]] = MappingProxyType(
    {
        (State.AWAITING_LOGIN, Step.LOGIN_READ): State.AWAITING_DECISION,
        (State.AWAITING_LOGIN, Step.FAILED): State.CLOSED,
        (State.AWAITING_DECISION, Step.ACCEPTED): State.OPEN,
        (State.AWAITING_DECISION, Step.REJECTED): State.CLOSED,
        (State.AWAITING_DECISION, Step.FAILED): State.CLOSED,
        (State.OPEN, Step.FAILED): State.CLOSED,
        (State.CLOSED, Step.FAILED): State.CLOSED,
    }
)


class OutOfTurn(Exception):
    """The service asked the conversation for something its state does not allow; a bug of ours, not of the box."""


def next_state(state: State, step: Step) -> State:
    """Return where the step leads.

    Raises:
        OutOfTurn: The table has no such step from this state.
    """
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise OutOfTurn(f"{step.name} is not possible while {state.name}") from None
