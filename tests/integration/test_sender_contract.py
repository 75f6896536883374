"""S2 frames in their places, keys, feeds, the quarantine: what every adapter of their ports promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.device_key import DeviceKey, KeyState
from app.domain.ecall import StatedSensor
from app.domain.errors import NotFound
from app.domain.feed import Feed, FeedKind
from app.domain.ids import FeedId, UplinkId, new_id
from app.domain.uplink import S2Place, S2Window, UplinkSource, UplinkState
from tests.support.builders import AN_IMEI, NOON, a_fragment, a_record, an_audit_record, an_ecall, an_uplink
from tests.support.units import AnyUnit

LAST_U32 = 2**32 - 1


def test_a_frame_is_found_at_its_place(unit: AnyUnit) -> None:
    first, last = an_uplink(b"one", source=UplinkSource.S2_TCP), an_uplink(b"two", source=UplinkSource.S2_FEED)
    for number, (raw, is_last) in enumerate([(first, False), (last, True)]):
        unit.uplinks.append(raw)
        unit.s2.add(S2Place(AN_IMEI, LAST_U32, LAST_U32, number, is_last), raw.digest)
    assert unit.s2.digest_at(S2Place(AN_IMEI, LAST_U32, LAST_U32, 1, is_last=True)) == last.digest
    assert unit.s2.digest_at(S2Place(AN_IMEI, 1, LAST_U32, 1, is_last=True)) is None
    assert unit.s2.fragments(AN_IMEI, LAST_U32, LAST_U32) == {0: False, 1: True}
    assert unit.s2.frames(AN_IMEI, LAST_U32, LAST_U32) == (first, last)
    assert unit.s2.frames(AN_IMEI, LAST_U32, 1) == ()


def test_a_window_keeps_all_its_64_bits(unit: AnyUnit) -> None:
    assert unit.s2.window(AN_IMEI, 1) == S2Window()
    for window in (S2Window(5, 0b10), S2Window(LAST_U32, 2**64 - 2)):
        unit.s2.put_window(AN_IMEI, 1, window)
        assert unit.s2.window(AN_IMEI, 1) == window
    assert unit.s2.window(AN_IMEI, 2) == S2Window()


def test_keys_are_kept_in_order_and_remember_their_first_use(unit: AnyUnit) -> None:
    second = DeviceKey(AN_IMEI, 2, b"\x00two", KeyState.ACTIVE, NOON + timedelta(hours=1))
    first = DeviceKey(AN_IMEI, 1, b"\xffone", KeyState.ACTIVE, NOON)
    for key in (second, first):
        unit.device_keys.put(key)
    unit.audit.append(an_audit_record())
    unit.device_keys.put(replace(first, state=KeyState.RETIRED))
    for later in (2, 3):
        unit.device_keys.note_used(AN_IMEI, 2, NOON + timedelta(hours=later))
    unit.device_keys.note_used(AN_IMEI, 9, NOON)
    assert unit.device_keys.of_box(AN_IMEI) == (
        replace(first, state=KeyState.RETIRED),
        replace(second, used_at=NOON + timedelta(hours=2)),
    )


def test_a_feed_is_stored_and_changed(unit: AnyUnit) -> None:
    feed = Feed(FeedId(new_id()), "Centre", FeedKind.MSD, "d" * 64, is_active=True, created_at=NOON)
    unit.feeds.put(feed)
    assert unit.feeds.get(feed.feed_id) == feed
    unit.feeds.put(replace(feed, is_active=False))
    assert not unit.feeds.get(feed.feed_id).is_active
    with pytest.raises(NotFound):
        unit.feeds.get(FeedId("0" * 32))


def test_a_frame_goes_through_the_quarantine(unit: AnyUnit) -> None:
    unit.uplinks.append(an_uplink(b"one"))
    (stored,) = unit.uplinks.pending(1)
    assert unit.uplinks.find(stored.uplink_id) == stored
    assert unit.uplinks.find(UplinkId(999)) is None
    unit.uplinks.quarantine(stored.uplink_id, "bad_record")
    assert unit.uplinks.quarantined_count() == 1
    unit.uplinks.release(stored.uplink_id)
    released = unit.uplinks.find(stored.uplink_id)
    assert released is not None
    assert released.state is UplinkState.RELEASED
    assert unit.uplinks.quarantined_count() == 0
    assert unit.uplinks.pending(1) == ()
    assert unit.uplinks.recent(AN_IMEI, NOON, UplinkId(999)) == ()
    unit.uplinks.mark_processed(stored.uplink_id, "f" * 64)
    assert len(unit.uplinks.recent(AN_IMEI, NOON, UplinkId(999))) == 1


def test_what_a_box_says_of_its_sensor_and_who_proved_itself_is_kept(unit: AnyUnit) -> None:
    sensors = (StatedSensor(400.0, 24.0), StatedSensor(25.0, None), None)
    fragments = tuple(
        a_fragment(starts_at=NOON + timedelta(seconds=number), sensor=sensor) for number, sensor in enumerate(sensors)
    )
    ecall = an_ecall(fragments=fragments, track=(a_record(authenticated=True),))
    unit.ecalls.put(ecall)
    assert unit.ecalls.get(ecall.ecall_id) == ecall
