"""All screens of one person, joined: one E-call by keyboard, four languages, two sizes, every control named."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.api.commands import AnswerFact, EndCall, HandOver, WriteNote
from app.api.entitlements import ServiceStatus
from app.api.queue import NearbyInfo, QueueRow
from app.api.service import ChannelState
from app.domain.account import Role
from app.domain.answer import FIRE, HURT_OR_TRAPPED, EmergencyNumber
from app.domain.call_event import CallEventKind
from app.domain.contact import CallOutcome, Disposition
from app.domain.ids import CaseId, CaseNumber
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from tests.support.answers import a_question, a_service, an_answer, an_asking_case, in_vain
from tests.support.backend import FakeBackend, FakeClock, FakeFeed
from tests.support.cases import a_call, a_full_case, a_message, a_queue_row, ago, my_case, their_case
from tests.support.contract import a_claim, a_snapshot, a_tick, an_event, me
from tests.support.qt import picture_of
from ui.actions import ActionId
from ui.case.view import CaseView
from ui.contact.view import ContactView
from ui.entitlements.view import EntitlementsView
from ui.open_desk import OpenDesk
from ui.ports import LinkState
from ui.queue.view import QueueView
from ui.shell.alert_strip import AlertStrip
from ui.shell.keys import FocusKeepsItsKeys
from ui.shell.keys_overlay import KeysOverlay
from ui.shell.leave_question import LeaveDialog
from ui.shift.view import ShiftView
from ui.tasks import ServiceClock
from ui.theme.appearance import Appearance

NARROW, WIDE = QSize(1366, 708), QSize(1920, 1020)
"""Two common screens without task bar and title."""


class Desk:
    """An open desk, its service in the test's hands."""

    def __init__(self, application: QApplication, **account: object) -> None:
        self.appearance = Appearance(application, dark=False)
        self.backend, self.feed, self.clock = FakeBackend(), FakeFeed(), FakeClock()
        self.desk = OpenDesk(
            me(**account), self.backend, self.feed, ServiceClock(self.clock), silent=True, plain_map=True
        )
        self.window, self.actions = self.desk.window, self.desk.actions
        self.appearance.observe(self.window.apply_theme)
        self.filter = FocusKeepsItsKeys(application)

    def fill(self, *rows: QueueRow) -> None:
        self.feed.snapshot(a_snapshot(*rows))
        self.feed.tick(a_tick())
        self.clock.advance(5)

    def open(self, detail: CaseDetail) -> None:
        """Open a case by hand, and let the service answer with this."""
        self.desk.navigator.open_case(detail.row.case_id)
        self.backend.last.done(detail)
        self.tell_all()
        self.clock.advance(5)

    def tell_all(self) -> None:
        """Let the turns pass in which the panels hear of it that can wait."""
        while not self.desk.navigator.is_told:
            QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
        """Press a key where the focus is; return what was asked of the service, empty = nothing."""
        before = len(self.backend.asked)
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.clock.advance(5)
        asked = self.backend.asked[before:]
        return " ".join(one.what for one in asked if one.what != "curve")

    def answer(self, detail: CaseDetail) -> None:
        """Answer what was asked last, the curve apart."""
        next(one for one in reversed(self.backend.asked) if one.what != "curve").done(detail)
        self.tell_all()
        self.clock.advance(5)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    yield from opened(Desk(qapp), qapp, qtbot)


def opened(desk: Desk, application: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    desk.window.resize(NARROW)
    desk.window.show()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    yield desk
    shiboken6.delete(desk.filter)
    i18n.set_language("en")
    desk.desk.close()
    shiboken6.delete(desk.window)
    application.setStyleSheet("")


def the_case(kind: NextKind, version: int, **changes: object) -> CaseDetail:
    detail = my_case(kind, "", **changes)
    return detail.model_copy(update={"row": detail.row.model_copy(update={"version": version})})


def test_one_e_call_by_keyboard_alone(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"))
    assert desk.press(Qt.Key.Key_Space) == "view_case", "Space opens the one that waits"
    desk.answer(a_full_case())
    assert desk.backend.last.what in ("claim_case", "curve")
    desk.answer(the_case(NextKind.CALL_DRIVER, 3))
    assert desk.press(Qt.Key.Key_Space) == "start_call"
    desk.answer(the_case(NextKind.SAY_OUTCOME, 4, calls=(a_call(),)))
    assert desk.press(Qt.Key.Key_Space) == "", "the outcome is asked for"
    for _answer in range(2):
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Tab)
    assert desk.press(Qt.Key.Key_Space) == "end_call", "Space presses the button that has the focus"
    assert desk.backend.last.command == EndCall(outcome=CallOutcome.NO_ANSWER)
    ended = a_call(outcome=CallOutcome.NO_ANSWER, ended_at=ago(1))
    desk.answer(the_case(NextKind.SEND_SMS_BY_HAND, 5, calls=(ended,), messages=(a_message(),)))
    assert desk.actions.trigger(ActionId.SMS)
    assert desk.press(Qt.Key.Key_Return) == "mark_sent_by_hand"
    sent = a_message(state=MessageState.DONE_BY_HAND)
    desk.answer(the_case(NextKind.CLOSE, 6, calls=(ended,), messages=(sent,)))
    assert desk.press(Qt.Key.Key_Space) == "", "what it was is asked for"
    assert desk.actions.is_enabled(ActionId.CLOSE_CASE)


def test_a_new_row_changes_neither_focus_nor_open_case(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"))
    desk.open(my_case())
    desk.actions.trigger(ActionId.NOTE)
    focus = QApplication.focusWidget()
    desk.feed.change(an_event(9, a_queue_row("w9"), rings=True))
    assert QApplication.focusWidget() is focus
    assert desk.desk.navigator.case_id == "c1"


def test_what_somebody_does_elsewhere_is_read_again(desk: Desk) -> None:
    desk.open(my_case())
    asked = len(desk.backend.asked)
    desk.feed.change(an_event(9, their_case().row.model_copy(update={"version": 9})))
    assert [one.what for one in desk.backend.asked[asked:]] == ["read_case"]


def test_one_digit_says_one_thing(desk: Desk) -> None:
    """Heard twice, "answered" would also say that it was the driver."""
    desk.fill(a_queue_row("c1"))
    desk.open(my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(),)))
    assert desk.press(Qt.Key.Key_1) == ""
    assert desk.press(Qt.Key.Key_1) == "end_call"


def test_after_they_hung_up_a_digit_says_who_it_was_with_and_without_space_first(desk: Desk) -> None:
    over = a_call(outcome=CallOutcome.ANSWERED, line=CallEventKind.ENDED)
    for keys in ((Qt.Key.Key_2,), (Qt.Key.Key_Space, Qt.Key.Key_2)):
        desk.fill(a_queue_row("c1"))
        desk.open(my_case(NextKind.SAY_OUTCOME, "l1", calls=(over,)))
        assert [desk.press(key) for key in keys][-1] == "end_call"
        assert desk.backend.last.command == EndCall(outcome=CallOutcome.ANSWERED, disposition=Disposition.VOICEMAIL)
        desk.backend.last.refused("not_yours")
        desk.clock.advance(5)


def test_who_is_on_the_phone_stands_in_the_strip_of_another_case(desk: Desk) -> None:
    talking = a_call(line=CallEventKind.ANSWERED, is_line_up=True, answered_at=ago(42))
    mine = my_case(NextKind.SAY_OUTCOME, "l1", calls=(talking,))
    desk.fill(mine.row, a_queue_row("c2"))
    desk.open(mine)
    desk.tell_all()
    [strip] = desk.window.findChildren(AlertStrip)
    assert not [chip for chip in strip.chips if "Jan Peeters" in chip.accessibleName()]
    desk.open(a_full_case(a_queue_row("c2")))
    desk.tell_all()
    [chip] = [chip for chip in strip.chips if "On the line: Jan Peeters" in chip.accessibleName()]
    assert chip.isVisible()
    assert chip.alert is not None
    assert chip.alert.leads_to == "c1"


def test_every_screen_hears_the_service(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"))
    desk.open(my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(),)))
    [contact], [queue] = desk.window.findChildren(ContactView), desk.window.findChildren(QueueView)
    [cards] = desk.window.findChildren(EntitlementsView)
    assert contact.call.to_dial.text() == "+32 470 12 34 56", "no telephone is connected"
    desk.feed.tick(a_tick(phone=ChannelState.SIMULATED))
    assert contact.call.to_dial.text() == ""
    desk.feed.link(LinkState(alive=False, heard_at=ago(60)))
    assert queue.delegate.not_confirmed
    assert not cards.not_confirmed.isHidden()


def test_the_earlier_case_is_one_click_away(desk: Desk) -> None:
    desk.open(my_case(linked_case_id=CaseId("c0")))
    [case] = desk.window.findChildren(CaseView)
    QTest.mouseClick(case.linked, Qt.MouseButton.LeftButton)
    assert (desk.backend.last.what, desk.backend.last.about) == ("view_case", "c0")


def test_the_other_case_of_a_pile_up_is_one_key_and_one_click_away(desk: Desk) -> None:
    near = NearbyInfo(case_id=CaseId("c7"), number=CaseNumber("2031-000007"))
    desk.open(a_full_case(a_queue_row("c1", nearby=(near,))))
    [case] = desk.window.findChildren(CaseView)
    QTest.mouseClick(case.nearby, Qt.MouseButton.LeftButton)
    assert (desk.backend.last.what, desk.backend.last.about) == ("view_case", "c7")


def test_a_change_of_language_reaches_every_screen(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"), a_queue_row("w1"))
    desk.open(my_case(calls=(a_call(),), messages=(a_message(),)))
    english = _said(desk.window)
    i18n.set_language("nl")
    desk.desk.retranslate()
    desk.tell_all()
    dutch = _said(desk.window)
    kept = {text for text in english & dutch if any(word in text for word in (" the ", "Call", "Claim", "Queue"))}
    assert kept == set()
    [queue] = desk.window.findChildren(QueueView)
    assert queue.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Wachten, 1"


def _said(window: QWidget) -> set[str]:
    texts = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
    texts |= {button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()}
    return texts | {field.placeholderText() for field in window.findChildren(QLineEdit) if field.isVisible()}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_it_fits_both_screens_in_every_language(desk: Desk, size: QSize, language: str) -> None:
    i18n.set_language(language)
    desk.desk.retranslate()
    desk.fill(a_queue_row("c1"), a_queue_row("w1", by_hand=1))
    desk.feed.link(LinkState(alive=False, heard_at=ago(60)))
    desk.open(my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(),), messages=(a_message(),)))
    desk.actions.trigger(ActionId.PRIORITY)
    picture_of(desk.window, size)
    least = desk.window.minimumSizeHint()
    assert least.width() <= size.width()
    assert least.height() <= size.height()
    cut = [
        button.text()
        for button in desk.window.findChildren(QAbstractButton)
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]
    assert cut == []


def test_every_control_has_a_name_for_a_screen_reader(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"), a_queue_row("w1"))
    desk.open(my_case(NextKind.SEND_SMS_BY_HAND, "m1", calls=(a_call(),), messages=(a_message(),)))
    for action in (ActionId.PRIORITY, ActionId.SMS, ActionId.NOTE, ActionId.TOW):
        desk.actions.trigger(action)
        _all_named(desk.window)
    desk.actions.trigger(ActionId.CLOSE_CASE)
    _all_named(desk.window)


def _all_named(window: QWidget) -> None:
    controls = [
        control
        for control in window.findChildren(QWidget)
        if isinstance(control, QAbstractButton | QLineEdit | QComboBox)
        or control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    nameless = [
        f"{type(control).__name__} {control.objectName()} in {type(control.parent()).__name__}"
        for control in controls
        if control.isVisible() and not _name(control)
    ]
    assert nameless == []


def _name(control: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)


def test_buttons_leave_space_to_next_after_a_click(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"))
    desk.open(my_case())
    takers = [
        button.text()
        for button in desk.window.findChildren(QAbstractButton)
        if button.isVisible() and button.focusPolicy() & Qt.FocusPolicy.ClickFocus and not button.isCheckable()
    ]
    assert takers == []


def test_who_may_only_look_sees_everything_and_changes_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    for desk in opened(Desk(qapp, roles=(Role.AUDITOR,)), qapp, qtbot):
        desk.fill(a_queue_row("c1"))
        desk.open(a_full_case())
        changing = (ActionId.CLAIM, ActionId.CALL, ActionId.TOW, ActionId.NOTE, ActionId.CLOSE_CASE, ActionId.PRIORITY)
        assert [action for action in changing if desk.actions.is_enabled(action)] == []


def test_closing_the_desk_forgets_its_listeners(desk: Desk) -> None:
    heard = len(desk.feed.listeners)
    assert heard > 5
    desk.desk.close()
    assert desk.feed.listeners == []


def test_the_case_of_another_row_is_another_case(desk: Desk) -> None:
    desk.fill(a_queue_row("c1"), a_queue_row("c2"))
    desk.open(my_case())
    desk.open(a_full_case(a_queue_row("c2", case_id=CaseId("c2"))))
    assert desk.desk.navigator.case_id == "c2"


@pytest.mark.parametrize("action", [ActionId.SIGN_OUT, ActionId.QUIT])
def test_a_note_that_is_not_saved_holds_whoever_leaves_once(desk: Desk, action: ActionId) -> None:
    left: list[str] = []
    desk.desk.connect_desk(
        theme=lambda: None,
        sign_out=lambda: left.append("sign_out"),
        quit_desk=lambda: left.append("quit"),
        unsaved_notes=lambda _numbers: None,
        language=lambda _language: None,
    )
    desk.open(my_case())
    desk.actions.trigger(ActionId.NOTE)
    QTest.keyClicks(QApplication.focusWidget() or desk.window, "wacht op de vrouw")
    desk.actions.trigger(action)
    assert left == []
    said = "The note on case 2031-c1 is not saved yet; F9 opens it. Leave again to drop it."
    assert any(said in strip.said for strip in desk.window.findChildren(AlertStrip))
    desk.actions.trigger(action)
    assert left == [action.value]


def test_f9_opens_the_case_whose_note_held_whoever_leaves(desk: Desk) -> None:
    Leaver(desk)
    desk.open(my_case())
    desk.actions.trigger(ActionId.NOTE)
    QTest.keyClicks(QApplication.focusWidget() or desk.window, "wacht op de vrouw")
    desk.press(Qt.Key.Key_Escape)
    desk.open(a_full_case(a_queue_row("c2")))
    assert not desk.actions.is_enabled(ActionId.NOTE), "nobody has claimed it"
    desk.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert desk.press(Qt.Key.Key_F9) == "view_case"
    assert desk.backend.last.about == my_case().row.case_id
    desk.backend.last.done(my_case())
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "wacht op de vrouw"
    assert desk.press(Qt.Key.Key_Escape) == ""
    assert desk.press(Qt.Key.Key_F9) == "", "it is this case"
    assert QApplication.focusWidget() is field


def test_another_note_holds_whoever_leaves_again(desk: Desk) -> None:
    leaver = Leaver(desk)
    for case in ("c1", "c2"):
        desk.open(a_full_case(a_queue_row(case, claim=a_claim())))
        desk.desk.notes.typed("wacht op de vrouw")
        desk.actions.trigger(ActionId.QUIT)
    assert leaver.quits == []
    said = "The notes on cases 2031-c1, 2031-c2 are not saved yet; F9 opens the first. Leave again to drop them."
    assert any(said in strip.said for strip in desk.window.findChildren(AlertStrip))
    desk.actions.trigger(ActionId.QUIT)
    assert leaver.quits == [True]


def test_a_case_is_not_closed_before_its_note_is_saved(desk: Desk) -> None:
    desk.open(my_case(NextKind.CLOSE).model_copy(update={"orders": ()}))
    desk.actions.trigger(ActionId.NOTE)
    QTest.keyClicks(QApplication.focusWidget() or desk.window, "wacht op de vrouw")
    desk.actions.trigger(ActionId.CLOSE_CASE)
    desk.press(Qt.Key.Key_8)
    desk.press(Qt.Key.Key_Return)
    assert desk.backend.last.command == WriteNote(text="wacht op de vrouw")
    assert "close_case" not in desk.backend.names()


def test_the_first_minute_by_keyboard_leads_to_112(desk: Desk) -> None:
    desk.open(an_asking_case())
    assert desk.press(Qt.Key.Key_Y) == "answer_fact", "the strip has the keys as soon as the case is mine"
    assert desk.backend.last.command == AnswerFact(fact=HURT_OR_TRAPPED, value=True)
    desk.answer(an_asking_case(an_answer(HURT_OR_TRAPPED)))
    assert desk.press(Qt.Key.Key_U) == "answer_fact"
    assert desk.backend.last.command == AnswerFact(fact=FIRE, value=None, is_not_known=True)
    desk.answer(an_asking_case(an_answer(HURT_OR_TRAPPED), not_known=(in_vain(FIRE),)))
    assert desk.press(Qt.Key.Key_F8) == "", "nothing is dialled, nothing written down"
    assert desk.press(Qt.Key.Key_Space) == ""
    assert desk.press(Qt.Key.Key_Return) == "hand_over"
    command = desk.backend.last.command
    assert isinstance(command, HandOver)
    assert command.to is EmergencyNumber.EMERGENCY_112
    assert command.text.count("\n") == 0, "only the ticked line"


def test_an_answer_repaints_every_card(desk: Desk) -> None:
    desk.open(an_asking_case(questions=(a_question(),), services=(a_service(status=ServiceStatus.UNKNOWN),) * 7))
    view = desk.window.findChild(EntitlementsView)
    assert isinstance(view, EntitlementsView)
    assert {card.status.text() for card in view.cards} == {"to ask"}
    desk.desk.navigator.show(the_case(NextKind.CALL_DRIVER, 9).model_copy(update={"services": (a_service(),) * 7}))
    desk.tell_all()
    assert [card.status.text() for card in view.cards] == ["granted"] * 7


def shown_text(label: QLabel) -> str:
    return label.text().replace("&nbsp;", " ")


class Leaver:
    """Somebody who closes the window, and whether the desk ended."""

    def __init__(self, desk: Desk, *rows: QueueRow) -> None:
        self.desk, self.quits, self.signed_out = desk, list[bool](), list[bool]()
        desk.desk.connect_desk(
            theme=lambda: None,
            sign_out=lambda: self.signed_out.append(True),
            quit_desk=lambda: self.quits.append(True),
            language=lambda _language: None,
            unsaved_notes=lambda _numbers: None,
        )
        desk.fill(*rows)

    @property
    def question(self) -> LeaveDialog:
        return self.desk.desk.leave_question


MINE = a_queue_row("m1", claim=a_claim())


def test_closing_the_window_with_a_case_in_hand_asks_and_esc_stays(desk: Desk) -> None:
    leaver = Leaver(desk, MINE)
    for _time in range(2):
        assert not desk.window.close()
        assert leaver.question.isVisible()
        assert "2031-m1" in leaver.question.text()
        QTest.keyClick(leaver.question, Qt.Key.Key_Escape)
        assert not leaver.question.isVisible()
        assert (desk.window.isVisible(), leaver.quits) == (True, [])
    assert "release_case" not in desk.backend.names()


@pytest.mark.parametrize("way", ["close", "quit", "sign_out"])
def test_a_case_is_given_back_before_one_leaves(desk: Desk, way: str) -> None:
    leaver = Leaver(desk, MINE)
    if way == "close":
        desk.window.close()
    else:
        desk.actions.trigger(ActionId(way))
    leaver.question.release_button.click()
    assert desk.backend.last.what == "release_case"
    assert leaver.quits + leaver.signed_out == []
    desk.backend.last.done(a_full_case(a_queue_row("m1")))
    assert (leaver.quits, leaver.signed_out) == (([], [True]) if way == "sign_out" else ([True], []))
    assert desk.window.close(), "the window goes now"


def test_kept_cases_stay_claimed(desk: Desk) -> None:
    leaver = Leaver(desk, MINE)
    desk.window.close()
    leaver.question.keep_button.click()
    assert (leaver.quits, "release_case" in desk.backend.names()) == ([True], False)


def test_whoever_leaves_may_hand_over_first(desk: Desk) -> None:
    leaver = Leaver(desk, MINE)
    desk.window.close()
    leaver.question.hand_over_button.click()
    assert (leaver.quits, desk.window.isVisible()) == ([], True)
    page = desk.window.findChild(ShiftView)
    assert page is not None
    assert page.isVisible()
    assert desk.backend.last.what == "colleagues"


def test_with_empty_hands_the_window_closes_at_once(desk: Desk) -> None:
    leaver = Leaver(desk, a_queue_row("w1"), a_queue_row("o1", claim=a_claim(account_id="a2")))
    desk.window.close()
    assert (leaver.quits, leaver.question.isVisible()) == ([True], False)


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, "F5 (Call the driver) does nothing inside a text field."),
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier, "F7 (Tow truck) does nothing inside a text field."),
        (Qt.Key.Key_F13, Qt.KeyboardModifier.NoModifier, ""),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, ""),
    ],
)
def test_a_key_that_does_nothing_in_a_field_says_so(
    desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, said: str
) -> None:
    Leaver(desk)
    desk.open(my_case())
    desk.actions.trigger(ActionId.NOTE)
    strip = desk.window.findChild(AlertStrip)
    assert strip is not None
    before = strip.said
    assert desk.press(key, modifier) == ""
    assert said in strip.said
    assert bool(said) is (strip.said != before)


def test_menu_language_and_quit_have_keys(desk: Desk) -> None:
    languages: list[str] = []
    left: list[str] = []
    desk.desk.connect_desk(
        theme=lambda: None,
        sign_out=lambda: None,
        quit_desk=lambda: left.append("quit"),
        language=languages.append,
        unsaved_notes=lambda _numbers: None,
    )
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.press(Qt.Key.Key_L, both)
    assert languages == ["nl"], "the one after English"
    desk.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert left == ["quit"]
    sheet = KeysOverlay(desk.actions, desk.window)
    said = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+Q  Alt+F4", "F10", "Ctrl+Shift+L", "Menu"} <= said
    assert sheet.sizeHint().height() < NARROW.height(), "the sheet fits the smallest screen"


def test_who_sees_no_cases_is_told_what_the_desk_is_for(qapp: QApplication, qtbot: QtBot) -> None:
    for desk in opened(Desk(qapp, roles=(Role.ADMIN,)), qapp, qtbot):
        words = [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]
        assert any("stands in the menu at the top left (F10)" in text for text in words)
        assert not any("Space opens the one" in text for text in words)


@pytest.mark.parametrize("text", ["", "Tot zo."])
def test_f6_a_moment_too_early_is_pressed_again_and_shows_the_prepared_sms(desk: Desk, text: str) -> None:
    desk.open(the_case(NextKind.SAY_OUTCOME, 4, calls=(a_call(),)))
    desk.press(Qt.Key.Key_F6)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClicks(field, text)
    ended = a_call(outcome=CallOutcome.NO_ANSWER, ended_at=ago(1))
    desk.desk.navigator.show(the_case(NextKind.SEND_SMS_BY_HAND, 5, calls=(ended,), messages=(a_message(),)))
    desk.tell_all()
    assert QApplication.focusWidget() is field, "nothing is taken away under the fingers"
    desk.press(Qt.Key.Key_F6)
    assert field.isVisible() is bool(text), "what was typed stays to be read"
    assert desk.press(Qt.Key.Key_Return) == "mark_sent_by_hand"
