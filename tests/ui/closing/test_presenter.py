"""A case is closed only with an outcome, and nothing is stopped that nobody chose to stop."""

import pytest

from app.api.cases import CaseDetail, UnreachedInfo
from app.api.commands import ChangeOrder, CloseCase, WriteNote
from app.api.promises import WithdrawPromise
from app.api.steps import NextStepInfo
from app.domain.answer import FIRE, PERSONS
from app.domain.call_event import CallEventKind
from app.domain.case import CaseState, Outcome
from app.domain.contact import CallOutcome
from app.domain.ids import MessageId, OrderId
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from app.domain.phone_case import Incident
from app.domain.promise import PromiseKind, PromiseState
from app.domain.service_order import OrderState, ServiceKind
from tests.support.answers import in_vain
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_call, a_full_case, a_message, a_promise, a_queue_row, an_order, my_case, their_case
from tests.support.contract import a_claim, me
from tests.support.desk_parts import Asker, Shower
from ui.actions import ActionId, Actions
from ui.closing.presenter import DIGITS, ClosingPresenter
from ui.closing.state import ClosingState, Running, Unreached
from ui.notes.presenter import LONGEST, NotesPresenter
from ui.notes.state import NotesState


class View:
    def __init__(self) -> None:
        self.states: list[ClosingState | None] = []
        self.focused = self.focused_unreached = 0

    @property
    def state(self) -> ClosingState:
        state = self.states[-1]
        assert state is not None
        return state

    @property
    def problem(self) -> str:
        return self.state.problem

    def is_shown(self) -> bool:
        return self.states[-1] is not None

    def show_state(self, state: ClosingState | None) -> None:
        self.states.append(state)

    def focus_outcomes(self) -> None:
        self.focused += 1

    def focus_unreached(self) -> None:
        self.focused_unreached += 1


class Closing:
    """A presenter with everything around it."""

    def __init__(self, detail: CaseDetail | None = None) -> None:
        self.view, self.backend, self.shower = View(), FakeBackend(), Shower()
        self.actions, self.asker = Actions(), Asker()
        self.presenter = ClosingPresenter(self.view, me(), self.backend, self.shower)
        self.shower.listeners.append(self.presenter)
        self.presenter.connect(self.actions, self.asker)
        self.presenter.on_case(detail or quiet_case())

    def close(self, outcome: Outcome = Outcome.TRUE_CRASH) -> None:
        self.actions.trigger(ActionId.CLOSE_CASE)
        self.presenter.choose(outcome)
        self.presenter.submit()

    def asks_reason(self) -> bool:
        return self.view.state.asks_reason

    def running(self, key: str) -> Running:
        return next(item for item in self.view.state.running if item.key == key)

    def sent(self) -> CloseCase:
        command = self.backend.last.command
        assert isinstance(command, CloseCase)
        return command


def quiet_case(version: int = 2, **changes: object) -> CaseDetail:
    """My case in which nothing runs any more."""
    detail = my_case(NextKind.CLOSE)
    row = detail.row.model_copy(update={"version": version})
    return detail.model_copy(update={"row": row, "orders": (), "messages": (), **changes})


def busy_case(version: int = 2, **changes: object) -> CaseDetail:
    """My case with a tow truck that comes and an SMS to be sent."""
    coming = an_order(state=OrderState.ACCEPTED)
    return quiet_case(version, **{"orders": (coming,), "messages": (a_message(),), **changes})


def closed_case() -> CaseDetail:
    return a_full_case(a_queue_row("c1", version=9, state=CaseState.CLOSED, outcome=Outcome.TRUE_CRASH))


def test_it_is_not_there_until_asked_for_and_then_takes_the_focus() -> None:
    closing = Closing()
    assert not closing.view.is_shown()
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert closing.view.is_shown()
    assert closing.view.focused == 1
    assert "cannot be undone" in closing.view.state.warning


@pytest.mark.parametrize(
    ("calls", "looked_for", "said"),
    [
        (0, False, "Nobody was reached: nobody was called. 112 or 101 was not asked to go and look."),
        (1, False, "Nobody was reached: 1 call in vain. 112 or 101 was not asked to go and look."),
        (2, True, "Nobody was reached: 2 calls in vain. 112 or 101 was asked to go and look."),
    ],
)
def test_that_nobody_was_reached_is_said_first(calls: int, looked_for: bool, said: str) -> None:
    closing = Closing(quiet_case(unreached=UnreachedInfo(calls=calls, looked_for=looked_for, is_grave=False)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert closing.view.state.unreached == Unreached("Close although nobody was reached", said, False, False)


def test_a_light_case_in_which_nobody_was_reached_is_closed_by_a_tick() -> None:
    closing = Closing(quiet_case(unreached=UnreachedInfo(calls=0, looked_for=False, is_grave=False)))
    closing.close(Outcome.TEST)
    assert (closing.backend.asked, closing.view.focused_unreached) == ([], 1)
    assert "call first" in closing.view.problem
    closing.presenter.close_unreached(is_so=True)
    closing.presenter.submit()
    assert (closing.sent().nobody_reached, closing.sent().reason) == (True, "")


def test_a_grave_one_needs_a_reason_too_and_not_when_there_was_nobody() -> None:
    grave = UnreachedInfo(calls=1, looked_for=False, is_grave=True)
    closing = Closing(quiet_case(unreached=grave))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.close_unreached(is_so=True)
    closing.presenter.choose(Outcome.UNKNOWN)
    assert closing.view.state.unreached is not None
    assert closing.view.state.unreached.asks_reason
    closing.presenter.submit()
    assert (closing.backend.asked, "Type why" in closing.view.problem) == ([], True)
    closing.presenter.typed_unreached_reason(" police are there ")
    closing.presenter.submit()
    assert (closing.sent().nobody_reached, closing.sent().reason) == (True, "police are there")
    test = Closing(quiet_case(unreached=grave))
    test.actions.trigger(ActionId.CLOSE_CASE)
    test.presenter.close_unreached(is_so=True)
    test.presenter.choose(Outcome.TEST)
    test.presenter.submit()
    assert (test.sent().nobody_reached, test.sent().reason) == (True, "")


def test_it_names_what_nobody_asked_of_life_and_closes_all_the_same() -> None:
    row = quiet_case().row.model_copy(update={"next_step": NextStepInfo(kind=NextKind.ASK_FIRST_MINUTE)})
    closing = Closing(quiet_case(row=row))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert closing.view.state.warning.startswith("The driver was reached, and whether anybody is hurt")
    assert "cannot be undone" in closing.view.state.warning
    closing.presenter.choose(Outcome.TRUE_CRASH)
    assert closing.view.state.close.is_possible


def test_it_names_what_was_asked_of_life_in_vain() -> None:
    closing = Closing(quiet_case(not_known=(in_vain(PERSONS), in_vain(FIRE))))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert closing.view.state.warning.startswith("Whether anybody is hurt or there is fire was asked")
    assert "reached" not in closing.view.state.warning, "nobody may have been"
    closing = Closing(quiet_case(not_known=(in_vain(PERSONS),)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert closing.view.state.warning.startswith("This cannot be undone")


def test_all_outcomes_have_words_and_a_digit() -> None:
    closing = Closing()
    closing.actions.trigger(ActionId.CLOSE_CASE)
    outcomes = closing.view.state.outcomes
    assert [choice.outcome for choice in outcomes] == [one for one in Outcome if one is not Outcome.HELPED]
    assert [choice.key for choice in outcomes] == list("12345678")
    assert all(choice.text for choice in outcomes)
    assert not any(choice.is_chosen for choice in outcomes), "nobody says what it was but a person"


def test_a_call_that_no_box_reported_was_helped_or_is_not_known() -> None:
    row = quiet_case().row.model_copy(update={"incident": Incident.FLAT_TYRE, "impacts": 0})
    closing = Closing(quiet_case(row=row))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    offered = [(choice.key, choice.outcome) for choice in closing.view.state.outcomes]
    assert offered == [("1", Outcome.HELPED), ("2", Outcome.UNKNOWN)]
    closing.presenter.choose_key("1")
    assert [choice.is_chosen for choice in closing.view.state.outcomes] == [True, False]
    closing.presenter.choose_key("3")
    assert [choice.is_chosen for choice in closing.view.state.outcomes] == [True, False]


def test_without_an_outcome_nothing_is_closed() -> None:
    closing = Closing()
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.submit()
    assert closing.backend.asked == []
    assert closing.view.problem == "Choose first what it was."
    assert not closing.view.state.close.is_possible


@pytest.mark.parametrize(("key", "outcome"), DIGITS.items())
def test_a_digit_chooses_and_confirm_closes(key: str, outcome: Outcome) -> None:
    closing = Closing()
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.choose_key("9")
    assert closing.asker.asked is None
    closing.presenter.choose_key(key)
    closing.asker.confirm()
    assert closing.sent() == CloseCase(version=2, outcome=outcome, keep=())
    closing.backend.last.done(closed_case())
    assert not closing.view.is_shown()
    assert closing.shower.shown[-1].row.state is CaseState.CLOSED


def test_what_runs_goes_on_by_default_and_is_named() -> None:
    closing = Closing(busy_case())
    closing.close()
    assert closing.backend.names() == ["close_case"], "nothing was stopped"
    assert set(closing.sent().keep) == {"o1", "m1"}


def test_what_is_stopped_is_stopped_first_and_the_version_follows() -> None:
    closing = Closing(busy_case())
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.let_go_on("o1", goes_on=False)
    closing.presenter.let_go_on("m1", goes_on=False)
    closing.presenter.typed_reason("driver fetched it himself")
    closing.presenter.submit()
    assert closing.backend.last.command == ChangeOrder(state=OrderState.CANCELLED, reason="driver fetched it himself")
    closing.backend.last.done(quiet_case(3, messages=(a_message(),)))
    assert closing.backend.names() == ["change_order", "cancel_message"]
    closing.backend.last.done(quiet_case(4))
    assert closing.sent() == CloseCase(version=4, outcome=Outcome.KERB, keep=())


def test_stopping_a_tow_needs_a_reason_and_stopping_an_sms_does_not() -> None:
    closing = Closing(busy_case())
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.let_go_on("m1", goes_on=False)
    assert not closing.asks_reason()
    closing.presenter.let_go_on("o1", goes_on=False)
    assert closing.asks_reason()
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.submit()
    assert closing.backend.asked == []
    assert "why it is stopped" in closing.view.problem
    closing.presenter.let_go_on("o1", goes_on=True)
    assert closing.view.problem == ""
    closing.presenter.submit()
    assert closing.backend.names() == ["cancel_message"]


@pytest.mark.parametrize("state", [OrderState.BY_HAND, OrderState.QUEUED])
def test_a_truck_that_nobody_was_asked_for_never_goes_on(state: OrderState) -> None:
    closing = Closing(busy_case(orders=(an_order(state=state),), messages=()))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    truck = closing.running("o1")
    assert (truck.goes_on, truck.can_choose, closing.asks_reason()) == (False, False, True)
    closing.presenter.let_go_on("o1", goes_on=True)
    closing.presenter.choose(Outcome.TRUE_CRASH)
    closing.presenter.submit()
    assert closing.backend.asked == []
    assert closing.view.problem.startswith("Nobody was asked")
    closing.presenter.typed_reason("the driver drives on")
    closing.presenter.submit()
    assert closing.backend.last.command == ChangeOrder(state=OrderState.CANCELLED, reason="the driver drives on")
    closing.backend.last.done(quiet_case(3))
    assert closing.sent().keep == ()


def test_a_truck_that_was_only_offered_goes_on_only_when_somebody_says_so() -> None:
    closing = Closing(busy_case(orders=(an_order(state=OrderState.OFFERED, provider="Noels"),), messages=()))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    truck = closing.running("o1")
    assert (truck.goes_on, truck.can_choose, closing.asks_reason()) == (False, True, True)
    assert truck.consequence.startswith("Offered, no answer yet · Noels. Nobody accepted it yet.")
    closing.presenter.choose(Outcome.TRUE_CRASH)
    closing.presenter.submit()
    assert closing.backend.asked == [], "nothing is cancelled because somebody forgot a tick"
    assert closing.view.problem.startswith("Nobody accepted what is not ticked")
    closing.presenter.let_go_on("o1", goes_on=True)
    assert closing.running("o1").goes_on
    assert "not certain that somebody comes" in closing.running("o1").consequence
    closing.presenter.submit()
    assert closing.sent().keep == ("o1",)


def test_a_firm_that_accepts_meanwhile_comes_unless_a_reason_not_to_was_typed() -> None:
    closing = Closing(busy_case(orders=(an_order(state=OrderState.OFFERED),), messages=()))
    accepted = busy_case(orders=(an_order(state=OrderState.ACCEPTED),), messages=())
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.on_case(accepted)
    assert closing.running("o1").goes_on
    closing = Closing(busy_case(orders=(an_order(state=OrderState.OFFERED),), messages=()))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.typed_reason("the driver drives on")
    closing.presenter.on_case(accepted)
    assert not closing.running("o1").goes_on


def test_the_consequence_of_each_choice_is_said() -> None:
    closing = Closing(busy_case(orders=(an_order(state=OrderState.EN_ROUTE, provider="Noels"),)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert closing.running("o1").text == "Tow truck"
    assert closing.running("o1").consequence == "On its way · Noels. It comes although the case is closed."
    closing.presenter.let_go_on("o1", goes_on=False)
    assert "phone the firm too" in closing.running("o1").consequence
    closing.presenter.let_go_on("m1", goes_on=False)
    assert "not sent" in closing.running("m1").consequence


@pytest.mark.parametrize(
    ("kind", "state", "said", "then"),
    [
        (ServiceKind.TAXI, OrderState.ACCEPTED, "Taxi", "It comes although the case is closed."),
        (ServiceKind.TAXI, OrderState.OFFERED, "Taxi", "may be refused; else say why it is cancelled."),
        (ServiceKind.HOTEL, OrderState.ACCEPTED, "Hotel", "It goes on although the case is closed."),
        (ServiceKind.RENTAL, OrderState.BY_HAND, "Rental car", "Place it first, or say why it is cancelled."),
        (ServiceKind.TOW, OrderState.QUEUED, "Tow truck", "Place it first, or say why it is cancelled."),
    ],
)
def test_every_order_that_runs_is_listed_by_what_it_is(
    kind: ServiceKind, state: OrderState, said: str, then: str
) -> None:
    closing = Closing(busy_case(orders=(an_order(kind=kind, state=state),)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert closing.running("o1").text == said
    assert closing.running("o1").consequence.endswith(then)


def test_the_promise_of_a_taxi_rides_with_its_order() -> None:
    promise = a_promise("p9", kind=PromiseKind.SERVICE, order_id=OrderId("o1"))
    closing = Closing(busy_case(orders=(an_order(kind=ServiceKind.TAXI),), promises=(promise,), messages=()))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert [one.key for one in closing.view.state.running] == ["o1"]


def test_what_cannot_be_stopped_any_more_goes_on() -> None:
    sending = a_message(state=MessageState.SENDING)
    on_site = an_order(state=OrderState.ON_SITE, provider="Noels")
    closing = Closing(busy_case(orders=(on_site,), messages=(sending,)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert not closing.running("o1").can_choose
    assert not closing.running("m1").can_choose
    closing.close()
    assert set(closing.sent().keep) == {"o1", "m1"}


def test_a_call_has_to_be_ended_first() -> None:
    closing = Closing(quiet_case(calls=(a_call(),)))
    closing.close()
    assert closing.backend.asked == []
    assert "how it ended" in closing.view.problem
    assert not closing.running("l1").can_choose


def test_who_is_still_on_the_line_is_hung_up_on_first() -> None:
    said: dict[str, object] = {"outcome": CallOutcome.ANSWERED, "source": "ami"}
    closing = Closing(quiet_case(calls=(a_call(line=CallEventKind.ANSWERED, is_line_up=True, **said),)))
    closing.close()
    assert closing.backend.asked == []
    assert closing.view.problem.startswith("Still on the line: ")
    row = closing.running("l1")
    assert (row.can_choose, row.consequence) == (False, "Hang up the call")
    lost = Closing(quiet_case(calls=(a_call(line=CallEventKind.LOST, is_line_up=True, **said),)))
    lost.close()
    assert lost.backend.names() == ["close_case"]


@pytest.mark.parametrize("code", ["still_running", "changed", "call_running"])
def test_a_refusal_leaves_the_case_open_and_the_panel_standing(code: str) -> None:
    closing = Closing(busy_case())
    closing.close()
    closing.backend.last.refused(code, running="sms", ids="m2")
    assert closing.view.is_shown()
    assert closing.view.problem
    assert closing.view.state.close.is_possible, "it may be tried again"
    new = a_message(message_id=MessageId("m2"))
    closing.presenter.on_case(busy_case(3, messages=(a_message(), new)))
    closing.asker.confirm()
    assert set(closing.sent().keep) == {"o1", "m1", "m2"}
    assert closing.sent().version == 3


def test_a_stop_that_fails_closes_nothing() -> None:
    closing = Closing(busy_case())
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.let_go_on("m1", goes_on=False)
    closing.presenter.submit()
    closing.backend.last.unavailable()
    assert closing.backend.names() == ["cancel_message"]
    assert closing.view.problem


def test_what_began_to_run_meanwhile_is_not_kept_unseen() -> None:
    closing = Closing(busy_case())
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.let_go_on("m1", goes_on=False)
    closing.presenter.submit()
    closing.backend.last.done(busy_case(3, messages=(a_message(message_id=MessageId("m2")),)))
    assert closing.sent().keep == ("o1",), "the service refuses, and a person sees what is new"


def test_a_second_enter_sends_nothing_twice() -> None:
    closing = Closing()
    closing.close()
    closing.presenter.submit()
    closing.presenter.dismiss()
    assert closing.backend.names() == ["close_case"]
    assert closing.view.is_shown(), "until the service has answered"


def test_esc_leaves_and_forgets() -> None:
    closing = Closing(busy_case())
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.dismiss()
    assert not closing.view.is_shown()
    assert closing.asker.asked is None
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert not any(choice.is_chosen for choice in closing.view.state.outcomes)


def test_another_case_is_not_closed_by_what_was_chosen_for_this_one() -> None:
    closing = Closing(busy_case())
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.let_go_on("m1", goes_on=False)
    closing.presenter.submit()
    other = a_full_case(a_queue_row("c2", claim=a_claim()))
    closing.presenter.on_case(other)
    assert not closing.view.is_shown()
    assert closing.asker.asked is None
    closing.backend.last.reply.done(busy_case(3))
    assert closing.backend.names() == ["cancel_message"], "nothing more is sent"


def test_an_event_that_closes_or_takes_the_case_away_ends_the_asking() -> None:
    for detail in (closed_case(), their_case()):
        closing = Closing()
        closing.actions.trigger(ActionId.CLOSE_CASE)
        closing.presenter.on_case(detail)
        assert not closing.view.is_shown()
        assert not closing.actions.is_enabled(ActionId.CLOSE_CASE)


def test_without_a_case_there_is_nothing_to_close() -> None:
    closing = Closing()
    closing.presenter.on_case(None)
    assert not closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.submit()
    assert closing.backend.asked == []


def test_a_promise_is_listed_and_kept_unless_it_is_withdrawn_with_a_reason() -> None:
    detail = quiet_case(promises=(a_promise(text="the line dropped"),))
    closing = Closing(detail)
    closing.actions.trigger(ActionId.CLOSE_CASE)
    (item,) = closing.view.state.running
    assert item.goes_on
    assert "Call the driver back: the line dropped" in item.consequence
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.submit()
    assert closing.sent().keep == ("p1",)


def test_a_withdrawn_promise_needs_a_reason() -> None:
    closing = Closing(quiet_case(promises=(a_promise(),)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.let_go_on("p1", goes_on=False)
    assert closing.asks_reason()
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.submit()
    assert closing.backend.asked == []
    closing.presenter.typed_reason("she called us")
    closing.presenter.submit()
    assert closing.backend.last.command == WithdrawPromise(reason="she called us")
    closing.backend.last.done(quiet_case(3, promises=(a_promise(state=PromiseState.WITHDRAWN),)))
    assert closing.sent().keep == ()


def test_the_promise_of_a_truck_is_not_listed_beside_the_truck() -> None:
    truck = a_promise(kind=PromiseKind.TOW, order_id=OrderId("o1"))
    closing = Closing(quiet_case(orders=(an_order(),), promises=(truck,)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    assert [item.key for item in closing.view.state.running] == ["o1"]


def test_a_truck_that_is_called_off_leaves_the_call_to_its_firm() -> None:
    closing = Closing(quiet_case(orders=(an_order(state=OrderState.ACCEPTED, provider="Noels"),)))
    closing.actions.trigger(ActionId.CLOSE_CASE)
    closing.presenter.let_go_on("o1", goes_on=False)
    closing.presenter.typed_reason("he drives on")
    closing.presenter.choose(Outcome.KERB)
    closing.presenter.submit()
    left = a_promise("p9", kind=PromiseKind.CONFIRM_CANCELLATION, order_id=OrderId("o1"))
    closing.backend.last.done(quiet_case(3, orders=(an_order(state=OrderState.CANCELLED),), promises=(left,)))
    assert closing.sent().keep == ("p9",)


class NotesPanel:
    """The panel of the notes, of which only the last state counts."""

    def __init__(self) -> None:
        self.state: NotesState | None = None

    def show_state(self, state: NotesState | None) -> None:
        self.state = state

    def focus_text(self) -> None:
        """Nothing to do."""


class ClosingWithNotes(Closing):
    """Somebody who began a note in the case and closes it without saving."""

    def __init__(self, text: str) -> None:
        super().__init__(quiet_case())
        scheduler, self.panel = FakeScheduler(), NotesPanel()
        self.notes = NotesPresenter(self.panel, me(), self.backend, scheduler.clock, self.shower)
        self.shower.listeners.insert(0, self.notes)
        self.notes.connect(Actions(), self.asker, scheduler)
        self.notes.on_case(quiet_case())
        self.presenter.save_first(self.notes)
        self.notes.typed(text)

    def draft(self) -> str:
        assert self.panel.state is not None
        return self.panel.state.draft


def test_closing_saves_the_note_that_was_begun() -> None:
    closing = ClosingWithNotes(" de vrouw is opgehaald ")
    closing.close()
    assert closing.backend.last.command == WriteNote(text="de vrouw is opgehaald")
    assert "close_case" not in closing.backend.names()
    closing.backend.last.done(quiet_case(version=3))
    assert closing.sent().version == 3, "the note made a version of the case"
    assert closing.draft() == ""


def test_a_note_that_cannot_be_saved_keeps_the_case_open_and_says_so() -> None:
    closing = ClosingWithNotes("de vrouw is opgehaald")
    closing.close()
    closing.backend.last.refused("not_yours")
    assert closing.view.problem.startswith("The note is not saved, so the case stays open. ")
    assert closing.draft() == "de vrouw is opgehaald"
    assert "close_case" not in closing.backend.names()
    closing.presenter.submit()
    assert closing.backend.last.what == "write_note", "asked again, it is tried again"


def test_a_note_that_is_too_long_or_on_its_way_is_not_left_behind() -> None:
    too_long = ClosingWithNotes("x" * (LONGEST + 1))
    too_long.close()
    assert "Too long" in too_long.view.problem
    on_its_way = ClosingWithNotes("ja")
    on_its_way.notes.save()
    on_its_way.close()
    assert "has not answered yet" in on_its_way.view.problem
    assert on_its_way.backend.names().count("write_note") == 1


def test_blanks_are_no_note() -> None:
    closing = ClosingWithNotes("  ")
    closing.close()
    assert closing.backend.last.what == "close_case"
