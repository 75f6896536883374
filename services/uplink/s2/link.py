"""One conversation with an S2 box over TCP, without the TCP.

The first whole frame says which device claims to speak. The service looks up its keys (or refuses it), and from then on
only frames with that device's tag come through. An authentic frame whose content cannot be read is delivered all the
same (``payload`` None): it is stored, acknowledged and shown to a person. Fragments are delivered one by one, as they
are stored and acknowledged one by one.
"""

from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256
from typing import Final, TypeAlias

from app.domain.box_command import BoxCommand
from app.domain.ids import Imei
from app.domain.uplink import S2Window
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.answers import NackCode, acknowledgement, refusal
from services.uplink.s2.header import DOWNLINK, MAX_FRAGMENTS, VERSION, Flag, FrameType, Header, answerable
from services.uplink.s2.keys import Direction, DirectionKeys, KeyRing
from services.uplink.s2.orders import command_frame
from services.uplink.s2.payload import Payload, read_payload
from services.uplink.s2.seal import check_frame, unseal
from services.uplink.s2.stream import S2Reader

EVENT_TYPES: Final = frozenset({FrameType.EVENT, FrameType.MSD})


_NACKS: Final = {
    UplinkErrorCode.BAD_CHECKSUM: NackCode.CHECKSUM,
    UplinkErrorCode.TOO_LONG: NackCode.TOO_LONG,
    UplinkErrorCode.NOT_AUTHENTIC: NackCode.NOT_AUTHENTIC,
    UplinkErrorCode.UNKNOWN_KEY: NackCode.NOT_AUTHENTIC,
    UplinkErrorCode.UNKNOWN_VERSION: NackCode.VERSION,
    UplinkErrorCode.UNKNOWN_DEVICE: NackCode.UNKNOWN_DEVICE,
}


class Waiting(Enum):
    """Why there is no event."""

    NEED_DATA = auto()
    NEED_DECISION = auto()


NEED_DATA: Final = Waiting.NEED_DATA


@dataclass(frozen=True, slots=True)
class DeviceAnnounced:
    """A frame of a device arrived; answer with ``accept`` (its keys) or ``reject``."""

    imei: Imei
    header: Header


@dataclass(frozen=True, slots=True)
class S2FrameReceived:
    """One authentic frame. Store ``raw``, then send what ``acknowledge`` returns.

    Attributes:
        clear: The payload decrypted: of a fragment, its part of the message.
        digest: SHA-256 of ``raw``, hexadecimal.
        is_event: Do not wait for others before committing.
        payload: The content of an unfragmented message; None = a fragment, or unreadable (``error`` says why).
    """

    raw: bytes
    header: Header
    clear: bytes
    digest: str
    is_event: bool
    payload: Payload | None
    error: UplinkErrorCode | None = None


Event: TypeAlias = DeviceAnnounced | S2FrameReceived | Waiting


def open_frame(raw: bytes, ring: KeyRing) -> S2FrameReceived:
    """Verify, decrypt and read one whole frame of a box.

    Raises:
        UplinkError: Damaged, of another version or device, not from a box, or not made with one of its keys.
    """
    header = check_frame(raw)
    if header.version != VERSION:
        raise UplinkError(UplinkErrorCode.UNKNOWN_VERSION, f"version {header.version}", raw=raw)
    if header.imei != ring.imei:
        raise UplinkError(UplinkErrorCode.UNKNOWN_DEVICE, f"{header.imei} on the line of {ring.imei}", raw=raw)
    if header.type in DOWNLINK or header.fragment >= MAX_FRAGMENTS or not header.sequence:
        raise UplinkError(UplinkErrorCode.NOT_STANDARD, "no box sends this", raw=raw)
    keys = ring.find(header.key_id, Direction.UP)
    if keys is None:
        raise UplinkError(UplinkErrorCode.UNKNOWN_KEY, f"key id {header.key_id}", raw=raw)
    clear = unseal(raw, header, keys, Direction.UP)
    payload, error = _content(header, clear)
    return S2FrameReceived(
        raw=raw,
        header=header,
        clear=clear,
        digest=sha256(raw).hexdigest(),
        is_event=header.type in EVENT_TYPES or bool(header.flags & Flag.URGENT) or error is not None,
        payload=payload,
        error=error,
    )


class S2Link:
    """One box conversation, from the first byte to the last.

    Feed bytes with ``receive_data`` and call ``next_event`` until it returns a ``Waiting``.
    """

    def __init__(self) -> None:
        self._reader = S2Reader()
        self._ring: KeyRing | None = None
        self._first: bytes | None = None
        self._is_closed = False
        self._spoken_key_id: int | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will come of this conversation."""
        return self._is_closed

    @property
    def held_bytes(self) -> int:
        """Bytes kept in memory for this box."""
        return self._reader.held_bytes + len(self._first or b"")

    def receive_data(self, data: bytes) -> None:
        """Take what the network delivered; read all events before the next piece.

        Raises:
            UplinkError: ``buffer_full``. Fatal.
        """
        if self._is_closed:
            return
        try:
            self._reader.feed(data)
        except UplinkError:
            self._close()
            raise

    def next_event(self) -> Event:
        """Return what the bytes so far mean, one event at a time.

        Raises:
            UplinkError: The next frame cannot be trusted; it is dropped. When ``fatal``, close the connection.
        """
        if self._first is not None:
            return self._next_after_first(self._first)
        frame = self._reader.next_frame()
        if frame is None:
            return NEED_DATA
        if self._ring is not None:
            return self._opened(frame, self._ring)
        self._first = frame
        header = check_frame(frame)
        return DeviceAnnounced(header.imei, header)

    def accept(self, ring: KeyRing) -> None:
        """Let the box speak with the keys of its ring."""
        self._ring = ring

    def reject(self, retry_after_s: int = 0) -> bytes:
        """Refuse the device; returns the bytes to send before closing."""
        header = check_frame(self._first) if self._first is not None else None
        self._close()
        return b"" if header is None else refusal(header, NackCode.UNKNOWN_DEVICE, retry_after_s, None)

    def refuse(self, error: UplinkError, retry_after_s: int = 0) -> bytes:
        """Return the answer to bytes that raised an error; nothing when it cannot be said to what it is the answer."""
        code = _NACKS.get(error.code)
        header = answerable(error.raw)
        if code is None or header is None:
            return b""
        return refusal(header, code, retry_after_s, self._down_keys(header))

    def busy(self, frame: S2FrameReceived, retry_after_s: int) -> bytes:
        """Return the answer to a frame that cannot be stored now."""
        return refusal(frame.header, NackCode.BUSY, retry_after_s, self._down_keys(frame.header))

    def acknowledge(self, frame: S2FrameReceived, window: S2Window, server_time_ms: int) -> bytes:
        """Return the answer to a frame that is stored for good.

        Args:
            frame: As delivered.
            window: What is stored of its boot id, this frame included.
            server_time_ms: Milliseconds since 1970.

        Raises:
            ValueError: The frame was not delivered by this link.
        """
        keys = self._down_keys(frame.header)
        if keys is None:
            raise ValueError("no keys for this frame")
        return acknowledgement(frame.header, window, server_time_ms, keys)

    def command(self, command: BoxCommand) -> bytes:
        """Return the frame that asks something of the box, under the key it spoke with last.

        Raises:
            ValueError: The box has not shown yet that it has a key.
        """
        ring, key_id = self._ring, self._spoken_key_id
        keys = None if ring is None or key_id is None else ring.find(key_id, Direction.DOWN)
        if key_id is None or keys is None:
            raise ValueError("no authentic frame came yet")
        return command_frame(command, key_id, keys)

    def _down_keys(self, header: Header) -> DirectionKeys | None:
        if self._ring is None or header.imei != self._ring.imei:
            return None
        return self._ring.find(header.key_id, Direction.DOWN)

    def _next_after_first(self, first: bytes) -> Event:
        if self._ring is None:
            return Waiting.NEED_DECISION
        self._first = None
        return self._opened(first, self._ring)

    def _opened(self, frame: bytes, ring: KeyRing) -> S2FrameReceived:
        opened = open_frame(frame, ring)
        self._spoken_key_id = opened.header.key_id
        return opened

    def _close(self) -> None:
        self._is_closed = True
        self._reader = S2Reader()
        self._first = None


def _content(header: Header, clear: bytes) -> tuple[Payload | None, UplinkErrorCode | None]:
    if header.fragment or header.flags & Flag.MORE_FRAGMENTS:
        return None, None
    try:
        return read_payload(clear), None
    except UplinkError as error:
        return None, error.code
