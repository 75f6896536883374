"""What a person does with a frame that was put aside: look at it, let it be read again, or say it was dealt with.

Nothing leaves the quarantine by itself. To read again uses today's decoder and does everything a fresh frame does; what
still cannot be read stays. To release a frame makes nothing of it, needs a typed reason, and keeps the bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict, NotFound
from app.domain.events import Event, EventKind
from app.domain.ids import UplinkId
from app.domain.uplink import StoredUplink, UplinkState
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork

Process = Callable[[StoredUplink], None]
"""Does what follows from a frame, in the same transaction; puts it aside again when it cannot be read."""


@dataclass(frozen=True, slots=True)
class ViewUplink:
    """Look at the bytes of a quarantined frame."""

    actor: Actor
    uplink_id: UplinkId


@dataclass(frozen=True, slots=True)
class DecodeAgain:
    """Read a quarantined frame again."""

    actor: Actor
    uplink_id: UplinkId


@dataclass(frozen=True, slots=True)
class ReleaseUplink:
    """A person dealt with the frame."""

    actor: Actor
    uplink_id: UplinkId
    reason: str


def view_uplink(command: ViewUplink, uow: UnitOfWork, clock: Clock) -> StoredUplink:
    """Write down that a person looks at the frame; return it.

    Raises:
        NotFound: ``not_found``.
        Conflict: ``not_quarantined``.
    """
    uplink = _quarantined(command.uplink_id, uow)
    raw = uplink.raw
    facts = {"uplink_id": str(uplink.uplink_id), "source": raw.source.value, "payload_hash": raw.digest}
    write_down(
        uow, SYSTEM_CHAIN, command.actor, clock.now(), Entry(AuditAction.UPLINK_VIEWED, facts, {"imei": raw.imei})
    )
    return uplink


def decode_again(command: DecodeAgain, uow: UnitOfWork, clock: Clock, process: Process) -> StoredUplink:
    """Process the frame; return it as it is now: processed, or still quarantined.

    Raises:
        NotFound: ``not_found``.
        Conflict: ``not_quarantined``.
    """
    process(_quarantined(command.uplink_id, uow))
    after = uow.uplinks.find(command.uplink_id)
    if after is None:
        raise NotFound("not_found", what="uplink")
    if after.state is UplinkState.PROCESSED:
        _enter(AuditAction.UPLINK_DECODED_AGAIN, after, command.actor, {}, uow, clock)
    return after


def release_uplink(command: ReleaseUplink, uow: UnitOfWork, clock: Clock) -> StoredUplink:
    """Take the frame out of the quarantine without effects.

    Raises:
        NotFound: ``not_found``.
        Conflict: ``not_quarantined``.
    """
    uplink = _quarantined(command.uplink_id, uow)
    uow.uplinks.release(uplink.uplink_id)
    _enter(AuditAction.UPLINK_RELEASED, uplink, command.actor, {"reason": command.reason}, uow, clock)
    after = uow.uplinks.find(command.uplink_id)
    return uplink if after is None else after


def _quarantined(uplink_id: UplinkId, uow: UnitOfWork) -> StoredUplink:
    uplink = uow.uplinks.find(uplink_id)
    if uplink is None:
        raise NotFound("not_found", what="uplink")
    if uplink.state is not UplinkState.QUARANTINED:
        raise Conflict("not_quarantined")
    return uplink


def _enter(
    action: AuditAction,
    uplink: StoredUplink,
    actor: Actor,
    personal: dict[str, str],
    uow: UnitOfWork,
    clock: Clock,
) -> None:
    now, raw = clock.now(), uplink.raw
    facts = {"uplink_id": str(uplink.uplink_id), "source": raw.source.value, "payload_hash": raw.digest}
    write_down(uow, SYSTEM_CHAIN, actor, now, Entry(action, facts, {"imei": raw.imei, **personal}))
    uow.events.append(Event(EventKind.UPLINK_QUARANTINED, now))
