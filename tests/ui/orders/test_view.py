"""The orders panel: fields keep what is typed, Enter and buttons do what they say, nothing is without a name."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.api.commands import DeclineTow
from app.domain.case import TowQuestion
from app.domain.ids import OrderId
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.cases import an_order, my_case, tow_ways
from tests.support.contract import me
from tests.support.desk_parts import Asker, Shower
from tests.support.partner_screen import a_candidate, a_partners
from tests.support.qt import colours_of, on_screen, picture_of, unnamed_controls
from ui.actions import ActionId, Actions
from ui.offer import Offer
from ui.orders.card_view import OrderCardView
from ui.orders.partners import PartnersPresenter
from ui.orders.presenter import OrdersPresenter
from ui.orders.state import FirmCall
from ui.orders.view import OrdersView
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

ORDER = OrderId("o1")
COLUMN = QSize(310, 560)
NEAR = a_candidate("Near")


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.actions, self.asker = OrdersView(), FakeBackend(), Actions(), Asker()
        shower = Shower()
        self.presenter = OrdersPresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        shower.listeners.append(self.presenter)
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions, self.asker, FakeScheduler())
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()
        self.open(my_case(NextKind.PLACE_TOW_BY_HAND, ORDER, orders=(an_order(),)))

    def open(self, detail: CaseDetail) -> None:
        self.presenter.on_case(detail)
        QApplication.processEvents()

    def content_fits(self) -> bool:
        return self.view.content.minimumSizeHint().width() <= COLUMN.width()

    @property
    def card(self) -> OrderCardView:
        return self.view.cards[ORDER]


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    yield from on_screen(Screen(qapp), qapp, qtbot)


def test_what_needs_a_person_is_the_phone_and_not_to_stop_it(screen: Screen) -> None:
    card = screen.card
    card.show_call(FirmCall(Offer("Phone +32 16 12 34 56"), ""))
    assert (card.call.property("primary"), card.stop.property("primary")) == (True, False)
    assert screen.content_fits()
    screen.open(my_case(orders=(an_order(state=OrderState.QUEUED, provider="Noels"),)))
    assert (card.call.property("primary"), card.stop.property("primary")) == (False, True)


def test_enter_on_a_firm_that_is_silent_asks_for_the_time(screen: Screen) -> None:
    screen.open(my_case(orders=(an_order(state=OrderState.OFFERED, provider="Noels"),)))
    screen.actions.trigger(ActionId.TOW)
    QTest.keyClick(screen.card.provider, Qt.Key.Key_Return)
    assert screen.backend.asked == []
    assert screen.view.window().focusWidget() is screen.card.eta
    assert screen.card.problem.isVisibleTo(screen.view)
    QTest.keyClicks(screen.card.eta, "+40")
    QTest.keyClick(screen.card.eta, Qt.Key.Key_Return)
    assert screen.backend.names() == ["change_order"]


def test_f7_comes_forward_and_takes_the_name_of_the_firm(screen: Screen) -> None:
    raised: list[bool] = []
    screen.view.raised.connect(lambda: raised.append(True))
    screen.actions.trigger(ActionId.TOW)
    assert raised
    assert screen.card.provider.hasFocus()
    QTest.keyClicks(screen.card.provider, "Depannage Noels")
    QTest.keyClick(screen.card.provider, Qt.Key.Key_Return)
    assert screen.backend.names() == ["change_order"]


def test_typing_keeps_cursor_and_focus_through_repaints(screen: Screen) -> None:
    screen.view.focus_order(ORDER)
    QTest.keyClicks(screen.card.provider, "Nols")
    QTest.keyClick(screen.card.provider, Qt.Key.Key_Left)
    QTest.keyClick(screen.card.provider, Qt.Key.Key_Left)
    screen.open(my_case(orders=(an_order(),)))
    QTest.keyClicks(screen.card.provider, "e")
    assert screen.card.provider.text() == "Noels"
    assert screen.card.provider.hasFocus()


def test_a_step_is_one_click_once_the_firm_is_known(screen: Screen) -> None:
    assert not screen.card.steps[OrderState.OFFERED].isEnabled()
    assert "firm" in screen.card.steps[OrderState.OFFERED].toolTip()
    QTest.keyClicks(screen.card.provider, "Noels")
    screen.card.steps[OrderState.OFFERED].click()
    assert screen.backend.names() == ["change_order"]
    assert not screen.card.steps[OrderState.EN_ROUTE].isVisible()


def test_cancelling_asks_in_place_and_esc_drops_it(screen: Screen) -> None:
    screen.card.steps[OrderState.CANCELLED].click()
    assert screen.card.reason.reason.hasFocus()
    QTest.keyClick(screen.card.reason.reason, Qt.Key.Key_Escape)
    assert not screen.card.reason.isVisible()
    screen.card.steps[OrderState.CANCELLED].click()
    QTest.keyClicks(screen.card.reason.reason, "police came")
    QTest.keyClick(screen.card.reason.reason, Qt.Key.Key_Return)
    assert screen.backend.names() == ["change_order"]


def test_an_order_that_is_past_typing_focuses_its_first_step(screen: Screen) -> None:
    screen.open(my_case(orders=(an_order(state=OrderState.ON_SITE, provider="Noels"),)))
    assert not screen.card.provider.isVisible()
    screen.actions.trigger(ActionId.TOW)
    assert QApplication.focusWidget() is screen.card.steps[OrderState.DONE]


def test_the_text_for_the_provider_is_copied(screen: Screen) -> None:
    screen.view.firm_text.copy.click()
    assert "1-ABC-234" in QGuiApplication.clipboard().text()
    assert screen.backend.names() == ["disclose_tow"]
    screen.backend.last.done(my_case(NextKind.PLACE_TOW_BY_HAND, ORDER, orders=(an_order(),)))
    assert screen.view.firm_text.copy.text().startswith("Copied")
    button = screen.view.firm_text.languages.findChildren(QToolButton)[1]
    button.click()
    assert screen.view.firm_text.text.text().startswith("fr:")
    assert not screen.view.firm_text.copy.text().startswith("Copied"), "that was another text"


def test_the_drop_off_is_typed_and_enter_shows_the_order(screen: Screen) -> None:
    screen.open(my_case(orders=(), tow_ways=tow_ways(is_police=True, was_101_told=True)))
    screen.actions.trigger(ActionId.TOW)
    assert screen.view.drop_off.place.hasFocus()
    QTest.keyClicks(screen.view.drop_off.place, "depot Heverlee")
    QTest.keyClick(screen.view.drop_off.place, Qt.Key.Key_Tab)
    assert screen.view.drop_off.garage.hasFocus()
    QTest.keyClicks(screen.view.drop_off.garage, "Garage Peeters")
    QTest.keyClick(screen.view.drop_off.garage, Qt.Key.Key_Return)
    assert screen.asker.asked is not None
    assert any("depot Heverlee" in line for line in screen.asker.asked.lines)
    assert screen.content_fits()
    assert unnamed_controls(screen.view) == []


def test_the_question_has_two_answers(screen: Screen) -> None:
    screen.open(my_case(NextKind.ASK_TOW, orders=(), tow_question=TowQuestion.OPEN))
    assert screen.view.question.isVisible()
    assert screen.view.cards == {}
    screen.view.question.yes.click()
    assert screen.asker.asked is not None
    screen.view.question.no.click()
    assert screen.backend.names() == []
    screen.asker.confirm()
    assert screen.backend.last.command == DeclineTow(reason="")


def test_why_no_truck_is_sent_may_be_typed(screen: Screen) -> None:
    screen.open(my_case(NextKind.ASK_TOW, orders=(), tow_question=TowQuestion.OPEN))
    QTest.keyClicks(screen.view.question.reason, "car drives")
    QTest.keyClick(screen.view.question.reason, Qt.Key.Key_Return)
    assert screen.asker.asked is not None
    assert "because: car drives" in screen.asker.asked.lines
    screen.asker.confirm()
    assert screen.backend.last.command == DeclineTow(reason="car drives")
    screen.backend.last.done(my_case(NextKind.ASK_TOW, orders=(), tow_question=TowQuestion.OPEN))
    assert screen.view.question.reason.text() == ""
    assert screen.content_fits()
    assert unnamed_controls(screen.view) == []


def test_no_case_and_no_order_are_said(screen: Screen) -> None:
    screen.open(my_case(orders=()))
    assert screen.view.empty.text() == "Nothing is ordered."
    screen.presenter.on_case(None)
    assert screen.view.empty.text() == "No case is open."
    assert screen.view.empty.isVisible()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_fits_the_column_and_every_control_has_a_name(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.presenter.refresh()
    screen.card.steps[OrderState.CANCELLED].click()
    QApplication.processEvents()
    assert unnamed_controls(screen.view) == []
    assert screen.view.minimumSizeHint().width() <= COLUMN.width()
    assert screen.content_fits()
    screen.open(my_case(NextKind.ASK_TOW, orders=(), tow_question=TowQuestion.OPEN))
    assert screen.content_fits()


def test_what_needs_a_person_is_painted_in_both_themes(qapp: QApplication, screen: Screen) -> None:
    assert LIGHT.critical.lower() in colours_of(picture_of(screen.view))
    assert LIGHT.high.lower() in colours_of(picture_of(screen.view), step_px=1)
    assert "▲" in screen.card.state.text(), "a shape beside the colour"
    screen.appearance = Appearance(qapp, dark=True)
    screen.view.apply_theme(screen.appearance.tokens)
    colours = colours_of(picture_of(screen.view), step_px=2)
    assert DARK.critical.lower() in colours
    assert LIGHT.critical.lower() not in colours


class PartnersScreen:
    """The panel with an order that a partner did not answer, and whom to ask instead."""

    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, self.actions, self.asker = OrdersView(), FakeBackend(), Actions(), Asker()
        shower = Shower()
        self.presenter = OrdersPresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        self.partners = PartnersPresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        self.view.connect_partners(self.partners)
        self.view.connect_to(self.presenter)
        self.presenter.connect(self.actions, self.asker, FakeScheduler())
        self.partners.connect(self.actions, self.asker)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()
        asked = an_order(state=OrderState.OFFERED, provider="Near", provider_id=NEAR.provider_id)
        for listener in (self.presenter, self.partners):
            listener.on_case(my_case(NextKind.PHONE_PARTNER, ORDER, orders=(asked,)))
        QApplication.processEvents()


@pytest.fixture
def silent(qapp: QApplication, qtbot: QtBot) -> Iterator[PartnersScreen]:
    yield from on_screen(PartnersScreen(qapp), qapp, qtbot)


def test_another_is_asked_from_the_card_by_key(silent: PartnersScreen) -> None:
    another, partners = silent.view.cards[ORDER].another, silent.view.partners
    another.setFocus()
    QTest.keyClick(another, Qt.Key.Key_Space)
    silent.backend.last.done(a_partners(NEAR, a_candidate("Other")))
    QApplication.processEvents()
    assert silent.asker.asked is not None
    assert silent.asker.asked.title.startswith("Ask Other")
    assert [row.name.text() for row in partners.rows.values()] == ["▶ Other (recommended)"]
    assert unnamed_controls(silent.view) == []
    assert silent.view.content.minimumSizeHint().width() <= COLUMN.width()
    partners.keep.setFocus()
    QTest.keyClick(partners.keep, Qt.Key.Key_Space)
    assert not partners.isVisibleTo(silent.view)


def test_f7_stands_at_the_recommended_firm_and_once_more_at_the_field(qapp: QApplication, qtbot: QtBot) -> None:
    for screen in on_screen(PartnersScreen(qapp), qapp, qtbot):
        for listener in (screen.presenter, screen.partners):
            listener.on_case(my_case(NextKind.PLACE_TOW_BY_HAND, ORDER, orders=(an_order(),)))
        screen.backend.last.done(a_partners(NEAR, a_candidate("Other")))
        QApplication.processEvents()
        row = screen.view.partners.rows[NEAR.provider_id]
        screen.presenter.ask_first_with(screen.partners.ask_recommended)
        screen.actions.trigger(ActionId.TOW)
        assert screen.asker.asked is not None
        assert screen.asker.asked.title.startswith("Ask Near"), "it leaves by mail: one key shows it"
        screen.asker.withdraw(screen.asker.asked)
        screen.actions.trigger(ActionId.TOW)
        assert row.ask.hasFocus()
        assert all(phone in row.facts.text() for phone in NEAR.phones)
        QTest.keyClick(row.ask, Qt.Key.Key_Return)
        assert screen.asker.asked is not None, "Enter presses the button that has the ring"
        screen.asker.withdraw(screen.asker.asked)
        screen.actions.trigger(ActionId.TOW)
        assert screen.view.cards[ORDER].provider.hasFocus()
