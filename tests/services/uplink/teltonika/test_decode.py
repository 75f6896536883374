import pytest

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.decode import decode_frame
from tests.support.boxes import a_crash, command_data, tcp, tcp_frame


def test_a_stored_frame_gives_its_records() -> None:
    assert decode_frame(tcp_frame(a_crash())).records[0].io[247] == b"\x01"


def test_a_command_has_no_records() -> None:
    with pytest.raises(UplinkError) as refused:
        decode_frame(tcp(command_data(0x0C, 6, b"ok")))

    assert refused.value.code is UplinkErrorCode.UNKNOWN_CODEC
