"""The contact panel: buttons that stay under the finger while the clock runs, and texts shown whole."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.api.commands import EndCall
from app.api.service import ChannelState
from app.domain.contact import CallOutcome, Disposition
from app.domain.ids import CaseId, MessageId
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_call, a_message, a_person, a_queue_row, ago, my_case
from tests.support.contract import a_tick, me
from tests.support.qt import colours_of, picture_of
from ui.actions import ActionId, Actions
from ui.confirmation import Confirmation
from ui.contact.presenter import ContactPresenter
from ui.contact.view import ContactView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

COLUMN = QSize(334, 620)
"""The right column of a 1366 pixel screen without the frame of its panel."""


class Quiet:
    """Strip, navigator and NEXT box, as far as they are asked."""

    def __init__(self) -> None:
        self.asked: list[Confirmation] = []

    def announce(self, sentence: str) -> None:
        del sentence

    def ask(self, confirmation: Confirmation) -> None:
        self.asked.append(confirmation)

    def withdraw(self, confirmation: Confirmation) -> None:
        self.asked.remove(confirmation)

    def show(self, detail: CaseDetail) -> None:
        del detail

    def refused(self, refusal: object) -> None:
        del refusal

    def unavailable(self, unavailable: object) -> None:
        del unavailable


class Panel:
    """The view with its presenter."""

    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.quiet = ContactView(), FakeBackend(), Quiet()
        self.scheduler, self.actions = FakeScheduler(), Actions()
        self.raised: list[bool] = []
        self.view.raised.connect(lambda: self.raised.append(True))
        clock = self.scheduler.clock
        self.presenter = ContactPresenter(self.view, me(), self.backend, clock, self.quiet, self.quiet)
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions, self.quiet, self.scheduler)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()

    def open(self, detail: CaseDetail) -> None:
        self.presenter.on_case(detail)


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot) -> Iterator[Panel]:
    panel = Panel(qapp)
    panel.view.activateWindow()
    qtbot.waitUntil(panel.view.isActiveWindow)
    yield panel
    i18n.set_language("en")
    shiboken6.delete(panel.view)
    qapp.setStyleSheet("")


def calling(**call: object) -> CaseDetail:
    return my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(**call),))


def test_no_case_says_so(panel: Panel) -> None:
    panel.presenter.on_case(None)
    assert panel.view.empty.isVisible()
    assert not panel.view.area.isVisible()


def test_a_person_is_called_with_one_press(panel: Panel) -> None:
    panel.open(my_case())
    driver, subscriber = panel.view.people.cards
    assert driver.call.text() == "Call   [F5]"
    assert subscriber.call.text() == "Call"
    assert subscriber.kind.text() == "landline, takes no SMS"
    QTest.mouseClick(subscriber.call, Qt.MouseButton.LeftButton)
    assert panel.backend.last.about == "c1"
    assert panel.backend.last.what == "start_call"


def test_a_number_is_typed_and_dialled_with_enter(panel: Panel) -> None:
    panel.open(my_case())
    field = panel.view.people.number
    field.setFocus()
    QTest.keyClicks(field, "bel mij")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.view.people.problem.isVisible()
    assert field.text() == "bel mij", "what was wrong can be corrected"
    field.setText("0470 12 34 57")
    QTest.mouseClick(panel.view.people.dial, Qt.MouseButton.LeftButton)
    assert panel.backend.names() == ["start_call"]


def test_what_was_typed_is_forgotten_with_the_case(panel: Panel) -> None:
    panel.open(my_case())
    panel.view.people.number.setText("0470")
    panel.open(my_case())
    assert panel.view.people.number.text() == "0470"
    panel.presenter.on_case(my_case().model_copy(update={"row": a_queue_row("c2", case_id=CaseId("c2"))}))
    assert panel.view.people.number.text() == ""


def test_the_buttons_stay_while_the_clock_runs(panel: Panel) -> None:
    panel.open(calling())
    button = panel.view.call.outcomes.buttons[CallOutcome.NO_ANSWER]
    button.setFocus()
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    panel.scheduler.advance(2)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert panel.view.call.clock.text() == "0:14"
    assert panel.backend.last.command == EndCall(outcome=CallOutcome.NO_ANSWER)


def test_answered_asks_who_it_was_without_a_button_under_the_finger(panel: Panel) -> None:
    panel.open(calling())
    QTest.mouseClick(panel.view.call.outcomes.buttons[CallOutcome.ANSWERED], Qt.MouseButton.LeftButton)
    assert not panel.view.call.outcomes.isVisible()
    assert panel.view.call.hasFocus()
    assert panel.backend.asked == []
    QTest.mouseClick(panel.view.call.back, Qt.MouseButton.LeftButton)
    assert panel.view.call.outcomes.isVisible()
    panel.presenter.say_outcome(CallOutcome.ANSWERED)
    QTest.mouseClick(panel.view.call.dispositions.buttons[Disposition.INJURED], Qt.MouseButton.LeftButton)
    assert panel.backend.last.command == EndCall(outcome=CallOutcome.ANSWERED, disposition=Disposition.INJURED)


def test_the_number_to_dial_by_hand_is_large_and_can_be_copied(panel: Panel) -> None:
    panel.open(calling())
    assert not panel.view.call.to_dial.isVisible()
    panel.presenter.on_tick(a_tick(phone=ChannelState.BY_HAND))
    assert panel.view.call.to_dial.text() == "+32 470 12 34 56"
    QTest.mouseClick(panel.view.call.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "+32 470 12 34 56"


def test_by_keyboard_the_first_answer_is_one_tab_away(panel: Panel) -> None:
    panel.open(calling())
    panel.actions.trigger(ActionId.CALL_OUTCOME)
    QTest.keyClick(panel.view.call, Qt.Key.Key_Tab)
    assert panel.view.call.outcomes.buttons[CallOutcome.ANSWERED].hasFocus()


@pytest.mark.parametrize("action", [ActionId.CALL, ActionId.CALL_LANGUAGE])
def test_what_a_person_asks_for_comes_to_the_front(panel: Panel, action: ActionId) -> None:
    panel.open(my_case())
    assert panel.raised == []
    panel.actions.trigger(action)
    assert panel.raised == [True]


def test_an_sms_is_shown_whole_and_can_be_copied(panel: Panel) -> None:
    panel.open(my_case(messages=(a_message(),)))
    [card] = panel.view.tray.cards
    assert card.text.text() == a_message().text
    QTest.mouseClick(card.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == a_message().text
    QTest.mouseClick(card.sent, Qt.MouseButton.LeftButton)
    assert panel.quiet.asked[0].lines[1] == a_message().text
    QTest.mouseClick(card.cancel, Qt.MouseButton.LeftButton)
    assert panel.backend.names() == ["cancel_message"]


def test_a_text_with_markup_is_text(panel: Panel) -> None:
    panel.open(my_case(messages=(a_message(text="<b>bel</b> ons"),)))
    [card] = panel.view.tray.cards
    assert card.text.textFormat() is Qt.TextFormat.PlainText


def test_cards_follow_their_messages(panel: Panel) -> None:
    other = a_message(message_id=MessageId("m2"))
    panel.open(my_case(messages=(a_message(), other)))
    first = panel.view.tray.cards[0]
    panel.open(my_case(messages=(a_message(state=MessageState.DONE_BY_HAND), other)))
    assert first in panel.view.tray.cards
    picture_of(panel.view, COLUMN)
    assert first.y() == max(card.y() for card in panel.view.tray.cards) > 0, "what is still to do stands first"
    assert not first.sent.isVisible()
    panel.open(my_case(messages=(other,)))
    assert len(panel.view.tray.cards) == 1


def test_what_is_to_be_sent_is_painted_loud_in_both_themes(panel: Panel) -> None:
    panel.open(my_case(messages=(a_message(),)))
    assert LIGHT.critical.lower() in colours_of(picture_of(panel.view), step_px=2)
    panel.appearance.choose(dark=True)
    assert DARK.critical.lower() in colours_of(picture_of(panel.view), step_px=2)


def test_the_language_is_one_click(panel: Panel) -> None:
    panel.open(my_case())
    buttons = panel.view.languages.buttons
    assert [button.text() for button in buttons.values()] == ["(nl)", "fr", "de", "en"]
    french = list(buttons.values())[1]
    QTest.mouseClick(french, Qt.MouseButton.LeftButton)
    assert panel.backend.last.what == "set_call_language"
    assert not french.isChecked(), "set only once the service has said so"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_its_column_in_every_language(panel: Panel, language: str) -> None:
    i18n.set_language(language)
    panel.view.retranslate()
    panel.presenter.on_tick(a_tick(phone=ChannelState.BY_HAND))
    driver = a_person(name="Marie-Christine Vanderstraeten-Dieudonné")
    for call in (a_call(), a_call(outcome=CallOutcome.ANSWERED, answered_at=ago(3))):
        panel.open(my_case(driver=driver, calls=(call,), messages=(a_message(),)))
        panel.presenter.refresh()
        picture_of(panel.view, COLUMN)
        assert panel.view.content.minimumSizeHint().width() <= panel.view.area.viewport().width()
        labels = [label for label in panel.view.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
        assert [label.text() for label in labels if label.width() < label.sizeHint().width()] == []
