"""Places of S2 frames, keys, feeds and what boxes were asked in dictionaries, for ``memory.InMemoryUnitOfWork``."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.domain.box_command import BoxCommand, BoxCommandState
from app.domain.device_key import DeviceKey
from app.domain.errors import NotFound
from app.domain.feed import Feed
from app.domain.firmware import FirmwareNote
from app.domain.ids import BoxCommandId, FeedId, Imei, UplinkId
from app.domain.uplink import RawUplink, S2Place, S2Window, StoredUplink
from app.persistence.obligation import Obligation


class InMemoryS2Log:
    def __init__(self, stored: Mapping[UplinkId, StoredUplink]) -> None:
        self._stored = stored
        self.places: dict[tuple[Imei, int, int, int], tuple[S2Place, str]] = {}
        self.windows: dict[tuple[Imei, int], S2Window] = {}

    def digest_at(self, place: S2Place) -> str | None:
        found = self.places.get((place.imei, place.boot_id, place.sequence, place.fragment))
        return None if found is None else found[1]

    def add(self, place: S2Place, digest: str) -> None:
        self.places[place.imei, place.boot_id, place.sequence, place.fragment] = (place, digest)

    def fragments(self, imei: Imei, boot_id: int, sequence: int) -> Mapping[int, bool]:
        return {place.fragment: place.is_last for place, _ in self._of_message(imei, boot_id, sequence)}

    def frames(self, imei: Imei, boot_id: int, sequence: int) -> tuple[RawUplink, ...]:
        by_digest = {(one.raw.imei, one.raw.digest): one.raw for one in self._stored.values()}
        return tuple(by_digest[imei, digest] for _, digest in self._of_message(imei, boot_id, sequence))

    def window(self, imei: Imei, boot_id: int) -> S2Window:
        return self.windows.get((imei, boot_id), S2Window())

    def put_window(self, imei: Imei, boot_id: int, window: S2Window) -> None:
        self.windows[imei, boot_id] = window

    def _of_message(self, imei: Imei, boot_id: int, sequence: int) -> list[tuple[S2Place, str]]:
        keys = sorted(key for key in self.places if key[:3] == (imei, boot_id, sequence))
        return [self.places[key] for key in keys]


class InMemoryDeviceKeyRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.keys: dict[tuple[Imei, int], DeviceKey] = {}

    def of_box(self, imei: Imei) -> tuple[DeviceKey, ...]:
        found = [key for key in self.keys.values() if key.imei == imei]
        return tuple(sorted(found, key=lambda key: (key.created_at, key.key_id)))

    def put(self, key: DeviceKey) -> None:
        self._obligation.changed("device key")
        self.keys[key.imei, key.key_id] = key

    def note_used(self, imei: Imei, key_id: int, at: datetime) -> None:
        key = self.keys.get((imei, key_id))
        if key is not None and key.used_at is None:
            self.keys[imei, key_id] = replace(key, used_at=at)


class InMemoryFeedRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.feeds: dict[FeedId, Feed] = {}

    def put(self, feed: Feed) -> None:
        self._obligation.changed("feed")
        self.feeds[feed.feed_id] = feed

    def get(self, feed_id: FeedId) -> Feed:
        if feed_id not in self.feeds:
            raise NotFound("not_found", what="feed")
        return self.feeds[feed_id]


class InMemoryFirmwareLog:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.notes: dict[tuple[Imei, datetime], FirmwareNote] = {}

    def add(self, note: FirmwareNote) -> None:
        self._obligation.changed("firmware")
        self.notes[note.imei, note.at] = note

    def at(self, imei: Imei, instant: datetime) -> str | None:
        known = [note for note in self.notes.values() if note.imei == imei and note.at <= instant]
        return max(known, key=lambda note: note.at).firmware if known else None


class InMemoryBoxCommandRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.commands: dict[BoxCommandId, BoxCommand] = {}

    def put(self, command: BoxCommand) -> None:
        self._obligation.changed("box command")
        self.commands[command.command_id] = command

    def note_sent(self, command_id: BoxCommandId, at: datetime) -> None:
        command = self.commands.get(command_id)
        if command is not None and command.state.is_open:
            self.commands[command_id] = replace(command, state=BoxCommandState.SENT, sent_at=at)

    def note_unsent(self, command_id: BoxCommandId, sent_at: datetime | None) -> None:
        command = self.commands[command_id]
        if command.state.is_open:
            self.commands[command_id] = replace(command, state=BoxCommandState.WAITING, sent_at=sent_at)

    def take_back(self, command_id: BoxCommandId, at: datetime) -> None:
        command = self.commands[command_id]
        if command.state in (BoxCommandState.SENT, BoxCommandState.UNANSWERED) and command.expires_at > at:
            self.commands[command_id] = replace(command, state=BoxCommandState.WAITING, ended_at=None)

    def open_of(self, imei: Imei) -> tuple[BoxCommand, ...]:
        return tuple(one for one in self._oldest_first() if one.imei == imei and one.state.is_open)

    def sent_to(self, imei: Imei) -> tuple[BoxCommand, ...]:
        newest_first = reversed(self._oldest_first())
        return tuple(one for one in newest_first if one.imei == imei and one.sent_at is not None)

    def overdue(self, now: datetime, silent_since: datetime) -> tuple[BoxCommand, ...]:
        def is_overdue(one: BoxCommand) -> bool:
            if one.state is BoxCommandState.SENT and one.sent_at is not None:
                return one.sent_at <= silent_since
            return one.expires_at <= now

        return tuple(one for one in self._oldest_first() if one.state.is_open and is_overdue(one))

    def _oldest_first(self) -> list[BoxCommand]:
        return sorted(self.commands.values(), key=lambda one: (one.asked_at, one.command_id))
