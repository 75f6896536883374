"""Which pages a role has, and how a desk comes to them and back, with everything joined."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.api.providers import ProviderList
from app.domain.account import Role
from tests.support.backend import FakeBackend, FakeClock, FakeFeed
from tests.support.cases import a_full_case, a_queue_row
from tests.support.contract import a_snapshot, a_tick, me
from tests.support.kinds import a_closed_case, a_kind
from tests.ui.providers.test_presenter import a_provider
from ui.actions import ActionId
from ui.case.view import CaseView
from ui.open_desk import OpenDesk
from ui.outcomes.view import OutcomesView
from ui.shell.keys import TEXT_FIELDS, FocusKeepsItsKeys
from ui.shell.slots import Page
from ui.tasks import ServiceClock

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Desk:
    def __init__(self, application: QApplication, role: Role) -> None:
        self.backend, self.feed = FakeBackend(), FakeFeed()
        clock = ServiceClock(FakeClock())
        self.desk = OpenDesk(me(roles=(role,)), self.backend, self.feed, clock, silent=True, plain_map=True)
        self.window, self.actions = self.desk.window, self.desk.actions
        self.filter = FocusKeepsItsKeys(application)
        self.feed.snapshot(a_snapshot(a_queue_row("c1")))
        self.feed.tick(a_tick())
        self.window.show()
        self.window.activateWindow()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def close(self) -> None:
        shiboken6.delete(self.filter)
        self.desk.close()
        shiboken6.delete(self.window)


@pytest.fixture
def supervisor(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qapp, Role.SUPERVISOR)
    qtbot.waitUntil(desk.window.isActiveWindow)
    yield desk
    desk.close()


@pytest.mark.parametrize("role", Role)
def test_a_closed_desk_leaves_no_widget_behind(qapp: QApplication, role: Role) -> None:
    before = len(QApplication.allWidgets())
    desk = Desk(qapp, role)
    desk.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(QApplication.allWidgets()) == before


@pytest.mark.parametrize(
    ("role", "outcomes", "quarantine"),
    [
        (Role.OPERATOR, False, False),
        (Role.SUPERVISOR, True, True),
        (Role.ADMIN, False, True),
        (Role.AUDITOR, True, True),
        (Role.INSTALLER, False, False),
    ],
)
def test_a_role_has_the_pages_it_may_read(qapp: QApplication, role: Role, *, outcomes: bool, quarantine: bool) -> None:
    desk = Desk(qapp, role)
    known = (desk.actions.is_enabled(ActionId.OUTCOMES), desk.actions.is_enabled(ActionId.QUARANTINE))
    desk.close()
    assert known == (outcomes, quarantine)


def test_from_a_case_to_its_figure_and_back_to_another_case_by_keys_alone(supervisor: Desk) -> None:
    supervisor.press(Qt.Key.Key_O, CTRL_SHIFT)
    assert supervisor.window.page is Page.OUTCOMES
    assert supervisor.backend.last.what == "outcomes"
    supervisor.backend.last.done((a_kind(kerb=2),))
    for key in (*[Qt.Key.Key_Right] * 3, Qt.Key.Key_Return):
        supervisor.press(key)
    assert supervisor.backend.last.what == "outcome_cases"
    supervisor.backend.last.done((a_closed_case("c9"),))
    [view] = supervisor.window.findChildren(OutcomesView)
    supervisor.press(Qt.Key.Key_Tab)
    assert view.cases.hasFocus()
    supervisor.press(Qt.Key.Key_Return)
    assert (supervisor.backend.last.what, supervisor.backend.last.about) == ("view_case", "c9")
    assert supervisor.window.page is None, "the case has its place back"


def test_a_row_of_the_queue_brings_the_case_back_and_a_change_of_it_does_not(supervisor: Desk) -> None:
    supervisor.desk.navigator.open_case(a_full_case().row.case_id)
    supervisor.backend.last.done(a_full_case())
    supervisor.press(Qt.Key.Key_K, CTRL_SHIFT)
    supervisor.desk.navigator.show(a_full_case())
    assert supervisor.window.page is Page.QUARANTINE
    supervisor.desk.queue.open_row("c1")
    supervisor.desk.navigator.open_case(a_full_case().row.case_id)
    assert supervisor.window.page is None


def test_one_page_leads_to_the_other_and_escape_to_the_case(supervisor: Desk) -> None:
    supervisor.press(Qt.Key.Key_O, CTRL_SHIFT)
    supervisor.press(Qt.Key.Key_K, CTRL_SHIFT)
    assert supervisor.window.page is Page.QUARANTINE
    supervisor.press(Qt.Key.Key_Escape)
    assert not supervisor.window.page


def test_the_line_of_the_contract_leads_to_what_is_on_record(supervisor: Desk) -> None:
    supervisor.desk.navigator.open_case(a_full_case().row.case_id)
    supervisor.backend.last.done(a_full_case())
    while not supervisor.desk.navigator.is_told:
        QApplication.processEvents()
    [head] = supervisor.window.findChildren(CaseView)
    [line] = [one for one in head.facts.lines if "Open [Ctrl+R]" in one.accessibleName()]
    line.linkActivated.emit("record:")
    assert supervisor.window.page is Page.CONTRACTS
    assert "open_record" in supervisor.backend.names()


@pytest.fixture(params=[Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR, Role.OPERATOR])
def any_desk(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qapp, request.param)
    qtbot.waitUntil(desk.window.isActiveWindow)
    yield desk
    desk.close()


FILLED = {
    "outcomes": (a_kind(kerb=2),),
    "providers": ProviderList(rows=(a_provider("Noels"), a_provider("Taxi Un", kinds="taxi")), columns={}),
}


def come_to(desk: Desk, page: Page, *, filled: bool) -> bool:
    """Come to a page; a page that a role has not is no page to leave."""
    asked = len(desk.backend.asked)
    if not desk.actions.trigger(ActionId(page.value)):
        return False
    assert desk.window.page is page
    if filled and len(desk.backend.asked) > asked and desk.backend.last.what in FILLED:
        desk.backend.last.done(FILLED[desk.backend.last.what])
    QApplication.processEvents()
    return True


def escapes(desk: Desk) -> bool:
    """Whether Esc pressed twice leaves the page; it is left for the next one in any case."""
    for _press in range(2):
        desk.press(Qt.Key.Key_Escape)
    is_left = desk.window.page is None
    desk.window.leave_page()
    return is_left


def reached_by_keys(window: QWidget) -> list[QWidget]:
    return [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_esc_leaves_every_page_empty_and_filled(any_desk: Desk) -> None:
    tried = [(page, filled) for page in Page for filled in (False, True) if come_to(any_desk, page, filled=filled)]
    any_desk.window.leave_page()
    assert tried
    assert [one for one in tried if come_to(any_desk, one[0], filled=one[1]) and not escapes(any_desk)] == []


def test_esc_leaves_every_page_from_every_control_that_keys_reach(any_desk: Desk) -> None:
    trapped = []
    for page in Page:
        if not come_to(any_desk, page, filled=True):
            continue
        for control in reached_by_keys(any_desk.window):
            any_desk.actions.trigger(ActionId(page.value))
            control.setFocus()
            if not escapes(any_desk):
                trapped.append(f"{page}: {type(control).__name__} {control.accessibleName()}")
    assert trapped == []


def test_nothing_on_a_page_leaves_the_keys_to_the_window(supervisor: Desk) -> None:
    supervisor.press(Qt.Key.Key_O, CTRL_SHIFT)
    supervisor.backend.last.done(())
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    assert not isinstance(focus, TEXT_FIELDS)
