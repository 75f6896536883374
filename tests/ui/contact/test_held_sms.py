"""An SMS whose gateway is known to be down does not count down to its leaving: it waits, and one key takes it."""

import pytest

from app.api.gateways import GatewayHealth
from app.domain.gateway import Channel, GatewayCondition
from app.domain.message import MessageState
from tests.support.cases import a_message, ago, my_case
from tests.support.contract import NOW, a_tick
from tests.ui.contact.test_presenter import Contact
from ui.actions import ActionId

HELD = "SMS waits, gateway down. F6: by hand"


def waiting(seconds: float, condition: GatewayCondition = GatewayCondition.DOWN) -> Contact:
    contact = Contact(my_case(messages=(a_message(state=MessageState.QUEUED, leaves_at=ago(-seconds)),)))
    gateway = GatewayHealth(channel=Channel.SMS, adapter="smpp", condition=condition, since=NOW)
    contact.presenter.on_tick(a_tick(gateways=(gateway,)))
    contact.presenter.refresh()
    return contact


@pytest.mark.parametrize("seconds", [7, -60])
def test_next_says_that_it_waits_and_takes_it_to_be_sent_by_hand(seconds: float) -> None:
    contact = waiting(seconds)
    assert contact.box.announced[-1] == HELD
    assert contact.actions.trigger(ActionId.SMS)
    assert (contact.backend.last.what, contact.backend.last.about) == ("leave_to_hand", "m1")
    contact.backend.last.done(my_case(messages=(a_message(),)))
    assert contact.box.announced[-1] == ""


def test_it_can_still_be_stopped() -> None:
    assert waiting(-60).actions.trigger(ActionId.STOP_SMS)


def test_while_the_gateway_answers_it_counts_down() -> None:
    assert waiting(7, GatewayCondition.OK).box.announced[-1].endswith("leaves in 7 s")
