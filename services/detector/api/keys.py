"""Keys of S2 boxes: issued, rotated, retired, listed. A root key leaves here once, in the answer to who issued it."""

import os
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.concurrency import run_in_threadpool

from app.api.senders import IMEI_PATTERN, DeviceKeyInfo, IssuedKey, IssueKey
from app.domain.account import Role
from app.domain.device_key import DeviceKey
from app.domain.errors import NotFound, Refusal
from app.domain.ids import Imei
from app.usecases.issue_device_key import (
    IssueDeviceKey,
    RetireDeviceKey,
    issue_device_key,
    next_key_id,
    retire_device_key,
)
from app.usecases.queries import Reader
from app.usecases.store import JobUnit
from services.detector.api.access import Caller, Parts, Person
from services.detector.api.commands import Command, CommandGate
from services.detector.composition import Composition
from services.uplink.s2.keys import ROOT_KEY_BYTES

KEEPERS = (Role.ADMIN, Role.INSTALLER)

KeyKeeper = Annotated[Caller, Depends(Person(*KEEPERS))]
KeyCommand = Annotated[Command, Depends(CommandGate(*KEEPERS))]
BoxImei = Annotated[str, Path(pattern=IMEI_PATTERN)]

router = APIRouter(prefix="/v1/boxes/{imei}/keys", tags=["keys"])


@router.post("", summary="Give a box its first or its next key")
async def post_key(imei: BoxImei, body: IssueKey, command: KeyCommand) -> IssuedKey:
    """Issue a key. The same command twice issues one and answers with the same."""
    box, vault = Imei(imei), command.parts.vault
    root = _given(body) or os.urandom(ROOT_KEY_BYTES)

    def act(unit: JobUnit) -> str:
        key_id = next_key_id(unit.device_keys.of_box(box))
        sealed = vault.seal(box, key_id, root)
        issue = IssueDeviceKey(command.actor, box, key_id, sealed, body.rotation)
        return str(issue_device_key(issue, unit, command.parts.clock).key_id)

    key_id = int(await command.once(act))
    issued = await run_in_threadpool(_find, command.parts, box, key_id)
    return IssuedKey(imei=box, key_id=key_id, root_hex=vault.unseal(issued).hex())


@router.post("/retire", summary="End the older of the two keys of a box")
async def post_retire(imei: BoxImei, command: KeyCommand) -> DeviceKeyInfo:
    """Finish a rotation; refused until a frame under the new key has arrived."""
    box = Imei(imei)

    def act(unit: JobUnit) -> str:
        return str(retire_device_key(RetireDeviceKey(command.actor, box), unit, command.parts.clock).key_id)

    key_id = int(await command.once(act))
    return _info(await run_in_threadpool(_find, command.parts, box, key_id))


@router.get("", summary="The keys of a box, without their secrets")
def get_keys(imei: BoxImei, parts: Parts, _caller: KeyKeeper) -> list[DeviceKeyInfo]:
    """Return every key the box ever had, oldest first."""

    def read(reader: Reader) -> list[DeviceKeyInfo]:
        if reader.box(imei) is None:
            raise NotFound("not_found", what="box")
        return [_info(key) for key in reader.device_keys(Imei(imei))]

    return parts.store.read(read)


def _given(body: IssueKey) -> bytes | None:
    if body.root_hex is None:
        return None
    try:
        return bytes.fromhex(body.root_hex.get_secret_value())
    except ValueError:
        raise Refusal("invalid", fields="root_hex") from None


def _find(parts: Composition, imei: Imei, key_id: int) -> DeviceKey:
    keys = parts.store.read(lambda reader: reader.device_keys(imei))
    return next(key for key in keys if key.key_id == key_id)


def _info(key: DeviceKey) -> DeviceKeyInfo:
    return DeviceKeyInfo(
        imei=key.imei, key_id=key.key_id, state=key.state, created_at=key.created_at, used_at=key.used_at
    )
