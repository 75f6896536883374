"""Nobody touches anything: the tow order of the rules goes to the recommended partner, and on when it says no."""

import asyncio
from dataclasses import replace

from app.domain.audit import AuditAction
from app.domain.provider import Base
from app.domain.sending import SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState
from app.usecases.order_channels import DOWN_FOR, OrderChannels
from services.ordering.partner_api import PARTNER_API, PartnerApi
from services.ordering.watch import OrderWatch
from tests.conftest import WarningsSeen
from tests.services.ordering.house import AT_ONCE, HERE, House
from tests.support.builders import NOON, a_claim
from tests.support.clocks import StandingClock
from tests.support.partner_server import TOKEN, PartnerServer, a_partner_server
from tests.support.partners import a_provider

NEAR, FAR = Base(50.87, 4.63), Base(50.95, 4.7)


async def test_the_first_says_no_and_the_second_comes_and_both_know(house: House, partner: PartnerServer) -> None:
    with a_partner_server() as second:
        partner.says_of_all = {"state": "refused", "reason": "no truck free"}
        second.says_of_all = {"state": "accepted"}
        house.knows(a_provider("First", email="", rest_url=partner.url, base=NEAR))
        house.knows(a_provider("Second", email="", rest_url=second.url, base=FAR))
        case = house.open_case()
        placed = house.place(case)
        gateway = PartnerApi(house.given(PARTNER_API, HERE, TOKEN))
        watch = OrderWatch(house.store, house.clock, lambda: AT_ONCE)
        house.store.add_listener(watch.tell)
        await gateway.start()
        looking = asyncio.create_task(watch.run())
        await house.until(lambda: _accepted(house, case.case_id))
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        await gateway.stop()
    first, then = house.store.submit(lambda unit: unit.orders.of_case(case.case_id)).result()
    assert (first.order_id, first.state, first.provider) == (placed.order_id, OrderState.REFUSED, "First")
    assert (then.state, then.provider, then.automatic) == (OrderState.ACCEPTED, "Second", True)
    assert (len(partner.book), len(second.book)) == (1, 1)
    assert partner.problems == second.problems == []
    chain = house.store.submit(lambda unit: unit.audit.of_chain(case.case_id)).result()
    actions = [entry.record.action for entry in chain]
    assert actions.count(AuditAction.PARTNER_CHOSEN) == 2
    assert actions.count(AuditAction.DISCLOSED) == 2


def _accepted(house: House, case_id: str) -> bool:
    orders = house.store.submit(lambda unit: unit.orders.of_case(case_id)).result()  # type: ignore[arg-type]
    return any(one.state is OrderState.ACCEPTED for one in orders)


async def test_a_silent_partner_is_called_off_before_the_next_is_asked(house: House, partner: PartnerServer) -> None:
    with a_partner_server() as second:
        house.knows(a_provider("First", email="", rest_url=partner.url, base=NEAR))
        house.knows(a_provider("Second", email="", rest_url=second.url, base=FAR))
        case = house.open_case()
        house.place(case)
        quick = OrderChannels(frozenset(SendingChannel), "", stop_s=0.0, answer_s=0.2)
        gateway = PartnerApi(house.given(PARTNER_API, HERE, TOKEN))
        watch = OrderWatch(house.store, house.clock, lambda: quick)
        house.store.add_listener(watch.tell)
        await gateway.start()
        looking = asyncio.create_task(watch.run())
        await house.until(lambda: bool(second.book))
        await house.until(lambda: len(partner.book) == 2)
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        await gateway.stop()
    assert [one["purpose"] for one in partner.book.values()] == ["offer", "cancel"]
    orders = house.store.submit(lambda unit: unit.orders.of_case(case.case_id)).result()
    assert sum(one.state.is_running for one in orders) == 1
    assert house.sendings(orders[0].order_id)[-1].purpose is SendingPurpose.CANCEL


async def test_without_a_road_nothing_is_touched(house: House) -> None:
    house.knows(a_provider())
    order = house.place(house.open_case())
    watch = OrderWatch(house.store, house.clock, OrderChannels)
    await watch.look()
    assert house.order(order.order_id) == order


async def test_what_waits_for_a_gateway_that_is_set_back_to_by_hand_is_phoned(house: House) -> None:
    order = house.offer()
    watch = OrderWatch(house.store, house.clock, OrderChannels)
    await watch.look()
    found = house.order(order.order_id)
    assert (found.state, found.provider) == (OrderState.BY_HAND, order.provider)
    assert house.sendings(order.order_id)[0].state is SendingState.FAILED


async def test_while_nobody_has_the_case_a_line_that_blinks_is_waited_for(house: House) -> None:
    house.knows(a_provider(base=NEAR))
    order = house.place(house.open_case())
    roads = [replace(AT_ONCE, down_roads=frozenset(SendingChannel))]
    watch = OrderWatch(house.store, house.clock, lambda: roads[-1])
    await watch.look()
    assert house.order(order.order_id) == order
    roads.append(AT_ONCE)
    await watch.look()
    assert house.order(order.order_id).state is OrderState.QUEUED


async def test_a_line_that_comes_back_sends_nothing_that_a_person_was_told_to_phone(house: House) -> None:
    house.knows(a_provider("First", base=NEAR))
    order = house.place(house.open_case())
    roads = [replace(AT_ONCE, down_roads=frozenset(SendingChannel))]
    watch = OrderWatch(house.store, house.clock, lambda: roads[-1])
    await watch.look()
    clock = StandingClock(house.clock.now() + DOWN_FOR)
    watch = OrderWatch(house.store, clock, lambda: roads[-1])
    await watch.look()
    handed = house.order(order.order_id)
    assert (handed.state, handed.provider) == (OrderState.BY_HAND, "First"), "nothing but time went by"
    roads.append(AT_ONCE)
    await watch.look()
    assert house.order(order.order_id) == handed


async def test_who_has_the_case_is_told_once(house: House) -> None:
    case = house.open_case(claim=a_claim(), first_claimed_at=NOON)
    order = house.place(case)
    watch = OrderWatch(house.store, house.clock, lambda: AT_ONCE)
    await watch.look()
    assert house.order(order.order_id) == order, "no partner can be recommended"
    house.knows(a_provider(base=NEAR))
    house.touch(case)
    await watch.look()
    assert house.order(order.order_id) == order


async def test_what_could_not_be_offered_is_looked_at_again_when_its_case_changes(house: House) -> None:
    case = house.open_case()
    order = house.place(case)
    watch = OrderWatch(house.store, house.clock, lambda: AT_ONCE)
    await watch.look()
    assert house.order(order.order_id) == order, "no partner can be recommended"
    house.knows(a_provider(base=NEAR))
    house.touch(case)
    await watch.look()
    assert house.order(order.order_id).state is OrderState.QUEUED


class BrokenOnce:
    """The roads, which cannot be told when the first order is about to leave."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> OrderChannels:
        self.asked += 1
        if self.asked == 4:  # noqa: PLR2004 - after looking twice, and once for this order
            raise ValueError("broken")
        return AT_ONCE


async def test_one_order_that_cannot_be_looked_after_keeps_no_other_waiting(
    house: House, expected_log: WarningsSeen
) -> None:
    house.knows(a_provider(base=NEAR))
    orders = [house.place(house.open_case()) for _ in range(2)]
    watch = OrderWatch(house.store, house.clock, BrokenOnce())
    await watch.look()
    assert [house.order(one.order_id).state for one in orders] == [OrderState.BY_HAND, OrderState.QUEUED]
    assert "not foreseen" in expected_log.sentences()[0]
