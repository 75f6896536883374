"""The vectors for box makers: written by our encoder, read by one that shares no code with it."""

import json
from pathlib import Path

import cbor2
import pytest
from cryptography.exceptions import InvalidTag

from services.simulator.s2_vectors import vectors
from services.uplink.errors import UplinkError
from services.uplink.s2.fields import decoder_with_keys
from tests.support.s2 import open_independently

DOCUMENT = json.loads((Path(__file__).parents[3] / "frames" / "s2.json").read_text(encoding="utf-8"))
ROOTS = {int(number): bytes.fromhex(root) for number, root in DOCUMENT["root_keys_hex"].items()}
TAKEN = {
    vector["name"]: bytes.fromhex(vector["hex"]) for vector in DOCUMENT["vectors"] if vector["receiver"] == "takes"
}
REFUSED = {
    vector["name"]: bytes.fromhex(vector["hex"]) for vector in DOCUMENT["vectors"] if vector["receiver"] != "takes"
}
UNSIGNED = "nack, unknown device, tag of zeros"
FROM_BOX = [name for name, raw in TAKEN.items() if raw[3] < 0x80]
OURS = decoder_with_keys(json.dumps({DOCUMENT["imei"]: DOCUMENT["root_keys_hex"]}))


def test_the_file_is_what_the_script_writes() -> None:
    assert DOCUMENT["vectors"] == vectors()


@pytest.mark.parametrize("name", [name for name in TAKEN if name != UNSIGNED])
def test_an_independent_receiver_takes_it(name: str) -> None:
    opened = open_independently(TAKEN[name], ROOTS)

    if "of two" not in name:
        assert isinstance(cbor2.loads(opened.clear), dict)


def test_the_fragments_make_one_trace() -> None:
    first, last = (open_independently(TAKEN[f"trace, encrypted, {part} of two"], ROOTS) for part in ("first", "last"))
    trace = cbor2.loads(first.clear + last.clear)

    assert trace[12].tag == 77
    assert len(trace[12].value) == 4 * 3 * 2


@pytest.mark.parametrize("name", FROM_BOX)
def test_we_take_it(name: str) -> None:
    OURS(TAKEN[name])


@pytest.mark.parametrize("name", REFUSED)
def test_everybody_refuses_it(name: str) -> None:
    with pytest.raises((ValueError, InvalidTag)):
        open_independently(REFUSED[name], ROOTS)
    with pytest.raises(UplinkError):
        OURS(REFUSED[name])
