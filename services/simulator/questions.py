"""What a simulated Teltonika box says when it is asked something, written from the protocol and not from our decoder.

A question is a frame of codec 12 between two acknowledgements. No acknowledgement begins with four zero bytes (that
would be one of no records), so a box that waits for one can tell them apart.
"""

import struct
from typing import Final

from fastcrc import crc16

PREAMBLE: Final = bytes(4)
LENGTH_BYTES: Final = 4
CHECKSUM_BYTES: Final = 4

_CODEC_12: Final = 0x0C
_ANSWER: Final = 0x06
_TEXT_AT: Final = 7
_FIRST_RECORD_AT: Final = 10
_PLACE = struct.Struct(">iihHBH")
_PLACE_AT: Final = _FIRST_RECORD_AT + 9
_SCALE: Final = 10_000_000


def answer_to(data: bytes, packet: bytes) -> bytes:
    """Return the frame that answers a question.

    Args:
        data: The data part of the question, codec to second count.
        packet: What the box sends at the moment: its first record says where it is.
    """
    text = _text(data[_TEXT_AT:-1].decode("ascii", "replace"), packet).encode("ascii", "replace")
    body = bytes([_CODEC_12, 1, _ANSWER]) + struct.pack(">I", len(text)) + text + b"\x01"
    return PREAMBLE + struct.pack(">I", len(body)) + body + struct.pack(">I", crc16.arc(body))


def _text(question: str, packet: bytes) -> str:
    verb, _, rest = question.strip().partition(" ")
    if verb == "getgps":
        longitude, latitude, altitude, angle, satellites, speed = _PLACE.unpack_from(packet, _PLACE_AT)
        return (
            f"GPS:{int(satellites > 0)} Sat:{satellites} Lat:{latitude / _SCALE:.6f} Long:{longitude / _SCALE:.6f} "
            f"Alt:{altitude} Speed:{speed} Dir:{angle}"
        )
    if verb == "getver":
        return "Ver:03.27.07_00 GPS:AXN_5.10 Hw:FMC640 Mod:15"
    return f"New value {rest}" if verb == "setparam" else "Unknown command"
