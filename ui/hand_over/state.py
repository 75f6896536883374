"""What the hand-over shows."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line of the text; ticked once it was said."""

    text: str
    is_said: bool


@dataclass(frozen=True, slots=True)
class HandOverState:
    """The panel.

    Attributes:
        hint: What to do: the desk dials nothing.
        earlier: Who handed over before, and when; empty = nobody.
        lines: The text, in the order in which it is said.
        copy: Puts the whole text on the clipboard.
        all_said: Ticks every line.
        done: Writes the hand-over down.
        problem: Why it was not written down; empty = nothing is wrong.
    """

    title: str
    hint: str
    earlier: str
    lines: tuple[SpokenLine, ...]
    copy: Offer
    all_said: Offer
    done: Offer
    problem: str
