"""One search over everything: what somebody typed may be a case, a car, a person, a box or a municipality.

Each kind is looked for by itself and only when it is wanted, so that a search with every key that is pressed reads no
more than it shows. A case is found by its number, by what it says itself, and by the contracts and boxes the text is
found in; that is how a name finds the open case of the car.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.case import CaseState
from app.domain.ids import CaseId, CaseNumber
from app.domain.subscription import Contract, Person
from app.usecases.queries import CaseBrief, Reader
from app.usecases.record_text import CarRecord, folded, found_by, number_spellings, people_of
from app.usecases.search_text import Fit, Likeness, Sought, bare, exact_fit, near_fit, slipped, sought

YEARS_BACK: Final = 3
"""A running number without its year may be of this year or of one of these before."""

RECORDS_OF_CASES: Final = 12
"""Contracts and boxes whose cases are looked at; a text that more have in common is no case's."""

_NUMBER: Final = re.compile(r"(?:(20\d\d)\s*[-/ ]?\s*)?(\d{1,6})")


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A contract or box. ``person``: whose name or number was typed; "" = nobody's."""

    record: CarRecord
    fit: Fit
    person: str


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case. ``fit`` None = by its number."""

    brief: CaseBrief
    fit: Fit | None


def search_records(typed: str, reader: Reader, limit: int) -> list[FoundRecord]:
    """Return the contracts and boxes that fit, best first."""
    asked = sought(typed)
    found = (_found(asked, record) for record in reader.find_records(typed, limit))
    return sorted((one for one in found if one is not None), key=lambda one: one.fit.likeness)


def search_cases(typed: str, year: int, records: Iterable[FoundRecord], reader: Reader, limit: int) -> list[FoundCase]:
    """Return the cases that are meant, open ones first; at most ``limit`` open and as many closed."""
    fits: dict[CaseId, Fit | None] = dict.fromkeys(reader.cases_of_numbers(numbers_of(typed, year)))
    for case_id, open_fit in _open_fits(sought(typed), reader).items():
        fits.setdefault(case_id, open_fit)
    if records_fit := list(records):
        _add_theirs(fits, records_fit, reader, limit)
    found = [FoundCase(brief, fits[brief.case.case_id]) for brief in reader.briefs(list(fits))]
    newest = sorted(found, key=lambda one: one.brief.case.received_at, reverse=True)
    best = sorted(newest, key=lambda one: Likeness.SAME if one.fit is None else one.fit.likeness)
    of_state = [[one for one in best if one.brief.case.state is state][:limit] for state in CaseState]
    return [one for found in of_state for one in found]


def numbers_of(typed: str, year: int) -> tuple[CaseNumber, ...]:
    """Return the numbers of cases that may be meant: "2026-000042", "2026/42", "42"; none when it is no such number."""
    written = _NUMBER.fullmatch(typed.strip())
    if written is None:
        return ()
    years = [int(written[1])] if written[1] else range(year, year - YEARS_BACK - 1, -1)
    return tuple(CaseNumber(f"{one}-{int(written[2]):06d}") for one in years)


def _open_fits(asked: Sought, reader: Reader) -> Mapping[CaseId, Fit]:
    """Return how the open cases fit; those nearly the same only when there is no other."""
    if not asked.is_long_enough:
        return {}
    texts = reader.open_case_texts()
    exact = {one.case_id: fit for one in texts if (fit := exact_fit(asked, one.texts)) is not None}
    return exact or {one.case_id: fit for one in texts if (fit := near_fit(asked, one.texts)) is not None}


def _add_theirs(fits: dict[CaseId, Fit | None], records: Sequence[FoundRecord], reader: Reader, limit: int) -> None:
    ids = {one.record.contract.contract_id: one.fit for one in records if one.record.contract is not None}
    imeis = {box.imei: one.fit for one in records for box in one.record.boxes}
    theirs = reader.cases_of_records(ids.keys(), imeis.keys(), 2 * limit)
    for brief in reader.briefs(theirs):
        case = brief.case
        of_contract = None if case.contract_id is None else ids.get(case.contract_id)
        fits.setdefault(case.case_id, of_contract or imeis.get(case.imei))


def _found(asked: Sought, record: CarRecord) -> FoundRecord | None:
    texts = found_by(record.contract, record.boxes).texts
    fit = exact_fit(asked, texts) or near_fit(asked, texts)
    if fit is None:
        return None
    return FoundRecord(record, fit, _person(asked, fit, record.contract))


def _person(asked: Sought, fit: Fit, contract: Contract | None) -> str:
    people = () if contract is None else people_of(contract)
    if fit.column == "phone":
        return next((one.name for one in people if _has_number(one, asked.whole)), "")
    if fit.column == "name":
        return max(people, key=lambda one: _shared(one, asked)).name if people else ""
    return ""


def _has_number(person: Person, digits: str) -> bool:
    return any(digits in spelling for number in person.numbers for spelling in number_spellings(number))


def _shared(person: Person, asked: Sought) -> int:
    """Return how much of what was typed is in a name."""
    name = folded(person.name)
    whole = "".join(name.split())
    exact = sum(2 for word in asked.words if word in name or bare(word) in whole)
    return exact or sum(1 for word in asked.words if any(slipped(bare(word), part) for part in name.split()))
