import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.uplink.msd.additional import AdditionalData, oid_text, read_additional
from tests.support.msd import Bits

NCAP = b"\x08\x01"


def test_an_identifier_is_numbers_with_dots() -> None:
    assert oid_text(bytes.fromhex("01027d")) == "1.2.125"
    assert oid_text(bytes.fromhex("018148")) == "1.200"


def test_euro_ncap_says_where_and_how_hard() -> None:
    bits = Bits().put(0, 1).put(1, 1).put(0, 1).put(4, 3).put(1, 1)
    bits.put(0, 1).put(200 - 100, 8).put(-30 + 255, 9).put(12 + 255, 9)

    assert read_additional(NCAP, bits.as_bytes()).content == {
        "locationOfImpact": "driverSide",
        "rolloverDetected": True,
        "deltaV": {"rangeLimit": 200, "deltaVX": -30, "deltaVY": 12},
    }


@pytest.mark.parametrize(("oid", "coordinates"), [(b"\x01\x04\x01", None), (b"\x01\x04\x02", 1)])
def test_era_glonass_says_only_what_was_sent(oid: bytes, coordinates: int | None) -> None:
    bits = Bits().put(0, 1).put(1, 1).put(1, 1).put(1, 1)
    if coordinates is not None:
        bits.put(1, 1)
    bits.put(180, 11)
    bits.put(0b1 << 12, 21).put(1, 1)  # the ninth of 21 flags: batteryFailure
    bits.put(0b1000_1000, 8).put(1, 1).put(0, 1)
    if coordinates is not None:
        bits.put(coordinates, 2)
    expected = {
        "crashSeverity": 180,
        "diagnosticResult": {"batteryFailure": True},
        "crashInfo": {"crashFront": True, "crashRollover": False},
    }
    if coordinates is not None:
        expected["coordinateSystemType"] = coordinates

    assert read_additional(oid, bits.as_bytes()).content == expected


def test_unknown_data_stays_bytes() -> None:
    assert read_additional(b"\x01\x02\x7d", b"00FF") == AdditionalData(b"\x01\x02\x7d", b"00FF", None, None)


def test_unreadable_data_of_a_known_kind_stays_bytes() -> None:
    assert read_additional(NCAP, b"\x08") == AdditionalData(NCAP, b"\x08", None, "unreadable")


@given(st.sampled_from([NCAP, b"\x01\x04\x01", b"\x01\x04\x02"]) | st.binary(max_size=8), st.binary(max_size=60))
def test_additional_data_never_fails(oid: bytes, data: bytes) -> None:
    found = read_additional(oid, data)

    assert (found.oid, found.data) == (oid, data)
