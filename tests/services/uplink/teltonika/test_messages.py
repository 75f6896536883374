import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.messages import LAST_TIMESTAMP_MS, AvlRecord, read_records
from tests.support.boxes import ARecord, avl_data

WIDTHS = {0x08: (1, 2, 4, 8), 0x8E: (1, 2, 4, 8, 0, 3, 6, 120), 0x10: (1, 2, 4, 8)}


def as_sent(read: AvlRecord) -> ARecord:
    return ARecord(
        read.timestamp_ms,
        read.priority,
        read.longitude_1e7,
        read.latitude_1e7,
        read.altitude_m,
        read.angle_deg,
        read.satellites,
        read.speed_kmh,
        read.event_io,
        5 if read.generation_type is None else read.generation_type,
        read.io,
    )


def records(codec: int) -> st.SearchStrategy[ARecord]:
    top = 255 if codec == 0x08 else 65_535
    values = st.sampled_from(WIDTHS[codec]).flatmap(lambda width: st.binary(min_size=width, max_size=width))
    return st.builds(
        ARecord,
        timestamp_ms=st.integers(0, LAST_TIMESTAMP_MS),
        priority=st.integers(0, 255),
        longitude_1e7=st.integers(-(2**31), 2**31 - 1),
        latitude_1e7=st.integers(-(2**31), 2**31 - 1),
        altitude_m=st.integers(-32_768, 32_767),
        angle_deg=st.integers(0, 65_535),
        satellites=st.integers(0, 255),
        speed_kmh=st.integers(0, 65_535),
        event_io=st.integers(0, top),
        generation_type=st.integers(0, 255) if codec == 0x10 else st.just(5),
        io=st.dictionaries(st.integers(0, top), values, max_size=12),
    )


@pytest.mark.parametrize("codec", [0x08, 0x8E, 0x10])
def test_every_field_of_every_codec_is_read_as_sent(codec: int) -> None:
    @given(st.lists(records(codec), max_size=4))
    def check(sent: list[ARecord]) -> None:
        packet = read_records(avl_data(sent, codec))

        assert packet.codec == Codec(codec)
        assert [as_sent(record) for record in packet.records] == sent

    check()


def test_only_codec_16_has_a_generation_type() -> None:
    assert read_records(avl_data([ARecord()], 0x8E)).records[0].generation_type is None
    assert read_records(avl_data([ARecord(generation_type=3)], 0x10)).records[0].generation_type == 3


@given(st.sampled_from([0x08, 0x8E, 0x10]), st.integers(0, 3), st.binary(max_size=200))
def test_garbage_is_read_or_refused(codec: int, count: int, body: bytes) -> None:
    data = bytes([codec, count]) + body + bytes([count])
    try:
        packet = read_records(data)
    except UplinkError:
        return
    assert len(packet.records) == count


@given(st.data())
def test_one_changed_byte_is_read_or_refused(data: st.DataObject) -> None:
    good = bytearray(avl_data([ARecord(io={1: b"\x01", 66: b"\x30\x40", 257: bytes(12)}), ARecord()]))
    good[data.draw(st.integers(1, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_records(bytes(good))
    except UplinkError:
        return


@pytest.mark.parametrize("codec", [0x08, 0x8E, 0x10])
def test_a_record_cut_anywhere_is_refused(codec: int) -> None:
    whole = avl_data([ARecord(io={1: b"\x01", 66: b"\x30\x40", 16: bytes(4), 11: bytes(8)})], codec)
    for length in range(2, len(whole) - 1):
        with pytest.raises(UplinkError, match=r"past the end|too many"):
            read_records(whole[:length] + b"\x01")


def test_an_element_longer_than_its_frame_is_refused() -> None:
    whole = avl_data([ARecord(io={257: bytes(60)})])
    with pytest.raises(UplinkError, match="element 257 of 60 bytes"):
        read_records(whole[:-20])


def test_bytes_left_over_behind_the_last_record_are_refused() -> None:
    data = avl_data([ARecord()])
    with pytest.raises(UplinkError, match="3 bytes too many or few"):
        read_records(data[:-1] + bytes(3) + data[-1:])


def test_a_time_without_a_calendar_date_is_refused() -> None:
    with pytest.raises(UplinkError) as refused:
        read_records(avl_data([ARecord(timestamp_ms=LAST_TIMESTAMP_MS + 1)]))

    assert refused.value.code is UplinkErrorCode.BAD_TIMESTAMP


def test_an_element_sent_twice_keeps_its_last_value() -> None:
    data = avl_data([ARecord(io={1: b"\x01", 2: b"\x02"})])
    twice = data.replace(b"\x00\x02\x02", b"\x00\x01\x02")

    assert read_records(twice).records[0].io == {1: b"\x02"}
