"""Cut a TCP stream of S2 frames into whole, undamaged frames.

The length is believed once the header's own checksum is right. A frame damaged behind its header is reported once and
skipped as a whole. Where no header is, one error is reported and bytes are dropped until a header with a right checksum
begins; noise passes that once in 65,536 tries, and then costs 16 KiB of waiting at most. All decisions depend on the
stream alone, not on how it was cut.
"""

from typing import Final

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.header import HEADER_BYTES, MAGIC, MAX_FRAME_BYTES, has_header, read_header
from services.uplink.s2.seal import check_frame

MAX_BUFFER_BYTES: Final = 4 * MAX_FRAME_BYTES


class S2Reader:
    """Collects pieces of any size and gives back frames and errors in stream order."""

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
        if self._lost or len(self._buffer) < HEADER_BYTES:
            return max(1, HEADER_BYTES - len(self._buffer))
        return read_header(bytes(self._buffer)).frame_bytes - len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Keep a piece of the stream.

        Raises:
            UplinkError: More would be held than allowed; the caller did not read between pieces. Fatal.
        """
        if len(self._buffer) + len(data) > self._at_most_bytes:
            self._buffer.clear()
            raise UplinkError(
                UplinkErrorCode.BUFFER_FULL, f"more than {self._at_most_bytes} bytes are waiting", fatal=True
            )
        self._buffer += data

    def next_frame(self) -> bytes | None:
        """Return the next whole frame whose checksums are right, or None while bytes are missing.

        Raises:
            UplinkError: The next bytes are damaged. They are dropped; calling again continues behind them.
        """
        if self._lost and not self._found_start():
            return None
        if not MAGIC.startswith(self._buffer[: len(MAGIC)]):
            raise self._lose(UplinkError(UplinkErrorCode.BAD_PREAMBLE, "a frame begins with S2"))
        if len(self._buffer) < HEADER_BYTES:
            return None
        try:
            length = read_header(bytes(self._buffer[:HEADER_BYTES])).frame_bytes
        except UplinkError as error:
            raise self._lose(error) from None
        if len(self._buffer) < length:
            return None
        frame = bytes(self._buffer[:length])
        del self._buffer[:length]
        check_frame(frame)
        return frame

    def _lose(self, error: UplinkError) -> UplinkError:
        self._lost = True
        del self._buffer[:1]
        return error

    def _found_start(self) -> bool:
        start = self._buffer.find(MAGIC)
        while start >= 0 and len(self._buffer) - start >= HEADER_BYTES:
            if has_header(bytes(self._buffer[start : start + HEADER_BYTES])):
                del self._buffer[:start]
                self._lost = False
                return True
            start = self._buffer.find(MAGIC, start + 1)
        keep = len(self._buffer) - start if start >= 0 else int(self._buffer[-1:] == MAGIC[:1])
        del self._buffer[: len(self._buffer) - keep]
        return False
