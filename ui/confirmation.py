"""What leaves the house is shown before it leaves, and needs Enter.

One place asks (the NEXT box), whichever screen the wish came from: an operator learns one spot and one key. Screens
hold the port; they do not know each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question that Enter answers with yes.

    Attributes:
        title: What is about to happen: "Order a tow truck".
        lines: Exactly what leaves: number, text, place.
        button: What Enter does: "Order it".
        act: Does it.
        copy: Text for the clipboard, where a person sends it from another machine; empty = nothing to copy.
        shown_by_asker: The screen that asks shows it itself and keeps the focus (a note that is being typed): the NEXT
            box only lends it the action "confirm".
        warning: What speaks against it, so that Enter is pressed knowingly; empty = nothing.
    """

    title: str
    lines: tuple[str, ...]
    button: str
    act: Callable[[], None]
    copy: str = ""
    shown_by_asker: bool = False
    warning: str = ""


class Confirmations(Protocol):
    """Where a screen asks."""

    def ask(self, confirmation: Confirmation) -> None:
        """Show it and wait for Enter; a newer question, another case or Esc takes it away."""

    def withdraw(self, confirmation: Confirmation) -> None:
        """Ask no more: it was done or dropped where it came from. Harmless when another question stands."""


class Announcements(Protocol):
    """Where a screen says what leaves the house by itself, unless somebody stops it."""

    def announce(self, sentence: str) -> None:
        """Say what leaves, with the button that stops it; empty = nothing is about to leave."""


@dataclass(frozen=True, slots=True)
class FirmAdvice:
    """Which firm to ask for an order that nobody has yet, in words of NEXT.

    Attributes:
        sentence: "Ask Depannage Noels for a tow truck, by e-mail".
        why: Empty = what NEXT says anyway.
        button: The same.
    """

    order_id: str
    sentence: str
    why: str = ""
    button: str = ""


class FirmAdvices(Protocol):
    """Where it is said which firm to ask."""

    def advise(self, advice: FirmAdvice | None) -> None:
        """Say it in the step of that order; None = nobody knows whom to ask."""


class OrderBox(Confirmations, FirmAdvices, Protocol):
    """The NEXT box, as far as the orders need it."""


class NextBox(Confirmations, Announcements, Protocol):
    """The NEXT box, as far as a screen needs it whose things leave by themselves."""
