"""What was given is entered in its card; beyond the limit the card asks who pays before anything is kept."""

from collections.abc import Iterator
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail
from app.api.commands import RecordUse
from app.api.entitlements import RoomInfo, ServiceCard, ServiceFamily, ServiceStatus, UseInfo
from app.domain.case import CaseState
from app.domain.ids import UseId
from app.domain.ledger import Payer
from tests.support.answers import a_clause, a_service, a_text, an_asking_case
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import their_case
from tests.support.contract import NOW, me
from tests.support.desk_parts import Shower
from tests.support.qt import unnamed_controls
from ui.entitlements.ledger_view import EntryForm
from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.view import EntitlementsView
from ui.theme.appearance import Appearance

HOTEL = "P2.C2.A2.1.hotel"


def a_room(key: str, left: str | None, clause: str = HOTEL) -> RoomInfo:
    return RoomInfo(clause=clause, title=a_text("Hotel"), key=key, left=left)


def a_use(**changes: object) -> UseInfo:
    use = UseInfo(
        use_id=UseId("u1"),
        clause=HOTEL,
        key="max_nights",
        amount="2",
        rest="0",
        rest_paid_by=None,
        author="An Verbeke",
        entered_at=NOW,
    )
    return use.model_copy(update=changes)


def lodging(*uses: UseInfo, **changes: object) -> ServiceCard:
    room = (a_room("max_nights", "3"), a_room("max_eur", "420"))
    given = {"clauses": (a_clause(HOTEL),), "room": room, "uses": uses}
    return a_service(ServiceFamily.LODGING, **{**given, **changes})


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.view, self.backend, self.shower = EntitlementsView(), FakeBackend(), Shower()
        presenter = EntitlementsPresenter(self.view, me(), self.backend, FakeClock(), self.shower, self.shower)
        self.presenter = presenter
        self.shower.listeners.append(presenter)
        self.view.connect_to(presenter)
        self.appearance = Appearance(application, dark=False)
        self.appearance.observe(self.view.apply_theme)
        self.view.resize(QSize(310, 600))
        self.view.show()

    def open(self, *services: ServiceCard, of: CaseDetail | None = None) -> None:
        self.presenter.on_case((of or an_asking_case()).model_copy(update={"services": services}))
        QApplication.processEvents()

    @property
    def form(self) -> EntryForm:
        form = self.view.cards[0].ledger.form
        assert form is not None
        return form

    def type(self, text: str) -> None:
        """Open the form by its button, type an amount and press Enter."""
        if self.view.cards[0].ledger.form is None:
            self.view.cards[0].ledger.enter.click()
        self.form.amount.setFocus(Qt.FocusReason.TabFocusReason)
        self.form.amount.clear()
        QTest.keyClicks(self.form.amount, text)
        QTest.keyClick(self.form.amount, Qt.Key.Key_Return)

    @property
    def sent(self) -> RecordUse:
        command = self.backend.last.command
        assert isinstance(command, RecordUse)
        return command


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    screen = Screen(qapp)
    screen.view.activateWindow()
    qtbot.waitUntil(screen.view.isActiveWindow)
    yield screen
    shiboken6.delete(screen.view)
    qapp.setStyleSheet("")


def test_it_is_entered_with_the_keyboard(screen: Screen) -> None:
    screen.open(lodging())
    screen.type("2")
    assert screen.sent == RecordUse(clause=HOTEL, limit="max_nights", amount="2")
    screen.backend.last.done(an_asking_case().model_copy(update={"services": (lodging(a_use()),)}))
    QApplication.processEvents()
    card = screen.view.cards[0]
    assert card.ledger.form is None, "what is entered is entered"
    assert [line.words.text() for line in card.ledger.lines] == ["2 nights · An Verbeke · 22:14:07"]
    assert "2 nights · An Verbeke" in card.accessibleName()


def test_the_form_says_what_is_left_of_each(screen: Screen) -> None:
    screen.open(lodging())
    screen.view.cards[0].ledger.enter.click()
    what = screen.form.what
    assert [what.itemText(at) for at in range(what.count())] == ["nights · 3 nights left", "EUR · 420 EUR left"]
    what.setCurrentIndex(1)
    screen.type("210,5")
    assert (screen.sent.limit, screen.sent.amount) == ("max_eur", "210.5")
    assert unnamed_controls(screen.form) == []


def test_of_several_clauses_each_is_named_and_no_limit_is_no_words(screen: Screen) -> None:
    onward = a_room("eur", None, "P2.C2.A2.1.onward").model_copy(update={"title": a_text("Onward")})
    home = a_room("eur", "0", "P2.C2.A2.1.return").model_copy(update={"title": a_text("Home")})
    screen.open(lodging(room=(onward, home)))
    screen.view.cards[0].ledger.enter.click()
    what = screen.form.what
    assert [what.itemText(at) for at in range(what.count())] == ["Onward · EUR", "Home · EUR · 0 EUR left"]


def test_where_each_insured_has_his_own_the_entry_says_which(screen: Screen) -> None:
    key = "max_eur_per_insured:2"
    screen.open(lodging(a_use(key=key, amount="1200"), room=(a_room(key, "48800"),)))
    screen.view.cards[0].ledger.enter.click()
    assert screen.form.what.itemText(0) == "EUR · insured person 2 · 48800 EUR left"
    screen.type("5")
    assert screen.sent.limit == key
    assert screen.view.cards[0].ledger.lines[0].words.text() == "1200 EUR · insured person 2 · An Verbeke · 22:14:07"


def test_beyond_the_limit_it_asks_who_pays_and_sends_that_with_it(screen: Screen) -> None:
    screen.open(lodging())
    screen.type("5")
    screen.backend.last.refused("above_limit", left="3", rest="2")
    QApplication.processEvents()
    assert screen.form.rest.text() == "3 nights left, 2 nights beyond it. Who pays the rest?"
    assert screen.shower.trouble == [], "it is a question and no fault"
    assert [button.text() for button in screen.form.payers] == [
        "The driver pays",
        "VIVIUM pays ex gratia",
        "Another insurer or a third party pays",
    ]
    assert screen.view.focusWidget() is screen.form.payers[0]
    QTest.keyClick(screen.form.payers[0], Qt.Key.Key_Space)
    assert screen.sent == RecordUse(clause=HOTEL, limit="max_nights", amount="5", rest_paid_by=Payer.DRIVER)


def test_another_amount_is_asked_about_anew(screen: Screen) -> None:
    screen.open(lodging())
    screen.type("5")
    screen.backend.last.refused("above_limit", left="3", rest="2")
    screen.type("3")
    assert screen.sent == RecordUse(clause=HOTEL, limit="max_nights", amount="3")
    QApplication.processEvents()
    assert screen.form.payers == []


def test_another_refusal_is_said_in_the_strip_and_asks_nothing(screen: Screen) -> None:
    screen.open(lodging())
    screen.type("5")
    screen.backend.last.refused("nights_first")
    assert screen.shower.trouble == ["nights_first"]
    assert screen.form.payers == []


def test_nothing_and_nonsense_are_not_sent(screen: Screen) -> None:
    screen.open(lodging())
    for text in ("", "x", "-", ","):
        screen.type(text)
    assert screen.backend.asked == []


def test_escape_closes_the_form_and_forgets_the_question(screen: Screen) -> None:
    screen.open(lodging())
    screen.type("5")
    screen.backend.last.refused("above_limit", left="3", rest="2")
    QTest.keyClick(screen.form.amount, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert screen.view.cards[0].ledger.form is None
    screen.view.cards[0].ledger.enter.click()
    assert screen.form.payers == []


def test_what_somebody_else_pays_is_said(screen: Screen) -> None:
    screen.open(lodging(a_use(key="max_eur", amount="500.5", rest="80.5", rest_paid_by=Payer.DRIVER)))
    (line,) = screen.view.cards[0].ledger.lines
    assert line.words.text() == "500.50 EUR, of which 80.50 EUR: the driver pays · An Verbeke · 22:14:07"


def test_until_when_and_when_to_pay_back_is_said(screen: Screen) -> None:
    days = {"counted_from": date(2031, 3, 9), "until": date(2031, 3, 13), "repay_by": date(2031, 4, 9)}
    screen.open(lodging(**days))
    card = screen.view.cards[0]
    assert card.figures.text().endswith("until 2031-03-13, counted from 2031-03-09")
    assert "The advance is to be paid back by 2031-04-09." in card.notes.text()


def test_it_may_say_since_when(screen: Screen) -> None:
    screen.open(lodging())
    screen.view.cards[0].ledger.enter.click()
    screen.form.since.setText("9/3/2031")
    screen.type("5")
    assert screen.sent == RecordUse(clause=HOTEL, limit="max_nights", amount="5", since=date(2031, 3, 9))
    screen.backend.last.refused("above_limit", left="3", rest="2")
    QApplication.processEvents()
    QTest.keyClick(screen.form.payers[0], Qt.Key.Key_Space)
    assert (screen.sent.rest_paid_by, screen.sent.since) == (Payer.DRIVER, date(2031, 3, 9))
    screen.backend.last.done(
        an_asking_case().model_copy(update={"services": (lodging(a_use(since=date(2031, 3, 9))),)})
    )
    QApplication.processEvents()
    words = screen.view.cards[0].ledger.lines[0].words.text()
    assert words == "2 nights · since 2031-03-09 · An Verbeke · 22:14:07"


def test_a_day_that_is_none_is_not_sent_and_stands_marked(screen: Screen) -> None:
    screen.open(lodging())
    screen.view.cards[0].ledger.enter.click()
    screen.form.since.setText("31/2/2031")
    screen.type("2")
    assert screen.backend.asked == []
    assert (screen.view.focusWidget(), screen.form.since.selectedText()) == (screen.form.since, "31/2/2031")
    assert unnamed_controls(screen.form) == []


def test_where_the_start_is_not_known_the_card_says_so(screen: Screen) -> None:
    days = {"counted_from": date(2031, 3, 9), "until": date(2031, 3, 13), "repay_by": date(2031, 4, 9)}
    screen.open(lodging(**days, start_assumed=True))
    card = screen.view.cards[0]
    assert "counted from 2031-03-09: the day of the entry, nobody said when it began" in card.figures.text()
    assert "by 2031-04-09, counted from the entry: nobody said when it was given." in card.notes.text()


def test_a_wrong_entry_is_taken_back(screen: Screen) -> None:
    screen.open(lodging(a_use()))
    (line,) = screen.view.cards[0].ledger.lines
    assert line.undo.accessibleName() == "Take back: 2 nights · An Verbeke · 22:14:07"
    line.undo.click()
    assert (screen.backend.last.what, screen.backend.last.about) == ("undo_use", "c1/u1")
    assert not line.undo.isEnabled(), "one at a time"
    screen.open(lodging())
    assert screen.view.cards[0].ledger.lines == []


def test_what_is_not_granted_is_entered_behind_its_clause(screen: Screen) -> None:
    screen.open(lodging(status=ServiceStatus.REFUSED, room=(a_room("eur", "0"),)))
    card = screen.view.cards[0]
    assert not card.ledger.enter.isVisible()
    card.clause.click()
    assert card.ledger.enter.isVisible()


def test_who_does_not_hold_the_case_enters_nothing_until_it_is_closed(screen: Screen) -> None:
    screen.open(lodging(a_use()), of=their_case())
    ledger = screen.view.cards[0].ledger
    assert not ledger.enter.isEnabled()
    assert not ledger.lines[0].undo.isEnabled()
    screen.presenter.enter(f"{HOTEL}|max_nights", "1", "")
    screen.presenter.pay_rest("driver")
    screen.presenter.undo(UseId("u1"))
    assert screen.backend.asked == []
    theirs = their_case()
    closed = theirs.model_copy(update={"row": theirs.row.model_copy(update={"state": CaseState.CLOSED})})
    screen.open(lodging(a_use()), of=closed)
    assert screen.view.cards[0].ledger.enter.isEnabled()


def test_nobody_pays_a_rest_that_was_not_asked_about(screen: Screen) -> None:
    screen.open(lodging())
    screen.presenter.pay_rest("driver")
    assert screen.backend.asked == []


def test_the_form_belongs_to_its_case(screen: Screen) -> None:
    screen.open(lodging())
    screen.view.cards[0].ledger.enter.click()
    screen.open(
        lodging(), of=their_case().model_copy(update={"row": their_case().row.model_copy(update={"case_id": "c9"})})
    )
    assert screen.view.cards[0].ledger.form is None
