"""Every public vector of the shared folder, when it is there: fields and answer, refusal, or waiting for more."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.uplink.answers import Decoded, Incomplete
from services.uplink.decoders import DECODERS
from services.uplink.errors import UplinkError

NOT_COMPARED = {"crc_calc", "crc_ok", "count_match", "leftover", "kind", "traccar_asserts", "records_n", "ack_hex"}
NAMES = {"ecall-msd": "ecall-msd", "teltonika-imei": "teltonika-imei", "teltonika-udp": "teltonika-udp"}


def decoder_name(wire_format: str) -> str:
    return next((name for start, name in NAMES.items() if wire_format.startswith(start)), "teltonika-tcp")


def is_part_of(want: object, have: object) -> bool:
    if isinstance(want, dict) and isinstance(have, dict):
        return all(
            name in NOT_COMPARED or (name in have and is_part_of(value, have[name])) for name, value in want.items()
        )
    if isinstance(want, list) and isinstance(have, list):
        return len(want) == len(have) and all(map(is_part_of, want, have))
    return want == have


def must_be_refused(expected: dict[str, Any]) -> bool:
    damaged = expected.get("crc_ok") is False or expected.get("count_match") is False
    return damaged or bool(expected.get("must_fail")) or ("error" in expected and "main_structure" not in expected)


def check(vector: dict[str, Any]) -> None:
    expected, decode = vector["expected"], DECODERS[decoder_name(vector["format"])]
    raw = bytes.fromhex(vector["hex"])
    if must_be_refused(expected):
        with pytest.raises(UplinkError):
            decode(raw)
        return
    answer = decode(raw)
    if expected.get("incomplete"):
        assert isinstance(answer, Incomplete), vector["id"]
        return
    assert isinstance(answer, Decoded), vector["id"]
    assert is_part_of(expected.get("main_structure", expected), answer.fields), vector["id"]
    if "ack_hex" in expected:
        assert answer.acknowledgement is not None, vector["id"]
        assert answer.acknowledgement.hex() == expected["ack_hex"].lower(), vector["id"]


def test_every_public_vector_is_read_as_documented(shared_folder: Path) -> None:
    lines = (shared_folder / "data" / "uplinks.jsonl").read_text(encoding="utf-8").splitlines()

    for line in lines:
        check(json.loads(line))
    assert len(lines) >= 51
