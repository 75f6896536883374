"""The list never moves what a person chose, says every row aloud, and hides no priority under a selection."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.queue import QueueRow, QueueSnapshot
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from tests.support.backend import FakeScheduler
from tests.support.cases import a_queue_row, a_rejected_row, ago, my_case
from tests.support.contract import NOW, a_claim, a_snapshot, an_event, me
from tests.support.qt import colours_of, on_screen, picture_of
from ui.actions import ActionId, Actions, Scope
from ui.ports import LinkState
from ui.queue.presenter import QueuePresenter
from ui.queue.state import Row
from ui.queue.view import QueueView
from ui.shell.keys import ActionKeys
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

COLUMN = QSize(284, 640)


class Opener:
    def __init__(self) -> None:
        self.opened: list[CaseId] = []

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)


class Queue:
    """The view with its presenter and the keys of the table."""

    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.opener, self.scheduler = QueueView(), Opener(), FakeScheduler()
        self.presenter = QueuePresenter(self.view, me(), self.opener, self.scheduler.clock)
        self.view.connect_to(self.presenter)
        self.actions = Actions()
        self.presenter.connect(self.actions, self.scheduler)
        self.keys = ActionKeys(self.actions, {Scope.QUEUE: self.view}, self.view)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()

    def fill(self, *rows: QueueRow) -> None:
        self.presenter.on_snapshot(a_snapshot(*rows))

    def chosen(self) -> str:
        """The key of the line that has the keys."""
        line = self.view.model.line_at(self.view.list.currentIndex().row())
        return "" if line is None else line.key

    def click(self, key: str) -> None:
        index = self.view.model.index(self.view.model.place_of(key))
        at = self.view.list.visualRect(index).center()
        QTest.mouseClick(self.view.list.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view.list, key, modifier)


@pytest.fixture
def queue(qapp: QApplication, qtbot: QtBot) -> Iterator[Queue]:
    yield from on_screen(Queue(qapp), qapp, qtbot)


def test_one_click_opens_a_case(queue: Queue) -> None:
    queue.fill(a_queue_row("w1"), a_queue_row("w2"))
    queue.click("case:w2")
    assert queue.opener.opened == ["w2"]
    assert queue.chosen() == "case:w2"


def test_arrows_choose_and_enter_opens(queue: Queue) -> None:
    queue.fill(a_queue_row("w1"), a_queue_row("w2"))
    queue.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert queue.view.list.hasFocus()
    queue.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert queue.chosen() == "case:w2"
    queue.press(Qt.Key.Key_Up)
    assert queue.chosen() == "case:w1"
    assert queue.opener.opened == []
    queue.press(Qt.Key.Key_Return)
    assert queue.opener.opened == ["w1"]


def test_a_section_folds_by_click_and_by_key(queue: Queue) -> None:
    queue.presenter.on_snapshot(QueueSnapshot(cursor=0, now=NOW, rows=(), rejected=(a_rejected_row(),)))
    queue.click("head:rejected")
    assert queue.view.model.place_of("rejected:e9") > 0
    queue.presenter.select("head:rejected")
    queue.press(Qt.Key.Key_Return)
    assert queue.view.model.place_of("rejected:e9") == -1
    assert queue.opener.opened == []


def test_a_row_that_arrives_above_changes_neither_choice_nor_place(queue: Queue) -> None:
    queue.fill(*[a_queue_row(f"w{place:02}", priority=Priority.TWO) for place in range(30)])
    queue.presenter.select("case:w15")
    queue.view.take_focus()
    bar = queue.view.list.verticalScrollBar()
    assert bar.value() > 0
    before = bar.value()
    queue.presenter.on_change(an_event(1, a_queue_row("w-new"), rings=True))
    assert (queue.chosen(), bar.value()) == ("case:w15", before)
    assert queue.opener.opened == []


def test_a_chosen_row_that_moves_stays_chosen(queue: Queue) -> None:
    queue.fill(a_queue_row("w1"), a_queue_row("w2"))
    queue.presenter.select("case:w1")
    queue.presenter.on_change(an_event(1, a_queue_row("w1", version=2, claim=a_claim())))
    assert queue.chosen() == "case:w1"


def test_a_chosen_row_that_vanishes_chooses_nobody_else(queue: Queue) -> None:
    queue.fill(a_queue_row("w1"), a_queue_row("w2"))
    queue.presenter.select("case:w1")
    queue.fill(a_queue_row("w2"))
    assert queue.chosen() == ""
    queue.press(Qt.Key.Key_Return)
    assert queue.opener.opened == []


def test_a_screen_reader_hears_every_row(queue: Queue) -> None:
    queue.fill(a_queue_row("w1", by_hand=1))
    interface = QAccessible.queryAccessibleInterface(queue.view.list)
    heard = [interface.child(place).text(QAccessible.Text.Name) for place in range(interface.childCount())]
    assert heard[1] == "Priority 1, critical, 6.3 g, 1-ABC-234, Bertem, 1 by hand, waiting 0:07"
    assert interface.text(QAccessible.Text.Name) == "Queue"


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_a_selection_hides_no_priority(queue: Queue, tokens: object) -> None:
    queue.appearance.choose(dark=tokens is DARK)
    queue.fill(a_queue_row("m1", claim=a_claim(), priority=Priority.TWO, by_hand=1))
    queue.presenter.select("case:m1")
    colours = colours_of(picture_of(queue.view), step_px=2)
    theme = queue.appearance.tokens
    assert {theme.selection.lower(), theme.high.lower(), theme.critical.lower()} <= colours


def test_only_the_badge_of_a_waiting_row_flashes(queue: Queue) -> None:
    queue.fill(a_queue_row("w1", priority=Priority.THREE), a_queue_row("m1", claim=a_claim(), priority=Priority.TWO))
    lit = picture_of(queue.view)
    queue.view.delegate.is_lit = False
    dark = picture_of(queue.view)
    row = queue.view.list.visualRect(queue.view.model.index(queue.view.model.place_of("case:w1")))
    changed = [
        QPoint(x, y)
        for x in range(0, lit.width(), 2)
        for y in range(0, lit.height(), 2)
        if lit.pixel(x, y) != dark.pixel(x, y)
    ]
    assert changed
    assert all(row.contains(point) and point.x() < row.left() + 60 for point in changed)


def test_it_flashes_only_while_somebody_waits(queue: Queue, qtbot: QtBot) -> None:
    queue.fill(a_queue_row("w1"))
    with qtbot.waitCallback(timeout=20_000) as turned:
        queue.view.flash.timeout.connect(turned)
    assert queue.view.delegate.is_lit is False
    queue.fill(a_queue_row("w1", version=2, claim=a_claim()))
    assert bool(queue.view.delegate.is_lit)
    assert not queue.view.flash.isActive()


def test_a_dead_link_is_hatched_and_said(queue: Queue) -> None:
    queue.fill(a_queue_row("w1"))
    row = queue.view.list.visualRect(queue.view.model.index(queue.view.model.place_of("case:w1")))
    alive = picture_of(queue.view).copy(row)
    queue.presenter.on_link(LinkState(alive=False, heard_at=ago(60)))
    dead = picture_of(queue.view).copy(row)
    hatched = sum(alive.pixel(x, y) != dead.pixel(x, y) for x in range(row.width()) for y in range(row.height()))
    assert hatched > row.width() * row.height() / 20, "the whole row, not a word in it"
    assert queue.view.list.accessibleDescription().startswith("not confirmed since ")
    queue.presenter.on_link(LinkState(alive=True, heard_at=NOW))
    assert queue.view.list.accessibleDescription() == ""


def test_marks_that_do_not_fit_get_a_line_of_their_own(queue: Queue) -> None:
    held = a_claim(account_id="a2", name="Marie-Christine Vanderstraeten", desk="Luik-2", is_stale=True)
    queue.fill(a_queue_row("w1", by_hand=1), a_queue_row("o1", claim=held, by_hand=1))
    picture_of(queue.view, COLUMN)
    model, list_ = queue.view.model, queue.view.list
    heights = {key: list_.visualRect(model.index(model.place_of(key))).height() for key in ("case:w1", "case:o1")}
    assert heights["case:o1"] > heights["case:w1"]


def test_the_list_is_never_wider_than_its_column(queue: Queue) -> None:
    queue.fill(*[a_queue_row(f"w{place}", plate="1-WWWW-WWWW-WW", by_hand=3, impacts=4) for place in range(20)])
    picture_of(queue.view, COLUMN)
    for place in range(queue.view.model.rowCount()):
        rect = queue.view.list.visualRect(queue.view.model.index(place))
        assert rect.width() <= queue.view.list.viewport().width()


def test_a_click_on_the_empty_ground_does_nothing(queue: Queue) -> None:
    queue.fill(a_queue_row("w1"))
    at = QPoint(100, queue.view.list.viewport().height() - 5)
    QTest.mouseClick(queue.view.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert queue.opener.opened == []


def test_the_clock_of_a_row_ticks_without_a_new_row(queue: Queue) -> None:
    queue.fill(a_queue_row("w1"))
    queue.scheduler.advance(5)
    line = queue.view.model.line_at(queue.view.model.place_of("case:w1"))
    assert isinstance(line, Row)
    assert line.clock == "0:12"


def test_the_keys_of_the_table_reach_the_queue(queue: Queue) -> None:
    assert queue.actions.is_enabled(ActionId.OPEN_CASE)
    assert queue.keys.qt_action(ActionId.OPEN_CASE).shortcuts() != []


def ten_wait(*mine: str) -> list[QueueRow]:
    return [a_queue_row(f"w{number}") for number in range(10)] + [a_queue_row(one, claim=a_claim()) for one in mine]


def in_sight(queue: Queue, key: str) -> bool:
    """Whether a whole row stands on the screen, in whichever list."""
    for view in (queue.view.list, queue.view.mine):
        place = view.lines.place_of(key)
        rect = view.visualRect(view.lines.index(place))
        if place >= 0 and view.isVisible() and view.viewport().rect().contains(rect):
            return True
    return False


def test_my_cases_stay_in_sight_however_many_wait(queue: Queue) -> None:
    queue.fill(*ten_wait("m1", "m2"))
    QApplication.processEvents()
    assert in_sight(queue, "case:m1")
    assert in_sight(queue, "case:m2")
    assert in_sight(queue, "case:w0")
    assert queue.view.list.verticalScrollBar().maximum() > 0, "what waits scrolls"
    queue.fill(a_queue_row("w0"), a_queue_row("m1", claim=a_claim()))
    QApplication.processEvents()
    assert not queue.view.mine.isVisible()
    assert in_sight(queue, "case:m1")


def opened(queue: Queue, row: QueueRow) -> None:
    detail = my_case()
    queue.presenter.on_case(detail.model_copy(update={"row": row}))
    QApplication.processEvents()


def test_a_case_that_is_opened_comes_into_sight_once(queue: Queue) -> None:
    """Opened by F2 or by searching it stood below the fold; what a person scrolls to after that stays."""
    queue.fill(*ten_wait(*(f"m{number}" for number in range(9))))
    QApplication.processEvents()
    for key in ("m8", "w9", "m0"):
        assert not in_sight(queue, f"case:{key}") or key == "m0"
        opened(queue, next(row for row in ten_wait(*(f"m{n}" for n in range(9))) if row.case_id == key))
        assert in_sight(queue, f"case:{key}")
    opened(queue, a_queue_row("m8", claim=a_claim()))
    queue.view.mine.verticalScrollBar().setValue(0)
    queue.scheduler.advance(3)
    QApplication.processEvents()
    assert queue.view.mine.verticalScrollBar().value() == 0


def test_a_case_opened_before_its_row_is_there_comes_into_sight_with_it(queue: Queue) -> None:
    queue.fill(*ten_wait(*(f"m{number}" for number in range(9))))
    opened(queue, a_queue_row("m9", claim=a_claim()))
    queue.fill(*ten_wait(*(f"m{number}" for number in range(10))))
    QApplication.processEvents()
    assert in_sight(queue, "case:m9")


def test_a_case_that_becomes_mine_comes_into_sight_among_mine(queue: Queue) -> None:
    queue.fill(*ten_wait(*(f"m{number}" for number in range(9))))
    opened(queue, a_queue_row("w0"))
    late = a_queue_row("w0", claim=a_claim(), version=2)
    queue.fill(*(late if row.case_id == "w0" else row for row in ten_wait(*(f"m{number}" for number in range(9)))))
    QApplication.processEvents()
    assert in_sight(queue, "case:w0")


def test_no_row_stands_twice_and_keys_walk_through_both_lists(queue: Queue) -> None:
    queue.fill(*ten_wait("m1"), a_queue_row("o1", claim=a_claim(account_id="a2")))
    QApplication.processEvents()
    shown = [
        view.lines.line_at(at) for view in (queue.view.list, queue.view.mine) for at in range(view.lines.rowCount())
    ]
    keys = [line.key for line in shown if line is not None]
    assert len(keys) == len(set(keys))
    for _step in range(11):
        queue.presenter.move(1)
    assert queue.view.mine.hasFocus()
    QTest.keyClick(queue.view.mine, Qt.Key.Key_Return)
    assert queue.opener.opened == ["m1"]
    queue.presenter.move(1)
    assert queue.view.list.hasFocus()
    assert queue.chosen() == "case:o1"


def test_a_click_on_my_case_opens_it_where_it_stands_apart(queue: Queue) -> None:
    queue.fill(*ten_wait("m1"))
    QApplication.processEvents()
    mine = queue.view.mine
    at = mine.visualRect(mine.lines.index(mine.lines.place_of("case:m1"))).center()
    QTest.mouseClick(mine.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert queue.opener.opened == ["m1"]


def test_many_of_mine_leave_room_for_who_waits(queue: Queue) -> None:
    queue.fill(*ten_wait(*(f"m{number}" for number in range(12))))
    QApplication.processEvents()
    assert queue.view.mine.height() < queue.view.height() / 2
    assert queue.view.mine.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("width", [284, 330])
def test_a_plate_is_never_cut(queue: Queue, width: int) -> None:
    """Beside a hard crash and a long wait it has no place above: then it stands first below, whole."""
    queue.view.resize(width, 640)
    crash = a_queue_row("w1", peak_g=12.0, peak_capped=True, plate="1-OEF-015", waits_since=ago(694), target_at=ago(9))
    queue.fill(crash)
    line = queue.view.model.line_at(queue.view.model.place_of("case:w1"))
    assert isinstance(line, Row)
    above, below = queue.view.delegate.words_of(line, queue.view.list)
    assert "1-OEF-015" in above + below
