"""The curve is fetched when the case opens and when the crash changed, and every state of it is said."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.api.cases import CaseDetail, EcallInfo
from app.domain.ecall import PulseNote
from app.domain.ids import EcallId
from tests.support.backend import FakeBackend
from tests.support.cases import a_full_case, a_queue_row, an_ecall
from tests.support.curves import a_curve
from tests.support.saving import SavingDesk
from ui.actions import ActionId, Actions
from ui.impact.presenter import ImpactPresenter
from ui.impact.state import CurveStage, ImpactState, PictureOrder
from ui.saving import FileKind


class View:
    def __init__(self) -> None:
        self.states: list[ImpactState | None] = []
        self.orders: list[PictureOrder] = []

    @property
    def state(self) -> ImpactState:
        state = self.states[-1]
        assert state is not None
        return state

    def show_state(self, state: ImpactState | None) -> None:
        self.states.append(state)

    def make_picture(self, order: PictureOrder, kind: FileKind, ready: Callable[[bytes], None]) -> None:
        self.orders.append(order)
        ready(kind.encode())


class Impact:
    """A presenter with everything around it."""

    def __init__(self, *ecalls: EcallInfo) -> None:
        self.view, self.backend = View(), FakeBackend()
        self.files, self.actions = SavingDesk(), Actions()
        self.presenter = ImpactPresenter(self.view, self.backend, self.files.saving)
        self.presenter.connect(self.actions)
        self.presenter.on_case(case_with(*ecalls))

    def stage(self) -> CurveStage:
        return self.view.state.stage


def case_with(*ecalls: EcallInfo, case: str = "c1") -> CaseDetail:
    return a_full_case(a_queue_row(case), ecalls=ecalls)


def test_the_curve_is_fetched_once_and_shown() -> None:
    impact = Impact(an_ecall())
    assert impact.backend.names() == ["curve"]
    assert impact.stage() is CurveStage.LOADING
    assert impact.view.state.stage_words == "The curve is being read …"
    data = a_curve()
    impact.backend.last.done(data)
    assert impact.stage() is CurveStage.SHOWN
    curve = impact.view.state.curve
    assert curve is not None
    assert curve.data is data
    assert (curve.is_horizontal, curve.peak) == (True, "6.3 g")
    impact.presenter.on_case(case_with(an_ecall()))
    assert len(impact.backend.asked) == 1, "nothing changed"


def test_it_is_fetched_again_when_the_crash_changed_and_the_old_one_stays_meanwhile() -> None:
    impact = Impact(an_ecall())
    first, second = a_curve(), a_curve(peak_g=7.0)
    impact.backend.last.done(first)
    impact.presenter.on_case(case_with(an_ecall(peak_g=7.0)))
    assert len(impact.backend.asked) == 2
    assert impact.view.state.curve is not None
    assert impact.view.state.curve.data is first
    assert impact.view.state.stage_words == ""
    impact.backend.last.done(second)
    assert impact.view.state.curve is not None
    assert impact.view.state.curve.data is second


def test_an_answer_that_was_overtaken_changes_nothing() -> None:
    impact = Impact(an_ecall())
    overtaken = impact.backend.last
    impact.presenter.on_case(case_with(an_ecall(peak_g=7.0)))
    impact.backend.last.done(a_curve(peak_g=7.0))
    shown = impact.view.state
    overtaken.done(a_curve())
    assert impact.view.state is shown


def test_an_answer_for_a_case_that_was_left_changes_nothing() -> None:
    impact = Impact(an_ecall())
    left = impact.backend.last
    impact.presenter.on_case(case_with(an_ecall("e2", has_curve=False), case="c2"))
    left.done(a_curve())
    assert impact.view.state.curve is None


def test_no_trace_yet_is_a_fact_and_asks_nothing() -> None:
    impact = Impact(an_ecall(has_curve=False, peak_g=None))
    assert impact.backend.asked == []
    assert impact.stage() is CurveStage.NONE_YET
    assert impact.view.state.stage_words == (
        "No curve yet: the box has not sent its trace. The case does not wait for it."
    )
    assert impact.view.state.retry is None
    impact.presenter.on_case(case_with(an_ecall()))
    assert impact.backend.names() == ["curve"], "the trace has come"


def test_a_service_without_a_curve_says_the_same() -> None:
    impact = Impact(an_ecall())
    impact.backend.last.refused("no_curve")
    assert impact.stage() is CurveStage.NONE_YET


@pytest.mark.parametrize("fails", ["refused", "unavailable"])
def test_a_failure_is_said_and_can_be_tried_again(fails: str) -> None:
    impact = Impact(an_ecall())
    if fails == "refused":
        impact.backend.last.refused("answer_unreadable")
    else:
        impact.backend.last.unavailable()
    assert impact.stage() is CurveStage.FAILED
    assert impact.view.state.stage_words.startswith("No curve: ")
    assert impact.view.state.retry is not None
    impact.presenter.retry()
    assert impact.stage() is CurveStage.LOADING
    impact.backend.last.done(a_curve())
    assert impact.stage() is CurveStage.SHOWN


def test_of_several_crashes_the_hardest_is_shown_and_another_can_be_chosen() -> None:
    impact = Impact(an_ecall("e1", peak_g=3.0), an_ecall("e2", peak_g=7.0))
    assert impact.backend.last.about == "e2"
    assert [choice.is_chosen for choice in impact.view.state.choices] == [False, True]
    impact.presenter.choose(EcallId("e1"))
    assert impact.backend.last.about == "e1"
    assert [choice.is_chosen for choice in impact.view.state.choices] == [True, False]
    impact.presenter.choose(EcallId("e2"))
    assert len(impact.backend.asked) == 2, "known already"
    impact.presenter.on_case(case_with(an_ecall("e1", peak_g=3.0), an_ecall("e2", peak_g=7.0), an_ecall("e3")))
    assert impact.view.state.choices[1].is_chosen, "a person chose it"


def test_one_crash_needs_no_choice() -> None:
    assert Impact(an_ecall()).view.state.choices == ()


def test_notes_are_sentences() -> None:
    impact = Impact(an_ecall(notes=(PulseNote.SATURATED, PulseNote.UNFILTERED)))
    assert len(impact.view.state.notes) == 2


def test_a_case_without_a_crash_and_no_case() -> None:
    impact = Impact()
    assert impact.stage() is CurveStage.NO_ECALL
    assert impact.view.state.stage_words == "No crash record belongs to this case."
    impact.presenter.on_case(None)
    assert impact.view.states[-1] is None


def test_the_same_state_is_not_painted_again() -> None:
    impact = Impact(an_ecall())
    painted = len(impact.view.states)
    impact.presenter.refresh()
    assert len(impact.view.states) == painted


@pytest.mark.parametrize(
    ("stands", "after_s", "marked"), [(True, 4.0, 4.0), (True, None, None), (False, 4.0, None), (None, None, None)]
)
def test_from_when_the_car_stands_still_is_marked_where_it_is_known(
    stands: bool | None, after_s: float | None, marked: float | None
) -> None:
    ecall = an_ecall(standstill=stands)
    since = None if after_s is None else ecall.occurred_at + timedelta(seconds=after_s)
    impact = Impact(ecall.model_copy(update={"standstill_since": since}))
    impact.backend.last.done(a_curve())
    assert impact.view.state.curve is not None
    assert impact.view.state.curve.standstill_s == marked


def test_a_curve_is_saved_with_the_number_of_its_case_and_nothing_of_a_person(tmp_path: Path) -> None:
    impact = Impact(an_ecall("e1", peak_g=3.0), an_ecall("e2"))
    assert not impact.actions.is_enabled(ActionId.SAVE_CURVE), "there is no curve yet"
    impact.backend.last.done(a_curve())
    assert impact.view.state.save is not None
    impact.actions.trigger(ActionId.SAVE_CURVE)
    assert impact.files.places.asked[0].name == "2031-c1-impact-2"
    impact.presenter.on_case(case_with(an_ecall("e9"), case="c9"))
    impact.files.places.choose(tmp_path / "x.png", FileKind.PNG)
    [order] = impact.view.orders
    assert order.heading == "2031-c1  ·  impact 2", "whose curve it was when the person asked"
    assert order.figures.startswith("Peak 6.3 g (CFC60)  ·  Speed change 38 km/h")
    assert "Speed before" not in order.figures
    assert (tmp_path / "x.png").read_bytes() == b"png"
    assert not impact.actions.is_enabled(ActionId.SAVE_CURVE)
    impact.presenter.save()
    assert len(impact.files.places.asked) == 1
