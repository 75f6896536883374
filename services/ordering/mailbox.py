"""Reads delivery reports in the mailbox of the sender, every half minute, in a thread: imaplib waits.

The mailbox belongs to people. Nothing is fetched but reports that nobody has read, nothing is deleted, and only a
report about a mail of ours that was dealt with is marked as read. A mailbox that does not answer stops no order: that
it is not read stands in the message of the gateway.
"""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from services.ordering.delivery_report import DeliveryReport, report_of

ANSWERS_WITHIN_S: Final = 10.0
LARGEST_BYTES: Final = 256 * 1024
MOST_AT_ONCE: Final = 50
_REPORTS: Final = ("UNSEEN", "HEADER", "Content-Type", '"multipart/report"')


class MailboxFault(Exception):
    """It cannot be read. The message is technical and names no address."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where it is, and who reads it.

    Attributes:
        is_encrypted: TLS from the first byte; without it only where the mail server is spoken to without it too.
        domain: Of our sender.
    """

    host: str
    port: int
    user: str
    password: str
    is_encrypted: bool
    domain: str

    def read(self, settle: Callable[[DeliveryReport], bool], passed: set[bytes]) -> None:
        """Give every new report to ``settle``, and mark those that are settled as read.

        Args:
            settle: Says whether the report was dealt with; one that was not is given again.
            passed: What was looked at before and is none of ours; added to.

        Raises:
            MailboxFault: It cannot be reached or read.
        """
        try:
            with self._open() as box:
                box.login(self.user, self.password)
                box.select("INBOX")
                for uid in self._new(box, passed):
                    self._take(box, uid, settle, passed)
        except (imaplib.IMAP4.error, OSError) as fault:
            raise MailboxFault(f"the mailbox was not read: {type(fault).__name__}") from None

    def _open(self) -> imaplib.IMAP4:
        if self.is_encrypted:
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=ANSWERS_WITHIN_S)
        return imaplib.IMAP4(self.host, self.port, timeout=ANSWERS_WITHIN_S)

    def _new(self, box: imaplib.IMAP4, passed: set[bytes]) -> list[bytes]:
        _, found = box.uid("SEARCH", *_REPORTS)
        first = found[0] if found else None
        uids = first.split() if isinstance(first, bytes) else []
        return [uid for uid in uids if _key(box, uid) not in passed][-MOST_AT_ONCE:]

    def _take(
        self, box: imaplib.IMAP4, uid: bytes, settle: Callable[[DeliveryReport], bool], passed: set[bytes]
    ) -> None:
        name = uid.decode("ascii", "replace")
        _, answer = box.uid("FETCH", name, f"(BODY.PEEK[]<0.{LARGEST_BYTES}>)")
        report = next((report_of(raw, self.domain) for raw in _bodies(answer)), None)
        if report is None:
            passed.add(_key(box, uid))
        elif settle(report):
            box.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)")
            passed.add(_key(box, uid))


def _key(box: imaplib.IMAP4, uid: bytes) -> bytes:
    """Return the number of a mail with that of its mailbox: one that was made anew counts from the beginning."""
    validity = box.untagged_responses.get("UIDVALIDITY", [b""])[-1]
    return (validity if isinstance(validity, bytes) else b"") + b"/" + uid


def _bodies(answer: list[object]) -> Iterator[bytes]:
    for part in answer:
        if isinstance(part, tuple) and len(part) > 1 and isinstance(part[1], bytes):
            yield part[1]
