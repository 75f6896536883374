"""Phone the firm of an order from its card: over the exchange, or by this computer's phone program.

The number is the directory's and stands on the button. What the exchange tells of the call stands under it until it is
over; a call with a firm is no attempt to reach the driver, so it may be made while another one is open. Of a line that
the exchange lost nobody knows anything: then a person dials.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from app.api.cases import CallInfo, CaseDetail, OrderInfo
from app.api.telephone import CallPartner
from app.domain.ids import CallId, OrderId
from app.i18n import _
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.offer import Offer
from ui.orders.state import FirmCall
from ui.ports import LineService
from ui.rights import why_not_finish
from ui.session import Me
from ui.words.lines import sentence_of


class FirmCallsView(Protocol):
    """The orders panel, as far as it phones."""

    def show_calls(self, calls: Mapping[OrderId, FirmCall]) -> None:
        """Paint what may be phoned, each at its order."""


class FirmCalls:
    """Between the directory's numbers and the cards. A ``CaseListener``, told after the orders."""

    def __init__(self, view: FirmCallsView, me: Me, lines: LineService, shower: CaseShower, trouble: Trouble) -> None:
        self._view = view
        self._me = me
        self._lines = lines
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._detail: CaseDetail | None = None
        self._dial: Callable[[str], None] = _nobody

    def connect(self, dial: Callable[[str], None]) -> None:
        """Hand numbers to this computer's phone program, where no exchange dials."""
        self._dial = dial

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the numbers of this case."""
        self._detail = detail
        self.refresh()

    def press(self, order_id: OrderId) -> None:
        """Phone its firm; while the exchange has the call, hang up."""
        detail = self._detail
        order = None if detail is None else next((one for one in detail.orders if one.order_id == order_id), None)
        if order is None or not order.phones or self._why_not():
            return
        line = self._line_of(order)
        if line is not None and line.is_on_line:
            self._lines.hang_up(line.call_id, self._answers.reply())
            return
        number = _plain(order.phones[0])
        up_before = _lines_up(detail)

        def dialled(after: CaseDetail) -> None:
            if _lines_up(after) <= up_before:
                self._dial(number)

        command = CallPartner(e164=number, by_hand=line is not None)
        self._lines.call_partner(order_id, command, self._answers.reply(dialled))

    def refresh(self) -> None:
        """Paint what is known now."""
        orders = () if self._detail is None else self._detail.orders
        self._view.show_calls({one.order_id: self._call(one) for one in orders if one.phones and one.state.is_running})

    def _call(self, order: OrderInfo) -> FirmCall:
        line = self._line_of(order)
        said = "" if line is None else sentence_of(line, order.provider)
        is_running = line is not None and line.is_on_line
        words = _("Hang up") if is_running else _("Phone {number}").format(number=order.phones[0])
        return FirmCall(Offer(words, self._why_not()), said)

    def _line_of(self, order: OrderInfo) -> CallInfo | None:
        calls = () if self._detail is None else self._detail.firm_calls
        number = _plain(order.phones[0])
        return next((call for call in reversed(calls) if call.is_line_up and call.e164 == number), None)

    def _why_not(self) -> str:
        busy = _("One moment: the service has not answered yet.") if self._answers.is_busy else ""
        return why_not_finish(self._me, self._detail) or busy


def _lines_up(detail: CaseDetail | None) -> frozenset[CallId]:
    calls = () if detail is None else detail.firm_calls
    return frozenset(call.call_id for call in calls if call.is_line_up)


def _nobody(_number: str) -> None:
    """No program takes it: a person dials."""


def _plain(shown: str) -> str:
    """Return a number without what people write between its digits."""
    return "".join(sign for sign in shown if sign == "+" or sign.isdigit())
