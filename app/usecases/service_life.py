"""Write down when the service began and ended to listen: the times in which no box could be heard."""

from dataclasses import dataclass

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordServiceStart:
    """The service is ready. ``pending``: frames a killed service left behind, read again now."""

    version: str
    pid: int
    pending: int


@dataclass(frozen=True, slots=True)
class RecordServiceStop:
    """The service stops because it was asked to."""

    version: str
    pid: int


def record_service_start(command: RecordServiceStart, uow: UnitOfWork, clock: Clock) -> None:
    """Write the start into the system chain."""
    facts = {"version": command.version, "pid": str(command.pid), "pending": str(command.pending)}
    write_down(uow, SYSTEM_CHAIN, SERVICE, clock.now(), Entry(AuditAction.SERVICE_STARTED, facts))


def record_service_stop(command: RecordServiceStop, uow: UnitOfWork, clock: Clock) -> None:
    """Write the stop into the system chain."""
    facts = {"version": command.version, "pid": str(command.pid)}
    write_down(uow, SYSTEM_CHAIN, SERVICE, clock.now(), Entry(AuditAction.SERVICE_STOPPED, facts))
