import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import Imei
from app.domain.uplink import S2Window
from services.uplink.s2.answers import NackCode, acknowledgement, refusal, window_of
from services.uplink.s2.header import read_header
from services.uplink.s2.keys import Direction, derive_keys
from tests.support.s2 import IMEI, ROOT, AFrame, open_independently

DOWN = derive_keys(ROOT, Imei(IMEI), Direction.DOWN)
ANSWERED = read_header(AFrame(sequence=5, extension=b"x").write())


def test_an_acknowledgement_names_what_is_stored() -> None:
    opened = open_independently(acknowledgement(ANSWERED, S2Window(3, 0b10), 1234, DOWN), {1: ROOT})

    assert (opened.kind, opened.flags, opened.sequence, opened.event_id) == (0x80, 0, 5, 0)
    assert cbor2.loads(opened.clear) == {1: 1234, 30: 12, 31: 3, 32: 2}


@pytest.mark.parametrize("code", NackCode)
def test_a_refusal_names_the_frame_and_the_reason(code: NackCode) -> None:
    opened = open_independently(refusal(ANSWERED, code, 30, DOWN), {1: ROOT})

    assert opened.kind == 0x81
    assert cbor2.loads(opened.clear) == {30: 12, 33: 5, 34: 0, 35: code.value, 36: 30}


def test_the_codes_are_those_of_the_document() -> None:
    assert [(code.value, code.name) for code in NackCode] == [
        (1, "BUSY"),
        (2, "CHECKSUM"),
        (3, "TOO_LONG"),
        (4, "NOT_AUTHENTIC"),
        (5, "VERSION"),
        (6, "UNKNOWN_DEVICE"),
    ]


def test_a_refusal_without_keys_has_a_tag_of_zeros() -> None:
    raw = refusal(ANSWERED, NackCode.UNKNOWN_DEVICE, 0, None)

    assert raw[-20:-4] == bytes(16)
    with pytest.raises(ValueError, match="signature"):
        open_independently(raw, {1: ROOT})


@given(st.sets(st.integers(1, 90)))
def test_a_window_says_exactly_what_a_box_may_forget(sequences: set[int]) -> None:
    window = window_of(sequences)
    named = set(range(1, window.highest + 1)) | {
        window.highest + 1 + bit for bit in range(64) if window.bitmap >> bit & 1
    }

    assert named <= sequences
    assert window.highest + 1 not in sequences
    assert {sequence for sequence in sequences if sequence <= window.highest + 64} == named


@given(st.permutations(range(1, 20)))
def test_the_order_of_arrival_does_not_matter(order: list[int]) -> None:
    window = S2Window()
    for sequence in order:
        window = window.with_stored(sequence)

    assert window == S2Window(19, 0)


def test_a_sequence_too_far_ahead_is_not_named() -> None:
    assert S2Window().with_stored(66) == S2Window()
    assert S2Window(5, 0).with_stored(3) == S2Window(5, 0)
