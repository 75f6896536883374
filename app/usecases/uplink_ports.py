"""What the intake of frames needs from outside: the order of S2 messages, keys, who may feed us, what boxes are asked.

Ports beside those of ``ports.py``; the same rules hold.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from app.domain.box_command import BoxCommand
from app.domain.device_key import DeviceKey
from app.domain.feed import Feed
from app.domain.firmware import FirmwareNote
from app.domain.ids import BoxCommandId, FeedId, Imei
from app.domain.uplink import RawUplink, S2Place, S2Window


class S2Log(Protocol):
    """Which S2 frames are in the uplink log, by their place: what makes a restart change nothing."""

    def digest_at(self, place: S2Place) -> str | None:
        """Return the digest of the frame stored at a place, or None."""
        ...

    def add(self, place: S2Place, digest: str) -> None:
        """Note where a frame of the uplink log stands."""
        ...

    def fragments(self, imei: Imei, boot_id: int, sequence: int) -> Mapping[int, bool]:
        """Return the fragments stored of a message, by number; True for the last one."""
        ...

    def frames(self, imei: Imei, boot_id: int, sequence: int) -> tuple[RawUplink, ...]:
        """Return the frames stored of a message, by fragment number."""
        ...

    def window(self, imei: Imei, boot_id: int) -> S2Window:
        """Return which messages of a boot id are stored whole."""
        ...

    def put_window(self, imei: Imei, boot_id: int, window: S2Window) -> None:
        """Store the window of a boot id."""
        ...


class DeviceKeyRepository(Protocol):
    """Sealed keys of S2 boxes."""

    def of_box(self, imei: Imei) -> tuple[DeviceKey, ...]:
        """Return every key a box ever had, oldest first."""
        ...

    def put(self, key: DeviceKey) -> None:
        """Store a key, or what became of it."""
        ...

    def note_used(self, imei: Imei, key_id: int, at: datetime) -> None:
        """Remember that the box has shown it has the key, if that is not remembered yet."""
        ...


class FeedRepository(Protocol):
    """Who may feed us."""

    def put(self, feed: Feed) -> None:
        """Store a feed, or what became of it."""
        ...

    def get(self, feed_id: FeedId) -> Feed:
        """Return the feed.

        Raises:
            NotFound: There is none of that id.
        """
        ...


class FirmwareLog(Protocol):
    """What boxes said they run."""

    def add(self, note: FirmwareNote) -> None:
        """Store a note; of two of one instant the later stored stands."""
        ...

    def at(self, imei: Imei, instant: datetime) -> str | None:
        """Return what the box ran at that instant; None = not known."""
        ...


class BoxCommandRepository(Protocol):
    """What boxes were asked."""

    def put(self, command: BoxCommand) -> None:
        """Store a question, or what became of it."""
        ...

    def note_sent(self, command_id: BoxCommandId, at: datetime) -> None:
        """Remember that it left for the box; owes nothing to the audit, which has the question and its end."""
        ...

    def note_unsent(self, command_id: BoxCommandId, sent_at: datetime | None) -> None:
        """Let it wait again as before ``note_sent``: it did not leave after all. Owes nothing to the audit, as above.

        Args:
            command_id: Of the question; one that is over stays so.
            sent_at: When it last left before; None = never.
        """
        ...

    def take_back(self, command_id: BoxCommandId, at: datetime) -> None:
        """Let it wait again, its connection having ended before an answer; not when it is over or not worth asking.

        When it last left stays known: an answer to that may still come. Owes nothing to the audit, as above.
        """
        ...

    def open_of(self, imei: Imei) -> tuple[BoxCommand, ...]:
        """Return the questions of a box that wait or were sent and are not ended, oldest first."""
        ...

    def sent_to(self, imei: Imei) -> tuple[BoxCommand, ...]:
        """Return the questions that were ever sent to a box, newest first, at most a few dozen."""
        ...

    def overdue(self, now: datetime, silent_since: datetime) -> tuple[BoxCommand, ...]:
        """Return open questions that wait beyond their time, or were sent before ``silent_since``; oldest first."""
        ...
