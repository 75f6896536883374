"""One case on the screen, always the newest version, never another than the asked one."""

from collections.abc import Callable

from app.api.cases import CaseDetail
from app.api.service import RefusalInfo
from app.domain.ids import CaseId
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.contract import a_case, a_claim, a_row, a_snapshot, an_event
from ui.navigator import Navigator
from ui.ports import Unavailable

FIRST, OTHER = CaseId("c1"), CaseId("c2")


class Panel:
    def __init__(self) -> None:
        self.shown: list[CaseDetail | None] = []

    def on_case(self, detail: CaseDetail | None) -> None:
        self.shown.append(detail)


class Trouble:
    def __init__(self) -> None:
        self.codes: list[str] = []

    def refused(self, refusal: RefusalInfo) -> None:
        self.codes.append(refusal.code)

    def unavailable(self, unavailable: Unavailable) -> None:
        self.codes.append(unavailable.reason)


def opened(version: int = 3) -> tuple[Navigator, FakeBackend, Panel, Trouble]:
    backend, panel, trouble = FakeBackend(), Panel(), Trouble()
    navigator = Navigator(backend, trouble)
    navigator.add_listener(panel)
    navigator.open_case(FIRST)
    backend.last.done(a_case(a_row(version=version)))
    return navigator, backend, panel, trouble


def versions(panel: Panel) -> list[int | None]:
    return [None if detail is None else detail.row.version for detail in panel.shown]


def test_opening_views_the_case_and_tells_every_panel() -> None:
    navigator, backend, panel, _trouble = opened()
    assert backend.names() == ["view_case"]
    assert versions(panel) == [None, 3]
    late = Panel()
    navigator.add_listener(late)
    assert versions(late) == [3]


def test_an_answer_for_a_case_no_longer_wanted_is_not_shown() -> None:
    navigator, backend, panel, _trouble = opened()
    navigator.open_case(OTHER)
    slow = backend.last
    navigator.open_case(FIRST)
    slow.done(a_case(a_row(case_id=OTHER)))
    assert versions(panel) == [None, 3]


def test_only_another_case_begins_again() -> None:
    navigator, _backend, _panel, _trouble = opened()
    begun: list[bool] = []
    navigator.when_another_is_asked(lambda: begun.append(True))
    navigator.open_case(FIRST)
    assert begun == []
    navigator.open_case(OTHER)
    assert begun == [True]


def test_an_older_version_is_not_shown() -> None:
    navigator, _backend, panel, _trouble = opened()
    navigator.show(a_case(a_row(version=2)))
    navigator.show(a_case(a_row(version=4)))
    assert versions(panel) == [None, 3, 4]


def test_an_event_about_the_open_case_reads_it_again() -> None:
    navigator, backend, panel, _trouble = opened()
    navigator.on_change(an_event(9, a_row(version=3)))
    navigator.on_change(an_event(10, a_row(case_id=OTHER, version=9)))
    assert backend.names() == ["view_case"]
    navigator.on_change(an_event(11, a_row(version=4)))
    backend.last.done(a_case(a_row(version=4)))
    assert backend.names() == ["view_case", "read_case"]
    assert versions(panel) == [None, 3, 4]


def test_a_snapshot_reads_the_open_case_again() -> None:
    navigator, backend, _panel, _trouble = opened()
    navigator.on_snapshot(a_snapshot())
    assert backend.names() == ["view_case", "read_case"]


def test_a_new_session_views_the_case_again() -> None:
    navigator, backend, _panel, trouble = opened()
    navigator.on_change(an_event(9, a_row(version=4)))
    backend.last.refused("view_first")
    assert backend.names() == ["view_case", "read_case", "view_case"]
    assert trouble.codes == []


def test_trouble_is_said_and_the_case_stays() -> None:
    navigator, backend, panel, trouble = opened()
    navigator.on_change(an_event(9, a_row(version=4)))
    backend.last.unavailable()
    navigator.open_case(OTHER)
    backend.last.refused("not_found")
    assert trouble.codes == ["no_answer", "not_found"]
    assert versions(panel) == [None, 3]


def test_a_case_that_cannot_be_opened_leaves_the_shown_one_alive() -> None:
    navigator, backend, panel, _trouble = opened()
    navigator.open_case(OTHER)
    backend.last.unavailable()
    assert navigator.case_id == FIRST
    navigator.on_change(an_event(9, a_row(version=4)))
    backend.last.done(a_case(a_row(version=4)))
    assert versions(panel) == [None, 3, 4]


def test_closing_shows_no_case() -> None:
    navigator, _backend, panel, _trouble = opened()
    navigator.close()
    assert versions(panel) == [None, 3, None]
    assert navigator.detail is None


def test_a_claim_that_became_stale_reads_the_open_case_again() -> None:
    navigator, backend, panel, _trouble = opened()
    navigator.on_change(an_event(9, a_row(version=3, claim=a_claim(is_stale=True))))
    assert backend.names() == ["view_case", "read_case"]
    backend.last.done(a_case(a_row(version=3, claim=a_claim(is_stale=True))))
    assert versions(panel) == [None, 3, 3]


def test_panels_that_can_wait_are_told_one_by_one_in_the_turns_after() -> None:
    backend, scheduler = FakeBackend(), FakeScheduler()
    navigator = Navigator(backend, Trouble(), scheduler)
    at_once, first, second = Panel(), Panel(), Panel()
    navigator.add_listener(first, later=True)
    navigator.add_listener(at_once)
    navigator.add_listener(second, later=True)
    navigator.open_case(FIRST)
    backend.last.done(a_case(a_row(version=3)))
    assert (versions(at_once), versions(first), versions(second)) == ([None, 3], [None], [None])
    assert not navigator.is_told
    scheduler.advance(0)
    assert (versions(first), versions(second)) == ([None, 3], [None, 3])
    assert navigator.is_told


def test_a_panel_that_waits_is_told_the_newest_only() -> None:
    backend = FakeBackend()
    turns: list[Callable[[], None]] = []
    navigator = Navigator(backend, Trouble(), Turns(turns))
    first, second = Panel(), Panel()
    for panel in (first, second):
        navigator.add_listener(panel, later=True)
    navigator.open_case(FIRST)
    backend.last.done(a_case(a_row(version=3)))
    turns.pop(0)()
    assert (versions(first), versions(second)) == ([None, 3], [None])
    navigator.show(a_case(a_row(version=4)))
    while turns:
        turns.pop(0)()
    assert (versions(first), versions(second)) == ([None, 3, 4], [None, 4])


class Turns:
    """Turns of a loop that the test makes one by one."""

    def __init__(self, turns: list[Callable[[], None]]) -> None:
        self._turns = turns

    def after(self, _delay_s: float, act: Callable[[], None]) -> Callable[[], None]:
        self._turns.append(act)
        return lambda: self._turns.remove(act)

    def every(self, _period_s: float, act: Callable[[], None]) -> Callable[[], None]:
        return self.after(0, act)


def test_what_was_read_again_is_told_only_when_it_differs() -> None:
    navigator, backend, panel, _trouble = opened()
    mine = a_case(a_row(version=4, claim=a_claim()))
    navigator.on_change(an_event(9, a_row(version=4, claim=a_claim())))
    navigator.show(mine)
    backend.last.done(mine)
    assert versions(panel) == [None, 3, 4], "the answer to this desk's own command had said it"
