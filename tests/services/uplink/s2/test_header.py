from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import Imei
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.header import Flag, FrameType, Header, answerable, has_header, read_header, write_header
from tests.support.s2 import IMEI, AFrame, crc16_ccitt_false

HEADER = Header(FrameType.EVENT, Flag.ENCRYPTED, 1, 0, Imei(IMEI), 12, 1, 7, 100)


def with_crc(fields: bytes) -> bytes:
    return fields + crc16_ccitt_false(fields).to_bytes(2)


def test_a_header_is_written_to_the_letter() -> None:
    assert write_header(HEADER) == AFrame(payload=bytes(100)).header()


def test_types_and_flags_are_those_of_the_document() -> None:
    assert [kind.value for kind in FrameType] == [1, 2, 3, 4, 5, 6, 0x80, 0x81, 0x82]
    assert [flag.value for flag in Flag] == [1, 2, 8, 16]


@given(
    st.builds(
        Header,
        type=st.integers(0, 255),
        flags=st.integers(0, 255).map(Flag),
        key_id=st.integers(0, 255),
        fragment=st.integers(0, 255),
        imei=st.text("0123456789", min_size=15, max_size=15).map(Imei),
        boot_id=st.integers(0, 2**32 - 1),
        sequence=st.integers(0, 2**32 - 1),
        event_id=st.integers(0, 2**32 - 1),
        payload_bytes=st.integers(0, 16_000),
        version=st.integers(0, 255),
        extension=st.binary(max_size=60),
    )
)
def test_what_is_written_is_read(header: Header) -> None:
    assert read_header(write_header(header)) == header


def test_an_extension_that_is_not_there_yet_still_counts() -> None:
    header = replace(HEADER, extension=b"later")

    assert read_header(write_header(header)[:32]).frame_bytes == header.frame_bytes


@pytest.mark.parametrize(
    ("received", "code"),
    [
        (b"S2", UplinkErrorCode.BAD_PREAMBLE),
        (b"S3" + write_header(HEADER)[2:], UplinkErrorCode.BAD_PREAMBLE),
        (write_header(HEADER)[:31] + b"\x00", UplinkErrorCode.BAD_PREAMBLE),
        (with_crc(write_header(HEADER)[:6] + b"\x1f" + write_header(HEADER)[7:30]), UplinkErrorCode.BAD_LENGTH),
        (with_crc(write_header(HEADER)[:8] + b"\xff" * 8 + write_header(HEADER)[16:30]), UplinkErrorCode.BAD_LOGIN),
        (write_header(replace(HEADER, payload_bytes=16_384 - 51)), UplinkErrorCode.TOO_LONG),
    ],
)
def test_what_is_no_header_is_refused(received: bytes, code: UplinkErrorCode) -> None:
    with pytest.raises(UplinkError) as refused:
        read_header(received)

    assert refused.value.code is code


def test_the_longest_frame_is_allowed() -> None:
    assert read_header(write_header(replace(HEADER, payload_bytes=16_384 - 52))).frame_bytes == 16_384


@given(st.binary(max_size=40))
def test_noise_is_no_header(noise: bytes) -> None:
    assert not has_header(noise) or noise.startswith(b"S2")


def test_what_a_refusal_answers_is_what_the_header_says_of_a_possible_box() -> None:
    assert answerable(write_header(HEADER)) == Header(FrameType.EVENT, Flag.ENCRYPTED, 1, 0, Imei(IMEI), 12, 1, 7, 0)
    assert answerable(AFrame(imei="1" + 15 * "0").write()) is None
    assert answerable(b"S2") is None
