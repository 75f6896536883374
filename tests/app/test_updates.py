"""Only a list that the holder of the key signed is believed."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from app.updates import LARGEST, ListRefused, Release, read_list, signed_list

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PRIVATE = KEY.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
RELEASE = {
    "version": "0.2.0",
    "page": "https://bijstand.example/0.2.0",
    "sha256": "ab" * 32,
    "notes": {"nl": "Sneller."},
}
TOLD = {"serial": 7, "channels": {"stable": RELEASE}}


def test_a_signed_list_is_read() -> None:
    found = read_list(signed_list(TOLD, PRIVATE), PUBLIC)
    assert found.serial == 7
    assert found.channels["stable"] == Release(**RELEASE)  # type: ignore[arg-type]


def test_a_list_of_somebody_else_is_refused() -> None:
    with pytest.raises(ListRefused, match="not signed"):
        read_list(signed_list(TOLD, OTHER), PUBLIC)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_list_that_was_touched_is_refused(place: int, change: int) -> None:
    content = bytearray(signed_list(TOLD, PRIVATE))
    content[place % len(content)] ^= change
    try:
        found = read_list(bytes(content), PUBLIC)
    except ListRefused:
        return
    assert found == read_list(signed_list(TOLD, PRIVATE), PUBLIC)  # white space, or unused bits of the base64


def test_an_old_list_cannot_hide_a_version() -> None:
    assert read_list(signed_list(TOLD, PRIVATE), PUBLIC, seen_serial=7).serial == 7
    with pytest.raises(ListRefused, match="older"):
        read_list(signed_list(TOLD, PRIVATE), PUBLIC, seen_serial=8)


@pytest.mark.parametrize(
    "told",
    [
        {"serial": 7},
        {"serial": "x", "channels": {}},
        {"serial": 7, "channels": {"stable": {**RELEASE, "version": "next"}}},
        {"serial": 7, "channels": {"stable": {**RELEASE, "sha256": "AB"}}},
        {"serial": 7, "channels": {"stable": {**RELEASE, "page": "javascript:alert(1)"}}},
        {"serial": 7, "channels": {"stable": {**RELEASE, "notes": "faster"}}},
        {"product": "another", **TOLD},
    ],
)
def test_a_signed_list_that_cannot_be_meant_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(ListRefused):
        read_list(signed_list(told, PRIVATE), PUBLIC)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"null", b'{"payload": 1, "signature": 2}', b"x" * (LARGEST + 1)]
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListRefused):
        read_list(content, PUBLIC)


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [("0.2.0", "0.1.0", True), ("0.10.0", "0.9.9", True), ("1.0", "1.0.0", False), ("0.1.0", "0.1.1", False)],
)
def test_versions_are_compared_by_number(version: str, than: str, *, newer: bool) -> None:
    assert Release(version, "https://x", "0" * 64, {}).is_newer_than(than) is newer


def test_the_signed_bytes_are_json_that_others_can_read() -> None:
    assert set(json.loads(signed_list(TOLD, PRIVATE))) == {"payload", "signature"}
