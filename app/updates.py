"""Which versions there are, from a list that only whoever holds the product's key can have written.

The list is one JSON object, ``{"payload": BASE64, "signature": BASE64}``: an Ed25519 signature over the bytes of the
payload, itself JSON. A list that is older than one seen before is refused, so that nobody can hide a version behind an
old list. This module downloads nothing and installs nothing: a desk is told, and a person decides.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PRODUCT: Final = "vivium-bijstand-desk"
LARGEST: Final = 65_536
_VERSION: Final = re.compile(r"\d+(\.\d+){1,3}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class ListRefused(Exception):
    """The list cannot be trusted or read; nothing in it counts. The message is technical."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version that can be had.

    Attributes:
        page: Where a person reads about it and gets it.
        sha256: Of its installer, in hexadecimal.
        notes: What changed, by language.
    """

    version: str
    page: str
    sha256: str
    notes: Mapping[str, str]

    def is_newer_than(self, version: str) -> bool:
        """Whether it comes after that version."""
        return _numbers(self.version) > _numbers(version)


@dataclass(frozen=True, slots=True)
class ReleaseList:
    """The versions of each channel; a later list has a higher ``serial``."""

    serial: int
    channels: Mapping[str, Release]


def read_list(content: bytes, public_key: bytes, seen_serial: int = 0) -> ReleaseList:
    """Return the list.

    Args:
        content: As downloaded.
        public_key: Ed25519, 32 bytes.
        seen_serial: That of the last list seen here; an older one is refused.

    Raises:
        ListRefused: It is too large, not signed with that key, not such a list, of another product, or an old one.
    """
    if len(content) > LARGEST:
        raise ListRefused(f"larger than {LARGEST} bytes")
    try:
        envelope = json.loads(content)
        payload = base64.b64decode(envelope["payload"], validate=True)
        signature = base64.b64decode(envelope["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, payload)
        told = json.loads(payload)
        found = ReleaseList(int(told["serial"]), {name: _release(one) for name, one in told["channels"].items()})
        product = told["product"]
    except InvalidSignature as fault:
        raise ListRefused("not signed with the key of this product") from fault
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as fault:
        raise ListRefused(f"no such list: {type(fault).__name__}") from fault
    if product != PRODUCT:
        raise ListRefused("of another product")
    if found.serial < seen_serial:
        raise ListRefused(f"older ({found.serial}) than one seen before ({seen_serial})")
    return found


def signed_list(told: Mapping[str, object], private_key: bytes) -> bytes:
    """Return a list as desks read it. ``private_key``: Ed25519, 32 bytes, of whoever releases."""
    payload = json.dumps({"product": PRODUCT, **told}, sort_keys=True).encode()
    signature = Ed25519PrivateKey.from_private_bytes(private_key).sign(payload)
    envelope = {"payload": base64.b64encode(payload).decode(), "signature": base64.b64encode(signature).decode()}
    return json.dumps(envelope).encode()


def _release(one: Mapping[str, Any]) -> Release:
    version, page, sha256 = one["version"], one["page"], one["sha256"]
    if not _VERSION.fullmatch(version) or not _SHA256.fullmatch(sha256) or not page.startswith(("https://", "file:")):
        raise ValueError("a version, page or sum that cannot be meant")
    return Release(version, page, sha256, {str(name): str(text) for name, text in one["notes"].items()})


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
