"""One conversation with a Teltonika box over TCP, without the TCP.

The link is deaf and mute on purpose: it opens no socket, reads no clock and writes no log. The service feeds it what
the network delivered, in pieces of any size, and asks for events until there are none; a lost byte or a hostile box is
a three-line test.

Who decides what: the link says who claims to be calling, the service accepts or rejects; the link says which frame is
whole and undamaged, the service stores it and only then asks for the acknowledgement to send. A frame whose records
cannot be read although its checksum is right is delivered like any other (``packet`` None): it is stored, acknowledged
and shown to a person, because a box that never gets its answer would send the same frame for ever and everything behind
it would wait.
"""

from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256
from struct import Struct
from typing import Final, TypeAlias

from app.domain.ids import Imei
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import RECORD_CODECS
from services.uplink.teltonika.commands import CommandMessage, read_command, write_command
from services.uplink.teltonika.events import is_event
from services.uplink.teltonika.frames import CHECKSUM_BYTES, HEADER_BYTES, KEEP_ALIVE, MAX_BUFFER_BYTES, FrameReader
from services.uplink.teltonika.login import ACCEPT, LOGIN_BYTES, REJECT, read_login
from services.uplink.teltonika.messages import AvlPacket, read_records
from services.uplink.teltonika.states import OutOfTurn, State, Step, next_state

_COUNT = Struct(">I")


class Waiting(Enum):
    """Why there is no event."""

    NEED_DATA = auto()


NEED_DATA: Final = Waiting.NEED_DATA


@dataclass(frozen=True, slots=True)
class LoginRequested:
    """A box says who it is; answer with ``accept`` or ``reject``."""

    imei: Imei
    raw: bytes


@dataclass(frozen=True, slots=True)
class FrameReceived:
    """One whole, undamaged frame of records. Store ``raw``, then send what ``acknowledge`` returns.

    Attributes:
        raw: The frame, preamble to checksum, byte for byte.
        digest: SHA-256 of ``raw``, hexadecimal: the same bytes from the same box are the same uplink.
        record_count: What the acknowledgement will say.
        is_event: A crash, an alarm or an unreadable frame: do not wait for others before committing.
        packet: Its records; None when they cannot be read (``error`` says why).
    """

    raw: bytes
    imei: Imei
    digest: str
    record_count: int
    is_event: bool
    packet: AvlPacket | None
    error: UplinkErrorCode | None = None


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A box answers a command or sends text of its own (codecs 12 to 15); nothing is acknowledged.

    Attributes:
        message: None when the frame is undamaged but the message in it cannot be read.
    """

    raw: bytes
    imei: Imei
    digest: str
    message: CommandMessage | None


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """The box is still there and has nothing to say."""


Event: TypeAlias = LoginRequested | FrameReceived | MessageReceived | KeepAlive | Waiting


class TeltonikaLink:
    """One box conversation, from the first byte to the last.

    Feed bytes with ``receive_data`` and call ``next_event`` until it returns ``NEED_DATA``. A frame that cannot be
    trusted raises ``UplinkError`` once and is skipped; the next good frame is read normally. After a fatal error the
    link is closed and deaf.
    """

    def __init__(self) -> None:
        self._state = State.AWAITING_LOGIN
        self._login = bytearray()
        self._frames = FrameReader()
        self._imei: Imei | None = None

    @property
    def imei(self) -> Imei | None:
        """Who the box claims to be; None before its login."""
        return self._imei

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will come of this conversation: rejected, or broken beyond repair."""
        return self._state is State.CLOSED

    @property
    def held_bytes(self) -> int:
        """Bytes kept in memory for this box."""
        return len(self._login) + self._frames.held_bytes

    def receive_data(self, data: bytes) -> None:
        """Take what the network delivered; read all events before the next piece.

        Raises:
            UplinkError: ``buffer_full``: the caller fed more than two whole frames without reading. Fatal.
        """
        if self._state is State.CLOSED:
            return
        if self._state is not State.AWAITING_LOGIN:
            self._feed(data)
            return
        if len(self._login) + len(data) > MAX_BUFFER_BYTES:
            self._fail()
            raise UplinkError(UplinkErrorCode.BUFFER_FULL, "too many bytes before a login", fatal=True)
        self._login += data

    def next_event(self) -> Event:
        """Return what the bytes so far mean, one event at a time.

        Raises:
            UplinkError: The next bytes cannot be trusted; when ``fatal``, close the connection.
        """
        if self._state is State.AWAITING_LOGIN:
            return self._next_login()
        if self._state is not State.OPEN:
            return NEED_DATA
        frame = self._frames.next_frame()
        if frame is None:
            return NEED_DATA
        if frame[0] == KEEP_ALIVE:
            return KeepAlive()
        return self._read(frame)

    def accept(self) -> bytes:
        """Let the box speak; returns the byte to send.

        Raises:
            OutOfTurn: No login is waiting for a decision.
        """
        self._state = next_state(self._state, Step.ACCEPTED)
        return ACCEPT

    def reject(self) -> bytes:
        """Refuse the box; returns the byte to send before closing.

        Raises:
            OutOfTurn: No login is waiting for a decision.
        """
        self._state = next_state(self._state, Step.REJECTED)
        self._frames = FrameReader()
        return REJECT

    def acknowledge(self, frame: FrameReceived) -> bytes:
        """Return the answer that lets the box forget the frame. Call it only after the frame is stored for good.

        Raises:
            OutOfTurn: The conversation is not open.
        """
        if self._state is not State.OPEN:
            raise OutOfTurn(f"a frame cannot be acknowledged while {self._state.name}")
        return acknowledgement(frame.record_count)

    def command(self, message: CommandMessage) -> bytes:
        """Return the bytes that ask something of the box; its answer comes as ``MessageReceived``.

        Raises:
            OutOfTurn: The conversation is not open.
        """
        if self._state is not State.OPEN:
            raise OutOfTurn(f"a box cannot be asked while {self._state.name}")
        return write_command(message)

    def _next_login(self) -> Event:
        if self._login[:1] == bytes([KEEP_ALIVE]):
            del self._login[:1]
            return KeepAlive()
        try:
            imei = read_login(bytes(self._login[:LOGIN_BYTES]))
        except UplinkError:
            self._fail()
            raise
        if imei is None:
            return NEED_DATA
        raw, rest = bytes(self._login[:LOGIN_BYTES]), bytes(self._login[LOGIN_BYTES:])
        self._login.clear()
        self._imei = imei
        self._state = next_state(self._state, Step.LOGIN_READ)
        self._feed(rest)
        return LoginRequested(imei, raw)

    def _feed(self, data: bytes) -> None:
        try:
            self._frames.feed(data)
        except UplinkError:
            self._fail()
            raise

    def _fail(self) -> None:
        self._state = next_state(self._state, Step.FAILED)
        self._login.clear()
        self._frames = FrameReader()

    def _read(self, frame: bytes) -> FrameReceived | MessageReceived:
        imei = self._imei
        assert imei is not None, "the state table lets nobody be OPEN without a login"
        digest = sha256(frame).hexdigest()
        data = frame[HEADER_BYTES:-CHECKSUM_BYTES]
        if data[0] not in RECORD_CODECS:
            return MessageReceived(frame, imei, digest, _message(data))
        try:
            packet = read_records(data)
        except UplinkError as error:
            return FrameReceived(frame, imei, digest, data[1], is_event=True, packet=None, error=error.code)
        return FrameReceived(frame, imei, digest, data[1], is_event(packet), packet)


def acknowledgement(record_count: int) -> bytes:
    """Return the TCP answer to a frame of that many records."""
    return _COUNT.pack(record_count)


def _message(data: bytes) -> CommandMessage | None:
    try:
        return read_command(data)
    except UplinkError:
        return None
