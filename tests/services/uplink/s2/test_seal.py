from dataclasses import replace

import pytest

from app.domain.ids import Imei
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.header import read_header
from services.uplink.s2.keys import Direction, derive_keys
from services.uplink.s2.seal import check_frame, seal, unseal, with_checksum
from tests.support.s2 import IMEI, ROOT, AFrame

KEYS = derive_keys(ROOT, Imei(IMEI), Direction.UP)


@pytest.mark.parametrize("flags", [0, 1])
@pytest.mark.parametrize("extension", [b"", b"ext"])
def test_frames_are_sealed_to_the_letter_and_opened(flags: int, extension: bytes) -> None:
    frame = AFrame(flags=flags, extension=extension)
    raw = frame.write()

    assert seal(read_header(raw), frame.payload, KEYS, Direction.UP) == raw
    assert unseal(raw, check_frame(raw), KEYS, Direction.UP) == frame.payload


@pytest.mark.parametrize("flags", [0, 1])
def test_a_forged_frame_is_not_authentic(flags: int) -> None:
    genuine = AFrame(flags=flags).write()
    changed = with_checksum(genuine[:33] + bytes([genuine[33] ^ 1]) + genuine[34:-4])
    elsewhere = AFrame(flags=flags, root=bytes(32)).write()
    downward = AFrame(flags=flags, direction=1).write()

    for raw in (changed, elsewhere, downward):
        with pytest.raises(UplinkError) as refused:
            unseal(raw, check_frame(raw), KEYS, Direction.UP)
        assert refused.value.code is UplinkErrorCode.NOT_AUTHENTIC


def test_the_extension_of_a_header_is_covered_by_the_tag() -> None:
    raw = AFrame(extension=b"ext").write()
    changed = with_checksum(raw[:32] + b"EXT" + raw[35:-4])

    with pytest.raises(UplinkError):
        unseal(changed, check_frame(changed), KEYS, Direction.UP)


@pytest.mark.parametrize("at", [33, 60, -1, -6])
def test_a_bit_lost_on_the_way_is_seen(at: int) -> None:
    raw = bytearray(AFrame().write())
    raw[at] ^= 4

    with pytest.raises(UplinkError) as refused:
        check_frame(bytes(raw))

    assert refused.value.code is UplinkErrorCode.BAD_CHECKSUM


def test_a_frame_has_the_length_it_says() -> None:
    with pytest.raises(UplinkError) as refused:
        check_frame(AFrame().write() + b"\x00")

    assert refused.value.code is UplinkErrorCode.BAD_LENGTH


def test_a_header_must_announce_its_payload() -> None:
    header = read_header(AFrame().write())

    with pytest.raises(ValueError, match="announces"):
        seal(replace(header, payload_bytes=3), b"four", KEYS, Direction.UP)
