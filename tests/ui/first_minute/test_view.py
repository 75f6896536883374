"""The strip answers by key and by click, and keeps its keys out of fields."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.api.commands import AnswerFact
from app.domain.answer import FIRE, FIRST_MINUTE, HURT_OR_TRAPPED, PERSONS
from tests.support.answers import an_answer, an_asking_case
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_call
from tests.support.contract import me
from tests.support.desk_parts import Shower
from tests.support.qt import colours_of, picture_of, unnamed_controls
from ui.actions import Actions
from ui.first_minute.presenter import FirstMinutePresenter
from ui.first_minute.view import BESIDE_FROM_PX, CHIP_PX, WORDS_PX, FirstMinuteView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

NARROW, WIDE = QSize(690, 90), QSize(1240, 60)


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.shown = FirstMinuteView(), FakeBackend(), list[bool]()
        self.view.shown_changed.connect(self.shown.append)
        shower = Shower()
        self.presenter = FirstMinutePresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        shower.listeners.append(self.presenter)
        self.view.connect_to(self.presenter)
        self.presenter.connect(Actions())
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(NARROW)
        self.view.show()

    def open(self, detail: CaseDetail) -> None:
        self.presenter.on_case(detail)
        QApplication.processEvents()

    def sent(self) -> object:
        return self.backend.last.command


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    screen = Screen(qapp)
    screen.view.activateWindow()
    qtbot.waitUntil(screen.view.isActiveWindow)
    screen.open(an_asking_case())
    yield screen
    i18n.set_language("en")
    shiboken6.delete(screen.view)
    qapp.setStyleSheet("")


def how_many() -> CaseDetail:
    return an_asking_case(*(an_answer(fact, value=False, shown="no") for fact in FIRST_MINUTE[:-1]))


def test_buttons_answer(screen: Screen) -> None:
    screen.view.yes.click()
    assert screen.sent() == AnswerFact(fact=HURT_OR_TRAPPED, value=True)


def test_a_chip_takes_its_answer_back(screen: Screen) -> None:
    screen.open(an_asking_case(an_answer(FIRE, value=False, shown="no")))
    [chip] = screen.view.chips
    assert chip.accessibleName() == "no · Fire?. Ask again"
    chip.click()
    assert screen.sent() == AnswerFact(fact=FIRE, value=None)


def test_a_question_beside_its_chips_keeps_room_for_its_words(screen: Screen) -> None:
    screen.open(how_many())
    for width in (BESIDE_FROM_PX, 1400, 1600):
        screen.view.resize(width, 160)
        QApplication.processEvents()
        assert screen.view.question.width() >= WORDS_PX


def test_short_answers_are_whole_beside_long_ones(screen: Screen) -> None:
    """ "no · Fire?" was cut to "no · …" as much as the longest was."""
    long = [
        an_answer(fact, value=False, shown="no, and something long beside it") for fact in (HURT_OR_TRAPPED, PERSONS)
    ]
    short = an_answer(FIRE, value=False, shown="no")
    for width in (NARROW.width(), 560):
        screen.open(an_asking_case(*long, short))
        screen.view.resize(width, 120)
        QApplication.processEvents()
        cut = [chip.fact for chip in screen.view.chips if chip.text().endswith("…")]
        assert cut == [HURT_OR_TRAPPED, PERSONS] if width < NARROW.width() else FIRE not in cut
        assert all(screen.view.strip.rect().contains(chip.geometry()) for chip in screen.view.chips)


def test_a_chip_without_room_says_that_there_is_more(screen: Screen) -> None:
    screen.open(an_asking_case(an_answer(HURT_OR_TRAPPED, value=False, shown="no")))
    [chip] = screen.view.chips
    whole, wide = chip.text(), chip.sizeHint()
    chip.resize(CHIP_PX, chip.height())
    assert chip.text() != whole
    assert chip.text().endswith("…")
    assert chip.fontMetrics().horizontalAdvance(chip.text()) <= CHIP_PX
    assert chip.sizeHint() == wide, "it grows again where there is room"
    chip.resize(wide)
    assert chip.text() == whole


@pytest.mark.parametrize("key", ["3", '"'])
def test_a_digit_says_how_many_also_without_shift_on_a_belgian_keyboard(screen: Screen, key: str) -> None:
    screen.open(how_many())
    screen.view.focus_strip()
    QTest.keyClicks(screen.view.strip, key)
    assert screen.sent() == AnswerFact(fact=PERSONS, value=3)


def test_a_digit_answers_no_other_question(screen: Screen) -> None:
    QTest.keyClicks(screen.view.strip, "3")
    assert screen.backend.asked == []


def test_a_digit_is_left_to_the_call_whose_end_is_asked(screen: Screen) -> None:
    left: list[str] = []
    screen.view.digit_left.connect(left.append)
    screen.open(how_many().model_copy(update={"calls": (a_call(),)}))
    QTest.keyClicks(screen.view.strip, "2")
    assert (left, screen.backend.asked) == (["2"], [])


def test_more_than_nine_are_typed(screen: Screen) -> None:
    screen.open(how_many())
    QTest.keyClicks(screen.view.more, "x42")
    QTest.keyClick(screen.view.more, Qt.Key.Key_Return)
    assert screen.sent() == AnswerFact(fact=PERSONS, value=42)


def test_a_button_says_how_many(screen: Screen) -> None:
    screen.open(how_many())
    screen.view.counts[2].click()
    assert screen.sent() == AnswerFact(fact=PERSONS, value=2)


def test_it_comes_and_goes_and_lets_go_of_the_focus(screen: Screen) -> None:
    assert screen.shown == [True]
    screen.view.focus_strip()
    screen.open(an_asking_case(questions=()))
    assert screen.shown == [True, False]
    assert not screen.view.strip.hasFocus()


def test_the_answers_stay_as_one_line_that_its_key_reaches(screen: Screen) -> None:
    screen.view.focus_strip()
    screen.open(an_asking_case(*(an_answer(fact) for fact in FIRST_MINUTE)))
    assert screen.shown == [True]
    assert not screen.view.question.isVisible()
    assert not screen.view.not_known.isVisible()
    assert [chip.isVisible() for chip in screen.view.chips] == [True] * len(FIRST_MINUTE)
    assert not screen.view.take_rest()
    assert not screen.view.strip.hasFocus(), "nothing is left to answer with a key"
    screen.presenter.open_strip()
    assert screen.view.chips[0].hasFocus()
    screen.open(an_asking_case())
    assert screen.view.question.isVisible()
    assert screen.view.not_known.isVisible()


def test_it_takes_the_keys_from_nobody_who_types(screen: Screen) -> None:
    field = QLineEdit(screen.view)
    field.show()
    field.setFocus()
    screen.view.offer_focus()
    assert field.hasFocus()
    field.clearFocus()
    screen.view.offer_focus()
    assert screen.view.strip.hasFocus()


def test_everything_has_a_name(screen: Screen) -> None:
    for detail in (an_asking_case(an_answer(HURT_OR_TRAPPED)), how_many()):
        screen.open(detail)
        assert unnamed_controls(screen.view) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_a_narrow_desk(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    for detail in (an_asking_case(an_answer(HURT_OR_TRAPPED)), how_many()):
        screen.open(detail)
        assert screen.view.minimumSizeHint().width() <= NARROW.width()


def test_light_and_dark(screen: Screen) -> None:
    assert LIGHT.field.lower() in colours_of(picture_of(screen.view, WIDE))
    screen.appearance.toggle()
    assert DARK.field.lower() in colours_of(picture_of(screen.view, WIDE))
