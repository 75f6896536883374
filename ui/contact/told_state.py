"""What the form "what was told" shows."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One thing that can have been said. ``why_not``: why it is not to be; empty = it may be."""

    key: str
    text: str
    is_ticked: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ToldState:
    """The form.

    Attributes:
        recipients: Who can be told, in words; ``chosen`` is the place of the one who was.
        to: The name, as typed.
        bases: Why they may know it, in words; ``basis`` is the place of the one that counts.
        caution: What must not be said to them; empty = nothing.
        write: Writes it down.
    """

    recipients: tuple[str, ...]
    chosen: int
    to: str
    facts: tuple[ToldFact, ...]
    bases: tuple[str, ...]
    basis: int
    caution: str
    write: Offer
