"""Mend one record by hand, or put a new one on record: the cells of one row, typed by a person.

It is the import of one row with three differences. Whoever mends says which version was looked at, and somebody who was
faster wins. The number of the policy may be changed. And an emptied or other number of a box takes the old box out of
the car, because here a person says so. An installer registers boxes that way and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.domain.account import Role
from app.domain.box import Box
from app.domain.clock import Clock
from app.domain.errors import Conflict, Forbidden, Refusal
from app.domain.ids import ContractId, Imei, new_id
from app.domain.imports import ImportKind
from app.domain.spelling import key_of
from app.domain.subscription import Contract
from app.settings import Settings
from app.usecases.actor import Actor
from app.usecases.follow_records import follow_records
from app.usecases.import_columns import BY_NAME, columns_of
from app.usecases.import_files import RawRow
from app.usecases.import_merge import NOTHING_KNOWN, RowFault, merged_box, merged_contract, version_of
from app.usecases.import_rows import ReadRow, read_row
from app.usecases.record_text import CarRecord
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.register_contract import RegisterContract, register_contract
from app.usecases.unit_of_work import UnitOfWork

_MENDS_CONTRACTS: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class MendRecord:
    """What a person typed.

    Attributes:
        contract_id: The contract looked at; None = a new one, or a box without contract.
        imei: The box looked at; None = there was none.
        version: Of the record looked at (``version_of``); None = a new one.
        cells: By column of ``import_columns``; "" = not known. A column that is absent stays as it is.
    """

    actor: Actor
    contract_id: ContractId | None
    imei: Imei | None
    version: str | None
    cells: Mapping[str, str]


def mend_record(command: MendRecord, uow: UnitOfWork, clock: Clock, settings: Settings) -> CarRecord:
    """Store what was typed and return the record after it; nothing is written when it says nothing new.

    Raises:
        Conflict: ``changed``: it is not any more what was looked at.
        Forbidden: An installer named more than a box.
        Refusal: ``cells_refused``: the detail has a code for each column that cannot be meant.
    """
    kind = _kind(command)
    if kind is ImportKind.CONTRACTS and not command.actor.roles & _MENDS_CONTRACTS:
        raise Forbidden("forbidden")
    before = _looked_at(command, uow)
    row = _read(command, kind, before)
    contract, box, taken_out = _laid(command, row, before, uow)
    if contract is not None:
        register_contract(RegisterContract(command.actor, contract), uow, clock)
    for put in (taken_out, box):
        if put is not None:
            register_box(RegisterBox(command.actor, put), uow, clock)
    after = _after(contract, box, uow)
    if after != before:
        imeis = {one.imei for one in (*before.boxes, *after.boxes)}
        ids = [] if contract is None else [contract.contract_id]
        follow_records(ids, imeis, command.actor, uow, clock, settings)
    return after


def _kind(command: MendRecord) -> ImportKind:
    of_boxes = {column.name for column in columns_of(ImportKind.BOXES)}
    is_box = command.contract_id is None and set(command.cells) <= of_boxes
    return ImportKind.BOXES if is_box else ImportKind.CONTRACTS


def _looked_at(command: MendRecord, uow: UnitOfWork) -> CarRecord:
    """Return the record as it is, which is what the person looked at."""
    found = None
    if command.contract_id is not None:
        found = uow.records.record_of_contract(command.contract_id)
    elif command.imei is not None:
        found = uow.records.record_of_box(command.imei)
    if command.version is None and command.contract_id is None and command.imei is None:
        return NOTHING_KNOWN
    if found is None or version_of(found) != command.version:
        raise Conflict("changed")
    return found


def _read(command: MendRecord, kind: ImportKind, before: CarRecord) -> ReadRow:
    known = {"policy_number": before.contract.policy_number} if before.contract is not None else {}
    if kind is ImportKind.BOXES:
        known = {} if command.imei is None else {"imei": command.imei}
    typed = {**known, **command.cells}
    cells = {name: text.strip() for name, text in typed.items() if text.strip()}
    strange = {name: "unknown_column" for name in command.cells if name not in BY_NAME}
    row, faults = read_row(RawRow(0, cells, frozenset(typed)), kind)
    refused = strange | {fault.column: fault.code for fault in faults}
    if row is None or refused:
        raise Refusal("cells_refused", **refused)
    return row


def _laid(
    command: MendRecord, row: ReadRow, before: CarRecord, uow: UnitOfWork
) -> tuple[Contract | None, Box | None, Box | None]:
    """Return contract and box as they shall be, and the box that is taken out of the car."""
    old = next((box for box in before.boxes if box.imei == command.imei), None)
    try:
        contract = _contract(command, row, before, uow)
        given = row.imei if "imei" in row.values else command.imei
        box = old if given == command.imei else _other_box(given, before, uow)
        values = row.values if given is not None else {**row.values, "imei": None}
        is_put = box is not None or given is not None
        after = merged_box(values, box, contract) if is_put else None
        _refuse_plate(row, before, uow)
    except RowFault as fault:
        raise Refusal("cells_refused", **{fault.column: fault.code}) from fault
    if old is None or given == command.imei:
        return contract, after, None
    new = None if after is None else replace(after, car=after.car or old.car)
    return contract, new, replace(old, car=None, contract_id=None)


def _contract(command: MendRecord, row: ReadRow, before: CarRecord, uow: UnitOfWork) -> Contract | None:
    policy = row.policy
    named = () if policy is None else uow.records.records_of_policies([policy]).get(policy, ())
    others = [one.contract for one in named if one.contract is not None and one.contract != before.contract]
    if _kind(command) is ImportKind.BOXES:
        if policy is not None and not others:
            raise RowFault("unknown_policy", "policy_number")
        return others[0] if others else before.contract
    if others:
        raise RowFault("policy_on_record", "policy_number")
    contract = merged_contract(row.values, before.contract, ContractId(new_id()))
    return contract if policy is None else replace(contract, policy_number=policy)


def _other_box(imei: Imei | None, before: CarRecord, uow: UnitOfWork) -> Box | None:
    """Return the box of another number that comes into this car.

    Raises:
        RowFault: It is in another one.
    """
    box = None if imei is None else uow.boxes.find(imei)
    if box is None:
        return None
    own = None if before.contract is None else before.contract.contract_id
    if box.contract_id is not None and box.contract_id != own:
        raise RowFault("box_in_other_car", "imei")
    return box


def _refuse_plate(row: ReadRow, before: CarRecord, uow: UnitOfWork) -> None:
    if row.plate is None:
        return
    for other in uow.records.records_of_plates([key_of(row.plate)]):
        is_same = other == before or (other.contract is not None and other.contract.policy_number == row.policy)
        if not is_same and not (other.contract is None and any(box.imei == row.imei for box in other.boxes)):
            raise RowFault("plate_on_record", "plate")


def _after(contract: Contract | None, box: Box | None, uow: UnitOfWork) -> CarRecord:
    if contract is not None:
        return uow.records.record_of_contract(contract.contract_id) or NOTHING_KNOWN
    return (None if box is None else uow.records.record_of_box(box.imei)) or NOTHING_KNOWN
