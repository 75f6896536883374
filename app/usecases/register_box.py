"""Put a box on record."""

from dataclasses import dataclass

from app.domain.box import Box
from app.domain.clock import Clock
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RegisterBox:
    """Put a box on record, or change what is known of it."""

    actor: Actor
    box: Box


def register_box(command: RegisterBox, uow: UnitOfWork, clock: Clock) -> Box:
    """Store the box; nothing is written when it is known exactly so.

    Raises:
        NotFound: ``not_found``: its contract is not on record.
    """
    raise NotImplementedError
