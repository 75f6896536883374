import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.frames import (
    MAX_BUFFER_BYTES,
    MAX_DATA_BYTES,
    FrameReader,
    checked_data,
    checksum,
)
from tests.support.boxes import ARecord, a_crash, avl_data, crc16_arc, tcp, tcp_frame

GOOD = tcp_frame(a_crash(), ARecord(io={1: b"\x00"}))


def read_all(pieces: list[bytes]) -> list[bytes | UplinkErrorCode]:
    reader = FrameReader()
    found: list[bytes | UplinkErrorCode] = []
    for piece in pieces:
        reader.feed(piece)
        while True:
            try:
                frame = reader.next_frame()
            except UplinkError as error:
                found.append(error.code)
                continue
            if frame is None:
                break
            found.append(frame)
    return found


def bytewise(stream: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in stream]


@given(st.binary(max_size=300))
def test_the_checksum_is_crc_16_arc(data: bytes) -> None:
    assert checksum(data) == crc16_arc(data)


def test_a_frame_is_found_whole_and_byte_by_byte() -> None:
    assert read_all([GOOD]) == [GOOD] == read_all(bytewise(GOOD))


@given(
    st.lists(st.sampled_from([GOOD, b"\xff", tcp_frame(codec=8), b"\x01", bytes(9), GOOD[:-1] + b"\x55"]), max_size=6),
    st.data(),
)
def test_any_split_of_the_stream_gives_the_same_answers(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    assert read_all(pieces) == read_all([stream]) == read_all(bytewise(stream))


@given(st.binary(max_size=2000))
def test_garbage_gives_frames_or_the_one_error(noise: bytes) -> None:
    for found in read_all([noise]):
        assert isinstance(found, UplinkErrorCode) or found == b"\xff" or checked_data(found)


def test_a_keep_alive_byte_stands_between_frames() -> None:
    assert read_all([b"\xff" + GOOD + b"\xff"]) == [b"\xff", GOOD, b"\xff"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (GOOD[:-1] + bytes([GOOD[-1] ^ 1]), UplinkErrorCode.BAD_CHECKSUM),
        (GOOD[:40] + bytes([GOOD[40] ^ 1]) + GOOD[41:], UplinkErrorCode.BAD_CHECKSUM),
        (GOOD[:-4] + b"\x01" + GOOD[-3:], UplinkErrorCode.BAD_CHECKSUM),
        (tcp(avl_data([ARecord()], count_after=2)), UplinkErrorCode.BAD_COUNT),
        (tcp(b"\x07\x01\x01"), UplinkErrorCode.UNKNOWN_CODEC),
    ],
)
def test_a_damaged_frame_is_refused_once_and_the_next_one_read(frame: bytes, code: UplinkErrorCode) -> None:
    assert read_all([frame + GOOD]) == [code, GOOD]


@pytest.mark.parametrize(
    ("noise", "code"),
    [
        (b"\x01", UplinkErrorCode.BAD_PREAMBLE),
        (b"\x00\x00\x01\x00" + bytes(20), UplinkErrorCode.BAD_PREAMBLE),
        (b"\x00\x00\x00\x01\x00\x00\x00\x04", UplinkErrorCode.BAD_PREAMBLE),
        (bytes(8), UplinkErrorCode.BAD_LENGTH),
        (bytes(4) + (2).to_bytes(4), UplinkErrorCode.BAD_LENGTH),
        (bytes(4) + (MAX_DATA_BYTES + 1).to_bytes(4), UplinkErrorCode.TOO_LONG),
        (b"GET / HTTP/1.1\r\n\r\n", UplinkErrorCode.BAD_PREAMBLE),
    ],
)
def test_after_a_lost_place_the_next_frame_is_found(noise: bytes, code: UplinkErrorCode) -> None:
    assert read_all([noise + GOOD]) == [code, GOOD] == read_all(bytewise(noise + GOOD))


def test_a_start_with_an_impossible_length_is_passed_over_while_lost() -> None:
    too_long = bytes(4) + (MAX_DATA_BYTES + 5).to_bytes(4) + b"\x8e"

    assert read_all([b"\x01" + too_long + GOOD]) == [UplinkErrorCode.BAD_PREAMBLE, GOOD]


@pytest.mark.parametrize("byte", [b"\x00", b"\x5a", b"\x00\x00\x00\x00\x00\x02"])
def test_megabytes_of_noise_cost_one_error_and_a_few_bytes(byte: bytes) -> None:
    reader = FrameReader()
    errors = 0
    piece = byte * (60_000 // len(byte))
    for _ in range(40):
        reader.feed(piece)
        try:
            while reader.next_frame():
                pass
        except UplinkError:
            errors += 1
            assert reader.next_frame() is None
        assert reader.held_bytes <= 8
    assert errors == 1


def test_a_caller_who_never_reads_is_cut_off() -> None:
    reader = FrameReader()
    reader.feed(bytes(MAX_BUFFER_BYTES))

    with pytest.raises(UplinkError) as refused:
        reader.feed(b"\x00")

    assert refused.value.code is UplinkErrorCode.BUFFER_FULL
    assert refused.value.fatal
    assert reader.held_bytes == 0


@pytest.mark.parametrize(("held", "needed"), [(0, 8), (5, 3), (8, len(GOOD) - 8), (len(GOOD) - 1, 1)])
def test_it_says_how_many_bytes_are_missing(held: int, needed: int) -> None:
    reader = FrameReader()
    reader.feed(GOOD[:held])

    assert reader.next_frame() is None
    assert reader.needed_bytes == needed


def test_a_lost_reader_needs_at_least_a_byte() -> None:
    reader = FrameReader()
    reader.feed(b"\x01" * 30)
    with pytest.raises(UplinkError):
        reader.next_frame()
    assert reader.next_frame() is None

    assert reader.needed_bytes == 1


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (GOOD[:10], UplinkErrorCode.TRUNCATED),
        (b"\x01" + GOOD[1:], UplinkErrorCode.BAD_PREAMBLE),
        (GOOD[:-1], UplinkErrorCode.BAD_LENGTH),
        (GOOD + b"\x00", UplinkErrorCode.BAD_LENGTH),
    ],
)
def test_a_stored_frame_is_checked_as_strictly(frame: bytes, code: UplinkErrorCode) -> None:
    with pytest.raises(UplinkError) as refused:
        checked_data(frame)

    assert refused.value.code is code
    assert refused.value.raw == frame
