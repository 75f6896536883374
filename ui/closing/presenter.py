"""How a case ends: what it was, and what becomes of what still runs.

Nothing is stopped by closing that somebody did not choose to stop: a tow truck that comes goes on by default, and
stopping one needs a typed reason. One that was only offered comes perhaps: it is ticked by a person who knows that, or
stopped with a reason. One that nobody was asked for cannot go on: it is placed first or cancelled. That nobody was
reached is said before all, and ticked by a person who closes it all the same, with a reason where it was grave.
What is to be stopped is stopped first, one after the other, and only then is the case closed, with the version of that
moment; whatever goes wrong on the way leaves the case open and the panel standing. A note that was begun and not saved
is saved before all of it: nobody can add one to a closed case.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.commands import ChangeOrder, CloseCase
from app.api.promises import WithdrawPromise
from app.api.service import RefusalInfo
from app.domain.answer import FOR_112
from app.domain.case import NOBODY_TO_REACH, OF_ALARMS, Outcome
from app.domain.ids import MessageId, OrderId, PromiseId
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseShower
from ui.closing.state import ClosingState, OutcomeChoice, Unreached
from ui.closing.words import (
    CAN_CANCEL,
    left_by_stopping,
    running,
    runs_alone,
    still_on_line,
    tried_in_vain,
    unaccepted,
    unasked,
)
from ui.confirmation import Confirmation, Confirmations
from ui.errors import refusal_sentence, unavailable_sentence
from ui.offer import Offer
from ui.ports import CaseCommands, Reply, Unavailable
from ui.rights import why_not_act
from ui.session import Me
from ui.words.cases import OUTCOMES
from ui.words.steps import WHY

SHORTEST_REASON = 3
DIGITS = {str(place): outcome for place, outcome in enumerate(OF_ALARMS, start=1)}
"""The key that chooses each outcome of what a box reported."""

OF_A_CALL = {"1": Outcome.HELPED, "2": Outcome.UNKNOWN}
"""The same for a case that began on the phone and of which no box said anything: there was no alarm to judge."""

_Stop = Callable[[Reply[CaseDetail]], None]


class ClosingView(Protocol):
    """The panel."""

    def show_state(self, state: ClosingState | None) -> None:
        """Paint it; None = no case is being closed."""

    def focus_outcomes(self) -> None:
        """Let the person choose what it was."""

    def focus_unreached(self) -> None:
        """Let the person say that it is closed although nobody was reached."""


class BegunNote(Protocol):
    """The notes of the open case, as far as closing it needs them."""

    @property
    def begun(self) -> Offer | None:
        """Saving the note that is begun; None = nothing is begun."""

    def save_for(self, reply: Reply[CaseDetail]) -> None:
        """Save it and give the case as it is then."""


@dataclass
class _Wish:
    """How the person wants to end this case.

    Attributes:
        stopped: Keys of what is not to go on.
        kept: Keys of what goes on because somebody said so.
        sent: What is not to go on, as it was sent.
        though_unreached: It is closed although nobody was reached.
        unreached_reason: Why that is.
    """

    outcome: Outcome | None = None
    stopped: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    sent: frozenset[str] = frozenset()
    reason: str = ""
    though_unreached: bool = False
    unreached_reason: str = ""
    problem: str = ""


class ClosingPresenter:
    """Between the end of the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: ClosingView, me: Me, commands: CaseCommands, shower: CaseShower) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._shower = shower
        self._detail: CaseDetail | None = None
        self._actions = Actions()
        self._confirmations: Confirmations | None = None
        self._lent: Confirmation | None = None
        self._wish: _Wish | None = None
        self._is_busy = False
        self._note: BegunNote | None = None

    def save_first(self, note: BegunNote) -> None:
        """Save what was begun here before a case is closed."""
        self._note = note

    def connect(self, actions: Actions, confirmations: Confirmations) -> None:
        """Take the action that closes a case, and let "confirm" close it."""
        self._actions = actions
        self._confirmations = confirmations
        actions.connect(ActionId.CLOSE_CASE, self.ask)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Keep asking only while it is the same case and may still be closed here."""
        before, self._detail = self._detail, detail
        same = detail is not None and before is not None and detail.row.case_id == before.row.case_id
        if not same or why_not_act(self._me, detail):
            self._forget()
        self.refresh()

    def ask(self) -> None:
        """Ask what it was, and what becomes of what still runs."""
        self._wish = self._wish or _Wish()
        self.refresh()
        self._view.focus_outcomes()

    def dismiss(self) -> None:
        """Do not close it now."""
        if not self._is_busy:
            self._forget()
            self.refresh()

    def choose(self, outcome: Outcome) -> None:
        """Take what it was."""
        wish = self._wish
        if wish is not None and outcome is not wish.outcome:
            wish.outcome, wish.problem = outcome, ""
            self.refresh()
            self._lend_confirm()

    def choose_key(self, key: str) -> None:
        """Take the outcome of a digit; another key changes nothing."""
        digits = _digits(self._detail)
        if key in digits:
            self.choose(digits[key])

    def let_go_on(self, key: str, *, goes_on: bool) -> None:
        """Let something that runs go on without the case, or have it stopped."""
        wish = self._wish
        if wish is not None:
            wish.stopped = wish.stopped - {key} if goes_on else wish.stopped | {key}
            wish.kept = wish.kept | {key} if goes_on else wish.kept - {key}
            wish.problem = ""
            self.refresh()

    def close_unreached(self, *, is_so: bool) -> None:
        """Close it although nobody was reached, or not."""
        wish = self._wish
        if wish is not None:
            wish.though_unreached, wish.problem = is_so, ""
            self.refresh()
            if is_so:
                self._view.focus_unreached()

    def typed_unreached_reason(self, reason: str) -> None:
        """Take why it is closed although nobody was reached."""
        if self._wish is not None:
            self._wish.unreached_reason = reason

    def typed_reason(self, reason: str) -> None:
        """Take why a truck or a promise is stopped; what is to be stopped is so from then on, whatever a firm says."""
        detail, wish = self._detail, self._wish
        if detail is not None and wish is not None:
            wish.reason = reason
            wish.stopped |= _stopped(detail, wish) if reason.strip() else set()

    def submit(self) -> None:
        """Stop what is to be stopped, then close the case."""
        detail, wish = self._detail, self._wish
        if detail is None or wish is None or self._is_busy:
            return
        wish.problem = self._why_not(detail, wish)
        if wish.problem or wish.outcome is None:
            self.refresh()
            if wish.outcome is not None and _unsaid(detail, wish):
                self._lend_confirm()
                self._view.focus_unreached()
            return
        wish.sent = _stopped(detail, wish)
        kept = tuple(item.key for item in running(detail, wish.sent) if item.goes_on)
        close = CloseCase(
            version=detail.row.version,
            outcome=wish.outcome,
            keep=kept,
            nobody_reached=detail.unreached is not None and wish.though_unreached,
            reason=wish.unreached_reason.strip() if _asks_why_unreached(detail, wish) else "",
        )
        self._go_on(wish, close, [*self._note_saved(wish), *self._stops(detail, wish)])

    def refresh(self) -> None:
        """Paint what is known now, and keep the action in step."""
        detail, wish = self._detail, self._wish
        self._actions.set_enabled(ActionId.CLOSE_CASE, enabled=not why_not_act(self._me, detail))
        self._view.show_state(None if detail is None or wish is None else self._state(detail, wish))

    def _go_on(self, wish: _Wish, close: CloseCase, stops: list[_Stop]) -> None:
        """Send the next command; the one after it only when this one was answered."""
        detail = self._detail
        if detail is None or self._wish is not wish:
            self._is_busy = False  # another case was opened meanwhile: nothing more is sent
            return
        self._is_busy = True
        self.refresh()

        def stopped(changed: CaseDetail) -> None:
            self._shower.show(changed)
            kept = tuple(dict.fromkeys((*close.keep, *left_by_stopping(changed, wish.sent))))
            self._go_on(wish, close.model_copy(update={"version": changed.row.version, "keep": kept}), stops[1:])

        if stops:
            stops[0](self._reply(wish, stopped))
        else:
            self._commands.close_case(detail.row.case_id, close, self._reply(wish, self._closed))

    def _closed(self, detail: CaseDetail) -> None:
        self._is_busy = False
        self._forget()
        self._shower.show(detail)
        self.refresh()

    def _reply(self, wish: _Wish, done: Callable[[CaseDetail], None]) -> Reply[CaseDetail]:
        def refused(refusal: RefusalInfo) -> None:
            self._failed(wish, refusal_sentence(refusal))

        def unavailable(trouble: Unavailable) -> None:
            self._failed(wish, unavailable_sentence(trouble))

        return Reply(done, refused, unavailable)

    def _failed(self, wish: _Wish, sentence: str) -> None:
        self._is_busy = False
        wish.problem = sentence
        self.refresh()
        if self._wish is wish:
            self._lend_confirm()

    def _note_saved(self, wish: _Wish) -> Iterator[_Stop]:
        note = self._note
        if note is None or note.begun is None:
            return

        def refused(refusal: RefusalInfo) -> None:
            self._failed(wish, _note_not_saved(refusal_sentence(refusal)))

        def unavailable(trouble: Unavailable) -> None:
            self._failed(wish, _note_not_saved(unavailable_sentence(trouble)))

        yield lambda reply: note.save_for(Reply(reply.done, refused, unavailable))

    def _stops(self, detail: CaseDetail, wish: _Wish) -> Iterator[_Stop]:
        for order in detail.orders:
            if order.state.is_running and order.order_id in wish.sent:
                yield self._stop_order(order.order_id, wish.reason.strip())
        for promise in detail.promises:
            if promise.promise_id in wish.stopped and runs_alone(promise, detail):
                yield self._stop_promise(promise.promise_id, wish.reason.strip())
        for message in detail.messages:
            if message.state in CAN_CANCEL and message.message_id in wish.stopped:
                yield self._stop_message(message.message_id)

    def _stop_order(self, order_id: OrderId, reason: str) -> _Stop:
        command = ChangeOrder(state=OrderState.CANCELLED, reason=reason)
        return lambda reply: self._commands.change_order(order_id, command, reply)

    def _stop_promise(self, promise_id: PromiseId, reason: str) -> _Stop:
        command = WithdrawPromise(reason=reason)
        return lambda reply: self._commands.withdraw_promise(promise_id, command, reply)

    def _stop_message(self, message_id: MessageId) -> _Stop:
        return lambda reply: self._commands.cancel_message(message_id, reply)

    def _state(self, detail: CaseDetail, wish: _Wish) -> ClosingState:
        return ClosingState(
            title=_("Close case {number}: what was it?").format(number=detail.row.number),
            unreached=_unreached(detail, wish),
            outcomes=tuple(
                OutcomeChoice(outcome, digit, OUTCOMES[outcome](), outcome is wish.outcome)
                for digit, outcome in _digits(detail).items()
            ),
            running=tuple(running(detail, _stopped(detail, wish))),
            asks_reason=_needs_reason(detail, wish),
            warning=_warning(detail),
            problem=wish.problem,
            close=Offer(_("Close"), self._why_not_yet(detail, wish)),
        )

    def _why_not(self, detail: CaseDetail, wish: _Wish) -> str:
        why_not = self._why_not_yet(detail, wish) or _unsaid(detail, wish)
        if not why_not and _needs_reason(detail, wish) and len(wish.reason.strip()) < SHORTEST_REASON:
            if unasked(detail):
                return _("Nobody was asked for what is not ticked: place it first, or type why it is cancelled.")
            if _undecided(detail, wish):
                return _("Nobody accepted what is not ticked: let it go on, or type why it is cancelled.")
            return _("Type why it is stopped; the reason is kept with the case.")
        note = None if self._note is None else self._note.begun
        if not why_not and note is not None and not note.is_possible:
            return _note_not_saved(note.why_not)
        return why_not

    def _why_not_yet(self, detail: CaseDetail, wish: _Wish) -> str:
        why_not = why_not_act(self._me, detail)
        if self._is_busy:
            why_not = why_not or _("One moment: the service has not answered yet.")
        if any(call.outcome is None for call in detail.calls):
            why_not = why_not or _("A call is still open: say first how it ended.")
        up = next((call for call in detail.calls if call.is_on_line), None)
        if up is not None:
            why_not = why_not or still_on_line(up)
        if wish.outcome is None:
            why_not = why_not or _("Choose first what it was.")
        return why_not

    def _lend_confirm(self) -> None:
        """Let "confirm" of menu, key and tour close it; the panel itself shows what."""
        if self._confirmations is not None:
            title = _("Close the case")
            self._lent = Confirmation(title, lines=(), button=title, act=self.submit, shown_by_asker=True)
            self._confirmations.ask(self._lent)

    def _forget(self) -> None:
        self._wish = None
        if self._confirmations is not None and self._lent is not None:
            self._confirmations.withdraw(self._lent)
        self._lent = None


def _note_not_saved(what: str) -> str:
    return _("The note is not saved, so the case stays open. {what}").format(what=what)


def _warning(detail: CaseDetail) -> str:
    """That it is for good, and before it what nobody asked of life, or asked in vain."""
    for_good = _("This cannot be undone: nobody opens a closed case again by hand.")
    asks = NextKind.ASK_FIRST_MINUTE
    if detail.row.next_step.kind is asks:
        return f"{WHY[asks]()} {for_good}"
    if any(one.fact in FOR_112 for one in detail.not_known):
        in_vain = _("Whether anybody is hurt or there is fire was asked, and is not known.")
        return f"{in_vain} {for_good}"
    return for_good


def _unreached(detail: CaseDetail, wish: _Wish) -> Unreached | None:
    if detail.unreached is None:
        return None
    return Unreached(
        text=_("Close although nobody was reached"),
        tried=tried_in_vain(detail.unreached),
        is_ticked=wish.though_unreached,
        asks_reason=_asks_why_unreached(detail, wish),
    )


def _asks_why_unreached(detail: CaseDetail, wish: _Wish) -> bool:
    """Whether it is ticked, and grave enough that a reason is kept."""
    is_grave = detail.unreached is not None and detail.unreached.is_grave
    return is_grave and wish.though_unreached and wish.outcome not in NOBODY_TO_REACH


def _unsaid(detail: CaseDetail, wish: _Wish) -> str:
    """What is to be said first of nobody having been reached; empty = nothing."""
    if detail.unreached is None:
        return ""
    if not wish.though_unreached:
        return _("Nobody was reached: call first, or tick that it is closed all the same.")
    if _asks_why_unreached(detail, wish) and len(wish.unreached_reason.strip()) < SHORTEST_REASON:
        return _("Type why it is closed although nobody was reached; the reason is kept with the case.")
    return ""


def _needs_reason(detail: CaseDetail, wish: _Wish) -> bool:
    """Whether a truck is called off, or a promise withdrawn."""
    trucks = [order.order_id for order in detail.orders if order.state.is_running]
    promises = [one.promise_id for one in detail.promises if runs_alone(one, detail)]
    return any(key in _stopped(detail, wish) for key in (*trucks, *promises))


def _stopped(detail: CaseDetail, wish: _Wish) -> frozenset[str]:
    return unasked(detail) | wish.stopped | _undecided(detail, wish)


def _undecided(detail: CaseDetail, wish: _Wish) -> frozenset[str]:
    """What was only offered: nobody is said to come before a person said that it goes on all the same."""
    return unaccepted(detail) - wish.kept


def _digits(detail: CaseDetail | None) -> Mapping[str, Outcome]:
    is_call = detail is not None and detail.row.incident is not None and detail.row.impacts == 0
    return OF_A_CALL if is_call else DIGITS
