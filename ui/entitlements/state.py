"""What the entitlement cards show."""

from dataclasses import dataclass

from app.api.cases import CardStatus


@dataclass(frozen=True, slots=True)
class Card:
    """One service and whether a clause pays for it.

    Attributes:
        title: The service in the words of the screen.
        status_words: The status, which the shape doubles.
        quote_nl: The Dutch words of the clause, exactly; never translated.
        figures: Figures of the clause for this case: "1 SMS".
        missing: Facts that could still change the status; empty = none.
    """

    clause: str
    title: str
    status: CardStatus
    status_words: str
    quote_nl: str
    figures: str
    missing: str


@dataclass(frozen=True, slots=True)
class EntitlementsState:
    """The panel.

    Attributes:
        not_confirmed: Says since when nobody has confirmed the cards; empty = they are confirmed.
    """

    cards: tuple[Card, ...]
    not_confirmed: str
