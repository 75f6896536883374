import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.datagram import (
    DatagramReceived,
    acknowledge_datagram,
    is_keep_alive,
    read_datagram,
)
from services.uplink.teltonika.messages import LAST_TIMESTAMP_MS
from tests.support.boxes import KNOWN_IMEI, ARecord, a_crash, avl_data, command_data, udp_datagram

GOOD = udp_datagram(avl_data([a_crash(), ARecord()]))


def test_a_datagram_says_who_and_what() -> None:
    read = read_datagram(GOOD)

    assert (read.imei, read.packet_id, read.avl_packet_id, read.record_count) == (KNOWN_IMEI, 0xCAFE, 7, 2)
    assert read.packet is not None
    assert read.is_event
    assert (read.raw, read.error, read.message) == (GOOD, None, None)


@pytest.mark.parametrize("codec", [0x08, 0x8E, 0x10])
def test_the_answer_repeats_both_numbers_and_the_count(codec: int) -> None:
    read = read_datagram(udp_datagram(avl_data([ARecord()], codec)))

    assert acknowledge_datagram(read) == bytes.fromhex("0005cafe010701")
    assert not read.is_event


def test_a_message_is_not_answered() -> None:
    read = read_datagram(udp_datagram(command_data(0x0C, 6, b"ok")))

    assert read.message is not None
    assert read.message.payload == b"ok"
    assert acknowledge_datagram(read) is None


def test_a_sound_datagram_that_cannot_be_read_is_delivered_for_quarantine() -> None:
    read = read_datagram(udp_datagram(avl_data([ARecord(timestamp_ms=LAST_TIMESTAMP_MS + 1)])))

    assert read.packet is None
    assert read.error is not None
    assert read.error.code is UplinkErrorCode.BAD_TIMESTAMP
    assert read.is_event
    assert acknowledge_datagram(read) is not None


def test_one_byte_keeps_the_address_alive() -> None:
    assert is_keep_alive(b"\xff")
    assert not is_keep_alive(b"\xff\xff")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", UplinkErrorCode.TRUNCATED),
        (GOOD[:24], UplinkErrorCode.TRUNCATED),
        (GOOD[:-1], UplinkErrorCode.BAD_LENGTH),
        (GOOD + b"\x00", UplinkErrorCode.BAD_LENGTH),
        (GOOD[:4] + b"\x02" + GOOD[5:], UplinkErrorCode.BAD_PREAMBLE),
        (udp_datagram(avl_data([ARecord()]), imei="3560930700000"), UplinkErrorCode.BAD_LOGIN),
        (udp_datagram(avl_data([ARecord()]), imei="35609307000001X"), UplinkErrorCode.BAD_LOGIN),
        (udp_datagram(b"\x09\x01\x01"), UplinkErrorCode.UNKNOWN_CODEC),
        (udp_datagram(avl_data([ARecord()], count_after=2)), UplinkErrorCode.BAD_COUNT),
    ],
)
def test_a_damaged_datagram_is_refused(raw: bytes, code: UplinkErrorCode) -> None:
    with pytest.raises(UplinkError) as refused:
        read_datagram(raw)

    assert refused.value.code is code


@given(st.binary(max_size=200), st.booleans())
def test_garbage_is_read_or_refused(noise: bytes, is_framed: bool) -> None:
    try:
        read = read_datagram(udp_datagram(noise) if is_framed else noise)
    except UplinkError:
        return
    assert isinstance(read, DatagramReceived)
