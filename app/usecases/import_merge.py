"""What a row says, laid over what is on record: the one way in which contract, car and box are changed.

A column the file does not have leaves what is on record as it is; an empty cell says "not known". Only the number of a
box is different: an empty one takes no box out of a car, because a box is taken out by hands and not by a table.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from app.domain.box import Box, BoxModel, Car
from app.domain.ids import ContractId, Imei
from app.domain.subscription import Address, ContactPerson, Contract, Cover, Language, Person, Relation
from app.usecases.import_cells import CellValue
from app.usecases.import_columns import CONTACT_PERSONS
from app.usecases.record_text import CarRecord

RowValues = Mapping[str, CellValue | None]
"""What a row says, by column; None = the file has the column and the cell is empty."""

NOTHING_KNOWN: Final = CarRecord(None, ())


@dataclass(frozen=True, slots=True)
class _PersonColumns:
    """The names of the columns of one person."""

    name: str
    language: str
    phone: str
    phone_2: str
    relation: str

    @classmethod
    def of(cls, prefix: str) -> "_PersonColumns":
        """Return those that begin so."""
        return cls(*(f"{prefix}_{part}" for part in ("name", "language", "phone", "phone_2", "relation")))


_SUBSCRIBER: Final = _PersonColumns.of("subscriber")
_DRIVER: Final = _PersonColumns.of("driver")
_CONTACTS: Final = tuple(_PersonColumns.of(f"contact_{place}") for place in range(1, CONTACT_PERSONS + 1))
_CONTACT_NAMES: Final = tuple(columns.name for columns in _CONTACTS)
_BLANK_CAR: Final = Car("", "", "", "")


class RowFault(Exception):
    """The row cannot be put on record; ``code`` as in ``import_cells``."""

    def __init__(self, code: str, column: str, **detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.detail: Mapping[str, str] = detail


@dataclass(frozen=True, slots=True)
class Merged:
    """What is on record once the row is put in place; None = the row does not touch it."""

    contract: Contract | None
    box: Box | None


def merged_contract(values: RowValues, before: Contract | None, contract_id: ContractId) -> Contract:
    """Return the contract a row makes of the one before; ``contract_id`` is that of a new one.

    Raises:
        RowFault: A name is missing.
    """
    subscriber = _person(_SUBSCRIBER, values, None if before is None else before.subscriber)
    if subscriber is None:
        raise RowFault("needed", "subscriber_name")
    base = before or Contract(contract_id, str(values.get("policy_number")), subscriber, None, None, None)
    return replace(
        base,
        subscriber=subscriber,
        driver=_person(_DRIVER, values, base.driver),
        starts_on=_day(values, "starts_on", base.starts_on),
        ends_on=_day(values, "ends_on", base.ends_on),
        contact_persons=_contacts(values, base.contact_persons),
        address=_address(values, base.address),
        covers=_covers(values, base.covers),
        car=_car(values, base.car),
    )


def merged_box(values: RowValues, before: Box | None, contract: Contract | None) -> Box | None:
    """Return the box a row makes of the one before; None = the row is of none.

    Raises:
        RowFault: A new box without a model.
    """
    imei = values.get("imei")
    if before is None and imei is None:
        return None
    if before is None:
        model = BoxModel(str(_needed(values, "box_model")), None, None)
        before = Box(Imei(str(imei)), model, None, None)
    contract_id = before.contract_id if contract is None else contract.contract_id
    car = _car(values, before.car or (None if contract is None else contract.car))
    return replace(before, model=_model(values, before.model), car=car, contract_id=contract_id)


def flat(contract: Contract | None, box: Box | None) -> dict[str, str]:
    """Return what is on record as the cells of one row, without those that are not known."""
    cells = {} if contract is None else _flat_contract(contract)
    if box is not None:
        cells |= _flat_box(box)
    return {name: text for name, text in cells.items() if text}


def version_of(record: CarRecord) -> str:
    """Return what changes when anything of the record does; whoever mends one says which version was looked at."""
    cells = [flat(record.contract, None), *(flat(None, box) for box in record.boxes)]
    return sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:32]


def changed_columns(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns whose cells differ, in the order of the record."""
    return tuple(name for name in {**before, **after} if before.get(name) != after.get(name))


def _needed(values: RowValues, column: str) -> CellValue:
    value = values.get(column)
    if value is None:
        raise RowFault("needed", column)
    return value


def _text(values: RowValues, column: str, before: str | None) -> str | None:
    """Return what the row says of a column it has, and what was before of one it has not."""
    if column not in values:
        return before
    value = values[column]
    return None if value is None else str(value)


def _person(of: _PersonColumns, values: RowValues, before: Person | None) -> Person | None:
    name = _text(values, of.name, None if before is None else before.name)
    if name is None:
        others = (of.language, of.phone, of.phone_2, of.relation)
        if any(values.get(column) is not None for column in others):
            raise RowFault("needed", of.name)
        return None
    language = _text(values, of.language, None if before is None else before.language)
    first = _text(values, of.phone, None if before is None else before.mobile_e164)
    second = _text(values, of.phone_2, None if before is None else before.second_e164)
    return Person(name, None if language is None else Language(language), first, second)


def _contacts(values: RowValues, before: Sequence[ContactPerson]) -> tuple[ContactPerson, ...]:
    if not before and values.keys().isdisjoint(_CONTACT_NAMES):
        return ()
    places = [_contact(place, values, before) for place in range(1, CONTACT_PERSONS + 1)]
    return (*(one for one in places if one is not None), *before[CONTACT_PERSONS:])


def _contact(place: int, values: RowValues, before: Sequence[ContactPerson]) -> ContactPerson | None:
    of = _CONTACTS[place - 1]
    known = before[place - 1] if place <= len(before) else None
    person = _person(of, values, None if known is None else known.person)
    if person is None:
        return None
    relation = _text(values, of.relation, None if known is None else known.relation)
    return ContactPerson(person, Relation.OTHER if relation is None else Relation(relation))


def _day(values: RowValues, column: str, before: date | None) -> date | None:
    text = _text(values, column, None if before is None else before.isoformat())
    return None if text is None else date.fromisoformat(text)


def _address(values: RowValues, before: Address | None) -> Address | None:
    known = before or Address()
    parts = [
        _text(values, column, part or None)
        for column, part in (
            ("street", known.street),
            ("postcode", known.postcode),
            ("municipality", known.municipality),
        )
    ]
    return Address(*(part or "" for part in parts)) if any(parts) else None


def _covers(values: RowValues, before: frozenset[Cover] | None) -> frozenset[Cover] | None:
    if "covers" not in values:
        return before
    named = values["covers"]
    return frozenset(Cover(one) for one in named) if isinstance(named, tuple | list) else None


def _car(values: RowValues, before: Car | None) -> Car | None:
    known = before or _BLANK_CAR
    plate = _text(values, "plate", known.plate or None)
    if plate is None:
        if any(values.get(column) is not None for column in ("make_model", "colour", "propulsion")):
            raise RowFault("needed", "plate")
        return None
    return Car(
        plate,
        _text(values, "make_model", known.make_model) or "",
        _text(values, "colour", known.colour) or "",
        _text(values, "propulsion", known.propulsion) or "",
    )


def _model(values: RowValues, before: BoxModel) -> BoxModel:
    name = _text(values, "box_model", before.name) or before.name
    rate_hz = _figure(values, "trace_rate_hz", before.trace_rate_hz)
    scale_g = _figure(values, "full_scale_g", before.full_scale_g)
    if (name, rate_hz, scale_g) == (before.name, before.trace_rate_hz, before.full_scale_g):
        return before
    return replace(before, name=name, trace_rate_hz=rate_hz, full_scale_g=scale_g)


def _figure(values: RowValues, column: str, before: float | None) -> float | None:
    value = values.get(column)
    return before if column not in values else None if value is None else float(str(value))


def _flat_contract(contract: Contract) -> dict[str, str]:
    people = {"subscriber": contract.subscriber, "driver": contract.driver}
    cells = {
        "policy_number": contract.policy_number,
        "starts_on": "" if contract.starts_on is None else contract.starts_on.isoformat(),
        "ends_on": "" if contract.ends_on is None else contract.ends_on.isoformat(),
        "covers": "|".join(sorted(contract.covers or ())),
    }
    for prefix, person in people.items():
        cells |= _flat_person(prefix, person)
    for place, contact in enumerate(contract.contact_persons, start=1):
        cells |= {**_flat_person(f"contact_{place}", contact.person), f"contact_{place}_relation": contact.relation}
    address = contract.address or Address()
    cells |= {"street": address.street, "postcode": address.postcode, "municipality": address.municipality}
    return cells | _flat_car(contract.car)


def _flat_person(prefix: str, person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    return {
        f"{prefix}_name": person.name,
        f"{prefix}_language": person.language or "",
        f"{prefix}_phone": person.mobile_e164 or "",
        f"{prefix}_phone_2": person.second_e164 or "",
    }


def _flat_car(car: Car | None) -> dict[str, str]:
    if car is None:
        return {}
    return {"plate": car.plate, "make_model": car.make_model, "colour": car.colour, "propulsion": car.propulsion}


def _flat_box(box: Box) -> dict[str, str]:
    return {
        **_flat_car(box.car),
        "imei": box.imei,
        "box_model": box.model.name,
        "trace_rate_hz": _shown_figure(box.model.trace_rate_hz),
        "full_scale_g": _shown_figure(box.model.full_scale_g),
    }


def _shown_figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
