"""Nothing changes hands by itself: offered, accepted, declined and taken back, each with one press, each said."""

from datetime import timedelta

import pytest

from app.api.promises import PromiseClock
from app.api.queue import QueueRow
from app.api.shift import OfferCase
from app.domain.account import Role
from app.domain.case import CaseState
from app.domain.ids import AccountId, CaseId, PromiseId
from app.domain.promise import PromisedTo, PromiseKind
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_queue_row
from tests.support.contract import NOW, a_claim, a_snapshot, an_event, me
from tests.support.shift_screen import BO, CY, offered_by_me, offered_to_me
from ui.shell.shift_alerts import shift_alerts
from ui.shift.presenter import QUEUE, ShiftPresenter
from ui.shift.state import ShiftState


class Page:
    """The page with everything around it; a view and an opener too."""

    def __init__(self, *rows: QueueRow) -> None:
        self.backend = FakeBackend()
        self.states: list[ShiftState] = []
        self.opened_cases: list[CaseId] = []
        self.presenter = ShiftPresenter(self, me(), self.backend, FakeClock(), self)
        self.presenter.on_snapshot(a_snapshot(*rows))
        self.presenter.opened()
        self.backend.last.done((BO, CY))

    def show_state(self, state: ShiftState) -> None:
        self.states.append(state)

    def open_case(self, case_id: CaseId) -> None:
        self.opened_cases.append(case_id)

    @property
    def state(self) -> ShiftState:
        return self.states[-1]

    def asked(self) -> list[tuple[str, str]]:
        return [(one.what, one.about) for one in self.backend.asked if one.what != "colleagues"]


def promise_of(owner: str) -> PromiseClock:
    return PromiseClock(
        promise_id=PromiseId("p"),
        kind=PromiseKind.CALL_BACK,
        to=PromisedTo.DRIVER,
        due_at=NOW + timedelta(hours=1),
        owner_id=AccountId(owner),
        owner="Somebody",
    )


MINE = a_queue_row("m1", claim=a_claim(), number="2031-000001")
MINE_TOO = a_queue_row("m2", claim=a_claim(), number="2031-000002")
THEIRS = a_queue_row("t1", claim=a_claim(account_id="bo", name="Bo Claes", desk="Luik-2"))
CLOSED = a_queue_row("k1", state=CaseState.CLOSED, claim=None, promises=(promise_of(me().account.account_id),))


def test_it_lists_what_i_hold_and_what_i_promised_and_nobody_elses() -> None:
    page = Page(MINE, THEIRS, CLOSED, a_queue_row("w1", claim=None))
    assert {line.case_id for line in page.state.mine} == {"m1", "k1"}
    assert page.state.offered == ()
    closed = next(line for line in page.state.mine if line.case_id == "k1")
    assert closed.step == "closed, promised"
    assert closed.promises.startswith("Call the driver back, ")
    assert [words for _id, words in page.state.colleagues] == [
        "choose a colleague",
        "Bo Claes at Luik-2",
        "Cy Maes (at no desk now)",
        "to the queue: anybody",
    ]


def test_nothing_is_offered_before_somebody_is_chosen() -> None:
    page = Page(MINE)
    assert page.state.give.why_not == "Choose a colleague first."
    page.presenter.give_all()
    assert page.asked() == []


def test_one_or_all_are_offered_and_stay_mine_until_accepted() -> None:
    page = Page(MINE, MINE_TOO)
    page.presenter.choose_colleague(BO.account_id)
    page.presenter.give(1)
    assert page.asked() == [("offer_case", "m2")]
    assert page.backend.last.command == OfferCase(to=BO.account_id)
    page.backend.last.done()
    assert page.state.said == "Offered; yours until accepted."
    page.presenter.give_all()
    assert page.asked()[1:] == [("offer_case", "m1"), ("offer_case", "m2")]
    page.presenter.on_change(an_event(9, MINE.model_copy(update={"version": 9, "offer": offered_by_me()})))
    line = next(line for line in page.state.mine if line.case_id == "m1")
    assert line.offer.startswith("offered to Bo Claes, ")


def test_an_offer_is_taken_back_and_a_no_is_shown() -> None:
    declined = MINE.model_copy(update={"offer": offered_by_me(declined_at=NOW)})
    page = Page(declined, MINE_TOO)
    assert page.state.mine[0].offer.startswith("Bo Claes declined, ")
    page.presenter.keep(0)
    assert page.asked() == [("withdraw_offer", "m1")]
    page.backend.last.done()
    assert page.state.said == "Not offered any more; it stays yours."
    assert [alert.text for alert in shift_alerts((declined,), me())] == [
        "Bo Claes declined case 2031-000001: it is still yours"
    ]


def test_what_is_offered_to_me_is_looked_at_declined_or_accepted() -> None:
    first = THEIRS.model_copy(update={"offer": offered_to_me(), "number": "2031-000007"})
    second = a_queue_row("t2", claim=THEIRS.claim, offer=offered_to_me())
    page = Page(first, second)
    assert len(page.state.offered) == 2
    assert page.state.offered[0].offer.startswith("Bo Claes at Luik-2, ")
    page.presenter.look(0)
    assert page.opened_cases == ["t1"]
    page.presenter.decline(0)
    page.presenter.accept(1)
    page.presenter.accept_all()
    assert page.asked() == [
        ("decline_case", "t1"),
        ("accept_case", "t2"),
        ("accept_case", "t1"),
        ("accept_case", "t2"),
    ]
    page.backend.last.done()
    assert page.state.said == "Accepted: yours from now on."


def test_to_the_queue_gives_open_cases_back_and_says_what_only_a_colleague_can_take() -> None:
    page = Page(MINE, CLOSED)
    page.presenter.choose_colleague(QUEUE)
    assert page.state.give_all.text == "Give all to the queue"
    page.presenter.give_all()
    assert page.asked() == [("release_case", "m1")]
    assert page.state.is_trouble
    assert page.state.said == "1 closed case has a promise of yours: only a colleague can take it."


@pytest.mark.parametrize("press", ["accept", "decline", "look", "give", "keep"])
def test_a_row_that_is_gone_is_pressed_in_vain(press: str) -> None:
    page = Page()
    page.presenter.choose_colleague(BO.account_id)
    getattr(page.presenter, press)(3)
    assert page.asked() == []


def test_a_refusal_and_an_outage_are_said() -> None:
    page = Page(THEIRS.model_copy(update={"offer": offered_to_me()}))
    page.presenter.accept(0)
    page.backend.last.refused("call_running")
    assert page.state.is_trouble
    assert page.state.said
    page.presenter.accept(0)
    page.backend.last.unavailable()
    assert page.state.is_trouble


def test_the_strip_of_the_colleague_counts_what_is_offered() -> None:
    rows = [a_queue_row(one, claim=THEIRS.claim, offer=offered_to_me()) for one in ("a", "b")]
    gone = a_queue_row("c", claim=THEIRS.claim, offer=offered_to_me(declined_at=NOW))
    assert [alert.text for alert in shift_alerts([*rows, gone], me(roles=(Role.OPERATOR,)))] == [
        "Bo Claes hands 2 cases over to you: accept them"
    ]
    assert list(shift_alerts([MINE, MINE.model_copy(update={"offer": offered_by_me()})], me())) == []


def test_a_case_with_an_open_call_is_offered_and_its_giver_is_told_what_hinders_it() -> None:
    speaking = MINE.model_copy(update={"is_on_call": True})
    page = Page(speaking)
    page.presenter.choose_colleague(BO.account_id)
    page.presenter.give(0)
    page.backend.last.done(None)
    assert page.state.said == "Offered; a call is still open: say first how it ended, or it cannot be accepted."
    offered = speaking.model_copy(update={"offer": offered_by_me()})
    (alert,) = shift_alerts((offered,), me())
    assert alert.text == "Say first how the call of case 2031-000001 ended: Bo Claes cannot accept it before"
    assert alert.leads_to == MINE.case_id
    assert list(shift_alerts((offered.model_copy(update={"is_on_call": False}),), me())) == []
