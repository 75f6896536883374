"""One card per service, in the fixed order, with its question in place; all cards change together."""

from collections.abc import Iterator

import pytest
from pydantic import JsonValue
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import CaseDetail
from app.api.commands import AnswerFact
from app.api.entitlements import ChoiceInfo, QuestionInfo, QuestionKind, ServiceCard, ServiceFamily, ServiceStatus
from tests.support.answers import a_clause, a_question, a_service, a_text, an_answer, an_asking_case
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import their_case
from tests.support.contract import me
from tests.support.desk_parts import Shower
from tests.support.qt import on_screen, unnamed_controls
from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.question_view import QuestionView
from ui.entitlements.state import Standing
from ui.entitlements.view import EntitlementsView
from ui.theme.appearance import Appearance

COLUMN = QSize(310, 460)
TO_ASK = a_service(ServiceFamily.CAR, status=ServiceStatus.UNKNOWN, missing=("drivable", "age"), limits=())
OTHERS = tuple(a_service(ServiceFamily.OTHER, title=a_text(name), say="") for name in ("Pets", "Baggage"))
SERVICES = (
    *OTHERS,
    TO_ASK,
    *(
        a_service(family)
        for family in reversed(ServiceFamily)
        if family not in (ServiceFamily.CAR, ServiceFamily.OTHER)
    ),
)


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend, shower = EntitlementsView(), FakeBackend(), Shower()
        self.presenter = EntitlementsPresenter(self.view, me(), self.backend, FakeClock(), shower, shower)
        shower.listeners.append(self.presenter)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(COLUMN)
        self.view.show()
        self.open(a_case_with(*SERVICES))

    def open(self, detail: CaseDetail) -> None:
        self.presenter.on_case(detail)
        QApplication.processEvents()

    def question(self, question: QuestionInfo) -> QuestionView:
        """Open the question of the one card that needs this fact."""
        self.open(a_case_with(a_service(status=ServiceStatus.UNKNOWN, missing=(question.fact,)), questions=(question,)))
        if self.view.cards[0].question is None:
            self.view.cards[0].ask.click()
        view = self.view.cards[0].question
        assert view is not None
        return view

    def value(self) -> JsonValue:
        command = self.backend.last.command
        assert isinstance(command, AnswerFact)
        return command.value


def a_case_with(*services: ServiceCard, **changes: object) -> CaseDetail:
    return an_asking_case(**{"questions": (a_question(),), "services": services, **changes})


@pytest.fixture
def screen(qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    yield from on_screen(Screen(qapp), qapp, qtbot)


def test_the_seven_stand_in_their_order_and_the_others_behind_more(screen: Screen) -> None:
    titles = [card.title.text() for card in screen.view.cards]
    assert titles == ["Emergency", "Tow", "Onward", "Family", "Lodging", "Car", "Repatriation"]
    assert screen.view.others == []
    assert screen.view.more.text() == "More: 2 services"
    screen.view.more.click()
    assert [card.title.text() for card in screen.view.others] == ["Pets", "Baggage"]
    screen.view.more.click()
    assert screen.view.others == []


def test_a_card_says_limit_what_is_left_and_why(screen: Screen) -> None:
    card = screen.view.cards[1]
    assert card.status.text() == "granted"
    assert card.figures.text() == "up to 250 EUR · left: 100 EUR"
    assert card.reason.text() == "VIVIUM pays the garage."


def test_a_refusal_by_the_narrower_reading_says_so(screen: Screen) -> None:
    screen.open(a_case_with(a_service(status=ServiceStatus.REFUSED, read_narrowly=(a_text("A plate may be a car."),))))
    said = "Read narrowly here; in doubt the law follows the insured: A plate may be a car."
    assert screen.view.cards[0].notes.text() == said


def test_the_clause_and_the_sentence_for_the_driver_come_on_a_click(screen: Screen) -> None:
    card = screen.view.cards[1]
    assert not card.details.isVisible()
    card.clause.click()
    assert "“Wij sturen een takelwagen.”" in card.details.text()
    assert "P2.C2.A1 Towing · granted: “wij slepen het voertuig”" in card.details.text()
    card.clause.click()
    assert not card.details.isVisible()


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (ServiceStatus.GRANTED, Standing.GRANTED),
        (ServiceStatus.POSSIBLE, Standing.POSSIBLE),
        (ServiceStatus.REFUSED, Standing.REFUSED),
        (ServiceStatus.UNKNOWN, Standing.ASK),
    ],
)
def test_a_status_is_a_shape_and_a_word(screen: Screen, status: ServiceStatus, standing: Standing) -> None:
    clause = a_clause(status=status)
    screen.open(a_case_with(a_service(status=status, clauses=(clause,))))
    card = screen.view.cards[0]
    assert card.status.text() in ("granted", "possible, VIVIUM decides", "refused", "to ask")
    assert card._card is not None
    assert card._card.standing is standing


def test_a_doubt_and_a_choice_are_said(screen: Screen) -> None:
    screen.open(a_case_with(a_service(group="G", to_be_confirmed=(a_text("Does a reimbursed tow count?"),))))
    notes = screen.view.cards[0].notes.text()
    assert notes == ("One of several: only one may be chosen. To be confirmed by VIVIUM: Does a reimbursed tow count?")


def test_the_question_that_decides_opens_in_its_card_and_closes_when_answered(screen: Screen) -> None:
    card = screen.view.cards[5]
    assert card.ask.text() == "Ask: Can the car still drive?"
    assert card.missing.text() == "Could still change it: a fact without a name here (age)."
    card.ask.click()
    assert card.question is not None
    card.question.buttons[1].click()
    assert screen.backend.last.command == AnswerFact(fact="drivable", value=False)
    assert not card.ask.isEnabled(), "it is on its way"
    screen.backend.last.done(a_case_with(*SERVICES[:-1], answers=(an_answer("drivable", value=False, shown="no"),)))
    assert all(view.question is None for view in screen.view.cards)
    assert not screen.view.cards[-1].ask.isVisible()


def test_esc_closes_a_question_and_one_is_open_at_a_time(screen: Screen) -> None:
    card = screen.view.cards[5]
    card.ask.click()
    assert card.question is not None
    QTest.keyClick(card.question.buttons[0], Qt.Key.Key_Escape)
    assert [view.question for view in screen.view.cards] == [None] * len(screen.view.cards)
    assert screen.backend.asked == []


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (QuestionKind.NUMBER, "2,5", "2.5"),
        (QuestionKind.NUMBER, "x", None),
        (QuestionKind.TEXT, "a b", "a b"),
        (QuestionKind.DURATION, "10", "P10D"),
        (QuestionKind.PLACE, "fr", "FR"),
        (QuestionKind.PLACE, "f", None),
    ],
)
def test_what_is_typed_is_sent_as_the_service_reads_it(
    screen: Screen, kind: QuestionKind, typed: str, value: str | None
) -> None:
    question = screen.question(a_question("f", kind=kind))
    QTest.keyClicks(question.field, typed)
    QTest.keyClick(question.field, Qt.Key.Key_Return)
    assert [asked.command for asked in screen.backend.asked] == (
        [] if value is None else [AnswerFact(fact="f", value=value)]
    )


def test_places_and_choices_are_clicked(screen: Screen) -> None:
    screen.question(a_question("f", kind=QuestionKind.PLACE)).buttons[1].click()
    assert screen.value() == "!BE"
    screen.backend.last.refused("wrong_value")
    choices = (ChoiceInfo(code="a", text=a_text("A")), ChoiceInfo(code="b", text=a_text("B")))
    one = screen.question(a_question("g", kind=QuestionKind.CHOICE, choices=choices))
    one.buttons[0].click()
    assert screen.value() == "!BE", "nothing is chosen"
    one.choice.setCurrentIndex(1)
    one.buttons[0].click()
    assert screen.value() == "b"
    screen.backend.last.refused("wrong_value")
    many = screen.question(a_question("h", kind=QuestionKind.CHOICES, choices=choices))
    for _code, box in many.boxes:
        box.click()
    many.buttons[0].click()
    assert screen.value() == ["a", "b"]


def test_answers_stand_behind_more_and_are_taken_back(screen: Screen) -> None:
    answers = (an_answer("fire", value=False, shown="no"), an_answer("handed_over_112"))
    screen.open(a_case_with(*SERVICES, answers=answers))
    screen.view.more.click()
    [line] = screen.view.given
    assert line.words.text() == "fire no"
    line.take_back.click()
    assert screen.backend.last.command == AnswerFact(fact="fire", value=None)


def test_only_who_holds_the_case_may_ask(screen: Screen) -> None:
    screen.open(their_case().model_copy(update={"services": SERVICES, "questions": (a_question(),)}))
    assert not screen.view.cards[5].ask.isEnabled()
    screen.presenter.answer("drivable", True)
    assert screen.backend.asked == []


def test_another_case_opens_nothing(screen: Screen) -> None:
    screen.view.more.click()
    screen.presenter.on_case(None)
    screen.open(a_case_with(*SERVICES))
    assert screen.view.others == []


def test_cards_are_kept_and_only_change(screen: Screen) -> None:
    before: list[QFrame] = list(screen.view.cards)
    screen.open(a_case_with(*SERVICES, answers=(an_answer("drivable"),)))
    assert list(screen.view.cards) == before


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_they_fit_the_column_and_everything_has_a_name(screen: Screen, language: str) -> None:
    i18n.set_language(language)
    screen.view.retranslate()
    screen.presenter.refresh()
    screen.view.more.click()
    screen.view.cards[1].clause.click()
    screen.view.cards[5].ask.click()
    QApplication.processEvents()
    assert screen.view.content.minimumSizeHint().width() <= COLUMN.width()
    assert unnamed_controls(screen.view) == []


def test_what_could_still_change_it_is_said_by_its_questions(screen: Screen) -> None:
    texts = (a_text("Can the car still drive?"), a_text("How old is the driver?"))
    open_ = TO_ASK.model_copy(update={"missing_texts": texts})
    screen.open(a_case_with(open_, questions=()))
    assert screen.view.cards[0].missing.text() == (
        "Could still change it: Can the car still drive? · How old is the driver?"
    )


def test_a_card_names_three_facts_and_all_of_them_when_it_is_opened(screen: Screen) -> None:
    facts = tuple(f"f{number}" for number in range(5))
    texts = tuple(a_text(f"Question {fact}?") for fact in facts)
    screen.open(a_case_with(TO_ASK.model_copy(update={"missing": facts, "missing_texts": texts}), questions=()))
    card = screen.view.cards[0]
    first = "Could still change it: Question f0? · Question f1? · Question f2?"
    assert card.missing.text() == f"{first} · and 2 more."
    card.clause.click()
    assert card.missing.text() == f"{first} · Question f3? · Question f4?"


def test_a_long_question_is_read_whole_on_its_button(screen: Screen) -> None:
    text = "Which guarantees do the special conditions of the contract of this car name, and since when?"
    screen.open(a_case_with(TO_ASK, questions=(a_question(fact="drivable", text=a_text(text)),)))
    button = screen.view.cards[0].ask
    QApplication.processEvents()
    lines = button.text().split("\n")
    assert " ".join(lines) == f"Ask: {text}"
    assert max(button.fontMetrics().horizontalAdvance(line) for line in lines) < button.width() - 12
    assert button.height() >= len(lines) * button.fontMetrics().height()
