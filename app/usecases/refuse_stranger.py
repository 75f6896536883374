"""Write down that a box without a record tried to log in.

It was answered no before this runs. Whoever calls says it once per IMEI and ``stranger_again_s``: a stranger may try
every second, and must not fill the audit.
"""

from dataclasses import dataclass

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.events import Event, EventKind
from app.domain.ids import Imei
from app.domain.uplink import UplinkSource
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RefuseStranger:
    """An IMEI that nobody registered, and where it knocked."""

    imei: Imei
    source: UplinkSource


def refuse_stranger(command: RefuseStranger, uow: UnitOfWork, clock: Clock) -> None:
    """Write the security event and tell the desks."""
    now = clock.now()
    facts = {"kind": "stranger", "source": command.source.value}
    write_down(uow, SYSTEM_CHAIN, SERVICE, now, Entry(AuditAction.SECURITY_EVENT, facts, {"imei": command.imei}))
    uow.events.append(Event(EventKind.STRANGER_REFUSED, now))
