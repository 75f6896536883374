"""NEXT does not say that no gateway sends an SMS while one could."""

import pytest

from app.api.gateways import GatewayHealth
from app.domain.gateway import Channel, GatewayCondition
from app.domain.next_step import NextKind
from tests.support.cases import a_message, my_case
from tests.support.contract import NOW, a_tick
from tests.ui.next_step.test_presenter import Next


@pytest.mark.parametrize(
    ("condition", "begins"),
    [
        (GatewayCondition.OK, "The gateway is up again"),
        (GatewayCondition.DOWN, "No gateway sends it"),
        (GatewayCondition.BY_HAND, "No gateway sends it"),
    ],
)
def test_an_sms_left_to_people_may_go_back_to_the_gateway(condition: GatewayCondition, begins: str) -> None:
    following = Next(my_case(NextKind.SEND_SMS_BY_HAND, "m1", messages=(a_message(),)))
    gateway = GatewayHealth(channel=Channel.SMS, adapter="smpp", condition=condition, since=NOW)
    following.presenter.on_tick(a_tick(gateways=(gateway,)))
    assert following.state.why.startswith(begins)
