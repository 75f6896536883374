"""Three crashes in a minute while one operator is on the phone: nothing disturbs the call, and nobody is forgotten.

The real service, real boxes of the simulator, two real desks. Time is put forward, so that a minute costs seconds.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from services.simulator.training import TRAINING_BOXES
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.real_desk import AN, LUC, Night, RealDesk, a_night, crashes
from ui.actions import ActionId
from ui.alarm import Sound
from ui.shell.keys import FocusKeepsItsKeys

HELD_BOX = TRAINING_BOXES[1]
"""Its driver picks up."""

LATER_BOXES = (TRAINING_BOXES[13], TRAINING_BOXES[14], TRAINING_BOXES[0])
BETWEEN_S = 20.0


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    with a_night(tmp_path / "data") as night:
        yield night
        for desk in night.desks:
            desk.close()


@pytest.fixture
def keys(qapp: QApplication) -> Iterator[FocusKeepsItsKeys]:
    keys = FocusKeepsItsKeys(qapp)
    yield keys
    shiboken6.delete(keys)


def a_desk(night: Night, qtbot: QtBot, login: str, name: str) -> RealDesk:
    desk = RealDesk(qtbot, night.service, login, name, FakeScheduler(FakeClock()))
    night.desks.append(desk)
    return desk


def on_the_phone(night: Night, an: RealDesk) -> None:
    """An claims the first case and talks with its driver, by Space alone."""
    an.to_front()
    an.wait(lambda: len(an.waiting()) == 1)
    night.pass_time(1)
    an.actions.trigger(ActionId.NEXT)
    an.wait(lambda: an.navigator.detail is not None and an.me.holds(an.navigator.detail.row))
    night.pass_time(2)
    assert an.actions.trigger(ActionId.CALL)
    an.wait(lambda: any(row.is_on_call for row in an.desk.rows.open_rows()))


@pytest.mark.usefixtures("keys")
def test_three_crashes_in_a_minute_for_an_operator_on_the_phone(night: Night, qtbot: QtBot) -> None:
    an, luc = a_desk(night, qtbot, AN, "desk-1"), a_desk(night, qtbot, LUC, "desk-2")
    with ExitStack() as boxes:
        boxes.enter_context(crashes(night.service, HELD_BOX))
        on_the_phone(night, an)
        an.actions.trigger(ActionId.NOTE)
        an.type("mevrouw staat achter de vangrail")
        field, case_id = QApplication.focusWidget(), an.navigator.case_id
        assert isinstance(field, QPlainTextEdit)
        selected = an.selected
        for desk in (an, luc):
            desk.played.clear()
        for count, box in enumerate(LATER_BOXES, start=1):
            boxes.enter_context(crashes(night.service, box))
            for desk in (an, luc):
                desk.wait(lambda desk=desk, count=count: len(desk.waiting()) == count)  # type: ignore[misc]
            night.pass_time(BETWEEN_S)
            assert QApplication.focusWidget() is field, "nothing takes the focus"
            assert field.toPlainText() == "mevrouw staat achter de vangrail"
            assert (an.navigator.case_id, an.selected) == (case_id, selected)
    minute_s = BETWEEN_S * len(LATER_BOXES)
    assert set(an.played) == {Sound.SOFT}, "the voice on the phone is not drowned"
    assert minute_s / 10 - 1 <= len(an.played) <= minute_s / 10 + 2, "one tone in ten seconds"
    waiting = {f"case:{row.case_id}" for row in an.waiting()}
    clocks = [row.clock for row in an.painted() if row.key in waiting]
    assert len(clocks) == len(LATER_BOXES), "every case has its row"
    assert all(":" in clock for clock in clocks), "every case has its clock"
    assert luc.played[0] is Sound.NEW_CASE, "the other desk sounds fully"
    assert luc.played.count(Sound.NEW_CASE) > len(an.played)
    assert Sound.SUPERVISOR in luc.played, "the supervisor is told at 30 s"
    assert "wait longer than 30 s" in luc.strip
    assert "wait longer than 30 s" not in an.strip
    assert an.desk.notes.unsaved
