"""What the number plan says of a number that somebody types.

The plan is the service's: whoever may be dialled is decided there, and the desk asks while a person types.
"""

from pydantic import Field

from app.api.model import ApiModel
from app.domain.contact import NumberKind


class ReadNumber(ApiModel):
    """POST /v1/numbers/read. Nothing is kept of it; a number is personal and therefore in no address."""

    text: str = Field(max_length=40, examples=["0470 12 34 56"])


class NumberInfo(ApiModel):
    """A typed number as it would be dialled.

    Attributes:
        e164: None = it cannot be a number (yet).
        shown: As people write it; as it was typed while it cannot be a number.
        country: Code of the country it belongs to, where it is not Belgium; empty = Belgium or unknown.
    """

    e164: str | None
    shown: str
    kind: NumberKind
    country: str
