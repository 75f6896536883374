"""A case offered to a colleague at the end of a shift. Until the colleague accepts it by name, it stays where it is.

An offer says from which desk it came, so it ends by itself when that desk has the case no more: taken over, given back,
closed. Of a closed case only what was promised is left to be offered.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import AccountId


@dataclass(frozen=True, slots=True)
class ShiftOffer:
    """One case, offered by one person to another.

    Attributes:
        by_desk: The workplace it was offered from.
        declined_at: When the colleague said no; it stands until it is offered anew or taken back. None = not answered.
    """

    by_id: AccountId
    by: str
    by_desk: str
    to_id: AccountId
    to: str
    offered_at: datetime
    declined_at: datetime | None = None
