"""What we say to boxes is read again by name; what was not made with their keys is not."""

import json

import cbor2
import pytest

from app.domain.ids import Imei
from app.domain.uplink import S2Window
from services.uplink.answers import Decoded
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.answers import NackCode, acknowledgement, refusal
from services.uplink.s2.fields import decoder_with_keys
from services.uplink.s2.header import read_header
from services.uplink.s2.keys import Direction, derive_keys
from tests.support.s2 import IMEI, ROOT, AFrame

DECODE = decoder_with_keys(json.dumps({IMEI: {"1": ROOT.hex()}}))
ANSWERED = read_header(AFrame().write())
KEYS = derive_keys(ROOT, Imei(IMEI), Direction.DOWN)


def payload_of(raw: bytes, *, authentic: bool = True) -> object:
    answer = DECODE(raw)
    assert isinstance(answer, Decoded)
    assert answer.fields["authentic"] is authentic
    assert answer.acknowledgement is None
    return answer.fields["payload"]


def test_an_acknowledgement_by_name() -> None:
    said = payload_of(acknowledgement(ANSWERED, S2Window(3, 0b10), 1_790_000_000_000, KEYS))
    assert said == {
        "server_time_ms": 1_790_000_000_000,
        "answered_boot_id": 12,
        "highest_stored": 3,
        "stored_bitmap": 2,
    }


@pytest.mark.parametrize("code", NackCode)
def test_every_refusal_by_name(code: NackCode) -> None:
    expected = {
        "answered_boot_id": 12,
        "refused_sequence": 1,
        "refused_fragment": 0,
        "code": code.value,
        "retry_after_s": 30,
        "code_name": code.name.lower(),
    }
    assert payload_of(refusal(ANSWERED, code, 30, KEYS)) == expected
    assert payload_of(refusal(ANSWERED, code, 30, None), authentic=False) == expected


def test_a_command_with_its_parameters_and_keys_of_later_versions() -> None:
    payload = cbor2.dumps({40: "tracking", 41: {2: 5}, 44: 9, 99: b"later"}, canonical=True)
    said = payload_of(AFrame(kind=0x82, direction=1, payload=payload).write())
    assert said == {"verb": "tracking", "parameters": {"2": 5}, "valid_until_ms": 9, "99": "b'later'"}


@pytest.mark.parametrize("code", [[1], 7, "busy"])
def test_a_code_that_is_none_has_no_name(code: object) -> None:
    said = payload_of(AFrame(kind=0x81, direction=1, payload=cbor2.dumps({35: code})).write())
    assert isinstance(said, dict)
    assert "code_name" not in said


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (AFrame(kind=0x80, direction=1, root=bytes(32)), UplinkErrorCode.NOT_AUTHENTIC),
        (AFrame(kind=0x80, direction=0), UplinkErrorCode.NOT_AUTHENTIC),
        (AFrame(kind=0x80, direction=1, key_id=2), UplinkErrorCode.UNKNOWN_KEY),
        (AFrame(kind=0x80, direction=1, payload=b"\xff"), UplinkErrorCode.BAD_RECORD),
        (AFrame(kind=0x80, direction=1, payload=b"\x07"), UplinkErrorCode.BAD_RECORD),
    ],
)
def test_what_we_did_not_say_is_refused(frame: AFrame, code: UplinkErrorCode) -> None:
    with pytest.raises(UplinkError) as refused:
        DECODE(frame.write())
    assert refused.value.code is code
