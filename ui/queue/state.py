"""What the queue shows: lines from top to bottom, in words."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.domain.ids import CaseId
from app.domain.verdict import Priority


class Section(StrEnum):
    """The parts of the queue, from top to bottom.

    ``LATE`` is what waits although its box was offline when it happened: it sounds and flashes like the rest, but a
    crash of now stands above one of hours ago.
    """

    WAITING = "waiting"
    MINE = "mine"
    OTHERS = "others"
    FOLLOW_UP = "follow_up"
    LATE = "late"
    REJECTED = "rejected"
    CLOSED = "closed"


class Weight(IntEnum):
    """How much a mark needs a person."""

    CRITICAL = 1
    HIGH = 2
    QUIET = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at the end of a row: "impact 2", "1 by hand", "LATE 3 y 2 m"."""

    text: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class Row:
    """One case, or one rejected event.

    Attributes:
        key: Stays the same while the row changes; what selection holds on to.
        case_id: None for a rejected event, which cannot be opened.
        priority: None for a rejected event.
        clock: Waiting time, or age.
        is_overdue: It waits longer than its target.
        flashes: Nobody has claimed it; only its badge may flash.
        is_open: It is the case on the screen.
        spoken: The whole row for a screen reader.
    """

    key: str
    case_id: CaseId | None
    priority: Priority | None
    peak: str
    plate: str
    detail: str
    clock: str
    marks: tuple[Mark, ...]
    is_overdue: bool
    flashes: bool
    is_open: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Head:
    """The line above a section. ``is_folded`` hides its rows; its count stays."""

    section: Section
    title: str
    count: int
    is_folded: bool

    @property
    def key(self) -> str:
        """What selection holds on to: the line can be chosen by key, and Enter folds it."""
        return f"head:{self.section}"

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return f"{self.title}, {self.count}"


@dataclass(frozen=True, slots=True)
class Hint:
    """A quiet sentence in place of rows."""

    text: str

    @property
    def key(self) -> str:
        """There is one at most."""
        return "hint"

    @property
    def spoken(self) -> str:
        """The sentence for a screen reader."""
        return self.text


Line = Head | Row | Hint


@dataclass(frozen=True, slots=True)
class QueueState:
    """The queue.

    Attributes:
        selected_key: The line a person chose; never changed by what arrives.
        not_confirmed: While the link is dead: "not confirmed since 14:03"; empty = it lives.
    """

    lines: tuple[Line, ...]
    selected_key: str
    not_confirmed: str
