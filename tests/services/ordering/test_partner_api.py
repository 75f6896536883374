"""Orders into a partner's system, against the contract test server: one key, one order; its word moves ours."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.gateway import GatewayCondition
from app.domain.sending import Sending, SendingPurpose, SendingState
from app.domain.service_order import OrderState
from app.usecases.actor import SERVICE
from app.usecases.gateway_ports import GatewayFault
from app.usecases.order_moves import Word, move
from app.usecases.provider_cells import is_partner_url
from app.usecases.store import JobUnit
from services.ordering.partner_api import PARTNER_API, PartnerApi
from services.ordering.wire import Taken
from tests.conftest import WarningsSeen
from tests.services.ordering.house import HERE, House
from tests.support.partner_server import TOKEN, PartnerServer, a_partner_server

ETA = datetime(2027, 1, 2, 14, 20, tzinfo=UTC)


@asynccontextmanager
async def running(house: House, ask_every_s: float = 60.0) -> AsyncIterator[PartnerApi]:
    gateway = PartnerApi(house.given(PARTNER_API, HERE, TOKEN), ask_every_s)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.stop()


async def test_an_order_is_posted_under_its_own_key(house: House, partner: PartnerServer) -> None:
    order = house.offer(rest_url=partner.url)
    async with running(house):
        await house.until(lambda: house.order(order.order_id).state is OrderState.OFFERED)
    (sending,) = house.sendings(order.order_id)
    assert partner.problems == []
    assert partner.book == {sending.sending_id: json.loads(sending.document)}
    assert sending.reference == f"P-{sending.sending_id[:6]}"


async def test_an_answer_that_was_lost_is_one_order_all_the_same(house: House, partner: PartnerServer) -> None:
    partner.breaks = 1
    order = house.offer(rest_url=partner.url)
    async with running(house) as gateway:
        await house.until(lambda: house.order(order.order_id).state is OrderState.OFFERED)
        assert gateway.condition is GatewayCondition.OK
        assert gateway.message == ""
    (sending,) = house.sendings(order.order_id)
    assert partner.posts == {sending.sending_id: 2}
    assert (len(partner.book), partner.problems, sending.tries) == (1, [], 2)


@pytest.mark.parametrize(("status", "is_final"), [(422, True), (404, True), (503, False), (429, False)])
async def test_a_refusal_for_good_is_phoned_and_a_passing_one_is_tried_again(
    house: House, partner: PartnerServer, status: int, is_final: bool
) -> None:
    partner.status = status
    order = house.offer(rest_url=partner.url)
    async with running(house):
        await house.until(lambda: bool(house.sendings(order.order_id)[0].fault))
    (sending,) = house.sendings(order.order_id)
    assert sending.state is (SendingState.FAILED if is_final else SendingState.QUEUED)
    assert house.order(order.order_id).state is (OrderState.BY_HAND if is_final else OrderState.QUEUED)


async def test_an_answer_at_once_is_believed(house: House, partner: PartnerServer) -> None:
    partner.says_of_all = {"state": "accepted", "eta_at": ETA.isoformat()}
    order = house.offer(rest_url=partner.url)
    async with running(house):
        await house.until(lambda: house.order(order.order_id).state is OrderState.ACCEPTED)
    assert house.order(order.order_id).eta_at == ETA


async def test_what_became_of_it_is_asked_for(house: House, partner: PartnerServer) -> None:
    order = house.offer(rest_url=partner.url)
    async with running(house, 0.05):
        await house.until(lambda: house.order(order.order_id).state is OrderState.OFFERED)
        (sending,) = house.sendings(order.order_id)
        for state in ("accepted", "en_route", "on_site", "done"):
            partner.says[sending.sending_id] = {"state": state}
            await house.until(lambda state=state: house.order(order.order_id).state == state)  # type: ignore[misc]
    assert house.order(order.order_id).state is OrderState.DONE


@pytest.mark.parametrize(
    "said", [{"state": "by_hand"}, {"state": "teleported"}, {"state": "offered", "eta_at": "tomorrow"}, {"state": ""}]
)
async def test_a_word_that_cannot_be_meant_changes_nothing(
    house: House, partner: PartnerServer, said: dict[str, str]
) -> None:
    partner.says_of_all = said
    order = house.offer(rest_url=partner.url)
    async with running(house):
        await house.until(lambda: house.sendings(order.order_id)[0].state is SendingState.ACCEPTED)
    assert house.order(order.order_id).state is OrderState.OFFERED
    assert house.order(order.order_id).eta_at is None


async def test_a_cancellation_goes_after_its_offer_and_is_confirmed(house: House, partner: PartnerServer) -> None:
    order = house.offer(rest_url=partner.url)
    async with running(house):
        await house.until(lambda: house.order(order.order_id).state is OrderState.OFFERED)
        partner.says_of_all = {"state": "cancelled"}
        house.store.submit(lambda unit: _cancel(house, unit, order.case_id)).result()
        await house.until(lambda: not _promises(house, order.case_id))
    assert [json.loads(one.document)["purpose"] for one in house.sendings(order.order_id)] == ["offer", "cancel"]
    assert [one["purpose"] for one in partner.book.values()] == ["offer", "cancel"]
    assert partner.problems == []
    assert house.sendings(order.order_id)[1].purpose is SendingPurpose.CANCEL


def _cancel(house: House, unit: JobUnit, case_id: str) -> None:
    (order,) = unit.orders.of_case(case_id)  # type: ignore[arg-type]  # an id is text
    word = Word(OrderState.CANCELLED, reason="drove off")
    move(order, unit.cases.get(order.case_id), word, SERVICE, unit, house.clock.now())


def _promises(house: House, case_id: str) -> list[object]:
    promises = house.store.submit(lambda unit: unit.promises.of_case(case_id)).result()  # type: ignore[arg-type]
    return [one for one in promises if one.is_open]


async def test_a_partner_that_is_away_holds_up_nobody(house: House, partner: PartnerServer) -> None:
    with a_partner_server() as gone:
        away = gone.url
    silent, other = house.offer(rest_url=away), house.offer(rest_url=partner.url)
    async with running(house) as gateway:
        await house.until(lambda: house.order(other.order_id).state is OrderState.OFFERED)
        await house.until(lambda: bool(house.sendings(silent.order_id)[0].fault))
        assert gateway.condition is GatewayCondition.OK
        assert gateway.refusal is not None
        assert gateway.refusal.reason == "no_answer"
    assert house.order(silent.order_id).state is OrderState.QUEUED


async def test_a_partner_that_does_not_know_our_key_is_named_until_it_takes_something(
    house: House, partner: PartnerServer
) -> None:
    partner.status = 401
    order = house.offer(rest_url=partner.url)
    async with running(house) as gateway:
        assert gateway.message == "not_tried"
        await house.until(lambda: house.order(order.order_id).state is OrderState.BY_HAND)
        assert gateway.refusal is not None
        assert (gateway.refusal.reason, gateway.refusal.far) == ("http_401", f"127.0.0.1:{partner.port}")
        await gateway.test(partner.url)
        assert gateway.refusal is not None, "a sign of life is no order that was taken"
        partner.status = 201
        house.offer(rest_url=partner.url)
        await house.until(lambda: gateway.refusal is None)


async def test_a_mistyped_address_of_the_test_button_stands_on_no_desk(house: House) -> None:
    async with running(house) as gateway:
        with pytest.raises(GatewayFault):
            await gateway.test("https://127.0.0.1:9/api")
        assert gateway.refusal is None


async def test_a_host_that_no_partner_has_any_more_is_not_named(house: House, partner: PartnerServer) -> None:
    partner.status = 401
    order = house.offer(rest_url=partner.url)
    async with running(house, ask_every_s=0.02) as gateway:
        await house.until(lambda: house.order(order.order_id).state is OrderState.BY_HAND)
        assert gateway.refusal is not None
        (provider,) = house.store.read(lambda reader: reader.providers())
        house.knows(replace(provider, rest_url="https://moved.example"))
        await house.until(lambda: gateway.refusal is None)


async def test_the_test_button_asks_for_a_sign_of_life(house: House, partner: PartnerServer) -> None:
    async with running(house) as gateway:
        assert await gateway.test(partner.url) == "HTTP 200"
        with pytest.raises(GatewayFault):
            await gateway.test("http://partner.example")
    assert partner.posts == {}


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://partner.example/api", True),
        ("http://127.0.0.1:80/api", True),
        ("http://partner.example", False),
        ("ftp://x", False),
        ("", False),
        ("https://bücher.be/x", True),
        ("https://10.0.0.1:8443/x", True),
        ("https://xn--/", False),
        ("https://a..b/", False),
        ("https://ex ample/", False),
        ("https://" + "a" * 70 + ".be/", False),
        ("https://partner.example:99999/", False),
    ],
)
def test_personal_data_goes_encrypted_or_nowhere(url: str, is_safe: bool) -> None:
    assert is_partner_url(url) is is_safe


async def test_a_fault_that_was_not_foreseen_is_a_try_with_its_pause(
    house: House, partner: PartnerServer, expected_log: WarningsSeen
) -> None:
    order = house.offer(rest_url=partner.url)
    gateway = Broken(house.given(PARTNER_API, HERE, TOKEN))
    await gateway.start()
    await house.until(lambda: house.sendings(order.order_id)[0].fault == "OSError")
    await asyncio.gather(*(asyncio.to_thread(house.sendings, order.order_id) for _ in range(20)))
    (sending,) = house.sendings(order.order_id)
    await gateway.stop()
    assert (sending.tries, sending.state, sending.may_have_arrived) == (1, SendingState.QUEUED, True)
    assert expected_log.sentences() == ["an order failed in a way that was not foreseen"]


class Broken(PartnerApi):
    """Fails in a way that no contract names."""

    async def carry(self, sending: Sending) -> Taken:
        raise OSError(sending.sending_id)


async def test_an_address_that_is_none_is_refused_before_the_wire(house: House) -> None:
    order = house.offer(rest_url="https://xn--/")
    async with running(house):
        await house.until(lambda: house.order(order.order_id).state is OrderState.BY_HAND)
    (sending,) = house.sendings(order.order_id)
    assert (sending.tries, sending.may_have_arrived) == (1, False)


async def test_the_key_goes_only_to_the_host_it_was_named_for(house: House, partner: PartnerServer) -> None:
    given = house.given(PARTNER_API, {"secret_host": "other.example, partner.example"}, TOKEN)
    gateway = PartnerApi(given, 60.0)
    await gateway.start()
    order = house.offer(rest_url=partner.url)
    await house.until(lambda: house.order(order.order_id).state is OrderState.OFFERED)
    await gateway.stop()
    assert partner.problems == ["no token"], "this partner asks for none"


def test_each_partner_gets_its_own_key_and_the_one_of_an_earlier_version_goes_where_it_went(house: House) -> None:
    keys = json.dumps({"a.example": "key-a", "b.example": "key-b"})
    gateway = PartnerApi(house.given(PARTNER_API, secret=keys))
    told = [gateway.headers_for(f"https://{host}/api").get("Authorization") for host in ("a.example", "b.example", "c")]
    assert told == ["Bearer key-a", "Bearer key-b", None]
    assert PartnerApi(house.given(PARTNER_API)).headers_for("https://a.example") == {}, "partners may need none"


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("https://partner.example/api", True),
        ("https://PARTNER.example:8443/api", True),
        ("https://partner.example.evil.example/api", False),
        ("https://evil.example/partner.example", False),
        ("http://partner.example/api", False),
    ],
)
def test_whose_key_it_is(house: House, url: str, is_told: bool) -> None:
    gateway = PartnerApi(house.given(PARTNER_API, {"secret_host": "Partner.example"}, TOKEN))
    assert ("Authorization" in gateway.headers_for(url)) is is_told
