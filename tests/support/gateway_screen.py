"""Gateways as a service tells of them, and the part of ``FakeBackend`` that is asked about them."""

from typing import Any

from app.api.gateways import (
    AutomaticInfo,
    AutomaticKind,
    GatewayAdapterInfo,
    GatewayFieldInfo,
    GatewayHealth,
    GatewayInfo,
    GatewaysInfo,
    SetGateway,
    SetWhere,
    TryGateway,
)
from app.api.model import ApiModel
from app.domain.gateway import Channel, FieldKind, GatewayCondition
from tests.support.contract import NOW
from ui.ports import Reply


class FakeGatewayService:
    """``GatewayService``; whoever is one keeps what was asked."""

    def _ask(self, what: str, about: str, command: ApiModel | None, reply: Reply[Any]) -> None:
        raise NotImplementedError

    def gateways(self, reply: Reply[GatewaysInfo]) -> None:
        self._ask("gateways", "", None, reply)

    def set_gateway(self, channel: Channel, command: SetGateway, reply: Reply[GatewayInfo]) -> None:
        self._ask("set_gateway", channel, command, reply)

    def clear_gateway(self, channel: Channel, reply: Reply[GatewayInfo]) -> None:
        self._ask("clear_gateway", channel, None, reply)

    def try_gateway(self, channel: Channel, command: TryGateway, reply: Reply[GatewayInfo]) -> None:
        self._ask("try_gateway", channel, command, reply)


def a_field(key: str, kind: FieldKind = FieldKind.TEXT, **changes: object) -> GatewayFieldInfo:
    told: dict[str, Any] = {
        "is_required": False,
        "default": "",
        "choices": (),
        "lowest": 0.0,
        "highest": 65535.0,
        **changes,
    }
    return GatewayFieldInfo(key=key, kind=kind, **told)


SMPP = GatewayAdapterInfo(
    name="smpp",
    fields=(
        a_field("host", is_required=True),
        a_field("port", FieldKind.NUMBER, default="2775"),
        a_field("user", is_required=True),
        a_field("password", FieldKind.SECRET),
        a_field("encryption", FieldKind.CHOICE, choices=("none", "tls"), default="none"),
    ),
)
HTTP = GatewayAdapterInfo(name="http", fields=(a_field("url", is_required=True),))


def a_gateway(
    channel: Channel, condition: GatewayCondition = GatewayCondition.BY_HAND, **changes: object
) -> GatewayHealth:
    name = "" if condition is GatewayCondition.BY_HAND else "smpp"
    told: dict[str, Any] = {"adapter": name, "since": NOW, **changes}
    return GatewayHealth(channel=channel, condition=condition, **told)


def a_channel(health: GatewayHealth, **changes: object) -> GatewayInfo:
    is_set = health.is_automatic
    told: dict[str, Any] = {
        "adapters": (SMPP, HTTP) if health.channel is Channel.SMS else (),
        "values": {"host": "smsc.test", "user": "centre"} if is_set else {},
        "has_secret": is_set,
        "changed_at": NOW if is_set else None,
        "changed_by": "Ada" if is_set else "",
        **changes,
    }
    return GatewayInfo(health=health, **told)


def gateways_info(*others: GatewayInfo) -> GatewaysInfo:
    """Every channel, by hand where nothing else is given."""
    given = {one.health.channel: one for one in others}
    return GatewaysInfo(
        channels=tuple(given.get(channel) or a_channel(a_gateway(channel)) for channel in Channel),
        automatic=(
            AutomaticInfo(
                kind=AutomaticKind.TOW_AT_ONCE, is_on=True, value=4.0, where=SetWhere.CLAUSE, name="S2.ECALL.tow"
            ),
            AutomaticInfo(
                kind=AutomaticKind.SMS_STOP, is_on=False, value=10.0, where=SetWhere.SETTINGS, name="sms_stop_s"
            ),
            AutomaticInfo(kind=AutomaticKind.ORDER_MAIL, is_on=False, value=None, where=SetWhere.GATEWAY, name="mail"),
        ),
    )
