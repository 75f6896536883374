import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.commands import CommandMessage, MessageType, read_command, write_command
from services.uplink.teltonika.frames import checked_data
from tests.support.boxes import command_data, tcp

TIME = (1_790_000_000).to_bytes(4)
IMEI = bytes.fromhex("0356093070000014")


@pytest.mark.parametrize(
    ("codec", "before", "timestamp_s", "imei_bcd"),
    [
        (0x0C, b"", None, None),
        (0x0D, TIME, 1_790_000_000, None),
        (0x0E, IMEI, None, "0356093070000014"),
        (0x0F, TIME + IMEI, 1_790_000_000, "0356093070000014"),
    ],
)
def test_each_codec_puts_its_own_facts_before_the_text(
    codec: int, before: bytes, timestamp_s: int | None, imei_bcd: str | None
) -> None:
    data = command_data(codec, 6, before + b"Battery: 12.1")
    message = read_command(data)

    assert message == CommandMessage(Codec(codec), MessageType.ANSWER, 1, timestamp_s, imei_bcd, b"Battery: 12.1")
    assert write_command(message) == tcp(data)


@given(st.sampled_from([0x0C, 0x0D, 0x0E, 0x0F]), st.binary(max_size=60))
def test_garbage_is_read_or_refused(codec: int, body: bytes) -> None:
    data = bytes([codec, 1]) + body + b"\x01"
    try:
        message = read_command(data)
    except UplinkError:
        return
    assert checked_data(write_command(message)) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x0c\x01\x01", UplinkErrorCode.BAD_RECORD),
        (command_data(0x0C, 5, b"getinfo").replace(b"\x07", b"\x06"), UplinkErrorCode.BAD_LENGTH),
        (command_data(0x0D, 5, b"abc"), UplinkErrorCode.BAD_LENGTH),
        (command_data(0x0F, 5, TIME + IMEI[:-1]), UplinkErrorCode.BAD_LENGTH),
    ],
)
def test_a_message_that_does_not_fit_its_size_is_refused(data: bytes, code: UplinkErrorCode) -> None:
    with pytest.raises(UplinkError) as refused:
        read_command(data)

    assert refused.value.code is code


@pytest.mark.parametrize("codec", [Codec.CODEC_8, Codec.CODEC_13, Codec.CODEC_14])
def test_a_command_that_cannot_be_written_is_a_mistake_of_the_caller(codec: Codec) -> None:
    with pytest.raises(ValueError, match="codec"):
        write_command(CommandMessage(codec, MessageType.COMMAND, 1, None, None, b"getinfo"))
