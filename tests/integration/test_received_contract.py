"""Frames, E-calls and rejections: what every adapter of their ports promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.ecall import CrashMark, HarshDriving, HarshKind
from app.domain.errors import NotFound
from app.domain.ids import EcallId, Imei, UplinkId, new_id
from app.domain.uplink import UplinkState
from tests.support.builders import (
    AN_IMEI,
    NOON,
    a_fragment,
    a_measurement,
    a_position,
    a_record,
    a_rejected,
    an_ecall,
    an_uplink,
)
from tests.support.units import AnyUnit

OTHER_IMEI = Imei("356093070000022")
SECOND = timedelta(seconds=1)


def _stored(unit: AnyUnit, **changes: object) -> UplinkId:
    uplink_id = unit.uplinks.append(an_uplink(None, **changes))
    assert uplink_id is not None
    return uplink_id


def test_the_very_same_frame_is_stored_once(unit: AnyUnit) -> None:
    frame = an_uplink(b"frame")
    assert unit.uplinks.append(frame) is not None
    assert unit.uplinks.append(replace(frame, received_at=NOON + SECOND)) is None
    assert unit.uplinks.append(replace(frame, imei=OTHER_IMEI)) is not None
    assert len(unit.uplinks.pending(10)) == 2


def test_what_a_killed_service_left_behind_is_pending_oldest_first(unit: AnyUnit) -> None:
    frames = [an_uplink() for _ in range(4)]
    ids = [unit.uplinks.append(frame) for frame in frames]
    assert ids[0] is not None
    assert ids[2] is not None
    unit.uplinks.mark_processed(ids[0])
    unit.uplinks.quarantine(ids[2], "bad checksum")
    left = unit.uplinks.pending(10)
    assert [one.uplink_id for one in left] == [ids[1], ids[3]]
    assert [one.raw for one in left] == [frames[1], frames[3]]
    assert {one.state for one in left} == {UplinkState.STORED}
    assert [one.uplink_id for one in unit.uplinks.pending(1)] == [ids[1]]
    assert unit.uplinks.quarantined_count() == 1


def test_recent_frames_of_a_box_stand_before_the_given_one(unit: AnyUnit) -> None:
    _stored(unit, received_at=NOON - SECOND)
    first = _stored(unit, received_at=NOON)
    _stored(unit, imei=OTHER_IMEI)
    unreadable = _stored(unit)
    unit.uplinks.quarantine(unreadable, "bad checksum")
    second = _stored(unit)
    unit.uplinks.mark_processed(second)
    last = _stored(unit)
    assert [one.uplink_id for one in unit.uplinks.recent(AN_IMEI, NOON, last)] == [first, second]


def test_an_ecall_comes_back_as_it_was(unit: AnyUnit) -> None:
    bare = an_ecall(
        crash_counter=None,
        calibrated=None,
        position=None,
        last_known=a_position(heading_deg=None, accuracy_m=None, satellites=None),
        track=(a_record(position=None, speed_kmh=None, mark=CrashMark.TRACE, trace=a_fragment(), movement=None),),
        fragments=(),
        measurement=None,
        standstill=None,
        standstill_since=None,
        speed_before_kmh=None,
        approach_speed_kmh=None,
        unplugged=None,
    )
    wide = a_fragment(starts_at=NOON + SECOND, samples_mg=((40_000, -40_000, 0),))
    harsh = a_record(
        battery_voltage_mv=4000, battery_current_ma=5, odometer_m=65_536, harsh=HarshDriving(HarshKind.BRAKING, 0.35)
    )
    pieces = (a_fragment(), wide, a_fragment(starts_at=NOON + 2 * SECOND, samples_mg=()))
    full = an_ecall(fragments=pieces, track=(harsh, a_record(harsh=HarshDriving(HarshKind.CORNERING, None))))
    for ecall in (bare, full):
        unit.ecalls.put(ecall)
        assert unit.ecalls.get(ecall.ecall_id) == ecall


def test_putting_an_ecall_again_replaces_it(unit: AnyUnit) -> None:
    ecall = an_ecall()
    unit.ecalls.put(ecall)
    later = replace(ecall, fragments=(a_fragment(starts_at=NOON + SECOND),), measurement=a_measurement(peak_g=None))
    unit.ecalls.put(later)
    assert unit.ecalls.get(ecall.ecall_id) == later


def test_an_unknown_ecall_is_not_found(unit: AnyUnit) -> None:
    with pytest.raises(NotFound):
        unit.ecalls.get(EcallId(new_id()))


def test_ecalls_around_an_instant_are_found_by_device_time_or_by_reception(unit: AnyUnit) -> None:
    long_ago = NOON - timedelta(days=900)
    wrong_clock = an_ecall(occurred_at=long_ago, received_at=NOON)
    within = an_ecall(occurred_at=NOON - SECOND, received_at=NOON - timedelta(hours=3))
    on_the_edge = an_ecall(occurred_at=NOON + SECOND, received_at=NOON - timedelta(hours=3))
    too_old = an_ecall(occurred_at=long_ago, received_at=NOON - SECOND)
    other = an_ecall(imei=OTHER_IMEI)
    for ecall in (on_the_edge, other, within, too_old, wrong_clock):
        unit.ecalls.put(ecall)
    found = unit.ecalls.around(AN_IMEI, NOON - SECOND, NOON + SECOND, NOON)
    assert found == (wrong_clock, within, on_the_edge)


def test_a_rejection_is_kept_replaced_and_dropped(unit: AnyUnit) -> None:
    rejected = a_rejected()
    assert unit.ecalls.find_rejected(rejected.ecall_id) is None
    unit.ecalls.put_rejected(rejected)
    again = replace(rejected, peak_g=None)
    unit.ecalls.put_rejected(again)
    assert unit.ecalls.find_rejected(rejected.ecall_id) == again
    unit.ecalls.drop_rejected(rejected.ecall_id)
    assert unit.ecalls.find_rejected(rejected.ecall_id) is None
    unit.ecalls.drop_rejected(rejected.ecall_id)


def test_rejections_since_then_are_newest_first(unit: AnyUnit) -> None:
    old, middle, new = (a_rejected(received_at=NOON + minute * timedelta(minutes=1)) for minute in range(3))
    for rejected in (middle, new, old):
        unit.ecalls.put_rejected(rejected)
    assert unit.ecalls.rejected_since(NOON + timedelta(minutes=1), 10) == (new, middle)
    assert unit.ecalls.rejected_since(NOON, 1) == (new,)


def test_ecalls_of_every_box_between_two_instants_oldest_first(unit: AnyUnit) -> None:
    late, early = an_ecall(occurred_at=NOON + SECOND), an_ecall(imei=OTHER_IMEI, occurred_at=NOON)
    for ecall in (late, early, an_ecall(occurred_at=NOON + 3 * SECOND), an_ecall(occurred_at=NOON - SECOND)):
        unit.ecalls.put(ecall)
    assert unit.ecalls.between(NOON, NOON + SECOND) == (early, late)
