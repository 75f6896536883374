"""One crash = one E-call: any order, any split, any repeat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ecall import BoxRecord, CrashMark, Ecall
from app.domain.ids import EcallId, Imei
from services.detection.correlate import Decision, NewEcall, Unchanged, UpdatedEcall, detect
from tests.services.detection.crashes import (
    IMEI,
    IMPACT_AT,
    TELTONIKA,
    THRESHOLDS,
    a_position,
    a_record,
    fragments_of,
    half_sine,
)


class Store:
    """What the pipeline keeps between frames: records, and E-calls by id."""

    def __init__(self) -> None:
        self.recent: list[BoxRecord] = []
        self.ecalls: dict[EcallId, Ecall] = {}
        self._ids = count(1)

    def receive(self, *records: BoxRecord) -> tuple[Decision, ...]:
        decisions = detect(
            records, self.recent, tuple(self.ecalls.values()), TELTONIKA, IMPACT_AT, THRESHOLDS, self._new_id
        )
        for decision in decisions:
            if not isinstance(decision, Unchanged):
                self.ecalls[decision.ecall.ecall_id] = decision.ecall
        self.recent += records
        return decisions

    @property
    def only(self) -> Ecall:
        (ecall,) = self.ecalls.values()
        return ecall

    def _new_id(self) -> EcallId:
        return EcallId(f"ecall-{next(self._ids)}")


def a_crash(counter: int | None = None, mark: CrashMark = CrashMark.CRASH) -> list[BoxRecord]:
    """Approach, crash, trace stamped from 10 s before to 4 s after, and a car at rest."""
    fragments = fragments_of(
        half_sine((12.0, 0.0, 0.0), before_s=10.0, after_s=5.0), starts_at=IMPACT_AT - timedelta(seconds=10)
    )
    after_crash = (2, 4, 6)
    approach = [
        a_record(s, speed_kmh=110.0 + s, position=a_position(IMPACT_AT + timedelta(seconds=s)))
        for s in (-70, -55, -9, -1)
    ]
    traces = [
        replace(a_record(0, CrashMark.TRACE, crash_counter=counter, trace=piece), device_at=piece.starts_at)
        for piece in fragments
    ]
    crash = a_record(0, mark, crash_counter=counter, position=a_position(IMPACT_AT), speed_kmh=21.0)
    rest = [
        a_record(
            s,
            speed_kmh=0.0,
            movement=False,
            unplugged=s > after_crash[1],
            position=a_position(IMPACT_AT + timedelta(seconds=s)),
        )
        for s in after_crash
    ]
    return [*approach, crash, *traces, *rest]


def test_a_frame_with_a_crash_its_trace_and_its_aftermath_is_one_new_ecall() -> None:
    store = Store()
    (decision,) = store.receive(*a_crash())
    assert isinstance(decision, NewEcall)
    ecall = store.only
    assert (ecall.mark, ecall.occurred_at, ecall.calibrated) == (CrashMark.CRASH, IMPACT_AT, True)
    assert ecall.standstill is True
    assert ecall.standstill_since == IMPACT_AT + timedelta(seconds=2)
    assert (ecall.speed_before_kmh, ecall.approach_speed_kmh) == (109.0, 109.0)
    assert ecall.unplugged is True
    assert ecall.position == a_position(IMPACT_AT + timedelta(seconds=6))
    assert ecall.measurement is not None
    assert ecall.measurement.peak_g == pytest.approx(12.0)


@given(st.randoms(use_true_random=False), st.sampled_from([None, 7]), st.lists(st.integers(0, 24), max_size=12))
def test_any_order_split_and_repetition_ends_in_the_same_ecall(
    random: Random, counter: int | None, cuts: Sequence[int]
) -> None:
    whole, pieces = Store(), Store()
    records = a_crash(counter)
    whole.receive(*records)
    shuffled = records + random.sample(records, 5)
    random.shuffle(shuffled)
    edges = [0, *sorted(cuts), len(shuffled)]
    for start, end in zip(edges, edges[1:], strict=False):
        pieces.receive(*shuffled[start:end])
    assert pieces.only == whole.only


def test_plain_records_without_a_crash_decide_nothing() -> None:
    assert Store().receive(a_record(0, speed_kmh=50.0), a_record(5, speed_kmh=0.0)) == ()


def test_a_repeated_frame_changes_nothing() -> None:
    store = Store()
    records = a_crash()
    store.receive(*records)
    before = store.only
    assert store.receive(*records) == (Unchanged(before.ecall_id),)
    assert store.only == before


def test_what_changed_is_named() -> None:
    store = Store()
    store.receive(a_record(0, CrashMark.CRASH))
    (rest,) = store.receive(a_record(4, movement=False, speed_kmh=0.0, position=a_position(IMPACT_AT)))
    assert isinstance(rest, UpdatedEcall)
    assert rest.changed == {"track", "standstill", "standstill_since", "position", "last_known"}
    piece = fragments_of(half_sine((12.0, 0.0, 0.0)))[0]
    (trace,) = store.receive(a_record(1, CrashMark.TRACE, trace=piece))
    assert isinstance(trace, UpdatedEcall)
    assert trace.changed == {"track", "fragments", "measurement"}


def test_a_trace_whose_crash_was_lost_opens_an_ecall_that_the_crash_then_joins() -> None:
    store = Store()
    (opened,) = store.receive(a_record(-10, CrashMark.TRACE))
    assert isinstance(opened, NewEcall)
    assert opened.ecall.mark is CrashMark.TRACE
    (joined,) = store.receive(a_record(0, CrashMark.CRASH, crash_counter=3))
    assert isinstance(joined, UpdatedEcall)
    assert (store.only.mark, store.only.occurred_at, store.only.crash_counter) == (CrashMark.CRASH, IMPACT_AT, 3)


def test_a_later_crash_is_a_second_ecall_and_each_trace_finds_its_own() -> None:
    store = Store()
    traces = [a_record(offset, CrashMark.TRACE) for offset in (-5, 295, 5, 305)]
    store.receive(a_record(0, CrashMark.CRASH), a_record(300, CrashMark.CRASH), *traces)
    first, second = store.ecalls.values()
    assert [record.device_at for record in second.track] == [
        IMPACT_AT + timedelta(seconds=offset) for offset in (295, 300, 305)
    ]
    assert len(first.track) == 3


def test_a_box_that_counts_from_one_again_reports_another_crash() -> None:
    store = Store()
    store.receive(a_record(0, CrashMark.CRASH, crash_counter=1))
    (decision,) = store.receive(a_record(160, CrashMark.CRASH, crash_counter=1))
    assert isinstance(decision, NewEcall)
    (late_repeat,) = store.receive(a_record(0, CrashMark.CRASH, crash_counter=1))
    assert isinstance(late_repeat, Unchanged)
    assert len(store.ecalls) == 2


def test_a_record_around_two_crashes_updates_both() -> None:
    store = Store()
    store.receive(a_record(0, CrashMark.CRASH), a_record(60, CrashMark.CRASH))
    first, second = store.receive(a_record(70, movement=False))
    assert isinstance(first, UpdatedEcall)
    assert isinstance(second, UpdatedEcall)
    assert (first.ecall.standstill, second.ecall.standstill) == (True, True)
    assert first.ecall.occurred_at < second.ecall.occurred_at


def test_a_record_long_after_the_crash_is_not_looked_at() -> None:
    store = Store()
    store.receive(a_record(0, CrashMark.CRASH))
    assert store.receive(a_record(3600, speed_kmh=90.0)) == ()


def test_a_test_call_and_a_crash_are_two_ecalls() -> None:
    store = Store()
    store.receive(a_record(0, CrashMark.TEST), a_record(1, CrashMark.CRASH), a_record(2, CrashMark.TRACE))
    assert sorted(ecall.mark for ecall in store.ecalls.values()) == [CrashMark.CRASH, CrashMark.TEST]


def test_a_wrong_clock_is_kept_as_sent() -> None:
    store = Store()
    in_thirty_years = 30 * 365 * 86_400.0
    store.receive(a_record(in_thirty_years, CrashMark.CRASH))
    assert store.only.occurred_at == IMPACT_AT + timedelta(seconds=in_thirty_years)
    assert store.only.received_at == IMPACT_AT


@pytest.mark.parametrize("is_call_first", [True, False])
def test_a_box_and_the_call_of_its_car_are_one_crash_of_the_box(is_call_first: bool) -> None:
    call = replace(a_record(40, CrashMark.AUTOMATIC_MSD, position=a_position(IMPACT_AT)), imei=Imei("001234567890123"))
    frames = [[call], a_crash(7)] if is_call_first else [a_crash(7), [call]]
    store = Store()
    for frame in frames:
        store.receive(*frame)
    assert (store.only.imei, store.only.mark, store.only.crash_counter) == (IMEI, CrashMark.CRASH, 7)
    assert {record.mark for record in store.only.track} >= {CrashMark.CRASH, CrashMark.AUTOMATIC_MSD}
    assert store.only.occurred_at == IMPACT_AT
    assert store.only.measurement is not None
    assert [type(decision) for decision in store.receive(call)] == [Unchanged]


def test_a_record_goes_to_the_crash_of_its_own_box_before_that_of_another_number() -> None:
    store = Store()
    store.receive(a_record(-100, CrashMark.SOS))
    store.receive(replace(a_record(1, CrashMark.SOS), imei=Imei("001234567890123")))
    store.receive(a_record(0, CrashMark.CRASH))
    assert {ecall.imei: len(ecall.track) for ecall in store.ecalls.values()} == {IMEI: 2, "001234567890123": 1}
