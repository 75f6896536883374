"""An SMS that reached nobody is told in red, and one left to people can be given back to a gateway that is up again."""

import pytest
from PySide6.QtWidgets import QApplication

from app.api.gateways import GatewayHealth
from app.domain.gateway import Channel, GatewayCondition
from app.domain.message import MessageState
from tests.support.cases import a_message, my_case
from tests.support.contract import NOW, a_tick
from tests.ui.contact.test_presenter import Contact
from ui.contact.state import MessageLine
from ui.contact.tray_view import MessageCard
from ui.theme.tokens import LIGHT


def shown(state: MessageState, condition: GatewayCondition = GatewayCondition.OK) -> tuple[Contact, MessageLine]:
    contact = Contact(my_case(messages=(a_message(state=state),)))
    gateway = GatewayHealth(channel=Channel.SMS, adapter="smpp", condition=condition, since=NOW)
    contact.presenter.on_tick(a_tick(gateways=(gateway,)))
    contact.presenter.refresh()
    return contact, contact.state.messages[0]


@pytest.mark.parametrize("state", [MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.REJECTED])
def test_one_that_reached_nobody_is_red(qapp: QApplication, state: MessageState) -> None:
    del qapp
    _contact, line = shown(state)
    assert line.is_lost
    card = MessageCard()
    card.show_message(line)
    assert card.state.text().startswith("▲ ")
    assert LIGHT.critical in card.state.styleSheet()


def test_one_that_was_delivered_is_not(qapp: QApplication) -> None:
    del qapp
    card = MessageCard()
    card.show_message(shown(MessageState.DELIVERED)[1])
    assert LIGHT.critical not in card.state.styleSheet()


def test_one_left_to_people_is_given_to_the_gateway_that_is_back() -> None:
    contact, line = shown(MessageState.BY_HAND)
    assert line.by_gateway is not None
    contact.presenter.give_to_gateway(line.message_id)
    assert (contact.backend.last.what, contact.backend.last.about) == ("give_to_gateway", line.message_id)


@pytest.mark.parametrize(
    ("state", "condition"),
    [
        (MessageState.BY_HAND, GatewayCondition.DOWN),
        (MessageState.BY_HAND, GatewayCondition.BY_HAND),
        (MessageState.UNDELIVERED, GatewayCondition.OK),
    ],
)
def test_it_is_not_offered_while_nothing_could_leave(state: MessageState, condition: GatewayCondition) -> None:
    assert shown(state, condition)[1].by_gateway is None
