"""Put a contract on record, or change what is known of it."""

from dataclasses import dataclass, replace

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.subscription import ContactPerson, Contract, Person
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
    others = tuple(replace(one, person=_checked(one.person)) for one in given.contact_persons)
    contract = replace(given, subscriber=_checked(given.subscriber), driver=driver, contact_persons=others)
    if uow.contracts.find(contract.contract_id) == contract:
        return contract
    uow.contracts.put(contract)
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), _entry(contract))
    return contract


def _checked(person: Person) -> Person:
    return replace(person, mobile_e164=_number(person.mobile_e164), second_e164=_number(person.second_e164))


def _number(text: str | None) -> str | None:
    if text is None:
        return None
    number = e164_of(text)
    if number is None:
        raise Refusal("invalid_number")
    return number


def _entry(contract: Contract) -> Entry:
    facts = {
        "contract_id": contract.contract_id,
        "starts_on": "" if contract.starts_on is None else contract.starts_on.isoformat(),
        "ends_on": "" if contract.ends_on is None else contract.ends_on.isoformat(),
    }
    if contract.covers is not None:
        facts["covers"] = ",".join(sorted(contract.covers))
    personal = {"policy_number": contract.policy_number, **_of_person("subscriber", contract.subscriber)}
    if contract.driver is not None:
        personal |= _of_person("driver", contract.driver)
    if contract.address is not None:
        where = contract.address
        personal["address"] = f"{where.street}, {where.postcode} {where.municipality}"
    if contract.car is not None:
        personal["plate"] = contract.car.plate
    for place, contact in enumerate(contract.contact_persons, start=1):
        personal |= _of_contact(f"contact_{place}", contact)
    return Entry(AuditAction.CONTRACT_REGISTERED, facts, personal)


def _of_person(role: str, person: Person) -> dict[str, str]:
    return {
        role: person.name,
        f"{role}_number": person.mobile_e164 or "",
        f"{role}_second_number": person.second_e164 or "",
        f"{role}_language": person.language or "",
    }


def _of_contact(role: str, contact: ContactPerson) -> dict[str, str]:
    return {**_of_person(role, contact.person), f"{role}_relation": contact.relation}
