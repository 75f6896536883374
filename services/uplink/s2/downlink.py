"""What the service says to S2 boxes, read again: for engineers who look at both sides of a line.

No box sends these and the service reads none, so this is for ``app decode`` alone. An answer whose tag is zeros was not
signed: whoever sees it may believe it as far as a hint goes.
"""

from collections.abc import Mapping
from typing import Final

from services.uplink.answers import FieldValue
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.answers import NackCode
from services.uplink.s2.header import CHECKSUM_BYTES, HEADER_BYTES, TAG_BYTES, FrameType, Header
from services.uplink.s2.keys import Direction, KeyRing
from services.uplink.s2.payload import Key, read_map
from services.uplink.s2.seal import unseal

_CODES: Final[Mapping[int, str]] = {code.value: code.name.lower() for code in NackCode}
_NAMES: Final[Mapping[object, str]] = {
    Key.TIMESTAMP: "server_time_ms",
    Key.ANSWERED_BOOT_ID: "answered_boot_id",
    Key.HIGHEST_STORED: "highest_stored",
    Key.STORED_BITMAP: "stored_bitmap",
    Key.REFUSED_SEQUENCE: "refused_sequence",
    Key.REFUSED_FRAGMENT: "refused_fragment",
    Key.REFUSAL_CODE: "code",
    Key.RETRY_AFTER_S: "retry_after_s",
    Key.VERB: "verb",
    Key.PARAMETERS: "parameters",
    Key.VALID_UNTIL: "valid_until_ms",
}


def downlink_fields(raw: bytes, header: Header, ring: KeyRing) -> dict[str, FieldValue]:
    """Return what an ACK, a NACK or a COMMAND says, and whether it is signed.

    Raises:
        UplinkError: Not made with the keys of the box, or no map inside.
    """
    is_signed = raw[-TAG_BYTES - CHECKSUM_BYTES : -CHECKSUM_BYTES] != bytes(TAG_BYTES) or header.type != FrameType.NACK
    clear = _opened(raw, header, ring) if is_signed else raw[HEADER_BYTES : HEADER_BYTES + header.payload_bytes]
    facts = read_map(clear)
    said = {_NAMES.get(key, str(key)): value for key, value in facts.items()}
    code = facts.get(Key.REFUSAL_CODE)
    if isinstance(code, int) and code in _CODES:
        said["code_name"] = _CODES[code]
    return {"authentic": is_signed, "payload_hex": clear.hex(), "payload": _plain(said)}


def _opened(raw: bytes, header: Header, ring: KeyRing) -> bytes:
    keys = ring.find(header.key_id, Direction.DOWN)
    if keys is None:
        raise UplinkError(UplinkErrorCode.UNKNOWN_KEY, f"key id {header.key_id}", raw=raw)
    return unseal(raw, header, keys, Direction.DOWN)


def _plain(value: object) -> FieldValue:
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
