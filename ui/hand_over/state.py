"""What the hand-over shows."""

from dataclasses import dataclass

from app.domain.hand_over import TpsStep
from app.domain.subscription import Language
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line of the text; ticked once it was said.

    Attributes:
        key: Stays with the line while its figures change: an age grows every minute.
    """

    key: str
    text: str
    is_said: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a third-party eCall service. ``tick`` None = it follows from the case."""

    step: TpsStep
    text: str
    is_done: bool
    tick: Offer | None


@dataclass(frozen=True, slots=True)
class Dialling:
    """The call to 112 or 101 over the exchange.

    Attributes:
        call: Asks whether to call, then calls; None = there is no exchange.
        words: Where the call is; empty = there is none.
        is_lost: Its exchange is gone: the words are an alarm.
        hang_up: None = there is nothing to hang up.
        keys: Of their menu, each with what it leads to; empty while nobody hears them.
    """

    call: Offer | None
    words: str
    hang_up: Offer | None
    keys: tuple[tuple[str, str], ...] = ()
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class HandOverState:
    """The panel.

    Attributes:
        hint: What to do: the desk dials nothing by itself.
        earlier: Who handed over before, when, and what they gave; empty = nobody.
        lines: The text, in the order in which it is said.
        steps: Of the last hand-over to them; empty = there is none.
        copy: Puts the whole text on the clipboard.
        all_said: Ticks every line.
        language: In which the text stands; None = there is only one.
        done: Writes the hand-over down.
        save: Completes the last hand-over with what they gave; None = there is none, or nothing new was typed.
        problem: Why it was not written down; empty = nothing is wrong.
    """

    title: str
    hint: str
    dialling: Dialling
    earlier: str
    lines: tuple[SpokenLine, ...]
    steps: tuple[StepLine, ...]
    copy: Offer
    all_said: Offer
    done: Offer
    save: Offer | None
    problem: str
    language: Language | None = None
