"""What records are found by, in one spelling: letters without accents, plates and numbers without their signs.

Whoever searches folds the typed text with the same functions, so that "0470 12 34 56", "+32470/123456" and a piece of
either find the same person, and "celine" finds Céline.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.box import Box
from app.domain.spelling import key_of
from app.domain.subscription import Contract, Person

SEARCHED: Final = ("policy", "plate", "phone", "name", "box", "place")
"""The texts of ``FoundBy``, by name and in order."""

_WORDS_OF_A_LONG_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class CarRecord:
    """What is on record together: a contract with its boxes, or a box without contract."""

    contract: Contract | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class FoundBy:
    """The folded texts of one record, in the order of ``SEARCHED``."""

    policy: str
    plate: str
    phone: str
    name: str
    box: str
    place: str

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them, in that order."""
        return (self.policy, self.plate, self.phone, self.name, self.box, self.place)


def folded(text: str) -> str:
    """Return the text in small letters, without accents, its words one space apart."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(bare.split())


def found_by(contract: Contract | None, boxes: Sequence[Box]) -> FoundBy:
    """Return what a record is found by."""
    people = [] if contract is None else people_of(contract)
    numbers = dict.fromkeys(number for person in people for number in person.numbers)
    address = None if contract is None else contract.address
    return FoundBy(
        policy="" if contract is None else key_of(contract.policy_number).casefold(),
        plate=" ".join(dict.fromkeys(key_of(plate).casefold() for plate in plates_of(contract, boxes))),
        phone=" ".join(spelling for number in numbers for spelling in number_spellings(number)),
        name=" ".join(dict.fromkeys(spelling for person in people for spelling in _name_spellings(person.name))),
        box=" ".join(box.imei for box in boxes),
        place="" if address is None else folded(f"{address.postcode} {address.municipality} {address.street}"),
    )


def plates_of(contract: Contract | None, boxes: Sequence[Box]) -> tuple[str, ...]:
    """Return the plates of a record as they are written: of the policy, then of its boxes; each once."""
    cars = [None if contract is None else contract.car, *(box.car for box in boxes)]
    return tuple(dict.fromkeys(car.plate for car in cars if car is not None))


def people_of(contract: Contract) -> list[Person]:
    """Return everybody of a contract: who pays, who drives, whom to ask."""
    named = [contract.subscriber, contract.driver, *(one.person for one in contract.contact_persons)]
    return [person for person in named if person is not None]


def _name_spellings(name: str) -> tuple[str, ...]:
    """Return the name as it is written and, of one with words like "van den" in it, as one word."""
    plain = folded(name)
    words = plain.split()
    return (plain, "".join(words[1:])) if len(words) >= _WORDS_OF_A_LONG_NAME else (plain,)


def number_spellings(e164: str) -> tuple[str, ...]:
    """Return the digits as from abroad and, of a Belgian number, as at home."""
    digits = e164.removeprefix("+")
    return (digits, f"0{digits[2:]}") if e164.startswith("+32") else (digits,)
