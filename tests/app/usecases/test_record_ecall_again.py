"""From a crash to a case that was there before: second impacts, linked cases, closed cases that open again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState, Hold, Outcome, TowQuestion
from app.domain.ecall import CrashMark, Impact
from app.domain.verdict import Priority, VerdictKind
from tests.app.usecases.crashes import Crash, Desk, after
from tests.support.builders import NOON, a_claim, a_measurement, a_place, a_record, an_order

ABROAD = a_place(in_belgium=False, country_codes=("DE",), municipality=None, longitude_deg=6.2)
MINUTE = timedelta(minutes=1)
SOS, TEST = CrashMark.SOS, CrashMark.TEST
LATE: dict[str, Any] = {"occurred_at": NOON - 11 * MINUTE}
ONE, THREE = Priority.ONE, Priority.THREE


@pytest.fixture
def desk() -> Desk:
    return Desk()


class TestSecondImpact:
    @pytest.mark.parametrize(
        "second",
        [
            {},
            {"occurred_at": NOON + 30 * MINUTE, "received_at": NOON + 30 * MINUTE},
            {"occurred_at": NOON - MINUTE},
            {"place": a_place(latitude_deg=50.8601 + 0.00179)},
            {"place": None},
            {"place": a_place(latitude_deg=51.2, is_last_known=True, in_belgium=None)},
            {"peak_g": 2.8},
            {"mark": SOS},
        ],
    )
    @pytest.mark.parametrize("rank", [ONE, Priority.TWO])
    def test_near_in_time_and_place_is_the_same_case(self, desk: Desk, second: dict[str, Any], rank: Priority) -> None:
        """What a person made of the priority was about the impact before."""
        first = Crash(peak_g=3.1)
        opened = desk.opens(first)
        desk.has_now(replace(opened, claim=a_claim(), priority=THREE, ranked=rank))
        again = after(first, **second)
        case = desk.opens(again)
        assert (case.case_id, case.impacts, case.version) == (opened.case_id, 2, 2)
        assert (case.priority, case.ranked, case.claim) == (ONE, ONE, a_claim())
        assert case.attention_at == desk.clock.now()
        is_last = again.occurred_at >= first.occurred_at
        assert case.struck_at == (desk.clock.now() if is_last else opened.received_at)
        assert desk.rang() == [True, True]
        assert desk.actions(case)[1:3] == [AuditAction.SECOND_IMPACT, AuditAction.PRIORITY_CHANGED]
        facts = desk.unit.audit.of_chain(case.case_id)[1].record.facts
        assert (facts["impacts"], facts["ecall_id"]) == ("2", again.ecall_id)

    @pytest.mark.parametrize(
        ("second", "is_linked"),
        [
            ({"occurred_at": NOON + 31 * MINUTE, "received_at": NOON + 31 * MINUTE}, True),
            ({"place": a_place(latitude_deg=50.8601 + 0.00181)}, True),
            ({"place": ABROAD}, True),
            ({"mark": TEST}, False),
            ({"imei": "356093070000022"}, False),
        ],
    )
    def test_elsewhere_later_or_of_another_kind_is_another_case(
        self, desk: Desk, second: dict[str, Any], is_linked: bool
    ) -> None:
        first = Crash(peak_g=3.1)
        opened = desk.opens(first)
        case = desk.opens(after(first, **second))
        assert case.case_id != opened.case_id
        assert case.linked_case_id == (opened.case_id if is_linked else None)
        left = desk.unit.cases.get(opened.case_id)
        assert replace(left, nearby=(), version=opened.version) == opened

    def test_the_last_one_leads(self, desk: Desk) -> None:
        first = Crash(peak_g=3.1, **LATE)
        moved = a_place(latitude_deg=50.861)
        second = Crash(place=moved)
        case = desk.opens(first)
        assert case.holds == (Hold.LATE,)
        case = desk.opens(second)
        assert (case.holds, case.is_late, case.place, case.event_at) == ((), False, moved, NOON)
        desk.hears(first.with_(peak_g=3.2))
        case = desk.case(first)
        assert (case.holds, case.is_late, case.place, case.event_at) == ((), False, moved, NOON)

    @pytest.mark.parametrize("metres", [0, 24])
    def test_shows_its_own_fix(self, desk: Desk, metres: int) -> None:
        first = Crash(peak_g=3.1)
        newer = a_place(latitude_deg=50.8601 + metres / 111_250, fixed_at=NOON + MINUTE)
        desk.hears(first)
        assert desk.opens(after(first, place=newer)).place == newer

    def test_of_the_same_instant_leads(self, desk: Desk) -> None:
        first = Crash()
        second = after(first, occurred_at=first.occurred_at)
        desk.hears(first)
        assert desk.opens(second).ecall_ids == (first.ecall_id, second.ecall_id)

    def test_what_comes_after_it_does_not_make_it_later(self, desk: Desk) -> None:
        """Its trace makes a truck due and rings again; what was said to the driver meanwhile stays said."""
        first = Crash(peak_g=3.1)
        desk.hears(first)
        again = after(first, peak_g=None)
        struck = desk.opens(again)
        desk.has_now(replace(struck, claim=a_claim()))
        desk.clock.advance(MINUTE)
        told = desk.opens(again.with_(peak_g=6.3))
        assert told.attention_at > struck.attention_at
        assert told.struck_at == struck.struck_at

    def test_may_ask_for_a_truck(self, desk: Desk) -> None:
        first = Crash(peak_g=3.1)
        desk.hears(first)
        case = desk.opens(after(first, peak_g=6.3, standstill=None))
        assert (case.tow_question, desk.actions(case)[-1]) == (TowQuestion.OPEN, AuditAction.TOW_HELD)

    def test_told_late_is_put_before_the_one_that_leads(self, desk: Desk) -> None:
        last = Crash()
        before_that = after(last, occurred_at=NOON - 5 * MINUTE)
        desk.hears(last)
        case = desk.opens(before_that)
        assert (case.ecall_ids, case.event_at) == ((before_that.ecall_id, last.ecall_id), NOON)
        between = after(last, occurred_at=NOON - MINUTE)
        assert desk.opens(between).ecall_ids == (before_that.ecall_id, between.ecall_id, last.ecall_id)

    def test_does_not_weaken_the_verdict(self, desk: Desk) -> None:
        first = Crash(peak_g=3.1)
        second = after(first, peak_g=None)
        desk.hears(first)
        assert desk.opens(second).verdict == first.verdict
        grave = second.with_(peak_g=6.3, standstill=None)
        assert desk.opens(grave).verdict == grave.verdict
        assert desk.opens(first.with_(peak_g=3.9)).verdict == grave.verdict
        assert desk.opens(grave.with_(standstill=False)).verdict == grave.verdict
        certain = grave.with_(standstill=True)
        assert desk.opens(certain).verdict == certain.verdict
        assert len(desk.orders()) == 1

    def test_of_an_equal_verdict_shows_that_of_the_last(self, desk: Desk) -> None:
        first = Crash(peak_g=3.1)
        second = after(first, peak_g=3.3)
        desk.hears(first)
        assert desk.opens(second).verdict == second.verdict
        assert desk.opens(first.with_(peak_g=3.2)).verdict == second.verdict

    def test_of_a_case_that_was_rejected_lifts_the_rejection(self, desk: Desk) -> None:
        first = Crash(standstill=None)
        second = after(first)
        moving = first.with_(standstill=False)
        desk.hears(first)
        desk.hears(moving)
        assert desk.case(first).holds == (Hold.REJECTED,)
        desk.hears(second)
        assert desk.case(first).holds == ()

    def test_a_rejection_stands_until_the_verdict_is_another(self, desk: Desk) -> None:
        first = Crash(standstill=None)
        moving = first.with_(standstill=False)
        desk.hears(first)
        case = desk.opens(after(first))
        desk.has_now(replace(case, verdict=moving.verdict, holds=(Hold.REJECTED,)))
        assert desk.opens(moving.with_(delta_v_kmh=9.0, peak_g=3.0)).holds == (Hold.REJECTED,)
        assert desk.opens(first.with_(peak_g=3.0)).holds == ()

    def test_a_call_for_help_gives_the_case_its_name(self, desk: Desk) -> None:
        first = Crash()
        second = after(first, mark=SOS)
        desk.hears(first)
        assert desk.opens(second).mark is SOS
        assert desk.opens(first.with_(peak_g=3.1)).mark is SOS
        assert desk.opens(after(second, mark=CrashMark.CRASH)).mark is SOS

    def test_a_second_test_is_no_second_impact(self, desk: Desk) -> None:
        first = Crash(mark=TEST)
        desk.hears(first)
        case = desk.opens(after(first))
        assert (case.impacts, case.priority) == (2, THREE)

    def test_by_our_own_clock_when_that_of_the_box_is_wrong(self, desk: Desk) -> None:
        first = Crash(occurred_at=NOON + timedelta(days=9))
        opened = desk.opens(first)
        soon = desk.opens(Crash(occurred_at=NOON, received_at=NOON + 10 * MINUTE))
        assert soon.case_id == opened.case_id
        elsewhere = Crash(occurred_at=NOON + timedelta(days=9), received_at=NOON + 50 * MINUTE)
        assert desk.opens(elsewhere).case_id != opened.case_id

    def test_joins_the_nearest_of_several_cases(self, desk: Desk) -> None:
        near, far = a_place(), a_place(latitude_deg=51.2)
        first = Crash(place=near)
        second = after(first, place=far)
        one, two = desk.opens(first), desk.opens(second)
        third = after(first, place=None, occurred_at=NOON + timedelta(seconds=20))
        assert desk.opens(third).case_id == one.case_id
        assert desk.opens(after(second, place=None)).case_id == two.case_id

    def test_a_case_of_long_ago_is_not_linked_unless_it_is_open(self, desk: Desk) -> None:
        crash = Crash()
        opened = desk.opens(crash)
        tomorrow = NOON + timedelta(hours=25)
        closed = replace(opened, state=CaseState.CLOSED, closed_at=NOON, outcome=Outcome.KERB)
        desk.has_now(closed)
        case = desk.opens(after(crash, occurred_at=tomorrow, received_at=tomorrow))
        assert case.linked_case_id is None
        desk.has_now(replace(case, state=CaseState.CLOSED, closed_at=tomorrow, outcome=Outcome.KERB))
        desk.has_now(opened)
        after_that = tomorrow + timedelta(hours=25)
        assert desk.opens(after(crash, occurred_at=after_that, received_at=after_that)).linked_case_id == opened.case_id


class TestClosedCase:
    @pytest.fixture
    def crash(self) -> Crash:
        return Crash(peak_g=3.1, standstill=None)

    @pytest.fixture
    def closed(self, desk: Desk, crash: Crash) -> Case:
        case = desk.opens(crash)
        closed = replace(case, state=CaseState.CLOSED, closed_at=NOON + MINUTE, outcome=Outcome.KERB, claim=a_claim())
        desk.has_now(closed)
        desk.clock.advance(10 * MINUTE)
        return closed

    def test_never_swallows_an_impact(self, desk: Desk, crash: Crash, closed: Case) -> None:
        case = desk.opens(after(crash))
        assert (case.linked_case_id, case.state, case.impacts) == (closed.case_id, CaseState.OPEN, 1)
        assert desk.unit.cases.get(closed.case_id) == closed

    def test_takes_in_what_changes_nothing_and_stays_closed(self, desk: Desk, crash: Crash, closed: Case) -> None:
        case = desk.opens(crash.with_(peak_g=3.3, standstill=True))
        assert case.case_id == closed.case_id
        assert (case.state, case.outcome, case.version) == (CaseState.CLOSED, Outcome.KERB, 2)
        assert case.verdict.kind is VerdictKind.ECALL
        assert desk.actions(case)[1:] == [AuditAction.ECALL_UPDATED]
        assert desk.rang() == [True, False]

    @pytest.mark.parametrize(
        ("known", "last"),
        [
            ({"peak_g": 6.3, "standstill": True}, AuditAction.TOW_ORDERED),
            ({"peak_g": 6.3}, AuditAction.TOW_HELD),
            ({"delta_v_kmh": 31.0}, AuditAction.PRIORITY_CHANGED),
        ],
    )
    def test_is_opened_again_when_somebody_is_needed(
        self, desk: Desk, crash: Crash, closed: Case, known: dict[str, Any], last: AuditAction
    ) -> None:
        case = desk.opens(crash.with_(**known))
        assert case.case_id == closed.case_id
        assert (case.state, case.closed_at, case.outcome, case.claim) == (CaseState.OPEN, None, None, None)
        assert (case.priority, case.attention_at) == (ONE, desk.clock.now())
        assert desk.actions(case)[-2:] == [last, AuditAction.CASE_REOPENED]
        assert desk.rang() == [True, True]

    @pytest.mark.parametrize(
        ("mark", "pressed_at", "state"),
        [
            (SOS, NOON + 2 * MINUTE, CaseState.OPEN),
            (CrashMark.CRASH, NOON + 2 * MINUTE, CaseState.OPEN),
            (SOS, NOON + MINUTE / 2, CaseState.CLOSED),
            (CrashMark.TRACE, NOON + 2 * MINUTE, CaseState.CLOSED),
        ],
    )
    def test_is_opened_again_by_a_call_or_a_blow_after_it_was_closed(
        self, desk: Desk, crash: Crash, closed: Case, mark: CrashMark, pressed_at: datetime, state: CaseState
    ) -> None:
        known = crash.ecall
        told = replace(known, track=(*known.track, a_record(mark=mark, device_at=pressed_at)))
        case = desk.records(replace(crash.command, ecall=told))
        assert case is not None
        assert (case.case_id, case.state) == (closed.case_id, state)
        is_open = state is CaseState.OPEN
        assert desk.rang() == [True] + [True] * is_open
        assert (desk.actions(case)[-1] is AuditAction.CASE_REOPENED) is is_open

    def test_is_opened_again_by_one_more_blow_in_its_trace(self, desk: Desk, crash: Crash, closed: Case) -> None:
        blows = Impact(0.0, 3.1, 20.0), Impact(2.0, 2.9, 20.0)
        measured = a_measurement(peak_g=3.1, delta_v_kmh=None, rollover=None)
        one = replace(crash.ecall, measurement=replace(measured, impacts=blows[:1]))
        two = replace(crash.ecall, measurement=replace(measured, impacts=blows))
        desk.has_now(replace(closed, priority=ONE, ranked=ONE))
        first = desk.records(replace(crash.command, ecall=one))
        assert first is not None
        assert first.state is CaseState.CLOSED
        second = desk.records(replace(crash.command, ecall=two))
        assert second is not None
        assert (second.state, desk.rang()[-1]) == (CaseState.OPEN, True)

    def test_is_not_opened_again_for_a_truck_that_still_runs(self, desk: Desk, crash: Crash, closed: Case) -> None:
        raised = replace(closed, priority=ONE, ranked=ONE)
        desk.has_now(raised)
        order = an_order(closed.case_id)
        desk.unit.orders.orders[order.order_id] = order
        assert desk.opens(crash.with_(peak_g=6.3, standstill=True)).state is CaseState.CLOSED
        assert len(desk.orders()) == 1
