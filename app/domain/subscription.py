"""The contract behind a box: who pays, who drives, how to reach them.

The spine keeps what an E-call needs at once: the people, each with up to two numbers, and whom else to ask when none of
them answers. Beside them stand the address a person is found by and the covers; covers that nobody entered are not
known, and never taken for absent.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.domain.box import Car
from app.domain.ids import ContractId


class Language(StrEnum):
    """Languages the centre speaks with people."""

    NL = "nl"
    FR = "fr"
    DE = "de"
    EN = "en"


class ContractState(StrEnum):
    """What is known of the contract on the day of the event; 'unknown' delays nothing."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the centre may have to phone.

    Attributes:
        name: As on the contract.
        language: Contract language; the call's language is asked anew. None = not known.
        mobile_e164: "+32470123456", already checked to be a possible number; None = not known.
        second_e164: Where to try when the first number fails; a landline as often as not. None = not known.
    """

    name: str
    language: Language | None
    mobile_e164: str | None
    second_e164: str | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers on record, the first to try first."""
        return tuple(dict.fromkeys(one for one in (self.mobile_e164, self.second_e164) if one is not None))


class Relation(StrEnum):
    """What a contact person is to the driver; it decides what may be said to them."""

    FAMILY = "family"
    EMPLOYER = "employer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Somebody named on the contract who may know how to reach the driver."""

    person: Person
    relation: Relation


@dataclass(frozen=True, slots=True)
class Address:
    """Where the subscriber lives, as on the contract; empty parts are not known."""

    street: str = ""
    postcode: str = ""
    municipality: str = ""


class Cover(StrEnum):
    """What a policy covers: chapters of the conditions about the car, the persons, and the S2 Pack.

    ``VEHICLE`` alone says that the car is covered and not by which chapters; these are named beside it, or instead.
    """

    VEHICLE = "vehicle"
    PERSONS = "persons"
    S2_PACK = "s2_pack"
    ACCIDENT = "accident"
    THEFT = "theft"
    BREAKDOWN = "breakdown"


CHAPTERS: Final = (Cover.ACCIDENT, Cover.THEFT, Cover.BREAKDOWN)
"""Of the car, in the order of the conditions."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One policy with the S2 Pack.

    Attributes:
        starts_on: First day of cover; None = not known.
        ends_on: Last day of cover; None = still running.
        contact_persons: In the order in which they want to be asked.
        address: Of the subscriber; None = not known.
        covers: None = not known.
        car: The insured car as the policy names it, with a box in it or without; None = not known.
    """

    contract_id: ContractId
    policy_number: str
    subscriber: Person
    driver: Person | None
    starts_on: date | None
    ends_on: date | None
    contact_persons: tuple[ContactPerson, ...] = ()
    address: Address | None = None
    covers: frozenset[Cover] | None = None
    car: Car | None = None


def contract_state(contract: Contract | None, day: date) -> ContractState:
    """Say whether the contract was in force on the day of the event; unknown dates stay unknown."""
    if contract is None:
        return ContractState.UNKNOWN
    if contract.ends_on is not None and contract.ends_on < day:
        return ContractState.ENDED
    if contract.starts_on is None:
        return ContractState.UNKNOWN
    return ContractState.IN_FORCE if contract.starts_on <= day else ContractState.ENDED
