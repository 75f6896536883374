"""The keys of one S2 box.

A box has one secret, its 32-byte root key, written once when it is built. Everything used on the wire is derived from
it with HKDF-SHA-256, the device id as salt, one label for each direction: what the box signs cannot be replayed as
ours. Each direction has an encryption key (AES-128) and a signature key (HMAC-SHA-256), so that no key has two uses.
During rotation a box has two roots under two key ids, and both are good.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.ids import Imei

ROOT_KEY_BYTES: Final = 32
_AES_BYTES: Final = 16
_HMAC_BYTES: Final = 32
_DEVICE_BYTES: Final = 8


class Direction(Enum):
    """Who sends; the number is the first byte of every nonce."""

    UP = 0
    DOWN = 1

    @property
    def label(self) -> bytes:
        """The HKDF label of the direction."""
        return b"s2 up 1" if self is Direction.UP else b"s2 down 1"


@dataclass(frozen=True, slots=True)
class DirectionKeys:
    """The two keys of one direction under one root key."""

    encryption: bytes
    signature: bytes


def derive_keys(root: bytes, imei: Imei, direction: Direction) -> DirectionKeys:
    """Return the keys of a direction.

    Raises:
        ValueError: The root key has not 32 bytes.
    """
    if len(root) != ROOT_KEY_BYTES:
        raise ValueError(f"a root key has {ROOT_KEY_BYTES} bytes, not {len(root)}")
    salt = int(imei).to_bytes(_DEVICE_BYTES)
    material = HKDF(SHA256(), _AES_BYTES + _HMAC_BYTES, salt, direction.label).derive(root)
    return DirectionKeys(material[:_AES_BYTES], material[_AES_BYTES:])


class KeyRing:
    """Every key of one box that is good today, derived once."""

    def __init__(self, imei: Imei, roots: Mapping[int, bytes]) -> None:
        self.imei = imei
        self._keys: Mapping[tuple[int, Direction], DirectionKeys] = MappingProxyType(
            {
                (key_id, direction): derive_keys(root, imei, direction)
                for key_id, root in roots.items()
                for direction in Direction
            }
        )

    def find(self, key_id: int, direction: Direction) -> DirectionKeys | None:
        """Return the keys of an id, or None when the box has none such."""
        return self._keys.get((key_id, direction))
