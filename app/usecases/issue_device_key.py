"""Give a box its first key, or the next one; and end an old one once the box has shown that it has the new.

The key itself is made and sealed by whoever calls; here it is only ever sealed. At most two are good at a time. A third
is refused until the older of the two is retired, and that is refused until a frame under the newer one has arrived:
otherwise a box that did not get its new key yet would be locked out, silently, with a crash in its memory.
"""

from dataclasses import dataclass, replace

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.device_key import FIRST_KEY_ID, LAST_KEY_ID, MOST_ACTIVE, DeviceKey, KeyState
from app.domain.errors import Conflict, NotFound
from app.domain.ids import Imei
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class IssueDeviceKey:
    """Give a box a key.

    Attributes:
        key_id: From ``next_key_id``, chosen before because the seal covers it.
        is_rotation: The box has a key already.
    """

    actor: Actor
    imei: Imei
    key_id: int
    sealed: bytes
    is_rotation: bool


@dataclass(frozen=True, slots=True)
class RetireDeviceKey:
    """End the older of the two keys of a box."""

    actor: Actor
    imei: Imei


def next_key_id(keys: tuple[DeviceKey, ...]) -> int:
    """Return the number of the next key of a box that has these.

    Raises:
        Conflict: ``keys_exhausted``: 255 were issued; the box must be replaced.
    """
    highest = max((key.key_id for key in keys), default=FIRST_KEY_ID - 1)
    if highest >= LAST_KEY_ID:
        raise Conflict("keys_exhausted")
    return highest + 1


def issue_device_key(command: IssueDeviceKey, uow: UnitOfWork, clock: Clock) -> DeviceKey:
    """Store the key.

    Raises:
        NotFound: ``not_found``: the box is not on record.
        Conflict: ``key_exists``, ``no_key_yet``, ``rotation_running``, ``changed`` (another one was issued meanwhile).
    """
    if uow.boxes.find(command.imei) is None:
        raise NotFound("not_found", what="box")
    keys = uow.device_keys.of_box(command.imei)
    active = [key for key in keys if key.state is KeyState.ACTIVE]
    if bool(active) != command.is_rotation:
        raise Conflict("key_exists" if active else "no_key_yet")
    if len(active) >= MOST_ACTIVE:
        raise Conflict("rotation_running")
    if command.key_id != next_key_id(keys):
        raise Conflict("changed")
    key = DeviceKey(command.imei, command.key_id, command.sealed, KeyState.ACTIVE, clock.now())
    uow.device_keys.put(key)
    _enter(AuditAction.BOX_KEY_ISSUED, key, command.actor, uow, clock)
    return key


def retire_device_key(command: RetireDeviceKey, uow: UnitOfWork, clock: Clock) -> DeviceKey:
    """Retire the older key; what was stored under it stays readable.

    Raises:
        NotFound: ``not_found``: the box is not on record.
        Conflict: ``no_rotation`` (there are not two), ``new_key_unused`` (the box has not shown that it has it).
    """
    if uow.boxes.find(command.imei) is None:
        raise NotFound("not_found", what="box")
    active = [key for key in uow.device_keys.of_box(command.imei) if key.state is KeyState.ACTIVE]
    if len(active) < MOST_ACTIVE:
        raise Conflict("no_rotation")
    older, newer = sorted(active, key=lambda key: key.key_id)[:MOST_ACTIVE]
    if newer.used_at is None:
        raise Conflict("new_key_unused")
    retired = replace(older, state=KeyState.RETIRED)
    uow.device_keys.put(retired)
    _enter(AuditAction.BOX_KEY_RETIRED, retired, command.actor, uow, clock)
    return retired


def _enter(action: AuditAction, key: DeviceKey, actor: Actor, uow: UnitOfWork, clock: Clock) -> None:
    facts = {"imei": key.imei, "key_id": str(key.key_id)}
    write_down(uow, SYSTEM_CHAIN, actor, clock.now(), Entry(action, facts))
