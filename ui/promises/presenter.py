"""What was promised for a time: every promise a clock, the next one a digit and Enter away.

A promise is made while somebody is on the phone, so it costs three keys: the panel's own, the digit of a usual promise,
and Enter for the time that is proposed. Whatever is typed stands in this panel until it is sent or dropped; nothing of
it moves when another desk changes the case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.promises import MakePromise, MovePromise, PromiseInfo, WithdrawPromise
from app.domain.clock import Clock
from app.domain.ids import PromiseId
from app.domain.promise import PromiseKind, PromiseState
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.confirmation import Confirmation, Confirmations
from ui.offer import Offer
from ui.ports import CaseCommands, Scheduler
from ui.promises.state import Edit, EditState, FormState, PromiseLine, PromisesState, Template
from ui.promises.words import IN_WORDS, USUAL, ended_text
from ui.rights import why_not_act, why_not_finish
from ui.session import Me
from ui.words.promises import left_text, owner_text, promised_text
from ui.words.times import since_text
from ui.words.typed_times import typed_time

SHORTEST_REASON = 3
ENDED_SHOWN = 4


class PromisesView(Protocol):
    """The panel."""

    def show_state(self, state: PromisesState | None) -> None:
        """Paint it; None = no case is open."""

    def focus_templates(self) -> None:
        """Let the person choose what is promised."""

    def focus_form(self) -> None:
        """Let the person type the time."""

    def focus_words(self) -> None:
        """Let the person go on with the words that were begun."""

    def focus_edit(self, promise_id: PromiseId) -> None:
        """Let the person type under this promise."""


@dataclass
class _Form:
    """A new promise. ``key``: of the usual one; empty = not chosen."""

    key: str = ""
    time: str = ""
    text: str = ""
    problem: str = ""


@dataclass
class _Edit:
    """What is typed about one promise."""

    promise_id: PromiseId
    kind: Edit
    time: str = ""
    reason: str = ""
    problem: str = ""


class PromisesPresenter:
    """Between the promises of the open case and the panel. A ``CaseListener``."""

    def __init__(
        self, view: PromisesView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._detail: CaseDetail | None = None
        self._form: _Form | None = None
        self._edit: _Edit | None = None
        self._actions = Actions()
        self._confirmations: Confirmations | None = None
        self._shown: PromisesState | None = None

    def connect(self, actions: Actions, confirmations: Confirmations, scheduler: Scheduler) -> None:
        """Take the actions of promises; the clocks run by themselves."""
        self._actions = actions
        self._confirmations = confirmations
        actions.connect(ActionId.PROMISE, self.promise)
        actions.connect(ActionId.KEEP_PROMISE, self.keep_first)
        scheduler.every(1.0, self.refresh)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the promises of this case; what was typed belongs to the case it was typed in."""
        before, self._detail = self._detail, detail
        if detail is None or before is None or detail.row.case_id != before.row.case_id:
            self._form = self._edit = None
        elif self._edit is not None and self._edit.promise_id not in {one.promise_id for one in self._open()}:
            self._edit = None
        self.refresh()

    def promise(self) -> None:
        """Ask what is promised, and to whom."""
        if not self._why_not():
            self._form = _Form()
            self.refresh()
            self._view.focus_templates()

    def take(self, key: str) -> None:
        """Take the usual promise of this digit; another key changes nothing."""
        if self._form is not None and key in USUAL:
            self._form = _Form(key, USUAL[key].time)
            self.refresh()
            self._view.focus_form()

    def write(self, letter: str) -> None:
        """Take what begins to be written at once as a promise that is none of the usual ones."""
        if self._form is not None:
            self._form = _Form(IN_WORDS, USUAL[IN_WORDS].time, letter)
            self.refresh()
            self._view.focus_words()

    def typed_time(self, text: str) -> None:
        """Take the typed time of the new promise."""
        if self._form is not None:
            self._form.time, self._form.problem = text, ""
            self.refresh()

    def typed_text(self, text: str) -> None:
        """Take what is promised in words."""
        if self._form is not None:
            self._form.text, self._form.problem = text, ""
            self.refresh()

    def make(self) -> None:
        """Promise it."""
        detail, form = self._detail, self._form
        if detail is None or form is None or form.key not in USUAL or self._why_not():
            return
        usual, at = USUAL[form.key], typed_time(form.time, self._clock.now())
        form.problem = self._problem_of(form.time)
        if not form.problem and usual.kind is PromiseKind.OTHER and not form.text.strip():
            form.problem = _("Say what you promise, and to whom.")
        if form.problem or at is None:
            self.refresh()
            return
        command = MakePromise(kind=usual.kind, to=usual.to, text=form.text.strip(), due_at=at)
        self._commands.make_promise(detail.row.case_id, command, self._answers.reply(self._done))

    def keep_first(self) -> None:
        """Show the promise that NEXT names, else the one due first; Enter ticks it: a word to somebody who waits."""
        named = "" if self._detail is None else self._detail.row.next_step.target_id
        first = min(self._open(), key=lambda one: one.promise_id != named, default=None)
        if first is not None and self._confirmations is not None and not self._why_not_finish():
            self._confirmations.ask(
                Confirmation(
                    title=_("Say that the promise is kept"),
                    lines=(promised_text(first.kind, first.to, first.text), self._detail_of(first)),
                    button=_keep_text(first),
                    act=lambda: self.keep(first.promise_id),
                )
            )

    def keep(self, promise_id: PromiseId) -> None:
        """Tick it."""
        if not self._why_not_finish():
            self._commands.keep_promise(promise_id, self._answers.reply(self._done))

    def edit(self, promise_id: PromiseId, kind: Edit) -> None:
        """Ask for another time, or why it is withdrawn."""
        if not self._why_not_finish():
            self._edit = _Edit(promise_id, kind)
            self.refresh()
            self._view.focus_edit(promise_id)

    def typed_edit(self, time: str, reason: str) -> None:
        """Take what is typed under a promise."""
        if self._edit is not None:
            self._edit.time, self._edit.reason, self._edit.problem = time, reason, ""
            self.refresh()

    def send_edit(self) -> None:
        """Move it, or withdraw it."""
        edit = self._edit
        if edit is None or self._why_not_finish():
            return
        edit.problem = self._problem_of(edit.time) if edit.kind is Edit.LATER else ""
        if not edit.problem and len(edit.reason.strip()) < SHORTEST_REASON:
            edit.problem = _("Type the reason; it is kept with the case.")
        if edit.problem:
            self.refresh()
            return
        reason, at = edit.reason.strip(), typed_time(edit.time, self._clock.now())
        if edit.kind is Edit.OFF:
            self._commands.withdraw_promise(
                edit.promise_id, WithdrawPromise(reason=reason), self._answers.reply(self._done)
            )
        elif at is not None:
            move = MovePromise(due_at=at, reason=reason)
            self._commands.move_promise(edit.promise_id, move, self._answers.reply(self._done))

    def dismiss(self) -> None:
        """Drop what is being typed."""
        self._form = self._edit = None
        self.refresh()

    def refresh(self) -> None:
        """Paint what is known now, if it looks different, and keep the actions in step."""
        self._actions.set_enabled(ActionId.PROMISE, enabled=not self._why_not())
        may_keep = bool(self._open()) and not self._why_not_finish()
        self._actions.set_enabled(ActionId.KEEP_PROMISE, enabled=may_keep)
        state = None if self._detail is None else self._state(self._detail)
        if state is None or state != self._shown:
            self._shown = state
            self._view.show_state(state)

    def _done(self, detail: CaseDetail) -> None:
        del detail
        self._form = self._edit = None
        self.refresh()

    def _state(self, detail: CaseDetail) -> PromisesState:
        now, form = self._clock.now(), self._form
        ended = [one for one in detail.promises if one.state is not PromiseState.OPEN]
        asks = form is not None and not form.key
        return PromisesState(
            lines=tuple(self._line(one) for one in self._open()),
            ended=tuple(ended_text(one, now) for one in ended[:ENDED_SHOWN]),
            make=Offer(_("Promise something"), self._why_not()) if form is None else None,
            templates=tuple(Template(key, usual.text) for key, usual in USUAL.items()) if asks else (),
            form=None if form is None or not form.key else self._form_state(form),
            empty="" if detail.promises else _("Nothing was promised yet."),
        )

    def _line(self, promise: PromiseInfo) -> PromiseLine:
        now, why_not = self._clock.now(), self._why_not_finish()
        edit = self._edit if self._edit is not None and self._edit.promise_id == promise.promise_id else None
        return PromiseLine(
            promise_id=promise.promise_id,
            time=since_text(promise.due_at, now),
            text=promised_text(promise.kind, promise.to, promise.text),
            detail=self._detail_of(promise),
            is_overdue=now >= promise.due_at,
            keep=Offer(_keep_text(promise), why_not),
            later=Offer(_("Later …"), why_not),
            off=Offer(_("Withdraw …"), why_not),
            edit=None if edit is None else self._edit_state(edit),
        )

    def _detail_of(self, promise: PromiseInfo) -> str:
        return f"{left_text(promise.due_at, self._clock.now())} · {owner_text(promise.owner)}"

    def _edit_state(self, edit: _Edit) -> EditState:
        is_later = edit.kind is Edit.LATER
        send = Offer(_("Move it") if is_later else _("Withdraw it"), self._why_not_finish())
        return EditState(is_later, edit.time, edit.reason, edit.problem, send)

    def _form_state(self, form: _Form) -> FormState:
        usual = USUAL[form.key]
        at = typed_time(form.time, self._clock.now())
        when = "" if at is None else at.astimezone().strftime("%H:%M")
        button = _("Promise it for {time}").format(time=when) if when else _("Promise it")
        is_other = usual.kind is PromiseKind.OTHER
        hint = _("What is promised, and to whom") if is_other else _("About what (may stay empty)")
        return FormState(usual.title, form.time, form.text, hint, form.problem, Offer(button, self._why_not()))

    def _problem_of(self, time: str) -> str:
        now = self._clock.now()
        at = typed_time(time, now)
        if at is None:
            return _("Type the time as 14:20, or +25 for in 25 minutes.")
        return _("That time is over: name one that comes.") if at <= now else ""

    def _open(self) -> tuple[PromiseInfo, ...]:
        promises = () if self._detail is None else self._detail.promises
        return tuple(one for one in promises if one.state is PromiseState.OPEN)

    def _why_not(self) -> str:
        return why_not_act(self._me, self._detail) or self._busy()

    def _why_not_finish(self) -> str:
        """A promise outlives its case: closed, whoever may work keeps it."""
        return why_not_finish(self._me, self._detail) or self._busy()

    def _busy(self) -> str:
        return _("One moment: the service has not answered yet.") if self._answers.is_busy else ""


def _keep_text(promise: PromiseInfo) -> str:
    words: dict[PromiseKind, Callable[[], str]] = {
        PromiseKind.TOW: lambda: _("It is with the car"),
        PromiseKind.SERVICE: lambda: _("It is with the driver"),
        PromiseKind.CONFIRM_CANCELLATION: lambda: _("The firm confirmed"),
        PromiseKind.ASK_DROP_OFF: lambda: _("Asked"),
    }
    return words.get(promise.kind, lambda: _("Kept"))()
