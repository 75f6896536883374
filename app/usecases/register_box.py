"""Put a box on record, or change what is known of it: from then on it may log in, and its crashes have a car."""

from dataclasses import dataclass

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box import Box
from app.domain.clock import Clock
from app.domain.errors import NotFound
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RegisterBox:
    """Put a box on record. Its contract is registered before it."""

    actor: Actor
    box: Box


def register_box(command: RegisterBox, uow: UnitOfWork, clock: Clock) -> Box:
    """Store the box; nothing is written when it is known exactly so.

    Raises:
        NotFound: ``not_found``: its contract is not on record.
    """
    box = command.box
    if box.contract_id is not None and uow.contracts.find(box.contract_id) is None:
        raise NotFound("not_found", what="contract")
    if uow.boxes.find(box.imei) == box:
        return box
    uow.boxes.put(box)
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), _entry(box))
    return box


def _entry(box: Box) -> Entry:
    facts = {
        "imei": box.imei,
        "model": box.model.name,
        "trace_rate_hz": _figure(box.model.trace_rate_hz),
        "full_scale_g": _figure(box.model.full_scale_g),
        "contract_id": box.contract_id or "",
    }
    return Entry(AuditAction.BOX_REGISTERED, facts, {} if box.car is None else {"plate": box.car.plate})


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
