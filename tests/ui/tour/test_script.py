"""The steps of the tour on the real screens, against a service that the test answers."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail, UnreachedInfo
from app.api.commands import ChangeOrder, CloseCase, WriteNote
from app.domain.case import CaseState, Outcome, TowQuestion
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from tests.support.backend import FakeBackend, FakeClock, FakeFeed
from tests.support.cases import a_full_case, a_note, a_queue_row, an_order, my_case
from tests.support.contract import a_snapshot, me
from ui.open_desk import OpenDesk
from ui.tasks import ServiceClock
from ui.theme.appearance import Appearance
from ui.tour.driver import Step
from ui.tour.script import NOTE_TEXT, TOW_FIRM, UNREACHED_REASON, Script


class Stage:
    """An open desk with one case open, and the steps by name."""

    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.backend, self.feed = FakeBackend(), FakeFeed()
        self.desk = OpenDesk(me(), self.backend, self.feed, ServiceClock(FakeClock()), silent=True, plain_map=True)
        self.appearance.observe(self.desk.window.apply_theme)
        self.feed.snapshot(a_snapshot(a_queue_row("c1")))
        self.script = Script(self.desk, lambda: None)
        self.version = 2

    def step(self, name: str) -> Step:
        return next(step for step in self.script.steps() if step.name == name)

    def open(self, detail: CaseDetail) -> None:
        """Let the service answer whatever was asked with this, as a newer version."""
        self.version += 1
        newer = detail.model_copy(update={"row": detail.row.model_copy(update={"version": self.version})})
        self.desk.navigator.open_case(newer.row.case_id)
        self.backend.last.done(newer)

    def commands(self, what: str) -> list[object]:
        return [asked.command for asked in self.backend.asked if asked.what == what]


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot) -> Iterator[Stage]:
    del qtbot
    stage = Stage(qapp)
    stage.desk.window.show()
    yield stage
    stage.desk.close()
    shiboken6.delete(stage.desk.window)
    qapp.setStyleSheet("")


def test_a_truck_the_rules_ordered_is_offered_to_a_named_firm(stage: Stage) -> None:
    stage.open(my_case(NextKind.PLACE_TOW_BY_HAND, orders=(an_order(),)))
    step = stage.step("tow")
    assert step.act()
    for _look in range(3):
        assert not step.happened()
    assert stage.commands("change_order") == [ChangeOrder(state=OrderState.OFFERED, provider=TOW_FIRM)]
    stage.open(my_case(orders=(an_order(state=OrderState.OFFERED, provider=TOW_FIRM),)))
    assert step.happened()


def test_a_truck_nobody_ordered_is_ordered_first(stage: Stage) -> None:
    stage.open(my_case(NextKind.ASK_TOW, orders=(), tow_question=TowQuestion.OPEN))
    step = stage.step("tow")
    assert step.act()
    assert not step.happened()
    assert stage.backend.names().count("order_tow") == 1
    stage.open(my_case(NextKind.PLACE_TOW_BY_HAND, orders=(an_order(),)))
    stage.backend.asked[[asked.what for asked in stage.backend.asked].index("order_tow")].unavailable()
    assert not step.happened()
    assert stage.commands("change_order") == [ChangeOrder(state=OrderState.OFFERED, provider=TOW_FIRM)]


def test_a_truck_the_rules_forbid_is_not_tried(stage: Stage) -> None:
    stage.open(my_case(NextKind.CLOSE, orders=()))
    assert not stage.step("tow").act()


def test_a_note_is_typed_and_saved(stage: Stage) -> None:
    stage.open(my_case(NextKind.CLOSE))
    step = stage.step("note")
    assert step.act()
    assert stage.commands("write_note") == [WriteNote(text=NOTE_TEXT)]
    assert not step.happened()
    stage.open(my_case(NextKind.CLOSE, notes=(a_note(NOTE_TEXT),)))
    assert step.happened()


def test_the_firm_that_was_asked_accepts(stage: Stage) -> None:
    stage.open(my_case(orders=(an_order(state=OrderState.OFFERED, provider=TOW_FIRM),)))
    step = stage.step("tow_accepted")
    assert step.act()
    for _look in range(3):
        assert not step.happened()
    (command,) = stage.commands("change_order")
    assert isinstance(command, ChangeOrder)
    assert (command.state, command.provider) == (OrderState.ACCEPTED, TOW_FIRM)
    assert command.eta_at is not None
    stage.open(my_case(orders=(an_order(state=OrderState.ACCEPTED, provider=TOW_FIRM),)))
    assert step.happened()


def test_that_nobody_was_reached_is_ticked_and_explained(stage: Stage) -> None:
    grave = UnreachedInfo(calls=1, looked_for=False, is_grave=True)
    stage.open(my_case(NextKind.CLOSE, orders=(), messages=(), unreached=grave))
    assert stage.step("close").act()
    [command] = stage.commands("close_case")
    assert isinstance(command, CloseCase)
    assert (command.nobody_reached, command.reason) == (True, UNREACHED_REASON)


def test_without_a_truck_nobody_accepts(stage: Stage) -> None:
    stage.open(my_case(NextKind.CLOSE, orders=()))
    assert not stage.step("tow_accepted").act()


def test_the_case_is_closed_with_an_outcome_and_what_runs_goes_on(stage: Stage) -> None:
    stage.open(my_case(NextKind.CLOSE, orders=(an_order(state=OrderState.ACCEPTED, provider=TOW_FIRM),)))
    step = stage.step("close")
    assert step.act()
    [command] = stage.commands("close_case")
    assert isinstance(command, CloseCase)
    assert (command.outcome, command.keep) == (Outcome.TRUE_CRASH, ("o1",))
    assert not step.happened()
    stage.open(a_full_case(a_queue_row("c1", state=CaseState.CLOSED, outcome=Outcome.TRUE_CRASH)))
    assert step.happened()
