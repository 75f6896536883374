"""What carries one order version, as the outbox sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.sending import Sending, SendingChannel
from app.domain.service_order import OrderState


@dataclass(frozen=True, slots=True)
class Taken:
    """The far side has it.

    Attributes:
        reference: Its own name for it, or its last line.
        state: What it says of the order at once; None = nothing yet.
    """

    reference: str
    state: OrderState | None = None
    eta_at: datetime | None = None
    reason: str = ""


class NotTaken(Exception):
    """The far side has it not, or nobody knows. The message is technical and names no person and no address.

    Args:
        is_final: It was refused; trying again is in vain.
        may_have_arrived: Its words may have been read.
    """

    def __init__(self, message: str, *, is_final: bool = False, may_have_arrived: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
        self.may_have_arrived = may_have_arrived


class Carrier(Protocol):
    """One road."""

    @property
    def road(self) -> SendingChannel:
        """Which sendings are its."""
        ...

    @property
    def is_up(self) -> bool:
        """Whether something can leave now."""
        ...

    async def carry(self, sending: Sending) -> Taken:
        """Bring it to the far side; the same sending twice is one thing there.

        Raises:
            NotTaken: It did not, as far as we know.
        """
        ...
