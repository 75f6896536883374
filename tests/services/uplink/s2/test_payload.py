import struct

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.payload import (
    CommandAnswer,
    Control,
    Incident,
    Location,
    Payload,
    Severity,
    Trace,
    Vehicle,
    read_payload,
    typed_array,
    write_payload,
)

CHANNELS = ("10VEHCCG0000ACXP", "10VEHCCG0000ACYP", "10VEHCCG0000ACZP")
ATTRIBUTES = {0: list(CHANNELS), 1: 10_000, 2: -5_000, 3: 0.004, 4: 16}
SAMPLES = struct.pack("<6h", 1, -2, 250, 32767, -32768, 0)
NOTHING = Payload(*[None] * 23)


def test_what_is_not_said_is_unknown() -> None:
    assert read_payload(write_payload({})) == NOTHING
    assert read_payload(write_payload({99: "later", 100: [1]})) == NOTHING


def test_everything_that_can_be_said() -> None:
    facts = {
        1: 1_790_000_000_000,
        2: {0: 3, 1: True, 2: False, 3: True},
        3: {0: 1, 1: "WVWZZZ1KZAW123456", 2: 0b1000000},
        4: {0: 183_096_360, 1: 16_644_240, 2: [-3, 12], 3: [-512, 511]},
        5: {0: 95, 1: 21.5, 2: 0.9, 3: 11, 4: True},
        6: 2,
        7: {0: 2, 1: True, 2: {0: 125, 1: -45, 2: 10}},
        8: {0: -45.5, 1: 10, 2: 113, 3: False},
        9: -13,
        10: {0: 2.36, 1: 3.2},
        11: ATTRIBUTES,
        12: typed_array(SAMPLES),
        13: {0: 12_352, 1: 4_000, 2: True, 3: False},
        14: {0: True, 1: [1, 0, 0, 0, 1.0, 0, 0, 0, -1]},
        15: 7,
        16: 3,
        17: {0: True, 1: False},
        18: b"msd",
        19: 1001,
        42: {0: 1_790_000_000, 1: 2**32 - 1, 2: True, 3: "done"},
        43: "1.4.2",
    }

    assert read_payload(write_payload(facts)) == Payload(
        timestamp_ms=1_790_000_000_000,
        time_quality=3,
        control=Control(3, True, False, True),
        location=Location(183_096_360, 16_644_240, 95, 21.5, 11, True, (-3, 12), (-512, 511), 0.9),
        occupants=2,
        rollover=True,
        trace=Trace(CHANNELS, 10_000, -5_000, 0.004, 16.0, ((1, -2, 250), (32767, -32768, 0))),
        external_voltage_mv=12_352,
        battery_voltage_mv=4_000,
        unplugged=True,
        towing=False,
        calibrated=True,
        mount_matrix=(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, -1.0),
        crash_counter=7,
        ignition=True,
        movement=False,
        msd=b"msd",
        oldest_held=1001,
        answered_command=CommandAnswer(1_790_000_000, 2**32 - 1, is_done=True, text="done"),
        firmware="1.4.2",
        vehicle=Vehicle(1, "WVWZZZ1KZAW123456", 0b1000000),
        incident=Incident(2, 125, -45, 10),
        severity=Severity(-45.5, 10.0, 113.0, False, -13.0, 2.36, 3.2),
    )


def test_a_place_may_be_said_without_a_motion_and_the_other_way_round() -> None:
    assert read_payload(write_payload({4: {0: 1, 1: 2}})).location == Location(1, 2, None, None, None, None)
    assert read_payload(write_payload({5: {1: 0}})).location == Location(None, None, None, 0.0, None, None)


@pytest.mark.parametrize(
    "facts",
    [
        {1: -1},
        {1: 253_402_300_800_000},
        {1: True},
        {1: "now"},
        {2: [1]},
        {2: {1: 1}},
        {5: {1: "fast"}},
        {5: {1: True}},
        {5: {1: float("nan")}},
        {6: 256},
        {3: [1]},
        {3: {1: "WVWZZZ1KZAW12345"}},
        {3: {1: "WVWZZZ1KZAW12345O"}},
        {4: {2: [1]}},
        {4: {2: [1, 512]}},
        {4: {3: [None, 1]}},
        {7: {2: {0: 99}}},
        {8: 1},
        {9: "front"},
        {42: {0: 1, 1: 2}},
        {42: {0: 1, 2: True}},
        {42: {1: 1, 2: True}},
        {42: {0: 1, 1: 2**32, 2: True}},
        {42: {0: 1, 1: 2, 2: True, 3: 7}},
        {42: {0: 1, 1: 2, 2: True, 3: "x" * 2001}},
        {43: "x" * 61},
        {12: SAMPLES},
        {12: cbor2.CBORTag(72, SAMPLES)},
        {12: cbor2.CBORTag(77, [1])},
        {12: typed_array(SAMPLES)},
        {11: ATTRIBUTES | {0: []}, 12: typed_array(SAMPLES)},
        {11: ATTRIBUTES | {0: [1, 2, 3]}, 12: typed_array(SAMPLES)},
        {11: ATTRIBUTES | {1: 0}, 12: typed_array(SAMPLES)},
        {11: ATTRIBUTES | {2: None}, 12: typed_array(SAMPLES)},
        {11: ATTRIBUTES | {3: None}, 12: typed_array(SAMPLES)},
        {11: ATTRIBUTES, 12: typed_array(SAMPLES[:-2])},
        {14: {1: [1, 0, 0]}},
        {14: {1: [None] * 9}},
        {18: "msd"},
    ],
)
def test_a_known_key_with_an_impossible_value_makes_it_unreadable(facts: dict[int, object]) -> None:
    with pytest.raises(UplinkError) as refused:
        read_payload(write_payload(facts))

    assert refused.value.code is UplinkErrorCode.BAD_RECORD


@pytest.mark.parametrize(
    "payload",
    [b"", b"\xa1", b"\x01", b"\xa0\x00", b"\xa2\x01\x01\x01\x02", b"\xbf\xff", b"\x81" * 500 + b"\x00"],
)
def test_what_is_no_single_map_is_refused(payload: bytes) -> None:
    with pytest.raises(UplinkError):
        read_payload(payload)


@given(st.binary(max_size=60))
def test_garbage_is_read_or_refused(payload: bytes) -> None:
    try:
        read_payload(payload)
    except UplinkError:
        return


CBOR = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64)
    | st.floats()
    | st.binary(max_size=6)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.integers(0, 5), inner, max_size=5),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([1, 2, 4, 5, 6, 7, 11, 12, 13, 14, 15, 16, 17, 18]), CBOR))
def test_any_map_is_read_or_refused(facts: dict[int, object]) -> None:
    try:
        read_payload(write_payload(facts))
    except UplinkError:
        return
