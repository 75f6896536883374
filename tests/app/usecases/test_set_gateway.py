"""What is set of a gateway is checked, audited without its secret, and told to the desks."""

from dataclasses import replace

import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.errors import Refusal
from app.domain.events import EventKind
from app.domain.gateway import Channel, FieldKind, GatewayField
from app.usecases.set_gateway import (
    ClearGateway,
    SetGateway,
    TryGateway,
    checked_values,
    clear_gateway,
    set_gateway,
    try_gateway,
)
from tests.app.usecases.people import AN, Desk

ADA = replace(AN, name="Ada", roles=frozenset({Role.ADMIN}))
FIELDS = (
    GatewayField("host", is_required=True),
    GatewayField("port", FieldKind.NUMBER, is_required=True, default="2775", lowest=1, highest=65_535),
    GatewayField("mode", FieldKind.CHOICE, choices=("fast", "safe")),
    GatewayField("password", FieldKind.SECRET, is_required=True),
)
SMPP = SetGateway(ADA, Channel.SMS, "smpp", FIELDS, {"host": " smsc.test ", "mode": ""}, b"\x01sealed")


def test_it_is_stored_trimmed_audited_and_told(desk: Desk) -> None:
    stored = set_gateway(SMPP, desk.unit, desk.clock)
    assert desk.unit.gateways.find(Channel.SMS) == stored
    assert (stored.values, stored.changed_by, stored.has_secret) == ({"host": "smsc.test"}, "Ada", True)
    desk.unit.check_audited()
    record = desk.record(SYSTEM_CHAIN, AuditAction.GATEWAY_SET)
    assert (record.facts["channel"], record.facts["secret_changed"], record.personal) == (
        "sms",
        "yes",
        {"host": "smsc.test"},
    )
    assert "sealed" not in repr((record, SMPP, stored))
    assert [event.kind for event in desk.unit.events.events] == [EventKind.GATEWAY_CHANGED]


def test_a_secret_stays_with_its_adapter_and_goes_with_it(desk: Desk) -> None:
    set_gateway(SMPP, desk.unit, desk.clock)
    again = replace(SMPP, values={"host": "other.test"}, sealed=None)
    assert set_gateway(again, desk.unit, desk.clock).sealed == b"\x01sealed"
    with desk.refuses("invalid", fields="password"):
        set_gateway(replace(again, adapter="http"), desk.unit, desk.clock)
    other = replace(again, adapter="http", fields=FIELDS[:3])
    assert not set_gateway(other, desk.unit, desk.clock).has_secret


def test_a_channel_is_cleared_once(desk: Desk) -> None:
    set_gateway(SMPP, desk.unit, desk.clock)
    clear_gateway(ClearGateway(ADA, Channel.SMS), desk.unit, desk.clock)
    assert desk.unit.gateways.find(Channel.SMS) is None
    assert desk.record(SYSTEM_CHAIN, AuditAction.GATEWAY_CLEARED).facts["adapter"] == "smpp"
    with desk.changes_nothing():
        clear_gateway(ClearGateway(ADA, Channel.SMS), desk.unit, desk.clock)


def test_a_test_names_its_target_in_the_personal_part(desk: Desk) -> None:
    with desk.refuses("gateway_not_set"):
        try_gateway(TryGateway(ADA, Channel.SMS, "t1", "+32470123456"), desk.unit, desk.clock)
    set_gateway(SMPP, desk.unit, desk.clock)
    try_gateway(TryGateway(ADA, Channel.SMS, "t1", "+32470123456"), desk.unit, desk.clock)
    assert desk.record(SYSTEM_CHAIN, AuditAction.GATEWAY_TESTED).personal == {"target": "+32470123456"}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, "host"),
        ({"host": "a", "port": "0"}, "port"),
        ({"host": "a", "port": "inf"}, "port"),
        ({"host": "a", "port": "65536"}, "port"),
        ({"host": "a", "mode": "slow"}, "mode"),
        ({"host": "a\tb"}, "host"),
        ({"host": "a", "password": "in clear"}, "password"),
        ({"host": "a", "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_meant_is_named(values: dict[str, str], wrong: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_values(FIELDS, values, has_secret=True)
    assert refused.value.detail == {"fields": wrong}
    assert checked_values(FIELDS, {"host": "a", "port": " 1 "}, has_secret=True) == {"host": "a", "port": "1"}
