"""Put a contract on record."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.subscription import Contract
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RegisterContract:
    """Put a contract on record, or change what is known of it."""

    actor: Actor
    contract: Contract


def register_contract(command: RegisterContract, uow: UnitOfWork, clock: Clock) -> Contract:
    """Store the contract, its numbers in E.164; nothing is written when it is known exactly so.

    Raises:
        Refusal: ``invalid_number``.
    """
    raise NotImplementedError
