"""Figures are read when somebody comes, each opens its cases, and every state of both is said."""

from pathlib import Path

import pytest

from app.domain.ids import CaseId
from tests.support.backend import FakeBackend, FakeClock
from tests.support.kinds import a_closed_case, a_kind
from tests.support.saving import SavingDesk
from ui.actions import ActionId, Actions, Menu
from ui.outcomes.presenter import OutcomesPresenter
from ui.outcomes.state import OutcomesState
from ui.saving import FileKind

KINDS = (a_kind(kerb=3, pothole=1, true_crash=2), a_kind(firmware=None, unknown=4), a_kind(None, None, test=1))


class Page:
    """The page with everything around it; a view and an opener too."""

    def __init__(self) -> None:
        self.backend, self.files, self.actions = FakeBackend(), SavingDesk(), Actions()
        self.states: list[OutcomesState] = []
        self.opened_cases: list[CaseId] = []
        self.presenter = OutcomesPresenter(self, self.backend, self, FakeClock(), self.files.saving)
        self.presenter.connect(self.actions)

    def show_state(self, state: OutcomesState) -> None:
        self.states.append(state)

    def open_case(self, case_id: CaseId) -> None:
        self.opened_cases.append(case_id)

    @property
    def state(self) -> OutcomesState:
        return self.states[-1]


@pytest.fixture
def page() -> Page:
    page = Page()
    page.presenter.opened()
    page.backend.last.done(KINDS)
    return page


def test_it_says_that_it_reads_and_then_what_it_read() -> None:
    page = Page()
    page.presenter.opened()
    assert page.backend.names() == ["outcomes"]
    assert page.state.words == "The figures are being read …"
    page.backend.last.done((a_kind(kerb=3, true_crash=1),))
    (kind,) = page.state.kinds
    assert kind.cells() == ("FMC640", "2.0", "1", "3", "0", "0", "75 %")
    assert page.state.words == ""


def test_what_is_not_known_is_said_and_no_share_is_made_of_it(page: Page) -> None:
    known, unknown, stranger = page.state.kinds
    assert known.parts == "Kerb 3, Pothole 1"
    assert (unknown.firmware, unknown.share) == ("not known", "–")
    assert (stranger.model, stranger.tests) == ("not on record", "1")
    assert "before a box first named it" in page.state.words


def test_with_nothing_closed_the_page_says_what_it_will_show() -> None:
    page = Page()
    page.presenter.opened()
    page.backend.last.done(())
    assert page.state.words == "No case was closed yet. Each closed case counts here with what it turned out to be."
    assert page.state.save is None
    page.presenter.save()
    assert page.files.places.asked == []


@pytest.mark.parametrize(
    ("column", "ends", "title"),
    [
        (2, "true_crash", "FMC640 2.0 · Confirmed"),
        (3, "installation kerb pothole tamper tow", "FMC640 2.0 · False"),
        (4, "unknown", "FMC640 2.0 · Not known"),
        (5, "test", "FMC640 2.0 · Tests"),
        (0, "true_crash kerb pothole tow installation tamper test unknown", "FMC640 2.0 · all cases"),
    ],
)
def test_a_figure_opens_the_cases_it_counts(page: Page, column: int, ends: str, title: str) -> None:
    page.presenter.choose(0, column)
    assert page.backend.last.about == f"FMC640 2.0: {ends}"
    assert (page.state.cases_title, page.state.cases_words) == (title, "The cases are being read …")
    page.backend.last.done((a_closed_case("x1"),))
    assert [case.number for case in page.state.cases] == ["2031-x1"]
    assert page.state.cases[0].outcome == "Kerb"
    page.presenter.open_case(page.state.cases[0].case_id)
    assert page.opened_cases == ["x1"]


def test_an_answer_that_was_overtaken_changes_nothing(page: Page) -> None:
    page.presenter.choose(0, 3)
    overtaken = page.backend.last
    page.presenter.choose(0, 2)
    overtaken.done((a_closed_case("x1"),))
    assert not page.state.cases
    page.backend.last.done((a_closed_case("x2"),))
    overtaken.unavailable()
    assert [case.case_id for case in page.state.cases] == ["x2"]


def test_a_list_that_is_cut_off_says_so_and_an_empty_one_too(page: Page) -> None:
    page.presenter.choose(0, 3)
    page.backend.last.done((a_closed_case(),))
    assert page.state.cases_words == "The newest 1 of 4 cases"
    page.presenter.choose(0, 5)
    page.backend.last.done(())
    assert page.state.cases_words == "No case ended so."


def test_what_could_not_be_read_is_said_and_can_be_read_again(page: Page) -> None:
    page.presenter.opened()
    assert len(page.state.kinds) == 3, "what was there stays meanwhile"
    page.backend.last.unavailable()
    assert page.state.words.startswith("The figures could not be read: ")
    assert page.state.retry is not None
    page.presenter.choose(0, 3)
    page.backend.last.refused("not_allowed")
    assert page.state.cases_words.startswith("The cases could not be read: ")
    page.presenter.opened()
    page.backend.last.done(KINDS)
    assert page.state.retry is None


def test_the_table_is_saved_for_a_spreadsheet_and_no_words_become_a_formula(page: Page, tmp_path: Path) -> None:
    page.presenter.opened()
    page.backend.last.done((*KINDS, a_kind("=1+1", "2.0", kerb=1)))
    page.actions.set_aside(Menu.CASE)
    assert page.actions.trigger(ActionId.SAVE_TABLE)
    assert page.files.places.asked[0].name == "outcomes-2031-03-09"
    page.files.places.choose(tmp_path / "x.csv", FileKind.CSV)
    text = (tmp_path / "x.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert text[0].startswith(
        "Box;Firmware;Confirmed;False;Not known;Tests;False of the known;True crash;Kerb;Pothole;"
    )
    assert text[1].startswith("FMC640;2.0;2;4;0;0;67 %;2;3;1;0;")
    assert text[2].startswith("FMC640;not known;0;0;4;0;–;")
    assert text[4].startswith("'=1+1;")
