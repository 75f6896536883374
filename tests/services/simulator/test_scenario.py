from datetime import UTC, datetime, timedelta

import pytest

from app.domain.ecall import BoxRecord, CrashMark
from app.domain.ids import Imei
from services.simulator.pulse import HalfSine
from services.simulator.scenario import CRASHES, SCENARIOS, Transmission, tour, with_pulse
from services.uplink.teltonika.decode import decode_frame
from services.uplink.teltonika.io_elements import COMMON
from services.uplink.teltonika.records import to_box_records
from tests.support.boxes import KNOWN_IMEI

NOW = datetime(2026, 9, 21, 14, 0, tzinfo=UTC)


def told(sent: tuple[Transmission, ...]) -> list[BoxRecord]:
    return [
        record
        for transmission in sent
        for record in to_box_records(decode_frame(transmission.packet), Imei(KNOWN_IMEI), COMMON)
    ]


def story(name: str) -> list[BoxRecord]:
    return told(SCENARIOS[name](NOW))


def crash_of(records: list[BoxRecord]) -> BoxRecord:
    return next(record for record in records if record.mark is not None)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_is_readable_and_never_in_the_future(name: str) -> None:
    records = story(name)

    assert all(record.device_at < NOW for record in records)
    assert any(record.mark is not None and record.mark.opens_ecall for record in records)


def test_the_tour_brakes_from_110_to_21_and_stands_near_bertem() -> None:
    records = told(tour(NOW))
    crash = crash_of(records)
    before = [r.speed_kmh for r in records if r.device_at < crash.device_at and r.mark is None]
    after = [r for r in records if r.device_at > crash.device_at and r.mark is None]

    assert crash.position is not None
    assert (crash.position.latitude_deg, crash.position.longitude_deg) == (50.8601, 4.6234)
    assert (before[0], before[-1], crash.speed_kmh) == (110.0, 43.0, 21.0)
    assert [(r.speed_kmh, r.movement) for r in after] == [(0.0, False)] * 3
    assert max(x for r in records if r.trace for x, _, _ in r.trace.samples_mg) == 12_000


def test_the_approach_moves_as_fast_as_it_says() -> None:
    first, second, *_ = told(tour(NOW))

    assert first.position is not None
    assert second.position is not None
    north_m = (second.position.latitude_deg - first.position.latitude_deg) * 111_195
    east_m = (second.position.longitude_deg - first.position.longitude_deg) * 70_190
    assert (north_m**2 + east_m**2) ** 0.5 == pytest.approx(110 / 3.6, rel=0.01)
    assert east_m > 0 > north_m


def test_trace_records_follow_each_other_without_a_gap() -> None:
    traces = [r.trace for r in story("tour") if r.trace is not None]

    assert len(traces) > 2
    for earlier, later in zip(traces, traces[1:], strict=False):
        assert later.starts_at - earlier.starts_at == timedelta(seconds=len(earlier.samples_mg) / 100)


def test_the_variants_differ_in_what_they_are_named_after() -> None:
    assert all(r.position is None and r.last_known is not None for r in story("no_fix"))
    assert crash_of(story("uncalibrated")).mark is CrashMark.CRASH_UNCALIBRATED
    assert [r.mark for r in story("sos")] == [CrashMark.SOS]
    assert all(r.trace is None for r in story("no_trace"))
    assert NOW - crash_of(story("late")).device_at == timedelta(minutes=25)
    assert max(abs(x) for r in story("saturated") if r.trace for x, _, _ in r.trace.samples_mg) == 8000
    assert [r.speed_kmh for r in story("bump")][-1] == 50.0
    torn = next(r for r in story("unplugged") if r.unplugged)
    assert torn.external_voltage_mv == 6_117


def test_a_late_trace_comes_last_and_minutes_later() -> None:
    *_, last = SCENARIOS["late_trace"](NOW)

    assert last.delay_s == 120.0
    assert all(r.trace is not None for r in told((last,)))


def test_the_second_impact_has_its_own_number() -> None:
    crashes = [r for r in story("second_impact") if r.mark is CrashMark.CRASH]

    assert [r.crash_counter for r in crashes] == [1, 2]
    assert crashes[1].device_at - crashes[0].device_at == timedelta(minutes=1)


def test_another_pulse_changes_the_trace_only() -> None:
    records = told(with_pulse("tour", HalfSine(peak_g=5).sample(), NOW))

    assert max(x for r in records if r.trace for x, _, _ in r.trace.samples_mg) == 5000
    assert [r for r in records if not r.trace] == [r for r in story("tour") if not r.trace]


def test_every_crash_is_a_scenario() -> None:
    assert set(CRASHES) < set(SCENARIOS)
