"""The steps of the tour, in the words of the table of actions.

What it does is what the README shows and what every test run proves: one E-call from the first row to the closed
case. A step that the rules forbid for the case that came (no number to call, no tow outside Belgium) says so and is
not tried.
"""

from collections.abc import Callable, Iterator

from app.api.cases import CaseDetail
from app.domain.case import CaseState
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from ui.actions import ActionId
from ui.open_desk import OpenDesk
from ui.tour.driver import Step
from ui.tour.hands import Hands

NOTE_TEXT = "Wagen staat veilig achter de vangrail; takelwagen is op de hoogte."
TOW_FIRM = "Depannage Voorbeeld"
COMES_IN = "+25"
TRUE_CRASH_KEY = "1"
UNREACHED_REASON = "Politie is ter plaatse."


class Script:
    """Sees what the operator sees (the rows of the queue and the open case) and gives the steps."""

    def __init__(self, desk: OpenDesk, start_box: Callable[[], None]) -> None:
        self._desk = desk
        self._start_box = start_box
        self._hands = Hands(desk.window, desk.actions)
        self._tow_written_down = self._time_written_down = False

    @property
    def detail(self) -> CaseDetail | None:
        """The open case."""
        return self._desk.navigator.detail

    def steps(self) -> Iterator[Step]:
        """Give the steps in order."""
        yield Step("box_sends", self._box_sends, lambda: any(self._desk.rows.waiting()), "01-queue.png", patience_s=15)
        yield Step("open", self._open, lambda: self.detail is not None, "02-case.png")
        yield from self._contact_steps()
        yield from self._closing_steps()

    def _contact_steps(self) -> Iterator[Step]:
        yield Step("claim", self._pressed(ActionId.CLAIM), self._is_mine, "03-claimed.png")
        yield Step("call", self._pressed(ActionId.CALL), self._has_call, "04-call.png")
        yield Step("no_answer", self._has_call, self._call_has_ended, patience_s=12)
        yield Step("sms", self._pressed(ActionId.SMS), self._sms_is_sent, "05-sms.png")
        yield Step("tow", self._tow, self._tow_is_offered, "06-tow.png")
        yield Step("tow_accepted", self._accept, self._tow_is_accepted)

    def _closing_steps(self) -> Iterator[Step]:
        yield Step("cards", lambda: True, lambda: self.detail is not None and bool(self.detail.cards))
        yield Step("note", self._note, lambda: self.detail is not None and bool(self.detail.notes), "07-note.png")
        yield Step("dark", self._pressed(ActionId.THEME), lambda: True, "08-dark.png")
        yield Step("light", self._pressed(ActionId.THEME), lambda: True)
        yield Step("close", self._close, self._is_closed, "09-closed.png")

    def _box_sends(self) -> bool:
        self._start_box()
        return True

    def _open(self) -> bool:
        self._desk.actions.trigger(ActionId.QUEUE_DOWN)
        return self._desk.actions.trigger(ActionId.OPEN_CASE)

    def _pressed(self, action_id: ActionId) -> Callable[[], bool]:
        return lambda: self._hands.press(action_id)

    def _is_mine(self) -> bool:
        return self.detail is not None and self._desk.me.holds(self.detail.row)

    def _has_call(self) -> bool:
        return self.detail is not None and bool(self.detail.calls)

    def _call_has_ended(self) -> bool:
        return self.detail is not None and any(call.outcome is not None for call in self.detail.calls)

    def _sms_is_sent(self) -> bool:
        detail = self.detail
        if detail is None:
            return False
        if detail.row.next_step.kind is NextKind.SEND_SMS_BY_HAND:
            self._hands.press(ActionId.CONFIRM)
        return any(message.state is MessageState.DONE_BY_HAND for message in detail.messages)

    def _tow(self) -> bool:
        detail = self.detail
        if detail is None or not (detail.orders or detail.row.next_step.kind is NextKind.ASK_TOW):
            return False
        return self._hands.press(ActionId.TOW)

    def _tow_is_offered(self) -> bool:
        """Order the truck if the rules did not, then write down which firm was phoned."""
        detail = self.detail
        if detail is None:
            return False
        if not detail.orders:
            self._hands.press(ActionId.CONFIRM)
        elif not self._tow_written_down and self._hands.press(ActionId.TOW):
            if not self._hands.is_in_field():  # it stands at the recommended firm; once more, another is typed
                self._hands.press(ActionId.TOW)
            self._hands.type_text(TOW_FIRM)
            self._tow_written_down = self._hands.press(ActionId.CONFIRM)
        return any(order.state is not OrderState.BY_HAND for order in detail.orders)

    def _accept(self) -> bool:
        """Write down that the firm comes, and when: a case is not closed over a truck that was only offered."""
        detail = self.detail
        return detail is not None and any(order.state is OrderState.OFFERED for order in detail.orders)

    def _tow_is_accepted(self) -> bool:
        """Write it down once the panel has heard that it was offered; look again until the service has it."""
        detail = self.detail
        if detail is None:
            return False
        if not self._time_written_down and self._hands.press(ActionId.TOW) and self._hands.is_in_field():
            self._hands.type_text(COMES_IN)
            self._hands.press_enter()
            self._time_written_down = True
        return any(order.state is OrderState.ACCEPTED for order in detail.orders)

    def _note(self) -> bool:
        if not self._hands.press(ActionId.NOTE):
            return False
        self._hands.type_text(NOTE_TEXT)
        return self._hands.press(ActionId.CONFIRM)

    def _close(self) -> bool:
        if not self._hands.press(ActionId.CLOSE_CASE):
            return False
        self._hands.type_text(TRUE_CRASH_KEY)
        detail = self.detail
        if detail is not None and detail.unreached is not None:
            self._hands.press(ActionId.CONFIRM)  # nobody was reached: the tick has the keys, then the reason
            self._hands.tick()
            self._hands.type_text(UNREACHED_REASON)
        return self._hands.press(ActionId.CONFIRM)

    def _is_closed(self) -> bool:
        return self.detail is not None and self.detail.row.state is CaseState.CLOSED
