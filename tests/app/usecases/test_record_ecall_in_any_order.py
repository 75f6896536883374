"""What must hold for every order in which a box can tell its crashes: nothing twice, nothing lost, the same end."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import CasePlace, Hold
from app.domain.ecall import CrashMark
from tests.app.usecases.crashes import DELAY, Crash, Desk, after
from tests.support.builders import NOON, a_place

PLACES: tuple[CasePlace | None, ...] = (
    None,
    a_place(),
    a_place(in_belgium=None, country_codes=("BE", "NL")),
    a_place(in_belgium=False, country_codes=("DE",), municipality=None),
)
FACTS: Mapping[str, Any] = {
    "peak_g": st.sampled_from([1.9, 2.5, 3.1, 4.0, 6.3]),
    "standstill": st.booleans(),
    "place": st.sampled_from(PLACES[1:]),
    "mark": st.sampled_from([CrashMark.CRASH, CrashMark.SOS, CrashMark.AUTOMATIC_MSD]),
    "pressed": st.just(value=True),
    "delta_v_kmh": st.sampled_from([4.0, 31.0]),
}
UNKNOWN: Mapping[str, Any] = {"peak_g": None, "standstill": None, "place": None, "mark": CrashMark.TRACE}
AGES = st.sampled_from([timedelta(0), timedelta(minutes=11), -timedelta(minutes=5)])


@given(known=st.fixed_dictionaries({}, optional=dict(FACTS)), age=AGES, data=st.data())
def test_facts_give_the_same_case_in_whatever_order_they_come(
    known: dict[str, Any], age: timedelta, data: st.DataObject
) -> None:
    crash = Crash(**{**UNKNOWN, "occurred_at": NOON - age})
    at_once, one_by_one = Desk(), Desk()
    whole = at_once.hears(crash.with_(**known))
    one_by_one.hears(crash)
    for name in data.draw(st.permutations(sorted(known))):
        crash = crash.with_(**{name: known[name]})
        one_by_one.hears(crash)
    case = one_by_one.unit.cases.of_ecall(crash.ecall_id)
    if whole is None:
        assert case is None or Hold.REJECTED in case.holds
        assert not one_by_one.orders()
        return
    assert case is not None
    assert (case.verdict, case.holds, case.place, case.mark) == (whole.verdict, whole.holds, whole.place, whole.mark)
    assert (case.priority, case.ranked, case.tow_question) == (whole.priority, whole.ranked, whole.tow_question)
    assert [order.state for order in one_by_one.orders()] == [order.state for order in at_once.orders()]


@st.composite
def told_crashes(draw: st.DrawFn) -> list[Crash]:
    """What three crashes of a car are known by, told in any order and piece by piece."""
    first = Crash(occurred_at=NOON - draw(AGES))
    minutes = st.integers(0, 45)
    crashes = [first]
    for _ in range(2):
        gap = timedelta(minutes=draw(minutes))
        changes = {"occurred_at": first.occurred_at + gap, "received_at": NOON + DELAY + gap}
        crashes.append(after(first, **changes))
    told = draw(st.lists(st.tuples(st.sampled_from(range(3)), st.fixed_dictionaries({}, optional=dict(FACTS)))))
    pieces = []
    for index, known in told:
        crashes[index] = crashes[index].with_(**known)
        pieces.append(crashes[index])
    return pieces


@given(told_crashes())
def test_the_same_again_changes_nothing(told: list[Crash]) -> None:
    desk = Desk()
    for crash in told:
        case = desk.hears(crash)
        before = desk.everything()
        assert desk.hears(crash) == case
        assert desk.everything() == before


@given(told_crashes())
def test_no_crash_is_lost_and_no_car_gets_two_trucks(told: list[Crash]) -> None:
    desk = Desk()
    for crash in told:
        case = desk.hears(crash)
        held_in = [one for one in desk.unit.cases.cases.values() if crash.ecall_id in one.ecall_ids]
        assert held_in == ([] if case is None else [case])
        assert (desk.unit.ecalls.find_rejected(crash.ecall_id) is None) is (case is not None)
        assert desk.unit.ecalls.get(crash.ecall_id) == crash.ecall
        assert len([order for order in desk.orders() if order.state.is_running]) <= 1


@given(told_crashes())
def test_the_rules_never_lower_a_priority(told: list[Crash]) -> None:
    desk = Desk()
    for crash in told:
        before = dict(desk.unit.cases.cases)
        desk.hears(crash)
        for case_id, case in before.items():
            assert desk.unit.cases.get(case_id).priority <= case.priority
