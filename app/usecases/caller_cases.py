"""Which case somebody may be calling about, by whatever they say first: a plate, a name, a number, a place.

Few cases are open, so each is held against the text whole: its car, everybody of its contract, whoever called or was
called, and where it is. A case whose driver is still looked for comes first, because that may be who is on the phone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.case import CaseState
from app.domain.spelling import key_of
from app.domain.subscription import Person
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.phone_numbers import e164_of
from app.usecases.queries import CaseBrief
from app.usecases.record_text import folded

SHORTEST: Final = 3
_PART_OF_NUMBER: Final = 6
"""So many digits of a telephone number are one person's."""


class MatchedBy(StrEnum):
    """What of a case the text stands in, the surest first."""

    NUMBER = "number"
    PLATE = "plate"
    PHONE = "phone"
    NAME = "name"
    POLICY = "policy"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class CallersCase:
    """A case that may be meant."""

    brief: CaseBrief
    by: MatchedBy


def callers_cases(text: str, briefs: Iterable[CaseBrief]) -> Sequence[CallersCase]:
    """Return the cases the text stands in: open and not reached first, closed ones last, newest first."""
    if len(key_of(text)) < SHORTEST:
        return ()
    found = [CallersCase(brief, by) for brief in briefs if (by := next(_matches(text, brief), None)) is not None]
    newest = sorted(found, key=lambda one: one.brief.case.received_at, reverse=True)
    return sorted(newest, key=_need)


def _need(one: CallersCase) -> int:
    case = one.brief.case
    if case.state is CaseState.CLOSED:
        return 2
    return 1 if is_driver_reached(case) else 0


def _matches(text: str, brief: CaseBrief) -> Iterator[MatchedBy]:
    key, words = key_of(text), folded(text).split()
    car, contract = brief.car, brief.contract
    if key == key_of(brief.case.number):
        yield MatchedBy.NUMBER
    if car is not None and key in car.key:
        yield MatchedBy.PLATE
    if _is_among(text, key, _numbers(brief)):
        yield MatchedBy.PHONE
    if any(_stands_in(words, name) for name in _names(brief)):
        yield MatchedBy.NAME
    if contract is not None and key in key_of(contract.policy_number):
        yield MatchedBy.POLICY
    if any(_stands_in(words, name) for name in _places(brief)):
        yield MatchedBy.PLACE


def _is_among(text: str, key: str, numbers: Iterable[str]) -> bool:
    e164 = e164_of(text)
    digits = key.lstrip("0")
    is_part = digits.isdigit() and len(digits) >= _PART_OF_NUMBER
    return any(number == e164 or (is_part and number.endswith(digits)) for number in numbers)


def _stands_in(words: Sequence[str], name: str) -> bool:
    known = folded(name)
    return bool(known) and all(word in known for word in words)


def _people(brief: CaseBrief) -> Iterator[Person]:
    if brief.contract is None:
        return
    yield brief.contract.subscriber
    if brief.contract.driver is not None:
        yield brief.contract.driver
    for contact in brief.contract.contact_persons:
        yield contact.person


def _numbers(brief: CaseBrief) -> Iterator[str]:
    for person in _people(brief):
        yield from person.numbers
    yield from (caller.e164 for caller in brief.callers if caller.e164)
    yield from (call.to_e164 for call in brief.calls if call.to_e164)


def _names(brief: CaseBrief) -> Iterator[str]:
    yield from (person.name for person in _people(brief))
    yield from (caller.name for caller in brief.callers)


def _places(brief: CaseBrief) -> Iterator[str]:
    place, report = brief.case.place, brief.case.report
    if place is not None and place.municipality is not None:
        names = place.municipality
        yield from (f"{name} {place.postcode or ''}" for name in (names.nl, names.fr, names.de))
    if place is not None and place.nearest_place:
        yield place.nearest_place
    if report is not None:
        yield report.whereabouts
