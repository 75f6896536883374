"""The desk renews exactly what it holds, every 15 s."""

from app.api.commands import RenewClaims
from app.domain.case import CaseState
from app.domain.ids import CaseId
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.contract import a_claim, a_row, a_snapshot, an_event, me
from ui.claims import ClaimKeeper


def renewed(backend: FakeBackend) -> list[tuple[str, ...]]:
    return [asked.command.case_ids for asked in backend.asked if isinstance(asked.command, RenewClaims)]


def test_renews_own_open_cases_only() -> None:
    backend, scheduler = FakeBackend(), FakeScheduler()
    keeper = ClaimKeeper(me(), backend, scheduler)
    keeper.on_snapshot(
        a_snapshot(
            a_row(case_id=CaseId("mine"), claim=a_claim()),
            a_row(case_id=CaseId("theirs"), claim=a_claim(desk="desk-2")),
            a_row(case_id=CaseId("closed"), claim=a_claim(), state=CaseState.CLOSED),
            a_row(case_id=CaseId("waiting")),
        )
    )
    assert renewed(backend) == [("mine",)]
    keeper.on_change(an_event(1, a_row(case_id=CaseId("waiting"), version=2, claim=a_claim())))
    scheduler.advance(15)
    assert renewed(backend) == [("mine",), ("mine", "waiting")]
    scheduler.advance(14)
    assert len(backend.asked) == 2


def test_asks_nothing_while_it_holds_nothing() -> None:
    backend, scheduler = FakeBackend(), FakeScheduler()
    ClaimKeeper(me(), backend, scheduler)
    scheduler.advance(60)
    assert backend.asked == []


def test_a_case_that_was_taken_over_is_not_renewed_any_more() -> None:
    backend, scheduler = FakeBackend(), FakeScheduler()
    keeper = ClaimKeeper(me(), backend, scheduler)
    keeper.on_snapshot(a_snapshot(a_row(version=3, claim=a_claim())))
    keeper.on_change(an_event(1, a_row(version=4, claim=a_claim(account_id="a2", desk="desk-2"))))
    scheduler.advance(15)
    assert renewed(backend) == [("c1",)]
