"""Server-sent events, from bytes in pieces of any size to messages.

Only the part of the format that our own service writes: ``id``, ``event`` and ``data`` lines ended by LF or CRLF, a
blank line after each message, comment lines as padding. Knows no socket, so a message torn anywhere is a three-line
test.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SseMessage:
    """One message. ``last_id`` is None when it carried no id (a tick moves no cursor)."""

    event: str
    data: str
    last_id: str | None


class SseParser:
    """Collects bytes until a message is whole."""

    def __init__(self) -> None:
        self._rest = b""
        self._fields: dict[str, str] = {}

    def feed(self, data: bytes) -> list[SseMessage]:
        """Return the messages that these bytes complete."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        found = (self._take(line.removesuffix(b"\r").decode("utf-8", "replace")) for line in lines)
        return [message for message in found if message is not None]

    def _take(self, line: str) -> SseMessage | None:
        if line:
            self._add(line)
            return None
        fields, self._fields = self._fields, {}
        if "data" not in fields:
            return None
        return SseMessage(fields.get("event", "message"), fields["data"], fields.get("id"))

    def _add(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data" and "data" in self._fields:
            value = f"{self._fields['data']}\n{value}"
        if name:
            self._fields[name] = value
