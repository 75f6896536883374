"""What the SMS editor shows."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class SmsRecipient:
    """Somebody a text can go to."""

    e164: str
    text: str


@dataclass(frozen=True, slots=True)
class SmsEditorState:
    """A text that is being written.

    Attributes:
        chosen: Place of the one it goes to.
        length: How many SMS it is, in which alphabet, what still fits.
        foreign: Which letters make it longer; empty = none.
        plain: Writes it without those; None = there is nothing to replace.
        caution: What must not be said to whoever gets it; empty = the people of the car.
    """

    recipients: tuple[SmsRecipient, ...]
    chosen: int
    text: str
    length: str
    foreign: str
    plain: Offer | None
    send: Offer
    caution: str = ""
