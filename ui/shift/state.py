"""What the page of the shift shows, in words."""

from dataclasses import dataclass

from app.domain.ids import CaseId
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A case that changes hands, or may.

    Attributes:
        what: Priority, car and place.
        step: What is NEXT in it.
        promises: What was promised, first due first; empty = nothing.
        offer: By whom it is offered, or to whom and what became of that.
    """

    case_id: CaseId
    number: str
    what: str
    step: str
    promises: str
    offer: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells, in the order of the columns."""
        return (self.number, self.what, self.step, self.promises or "—", self.offer)


@dataclass(frozen=True, slots=True)
class ShiftState:
    """The page.

    Attributes:
        offered: Cases offered to me.
        mine: Cases I hold, and closed ones in which I promised something.
        colleagues: Id and words of each, the queue first.
        colleague: Id of the chosen one; empty = nobody yet.
        said: What happened last; empty = nothing yet.
        is_trouble: Something of it went wrong.
    """

    offered: tuple[ShiftLine, ...]
    mine: tuple[ShiftLine, ...]
    colleagues: tuple[tuple[str, str], ...]
    colleague: str
    accept: Offer
    accept_all: Offer
    decline: Offer
    look: Offer
    give: Offer
    give_all: Offer
    keep: Offer
    said: str
    is_trouble: bool
