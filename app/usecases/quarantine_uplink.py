"""Put an authentic frame that cannot be read aside, where a person sees it; it never goes away by itself."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.uplink import StoredUplink
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class QuarantineUplink:
    """Keep a frame for a person. ``reason``: technical and not personal, such as the code of the decoder's error."""

    uplink: StoredUplink
    reason: str


def quarantine_uplink(command: QuarantineUplink, uow: UnitOfWork, clock: Clock) -> None:
    """Mark the frame, write it down and tell the desks."""
    raise NotImplementedError
