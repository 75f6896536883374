"""The timeline follows its end unless a person has scrolled, and a screen reader hears whole lines."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.audit import AuditAction
from app.domain.ids import CaseId
from tests.support.cases import a_full_case, a_queue_row, an_entry
from tests.support.qt import colours_of, picture_of
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT
from ui.timeline.presenter import TimelinePresenter, timeline_state
from ui.timeline.view import TimelineView

SIZE = QSize(420, 220)


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> Iterator[TimelineView]:
    del qtbot
    appearance = Appearance(qapp, dark=False)
    view = TimelineView()
    appearance.observe(view.apply_theme)
    view.retranslate()
    view.resize(SIZE)
    view.show()
    yield view
    shiboken6.delete(view)
    qapp.setStyleSheet("")


def show(view: TimelineView, count: int, case: str = "c1") -> None:
    entries = tuple(an_entry(AuditAction.CASE_VIEWED, place, desk=f"desk-{place}") for place in range(count))
    view.show_state(timeline_state(a_full_case(a_queue_row(case), timeline=entries)))
    QApplication.processEvents()


def at_end(view: TimelineView) -> bool:
    bar = view.list.verticalScrollBar()
    return bar.value() == bar.maximum()


def test_a_new_line_is_in_sight(view: TimelineView) -> None:
    show(view, 20)
    assert at_end(view)
    assert view.list.verticalScrollBar().maximum() > 0
    show(view, 30)
    assert at_end(view)


def test_who_has_scrolled_back_keeps_the_place(view: TimelineView) -> None:
    show(view, 20)
    view.list.verticalScrollBar().setValue(10)
    assert not view.list.follows
    show(view, 30)
    assert view.list.verticalScrollBar().value() == 10
    view.list.verticalScrollBar().setValue(view.list.verticalScrollBar().maximum())
    show(view, 31)
    assert at_end(view)


def test_another_case_begins_at_its_own_end(view: TimelineView) -> None:
    show(view, 20)
    view.list.verticalScrollBar().setValue(0)
    show(view, 25, case="c2")
    assert at_end(view)


def test_a_narrower_panel_wraps_and_keeps_the_end(view: TimelineView, qtbot: QtBot) -> None:
    show(view, 20)
    before = view.list.verticalScrollBar().maximum()
    view.resize(170, 220)
    qtbot.waitUntil(lambda: view.list.verticalScrollBar().maximum() > before)
    assert at_end(view)


def test_a_screen_reader_hears_time_what_and_who(view: TimelineView) -> None:
    show(view, 1)
    heading, line = view.list.lines()
    assert heading.count("-") == 2
    assert "Case looked at. An Verbeke · desk desk-0" in line
    assert view.list.accessibleName()


def test_a_click_does_not_take_the_focus_from_space(view: TimelineView) -> None:
    assert view.list.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_an_empty_timeline_says_why(view: TimelineView) -> None:
    TimelinePresenter(view).on_case(None)
    assert view.empty.text() == "No case is open."
    assert not view.list.isVisible()


def test_both_themes_are_painted(qapp: QApplication, view: TimelineView) -> None:
    show(view, 3)
    assert LIGHT.muted.lower() in colours_of(picture_of(view), step_px=1)
    appearance = Appearance(qapp, dark=True)
    view.apply_theme(appearance.tokens)
    colours = colours_of(picture_of(view), step_px=1)
    assert DARK.muted.lower() in colours
    assert LIGHT.muted.lower() not in colours


def test_the_case_id_is_what_makes_another_case() -> None:
    detail = a_full_case(a_queue_row("c7"))
    assert timeline_state(detail).case_id == CaseId("c7")
