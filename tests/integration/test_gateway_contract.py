"""Settings of gateways and offers of a shift: what every adapter of their ports promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.gateway import Channel, GatewaySettings
from app.domain.ids import AccountId
from app.domain.shift import ShiftOffer
from app.persistence.obligation import UnauditedChange
from tests.support.builders import NOON, a_case, an_audit_record
from tests.support.units import AnyUnit

SMPP = GatewaySettings(Channel.SMS, "smpp", {"host": "smsc.test", "port": "2775"}, NOON, "Ada", b"\x01sealed")


def test_a_channel_has_one_gateway_and_its_secret_stays_sealed(unit: AnyUnit) -> None:
    assert unit.gateways.find(Channel.SMS) is None
    unit.gateways.put(SMPP)
    http = GatewaySettings(Channel.SMS, "http", {"url": "https://sms.test"}, NOON + timedelta(hours=1), "Bo")
    assert unit.gateways.find(Channel.SMS) == SMPP
    assert unit.gateways.find(Channel.PHONE) is None
    unit.gateways.put(http)
    found = unit.gateways.find(Channel.SMS)
    assert found == http
    assert not http.has_secret
    assert "sealed" not in repr(SMPP)
    unit.gateways.remove(Channel.SMS)
    assert unit.gateways.find(Channel.SMS) is None
    unit.audit.append(an_audit_record())


def test_a_change_of_a_gateway_owes_the_audit_an_entry(unit: AnyUnit) -> None:
    unit.gateways.put(SMPP)
    with pytest.raises(UnauditedChange):
        unit.check_audited()
    unit.audit.append(an_audit_record())
    unit.check_audited()


def test_an_offer_of_a_case_is_kept_whole(unit: AnyUnit) -> None:
    offer = ShiftOffer(AccountId("a"), "An", "desk-1", AccountId("b"), "Bo", NOON)
    for given in (offer, replace(offer, declined_at=NOON + timedelta(minutes=1)), None):
        case = a_case(offer=given)
        unit.cases.add(case)
        assert unit.cases.get(case.case_id).offer == given
        unit.audit.append(an_audit_record(case.case_id))
