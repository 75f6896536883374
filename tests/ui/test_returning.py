"""Whoever comes back lands in the case in hand, and is told who took what."""

import pytest

from app.api.queue import QueueRow
from app.domain.case import CaseState
from tests.support.backend import FakeBackend
from tests.support.cases import a_full_case, a_queue_row
from tests.support.contract import a_claim, a_snapshot, an_event, me
from tests.support.desk_parts import Shower
from tests.support.shift_screen import offered_by_me
from ui.navigator import Navigator
from ui.returning import Returning


class Desk:
    def __init__(self, case_in_hand: str = "") -> None:
        self.backend, self.remembered = FakeBackend(), list[str]()
        self.navigator = Navigator(self.backend, Shower())
        self.returning = Returning(me(), self.navigator, lambda: None)
        self.returning.start(case_in_hand, self.remembered.append)
        self.navigator.add_listener(self.returning)

    def hears(self, *rows: QueueRow) -> None:
        self.returning.on_snapshot(a_snapshot(*rows))

    def opens(self, row: QueueRow) -> None:
        self.navigator.open_case(row.case_id)
        self.backend.last.done(a_full_case(row))

    def taken(self) -> list[str]:
        return [row.case_id for row in self.returning.taken()]


MINE = a_queue_row("m1", claim=a_claim())
TAKEN = a_queue_row("m1", version=9, claim=a_claim(account_id="a2", name="A. Peters", desk="Luik-2"))


def test_one_lands_in_the_case_in_hand() -> None:
    desk = Desk("m1")
    desk.hears(MINE, a_queue_row("w1"))
    assert [(one.what, one.about) for one in desk.backend.asked] == [("view_case", "m1")]
    assert desk.taken() == []
    desk.backend.last.done(a_full_case(MINE))
    desk.hears(MINE)
    assert desk.backend.names() == ["view_case"], "once"
    assert desk.remembered == []


def test_one_lands_in_it_with_who_took_it() -> None:
    desk = Desk("m1")
    desk.hears(TAKEN)
    assert desk.backend.names() == ["view_case"]
    desk.backend.last.done(a_full_case(TAKEN))
    assert desk.taken() == ["m1"], "said although the case is on the screen: nobody looked for it"


@pytest.mark.parametrize("rows", [(), (a_queue_row("m1", state=CaseState.CLOSED),)])
def test_a_case_that_is_over_is_not_opened(rows: tuple[QueueRow, ...]) -> None:
    desk = Desk("m1")
    desk.hears(*rows)
    assert (desk.backend.asked, desk.taken()) == ([], [])


def test_what_somebody_opened_already_stays() -> None:
    desk = Desk("m1")
    desk.navigator.open_case(a_queue_row("w1").case_id)
    desk.hears(MINE)
    assert [one.about for one in desk.backend.asked] == ["w1"]


def test_the_case_in_hand_is_remembered_until_it_is_not() -> None:
    desk = Desk()
    desk.hears(a_queue_row("m1"))
    desk.opens(a_queue_row("m1"))
    assert desk.remembered == []
    desk.navigator.show(a_full_case(MINE.model_copy(update={"version": 2})))
    desk.navigator.show(a_full_case(MINE.model_copy(update={"version": 3})))
    assert desk.remembered == ["m1"]
    desk.navigator.show(a_full_case(TAKEN))
    assert desk.remembered == ["m1", ""]


def test_a_case_taken_while_one_looks_is_said_until_it_is_opened_again() -> None:
    desk = Desk()
    desk.hears(MINE)
    desk.opens(MINE)
    desk.returning.on_change(an_event(1, TAKEN))
    desk.navigator.show(a_full_case(TAKEN))
    assert desk.taken() == ["m1"]
    desk.opens(a_queue_row("w1"))
    assert desk.taken() == ["m1"]
    desk.opens(TAKEN)
    assert desk.taken() == []


@pytest.mark.parametrize(
    "row",
    [
        a_queue_row("m1", version=10),
        a_queue_row("m1", version=10, claim=a_claim()),
        a_queue_row("m1", version=10, state=CaseState.CLOSED, claim=a_claim(account_id="a2")),
    ],
)
def test_it_is_said_no_more_when_it_is_mine_again_or_nobodys(row: QueueRow) -> None:
    desk = Desk()
    desk.hears(MINE)
    desk.returning.on_change(an_event(1, TAKEN))
    desk.returning.on_change(an_event(2, row))
    assert desk.taken() == []


def test_a_case_that_was_never_mine_was_not_taken_from_me() -> None:
    desk = Desk()
    desk.hears(a_queue_row("m1"))
    desk.returning.on_change(an_event(1, TAKEN))
    assert desk.taken() == []


def test_what_i_had_offered_to_whoever_has_it_now_was_wanted() -> None:
    desk = Desk()
    desk.hears(MINE.model_copy(update={"offer": offered_by_me()}))
    accepted = TAKEN.model_copy(update={"claim": a_claim(account_id="bo", name="Bo Claes", desk="Luik-2")})
    desk.hears(accepted)
    assert (desk.taken(), desk.returning.accepted()) == (["m1"], frozenset({MINE.case_id}))


def test_what_somebody_else_took_than_it_was_offered_to_was_not() -> None:
    desk = Desk()
    desk.hears(MINE.model_copy(update={"offer": offered_by_me()}))
    desk.hears(TAKEN)
    assert (desk.taken(), desk.returning.accepted()) == (["m1"], frozenset())
