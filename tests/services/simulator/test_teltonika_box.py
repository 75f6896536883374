from datetime import UTC, datetime

import pytest

from app.domain.ids import Imei
from services.simulator.teltonika_box import BoxReading, login, packet, xyz
from services.uplink.teltonika.decode import decode_frame
from services.uplink.teltonika.login import read_login
from services.uplink.teltonika.messages import AvlRecord
from tests.support.boxes import KNOWN_IMEI, LOGIN, ARecord, tcp_frame

READ_AT = datetime(2026, 9, 21, 14, 13, 20, 120_000, tzinfo=UTC)
IO = {1: b"\x01", 66: b"\x30\x40", 16: bytes(4), 11: bytes(8), 257: bytes(range(12))}


def test_the_login_is_understood() -> None:
    assert login(Imei(KNOWN_IMEI)) == LOGIN
    assert read_login(login(Imei(KNOWN_IMEI))) == KNOWN_IMEI


def test_a_packet_is_written_to_the_letter() -> None:
    reading = BoxReading(READ_AT, 50.8601, 4.6234, 95, 21, satellites=11, priority=2, event_io=247, io=IO)
    sent = ARecord(1_790_000_000_120, 2, speed_kmh=21, event_io=247, io=IO)

    assert packet([reading]) == tcp_frame(sent)
    assert decode_frame(packet([reading])).records == (
        AvlRecord(1_790_000_000_120, 2, 46_234_000, 508_601_000, 60, 95, 11, 21, 247, None, IO),
    )


@pytest.mark.parametrize("count", [0, 256])
def test_a_packet_holds_1_to_255_records(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 255"):
        packet([BoxReading(READ_AT, 0.0, 0.0)] * count)


def test_a_trace_is_signed_and_big_endian() -> None:
    assert xyz([(1, -1, 1000), (-32_768, 32_767, 0)]).hex() == "0001ffff03e880007fff0000"
