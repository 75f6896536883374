"""Put an authentic frame that cannot be read aside, where a person sees it; it never goes away by itself."""

from dataclasses import dataclass

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.events import Event, EventKind
from app.domain.uplink import StoredUplink
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class QuarantineUplink:
    """Keep a frame for a person. ``reason``: technical and not personal, such as the code of the decoder's error."""

    uplink: StoredUplink
    reason: str


def quarantine_uplink(command: QuarantineUplink, uow: UnitOfWork, clock: Clock) -> None:
    """Mark the frame, write it down and tell the desks."""
    now, raw = clock.now(), command.uplink.raw
    facts = {
        "uplink_id": str(command.uplink.uplink_id),
        "source": raw.source.value,
        "reason": command.reason,
        "payload_hash": raw.digest,
    }
    uow.uplinks.quarantine(command.uplink.uplink_id, command.reason)
    write_down(uow, SYSTEM_CHAIN, SERVICE, now, Entry(AuditAction.UPLINK_QUARANTINED, facts, {"imei": raw.imei}))
    uow.events.append(Event(EventKind.UPLINK_QUARANTINED, now))
