"""S2 frames for tests, written and opened with cryptography, cbor2 and zlib-like loops directly; nothing of ours is
imported."""

import hmac
import struct
from dataclasses import dataclass

import cbor2
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.support.wire import Wire

IMEI = "356093070009019"
ROOT = bytes(range(32))


def crc16_ccitt_false(data: bytes) -> int:
    """Polynomial 1021, start FFFF, not reflected."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc


def crc32c(data: bytes) -> int:
    """Castagnoli, reflected."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class AFrame:
    """A frame to write; the defaults are an encrypted EVENT."""

    kind: int = 2
    flags: int = 1
    key_id: int = 1
    fragment: int = 0
    imei: str = IMEI
    boot_id: int = 12
    sequence: int = 1
    event_id: int = 7
    payload: bytes = cbor2.dumps({1: 1_790_000_000_000}, canonical=True)
    version: int = 1
    root: bytes = ROOT
    extension: bytes = b""
    direction: int = 0

    def write(self) -> bytes:
        """The bytes as sent."""
        head = self.header()
        if self.flags & 1:
            nonce = struct.pack(">BBHII", self.direction, self.fragment, 0, self.boot_id, self.sequence)
            sealed = AESGCM(self._material()[:16]).encrypt(nonce, self.payload, head)
        else:
            tag = hmac.digest(self._material()[16:], head + self.payload, "sha256")[:16]
            sealed = self.payload + tag
        frame = head + sealed
        return frame + crc32c(frame).to_bytes(4)

    def header(self) -> bytes:
        """The 32 bytes and the extension."""
        fields = b"S2" + bytes(
            [self.version, self.kind, self.flags, self.key_id, 32 + len(self.extension), self.fragment]
        )
        fields += struct.pack(">QIIIH", int(self.imei), self.boot_id, self.sequence, self.event_id, len(self.payload))
        return fields + crc16_ccitt_false(fields).to_bytes(2) + self.extension

    def _material(self) -> bytes:
        info = b"s2 down 1" if self.direction else b"s2 up 1"
        return HKDF(SHA256(), 48, int(self.imei).to_bytes(8), info).derive(self.root)


@dataclass(frozen=True, slots=True)
class Opened:
    """A frame as the independent decoder reads it."""

    kind: int
    flags: int
    key_id: int
    fragment: int
    sequence: int
    event_id: int
    clear: bytes


def open_independently(raw: bytes, roots: dict[int, bytes]) -> Opened:
    """Read and verify a frame; ValueError or InvalidTag when it must be refused."""
    if raw[:2] != b"S2" or crc16_ccitt_false(raw[:30]) != int.from_bytes(raw[30:32]):
        raise ValueError("header")
    if crc32c(raw[:-4]) != int.from_bytes(raw[-4:]):
        raise ValueError("checksum")
    kind, flags, key_id, head_bytes, fragment, device, boot_id, sequence, event_id, length = struct.unpack_from(
        ">BBBBBQIIIH", raw, 3
    )
    direction = int(kind >= 0x80)
    info = b"s2 down 1" if direction else b"s2 up 1"
    material = HKDF(SHA256(), 48, device.to_bytes(8), info).derive(roots[key_id])
    head, sealed = raw[:head_bytes], raw[head_bytes:-4]
    if len(sealed) != length + 16:
        raise ValueError("length")
    if flags & 1:
        nonce = struct.pack(">BBHII", direction, fragment, 0, boot_id, sequence)
        clear = AESGCM(material[:16]).decrypt(nonce, sealed, head)
    else:
        clear = sealed[:-16]
        if hmac.digest(material[16:], head + clear, "sha256")[:16] != sealed[-16:]:
            raise ValueError("signature")
    return Opened(kind, flags, key_id, fragment, sequence, event_id, clear)


async def answered(box: Wire, root: bytes = ROOT) -> tuple[int, dict[int, int]]:
    """Wait for an answer of the service; return its type and what it says, verified unless its tag is zeros."""
    head = await box.answer(32)
    rest = await box.answer(int.from_bytes(head[28:30]) + 20)
    raw = head + rest
    if rest[-20:-4] == bytes(16):
        return raw[3], cbor2.loads(rest[:-20])
    roots = {1: root, 2: bytes(range(32, 64))}
    opened = open_independently(raw, roots)
    return opened.kind, cbor2.loads(opened.clear)
