"""What the head of the case shows."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.verdict import Priority
from ui.offer import Offer


class Tone(StrEnum):
    """How a fact is painted: colour only where a person is needed, and never without a word."""

    PLAIN = "plain"
    MUTED = "muted"
    ATTENTION = "attention"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a line.

    Attributes:
        copy: What one click puts on the clipboard; empty = nothing.
        opens_record: One click opens what is on record of the car.
    """

    text: str
    tone: Tone = Tone.PLAIN
    strong: bool = False
    copy: str = ""
    hint: str = ""
    opens_record: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, and what is known of it."""

    label: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A mark of the case: LATE, impact 2, TEST."""

    text: str
    tone: Tone
    hint: str


@dataclass(frozen=True, slots=True)
class CaseState:
    """The head of the case.

    Attributes:
        headline: The figures an operator reads first, hardest first: "6.3 g", "delta-v 38 km/h", "front, 11 o'clock".
        sentence: What happened, for somebody who is no engineer.
        clock: How long it waits, or how long ago it was.
        clock_words: What the clock counts.
        reasons: Why the clauses decided as they did, with the clause of each.
        holds: Why no automatic step is taken; empty = they are taken.
        linked: Opens the earlier case that this one continues; None = there is none.
        nearby: Opens the next case of what may be one pile-up; None = there is none.
    """

    number: str
    priority: Priority
    priority_words: str
    verdict: str
    headline: tuple[str, ...]
    clock: str
    clock_words: str
    chips: tuple[Chip, ...]
    sentence: str
    facts: tuple[Fact, ...]
    reasons: str
    holds: str
    linked: Offer | None
    nearby: Offer | None = None


class Asking(StrEnum):
    """What the head of the case is being asked a reason for."""

    NOTHING = "nothing"
    TAKE_OVER = "take_over"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class HoldingState:
    """Who works on the case, and what this person may do about it.

    Attributes:
        sentence: "A. Verbeke since 14:03, desk Luik-2"; "Nobody works on this case".
        tone: CRITICAL while nobody works on it, ATTENTION while its desk is silent.
        asking: The field for a typed reason is open for this.
        problem: What is wrong with the typed reason; empty = nothing.
    """

    sentence: str
    tone: Tone
    claim: Offer | None
    take_over: Offer | None
    release: Offer | None
    priority: Offer
    asking: Asking
    current_priority: Priority
    problem: str
