"""How calls, SMS, mail and orders leave the house: an admin sets and tests it, everybody may see how it is.

The secret comes in and never goes out. It stands in no receipt, so that a repeated command is told by what was asked
besides it.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool

from app.api import gateways as api
from app.domain.account import Role
from app.domain.errors import Refusal
from app.domain.gateway import Channel, GatewaySettings, GatewayTrial
from app.domain.ids import new_id
from app.usecases.gateway_ports import GatewayAdapter
from app.usecases.replies import RequestKey, request_digest
from app.usecases.set_gateway import ClearGateway, SetGateway, TryGateway, clear_gateway, set_gateway, try_gateway
from app.usecases.store import JobUnit
from services.detector.api.access import Admin, AnyPerson, Parts
from services.detector.api.automatic import automatic
from services.detector.api.commands import Command, CommandGate, IdempotencyKey, do_once, usable
from services.detector.composition import Composition
from services.detector.health import gateway_health
from services.detector.key_vault import KeyUnreadable

AdminCommand = Annotated[Command, Depends(CommandGate(Role.ADMIN))]

router = APIRouter(prefix="/v1/gateways", tags=["gateways"])


@router.get("", summary="By what each channel leaves, and what leaves by itself")
def get_gateways(parts: Parts, caller: AnyPerson) -> api.GatewaysInfo:
    """Return every channel; what was set is for an admin, without the secret."""
    is_admin = Role.ADMIN in caller.account.roles
    channels = tuple(_shown(parts, channel, is_admin=is_admin) for channel in Channel)
    return api.GatewaysInfo(channels=channels, automatic=automatic(parts))


@router.post("/{channel}", summary="Work a channel by a gateway")
async def post_gateway(  # noqa: PLR0913 - the key is one of its own, because the secret may be in no digest
    request: Request, channel: Channel, body: api.SetGateway, parts: Parts, caller: Admin, key: IdempotencyKey = ""
) -> api.GatewayInfo:
    """Set adapter, values and secret of a channel; its gateway follows at once."""
    adapter = _adapter(parts, channel, body.adapter)
    asked = body.model_dump_json(exclude={"secret"}).encode()
    request_key = RequestKey(
        usable(key), caller.account.account_id, request_digest(request.method, request.url.path, asked)
    )

    def act(unit: JobUnit) -> str:
        values, secret = _secret(parts, adapter, body, unit.gateways.find(channel))
        sealed = parts.vault.seal_secret(channel, secret) if secret else None
        if secret == "":  # nobody's key is left
            sealed = b""
        setting = SetGateway(caller.actor, channel, adapter.name, adapter.fields, values, sealed)
        return set_gateway(setting, unit, parts.clock).channel.value

    await do_once(parts, request_key, act)
    return await _followed(parts, channel)


@router.post("/{channel}/clear", summary="Work a channel by hand")
async def post_clear(channel: Channel, command: AdminCommand) -> api.GatewayInfo:
    """Forget the settings and the secret of a channel."""

    def act(unit: JobUnit) -> str:
        clear_gateway(ClearGateway(command.actor, channel), unit, command.parts.clock)
        return channel.value

    await command.once(act)
    return await _followed(command.parts, channel)


@router.post("/{channel}/trials", summary="Test a channel")
async def post_trial(channel: Channel, body: api.TryGateway, command: AdminCommand) -> api.GatewayInfo:
    """Let one harmless thing leave. What came of it stands in ``trial`` of GET, within ten seconds."""
    fresh = new_id()

    def act(unit: JobUnit) -> str:
        try_gateway(TryGateway(command.actor, channel, fresh, body.target), unit, command.parts.clock)
        return fresh

    if await command.once(act) == fresh:
        command.parts.gateways.begin_trial(channel, fresh, body.target.strip())
    return await run_in_threadpool(_shown, command.parts, channel, is_admin=True)


async def _followed(parts: Composition, channel: Channel) -> api.GatewayInfo:
    """Let the gateways follow what was stored, and return the channel."""
    await parts.gateways.look()
    return await run_in_threadpool(_shown, parts, channel, is_admin=True)


def _secret(
    parts: Composition, adapter: GatewayAdapter, body: api.SetGateway, before: GatewaySettings | None
) -> tuple[dict[str, str], str | None]:
    """Return the values to keep and the secret; None = the one before stays, empty = there is none any more."""
    typed = None if body.secret is None else body.secret.get_secret_value()
    ring = adapter.ring
    if ring is None:
        return body.values, typed
    is_same = before is not None and before.adapter == adapter.name
    kept = before if is_same else None
    values_before = {} if kept is None else kept.values
    secret = ring.joined(_opened(parts, kept), values_before, body.values, typed)
    return _without_typed(adapter, body.values), secret


def _without_typed(adapter: GatewayAdapter | None, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are a setting: those that say whose key was typed are none, also of an earlier version."""
    typed = frozenset[str]() if adapter is None or adapter.ring is None else adapter.ring.typed
    return {key: value for key, value in values.items() if key not in typed}


def _opened(parts: Composition, settings: GatewaySettings | None) -> str | None:
    if settings is None or settings.sealed is None:
        return None
    try:
        return parts.vault.open_secret(settings.channel, settings.sealed)
    except KeyUnreadable:
        return None  # its gateway says so; a new one is typed


def _key_names(parts: Composition, settings: GatewaySettings | None) -> tuple[str, ...]:
    """Return whose keys are kept, where a secret is several."""
    adapter = None if settings is None else parts.gateways.adapters.get((settings.channel, settings.adapter))
    if settings is None or adapter is None or adapter.ring is None:
        return ()
    return tuple(sorted(adapter.ring.keys_of(_opened(parts, settings), settings.values)))


def _adapter(parts: Composition, channel: Channel, name: str) -> GatewayAdapter:
    if parts.is_training:
        raise Refusal("not_in_training")
    found = parts.gateways.adapters.get((channel, name))
    if found is None:
        raise Refusal("invalid", fields="adapter")
    return found


def _shown(parts: Composition, channel: Channel, *, is_admin: bool) -> api.GatewayInfo:
    states = {state.channel: state for state in parts.gateways.states()}
    found = parts.store.read(lambda reader: reader.gateways())
    settings: GatewaySettings | None = next((one for one in found if one.channel is channel), None)
    adapter = None if settings is None else parts.gateways.adapters.get((channel, settings.adapter))
    trial = parts.gateways.last_trial(channel)
    return api.GatewayInfo(
        health=gateway_health(states[channel]),
        adapters=tuple(_adapter_info(one) for one in parts.gateways.adapters.values() if one.channel is channel),
        values=_without_typed(adapter, settings.values) if settings is not None and is_admin else {},
        has_secret=settings is not None and settings.has_secret,
        secret_names=_key_names(parts, settings) if is_admin else (),
        changed_at=None if settings is None else settings.changed_at,
        changed_by="" if settings is None else settings.changed_by,
        trial=None if trial is None or not is_admin else _trial_info(trial),
    )


def _adapter_info(adapter: GatewayAdapter) -> api.GatewayAdapterInfo:
    fields = tuple(
        api.GatewayFieldInfo(
            key=one.key,
            kind=one.kind,
            is_required=one.is_required,
            default=one.default,
            choices=one.choices,
            lowest=one.lowest,
            highest=one.highest,
        )
        for one in adapter.fields
    )
    return api.GatewayAdapterInfo(name=adapter.name, fields=fields)


def _trial_info(trial: GatewayTrial) -> api.GatewayTrialInfo:
    return api.GatewayTrialInfo(trial_id=trial.trial_id, verdict=trial.verdict, at=trial.at, message=trial.message)
