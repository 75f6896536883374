"""Say by which gateway a channel leaves the house, or that people do it by hand again.

The secret was sealed by whoever calls; here it is only ever sealed, and the audit tells that there is one and whether
it was changed. A change that names no secret keeps the one that is there, as long as the adapter stays the same: nobody
can read it back to type it again.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict, Refusal
from app.domain.events import Event, EventKind
from app.domain.gateway import Channel, FieldKind, GatewayField, GatewaySettings
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down, yes_or_no
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SetGateway:
    """Work a channel by this adapter.

    Attributes:
        fields: Those of the adapter; what they do not name is refused.
        values: As typed; an empty one leaves the default.
        sealed: The new secret; None = the one before stays; empty = there is none any more.
    """

    actor: Actor
    channel: Channel
    adapter: str
    fields: tuple[GatewayField, ...]
    values: Mapping[str, str]
    sealed: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ClearGateway:
    """Work a channel by hand."""

    actor: Actor
    channel: Channel


@dataclass(frozen=True, slots=True)
class TryGateway:
    """Let one harmless thing leave over a channel; ``target`` may be a person's number."""

    actor: Actor
    channel: Channel
    trial_id: str
    target: str


def set_gateway(command: SetGateway, uow: UnitOfWork, clock: Clock) -> GatewaySettings:
    """Store the settings of a channel; its gateway follows them within a second.

    Raises:
        Refusal: ``invalid``, with the keys that are wrong.
    """
    before = uow.gateways.find(command.channel)
    is_same = before is not None and before.adapter == command.adapter
    kept = before.sealed if before is not None and is_same else None
    sealed = kept if command.sealed is None else command.sealed or None
    values = checked_values(command.fields, command.values, has_secret=sealed is not None)
    now = clock.now()
    settings = GatewaySettings(command.channel, command.adapter, values, now, command.actor.name, sealed)
    uow.gateways.put(settings)
    facts = {
        "channel": command.channel.value,
        "adapter": command.adapter,
        "has_secret": yes_or_no(sealed is not None),
        "secret_changed": yes_or_no(command.sealed is not None),
        "fields": ", ".join(sorted(values)),
    }
    write_down(uow, SYSTEM_CHAIN, command.actor, now, Entry(AuditAction.GATEWAY_SET, facts, dict(values)))
    uow.events.append(Event(EventKind.GATEWAY_CHANGED, now))
    return settings


def clear_gateway(command: ClearGateway, uow: UnitOfWork, clock: Clock) -> None:
    """Forget the settings and the secret of a channel; doing so twice changes nothing."""
    before = uow.gateways.find(command.channel)
    if before is None:
        return
    uow.gateways.remove(command.channel)
    now = clock.now()
    facts = {"channel": command.channel.value, "adapter": before.adapter}
    write_down(uow, SYSTEM_CHAIN, command.actor, now, Entry(AuditAction.GATEWAY_CLEARED, facts))
    uow.events.append(Event(EventKind.GATEWAY_CHANGED, now))


def try_gateway(command: TryGateway, uow: UnitOfWork, clock: Clock) -> None:
    """Write down that a channel is tested; whoever calls does it then.

    Raises:
        Conflict: ``gateway_not_set``: the channel is worked by hand.
    """
    settings = uow.gateways.find(command.channel)
    if settings is None:
        raise Conflict("gateway_not_set")
    facts = {"channel": command.channel.value, "adapter": settings.adapter, "trial_id": command.trial_id}
    entry = Entry(AuditAction.GATEWAY_TESTED, facts, {"target": command.target})
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), entry)


def checked_values(
    fields: tuple[GatewayField, ...], values: Mapping[str, str], *, has_secret: bool
) -> Mapping[str, str]:
    """Return the values without blanks around them and without empty ones.

    Raises:
        Refusal: ``invalid``, with the keys that are unknown, missing or cannot be meant.
    """
    known = {one.key: one for one in fields if one.kind is not FieldKind.SECRET}
    given = {key: value.strip() for key, value in values.items() if value.strip()}
    wrong = [key for key in given if key not in known or not _is_meant(known[key], given[key])]
    wrong += [key for key, one in known.items() if one.is_required and key not in given and not one.default]
    wrong += [one.key for one in fields if one.kind is FieldKind.SECRET and one.is_required and not has_secret]
    if wrong:
        raise Refusal("invalid", fields=", ".join(wrong))
    return given


def _is_meant(one: GatewayField, value: str) -> bool:
    if one.kind is FieldKind.CHOICE:
        return value in one.choices
    if one.kind is not FieldKind.NUMBER:
        return value.isprintable()
    try:
        number = float(value)
    except ValueError:
        return False
    return math.isfinite(number) and one.lowest <= number <= one.highest
