"""A card is worked by keyboard alone: reached, its question answered, a use entered, and nothing else confirmed."""

from collections.abc import Iterator

import pytest
from pydantic import JsonValue
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.api.commands import AnswerFact, RecordUse
from app.api.entitlements import ChoiceInfo, QuestionKind, RoomInfo, ServiceFamily, ServiceStatus
from tests.support.answers import a_clause, a_question, a_service, a_text, an_answer, an_asking_case
from tests.support.backend import FakeBackend, FakeClock
from tests.support.contract import me
from tests.support.desk_parts import Shower
from tests.support.qt import on_screen
from ui.actions import ActionId, Actions
from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.view import EntitlementsView
from ui.theme.appearance import Appearance

HOTEL = "P2.C2.A2.1.hotel"
SERVICES = (
    a_service(ServiceFamily.EMERGENCY, room=()),
    a_service(ServiceFamily.TOW, status=ServiceStatus.UNKNOWN, missing=("drivable",), limits=(), room=()),
    a_service(
        ServiceFamily.LODGING,
        clauses=(a_clause(HOTEL),),
        room=(RoomInfo(clause=HOTEL, title=a_text("Hotel"), key="max_nights", left="3"),),
    ),
)


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, shower = EntitlementsView(), FakeBackend(), Shower()
        self.presenter = EntitlementsPresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        shower.listeners.append(self.presenter)
        self.view.connect_to(self.presenter)
        self.actions = Actions()
        self.presenter.connect(self.actions)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(QSize(310, 460))
        self.view.show()
        self.walkable = [self.actions.is_enabled(ActionId.SERVICES)]
        self.presenter.on_case(an_asking_case(services=SERVICES, questions=(a_question(),)))
        self.walkable.append(self.actions.is_enabled(ActionId.SERVICES))

    def walk(self) -> str:
        """Press the key of the cards; return which one has the focus."""
        self.actions.trigger(ActionId.SERVICES)
        return self.focused

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.view, key)

    @property
    def focused(self) -> str:
        return next((card.title.text() for card in self.view.cards if card.hasFocus()), "")


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    for made in on_screen(Screen(qapp), qapp, qtbot):
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        yield made


def test_its_key_walks_from_card_to_card_and_begins_again(screen: Screen) -> None:
    assert screen.walkable == [False, True]
    assert [screen.walk() for _time in range(4)] == ["Emergency", "Tow", "Lodging", "Emergency"]


def test_enter_opens_the_question_and_answers_it_and_the_card_keeps_its_place(screen: Screen) -> None:
    screen.walk()
    assert screen.walk() == "Tow"
    screen.press(Qt.Key.Key_Return)
    question = screen.view.cards[1].question
    assert question is not None
    assert question.buttons[0].hasFocus()
    screen.press(Qt.Key.Key_Space)
    assert screen.backend.last.command == AnswerFact(fact="drivable", value=True)
    granted = a_service(ServiceFamily.TOW, room=())
    services = (SERVICES[0], granted, SERVICES[2])
    screen.backend.last.done(an_asking_case(an_answer("drivable"), services=services, questions=()))
    assert screen.focused == "Tow"
    assert screen.walk() == "Lodging"


def test_a_question_opened_by_enter_is_scrolled_into_view(screen: Screen, qtbot: QtBot) -> None:
    screen.view.resize(QSize(310, 150))
    QApplication.processEvents()
    screen.walk()
    screen.walk()
    screen.press(Qt.Key.Key_Return)
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    qtbot.waitUntil(lambda: button.visibleRegion().boundingRect() == button.rect())


def test_enter_opens_the_ledger_where_nothing_is_to_ask_and_enters_a_use(screen: Screen) -> None:
    for _time in range(3):
        screen.walk()
    screen.press(Qt.Key.Key_Return)
    form = screen.view.cards[2].ledger.form
    assert form is not None
    assert form.amount.hasFocus()
    QTest.keyClicks(form.amount, "2")
    screen.press(Qt.Key.Key_Return)
    assert screen.backend.last.command == RecordUse(clause=HOTEL, limit="max_nights", amount="2")
    screen.backend.last.done(an_asking_case(services=SERVICES, questions=(a_question(),)))
    assert screen.focused == "Lodging"


def test_enter_shows_the_clauses_where_there_is_nothing_else(screen: Screen) -> None:
    screen.walk()
    screen.press(Qt.Key.Key_Enter)
    assert screen.view.cards[0].details.isVisible()


def test_esc_in_a_question_gives_the_card_back(screen: Screen) -> None:
    screen.walk()
    screen.walk()
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Escape)
    assert screen.focused == "Tow"


@pytest.mark.parametrize("kind", [QuestionKind.CHOICES, QuestionKind.CHOICE])
def test_several_choices_are_ticked_or_chosen_and_sent_with_enter(screen: Screen, kind: QuestionKind) -> None:
    choices = tuple(ChoiceInfo(code=code, text=a_text(code)) for code in ("breakdown", "accident"))
    question = a_question("drivable", kind=kind, choices=choices)
    screen.presenter.on_case(an_asking_case(services=SERVICES, questions=(question,)))
    screen.walk()
    screen.walk()
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Space if kind is QuestionKind.CHOICES else Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    value: JsonValue = ["breakdown"] if kind is QuestionKind.CHOICES else "breakdown"
    assert screen.backend.last.command == AnswerFact(fact="drivable", value=value)


def test_a_question_or_a_form_opens_no_window_of_its_own(screen: Screen) -> None:
    """A button that is shown before it stands in a panel is a window for a moment, and takes the keys."""
    shown: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it so
            if event.type() == QEvent.Type.Show and isinstance(watched, QPushButton) and watched.isWindow():
                shown.append(watched)
            return False

    watch, application = Watch(), QApplication.instance()
    assert application is not None
    application.installEventFilter(watch)
    screen.walk()
    for _card in ("tow", "lodging"):
        screen.walk()
        screen.press(Qt.Key.Key_Return)
    application.removeEventFilter(watch)
    assert screen.view.cards[1].question is not None
    assert screen.view.cards[2].ledger.form is not None
    assert shown == []
