"""The cards double every status by shape and word, and are hatched while nobody confirms them."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_full_case, ago
from tests.support.contract import me
from tests.support.desk_parts import Shower
from tests.support.qt import picture_of
from ui.entitlements.card_view import StatusShape
from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.state import Standing
from ui.entitlements.view import EntitlementsView
from ui.ports import LinkState
from ui.theme.appearance import Appearance

COLUMN = QSize(310, 460)


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view = EntitlementsView()
        self.backend, shower = FakeBackend(), Shower()
        self.presenter = EntitlementsPresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        shower.listeners.append(self.presenter)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()
        self.presenter.on_case(a_full_case())


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    del qtbot
    screen = Screen(qapp)
    yield screen
    i18n.set_language("en")
    shiboken6.delete(screen.view)
    qapp.setStyleSheet("")


def test_a_card_says_everything_to_a_screen_reader(screen: Screen) -> None:
    said = [card.accessibleName() for card in screen.view.cards]
    assert said[2] == (
        "SMS asking to call back. to ask. 1 SMS. Could still change it: whether the call is answered. "
        "S2.ECALL.sms: “Antwoordt u niet op de oproep”"
    )


def test_every_standing_has_a_shape_of_its_own(qapp: QApplication, screen: Screen) -> None:
    del qapp, screen
    shape = StatusShape()
    pictures = set()
    for standing in Standing:
        shape.set_standing(standing)
        image = picture_of(shape).convertToFormat(picture_of(shape).Format.Format_Mono)
        pictures.add(bytes(image.constBits()))
    shiboken6.delete(shape)
    assert len(pictures) == len(Standing), "told apart without colour"


def test_without_a_link_they_are_hatched_and_stay(screen: Screen) -> None:
    card = screen.view.cards[0]
    before = picture_of(card)
    screen.presenter.on_link(LinkState(alive=False, heard_at=ago(300)))
    assert screen.view.not_confirmed.isVisible()
    assert picture_of(card) != before
    assert len(screen.view.cards) == 4
    screen.presenter.on_link(LinkState(alive=True, heard_at=ago(0)))
    assert not screen.view.not_confirmed.isVisible()
    assert picture_of(screen.view.cards[0]) == before


def test_fewer_cards_and_none(screen: Screen) -> None:
    screen.presenter.on_case(a_full_case(cards=()))
    assert screen.view.cards == []
    assert screen.view.empty.text() == "No clause was assessed for this case."
    screen.presenter.on_case(None)
    assert screen.view.empty.text() == "No case is open."


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_they_fit_the_column(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.presenter.refresh()
    QApplication.processEvents()
    assert screen.view.content.minimumSizeHint().width() <= COLUMN.width()
