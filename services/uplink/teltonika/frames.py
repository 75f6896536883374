"""Cut the TCP stream of a Teltonika box into whole, undamaged frames.

A frame is four zero bytes, the length of its data (u32), the data (codec, count, records, count again) and a CRC-16/ARC
of the data in a u32. Numbers are big-endian. Between frames a box may send the single byte FF to keep the connection
alive.

What happens after damage is decided here, once:

- Damage inside a frame whose length was plausible (checksum, counts, codec): the frame is reported once, skipped as a
  whole and never acknowledged; the box sends it again. Reading goes on directly behind it, because a box that is on
  fire will not reconnect.
- Damage to the frame's own beginning (preamble, length): the place in the stream is lost. It is reported once, then
  bytes are thrown away until something looks like the start of a frame again. Ten megabytes of noise therefore cost one
  error and a buffer.

Scanning inside a damaged frame for an earlier start was tried and lost: AVL data is full of zero bytes that look like a
preamble, and a false start swallows good frames behind it. All decisions depend on the stream alone, never on how the
network cut it.
"""

import re
from struct import Struct
from typing import Final

from fastcrc import crc16

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import KNOWN_CODECS

PREAMBLE: Final = b"\x00\x00\x00\x00"
HEADER_BYTES: Final = 8
CHECKSUM_BYTES: Final = 4
MIN_DATA_BYTES: Final = 3
"""Codec and the two counts."""
MAX_DATA_BYTES: Final = 65_536
"""A packet is 1,280 bytes by the maker's documents; a crash trace packed by newer firmware is several times that. This
is ten times the largest packet known, and still only 64 KiB for each hostile connection."""
MAX_FRAME_BYTES: Final = HEADER_BYTES + MAX_DATA_BYTES + CHECKSUM_BYTES
MAX_BUFFER_BYTES: Final = 2 * MAX_FRAME_BYTES
KEEP_ALIVE: Final = 0xFF

_HEADER = Struct(">II")
_U32 = Struct(">I")
_PLAUSIBLE_START = re.compile(
    rb"(?=\x00{4}(\x00[\x00\x01]..)[" + re.escape(bytes(sorted(KNOWN_CODECS))) + rb"])", re.DOTALL
)
"""Preamble, a length below 128 KiB, a known codec; looked for at machine speed because noise may be megabytes of
zeros."""


def checksum(data: bytes | bytearray | memoryview) -> int:
    """Return the CRC-16/ARC (polynomial 8005 reflected, start 0) that Teltonika calls CRC-16/IBM."""
    return crc16.arc(bytes(data))


def checked_data(frame: bytes) -> bytes:
    """Return the data part (codec to second count) of one whole TCP frame.

    Raises:
        UplinkError: Preamble, length, checksum or the two counts are not as the protocol says.
    """
    if len(frame) < HEADER_BYTES + MIN_DATA_BYTES + CHECKSUM_BYTES:
        raise UplinkError(UplinkErrorCode.TRUNCATED, f"a frame of {len(frame)} bytes cannot be whole", raw=frame)
    preamble, length = _HEADER.unpack_from(frame)
    if preamble:
        raise UplinkError(UplinkErrorCode.BAD_PREAMBLE, "a frame starts with four zero bytes", raw=frame)
    if len(frame) != HEADER_BYTES + length + CHECKSUM_BYTES:
        raise UplinkError(UplinkErrorCode.BAD_LENGTH, f"length says {length}, frame has {len(frame)} bytes", raw=frame)
    data = frame[HEADER_BYTES:-CHECKSUM_BYTES]
    (sent,) = _U32.unpack_from(frame, HEADER_BYTES + length)
    computed = crc16.arc(data)
    if sent != computed:
        raise UplinkError(UplinkErrorCode.BAD_CHECKSUM, f"checksum {sent:08x}, computed {computed:08x}", raw=frame)
    if data[0] not in KNOWN_CODECS:
        raise UplinkError(UplinkErrorCode.UNKNOWN_CODEC, f"codec {data[0]:02x} is not known", raw=frame)
    if data[1] != data[-1]:
        raise UplinkError(UplinkErrorCode.BAD_COUNT, f"counts differ: {data[1]} before, {data[-1]} after", raw=frame)
    return data


class FrameReader:
    """Collects pieces of any size and gives back frames, keep-alive bytes and errors in stream order."""

    def __init__(self, at_most_bytes: int = MAX_BUFFER_BYTES) -> None:
        self._at_most_bytes = at_most_bytes
        self._buffer = bytearray()
        self._lost = False

    @property
    def held_bytes(self) -> int:
        """Bytes waiting for the rest of their frame."""
        return len(self._buffer)

    @property
    def needed_bytes(self) -> int:
        """How many more bytes the next answer needs at least."""
        if len(self._buffer) < HEADER_BYTES or self._lost:
            return max(1, HEADER_BYTES - len(self._buffer))
        (length,) = _U32.unpack_from(self._buffer, 4)
        return max(1, HEADER_BYTES + int(length) + CHECKSUM_BYTES - len(self._buffer))

    def feed(self, data: bytes) -> None:
        """Keep a piece of the stream.

        Raises:
            UplinkError: More than ``at_most_bytes`` would be held; the caller did not read between pieces. Fatal.
        """
        if len(self._buffer) + len(data) > self._at_most_bytes:
            self._buffer.clear()
            raise UplinkError(
                UplinkErrorCode.BUFFER_FULL, f"more than {self._at_most_bytes} bytes are waiting", fatal=True
            )
        self._buffer += data

    def next_frame(self) -> bytes | None:
        """Return the next whole, checked frame; the one byte ``FF`` of a keep-alive; or None while bytes are missing.

        Raises:
            UplinkError: The next bytes are damaged. They are dropped; calling again continues behind them.
        """
        if self._lost and not self._found_start():
            return None
        if not self._buffer:
            return None
        if self._buffer[0] == KEEP_ALIVE:
            return self._take(1)
        length = self._announced_length()
        if length is None or len(self._buffer) < HEADER_BYTES + length + CHECKSUM_BYTES:
            return None
        frame = self._take(HEADER_BYTES + length + CHECKSUM_BYTES)
        checked_data(frame)
        return frame

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _announced_length(self) -> int | None:
        head = bytes(self._buffer[:HEADER_BYTES])
        if not PREAMBLE.startswith(head[:4]):
            raise self._lose(UplinkErrorCode.BAD_PREAMBLE, "a frame starts with four zero bytes")
        if len(head) < HEADER_BYTES:
            return None
        length = int.from_bytes(head[4:])
        if length > MAX_DATA_BYTES:
            raise self._lose(UplinkErrorCode.TOO_LONG, f"{length} bytes announced, at most {MAX_DATA_BYTES} are taken")
        if length < MIN_DATA_BYTES:
            raise self._lose(
                UplinkErrorCode.BAD_LENGTH, f"{length} bytes announced, a frame has at least {MIN_DATA_BYTES}"
            )
        return length

    def _lose(self, code: UplinkErrorCode, message: str) -> UplinkError:
        error = UplinkError(code, message, raw=bytes(self._buffer[:HEADER_BYTES]))
        self._lost = True
        del self._buffer[:1]
        return error

    def _found_start(self) -> bool:
        """Drop bytes up to the next plausible start; say whether there is one."""
        for start in _PLAUSIBLE_START.finditer(self._buffer):
            length = int.from_bytes(start[1])
            if MIN_DATA_BYTES <= length <= MAX_DATA_BYTES:
                at = start.start()
                break
        else:
            del self._buffer[:-HEADER_BYTES]
            return False
        del self._buffer[:at]
        self._lost = False
        return True
