"""A promise costs three keys, runs as a clock, and is never moved or dropped without a word why."""

from datetime import timedelta

import pytest

from app.api.cases import CaseDetail
from app.api.promises import MakePromise, MovePromise, WithdrawPromise
from app.domain.account import Role
from app.domain.case import CaseState
from app.domain.ids import PromiseId
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo, PromiseKind, PromiseState
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_full_case, a_promise, a_queue_row, ago, my_case, their_case
from tests.support.contract import NOW, me
from tests.support.desk_parts import Asker, Shower
from ui.actions import ActionId, Actions
from ui.promises.presenter import ENDED_SHOWN, PromisesPresenter
from ui.promises.state import Edit, PromisesState
from ui.promises.words import USUAL

P1 = PromiseId("p1")


class View:
    def __init__(self) -> None:
        self.states: list[PromisesState | None] = []
        self.did: list[str] = []

    def show_state(self, state: PromisesState | None) -> None:
        self.states.append(state)

    def focus_templates(self) -> None:
        self.did.append("templates")

    def focus_form(self) -> None:
        self.did.append("form")

    def focus_words(self) -> None:
        self.did.append("words")

    def focus_edit(self, promise_id: PromiseId) -> None:
        self.did.append(f"edit {promise_id}")


class Promises:
    """A presenter with everything around it."""

    def __init__(self, detail: CaseDetail | None, **account: object) -> None:
        self.view, self.backend, self.shower, self.asker = View(), FakeBackend(), Shower(), Asker()
        self.scheduler, self.actions = FakeScheduler(), Actions()
        clock = self.scheduler.clock
        self.presenter = PromisesPresenter(self.view, me(**account), self.backend, clock, self.shower, self.shower)
        self.shower.listeners.append(self.presenter)
        self.presenter.connect(self.actions, self.asker, self.scheduler)
        self.presenter.on_case(detail)

    @property
    def state(self) -> PromisesState:
        state = self.view.states[-1]
        assert state is not None
        return state


def promised(**changes: object) -> CaseDetail:
    return my_case(promises=(a_promise("p1", **changes),))


@pytest.mark.parametrize("key", [key for key, usual in USUAL.items() if usual.kind is PromiseKind.CALL_BACK])
def test_a_usual_promise_is_a_digit_and_enter(key: str) -> None:
    promises = Promises(my_case())
    assert promises.actions.trigger(ActionId.PROMISE)
    assert [template.key for template in promises.state.templates] == list(USUAL)
    promises.presenter.take(key)
    assert promises.view.did == ["templates", "form"]
    promises.presenter.make()
    due_at = NOW + timedelta(minutes=int(USUAL[key].time))
    assert promises.backend.last.command == MakePromise(kind=PromiseKind.CALL_BACK, to=USUAL[key].to, due_at=due_at)
    promises.backend.last.done(promised())
    assert promises.state.form is None
    assert promises.state.make is not None


def test_a_time_and_a_word_are_typed_over_what_is_proposed() -> None:
    promises = Promises(my_case())
    promises.presenter.promise()
    promises.presenter.take("1")
    at = (NOW + timedelta(minutes=40)).astimezone().replace(second=0, microsecond=0)
    promises.presenter.typed_time(at.strftime("%H:%M"))
    promises.presenter.typed_text(" about the hotel ")
    form = promises.state.form
    assert form is not None
    assert at.strftime("%H:%M") in form.send.text
    promises.presenter.make()
    expected = MakePromise(kind=PromiseKind.CALL_BACK, to=PromisedTo.DRIVER, text="about the hotel", due_at=at)
    assert promises.backend.last.command == expected


@pytest.mark.parametrize("minutes_ago", [0, 20])
def test_a_time_that_is_none_or_over_is_not_promised(minutes_ago: int) -> None:
    promises = Promises(my_case())
    promises.presenter.promise()
    promises.presenter.take("1")
    past = (NOW - timedelta(minutes=minutes_ago)).astimezone().strftime("%H:%M")
    promises.presenter.typed_time(past if minutes_ago else "soon")
    promises.presenter.make()
    assert promises.backend.asked == []
    assert promises.state.form is not None
    assert promises.state.form.problem


def test_something_else_says_what() -> None:
    promises = Promises(my_case())
    promises.presenter.promise()
    promises.presenter.take("6")
    promises.presenter.make()
    assert promises.backend.asked == []
    promises.presenter.typed_text("bring the keys")
    promises.presenter.make()
    assert promises.backend.names() == ["make_promise"]


def test_another_key_takes_nothing_and_esc_drops_it() -> None:
    promises = Promises(my_case())
    promises.presenter.promise()
    promises.presenter.take("9")
    assert promises.state.form is None
    promises.presenter.take("1")
    promises.presenter.dismiss()
    assert promises.state.make is not None
    promises.presenter.make()
    assert promises.backend.asked == []


def test_a_line_says_what_when_and_whose_and_turns_late_by_itself() -> None:
    promises = Promises(promised(text="the line dropped"))
    (line,) = promises.state.lines
    assert line.text == "Call the driver back: the line dropped"
    assert line.detail == "in 10 min · An V."
    assert not line.is_overdue
    promises.scheduler.advance(690)
    (line,) = promises.state.lines
    assert line.detail == "1 min late · An V."
    assert line.is_overdue


def test_its_key_ticks_the_promise_that_next_names_though_another_is_due_first() -> None:
    first = a_promise("p1", text="the line dropped")
    firm = a_promise("p2", kind=PromiseKind.CONFIRM_CANCELLATION, text="Depannage Maes", due_at=ago(-900))
    promises = Promises(my_case(NextKind.CALL_OFF_TOW, "p2", promises=(first, firm)))
    assert promises.actions.trigger(ActionId.KEEP_PROMISE)
    promises.asker.confirm()
    assert promises.backend.last.about == "p2"


def test_ticking_by_key_is_shown_and_needs_enter() -> None:
    promises = Promises(promised())
    assert promises.actions.trigger(ActionId.KEEP_PROMISE)
    assert promises.backend.asked == []
    shown = promises.asker.asked
    assert shown is not None
    assert "Call the driver back" in shown.lines
    promises.asker.confirm()
    assert promises.backend.names() == ["keep_promise"]
    assert promises.backend.last.about == P1


def test_another_time_needs_a_time_and_a_reason() -> None:
    promises = Promises(promised())
    promises.presenter.edit(P1, Edit.LATER)
    assert promises.view.did == ["edit p1"]
    for time, reason in (("", "busy"), ("soon", "busy"), ("+30", " x ")):
        promises.presenter.typed_edit(time, reason)
        promises.presenter.send_edit()
        assert promises.backend.asked == []
        edit = promises.state.lines[0].edit
        assert edit is not None
        assert edit.problem
    promises.presenter.typed_edit("+30", " the line was busy ")
    promises.presenter.send_edit()
    expected = MovePromise(due_at=NOW + timedelta(minutes=30), reason="the line was busy")
    assert promises.backend.last.command == expected


def test_taking_it_back_needs_a_reason() -> None:
    promises = Promises(promised())
    promises.presenter.edit(P1, Edit.OFF)
    promises.presenter.send_edit()
    assert promises.backend.asked == []
    promises.presenter.typed_edit("", "she called us")
    promises.presenter.send_edit()
    assert promises.backend.last.command == WithdrawPromise(reason="she called us")


def test_what_is_typed_survives_news_of_the_case_and_no_other_case() -> None:
    promises = Promises(promised())
    promises.presenter.edit(P1, Edit.OFF)
    promises.presenter.typed_edit("", "she")
    promises.presenter.on_case(promised(due_at=ago(-700)))
    edit = promises.state.lines[0].edit
    assert edit is not None
    assert edit.reason == "she"
    promises.presenter.on_case(promised(state=PromiseState.KEPT))
    promises.presenter.send_edit()
    assert promises.backend.asked == []
    promises.presenter.promise()
    promises.presenter.on_case(a_full_case(a_queue_row("c2")))
    assert promises.state.templates == ()


def test_what_ended_is_said_and_not_for_ever() -> None:
    ended = tuple(
        a_promise(f"p{number}", state=PromiseState.KEPT if number % 2 else PromiseState.WITHDRAWN)
        for number in range(ENDED_SHOWN + 2)
    )
    promises = Promises(my_case(promises=ended))
    assert promises.state.lines == ()
    assert len(promises.state.ended) == ENDED_SHOWN
    assert "withdrawn" in promises.state.ended[0]
    assert "kept" in promises.state.ended[1]
    assert not promises.actions.is_enabled(ActionId.KEEP_PROMISE)


def test_only_the_holder_promises_and_after_closing_anybody_keeps() -> None:
    theirs = Promises(their_case())
    assert not theirs.actions.is_enabled(ActionId.PROMISE)
    closed = Promises(a_full_case(a_queue_row("c1", state=CaseState.CLOSED), promises=(a_promise(),)))
    assert not closed.actions.is_enabled(ActionId.PROMISE)
    assert closed.state.lines[0].keep.is_possible
    assert closed.actions.trigger(ActionId.KEEP_PROMISE)
    reader = Promises(
        a_full_case(a_queue_row("c1", state=CaseState.CLOSED), promises=(a_promise(),)), roles=(Role.AUDITOR,)
    )
    assert not reader.state.lines[0].keep.is_possible


def test_no_case_shows_nothing() -> None:
    promises = Promises(None)
    assert promises.view.states[-1] is None
    assert not promises.actions.trigger(ActionId.PROMISE)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (PromiseKind.TOW, "It is with the car"),
        (PromiseKind.CONFIRM_CANCELLATION, "The firm confirmed"),
        (PromiseKind.ASK_DROP_OFF, "Asked"),
        (PromiseKind.CALL_BACK, "Kept"),
    ],
)
def test_ticking_says_what_happened(kind: PromiseKind, word: str) -> None:
    assert Promises(promised(kind=kind)).state.lines[0].keep.text == word
