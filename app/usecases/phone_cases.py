"""Which open case a car has already, however the car is named: by its box, its contract or the plate that was said.

Two operators who open two cases for one car send two trucks and phone one driver twice. So whoever names a car is told
of the case that is open for it, before a second one is made; and an E-call of the car joins the case that began on the
phone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.domain.box import Car
from app.domain.case import Case, CaseState
from app.domain.ids import ContractId, Imei
from app.domain.spelling import key_of
from app.usecases.cars import car_of
from app.usecases.queries import CaseBrief, Reader
from app.usecases.record_text import CarRecord
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NamedCar:
    """A car as somebody named it. Empty parts are not known.

    Attributes:
        imei: Of a box on record.
        plate: As it was said or stands on record.
    """

    contract_id: ContractId | None = None
    imei: Imei | None = None
    plate: str = ""


def open_cases_of(car: NamedCar, uow: UnitOfWork) -> tuple[Case, ...]:
    """Return the open cases of a car, newest first; tests of its box are none."""
    numbers = set() if car.imei is None else {car.imei, *uow.boxes.of_same_car(car.imei)}
    keys = {key for key in (key_of(car.plate), *_keys_on_record(car, uow)) if key}
    found = [case for case in uow.cases.open_cases() if _is_its(case, car, numbers, keys, uow)]
    return tuple(sorted(found, key=lambda case: (case.received_at, case.number), reverse=True))


def cases_of_car(car: NamedCar, reader: Reader) -> tuple[CaseBrief, ...]:
    """Return the same for somebody who only asks, and whose car may still be about to be typed."""
    record = _record(car, reader)
    boxes = () if record is None else record.boxes
    contract = None if record is None else record.contract
    known = [box.car for box in boxes] + ([] if contract is None else [contract.car])
    keys = {key_of(car.plate), *(one.key for one in known if one is not None)} - {""}
    numbers = {box.imei for box in boxes} | ({car.imei} if car.imei is not None else set())
    contract_id = car.contract_id or (None if contract is None else contract.contract_id)
    found = [brief for brief in reader.open_briefs() if brief.case.state is CaseState.OPEN and not brief.case.is_test]
    mine = [brief for brief in found if _is_one(brief.case, brief.car, numbers, keys, contract_id)]
    return tuple(sorted(mine, key=lambda brief: (brief.case.received_at, brief.case.number), reverse=True))


def _record(car: NamedCar, reader: Reader) -> CarRecord | None:
    if car.contract_id is not None:
        return reader.record_of_contract(car.contract_id)
    return None if car.imei is None else reader.record_of_box(car.imei)


def told_cases_of(imei: Imei, uow: UnitOfWork) -> tuple[Case, ...]:
    """Return the open cases that began on the phone, about the car of this box, and that know no box yet."""
    box = uow.boxes.find(imei)
    told = [case for case in uow.cases.open_cases() if case.report is not None and case.box_imei is None]
    if box is None or not told:
        return ()
    contract = None if box.contract_id is None else uow.contracts.find(box.contract_id)
    named = box.car or (None if contract is None else contract.car)
    car = NamedCar(box.contract_id, imei, "" if named is None else named.plate)
    keys = {key_of(car.plate)} - {""}
    return tuple(case for case in told if _is_its(case, car, set(), keys, uow))


def _keys_on_record(car: NamedCar, uow: UnitOfWork) -> Iterable[str]:
    contract = None if car.contract_id is None else uow.contracts.find(car.contract_id)
    if contract is not None and contract.car is not None:
        yield contract.car.key
    box = None if car.imei is None else uow.boxes.find(car.imei)
    if box is not None and box.car is not None:
        yield box.car.key


def _is_its(case: Case, car: NamedCar, numbers: set[Imei], keys: set[str], uow: UnitOfWork) -> bool:
    if case.is_test:
        return False
    known = car_of(
        case,
        uow.boxes.find(case.imei),
        None if case.contract_id is None else uow.contracts.find(case.contract_id),
    )
    return _is_one(case, known, numbers, keys, car.contract_id)


def _is_one(
    case: Case, known: Car | None, numbers: Collection[Imei], keys: Collection[str], contract_id: ContractId | None
) -> bool:
    """Whether a case, whose car is known as that, is of the car of these boxes, plates or this contract."""
    if case.imei in numbers:
        return True
    if known is not None and known.key and keys:
        return known.key in keys
    return contract_id is not None and case.contract_id == contract_id
