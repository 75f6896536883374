"""What is on the map is decided without Qt: the open case with its approach, the others as marks, and every doubt."""

from app.api.queue import QueueRow
from app.domain.case import CaseState
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from tests.support.cases import a_full_case, a_place, a_queue_row, ago, an_ecall
from tests.support.contract import a_snapshot, an_event
from ui.map.presenter import MapPresenter
from ui.map.state import MapState
from ui.rows import Rows

HERE, NEAR = (50.8601, 4.6234), (50.5, 4.1)


class View:
    def __init__(self) -> None:
        self.states: list[MapState] = []

    @property
    def state(self) -> MapState:
        return self.states[-1]

    def show_state(self, state: MapState) -> None:
        self.states.append(state)


class Opener:
    def __init__(self) -> None:
        self.opened: list[CaseId] = []

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)


class Map:
    """A presenter with everything around it."""

    def __init__(self, *rows: QueueRow) -> None:
        self.view, self.rows, self.opener = View(), Rows(), Opener()
        self.presenter = MapPresenter(self.view, self.rows, self.opener)
        self.rows.replace(a_snapshot(*rows))
        self.presenter.on_snapshot(a_snapshot(*rows))

    def others(self) -> list[str]:
        return [other.case_id for other in self.view.state.others]


def test_until_a_case_is_opened_no_map_is_needed() -> None:
    shown = Map(a_queue_row("c2", near=NEAR))
    assert (shown.view.state.is_needed, shown.view.state.place) == (False, "No case is open.")
    shown.presenter.on_case(a_full_case())
    assert shown.view.state.is_needed
    shown.presenter.on_case(None)
    assert shown.view.state.is_needed, "what was started stays"
    assert shown.view.state.focus is None


def test_the_open_case_stands_with_all_that_is_known_of_its_place() -> None:
    shown = Map()
    place = a_place(latitude_deg=HERE[0], longitude_deg=HERE[1], accuracy_m=8.0, heading_deg=95)
    shown.presenter.on_case(a_full_case(place=place))
    focus = shown.view.state.focus
    assert focus is not None
    assert (focus.place, focus.ring_m, focus.heading_deg) == (HERE, 8.0, 95)
    assert (focus.label, focus.is_doubtful) == ("Bertem", False)
    assert shown.view.state.place == "Bertem (3060), Belgium"
    assert (shown.view.state.coordinates, shown.view.state.doubt) == ("50.86010 4.62340", "")


def test_a_remembered_place_is_doubtful_and_an_unknown_one_is_none() -> None:
    shown = Map()
    shown.presenter.on_case(a_full_case(place=a_place(is_last_known=True)))
    focus = shown.view.state.focus
    assert focus is not None
    assert focus.is_doubtful
    shown.presenter.on_case(a_full_case(place=None))
    assert shown.view.state.focus is None
    assert shown.view.state.place == "place unknown: the box has sent no position"
    assert shown.view.state.coordinates == ""


def test_a_country_in_doubt_is_said() -> None:
    shown = Map()
    shown.presenter.on_case(a_full_case(place=a_place(in_belgium=None, distance_to_border_m=40.4)))
    assert shown.view.state.doubt == "40 m from the border: the country is not certain"
    shown.presenter.on_case(a_full_case(place=a_place(in_belgium=False, country_codes=("FR",))))
    assert shown.view.state.doubt == "outside Belgium"


def test_the_track_leads_through_every_impact_in_the_order_of_time() -> None:
    first = an_ecall("e1", occurred_at=ago(60), track=((50.0, 4.0), (50.1, 4.0), (50.1, 4.0)))
    second = an_ecall("e2", occurred_at=ago(10), track=((50.1, 4.0), (50.2, 4.0)))
    shown = Map()
    shown.presenter.on_case(a_full_case(ecalls=(second, first)))
    focus = shown.view.state.focus
    assert focus is not None
    assert focus.track == ((50.0, 4.0), (50.1, 4.0), (50.2, 4.0)), "standing still draws nothing"


def test_the_others_are_the_open_cases_with_a_place() -> None:
    shown = Map(
        a_queue_row("c1", near=HERE),
        a_queue_row("c2", near=NEAR, priority=Priority.TWO),
        a_queue_row("c3", near=None),
        a_queue_row("c4", near=NEAR, state=CaseState.CLOSED),
    )
    shown.presenter.on_case(a_full_case(a_queue_row("c1", near=HERE)))
    assert shown.others() == ["c2"]
    (other,) = shown.view.state.others
    assert (other.near, other.priority) == (NEAR, Priority.TWO)
    assert other.text.startswith("Priority 2, high · ")


def test_a_new_case_becomes_a_mark_and_moves_nothing_else() -> None:
    shown = Map()
    shown.presenter.on_case(a_full_case())
    focus = shown.view.state.focus
    event = an_event(5, a_queue_row("c7", near=NEAR))
    shown.rows.apply(event)
    shown.presenter.on_change(event)
    assert shown.others() == ["c7"]
    assert shown.view.state.focus == focus
    assert shown.opener.opened == []


def test_what_looks_the_same_is_not_painted_again() -> None:
    shown = Map()
    shown.presenter.on_case(a_full_case())
    painted = len(shown.view.states)
    shown.presenter.on_case(a_full_case())
    shown.presenter.on_snapshot(a_snapshot())
    assert len(shown.view.states) == painted


def test_a_clicked_mark_opens_its_case() -> None:
    shown = Map(a_queue_row("c2", near=NEAR))
    shown.presenter.open_case(CaseId("c2"))
    assert shown.opener.opened == ["c2"]
