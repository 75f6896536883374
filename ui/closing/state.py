"""What closing shows."""

from dataclasses import dataclass

from app.domain.case import Outcome
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class Running:
    """Something that still runs.

    Attributes:
        key: Id of the order, message or call.
        text: What it is and how far it got.
        goes_on: It goes on without the case.
        can_choose: Whether it may go on or be stopped here; a call has to be ended first.
        consequence: What follows from the choice.
    """

    key: str
    text: str
    goes_on: bool
    can_choose: bool
    consequence: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """Nobody was reached, and it may be closed all the same.

    Attributes:
        tried: What was tried in vain.
        is_ticked: A person said so.
        asks_reason: It needs a typed reason.
    """

    text: str
    tried: str
    is_ticked: bool
    asks_reason: bool


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """One thing it may have been. ``key`` is the digit that chooses it."""

    outcome: Outcome
    key: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ClosingState:
    """The panel, while a case is being closed.

    Attributes:
        unreached: None = somebody was reached.
        asks_reason: A tow truck or a promise is stopped, which needs a typed reason.
        warning: That it cannot be undone.
        problem: Why it was not closed; empty = nothing went wrong.
    """

    title: str
    unreached: Unreached | None
    outcomes: tuple[OutcomeChoice, ...]
    running: tuple[Running, ...]
    asks_reason: bool
    warning: str
    problem: str
    close: Offer
