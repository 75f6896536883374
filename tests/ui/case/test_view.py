"""The head of the case paints what it is told, copies on one click, and asks for reasons in place."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.domain.verdict import Priority
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_full_case, a_queue_row, ago, an_ecall, my_case, their_case
from tests.support.contract import NOW, me
from tests.support.qt import colours_of, on_screen, picture_of
from ui.actions import Actions
from ui.case.holding import HoldingPresenter
from ui.case.line import Line, html_of
from ui.case.presenter import case_state
from ui.case.state import Asking, Phrase, Tone
from ui.case.view import CaseView
from ui.navigator import Navigator
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT
from ui.words.crash import PRIORITIES

SIZE = QSize(680, 420)


class Screen:
    """The view with the presenter of its holding bar."""

    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend = CaseView(), FakeBackend()
        navigator = Navigator(self.backend, _Quiet())
        self.holding = HoldingPresenter(self.view.holding, me(), self.backend, FakeClock(), navigator, _Quiet())
        self.view.holding.connect_to(self.holding)
        self.holding.connect(Actions())
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()

    def open(self, detail: CaseDetail) -> None:
        """Show a case, whole."""
        self.view.show_state(case_state(detail, NOW))
        self.holding.on_case(detail)


class _Quiet:
    def refused(self, refusal: object) -> None:
        del refusal

    def unavailable(self, unavailable: object) -> None:
        del unavailable


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    yield from on_screen(Screen(qapp), qapp, qtbot)


def line_saying(screen: Screen, text: str) -> Line:
    return next(line for line in screen.view.facts.lines if text in line.accessibleName())


def test_no_case_says_what_to_do(screen: Screen) -> None:
    screen.view.show_state(None)
    assert screen.view.empty.isVisible()
    assert "Space opens" in screen.view.empty.text()
    assert not screen.view.body.isVisible()


def test_a_case_takes_the_place_of_the_hint(screen: Screen) -> None:
    screen.view.show_state(case_state(a_full_case(), NOW))
    assert not screen.view.empty.isVisible()
    assert screen.view.headline.text() == "6.3 g   Δv 38 km/h   front, 11 o'clock"
    assert screen.view.badge.accessibleName() == "Priority 1, critical"
    assert screen.view.clock.accessibleName() == "0:07 waiting"
    assert len(screen.view.facts.lines) == 5


def test_lines_come_and_go_with_the_case(screen: Screen) -> None:
    two = a_full_case(a_queue_row("c1", impacts=2), ecalls=(an_ecall(), an_ecall("e2")))
    screen.view.show_state(case_state(two, NOW))
    assert len(screen.view.facts.lines) == 7
    screen.view.show_state(case_state(a_full_case(), NOW))
    assert len(screen.view.facts.lines) == 5


def test_electric_is_painted_on_its_own_ground_in_both_themes(screen: Screen) -> None:
    screen.view.show_state(case_state(a_full_case(), NOW))
    assert LIGHT.high.lower() in colours_of(picture_of(screen.view), step_px=2)
    screen.appearance.choose(dark=True)
    colours = colours_of(picture_of(screen.view), step_px=2)
    assert DARK.high.lower() in colours
    assert LIGHT.high.lower() not in colours


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_number_is_copied_by_keyboard_alone(screen: Screen, qtbot: QtBot) -> None:
    screen.view.show_state(case_state(a_full_case(), NOW))
    line = line_saying(screen, "Jan Peeters")
    line.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(line.copied):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "+32470123456"


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_contract_is_opened_by_keyboard_alone_and_its_number_still_copied(screen: Screen, qtbot: QtBot) -> None:
    screen.view.show_state(case_state(a_full_case(), NOW))
    line = line_saying(screen, "Open [Ctrl+R]")
    line.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(line.copied):
        QTest.keyClick(line, Qt.Key.Key_Return)
    for _link in ("the subscriber's number", "what is on record"):
        QTest.keyClick(line, Qt.Key.Key_Tab)
    with qtbot.waitSignal(screen.view.record_requested):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "30.123.456"


def test_what_is_read_aloud_is_the_whole_line(screen: Screen) -> None:
    screen.view.show_state(case_state(a_full_case(), NOW))
    line = line_saying(screen, "ELECTRIC")
    assert line.accessibleName() == "1-ABC-234, VW ID.3 white, ELECTRIC"
    assert line.accessibleDescription() == "Tell the fire brigade and the tow firm."


def test_a_name_with_markup_stays_a_name() -> None:
    html = html_of(Phrase("<b>Jan</b> & Co", copy='"><i>'), LIGHT)
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;" in html


def test_attention_is_a_ground_and_muted_a_colour() -> None:
    assert f"background:{LIGHT.high}" in html_of(Phrase("x", Tone.ATTENTION), LIGHT)
    assert f"background:{LIGHT.critical}" in html_of(Phrase("x", Tone.CRITICAL), LIGHT)
    assert f"color:{LIGHT.muted}" in html_of(Phrase("x", Tone.MUTED), LIGHT)


def test_many_impacts_scroll_instead_of_pushing_the_rest_away(screen: Screen) -> None:
    ecalls = tuple(an_ecall(f"e{place}", occurred_at=ago(place)) for place in range(40))
    screen.view.show_state(case_state(a_full_case(a_queue_row("c1", impacts=40), ecalls=ecalls), NOW))
    picture_of(screen.view, SIZE)
    assert screen.view.minimumSizeHint().height() < SIZE.height()
    assert screen.view.clock.isVisible()


def test_claim_is_one_press(screen: Screen) -> None:
    screen.open(a_full_case())
    assert screen.view.holding.claim.isVisible()
    QTest.mouseClick(screen.view.holding.claim, Qt.MouseButton.LeftButton)
    assert screen.backend.names() == ["claim_case"]
    assert not screen.view.holding.claim.isEnabled()
    assert "not answered yet" in screen.view.holding.claim.toolTip()


def typed_into(field: QLineEdit, text: str) -> None:
    QTest.keyClicks(field, text)


def test_a_reason_is_typed_in_place_and_sent_with_enter(screen: Screen) -> None:
    screen.open(their_case(is_stale=True))
    QTest.mouseClick(screen.view.holding.take_over, Qt.MouseButton.LeftButton)
    editor = screen.view.holding.editor
    assert editor.reason.hasFocus()
    assert not editor.choice.isVisible()
    typed_into(editor.reason, "desk is silent")
    screen.holding.refresh()
    assert editor.reason.text() == "desk is silent", "a repaint each second keeps what is typed"
    QTest.keyClick(editor.reason, Qt.Key.Key_Return)
    assert screen.backend.last.what == "take_over_case"


def test_escape_drops_the_question(screen: Screen) -> None:
    screen.open(my_case())
    screen.holding.ask(Asking.PRIORITY)
    editor = screen.view.holding.editor
    typed_into(editor.reason, "because")
    QTest.keyClick(editor.reason, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    screen.holding.ask(Asking.PRIORITY)
    assert editor.reason.text() == "", "a new question starts anew"


def test_the_new_priority_is_chosen_by_word_and_shape(screen: Screen) -> None:
    screen.open(my_case())
    screen.holding.ask(Asking.PRIORITY)
    editor = screen.view.holding.editor
    shown = [editor.choice.itemText(place) for place in range(editor.choice.count())]
    assert shown == [f"{shape} {PRIORITIES[one]()}" for shape, one in zip("▲◆●", Priority, strict=True)]
    editor.choice.setCurrentIndex(2)
    i18n.set_language("nl")
    screen.view.retranslate()
    typed_into(editor.reason, "bestuurder is ok")
    QTest.mouseClick(editor.send, Qt.MouseButton.LeftButton)
    assert screen.backend.last.command is not None
    assert screen.backend.last.command.model_dump()["priority"] == Priority.THREE


def test_an_empty_reason_is_refused_in_place(screen: Screen) -> None:
    screen.open(my_case())
    screen.holding.ask(Asking.PRIORITY)
    editor = screen.view.holding.editor
    QTest.keyClick(editor.reason, Qt.Key.Key_Return)
    assert editor.problem.isVisible()
    assert editor.problem.text() == "Type the reason; it is kept with the case."


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_its_column_in_every_language(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.open(their_case(is_stale=True))
    screen.holding.ask(Asking.TAKE_OVER)
    screen.view.show_state(case_state(a_full_case(), NOW))
    picture_of(screen.view, SIZE)
    assert screen.view.minimumSizeHint().width() <= SIZE.width()
    labels = [label for label in screen.view.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
    cut = [label.text() for label in labels if label.width() < label.sizeHint().width()]
    assert cut == []
