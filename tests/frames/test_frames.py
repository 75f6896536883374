"""Every ``*.hex`` beside this file, read by the decoder its ``*.json`` names.

A frame from the field that surprised us becomes another pair here. ``answer.fields`` need not name every field.
"""

import json
from pathlib import Path

import pytest

from services.uplink.answers import Decoded, Incomplete
from services.uplink.decoders import DECODERS
from services.uplink.errors import UplinkError

HERE = Path(__file__).parent
NAMES = sorted(file.stem for file in HERE.glob("*.hex"))


def is_part_of(want: object, have: object) -> bool:
    """Say whether every field wanted is there; lists must be of the same length."""
    if isinstance(want, dict) and isinstance(have, dict):
        return all(name in have and is_part_of(value, have[name]) for name, value in want.items())
    if isinstance(want, list) and isinstance(have, list):
        return len(want) == len(have) and all(map(is_part_of, want, have))
    return want == have


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_is_read_as_its_file_says(name: str) -> None:
    case = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    want, raw = case["answer"], bytes.fromhex((HERE / f"{name}.hex").read_text(encoding="ascii"))
    decode = DECODERS[case["format"]]

    if want["ok"] is False:
        with pytest.raises(UplinkError) as refused:
            decode(raw)
        assert refused.value.code == want["code"]
    elif want["ok"] is None:
        assert decode(raw) == Incomplete(want["need"])
    else:
        answer = decode(raw)
        assert isinstance(answer, Decoded)
        assert is_part_of(want["fields"], answer.fields)
        assert (answer.acknowledgement.hex() if answer.acknowledgement is not None else None) == want["ack_hex"]


def test_every_frame_has_its_answer() -> None:
    assert NAMES
    assert {file.stem for file in HERE.glob("*.json")} - {"s2"} == set(NAMES)
