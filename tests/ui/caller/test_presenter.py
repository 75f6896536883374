"""Somebody calls in: the case is found, nothing of whom it is about is shown, one key attaches the call."""

from datetime import timedelta

import pytest

from app.api.phone_cases import AttachCaller, CallersCases, OpenCaseInfo
from app.api.search import FoundIn
from app.domain.case import CaseState
from app.domain.ids import CaseId, CaseNumber
from app.domain.phone_case import CallerRelation
from app.domain.verdict import Priority
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.cases import BERTEM, a_full_case
from tests.support.contract import NOW
from ui.caller.presenter import CallerPresenter
from ui.caller.state import CallerState
from ui.caller.told import Told

OPEN = OpenCaseInfo(
    case_id=CaseId("c7"),
    number=CaseNumber("2031-000042"),
    state=CaseState.OPEN,
    priority=Priority.ONE,
    received_at=NOW - timedelta(minutes=4),
    is_reached=False,
    claimed_by="Piet Claes",
    found_in=FoundIn.PLATE,
)
REACHED = OPEN.model_copy(update={"case_id": CaseId("c8"), "number": CaseNumber("2031-000043"), "is_reached": True})
CLOSED = OPEN.model_copy(
    update={"case_id": CaseId("c9"), "number": CaseNumber("2031-000041"), "state": CaseState.CLOSED, "claimed_by": ""}
)


class Page:
    """The page with everything around it; a view and a navigator too."""

    def __init__(self) -> None:
        self.state: CallerState | None = None
        self.went_to: list[CaseId] = []
        self.asked_who = 0
        self.new_cases = 0
        self.backend, clock = FakeBackend(), FakeClock()
        self.scheduler = FakeScheduler(clock)
        self.presenter = CallerPresenter(self, self.backend, self, clock, self.scheduler)
        self.presenter.offer_new_case(self.begin)
        self.presenter.opened()

    def show_state(self, state: CallerState) -> None:
        self.state = state

    def focus_speakers(self) -> None:
        self.asked_who += 1

    def open_case(self, case_id: CaseId) -> None:
        self.went_to.append(case_id)

    def begin(self) -> None:
        self.new_cases += 1

    @property
    def shown(self) -> CallerState:
        assert self.state is not None
        return self.state

    def types(self, text: str, *found: OpenCaseInfo) -> None:
        self.presenter.type(text)
        self.scheduler.advance(1)
        self.backend.last.done(CallersCases(text=text, cases=found))


@pytest.fixture
def page() -> Page:
    return Page()


def test_two_letters_ask_nothing(page: Page) -> None:
    page.presenter.type("1a")
    page.scheduler.advance(1)
    assert page.backend.asked == []


def test_what_is_found_says_that_there_is_a_case_and_not_whose(page: Page) -> None:
    page.types("1abc234", OPEN, REACHED, CLOSED)
    cells = [line.cells() for line in page.shown.lines]
    assert [line[0] for line in cells] == ["2031-000042", "2031-000043", "2031-000041"]
    assert ["NOT REACHED" in line[1] for line in cells] == [True, False, False]
    assert cells[2][1].startswith("closed today")
    assert cells[0][-1] == "plate"


def test_cases_are_told_apart_by_what_a_caller_sees(page: Page) -> None:
    """Neither name nor plate: these are what the caller is checked against."""
    seen = OPEN.model_copy(update={"municipality": BERTEM, "car": "VW ID.3", "colour": "white"})
    abroad = OPEN.model_copy(update={"country_codes": ("FR",)})
    page.types("1abc234", seen, abroad)
    first, second = (line.cells() for line in page.shown.lines)
    assert first[2:4] == ("Bertem", "VW ID.3 white")
    assert first[4] == "4 min"
    assert second[2:4] == ("France", "")


def test_one_key_says_who_is_speaking_and_attaches_the_call(page: Page) -> None:
    page.types("1abc234", OPEN)
    assert not page.presenter.say_who_by_key("1")
    page.presenter.choose(0)
    assert page.asked_who == 1
    assert "2031-000042" in page.shown.asks_who
    page.presenter.type_number("0470 98 76 54")
    page.presenter.type_name("Jan Peeters")
    assert page.presenter.say_who_by_key("1")
    asked = page.backend.last
    assert (asked.what, asked.about) == ("attach_caller", "c7")
    assert isinstance(asked.command, AttachCaller)
    said = asked.command.caller
    assert (said.relation, said.name, said.number) == (CallerRelation.DRIVER, "Jan Peeters", "0470 98 76 54")
    assert page.presenter.say_who_by_key("2")
    assert page.backend.names().count("attach_caller") == 1
    asked.done(a_full_case())
    assert page.went_to == [a_full_case().row.case_id]
    assert (page.shown.text, page.shown.number, page.shown.lines) == ("", "", ())


def test_every_relation_has_a_key_and_strangers_a_caution(page: Page) -> None:
    keys = {one.relation: one.key for one in page.shown.speakers}
    assert set(keys) == {relation.value for relation in CallerRelation}
    assert len(set(keys.values())) == len(CallerRelation)
    warned = {one.relation for one in page.shown.speakers if one.caution}
    assert warned == {"family", "employer", "police", "passer_by", "other"}


def test_a_number_of_the_exchange_is_looked_for_at_once_and_kept(page: Page) -> None:
    page.presenter.prefill("+32470987654")
    page.scheduler.advance(1)
    assert (page.backend.last.what, page.backend.last.about) == ("find_callers_case", "+32470987654")
    assert page.shown.number == "+32470987654"
    page.backend.last.done(CallersCases(text="+32470987654", cases=(OPEN,)))
    page.presenter.choose(0)
    page.presenter.say_who("driver")
    assert isinstance(page.backend.last.command, AttachCaller)
    assert page.backend.last.command.caller.number == "+32470987654"


def test_a_call_without_a_case_goes_on_as_a_new_one(page: Page) -> None:
    page.presenter.prefill("+32470987654")
    page.types("1-xyz-987")
    assert page.shown.words
    page.presenter.begin_new_case()
    assert page.new_cases == 1
    assert page.presenter.hand_over() == Told(number="+32470987654", car="1-xyz-987")
    assert page.presenter.hand_over() == Told()


def test_a_call_that_may_have_a_case_is_not_handed_over_by_itself(page: Page) -> None:
    page.types("1abc234", OPEN)
    assert page.presenter.hand_over() == Told()
    assert page.shown.text == "1abc234"
    page.presenter.begin_new_case()
    assert page.presenter.hand_over() == Told(car="1abc234")


def test_the_number_that_was_searched_is_the_number_of_the_caller(page: Page) -> None:
    page.presenter.type_name("Rita Beller")
    page.types("0470 98 76 54")
    page.presenter.begin_new_case()
    assert page.presenter.hand_over() == Told(number="0470 98 76 54", name="Rita Beller")


def test_a_late_answer_is_not_shown_for_another_text(page: Page) -> None:
    page.presenter.type("1abc")
    page.scheduler.advance(1)
    older = page.backend.last
    page.types("1xyz", REACHED)
    older.done(CallersCases(text="1abc", cases=(OPEN,)))
    assert [line.number for line in page.shown.lines] == ["2031-000043"]


def test_a_refusal_is_said_and_the_caller_is_not_lost(page: Page) -> None:
    page.types("1abc234", OPEN)
    page.presenter.choose(0)
    page.presenter.say_who("driver")
    page.backend.last.unavailable()
    assert page.shown.is_trouble
    assert page.shown.text == "1abc234"
    page.presenter.say_who("driver")
    assert page.backend.names().count("attach_caller") == 2


def test_coming_back_looks_again(page: Page) -> None:
    page.types("1abc234", OPEN)
    page.presenter.choose(0)
    page.presenter.opened()
    assert page.shown.asks_who == ""
    assert page.backend.names() == ["find_callers_case", "find_callers_case"]
