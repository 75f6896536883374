"""What the frame of the window shows: frozen, in words."""

from dataclasses import dataclass
from enum import IntEnum

from app.domain.ids import CaseId
from ui.actions import ActionId


class Level(IntEnum):
    """How much an alert needs a person; doubled by shape and word."""

    CRITICAL = 1
    HIGH = 2
    NOTICE = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that needs attention. Stands until it is over; never goes away by itself.

    Attributes:
        leads_to: The case it speaks of, or the action that opens its page or screen; None = there is nowhere to go.
        is_hint: A sentence that answers what a person just did; it goes away by itself, and has its place till then;
            so has who is on the phone.
    """

    level: Level
    text: str
    leads_to: CaseId | ActionId | None = None
    is_hint: bool = False


@dataclass(frozen=True, slots=True)
class StatusWord:
    """One word of the top bar, e.g. "SMS by hand". ``is_fault`` paints and marks it."""

    text: str
    is_fault: bool
    hint: str


@dataclass(frozen=True, slots=True)
class ShellState:
    """The frame.

    Attributes:
        link_lost: Sentence for the queue while the link is dead; empty = it lives.
        not_confirmed: Sentence over the case while the link is dead.
        training: Coloured frame and the word.
    """

    words: tuple[StatusWord, ...]
    operator: str
    clock: str
    alerts: tuple[Alert, ...]
    link_lost: str
    not_confirmed: str
    training: bool
