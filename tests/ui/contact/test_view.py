"""The contact panel: buttons that stay under the finger while the clock runs, and texts shown whole."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.api.commands import EndCall, StartCall
from app.api.numbers import NumberInfo
from app.api.service import ChannelState
from app.domain.call_event import CallEventKind
from app.domain.contact import CallOutcome, ContactRole, Disposition, NumberKind
from app.domain.ids import CaseId, MessageId
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_call, a_message, a_person, a_queue_row, a_rung, ago, my_case
from tests.support.contract import NOW, a_tick, me
from tests.support.qt import colours_of, on_screen, picture_of
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
    yield from on_screen(Panel(qapp), qapp, qtbot)


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


def a_long_ladder() -> CaseDetail:
    """A driver with two numbers, a subscriber, a mother abroad and an employer, most of them tried."""
    mother = a_person(name="Marie-Christine Vanderstraeten-Dieudonné", e164="+33612345678")
    mother = mother.model_copy(
        update={
            "number_shown": "+33 6 12 34 56 78",
            "number_kind": NumberKind.FOREIGN_MOBILE,
            "number_country": "FR",
        }
    )
    tried = {"tried_at": ago(60), "outcome": CallOutcome.NO_ANSWER}
    ladder = (
        a_rung(ContactRole.DRIVER, a_person(), **tried),
        a_rung(ContactRole.DRIVER, a_person(e164="+3216123456", number_shown="+32 16 12 34 56"), is_wrong=True),
        a_rung(ContactRole.SUBSCRIBER, a_person(name="Mia Janssens", e164="+32470000001"), **tried),
        a_rung(ContactRole.FAMILY, mother, is_next=True),
        a_rung(ContactRole.EMPLOYER, a_person(name="Transport Maes", number_kind=NumberKind.LANDLINE)),
    )
    return my_case(NextKind.CALL_AGAIN, ladder=ladder)


def test_every_rung_has_a_card_and_its_own_button(panel: Panel) -> None:
    panel.open(a_long_ladder())
    cards = panel.view.people.cards
    assert [card.name.text() for card in cards if card.isVisible()][3].startswith("Marie-Christine")
    assert [card.role.text() for card in cards] == [
        "Driver",
        "Driver",
        "Subscriber",
        "▶ Family · next",
        "Employer",
    ]
    assert not cards[4].tried.isVisible()
    assert cards[1].tried.text() == "wrong number, not called again"
    QTest.mouseClick(cards[3].call, Qt.MouseButton.LeftButton)
    command = panel.backend.last.command
    assert isinstance(command, StartCall)
    assert command.e164 == "+33612345678"
    panel.open(my_case())
    assert [card.isVisible() for card in cards] == [True, True, False, False, False]


def test_whoever_is_next_comes_into_view_once_and_a_person_may_scroll_away(panel: Panel) -> None:
    panel.view.resize(QSize(COLUMN.width(), 200))
    panel.open(my_case())
    picture_of(panel.view, panel.view.size())
    bar = panel.view.area.verticalScrollBar()
    assert bar.value() == 0
    panel.open(a_long_ladder())
    following = panel.view.people.cards[3]
    top = following.mapTo(panel.view.area.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= panel.view.area.viewport().height() - following.height()
    bar.setValue(0)
    panel.open(a_long_ladder().model_copy(update={"nobody_reached": False}))
    assert bar.value() == 0
    panel.open(my_case())
    panel.open(a_long_ladder().model_copy(update={"calls": (a_call(),)}))
    bar.setValue(0)
    panel.open(a_long_ladder())
    assert bar.value() > 0, "the call before it is over now"


def test_a_card_says_in_what_time_its_number_is_called_again(panel: Panel) -> None:
    panel.open(my_case(ladder=(a_rung(ContactRole.DRIVER, a_person(), is_next=True, not_before=ago(-34)),)))
    (card,) = panel.view.people.cards
    assert card.role.text() == "▶ Driver · next in 0:34"
    panel.scheduler.advance(34.0)
    assert card.role.text() == "▶ Driver · next"


def test_at_the_end_of_the_ladder_one_press_shows_what_to_say_to_112(panel: Panel) -> None:
    opened: list[bool] = []
    panel.actions.connect(ActionId.HAND_OVER, lambda: opened.append(True))
    panel.open(my_case(NextKind.WELFARE_CHECK, nobody_reached=True))
    assert panel.view.people.last_rung.text().startswith("▶ Nobody is reached")
    QTest.mouseClick(panel.view.people.hand_over, Qt.MouseButton.LeftButton)
    assert opened == [True]


def test_what_is_typed_is_read_and_said_under_the_field(panel: Panel) -> None:
    panel.open(my_case())
    field, said = panel.view.people.number, panel.view.people.typed
    QTest.keyClicks(field, "016 12 34 56")
    assert not said.isVisible()
    panel.scheduler.advance(0.3)
    info = NumberInfo(e164="+3216123456", shown="+32 16 12 34 56", kind=NumberKind.LANDLINE, country="")
    panel.backend.last.done(info)
    assert said.isVisible()
    assert said.text().endswith("landline, takes no SMS")
    assert LIGHT.high.lower() in colours_of(picture_of(said), step_px=1)
    panel.presenter.on_case(my_case().model_copy(update={"row": a_queue_row("c2", case_id=CaseId("c2"))}))
    assert not said.isVisible()


def test_an_sms_that_leaves_counts_down_with_its_key(panel: Panel) -> None:
    panel.open(my_case(messages=(a_message(state=MessageState.QUEUED, leaves_at=ago(-9)),)))
    [card] = panel.view.tray.cards
    assert (card.leaves.text(), card.cancel.text()) == ("Leaves in 9 s", "Stop it   [Shift+F6]")
    panel.scheduler.advance(2)
    assert card.leaves.text() == "Leaves in 7 s"
    QTest.mouseClick(card.cancel, Qt.MouseButton.LeftButton)
    assert panel.backend.names() == ["cancel_message"]


def test_what_must_not_be_said_stands_loud_in_the_call(panel: Panel) -> None:
    employer = (a_rung(ContactRole.EMPLOYER, a_person()),)
    panel.open(calling().model_copy(update={"ladder": employer}))
    assert panel.view.call.caution.isVisible()
    assert LIGHT.high.lower() in colours_of(picture_of(panel.view.call), step_px=2)
    panel.open(calling())
    assert not panel.view.call.caution.isVisible()


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


def test_the_digits_of_the_buttons_say_it(panel: Panel) -> None:
    panel.open(calling().model_copy(update={"ladder": (a_rung(ContactRole.FAMILY, a_person()),)}))
    panel.actions.trigger(ActionId.CALL_OUTCOME)
    assert panel.view.call.outcomes.buttons[CallOutcome.BUSY].text() == "3 Line engaged"
    QTest.keyClick(panel.view.call, Qt.Key.Key_1)
    assert panel.view.call.hasFocus()
    assert panel.view.call.dispositions.buttons[Disposition.THIRD_PARTY].text() == "3 Somebody else"
    assert panel.backend.asked == []
    QTest.keyClick(panel.view.call, Qt.Key.Key_9)
    assert panel.backend.asked == [], "no button shows it"
    QTest.keyClicks(panel.view.call, '"')
    assert panel.backend.last.command == EndCall(outcome=CallOutcome.ANSWERED, disposition=Disposition.THIRD_PARTY)


def test_a_digit_at_rest_presses_only_a_button_that_is_seen(panel: Panel) -> None:
    panel.open(calling())
    panel.view.hide()
    panel.presenter.digit_pressed("2")
    assert panel.backend.asked == []
    panel.view.show()
    panel.presenter.digit_pressed("2")
    assert panel.backend.last.command == EndCall(outcome=CallOutcome.NO_ANSWER)


def test_a_digit_in_the_field_for_a_number_is_typed(panel: Panel) -> None:
    panel.open(calling())
    panel.view.people.number.setFocus()
    QTest.keyClicks(panel.view.people.number, "2")
    assert "end_call" not in panel.backend.names()


def test_the_number_to_dial_by_hand_is_large_and_can_be_copied(panel: Panel) -> None:
    panel.open(calling())
    assert not panel.view.call.to_dial.isVisible()
    panel.presenter.on_tick(a_tick(phone=ChannelState.BY_HAND))
    assert panel.view.call.to_dial.text() == "+32 470 12 34 56"
    QTest.mouseClick(panel.view.call.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "+32 470 12 34 56"


def test_a_lost_exchange_is_said_in_red_with_the_number_and_an_honest_answer(panel: Panel) -> None:
    panel.open(calling(source="ami", line=CallEventKind.LOST, is_line_up=True, answered_at=NOW))
    box = panel.view.call
    assert (box.line.alarm.isVisible(), box.to_dial.isVisible(), box.copy.isVisible()) == (True, True, True)
    assert not box.line.hang_up.isVisible()
    QTest.mouseClick(box.cut, Qt.MouseButton.LeftButton)
    assert panel.backend.last.command == EndCall(outcome=CallOutcome.UNKNOWN)


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
    leaving = a_message(message_id=MessageId("m2"), state=MessageState.QUEUED, leaves_at=ago(-9))
    for call in (a_call(), a_call(outcome=CallOutcome.ANSWERED, answered_at=ago(3))):
        ladder = a_long_ladder().ladder
        panel.open(my_case(ladder=ladder, calls=(call,), messages=(a_message(), leaving), nobody_reached=True))
        panel.presenter.refresh()
        picture_of(panel.view, COLUMN)
        assert panel.view.content.minimumSizeHint().width() <= panel.view.area.viewport().width()
        labels = [label for label in panel.view.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
        assert [label.text() for label in labels if label.width() < label.sizeHint().width()] == []
