"""Gateways over the API: who may, what comes back, and that a secret never does."""

import sqlite3
from pathlib import Path

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.gateway import Channel, GatewayCondition
from app.usecases.actor import SERVICE
from app.usecases.partner_keys import keys_of
from app.usecases.set_gateway import SetGateway, set_gateway
from services.detector.gateways import Gateways, Premises
from services.ordering.partner_api import PARTNER_API
from tests.support.gateways import IMPATIENT, FarSide
from tests.support.house import House, a_house
from tests.support.wait import until

SMS = "/v1/gateways/sms"
PARTNERS = "/v1/gateways/partners"
SECRET = "only-the-provider-and-we"
GIVEN = {"adapter": "fake", "values": {"host": " smsc.test ", "mode": ""}, "secret": SECRET}


def with_adapters(house: House, far: FarSide) -> Gateways:
    premises = Premises(house.parts.store, house.clock, house.parts.settings, house.parts.vault)
    gateways = Gateways(premises, (far.adapter(),), IMPATIENT)
    object.__setattr__(house.parts, "gateways", gateways)  # made in the loop of the test
    return gateways


async def test_an_admin_sets_a_gateway_and_it_acts_at_once(house: House) -> None:
    far = FarSide()
    gateways = with_adapters(house, far)
    admin, operator = house.person(Role.ADMIN), house.person(Role.OPERATOR, name="Bo")
    answer = await admin.post(SMS, GIVEN)
    assert answer.status_code == 200
    assert answer.json()["values"] == {"host": "smsc.test"}
    assert answer.json()["has_secret"]
    assert answer.json()["health"]["condition"] != GatewayCondition.BY_HAND
    await until(lambda: gateways.running(Channel.SMS) is not None)
    assert far.made[0].given.secret == SECRET
    assert house.parts.sms.is_automatic
    seen = (await operator.get("/v1/gateways")).json()["channels"][1]
    assert (seen["health"]["condition"], seen["values"], seen["trial"]) == ("ok", {}, None)
    await gateways.stop()


async def test_the_secret_comes_back_nowhere_and_lies_sealed(house: House) -> None:
    gateways = with_adapters(house, FarSide())
    admin = house.person(Role.ADMIN)
    texts = [(await admin.post(SMS, GIVEN)).text, (await admin.get("/v1/gateways")).text]
    wrong = await admin.post(SMS, {**GIVEN, "values": {}, "secret": SECRET})
    texts += [wrong.text, (await admin.post(SMS, {**GIVEN, "secret": 7})).text]
    assert not [text for text in texts if SECRET in text]
    entries = house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))
    told = [one.record for one in entries if one.record.action is AuditAction.GATEWAY_SET]
    assert [one.facts["has_secret"] for one in told] == ["yes"]
    assert SECRET not in repr(told)
    await gateways.stop()
    file = house.parts.store._file  # type: ignore[attr-defined]
    with sqlite3.connect(file) as database:
        everything = "\n".join(database.iterdump())
    assert SECRET not in everything
    assert SECRET.encode().hex() not in everything.lower()


async def test_a_change_without_a_secret_keeps_it_and_a_repeated_one_acts_once(house: House) -> None:
    far = FarSide()
    gateways = with_adapters(house, far)
    admin = house.person(Role.ADMIN)
    await admin.post(SMS, GIVEN, key="k")
    await admin.post(SMS, {**GIVEN, "secret": "typed again"}, key="k")  # the receipt knows no secret
    again = await admin.post(SMS, {"adapter": "fake", "values": {"host": "other.test"}})
    assert again.json()["has_secret"]
    await until(lambda: bool(far.made) and far.made[-1].given.text("host") == "other.test")
    assert far.made[-1].given.secret == SECRET
    cleared = (await admin.post(f"{SMS}/clear")).json()
    assert (cleared["health"]["condition"], cleared["has_secret"]) == ("by_hand", False)
    assert house.submit(lambda unit: unit.gateways.find(Channel.SMS)) is None
    await gateways.stop()


async def test_what_cannot_be_meant_is_refused(house: House) -> None:
    gateways = with_adapters(house, FarSide())
    admin = house.person(Role.ADMIN)
    for values, fields in (
        ({}, "host"),
        ({"host": "a", "port": "nan"}, "port"),
        ({"host": "a", "port": "0"}, "port"),
        ({"host": "a", "mode": "slow"}, "mode"),
        ({"host": "a", "colour": "red"}, "colour"),
        ({"host": "a", "password": "in clear"}, "password"),
        ({"host": "a\nb"}, "host"),
    ):
        refused = await admin.post(SMS, {"adapter": "fake", "values": values})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
        assert refused.json()["detail"]["fields"] == fields
    assert (await admin.post(SMS, {"adapter": "carrier pigeon", "values": {}})).json()["detail"] == {
        "fields": "adapter"
    }
    assert (await admin.post("/v1/gateways/pigeon", GIVEN)).status_code == 422
    await gateways.stop()


async def test_only_an_admin_changes_and_tests(house: House) -> None:
    with_adapters(house, FarSide())
    for role in (Role.OPERATOR, Role.SUPERVISOR, Role.INSTALLER, Role.AUDITOR):
        person = house.person(role, name=role.value)
        assert (await person.get("/v1/gateways")).status_code == 200
        for path, body in ((SMS, GIVEN), (f"{SMS}/clear", {}), (f"{SMS}/trials", {"target": ""})):
            assert (await person.post(path, body)).status_code == 403
    assert (await house.desk().get("/v1/gateways")).status_code in (401, 403)


async def test_a_trial_is_begun_once_audited_and_told(house: House) -> None:
    gateways = with_adapters(house, FarSide())
    admin = house.person(Role.ADMIN)
    target = {"target": "+32470123456"}
    assert (await admin.post(f"{SMS}/trials", target)).json()["code"] == "gateway_not_set"
    await admin.post(SMS, GIVEN)
    await until(lambda: gateways.running(Channel.SMS) is not None)
    one = (await admin.post(f"{SMS}/trials", target, key="t")).json()["trial"]
    two = (await admin.post(f"{SMS}/trials", target, key="t")).json()["trial"]
    assert one["trial_id"] == two["trial_id"]

    def verdict() -> str:
        trial = gateways.last_trial(Channel.SMS)
        return "" if trial is None else trial.verdict.value

    await until(lambda: verdict() == "accepted")
    shown = (await admin.get("/v1/gateways")).json()["channels"][1]["trial"]
    assert shown["message"] == "id 7 for +32470123456"
    entries = house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))
    tested = [entry.record for entry in entries if entry.record.action is AuditAction.GATEWAY_TESTED]
    assert [(entry.facts["channel"], entry.personal["target"]) for entry in tested] == [("sms", "+32470123456")]
    await gateways.stop()


async def test_in_training_nothing_is_set(tmp_path: Path) -> None:
    async with a_house(tmp_path, is_training=True) as house:
        refused = await house.person(Role.ADMIN).post(SMS, GIVEN)
        assert refused.json()["code"] == "not_in_training"


async def test_what_goes_out_by_itself_is_listed_with_its_figures(house: House) -> None:
    listed = (await house.person(Role.SUPERVISOR).get("/v1/gateways")).json()["automatic"]
    by_kind = {one["kind"]: one for one in listed}
    assert by_kind["tow_at_once"]["value"] == house.parts.thresholds.tow_g
    assert by_kind["sms_stop"] == {
        "kind": "sms_stop",
        "is_on": False,
        "value": 10.0,
        "where": "settings",
        "name": "sms_stop_s",
    }
    assert not by_kind["order_mail"]["is_on"]


async def test_each_partner_has_a_key_of_its_own_which_nobody_sees_again(house: House) -> None:
    premises = Premises(house.parts.store, house.clock, house.parts.settings, house.parts.vault)
    gateways = Gateways(premises, (PARTNER_API,), IMPATIENT)
    object.__setattr__(house.parts, "gateways", gateways)
    admin, operator = house.person(Role.ADMIN), house.person(Role.OPERATOR, name="Bo")
    for host, key in (("a.example", "key-of-a"), ("b.example", "key-of-b"), ("a.example", "new-of-a")):
        answer = await admin.post(PARTNERS, {"adapter": "rest", "values": {"secret_host": host}, "secret": key})
        assert answer.status_code == 200
        assert key not in answer.text
    assert (answer.json()["secret_names"], answer.json()["values"]) == (["a.example", "b.example"], {})
    settings = house.submit(lambda unit: unit.gateways.find(Channel.PARTNERS))
    assert settings is not None
    assert settings.sealed is not None
    kept = house.parts.vault.open_secret(Channel.PARTNERS, settings.sealed)
    assert keys_of(kept, {}) == {"a.example": "new-of-a", "b.example": "key-of-b"}
    assert (await operator.get("/v1/gateways")).json()["channels"][3]["secret_names"] == []
    refused = await admin.post(PARTNERS, {"adapter": "rest", "values": {}, "secret": "of nobody"})
    assert (refused.status_code, refused.json()["detail"]) == (422, {"fields": "secret_host"})
    for host in ("a.example", "b.example"):
        answer = await admin.post(PARTNERS, {"adapter": "rest", "values": {"secret_host": host}})
    assert (answer.json()["secret_names"], answer.json()["has_secret"]) == ([], False)
    await gateways.stop()


async def test_store_with_nothing_typed_keeps_the_key_of_an_earlier_version(house: House) -> None:
    premises = Premises(house.parts.store, house.clock, house.parts.settings, house.parts.vault)
    gateways = Gateways(premises, (PARTNER_API,), IMPATIENT)
    object.__setattr__(house.parts, "gateways", gateways)
    sealed = house.parts.vault.seal_secret(Channel.PARTNERS, "the-key")
    fields, values = PARTNER_API.fields, {"secret_host": "a.example"}
    earlier = SetGateway(SERVICE, Channel.PARTNERS, "rest", fields, values, sealed)
    house.submit(lambda unit: set_gateway(earlier, unit, house.clock))
    admin = house.person(Role.ADMIN)
    shown = (await admin.get("/v1/gateways")).json()["channels"][3]
    assert (shown["values"], shown["secret_names"]) == ({}, ["a.example"])
    for typed in (values, {}):
        answer = await admin.post(PARTNERS, {"adapter": "rest", "values": typed})
        assert answer.json()["secret_names"] == ["a.example"]
    await gateways.stop()
