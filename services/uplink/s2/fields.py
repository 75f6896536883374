"""S2 frames in the field names of ``python -m app decode``.

Without keys only what is readable by anybody is shown, ``authentic`` is null and nothing would be acknowledged. With
keys a frame that was not made with them is refused. The acknowledgement shown names this frame alone and server time 0,
so that it is repeatable.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from app.domain.ids import Imei
from services.uplink.answers import Answer, Decoded, Decoder, FieldValue, Incomplete
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.answers import acknowledgement, window_of
from services.uplink.s2.downlink import downlink_fields
from services.uplink.s2.header import DOWNLINK, HEADER_BYTES, IMEI_DIGITS, TAG_BYTES, Flag, FrameType, Header
from services.uplink.s2.keys import Direction, KeyRing
from services.uplink.s2.link import S2FrameReceived, open_frame
from services.uplink.s2.payload import Payload
from services.uplink.s2.seal import check_frame
from services.uplink.s2.stream import S2Reader

_TYPE_NAMES: Final[Mapping[int, str]] = {kind.value: kind.name.lower() for kind in FrameType}


def s2_fields(received: bytes) -> Answer:
    """Read the first frame without keys.

    Raises:
        UplinkError: It is damaged.
    """
    frame, reader = _first_frame(received)
    if frame is None:
        return Incomplete(reader.needed_bytes)
    header = check_frame(frame)
    fields = _header_fields(header) | {"authentic": None, "leftover": reader.held_bytes}
    if not header.flags & Flag.ENCRYPTED:
        start = HEADER_BYTES + len(header.extension)
        fields["payload_hex"] = frame[start : start + header.payload_bytes].hex()
    return Decoded(fields)


def decoder_with_keys(keys_json: str) -> Decoder:
    """Return a decoder that verifies and decrypts.

    Args:
        keys_json: ``{"<imei>": {"<key id>": "<64 hexadecimal digits>"}}``.

    Raises:
        ValueError: The text is something else.
    """
    rings = {imei: KeyRing(imei, roots) for imei, roots in _read_keys(keys_json).items()}

    def decode(received: bytes) -> Answer:
        frame, reader = _first_frame(received)
        if frame is None:
            return Incomplete(reader.needed_bytes)
        header = check_frame(frame)
        ring = rings.get(header.imei)
        if ring is None:
            raise UplinkError(UplinkErrorCode.UNKNOWN_DEVICE, f"no keys of {header.imei}", raw=frame)
        if header.type in DOWNLINK:
            around = _header_fields(header) | {"leftover": reader.held_bytes}
            return Decoded(around | downlink_fields(frame, header, ring))
        return _decoded(open_frame(frame, ring), ring, reader.held_bytes)

    return decode


def _first_frame(received: bytes) -> tuple[bytes | None, S2Reader]:
    reader = S2Reader(at_most_bytes=len(received))
    reader.feed(received)
    return reader.next_frame(), reader


def _read_keys(text: str) -> dict[Imei, dict[int, bytes]]:
    found = json.loads(text)
    if not isinstance(found, dict) or not all(isinstance(roots, dict) for roots in found.values()):
        raise ValueError("keys are an object of objects")
    for imei, roots in found.items():
        if len(imei) != IMEI_DIGITS or not imei.isdigit() or not all(isinstance(root, str) for root in roots.values()):
            raise ValueError(f"keys of {imei} are no key ids with hexadecimal text")
    return {
        Imei(imei): {int(number): bytes.fromhex(root) for number, root in roots.items()}
        for imei, roots in found.items()
    }


def _decoded(frame: S2FrameReceived, ring: KeyRing, leftover: int) -> Decoded:
    if frame.error is not None:
        raise UplinkError(frame.error, "authentic, but its payload cannot be read", raw=frame.raw)
    fields = _header_fields(frame.header) | {"authentic": True, "leftover": leftover, "payload_hex": frame.clear.hex()}
    if frame.payload is not None:
        fields["payload"] = _payload_fields(frame.payload)
    keys = ring.find(frame.header.key_id, Direction.DOWN)
    assert keys is not None, "the frame was opened with the same key id"
    return Decoded(fields, acknowledgement(frame.header, window_of([frame.header.sequence]), 0, keys))


def _header_fields(header: Header) -> dict[str, FieldValue]:
    return {
        "kind": "s2",
        "version": header.version,
        "type": _TYPE_NAMES.get(header.type, header.type),
        "encrypted": bool(header.flags & Flag.ENCRYPTED),
        "more_fragments": bool(header.flags & Flag.MORE_FRAGMENTS),
        "test": bool(header.flags & Flag.TEST),
        "urgent": bool(header.flags & Flag.URGENT),
        "key_id": header.key_id,
        "fragment": header.fragment,
        "imei": header.imei,
        "boot_id": header.boot_id,
        "sequence": header.sequence,
        "event_id": header.event_id,
        "payload_bytes": header.payload_bytes,
        "tag_bytes": TAG_BYTES,
    }


def _payload_fields(payload: Payload) -> FieldValue:
    plain = asdict(payload)
    plain["msd"] = None if payload.msd is None else payload.msd.hex()
    fields: FieldValue = json.loads(json.dumps(plain))
    return fields
