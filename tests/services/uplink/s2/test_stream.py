import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.stream import MAX_BUFFER_BYTES, S2Reader
from tests.support.s2 import AFrame

GOOD = AFrame().write()
DAMAGED = GOOD[:-1] + bytes([GOOD[-1] ^ 1])
NOISE = b"no frame, though S2 and S"


def read_all(pieces: list[bytes]) -> list[bytes | UplinkErrorCode]:
    reader = S2Reader()
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


@given(st.lists(st.sampled_from([GOOD, DAMAGED, NOISE, b"S", AFrame(flags=0).write()]), max_size=5), st.data())
def test_any_split_of_the_stream_gives_the_same_answers(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    assert read_all(pieces) == read_all([stream]) == read_all([bytes([byte]) for byte in stream])


def test_a_damaged_frame_is_refused_once_and_the_next_one_read() -> None:
    assert read_all([DAMAGED + GOOD]) == [UplinkErrorCode.BAD_CHECKSUM, GOOD]


@pytest.mark.parametrize("noise", [NOISE, b"\x00", b"S3", b"S2" + bytes(40), b"S2" * 30])
def test_after_a_lost_place_the_next_frame_is_found(noise: bytes) -> None:
    assert read_all([noise + GOOD]) == [UplinkErrorCode.BAD_PREAMBLE, GOOD]


@pytest.mark.parametrize("piece", [bytes(60_000), b"S" * 60_000, b"S2" * 30_000])
def test_megabytes_of_noise_cost_one_error_and_a_few_bytes(piece: bytes) -> None:
    reader = S2Reader()
    errors = 0
    for _ in range(20):
        reader.feed(piece)
        try:
            reader.next_frame()
        except UplinkError:
            errors += 1
            reader.next_frame()
        assert reader.held_bytes < 32
    assert errors == 1


def test_a_caller_who_never_reads_is_cut_off() -> None:
    reader = S2Reader()
    reader.feed(bytes(MAX_BUFFER_BYTES))

    with pytest.raises(UplinkError) as refused:
        reader.feed(b"\x00")

    assert refused.value.fatal
    assert reader.held_bytes == 0


@pytest.mark.parametrize(("held", "needed"), [(0, 32), (30, 2), (32, len(GOOD) - 32), (len(GOOD) - 1, 1)])
def test_it_says_how_many_bytes_are_missing(held: int, needed: int) -> None:
    reader = S2Reader()
    reader.feed(GOOD[:held])

    assert reader.next_frame() is None
    assert reader.needed_bytes == needed


def test_a_lost_reader_needs_at_least_a_byte() -> None:
    assert S2Reader().needed_bytes == 32
    reader = S2Reader()
    reader.feed(b"x")
    with pytest.raises(UplinkError):
        reader.next_frame()

    assert reader.needed_bytes == 32
