"""Contracts and boxes on record: found, looked at, mended, put on record anew."""

import json
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool

from app.api.records import FindRecords, FoundRecords, MendRecord, OpenRecord, RecordDetail, RecordRow
from app.domain.account import Role
from app.domain.ids import ContractId, Imei
from app.usecases import mend_record as mending
from app.usecases.import_merge import flat, version_of
from app.usecases.record_text import CarRecord, plates_of
from app.usecases.store import JobUnit
from app.usecases.view_record import ViewRecord, view_record
from services.detector.api.access import READERS, Caller, Parts, Person
from services.detector.api.commands import Command, CommandGate

LOOKERS = (*READERS, Role.ADMIN, Role.INSTALLER)
MENDERS = (Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN, Role.INSTALLER)
MOST_FOUND: Final = 50

Looker = Annotated[Caller, Depends(Person(*LOOKERS))]
LookCommand = Annotated[Command, Depends(CommandGate(*LOOKERS))]
MendCommand = Annotated[Command, Depends(CommandGate(*MENDERS))]

router = APIRouter(prefix="/v1/records", tags=["records"])


@router.post("/find", summary="Find contracts and boxes")
def post_find(body: FindRecords, parts: Parts, _caller: Looker) -> FoundRecords:
    """Return records in which every word stands: plate, phone, name, policy, IMEI or place, three letters or more.

    Asked by POST although it changes nothing: names belong in no URL.
    """
    found = parts.store.read(lambda reader: reader.find_records(body.text, MOST_FOUND + 1))
    rows = tuple(row_of(one) for one in found[:MOST_FOUND])
    return FoundRecords(rows=rows, more=len(found) > MOST_FOUND, is_whole=not parts.imports.is_entering)


@router.post("/open", summary="Look at one record")
async def post_open(body: OpenRecord, command: LookCommand) -> RecordDetail:
    """Return one record, whole; who looked is written down."""

    def act(unit: JobUnit) -> str:
        view_record(ViewRecord(command.actor, body.contract_id, body.imei), unit, command.parts.clock)
        return json.dumps([body.contract_id, body.imei])

    return await run_in_threadpool(_detail, command, await command.once(act))


@router.post("/mend", summary="Mend a record, or put a new one on record")
async def post_mend(body: MendRecord, command: MendCommand) -> RecordDetail:
    """Store what was typed; open cases of the car see it at once."""
    wanted = mending.MendRecord(command.actor, body.contract_id, body.imei, body.version, body.cells)

    def act(unit: JobUnit) -> str:
        after = mending.mend_record(wanted, unit, command.parts.clock, command.parts.settings)
        key = after.contract.contract_id if after.contract is not None else None
        return json.dumps([key, after.boxes[0].imei if key is None and after.boxes else None])

    return await run_in_threadpool(_detail, command, await command.once(act))


def row_of(record: CarRecord) -> RecordRow:
    """Return a record as a list shows it."""
    contract, box = record.contract, next(iter(record.boxes), None)
    car = (None if contract is None else contract.car) or (None if box is None else box.car)
    address = None if contract is None else contract.address
    driver = None if contract is None else contract.driver
    return RecordRow(
        contract_id=None if contract is None else contract.contract_id,
        imei=None if box is None else box.imei,
        policy_number="" if contract is None else contract.policy_number,
        name="" if contract is None else contract.subscriber.name,
        driver="" if driver is None else driver.name,
        plate=", ".join(plates_of(contract, record.boxes)),
        car="" if car is None else " ".join(part for part in (car.make_model, car.colour) if part),
        municipality="" if address is None else address.municipality,
        boxes=len(record.boxes),
    )


def _detail(command: Command, receipt: str) -> RecordDetail:
    contract_id, imei = json.loads(receipt)
    record = command.parts.store.read(
        lambda reader: (
            reader.record_of_contract(ContractId(contract_id))
            if contract_id is not None
            else reader.record_of_box(Imei(imei))
        )
    )
    if record is None:
        record = CarRecord(None, ())
    return RecordDetail(
        contract_id=None if record.contract is None else record.contract.contract_id,
        version=version_of(record),
        contract=flat(record.contract, None),
        boxes=tuple(flat(None, box) for box in record.boxes),
    )
