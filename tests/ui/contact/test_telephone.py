"""The way of a call: the exchange while it answers and knows this desk, else the computer's program, else a hand."""

import pytest

from app.api.gateways import GatewayHealth
from app.api.service import ChannelState
from app.domain.call_event import CallEventKind
from app.domain.gateway import Channel, GatewayCondition
from tests.support.cases import a_call
from tests.support.contract import NOW, a_health
from ui.contact.telephone import Telephone, Way


class Program:
    """A program for phone calls."""

    def __init__(self, *, is_there: bool = True) -> None:
        self.is_there = is_there
        self.dialled: list[str] = []

    def look(self, found: object) -> None:
        found(self.is_there)  # type: ignore[operator]  # the callback of the port

    def dial(self, e164: str) -> None:
        self.dialled.append(e164)


def a_telephone(
    condition: GatewayCondition | None, *, endpoint: str | None = "PJSIP/operator1"
) -> tuple[Telephone, Program]:
    telephone, program = Telephone(lambda: None), Program()
    telephone.use(program)
    gateways: tuple[GatewayHealth, ...] = ()
    phone = ChannelState.BY_HAND
    if condition is not None:
        gateway = GatewayHealth(channel=Channel.PHONE, adapter="ami", condition=condition, since=NOW)
        gateways, phone = (gateway,), ChannelState.AUTOMATIC
    telephone.on_health(a_health(phone=phone, gateways=gateways))
    if endpoint is not None:
        telephone.use_endpoint(endpoint)
    return telephone, program


def test_the_exchange_dials_for_a_desk_it_knows() -> None:
    telephone, _program = a_telephone(GatewayCondition.OK)
    assert (telephone.way, telephone.notice, telephone.has_exchange) == (Way.EXCHANGE, "", True)


@pytest.mark.parametrize("condition", [GatewayCondition.DOWN, GatewayCondition.STARTING])
def test_while_the_exchange_does_not_answer_the_program_dials(condition: GatewayCondition) -> None:
    telephone, program = a_telephone(condition)
    assert telephone.way is Way.PROGRAM
    assert "does not answer" in telephone.notice
    telephone.dial("+32470123456")
    assert program.dialled == ["+32470123456"]


def test_a_call_taken_from_the_exchange_is_not_said_to_ring_there() -> None:
    telephone, _program = a_telephone(GatewayCondition.OK)
    assert telephone.way_of(a_call(line=CallEventKind.BY_HAND)) is Way.PROGRAM
    assert telephone.way_of(a_call(line=CallEventKind.RINGING)) is Way.EXCHANGE


def test_a_desk_without_a_telephone_is_told_so() -> None:
    telephone, _program = a_telephone(GatewayCondition.OK, endpoint="")
    assert telephone.way is Way.PROGRAM
    assert "telephone of this desk" in telephone.notice


def test_without_an_exchange_everything_is_as_it_was() -> None:
    telephone, _program = a_telephone(None, endpoint=None)
    assert (telephone.way, telephone.has_exchange) == (Way.PROGRAM, False)


def test_in_a_drill_nothing_of_this_computer_is_opened() -> None:
    telephone, program = Telephone(lambda: None), Program()
    telephone.use(program)
    telephone.on_health(a_health(phone=ChannelState.SIMULATED, is_training=True))
    assert telephone.way is Way.EXCHANGE
    telephone.dial("+32470123456")
    assert program.dialled == []
