"""From a crash to a case: openings, rejections, updates, second impacts, closed cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import CaseState, Hold, TowQuestion
from app.domain.ecall import CrashMark
from app.domain.events import EventKind
from app.domain.service_order import OrderState
from app.domain.subscription import Contract
from app.domain.verdict import Priority, VerdictKind
from app.usecases.record_ecall import RecordEcall
from tests.app.usecases.crashes import DELAY, Crash, Desk, after
from tests.support.builders import NOON, a_claim, a_contract, a_place, a_position, a_record, an_order

ABROAD = a_place(in_belgium=False, country_codes=("DE",), municipality=None)
DOUBTFUL = a_place(in_belgium=None, country_codes=("BE", "NL"))
MINUTE = timedelta(minutes=1)
SOS, MSD, TEST, TRACE = CrashMark.SOS, CrashMark.AUTOMATIC_MSD, CrashMark.TEST, CrashMark.TRACE
LATE: dict[str, Any] = {"occurred_at": NOON - 11 * MINUTE}
AHEAD: dict[str, Any] = {"occurred_at": NOON + 5 * MINUTE}
ONE, TWO, THREE = Priority.ONE, Priority.TWO, Priority.THREE
NOT_ASKED, OPEN, NO = TowQuestion.NOT_ASKED, TowQuestion.OPEN, TowQuestion.NO


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("facts", "priority", "holds", "question", "tows"),
    [
        ({"peak_g": 6.3}, ONE, (), NOT_ASKED, 1),
        ({"peak_g": 4.0}, TWO, (), NOT_ASKED, 0),
        ({"peak_g": 3.1, "delta_v_kmh": 25.0}, ONE, (), NOT_ASKED, 0),
        ({}, TWO, (), NOT_ASKED, 0),
        ({"standstill": None}, TWO, (), NOT_ASKED, 0),
        ({"peak_g": 6.3, "standstill": None}, ONE, (), OPEN, 0),
        ({"peak_g": 3.1, "standstill": None}, TWO, (), NOT_ASKED, 0),
        ({"peak_g": 3.9, "is_bound": True}, TWO, (), NOT_ASKED, 0),
        ({"peak_g": 6.3, "place": None}, ONE, (Hold.PLACE_UNKNOWN,), OPEN, 0),
        ({"peak_g": 6.3, "place": DOUBTFUL}, ONE, (Hold.PLACE_UNKNOWN,), OPEN, 0),
        ({"place": None}, TWO, (Hold.PLACE_UNKNOWN,), NOT_ASKED, 0),
        ({"peak_g": 6.3, "place": ABROAD}, ONE, (Hold.OUTSIDE_BELGIUM,), NOT_ASKED, 0),
        ({"place": ABROAD}, TWO, (Hold.OUTSIDE_BELGIUM,), NOT_ASKED, 0),
        ({"peak_g": 6.3, **LATE}, ONE, (Hold.LATE,), OPEN, 0),
        ({"peak_g": 3.1, **LATE}, TWO, (Hold.LATE,), OPEN, 0),
        ({**LATE}, TWO, (Hold.LATE,), OPEN, 0),
        ({"place": ABROAD, **LATE}, TWO, (Hold.LATE, Hold.OUTSIDE_BELGIUM), NOT_ASKED, 0),
        ({"peak_g": 6.3, "occurred_at": NOON + DELAY - 10 * MINUTE}, ONE, (), NOT_ASKED, 1),
        ({"peak_g": 6.3, **AHEAD}, ONE, (Hold.CLOCK_WRONG,), OPEN, 0),
        ({"peak_g": 3.1, **AHEAD}, TWO, (Hold.CLOCK_WRONG,), NOT_ASKED, 0),
        ({"mark": SOS}, ONE, (), NOT_ASKED, 0),
        ({"mark": MSD}, ONE, (), NOT_ASKED, 0),
        ({"pressed": True}, ONE, (), NOT_ASKED, 0),
        ({"mark": SOS, "standstill": False}, ONE, (), NOT_ASKED, 0),
        ({"mark": SOS, "standstill": False, "place": ABROAD}, ONE, (Hold.OUTSIDE_BELGIUM,), NOT_ASKED, 0),
        ({"mark": TEST}, THREE, (Hold.TEST,), NOT_ASKED, 0),
        ({"mark": TEST, "standstill": False}, THREE, (Hold.TEST, Hold.REJECTED), NOT_ASKED, 0),
        ({"mark": TEST, "peak_g": 6.3, **LATE}, ONE, (Hold.LATE, Hold.TEST), NOT_ASKED, 0),
        ({"mark": TRACE, "peak_g": 6.3}, ONE, (), NOT_ASKED, 1),
    ],
)
def test_a_crash_opens_a_case(  # noqa: PLR0913, PLR0917 - one row of the table
    desk: Desk, facts: dict[str, Any], priority: Priority, holds: tuple[Hold, ...], question: TowQuestion, tows: int
) -> None:
    case = desk.opens(Crash(**facts))
    assert case == desk.unit.cases.get(case.case_id)
    assert (case.priority, case.ranked, case.holds, case.tow_question) == (priority, priority, holds, question)
    assert (case.is_late, case.is_test) == (Hold.LATE in holds, Hold.TEST in holds)
    assert len(desk.orders()) == tows
    tow = {NOT_ASKED: [AuditAction.TOW_ORDERED] * tows, OPEN: [AuditAction.TOW_HELD]}[question]
    assert desk.actions(case) == [AuditAction.CASE_OPENED, *tow]
    assert desk.rang() == [True]


def test_a_new_case_says_what_is_known(desk: Desk) -> None:
    crash = Crash(peak_g=6.3)
    case = desk.opens(crash)
    assert (case.number, case.version, case.state) == ("2026-000001", 1, CaseState.OPEN)
    assert (case.imei, case.contract_id, case.ecall_ids) == (crash.imei, a_contract().contract_id, (crash.ecall_id,))
    assert (case.mark, case.verdict, case.place) == (crash.mark, crash.verdict, crash.place)
    assert (case.event_at, case.received_at, case.attention_at) == (NOON, NOON + DELAY, NOON + DELAY)
    assert (case.claim, case.linked_case_id, case.closed_at, case.outcome) == (None, None, None, None)
    assert desk.unit.ecalls.get(crash.ecall_id) == crash.ecall
    opened = desk.unit.audit.of_chain(case.case_id)[0].record
    assert dict(opened.facts) == {
        "priority": "1",
        "ecall_id": crash.ecall_id,
        "mark": "crash",
        "verdict": "tow_at_once",
        "peak_g": "6.30",
    }
    assert not opened.personal


def test_a_peak_that_the_sensor_cut_off_is_written_down_as_a_floor(desk: Desk) -> None:
    case = desk.opens(Crash(peak_g=8.0, is_bound=True))
    facts = desk.unit.audit.of_chain(case.case_id)[0].record.facts
    assert facts["peak_at_least_g"] == "8.00"
    assert "peak_g" not in facts


def test_a_new_case_says_what_holds_and_what_is_missing(desk: Desk) -> None:
    first = desk.opens(Crash(place=ABROAD))
    case = desk.opens(after(Crash(), place=None, standstill=None, occurred_at=NOON - 40 * MINUTE))
    facts = desk.unit.audit.of_chain(case.case_id)[0].record.facts
    assert facts["holds"] == "late,place_unknown"
    assert facts["missing"] == "impact_g,vehicle_at_standstill,place"
    assert facts["linked_case_id"] == first.case_id
    assert "peak_g" not in facts


def test_the_tow_of_the_rules_is_to_be_ordered_by_hand(desk: Desk) -> None:
    case = desk.opens(Crash(peak_g=6.3))
    (order,) = desk.orders()
    assert (order.case_id, order.state, order.automatic, order.road_known) == (
        case.case_id,
        OrderState.BY_HAND,
        True,
        False,
    )
    assert (order.ordered_at, order.changed_at, order.provider, order.eta_at) == (NOON + DELAY, NOON + DELAY, "", None)


@pytest.mark.parametrize(
    ("contract", "contract_id", "holds"),
    [
        (a_contract(), a_contract().contract_id, ()),
        (None, a_contract().contract_id, ()),
        (None, None, ()),
        (a_contract(starts_on=None), a_contract().contract_id, ()),
        (a_contract(ends_on=date(2026, 11, 24)), a_contract().contract_id, ()),
        (a_contract(ends_on=date(2026, 11, 23)), a_contract().contract_id, (Hold.CONTRACT_ENDED,)),
        (a_contract(starts_on=date(2026, 11, 25)), a_contract().contract_id, (Hold.CONTRACT_ENDED,)),
    ],
)
def test_only_a_contract_known_to_have_ended_holds_the_tow_back(
    desk: Desk, contract: Contract | None, contract_id: str | None, holds: tuple[Hold, ...]
) -> None:
    desk.knows(contract, contract_id=contract_id)
    case = desk.opens(Crash(peak_g=6.3))
    assert (case.contract_id, case.holds) == (contract_id, holds)
    assert case.tow_question is (OPEN if holds else NOT_ASKED)
    assert len(desk.orders()) == (0 if holds else 1)


def test_a_box_without_car_or_record_delays_nothing(desk: Desk) -> None:
    desk.unit.boxes.boxes.clear()
    case = desk.opens(Crash(peak_g=6.3))
    assert (case.contract_id, case.holds, len(desk.orders())) == (None, (), 1)


def test_a_contract_that_becomes_known_is_kept_with_the_case(desk: Desk) -> None:
    desk.knows(None, contract_id=None)
    crash = Crash()
    desk.hears(crash)
    desk.knows(a_contract())
    desk.hears(crash.with_(peak_g=3.1))
    desk.knows(None, contract_id=None)
    desk.hears(crash.with_(peak_g=3.2))
    assert desk.case(crash).contract_id == a_contract().contract_id


def test_a_wrong_clock_does_not_choose_the_contract(desk: Desk) -> None:
    desk.knows(a_contract(ends_on=date(2026, 11, 24)))
    case = desk.opens(Crash(occurred_at=NOON + timedelta(days=400)))
    assert case.holds == (Hold.CLOCK_WRONG,)


def test_cases_are_numbered_by_the_year_of_reception_in_belgium(desk: Desk) -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=UTC) - timedelta(hours=1)
    crash = Crash(occurred_at=new_year, received_at=new_year)
    case = desk.opens(crash)
    assert case.number == "2027-000001"


class TestRejection:
    def test_keeps_the_event_with_its_reasons_and_opens_no_case(self, desk: Desk) -> None:
        crash = Crash(peak_g=1.9)
        assert desk.hears(crash) is None
        assert not desk.unit.cases.cases
        rejected = desk.unit.ecalls.find_rejected(crash.ecall_id)
        assert rejected is not None
        assert (rejected.peak_g, rejected.verdict) == (1.9, crash.verdict)
        assert (rejected.occurred_at, rejected.received_at) == (NOON, NOON + DELAY)
        assert desk.unit.ecalls.get(crash.ecall_id) == crash.ecall
        (entry,) = desk.unit.audit.of_chain(SYSTEM_CHAIN)
        assert entry.record.action is AuditAction.ECALL_REJECTED
        assert dict(entry.record.facts) == {
            "ecall_id": crash.ecall_id,
            "mark": "crash",
            "reasons": "peak_below,standstill,in_belgium,box_crash_flag",
            "peak_g": "1.90",
        }
        assert dict(entry.record.personal) == {"imei": crash.imei}
        (event,) = desk.unit.events.events
        assert (event.kind, event.ecall_id, event.rings) == (EventKind.ECALL_REJECTED, crash.ecall_id, False)

    def test_is_told_again_only_when_it_says_something_else(self, desk: Desk) -> None:
        crash = Crash(standstill=False)
        desk.hears(crash)
        further = replace(crash.command, ecall=replace(crash.ecall, track=(a_record(),)))
        assert desk.records(further) is None
        assert desk.unit.ecalls.get(crash.ecall_id).track == (a_record(),)
        assert len(desk.unit.events.events) == 1
        desk.hears(crash.with_(peak_g=3.1))
        assert len(desk.unit.events.events) == 2
        assert desk.unit.audit.actions() == [AuditAction.ECALL_REJECTED] * 2

    def test_that_was_premature_becomes_a_case_with_its_tow(self, desk: Desk) -> None:
        crash = Crash(peak_g=1.9)
        desk.hears(crash)
        desk.clock.advance(MINUTE)
        case = desk.opens(crash.with_(peak_g=6.3))
        assert desk.unit.ecalls.find_rejected(crash.ecall_id) is None
        assert (case.received_at, case.attention_at) == (NOON + DELAY + MINUTE, NOON + DELAY + MINUTE)
        assert (case.holds, len(desk.orders())) == ((), 1)
        assert desk.rang() == [False, True]
        assert desk.unit.events.events[-1].ecall_id == crash.ecall_id, "desks take it off the rejected ones"

    def test_that_was_premature_for_long_opens_a_late_case(self, desk: Desk) -> None:
        crash = Crash(peak_g=1.9)
        desk.hears(crash)
        desk.clock.advance(11 * MINUTE)
        case = desk.opens(crash.with_(peak_g=6.3))
        assert (case.is_late, case.holds, case.tow_question) == (True, (Hold.LATE,), OPEN)
        desk.hears(crash.with_(peak_g=6.4))
        assert desk.case(crash).is_late
        assert not desk.orders()

    def test_that_was_premature_joins_the_case_it_belongs_to(self, desk: Desk) -> None:
        first = Crash(peak_g=3.1)
        second = after(first, peak_g=1.9)
        desk.hears(first)
        assert desk.hears(second) is None
        case = desk.opens(second.with_(peak_g=3.3))
        assert case.ecall_ids == (first.ecall_id, second.ecall_id)
        assert desk.unit.ecalls.find_rejected(second.ecall_id) is None
        assert [event.ecall_id for event in desk.unit.events.events] == [None, second.ecall_id, second.ecall_id]


class TestUpdate:
    def test_that_completes_the_facts_orders_the_tow_then(self, desk: Desk) -> None:
        crash = Crash(standstill=None)
        desk.hears(crash)
        desk.clock.advance(MINUTE)
        desk.hears(crash.with_(peak_g=6.3))
        asked = desk.case(crash)
        assert (asked.tow_question, asked.priority, len(desk.orders())) == (OPEN, ONE, 0)
        assert asked.attention_at == NOON + DELAY  # nobody had it: it waits as long as it did
        desk.clock.advance(MINUTE)
        desk.hears(crash.with_(peak_g=6.3, standstill=True))
        ordered = desk.case(crash)
        assert (ordered.tow_question, ordered.verdict.kind) == (NOT_ASKED, VerdictKind.TOW_AT_ONCE)
        assert ordered.attention_at == NOON + DELAY
        (order,) = desk.orders()
        assert order.ordered_at == NOON + DELAY + 2 * MINUTE
        assert desk.rang() == [True, True, True]
        assert desk.actions(ordered) == [
            AuditAction.CASE_OPENED,
            AuditAction.ECALL_UPDATED,
            AuditAction.PRIORITY_CHANGED,
            AuditAction.TOW_HELD,
            AuditAction.ECALL_UPDATED,
            AuditAction.TOW_ORDERED,
        ]
        facts = [dict(entry.record.facts) for entry in desk.unit.audit.of_chain(ordered.case_id)]
        assert facts[1] == {"ecall_id": crash.ecall_id, "peak_g": "6.30", "missing": "vehicle_at_standstill"}
        assert facts[2] == {"priority": "1", "before": "2"}
        assert facts[3] == {"clause": "S2.ECALL.tow", "missing": "vehicle_at_standstill"}

    def test_that_needs_a_person_asks_who_has_the_case_again(self, desk: Desk) -> None:
        crash = Crash(standstill=None)
        desk.has_now(replace(desk.opens(crash), claim=a_claim()))
        desk.clock.advance(MINUTE)
        assert desk.opens(crash.with_(peak_g=6.3)).attention_at == NOON + DELAY + MINUTE

    def test_of_a_call_for_help_brings_its_fix(self, desk: Desk) -> None:
        crash = Crash()
        desk.hears(crash)
        pressed = a_record(mark=CrashMark.SOS, device_at=NOON + MINUTE)
        told = replace(crash.ecall, track=(*crash.ecall.track, pressed))
        newer = a_place(fixed_at=NOON + MINUTE)
        case = desk.records(RecordEcall(told, crash.verdict, newer))
        assert case is not None
        assert case.place == newer
        assert desk.records(RecordEcall(told, crash.verdict, a_place(fixed_at=NOON + 2 * MINUTE))) == case

    def test_is_told_in_silence_when_nobody_is_needed(self, desk: Desk) -> None:
        crash = Crash()
        desk.hears(crash)
        desk.clock.advance(MINUTE)
        desk.hears(crash.with_(peak_g=3.1))
        case = desk.case(crash)
        assert (case.version, case.verdict.kind, case.attention_at) == (2, VerdictKind.ECALL, NOON + DELAY)
        assert desk.rang() == [True, False]

    def test_of_a_car_at_rest_is_stored_and_not_told(self, desk: Desk) -> None:
        crash = Crash()
        desk.hears(crash)
        wandered = a_place(latitude_deg=50.86015, fixed_at=NOON + MINUTE)
        before = desk.case(crash)
        track = (*crash.ecall.track, a_record(device_at=NOON + MINUTE))
        command = RecordEcall(replace(crash.ecall, track=track), crash.verdict, wandered)
        assert desk.records(command) == before
        assert desk.unit.ecalls.get(crash.ecall_id).track == track
        assert (desk.case(crash), len(desk.unit.events.events)) == (before, 1)

    def test_of_the_fix_alone_is_not_told(self, desk: Desk) -> None:
        crash = Crash()
        before = desk.opens(crash)
        wandered = replace(crash.ecall, position=a_position(satellites=4))
        for ecall in (wandered, replace(wandered, last_known=a_position())):
            assert desk.records(replace(crash.command, ecall=ecall)) == before
            assert desk.unit.ecalls.get(crash.ecall_id) == ecall
        assert desk.rang() == [True]

    def test_of_the_place_alone_is_told(self, desk: Desk) -> None:
        crash = Crash(peak_g=3.1)
        desk.hears(crash)
        moved = crash.with_(place=a_place(latitude_deg=50.87))
        assert (desk.opens(moved).place, desk.case(crash).version, desk.rang()) == (moved.place, 2, [True, False])

    def test_that_only_an_engineer_reads_is_told_too(self, desk: Desk) -> None:
        crash = Crash(peak_g=3.1)
        desk.hears(crash)
        desk.hears(crash.with_(delta_v_kmh=11.0))
        assert (desk.case(crash).version, desk.rang()) == (2, [True, False])

    def test_that_makes_it_no_ecall_leaves_the_case_and_says_so(self, desk: Desk) -> None:
        crash = Crash(peak_g=6.3, standstill=None)
        desk.hears(crash)
        case = desk.opens(crash.with_(standstill=False))
        assert (case.state, case.verdict.kind, case.holds) == (CaseState.OPEN, VerdictKind.REJECTED, (Hold.REJECTED,))
        assert (case.priority, case.ranked, case.tow_question) == (ONE, ONE, NOT_ASKED)
        assert desk.rang() == [True, False]
        assert desk.unit.ecalls.find_rejected(crash.ecall_id) is None

    def test_leaves_the_question_open_after_a_refusal(self, desk: Desk) -> None:
        crash = Crash(peak_g=6.3)
        case = desk.opens(crash)
        desk.order_became(OrderState.REFUSED)
        desk.has_now(replace(case, tow_question=OPEN))
        for known in ({"peak_g": 6.4}, {"standstill": False}):
            crash = crash.with_(**known)
            desk.hears(crash)
            assert (desk.case(crash).tow_question, len(desk.orders())) == (OPEN, 1)

    def test_keeps_an_order_that_was_placed_before_the_facts_turned(self, desk: Desk) -> None:
        crash = Crash(peak_g=6.3)
        desk.hears(crash)
        desk.opens(crash.with_(standstill=False))
        assert [order.state for order in desk.orders()] == [OrderState.BY_HAND]

    def test_that_rings_leaves_the_case_with_its_holder(self, desk: Desk) -> None:
        crash = Crash()
        desk.has_now(replace(desk.opens(crash), claim=a_claim()))
        assert (desk.opens(crash.with_(peak_g=6.3)).claim, desk.rang()) == (a_claim(), [True, True])

    def test_brings_the_place(self, desk: Desk) -> None:
        memory = a_place(is_last_known=True, in_belgium=None)
        crash = Crash(peak_g=6.3, place=memory)
        desk.hears(crash)
        assert desk.case(crash).holds == (Hold.PLACE_UNKNOWN,)
        desk.hears(crash.with_(place=a_place()))
        case = desk.case(crash)
        assert (case.place, case.holds, len(desk.orders())) == (a_place(), (), 1)

    def test_does_not_undo_what_a_person_made_of_the_priority(self, desk: Desk) -> None:
        crash = Crash(peak_g=3.1)
        case = desk.opens(crash)
        desk.has_now(replace(case, priority=THREE))
        desk.hears(crash.with_(peak_g=3.2))
        assert desk.case(crash).priority is THREE
        desk.hears(crash.with_(peak_g=6.3))
        assert desk.case(crash).priority is ONE

    def test_never_lowers_a_priority_a_person_raised(self, desk: Desk) -> None:
        crash = Crash()
        case = desk.opens(crash)
        desk.has_now(replace(case, priority=ONE))
        desk.hears(crash.with_(peak_g=6.3, standstill=None))
        assert (desk.case(crash).priority, desk.case(crash).ranked) == (ONE, ONE)
        assert AuditAction.PRIORITY_CHANGED not in desk.actions(case)


class TestTowOfAPerson:
    def test_no_is_not_overruled_by_more_facts(self, desk: Desk) -> None:
        crash = Crash(peak_g=6.3, standstill=None)
        case = desk.opens(crash)
        desk.has_now(replace(case, tow_question=NO))
        desk.hears(crash.with_(standstill=True))
        assert (desk.case(crash).tow_question, desk.orders()) == (NO, [])
        desk.hears(after(crash, standstill=True))
        assert (desk.case(crash).tow_question, len(desk.orders())) == (NOT_ASKED, 1)

    @pytest.mark.parametrize("state", [OrderState.CANCELLED, OrderState.DONE, OrderState.REFUSED])
    def test_an_ended_order_is_not_placed_again(self, desk: Desk, state: OrderState) -> None:
        crash = Crash(peak_g=6.3)
        desk.hears(crash)
        desk.order_became(state)
        desk.clock.advance(MINUTE)
        desk.hears(crash.with_(peak_g=6.5))
        assert [one.state for one in desk.orders()] == [state]
        assert desk.rang() == [True, False]

    def test_an_ended_order_of_the_impact_before_counts_no_more(self, desk: Desk) -> None:
        crash = Crash(peak_g=6.3)
        desk.hears(crash)
        desk.order_became(OrderState.CANCELLED)
        desk.hears(after(crash))
        assert [one.state for one in desk.orders()] == [OrderState.CANCELLED, OrderState.BY_HAND]

    def test_an_ended_order_counts_for_the_impact_it_was_placed_for(self, desk: Desk) -> None:
        first = Crash(peak_g=3.1)
        second = after(first, peak_g=6.3)
        desk.hears(first)
        desk.hears(second)
        desk.order_became(OrderState.CANCELLED)
        for crash in (first.with_(peak_g=3.2), second.with_(peak_g=6.4)):
            desk.hears(crash)
            assert [one.state for one in desk.orders()] == [OrderState.CANCELLED]

    @pytest.mark.parametrize("is_told_of_the_first", [True, False])
    def test_an_order_from_between_two_impacts_counts_no_more(self, desk: Desk, is_told_of_the_first: bool) -> None:
        first = Crash(peak_g=3.1)
        second = after(first, occurred_at=NOON + 5 * MINUTE, received_at=NOON + 5 * MINUTE)
        case = desk.opens(first)
        called_off = an_order(case.case_id, state=OrderState.CANCELLED, ordered_at=NOON + 2 * MINUTE)
        desk.unit.orders.orders[called_off.order_id] = called_off
        desk.hears(second)
        assert len(desk.orders()) == 1
        desk.hears((first if is_told_of_the_first else second).with_(peak_g=6.3))
        assert [order.state for order in desk.orders()] == [OrderState.CANCELLED, OrderState.BY_HAND]

    def test_a_running_order_of_the_car_is_reused(self, desk: Desk) -> None:
        first = Crash(peak_g=6.3)
        second = after(first, peak_g=7.0, occurred_at=NOON + 40 * MINUTE, received_at=NOON + 40 * MINUTE)
        desk.hears(first)
        case = desk.opens(second)
        (order,) = desk.orders()
        assert (case.tow_question, case.linked_case_id) == (NOT_ASKED, order.case_id)
        opened = desk.unit.audit.of_chain(case.case_id)[0].record
        assert opened.facts["reused_order_id"] == order.order_id
        desk.order_became(OrderState.DONE)
        desk.hears(second)
        assert [one.case_id for one in desk.orders()] == [order.case_id, case.case_id]

    def test_a_running_order_answers_the_question(self, desk: Desk) -> None:
        crash = Crash(peak_g=6.3)
        desk.hears(crash)
        (order,) = desk.orders()
        desk.hears(after(crash, standstill=None))
        assert (desk.case(crash).tow_question, len(desk.orders())) == (NOT_ASKED, 1)
        joined = desk.unit.audit.of_chain(order.case_id)[2].record
        assert joined.facts["reused_order_id"] == order.order_id
