"""Bytes of the manager interface into messages, and actions into bytes; no socket, no clock.

A message is a block of ``Key: value`` lines ended by an empty line; keys may repeat, and case does not matter in them.
The first line of a conversation is a greeting that is no message. A line without a colon (what a command prints) says
nothing here and is left out. Only ``AmiError`` is ever raised, for a line or a block that never ends, or for a value of
ours that would begin a line of its own: a number with a line feed in it is an action nobody asked for.
"""

from dataclasses import dataclass
from typing import Final

LONGEST_BLOCK: Final = 256 * 1024
GREETING: Final = "Asterisk Call Manager"
_END: Final = b"\r\n\r\n"
_LINE: Final = b"\r\n"


class AmiError(Exception):
    """These bytes are not of a manager interface, or these words cannot be sent to one."""


@dataclass(frozen=True, slots=True)
class AmiMessage:
    """One event or response, its keys as they came."""

    fields: tuple[tuple[str, str], ...]

    def get(self, key: str, default: str = "") -> str:
        """Return the first value of a key."""
        wanted = key.casefold()
        return next((value for name, value in self.fields if name.casefold() == wanted), default)

    @property
    def event(self) -> str:
        """Name of the event; empty = it is a response."""
        return self.get("Event")

    @property
    def action_id(self) -> str:
        """Which action it answers; empty = none."""
        return self.get("ActionID")

    @property
    def is_success(self) -> bool:
        """Whether a response says yes."""
        return self.get("Response").casefold() in ("success", "follows")


class AmiStream:
    """Feed bytes with ``receive_data`` and call ``next_message`` until it returns None."""

    def __init__(self) -> None:
        self._buffer = b""
        self.greeting: str | None = None

    def receive_data(self, data: bytes) -> None:
        """Take what the network delivered, in pieces of any size."""
        self._buffer += data

    def next_message(self) -> AmiMessage | None:
        """Return the next message; None = more bytes are needed.

        Raises:
            AmiError: It does not greet as an exchange does, or a block has no end.
        """
        if self.greeting is None and not self._greet():
            return None
        while True:
            block, end, rest = self._buffer.partition(_END)
            if not end:
                if len(self._buffer) > LONGEST_BLOCK:
                    raise AmiError("a message has no end")
                return None
            self._buffer = rest
            fields = tuple(_fields(block))
            if fields:
                return AmiMessage(fields)

    def _greet(self) -> bool:
        line, end, rest = self._buffer.partition(_LINE)
        if not _may_greet(line) or len(line) > LONGEST_BLOCK:
            raise AmiError("it does not greet as an Asterisk does")
        if end:
            self.greeting, self._buffer = _text(line), rest
        return bool(end)


def serialise(action: str, fields: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return an action as bytes; empty values are left out.

    Raises:
        AmiError: A key or value has a character that ends a line.
    """
    lines = [("Action", action), *((key, value) for key, value in fields if value)]
    for key, value in lines:
        if any(mark in key + value for mark in "\r\n\0") or ":" in key:
            raise AmiError(f"{key} cannot be sent: it would end its line")
    return "".join(f"{key}: {value}\r\n" for key, value in lines).encode() + _LINE


def _may_greet(start: bytes) -> bool:
    wanted = GREETING.encode()
    return start[: len(wanted)] == wanted[: len(start)]


def _fields(block: bytes) -> list[tuple[str, str]]:
    found = []
    for line in block.split(_LINE):
        key, colon, value = _text(line).partition(":")
        if colon and key.strip():
            found.append((key.strip(), value.strip()))
    return found


def _text(line: bytes) -> str:
    return line.decode(errors="replace")
