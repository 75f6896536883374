"""Put a contract on record, or change what is known of it."""

from dataclasses import dataclass, replace

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.subscription import Contract, Person
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.phone_numbers import e164_of
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RegisterContract:
    """Put a contract on record; numbers in any spelling."""

    actor: Actor
    contract: Contract


def register_contract(command: RegisterContract, uow: UnitOfWork, clock: Clock) -> Contract:
    """Store the contract, its numbers in E.164; nothing is written when it is known exactly so.

    Raises:
        Refusal: ``invalid_number``.
    """
    given = command.contract
    driver = None if given.driver is None else _checked(given.driver)
    contract = replace(given, subscriber=_checked(given.subscriber), driver=driver)
    if uow.contracts.find(contract.contract_id) == contract:
        return contract
    uow.contracts.put(contract)
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), _entry(contract))
    return contract


def _checked(person: Person) -> Person:
    if person.mobile_e164 is None:
        return person
    number = e164_of(person.mobile_e164)
    if number is None:
        raise Refusal("invalid_number")
    return replace(person, mobile_e164=number)


def _entry(contract: Contract) -> Entry:
    facts = {
        "contract_id": contract.contract_id,
        "starts_on": "" if contract.starts_on is None else contract.starts_on.isoformat(),
        "ends_on": "" if contract.ends_on is None else contract.ends_on.isoformat(),
    }
    personal = {"policy_number": contract.policy_number, **_of_person("subscriber", contract.subscriber)}
    if contract.driver is not None:
        personal |= _of_person("driver", contract.driver)
    return Entry(AuditAction.CONTRACT_REGISTERED, facts, personal)


def _of_person(role: str, person: Person) -> dict[str, str]:
    return {
        role: person.name,
        f"{role}_number": person.mobile_e164 or "",
        f"{role}_language": person.language or "",
    }
