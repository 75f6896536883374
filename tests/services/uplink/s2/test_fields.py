import json

import pytest

from services.uplink.answers import Decoded, Incomplete
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.fields import decoder_with_keys, s2_fields
from services.uplink.s2.payload import write_payload
from tests.support.msd import AnMsd
from tests.support.s2 import IMEI, ROOT, AFrame, open_independently

KEYS = json.dumps({IMEI: {"1": ROOT.hex()}})


def test_without_keys_only_the_open_part_is_shown() -> None:
    sealed, signed = s2_fields(AFrame().write() + b"S2"), s2_fields(AFrame(flags=0, kind=99, extension=b"e").write())

    assert isinstance(sealed, Decoded)
    assert isinstance(signed, Decoded)
    assert (sealed.fields["type"], sealed.fields["authentic"], sealed.acknowledgement) == ("event", None, None)
    assert sealed.fields["leftover"] == 2
    assert "payload_hex" not in sealed.fields
    assert (signed.fields["type"], signed.fields["payload_hex"]) == (99, AFrame().payload.hex())


def test_with_keys_the_content_is_shown_and_the_answer_known() -> None:
    frame = AFrame(kind=6, payload=write_payload({1: 5, 18: AnMsd().write()}))
    answer = decoder_with_keys(KEYS)(frame.write())

    assert isinstance(answer, Decoded)
    assert answer.fields["authentic"] is True
    content = answer.fields["payload"]
    assert isinstance(content, dict)
    assert (content["timestamp_ms"], content["msd"], content["trace"]) == (5, AnMsd().write().hex(), None)
    assert answer.acknowledgement is not None
    assert open_independently(answer.acknowledgement, {1: ROOT}).kind == 0x80


def test_a_fragment_has_bytes_but_no_content() -> None:
    answer = decoder_with_keys(KEYS)(AFrame(flags=3).write())

    assert isinstance(answer, Decoded)
    assert "payload" not in answer.fields
    assert answer.fields["payload_hex"] == AFrame().payload.hex()


def test_a_piece_says_how_much_is_missing() -> None:
    for decode in (s2_fields, decoder_with_keys(KEYS)):
        assert decode(AFrame().write()[:-7]) == Incomplete(7)
        assert decode(b"") == Incomplete(32)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (AFrame(root=bytes(32)), UplinkErrorCode.NOT_AUTHENTIC),
        (AFrame(imei="356093070009027"), UplinkErrorCode.UNKNOWN_DEVICE),
        (AFrame(payload=b"no cbor"), UplinkErrorCode.BAD_RECORD),
    ],
)
def test_what_cannot_be_believed_or_read_is_refused(frame: AFrame, code: UplinkErrorCode) -> None:
    with pytest.raises(UplinkError) as refused:
        decoder_with_keys(KEYS)(frame.write())

    assert refused.value.code is code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"1": []}',
        '{"1": {}}',
        f'{{"{IMEI}": {{"1": 5}}}}',
        f'{{"{IMEI}": {{"1": "00"}}}}',
        f'{{"{IMEI}": {{"x": ""}}}}',
    ],
)
def test_keys_that_are_none_are_wrong_use(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoder_with_keys(text)
