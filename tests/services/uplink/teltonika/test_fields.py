import pytest

from services.uplink.answers import Decoded, Incomplete
from services.uplink.errors import UplinkError
from services.uplink.teltonika.fields import login_fields, tcp_fields, udp_fields
from services.uplink.teltonika.frames import MAX_BUFFER_BYTES
from services.uplink.teltonika.messages import LAST_TIMESTAMP_MS
from tests.support.boxes import (
    KNOWN_IMEI,
    LOGIN,
    ARecord,
    avl_data,
    command_data,
    tcp,
    tcp_frame,
    udp_datagram,
)

TRACE = bytes.fromhex("0064ff9c03e8")


def test_a_login() -> None:
    assert login_fields(LOGIN) == Decoded({"kind": "imei", "imei": KNOWN_IMEI, "leftover": 0}, b"\x01")
    assert login_fields(LOGIN[:5]) == Incomplete(12)


def test_a_tcp_frame() -> None:
    frame = tcp_frame(ARecord(io={1: b"\x01", 66: b"\x30\x40"}))
    answer = tcp_fields(frame + b"\xff")

    assert isinstance(answer, Decoded)
    assert answer.acknowledgement == bytes.fromhex("00000001")
    assert answer.fields == {
        "kind": "tcp",
        "codec": "8e",
        "crc_ok": True,
        "crc_calc": frame[-2:].hex(),
        "leftover": 1,
        "records_n": 1,
        "count_match": True,
        "records": [
            {
                "timestamp_ms": 1_790_000_000_000,
                "priority": 0,
                "lon_1e7": 46_234_000,
                "lat_1e7": 508_601_000,
                "altitude_m": 60,
                "angle_deg": 95,
                "satellites": 11,
                "speed_kmh": 0,
                "event_io": 0,
                "io": {"1": "01", "66": "3040"},
            }
        ],
    }


def test_codec_16_adds_why_the_record_was_made() -> None:
    answer = tcp_fields(tcp_frame(ARecord(generation_type=3), codec=0x10))

    assert isinstance(answer, Decoded)
    records = answer.fields["records"]
    assert isinstance(records, list)
    assert isinstance(records[0], dict)
    assert records[0]["generation_type"] == 3


def test_the_samples_of_a_trace_are_joined() -> None:
    answer = tcp_fields(tcp_frame(ARecord(io={257: TRACE}), ARecord(), ARecord(io={257: TRACE * 2})))

    assert isinstance(answer, Decoded)
    assert answer.fields["crash_trace_mg"] == [[100, -100, 1000]] * 3


def test_a_piece_of_a_frame_says_how_much_is_missing() -> None:
    frame = tcp_frame()

    assert tcp_fields(frame[:-9]) == Incomplete(9)
    assert tcp_fields(b"") == Incomplete(8)


def test_a_keep_alive() -> None:
    assert tcp_fields(b"\xff") == Decoded({"kind": "keep_alive"}) == udp_fields(b"\xff")


def test_an_answer_to_a_command() -> None:
    body = (1_790_000_000).to_bytes(4) + bytes.fromhex("0356093070000014") + b"ok"
    answer = tcp_fields(tcp(command_data(0x0F, 6, body)))

    assert isinstance(answer, Decoded)
    assert answer.acknowledgement is None
    assert {name: answer.fields[name] for name in ("quantity", "type", "payload_hex", "timestamp_s", "imei_bcd")} == {
        "quantity": 1,
        "type": 6,
        "payload_hex": "6f6b",
        "timestamp_s": 1_790_000_000,
        "imei_bcd": "0356093070000014",
    }


def test_a_datagram() -> None:
    answer = udp_fields(udp_datagram(avl_data([ARecord()], 0x08)))

    assert isinstance(answer, Decoded)
    assert answer.acknowledgement == bytes.fromhex("0005cafe010701")
    head = {name: answer.fields[name] for name in ("kind", "packet_id", "avl_packet_id", "imei", "codec", "records_n")}
    assert head == {
        "kind": "udp",
        "packet_id": "cafe",
        "avl_packet_id": 7,
        "imei": KNOWN_IMEI,
        "codec": "08",
        "records_n": 1,
    }


def test_a_datagram_with_a_message() -> None:
    answer = udp_fields(udp_datagram(command_data(0x0C, 6, b"ok")))

    assert isinstance(answer, Decoded)
    assert (answer.fields["payload_hex"], answer.acknowledgement) == ("6f6b", None)


def test_what_cannot_be_read_is_refused() -> None:
    beyond = avl_data([ARecord(timestamp_ms=LAST_TIMESTAMP_MS + 1)])
    for read, bytes_ in ((tcp_fields, tcp(beyond)), (udp_fields, udp_datagram(beyond))):
        with pytest.raises(UplinkError, match="9999"):
            read(bytes_)


def test_a_line_may_be_longer_than_a_connection_may_hold() -> None:
    answer = tcp_fields(tcp_frame() + bytes(2 * MAX_BUFFER_BYTES))

    assert isinstance(answer, Decoded)
    assert answer.fields["leftover"] == 2 * MAX_BUFFER_BYTES
