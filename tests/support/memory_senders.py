"""Places of S2 frames, keys and feeds in dictionaries, for ``memory.InMemoryUnitOfWork``."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.domain.device_key import DeviceKey
from app.domain.errors import NotFound
from app.domain.feed import Feed
from app.domain.ids import FeedId, Imei, UplinkId
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
