"""Look at one record. Who opened which contract is written down, like the opening of a case."""

from dataclasses import dataclass

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import NotFound
from app.domain.ids import ContractId, Imei
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.record_text import CarRecord
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """Open a record, by its contract or by a box of it."""

    actor: Actor
    contract_id: ContractId | None
    imei: Imei | None


def view_record(command: ViewRecord, uow: UnitOfWork, clock: Clock) -> CarRecord:
    """Write down who looks, and return what there is.

    Raises:
        NotFound: ``not_found``.
    """
    found = None
    if command.contract_id is not None:
        found = uow.records.record_of_contract(command.contract_id)
    elif command.imei is not None:
        found = uow.records.record_of_box(command.imei)
    if found is None:
        raise NotFound("not_found", what="record")
    facts = {"contract_id": command.contract_id or "", "imei": command.imei or ""}
    known = {name: text for name, text in facts.items() if text}
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), Entry(AuditAction.RECORD_VIEWED, known))
    return found
