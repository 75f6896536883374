"""What is typed is found while it is typed, and Enter does what the line says, never what another text found."""

from collections.abc import Iterator

import pytest

from app import i18n
from app.api.search import HitKind, SearchFound
from app.domain.account import Role
from tests.support.backend import FakeBackend
from tests.ui.search.hits import CAR, CASE, CONTRACT, OPEN_CASE, PERSON, PLACE, found
from ui.actions import ActionId, Actions
from ui.ports import UnavailableReason
from ui.search.presenter import SearchPresenter, Ways
from ui.search.state import SearchState


class Bar:
    """The bar with everything around it; a view too."""

    def __init__(self, *roles: Role) -> None:
        self.backend, self.actions = FakeBackend(), Actions()
        self.states: list[SearchState] = []
        self.went: list[object] = []
        self.left = 0
        works = not roles or Role.OPERATOR in roles
        ways = Ways(
            self.went.append, self.went.append, (lambda car, place: self.went.append((car, place))) if works else None
        )
        self.presenter = SearchPresenter(self, self.backend, self.actions, ways)
        self.presenter.connect()
        self.actions.connect(ActionId.NOTE, lambda: self.went.append("note"))
        self.actions.connect(ActionId.QUIT, lambda: self.went.append("quit"))
        self.actions.trigger(ActionId.SEARCH)

    def show_state(self, state: SearchState) -> None:
        self.states.append(state)

    def take_focus(self) -> None:
        self.presenter.came()

    def leave(self) -> None:
        self.left += 1

    def type(self, text: str) -> None:
        self.presenter.typed(text)

    @property
    def state(self) -> SearchState:
        return self.states[-1]

    @property
    def titles(self) -> list[str]:
        return [line.title for line in self.state.lines]

    @property
    def chosen(self) -> str:
        return self.state.lines[self.state.chosen].title if self.state.chosen >= 0 else ""


def test_an_empty_bar_says_what_can_be_typed_and_asks_nothing() -> None:
    bar = Bar()
    assert bar.state.is_open
    assert "Plate" in bar.state.words
    bar.type("a")
    assert bar.backend.asked == []
    bar.type("4")
    assert bar.backend.last.about == "4"


def test_hits_stand_in_groups_and_the_first_is_chosen() -> None:
    bar = Bar()
    bar.type("1abc")
    bar.backend.last.done(found("1abc", OPEN_CASE, CAR, more=(HitKind.CONTRACT,)))
    assert bar.titles == [
        "Open cases",
        "2026-000042 · 1-ABC-234",
        "Contracts and cars · there are more; type more of it",
        "1-ABC-234 · VW ID.3 white",
    ]
    assert bar.chosen == "2026-000042 · 1-ABC-234"
    assert "driver not reached" in bar.state.lines[1].detail


def test_arrows_step_over_headings_and_stop_at_the_ends() -> None:
    bar = Bar()
    bar.type("1abc")
    bar.backend.last.done(found("1abc", OPEN_CASE, CAR))
    bar.presenter.move(-1)
    assert bar.chosen == "2026-000042 · 1-ABC-234"
    bar.presenter.move(1)
    assert bar.chosen == "1-ABC-234 · VW ID.3 white"
    bar.presenter.move(1)
    bar.presenter.take()
    assert getattr(bar.went[0], "contract_id") == CONTRACT  # noqa: B009 - whatever it is
    assert (bar.left, bar.state.is_open, bar.state.lines) == (1, False, ())


def test_enter_opens_the_case_and_shift_enter_begins_one_for_the_car() -> None:
    bar = Bar()
    bar.type("1abc")
    bar.backend.last.done(found("1abc", OPEN_CASE))
    bar.presenter.take()
    bar.type("1abc")
    bar.backend.last.done(found("1abc", CAR))
    bar.presenter.take_also()
    assert bar.went == [CASE, ("1-ABC-234", "")]


def test_a_place_begins_a_case_there() -> None:
    bar = Bar()
    bar.type("leefdaal")
    bar.backend.last.done(found("leefdaal", PLACE))
    assert bar.titles == ["Municipalities", "Leefdaal (Bertem)"]
    bar.presenter.take()
    assert bar.went == [("", "Leefdaal")]


def test_nearly_the_same_is_said() -> None:
    bar = Bar()
    bar.type("peetres")
    bar.backend.last.done(found("peetres", PERSON))
    assert bar.titles[0] == "People · not exactly as typed"
    assert bar.state.lines[1].title == "Jan Peeters · 1-ABC-234"


def test_commands_stand_above_what_only_nearly_fits_and_below_what_does() -> None:
    bar = Bar()
    bar.type("note")
    bar.backend.last.done(found("note", PERSON))
    assert bar.titles[0] == "Commands"
    bar.type("note")
    bar.backend.last.done(found("note", CAR))
    assert bar.titles[2] == "Commands"


def test_commands_are_found_at_once_by_any_of_their_words() -> None:
    bar = Bar()
    bar.presenter.typed("note wri")
    assert bar.titles == ["Commands", "Write a note"]
    bar.presenter.typed("f9")
    assert bar.chosen == "Write a note"
    bar.type("zzz")
    bar.backend.last.done(found("note wri"))
    bar.backend.last.done(found("zzz"))
    assert (bar.state.lines, bool(bar.state.words)) == ((), True)
    bar.presenter.typed("quit")
    bar.presenter.move(1)
    bar.presenter.take()
    assert bar.went in (["quit"], [])


@pytest.fixture
def dutch() -> Iterator[None]:
    i18n.set_language("nl")
    yield
    i18n.set_language("en")


@pytest.mark.usefixtures("dutch")
def test_the_case_is_closed_before_the_desk_is_left() -> None:
    """In Dutch both are "afsluiten", and Enter takes the first."""
    bar = Bar()
    bar.type("afslui")
    assert bar.chosen == "Afsluiten (de dienst blijft luisteren)", "no case is open"
    bar.actions.connect(ActionId.CLOSE_CASE, lambda: bar.went.append("close"))
    bar.backend.last.done(found("afslui"))
    bar.type("afsluit")
    assert bar.titles[1:] == ["Dossier afsluiten", "Afsluiten (de dienst blijft luisteren)"]
    bar.presenter.take()
    bar.backend.last.done(found("afsluit"))
    assert bar.went == ["close"]


def test_only_what_is_possible_now_is_a_command() -> None:
    bar = Bar()
    bar.actions.set_enabled(ActionId.NOTE, enabled=False)
    bar.presenter.typed("note")
    assert bar.titles == []
    bar.presenter.typed("search")
    assert bar.titles == []


def test_enter_waits_for_the_answer_to_what_is_typed() -> None:
    bar = Bar()
    bar.type("2026-00004")
    bar.backend.last.done(found("2026-00004", CAR))
    bar.type("2026-000042")
    bar.presenter.take()
    assert bar.went == []
    bar.backend.last.done(found("2026-000042", OPEN_CASE))
    assert bar.went == [CASE]


def test_an_answer_to_an_older_text_is_dropped() -> None:
    bar = Bar()
    bar.type("1abc")
    older = bar.backend.last
    bar.type("2xy")
    bar.type("2xyz")
    assert bar.backend.names() == ["search"]
    older.done(found("1abc", CAR))
    assert (bar.state.lines, bar.backend.last.about) == ((), "2xyz")
    bar.backend.last.done(found("2xyz", PERSON))
    assert bar.titles[0].startswith("People")


@pytest.mark.parametrize("fail", ["refused", "unavailable"])
def test_trouble_is_said_and_enter_does_nothing(fail: str) -> None:
    bar = Bar()
    bar.type("1abc")
    bar.presenter.take()
    if fail == "refused":
        bar.backend.last.refused("forbidden")
    else:
        bar.backend.last.unavailable(UnavailableReason.NO_ANSWER)
    assert (bar.state.is_trouble, bar.went) == (True, [])
    bar.presenter.take()
    assert bar.went == []


def test_who_opens_no_case_gets_no_way_to_begin_one() -> None:
    bar = Bar(Role.INSTALLER)
    bar.type("1abc")
    bar.backend.last.done(found("1abc", CAR, PLACE))
    assert bar.titles == ["Contracts and cars", "1-ABC-234 · VW ID.3 white"]
    assert bar.state.lines[1].also == ""
    bar.presenter.take_also()
    assert bar.went == []


def test_the_list_goes_with_the_focus_and_comes_back_with_it() -> None:
    bar = Bar()
    bar.type("1abc")
    bar.backend.last.done(found("1abc", CAR))
    bar.presenter.close()
    bar.presenter.came()
    assert [state.is_open for state in bar.states[-2:]] == [False, True]
    assert bar.titles


def test_nothing_is_not_said_to_be_on_record_before_everything_can_be_found() -> None:
    bar = Bar()
    bar.type("zzz")
    bar.backend.last.done(SearchFound(text="zzz", hits=(), more=(), is_whole=False))
    assert bar.state.words == "Not every contract can be found yet; try again in a few minutes."
    bar.type("zzzz")
    bar.backend.last.done(SearchFound(text="zzzz", hits=(), more=()))
    assert bar.state.words == "Nothing has this in it. Try a part of it."
    bar.type("abc")
    bar.backend.last.done(found("abc", CAR).model_copy(update={"is_whole": False}))
    assert bar.state.words == "Not every contract can be found yet; try again in a few minutes."
