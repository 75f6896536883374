"""A frame is kept once, and nothing stands beside it."""

from app.domain.uplink import UplinkSource, UplinkState
from app.usecases.store_uplink import StoreUplink, raw_uplink, store_uplink
from tests.support.builders import AN_IMEI, NOON
from tests.support.memory import InMemoryUnitOfWork


def test_a_frame_is_kept_once() -> None:
    unit = InMemoryUnitOfWork()
    raw = raw_uplink(AN_IMEI, UplinkSource.TELTONIKA_TCP, NOON, b"\x00\x01")
    uplink_id = store_uplink(StoreUplink(raw), unit)
    assert uplink_id is not None
    assert store_uplink(StoreUplink(raw), unit) is None
    stored = unit.uplinks.stored[uplink_id]
    assert (stored.raw, stored.state) == (raw, UplinkState.STORED)
    assert not unit.audit.entries
    assert not unit.events.events


def test_a_frame_is_known_by_its_digest() -> None:
    raw = raw_uplink(AN_IMEI, UplinkSource.TELTONIKA_TCP, NOON, b"abc")
    assert raw.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (raw.imei, raw.source, raw.received_at, raw.payload) == (AN_IMEI, UplinkSource.TELTONIKA_TCP, NOON, b"abc")
