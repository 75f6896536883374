"""A firm is phoned from its card: over the exchange, or by this computer; and hung up where it was dialled."""

from collections.abc import Mapping

from app.api.cases import CaseDetail
from app.api.telephone import CallPartner
from app.domain.account import Role
from app.domain.call_event import CallEventKind
from app.domain.ids import OrderId
from app.domain.service_order import OrderState
from tests.support.backend import FakeBackend
from tests.support.cases import a_call, an_order, my_case
from tests.support.contract import me
from tests.support.desk_parts import Shower
from ui.orders.firm_calls import FirmCalls
from ui.orders.state import FirmCall

ORDER = OrderId("o1")


class View:
    def __init__(self) -> None:
        self.calls: Mapping[OrderId, FirmCall] = {}

    def show_calls(self, calls: Mapping[OrderId, FirmCall]) -> None:
        self.calls = calls


class Panel:
    def __init__(self, detail: CaseDetail, **account: object) -> None:
        self.view, self.backend, self.shower = View(), FakeBackend(), Shower()
        self.dialled: list[str] = []
        self.calls = FirmCalls(self.view, me(**account), self.backend, self.shower, self.shower)
        self.calls.connect(self.dialled.append)
        self.shower.listeners.append(self.calls)
        self.calls.on_case(detail)

    @property
    def call(self) -> FirmCall:
        return self.view.calls[ORDER]


def the_case(**changes: object) -> CaseDetail:
    order = an_order(state=OrderState.OFFERED, provider="Noels", phones=("+32 16 12 34 56", "+32 16 00 00 00"))
    return my_case(orders=(order,)).model_copy(update=changes)


def a_line(stage: CallEventKind) -> object:
    return a_call(e164="+3216123456", line=stage, is_line_up=stage is not CallEventKind.ENDED)


def test_the_number_stands_on_the_button_and_the_exchange_takes_the_call() -> None:
    panel = Panel(the_case())
    assert (panel.call.press.text, panel.call.words) == ("Phone +32 16 12 34 56", "")
    panel.calls.press(ORDER)
    assert (panel.backend.last.what, panel.backend.last.about) == ("call_partner", ORDER)
    assert panel.backend.last.command == CallPartner(e164="+3216123456")
    panel.backend.last.reply.done(the_case(firm_calls=(a_line(CallEventKind.AGENT_RINGING),)))
    assert panel.dialled == []
    assert panel.call.press.text == "Hang up"
    assert panel.call.words == "Your telephone rings: take it, then Noels is called"
    panel.calls.press(ORDER)
    assert panel.backend.last.what == "hang_up"


def test_without_an_exchange_this_computer_dials_what_was_written_down() -> None:
    panel = Panel(the_case())
    panel.calls.press(ORDER)
    assert panel.dialled == [], "not before it is stored"
    panel.backend.last.reply.done(the_case())
    assert panel.dialled == ["+3216123456"]


def test_while_the_exchange_calls_the_firm_this_computer_dials_nobody() -> None:
    panel = Panel(the_case())
    panel.calls.press(ORDER)
    other = a_call(e164="+3216999999", line=CallEventKind.REQUESTED, is_line_up=True)
    panel.backend.last.reply.done(the_case(firm_calls=(other,)))
    assert panel.dialled == [], "one that was not there before is ours, whatever its number"


def test_a_firm_whose_line_the_exchange_lost_is_dialled_by_hand() -> None:
    lost = (a_line(CallEventKind.LOST),)
    panel = Panel(the_case(firm_calls=lost))
    assert panel.call.press.text == "Phone +32 16 12 34 56"
    assert panel.call.words == "The exchange does not answer: nobody knows what becomes of this call"
    panel.calls.press(ORDER)
    assert panel.backend.last.command == CallPartner(e164="+3216123456", by_hand=True)
    panel.backend.last.reply.done(the_case(firm_calls=lost))
    assert panel.dialled == ["+3216123456"]


def test_a_call_that_ended_may_be_made_again_and_without_a_number_there_is_no_button() -> None:
    panel = Panel(the_case(firm_calls=(a_line(CallEventKind.ENDED),)))
    assert panel.call.press.text.startswith("Phone +32")
    panel.calls.on_case(my_case(orders=(an_order(state=OrderState.OFFERED, provider="Noels"),)))
    assert panel.view.calls == {}


def test_who_may_not_act_on_the_case_does_not_phone_for_it() -> None:
    panel = Panel(the_case(), roles=(Role.ADMIN,))
    assert not panel.call.press.is_possible
    panel.calls.press(ORDER)
    assert panel.backend.asked == []
