"""Write the test vectors of the S2 frame: ``python -m services.simulator.s2_vectors > tests/frames/s2.json``.

One vector for each type of frame and each way of closing it, the answers of the service, and frames that must be
refused. They are for box makers, who need bytes to compare with; the tests check them with a decoder that shares no
code with ours.
"""

import json
import struct
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.domain.ids import Imei
from app.domain.uplink import S2Window
from services.simulator.training import training_imei
from services.uplink.s2.answers import NackCode, acknowledgement, refusal
from services.uplink.s2.header import Flag, FrameType, Header
from services.uplink.s2.keys import Direction, derive_keys
from services.uplink.s2.payload import typed_array, write_payload
from services.uplink.s2.seal import seal

IMEI: Final[Imei] = training_imei(901)
ROOTS: Final[Mapping[int, bytes]] = {1: bytes(range(32)), 2: bytes(range(32, 64))}
CRASH_MS: Final = 1_790_000_000_120
COMMAND_BOOT_ID: Final = 1_790_000_001
COMMAND_SEQUENCE: Final = 3_735_928_559
TRACE_CHANNELS: Final = ["10VEHCCG0000ACXP", "10VEHCCG0000ACYP", "10VEHCCG0000ACZP"]
MSD: Final = bytes.fromhex("0324101a03ae3b0410029c053a08418828c096955b90089c2d72081f853d05a7f60c7e619020")

_PLAIN: Final = Flag(0)
_BERTEM: Final = {0: 183_096_360, 1: 16_644_240}
_COUNTS: Final = ((0, 0, -250), (-1500, 20, -240), (-3000, 40, -260), (-1400, 10, -250))


def vectors() -> list[dict[str, str]]:
    """Return every vector: its name, what a receiver must do, and its bytes."""
    good = {name: frame.hex() for name, frame in {**_uplinks(), **_answers()}.items()}
    bad = {name: frame.hex() for name, frame in _damaged(bytes.fromhex(good["event, encrypted"])).items()}
    return [{"name": name, "receiver": "takes", "hex": hex_} for name, hex_ in good.items()] + [
        {"name": name, "receiver": "refuses", "hex": hex_} for name, hex_ in bad.items()
    ]


def _uplinks() -> dict[str, bytes]:
    event = {
        1: CRASH_MS,
        2: {1: True, 2: False, 3: True},
        4: _BERTEM,
        5: {0: 95, 1: 21.0, 3: 11, 4: True},
        13: {0: 12_352, 2: False},
        14: {0: True},
        15: 7,
        16: 3,
        17: {0: True, 1: True},
    }
    trace = {
        1: CRASH_MS,
        11: {0: TRACE_CHANNELS, 1: 10_000, 2: -10_000, 3: 0.004, 4: 16.0},
        12: typed_array(b"".join(struct.pack("<hhh", *counts) for counts in _COUNTS)),
        14: {0: True, 1: [1, 0, 0, 0, 1, 0, 0, 0, 1]},
        16: 3,
    }
    whole = write_payload(trace)
    status = write_payload({1: CRASH_MS, 13: {0: 6117}})
    answer = {1: CRASH_MS, 42: {0: COMMAND_BOOT_ID, 1: COMMAND_SEQUENCE, 2: True, 3: "every 5 s"}, 43: "1.4.2"}
    encrypted, more = Flag.ENCRYPTED, Flag.ENCRYPTED | Flag.MORE_FRAGMENTS
    return {
        "hello, signed": _frame(FrameType.HELLO, 1, write_payload({1: CRASH_MS, 16: 3})),
        "event, encrypted": _frame(FrameType.EVENT, 2, write_payload(event), encrypted | Flag.URGENT),
        "trace, encrypted, first of two": _frame(FrameType.TRACE, 3, whole[:40], more),
        "trace, encrypted, last of two": _frame(FrameType.TRACE, 3, whole[40:], encrypted, fragment=1),
        "position, signed": _frame(FrameType.POSITION, 4, write_payload({1: CRASH_MS, 4: _BERTEM, 5: {4: False}})),
        "status, signed, second key": _sealed(
            replace(_header(FrameType.STATUS, 5, status), key_id=2), status, ROOTS[2]
        ),
        "msd, encrypted": _frame(FrameType.MSD, 6, write_payload({18: MSD}), encrypted),
        "status, signed, answer to a command": _frame(FrameType.STATUS, 8, write_payload(answer)),
        "test event, signed": _frame(FrameType.EVENT, 7, write_payload({1: CRASH_MS}), Flag.TEST),
    }


def _answers() -> dict[str, bytes]:
    keys = derive_keys(ROOTS[1], IMEI, Direction.DOWN)
    answered = replace(_header(FrameType.EVENT, 2, b""), flags=Flag.ENCRYPTED)
    command = write_payload({1: CRASH_MS, 40: "tracking", 41: {2: 5}, 44: CRASH_MS + 600_000})
    header = replace(
        _header(FrameType.COMMAND, COMMAND_SEQUENCE, command, Flag.ENCRYPTED), boot_id=COMMAND_BOOT_ID, event_id=0
    )
    return {
        "ack of 1 to 3 and 5": acknowledgement(answered, S2Window(3, 0b10), CRASH_MS, keys),
        "nack, busy, signed": refusal(answered, NackCode.BUSY, 30, keys),
        "nack, unknown device, tag of zeros": refusal(answered, NackCode.UNKNOWN_DEVICE, 3600, None),
        "command, encrypted": seal(header, command, keys, Direction.DOWN),
    }


def _damaged(event: bytes) -> dict[str, bytes]:
    payload = write_payload({1: CRASH_MS})
    forged = _sealed(_header(FrameType.EVENT, 2, payload, Flag.ENCRYPTED), payload, bytes(32))
    return {
        "one bit of the header": bytes([event[0], event[1], event[2], event[3] ^ 1]) + event[4:],
        "one bit of the payload": event[:40] + bytes([event[40] ^ 1]) + event[41:],
        "made with another key": forged,
    }


def _header(kind: FrameType, sequence: int, payload: bytes, flags: Flag = _PLAIN) -> Header:
    event_id = 7 if kind in (FrameType.EVENT, FrameType.TRACE, FrameType.POSITION) else 0
    return Header(kind, flags, 1, 0, IMEI, 12, sequence, event_id, len(payload))


def _frame(kind: FrameType, sequence: int, payload: bytes, flags: Flag = _PLAIN, *, fragment: int = 0) -> bytes:
    header = replace(_header(kind, sequence, payload, flags), fragment=fragment)
    return _sealed(header, payload, ROOTS[header.key_id])


def _sealed(header: Header, payload: bytes, root: bytes) -> bytes:
    return seal(header, payload, derive_keys(root, IMEI, Direction.UP), Direction.UP)


def main() -> int:
    """Write the vectors to standard output."""
    document = {
        "imei": IMEI,
        "root_keys_hex": {str(number): root.hex() for number, root in ROOTS.items()},
        "vectors": vectors(),
    }
    sys.stdout.write(json.dumps(document, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
