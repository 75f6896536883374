"""Who proves to be who they are: keys of S2 boxes, and feeds with their tokens."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from app.domain.device_key import DeviceKey, KeyState
from app.domain.errors import NotFound
from app.domain.feed import Feed, FeedKind
from app.domain.ids import FeedId, Imei
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import device_keys, feeds


class SqlDeviceKeyRepository:
    """``DeviceKeyRepository`` in the table ``device_keys``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def of_box(self, imei: Imei) -> tuple[DeviceKey, ...]:
        """Return every key a box ever had, oldest first."""
        return find_device_keys(self._connection, imei)

    def put(self, key: DeviceKey) -> None:
        """Store a key, or what became of it."""
        self._obligation.changed("device key")
        row = {
            "imei": key.imei,
            "key_id": key.key_id,
            "sealed": key.sealed,
            "state": key.state.value,
            "created_at": key.created_at,
            "used_at": key.used_at,
        }
        put_row(self._connection, device_keys, row)

    def note_used(self, imei: Imei, key_id: int, at: datetime) -> None:
        """Remember that the box has shown it has the key; owes nothing to the audit, the frame is the record."""
        unused = (device_keys.c.imei == imei, device_keys.c.key_id == key_id, device_keys.c.used_at.is_(None))
        self._connection.execute(update(device_keys).where(*unused).values(used_at=at))


class SqlFeedRepository:
    """``FeedRepository`` in the table ``feeds``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, feed: Feed) -> None:
        """Store a feed, or what became of it."""
        self._obligation.changed("feed")
        row = {
            "feed_id": feed.feed_id,
            "name": feed.name,
            "kind": feed.kind.value,
            "token_digest": feed.token_digest,
            "is_active": feed.is_active,
            "created_at": feed.created_at,
        }
        put_row(self._connection, feeds, row)

    def get(self, feed_id: FeedId) -> Feed:
        """Return the feed, or raise ``NotFound``."""
        row = self._connection.execute(select(feeds).where(feeds.c.feed_id == feed_id)).first()
        if row is None:
            raise NotFound("not_found", what="feed")
        return _feed(row)


def find_device_keys(connection: Connection, imei: Imei) -> tuple[DeviceKey, ...]:
    """Return every key a box ever had, oldest first."""
    found = (
        select(device_keys).where(device_keys.c.imei == imei).order_by(device_keys.c.created_at, device_keys.c.key_id)
    )
    return tuple(
        DeviceKey(Imei(row.imei), row.key_id, row.sealed, KeyState(row.state), row.created_at, row.used_at)
        for row in connection.execute(found)
    )


def find_feeds(connection: Connection) -> tuple[Feed, ...]:
    """Return every feed, by name."""
    return tuple(_feed(row) for row in connection.execute(select(feeds).order_by(feeds.c.name, feeds.c.feed_id)))


def find_feed(connection: Connection, token_digest: str) -> Feed | None:
    """Return the feed with this token, or None."""
    row = connection.execute(select(feeds).where(feeds.c.token_digest == token_digest)).first()
    return None if row is None else _feed(row)


def _feed(row: AnyRow) -> Feed:
    return Feed(FeedId(row.feed_id), row.name, FeedKind(row.kind), row.token_digest, row.is_active, row.created_at)
