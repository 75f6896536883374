"""No order waits for a road that is gone: it becomes one to be phoned, where NEXT and the red count find it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.sending import Sending, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.order_channels import DOWN_FOR, OrderChannels
from app.usecases.pass_on_order import Moment, offer_by_itself
from app.usecases.sending_outcomes import take_sending
from app.usecases.tend_sendings import SILENT_FOR, needs_tending, tend_sending
from tests.app.usecases.people import AN
from tests.app.usecases.test_pass_on_order import Centre
from tests.support.partners import ALL_ROADS, BY_PHONE

DOWN = replace(ALL_ROADS, down_roads=frozenset({SendingChannel.MAIL}))


@pytest.fixture(name="centre")
def a_centre() -> Centre:
    made = Centre()
    assert made.offer() is not None
    return made


def _sending(centre: Centre) -> Sending:
    return centre.unit.sendings.of_order(centre.order.order_id)[-1]


def _tend(centre: Centre, channels: OrderChannels) -> Sending | None:
    return tend_sending(_sending(centre).sending_id, Moment(centre.unit, centre.clock, channels))


def test_what_waits_for_a_road_that_is_down_is_phoned_soon(centre: Centre) -> None:
    centre.clock.advance(ALL_ROADS.stop_for + DOWN_FOR - timedelta(seconds=1))
    assert not needs_tending(_sending(centre), DOWN, centre.clock.now())
    with centre.changes_nothing():
        assert _tend(centre, DOWN) is None
    centre.clock.advance(timedelta(seconds=1))
    assert needs_tending(_sending(centre), DOWN, centre.clock.now())
    given_up = _tend(centre, DOWN)
    centre.unit.check_audited()
    assert given_up is not None
    assert (given_up.state, given_up.fault, given_up.may_have_arrived) == (SendingState.FAILED, "gateway_down", False)
    order = centre.unit.orders.get(centre.order.order_id)
    assert (order.state, order.provider) == (OrderState.BY_HAND, "First"), "and everybody sees whom to phone"
    assert centre.record(centre.case_.case_id, AuditAction.ORDER_NOT_SENT).facts["fault"] == "gateway_down"


def test_a_road_set_back_to_by_hand_leaves_nothing_behind(centre: Centre) -> None:
    assert _tend(centre, BY_PHONE) is not None
    assert centre.unit.orders.get(centre.order.order_id).state is OrderState.BY_HAND
    with centre.changes_nothing():
        assert _tend(centre, BY_PHONE) is None, "once"


def test_what_a_gateway_that_is_gone_was_sending_may_have_arrived(centre: Centre) -> None:
    centre.clock.advance(timedelta(seconds=20))
    take_sending(_sending(centre).sending_id, centre.unit, centre.clock)
    assert _tend(centre, BY_PHONE) is None, "it may still come back with an answer"
    centre.clock.advance(SILENT_FOR)
    given_up = _tend(centre, BY_PHONE)
    assert given_up is not None
    assert given_up.may_have_arrived


def test_while_its_road_is_up_the_outbox_has_the_say(centre: Centre) -> None:
    centre.clock.advance(timedelta(hours=1))
    assert not needs_tending(_sending(centre), ALL_ROADS, centre.clock.now())
    assert _tend(centre, ALL_ROADS) is None


def test_a_cancellation_waits_longer_and_moves_no_order(centre: Centre) -> None:
    centre.leave()
    change_order(
        ChangeOrder(AN, centre.order.order_id, OrderState.CANCELLED, reason="drove off"), centre.unit, centre.clock
    )
    assert _sending(centre).purpose is SendingPurpose.CANCEL
    centre.clock.advance(timedelta(minutes=59))
    assert _tend(centre, DOWN) is None
    centre.clock.advance(timedelta(minutes=1))
    assert _tend(centre, DOWN) is not None
    assert centre.unit.orders.get(centre.order.order_id).state is OrderState.CANCELLED


def test_nothing_is_offered_by_itself_over_a_road_that_is_down() -> None:
    centre = Centre()
    phoned = offer_by_itself(centre.order.order_id, Moment(centre.unit, centre.clock, DOWN))
    assert phoned is not None
    assert phoned.state is OrderState.BY_HAND
    assert centre.unit.sendings.of_order(centre.order.order_id) == ()
    assert centre.offer() is None, "nor when it is up again: somebody was told to phone"


def test_a_road_that_is_up_goes_before_one_that_is_down() -> None:
    centre = Centre()
    partner = replace(next(iter(centre.unit.providers.stored.values())), rest_url="https://partner.example")
    assert ALL_ROADS.road_to(partner) is SendingChannel.REST
    rest_down = replace(ALL_ROADS, down_roads=frozenset({SendingChannel.REST}))
    assert rest_down.road_to(partner) is SendingChannel.MAIL
    assert rest_down.leaves_now(partner)
    assert not replace(ALL_ROADS, down_roads=frozenset(SendingChannel)).leaves_now(partner)
