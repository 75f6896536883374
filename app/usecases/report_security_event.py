"""Write down that somebody pretended to be a box, or a box broke the rules that only an attacker breaks.

Nothing was acknowledged before this runs. Whoever calls says the same once in a while only: an attacker may try a
thousand times a second, and must not fill the audit.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.events import Event, EventKind
from app.domain.ids import Imei
from app.domain.uplink import UplinkSource
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


class SecurityKind(StrEnum):
    """What was refused."""

    FORGED = "forged"
    CONFLICTING = "conflicting"
    FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class ReportSecurityEvent:
    """What, in whose name, and where. ``digest``: of the frame."""

    kind: SecurityKind
    imei: Imei
    source: UplinkSource
    digest: str


def report_security_event(command: ReportSecurityEvent, uow: UnitOfWork, clock: Clock) -> None:
    """Write the security event and tell the desks to look at the health."""
    now = clock.now()
    facts = {"kind": command.kind.value, "source": command.source.value, "payload_hash": command.digest}
    write_down(uow, SYSTEM_CHAIN, SERVICE, now, Entry(AuditAction.SECURITY_EVENT, facts, {"imei": command.imei}))
    uow.events.append(Event(EventKind.STRANGER_REFUSED, now))
