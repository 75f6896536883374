"""A case is claimed, given back and taken over in the open; nothing is taken away from somebody silently."""

import pytest

from app.api.cases import CaseDetail
from app.api.commands import ChangePriority, TakeOverCase
from app.api.service import RefusalInfo
from app.domain.account import Role
from app.domain.case import CaseState as Course
from app.domain.contact import CallOutcome
from app.domain.verdict import Priority
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_call, a_full_case, a_queue_row, ago, my_case, their_case
from tests.support.contract import me
from ui.actions import ActionId, Actions
from ui.answers import CaseShower, Trouble
from ui.case.holding import HoldingPresenter
from ui.case.state import Asking, HoldingState, Tone
from ui.ports import Unavailable

HELD = (ActionId.CLAIM, ActionId.TAKE_OVER, ActionId.RELEASE, ActionId.PRIORITY)


class Line:
    def __init__(self) -> None:
        self.states: list[HoldingState | None] = []
        self.focused = 0

    def show_state(self, state: HoldingState | None) -> None:
        self.states.append(state)

    def focus_reason(self) -> None:
        self.focused += 1


class Strip:
    def __init__(self) -> None:
        self.refusals: list[str] = []
        self.outages = 0

    def refused(self, refusal: RefusalInfo) -> None:
        self.refusals.append(refusal.code)

    def unavailable(self, unavailable: Unavailable) -> None:
        del unavailable
        self.outages += 1


class Shower:
    """The navigator: hands what it is shown to the presenter, as the real one does."""

    def __init__(self) -> None:
        self.presenter: HoldingPresenter | None = None

    def show(self, detail: CaseDetail) -> None:
        assert self.presenter is not None
        self.presenter.on_case(detail)


class Holding:
    """A presenter with everything around it."""

    def __init__(self, detail: CaseDetail | None = None, **account: object) -> None:
        self.view, self.backend, self.strip, self.actions = Line(), FakeBackend(), Strip(), Actions()
        shower = Shower()
        typed_shower: CaseShower = shower
        trouble: Trouble = self.strip
        self.presenter = HoldingPresenter(self.view, me(**account), self.backend, FakeClock(), typed_shower, trouble)
        shower.presenter = self.presenter
        self.presenter.connect(self.actions)
        self.presenter.on_case(detail)

    @property
    def state(self) -> HoldingState:
        state = self.view.states[-1]
        assert state is not None
        return state

    def asking(self) -> str:
        return str(self.state.asking)

    def possible(self) -> set[ActionId]:
        return {action for action in HELD if self.actions.is_enabled(action)}


def waiting() -> CaseDetail:
    return a_full_case(a_queue_row("c1", version=7))


def test_a_waiting_case_can_be_claimed() -> None:
    holding = Holding(waiting())
    assert (holding.state.sentence, holding.state.tone) == ("Nobody works on this case.", Tone.CRITICAL)
    assert holding.possible() == {ActionId.CLAIM}
    assert holding.actions.trigger(ActionId.CLAIM)
    asked = holding.backend.last
    assert (asked.what, asked.about, asked.command) == ("claim_case", "c1", None)


def test_a_claim_on_its_way_cannot_be_sent_twice() -> None:
    holding = Holding(waiting())
    holding.presenter.claim()
    assert not holding.actions.trigger(ActionId.CLAIM)
    assert holding.state.claim is not None
    assert holding.state.claim.why_not == "One moment: the service has not answered yet."
    holding.backend.last.refused("already_claimed")
    assert holding.strip.refusals == ["already_claimed"]
    assert holding.possible() == {ActionId.CLAIM}


def test_my_case_can_be_given_back() -> None:
    holding = Holding(my_case())
    assert holding.state.sentence.startswith("You work on this case since ")
    assert holding.possible() == {ActionId.RELEASE, ActionId.PRIORITY}
    holding.actions.trigger(ActionId.RELEASE)
    assert (holding.backend.last.what, holding.backend.last.about) == ("release_case", "c1")
    holding.backend.last.done(waiting())
    assert holding.possible() == {ActionId.CLAIM}


def test_somebody_who_works_on_it_keeps_it() -> None:
    holding = Holding(their_case())
    assert holding.possible() == set()
    assert holding.state.take_over is not None
    assert holding.state.take_over.why_not == (
        "A. Peters is still working on this case. Only a supervisor can take it over now."
    )
    assert "A. Peters works on it since" in holding.state.sentence


def test_a_silent_desk_can_be_relieved_and_a_supervisor_may_always() -> None:
    silent = Holding(their_case(is_stale=True))
    assert silent.possible() == {ActionId.TAKE_OVER}
    assert silent.state.tone is Tone.ATTENTION
    supervisor = Holding(their_case(), roles=(Role.SUPERVISOR,))
    assert supervisor.possible() == {ActionId.TAKE_OVER, ActionId.PRIORITY}


def test_taking_over_needs_a_typed_reason() -> None:
    holding = Holding(their_case(is_stale=True))
    holding.actions.trigger(ActionId.TAKE_OVER)
    assert (holding.state.asking, holding.view.focused) == (Asking.TAKE_OVER, 1)
    holding.presenter.submit("  x ", Priority.ONE)
    assert holding.backend.asked == []
    assert holding.state.problem == "Type the reason; it is kept with the case."
    holding.presenter.submit("  desk is silent ", Priority.ONE)
    assert holding.backend.last.command == TakeOverCase(reason="desk is silent")
    holding.backend.last.done(my_case())
    assert holding.state.asking is Asking.NOTHING


def test_a_refused_take_over_keeps_the_typed_reason_on_the_screen() -> None:
    holding = Holding(their_case(is_stale=True))
    holding.presenter.ask(Asking.TAKE_OVER)
    holding.presenter.submit("desk is silent", Priority.ONE)
    holding.backend.last.unavailable()
    assert holding.strip.outages == 1
    assert holding.state.asking is Asking.TAKE_OVER


def test_the_priority_changes_with_a_reason() -> None:
    holding = Holding(my_case())
    holding.actions.trigger(ActionId.PRIORITY)
    assert holding.state.asking is Asking.PRIORITY
    holding.presenter.submit("driver is well", Priority.THREE)
    assert holding.backend.last.command == ChangePriority(
        priority=Priority.THREE, reason="driver is well", before=Priority.ONE
    )


def test_who_changes_a_priority_second_is_told_and_keeps_what_was_typed() -> None:
    holding = Holding(my_case())
    holding.presenter.ask(Asking.PRIORITY)
    row = my_case().row.model_copy(update={"priority": Priority.TWO, "version": 9})
    holding.presenter.on_case(a_full_case(row))
    holding.presenter.submit("driver is well", Priority.THREE)
    assert holding.backend.last.command == ChangePriority(
        priority=Priority.THREE, reason="driver is well", before=Priority.ONE
    )
    holding.backend.last.refused("changed")
    assert (holding.state.asking, holding.strip.refusals) == (Asking.PRIORITY, [])
    assert holding.state.problem.startswith("Somebody else changed the priority a moment ago.")
    holding.presenter.submit("driver is well", Priority.THREE)
    assert holding.backend.last.command == ChangePriority(
        priority=Priority.THREE, reason="driver is well", before=Priority.TWO
    )


def test_a_silent_desk_says_who_was_on_the_phone_since_when() -> None:
    detail = their_case(is_stale=True).model_copy(update={"calls": (a_call(requested_at=ago(600), outcome=None),)})
    at = ago(600).astimezone().strftime("%H:%M")
    assert f"A. Peters was on the phone with Jan Peeters since {at}, desk " in Holding(detail).state.sentence
    ended = detail.model_copy(update={"calls": (a_call(outcome=CallOutcome.NO_ANSWER),)})
    assert "worked on it since" in Holding(ended).state.sentence


def test_a_reason_that_nobody_asked_for_is_not_sent() -> None:
    holding = Holding(my_case())
    holding.presenter.submit("driver is well", Priority.THREE)
    assert holding.backend.asked == []


def test_another_case_ends_the_question_and_the_same_one_keeps_it() -> None:
    holding = Holding(my_case())
    holding.presenter.ask(Asking.PRIORITY)
    holding.presenter.on_case(my_case())
    assert holding.asking() == "priority"
    holding.presenter.on_case(a_full_case(a_queue_row("c2")))
    assert holding.asking() == "nothing"


def test_a_question_that_cannot_be_answered_any_more_ends() -> None:
    holding = Holding(their_case(is_stale=True))
    holding.presenter.ask(Asking.TAKE_OVER)
    holding.presenter.on_case(their_case())
    assert holding.state.asking is Asking.NOTHING


def test_the_question_can_be_dropped() -> None:
    holding = Holding(my_case())
    holding.presenter.ask(Asking.PRIORITY)
    holding.presenter.dismiss()
    assert holding.state.asking is Asking.NOTHING


def test_a_closed_case_offers_nothing() -> None:
    holding = Holding(a_full_case(a_queue_row("c1", state=Course.CLOSED)))
    assert holding.possible() == set()
    assert (holding.state.claim, holding.state.take_over, holding.state.release) == (None, None, None)
    assert holding.state.sentence == "This case is closed."
    assert holding.state.priority.why_not == "The case is closed."


def test_who_may_only_look_is_told_so() -> None:
    holding = Holding(waiting(), roles=(Role.AUDITOR,))
    assert holding.possible() == set()
    assert holding.state.claim is not None
    assert holding.state.claim.why_not == "Your account may look at cases, not change them."


@pytest.mark.parametrize("action", HELD)
def test_without_a_case_nothing_is_possible(action: ActionId) -> None:
    holding = Holding()
    assert holding.view.states[-1] is None
    assert not holding.actions.trigger(action)
    holding.presenter.claim()
    holding.presenter.release()
    assert holding.backend.asked == []
