"""One crash = one E-call: any order, any split, any repeat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ecall import BoxRecord, CrashMark, Ecall
from app.domain.ids import EcallId
from services.detection.correlate import Decision, NewEcall, Unchanged, detect
from tests.services.detection.crashes import (
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
        self.decisions: list[Decision] = []

    def receive(self, *records: BoxRecord) -> tuple[Decision, ...]:
        decisions = detect(
            records, self.recent, tuple(self.ecalls.values()), TELTONIKA, IMPACT_AT, THRESHOLDS, self._new_id
        )
        for decision in decisions:
            if not isinstance(decision, Unchanged):
                self.ecalls[decision.ecall.ecall_id] = decision.ecall
        self.recent += records
        self.decisions += decisions
        return decisions

    @property
    def only(self) -> Ecall:
        (ecall,) = self.ecalls.values()
        return ecall

    def _new_id(self) -> EcallId:
        return EcallId(f"ecall-{len(self.ecalls) + 1}")


def a_crash(counter: int | None = None, mark: CrashMark = CrashMark.CRASH) -> list[BoxRecord]:
    """Approach, crash, trace stamped from 10 s before to 4 s after, and a car at rest."""
    fragments = fragments_of(
        half_sine((12.0, 0.0, 0.0), before_s=10.0, after_s=5.0), starts_at=IMPACT_AT - timedelta(seconds=10)
    )
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
            s, speed_kmh=0.0, movement=False, unplugged=s == 6, position=a_position(IMPACT_AT + timedelta(seconds=s))
        )
        for s in (2, 4, 6)
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
