"""The same command twice acts once: what was answered is kept beside what was done, in the same transaction.

A desk that got no answer sends its command again with the same key. If the first one was committed, so was its reply,
and the second gets that reply word for word; if it was not, nothing of it exists and the second simply acts. A
refusal changes nothing and is therefore not kept: asked again, it is decided again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.errors import Conflict


@dataclass(frozen=True, slots=True)
class RequestKey:
    """What makes two requests the same one.

    Attributes:
        key: The ``Idempotency-Key`` the desk chose.
        account: Account id, or a fixed word for requests without one: keys of two accounts never meet.
        digest: Of route and body: the same key with another content is a fault of the desk.
    """

    key: str
    account: str
    digest: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it left: HTTP status and body, byte for byte."""

    status: int
    body: bytes


class ReplyLog(Protocol):
    """Replies given, kept for a day."""

    def find(self, request: RequestKey) -> Reply | None:
        """Return what was answered to this very request, or None.

        Raises:
            Conflict: ``idempotency_key_reused``: the key stands for another request of this account.
        """
        ...

    def put(self, request: RequestKey, reply: Reply, at: datetime) -> None:
        """Keep an answer, in this transaction."""
        ...


def request_digest(method: str, path: str, body: bytes) -> str:
    """Return the digest of a request, in hexadecimal; the parts are kept apart by their lengths."""
    parts = (method.encode(), path.encode(), body)
    return hashlib.sha256(b"".join(len(part).to_bytes(8) + part for part in parts)).hexdigest()


def once(replies: ReplyLog, request: RequestKey, at: datetime, act: Callable[[], Reply]) -> Reply:
    """Act, unless this very request was acted on before; return the reply in both cases.

    Raises:
        Conflict: ``idempotency_key_reused``.
    """
    given = replies.find(request)
    if given is not None:
        return given
    reply = act()
    replies.put(request, reply, at)
    return reply


def reused_key() -> Conflict:
    """The refusal of a key that stands for another request."""
    return Conflict("idempotency_key_reused")
