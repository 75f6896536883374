import pytest

from services.uplink.answers import Decoded
from services.uplink.msd.fields import fields_of, msd_fields
from services.uplink.msd.messages import read_msd
from tests.support.msd import AnMsd, Bits


def test_an_answer_needs_no_acknowledgement() -> None:
    answer = msd_fields(AnMsd().write())

    assert isinstance(answer, Decoded)
    assert answer.acknowledgement is None
    assert answer.fields["vin"] == "WVWZZZ1KZAW123456"


@pytest.mark.parametrize(
    ("version", "version_name", "people_name"),
    [
        (1, "id", "numberOfPassengers"),
        (2, "msdVersion", "numberOfPassengers"),
        (3, "msdVersion", "numberOfOccupants"),
    ],
)
def test_fields_have_the_names_of_their_version(version: int, version_name: str, people_name: str) -> None:
    fields = fields_of(read_msd(AnMsd(version=version).write()))

    assert (fields[version_name], fields[people_name]) == (version, 2)
    assert (fields["recentVehicleLocationN1"], fields["optionalAdditionalData"]) == ([-3, 12], None)


def test_what_was_not_sent_is_null() -> None:
    fields = fields_of(read_msd(AnMsd(n1=None, people=None).write()))

    assert (fields["recentVehicleLocationN1"], fields["numberOfPassengers"]) == (None, None)


def test_known_additional_data_is_shown_in_words_and_bytes() -> None:
    sent = AnMsd(additional=(b"\x08\x01", bytes.fromhex("0832d28480")))

    assert fields_of(read_msd(sent.write()))["optionalAdditionalData"] == {
        "oid_hex": "0801",
        "oid": "8.1",
        "data_hex": "0832d28480",
        "content": {"locationOfImpact": "front", "deltaV": {"rangeLimit": 125, "deltaVX": -45, "deltaVY": 10}},
        "fault": None,
    }


def test_torn_additional_data_is_named_as_such() -> None:
    sent = AnMsd(additional=(b"\x08\x01", bytes(20)))
    fields = fields_of(read_msd(sent.write()[:-10]))

    assert fields["optionalAdditionalData"] == dict.fromkeys(["oid_hex", "oid", "data_hex", "content"]) | {
        "fault": "torn"
    }


def test_a_place_of_impact_that_a_later_version_names_is_null() -> None:
    bits = Bits().put(0, 1).put(0, 1).put(1, 1).put(0, 1).put(3, 6)
    bits.put(0, 1).put(25, 8).put(-45 + 255, 9).put(10 + 255, 9)
    fields = fields_of(read_msd(AnMsd(additional=(b"\x08\x01", bits.as_bytes())).write()))
    additional = fields["optionalAdditionalData"]

    assert isinstance(additional, dict)
    assert additional["content"] == {
        "locationOfImpact": None,
        "deltaV": {"rangeLimit": 125, "deltaVX": -45, "deltaVY": 10},
    }
