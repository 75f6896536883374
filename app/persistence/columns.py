"""Column types that mean the same on SQLite and on PostgreSQL.

An instant is always aware and UTC in the code. SQLite has no zone in its timestamps, so there it is stored as naive
UTC text of fixed width, which sorts as it should; PostgreSQL gets ``timestamptz``.
"""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator

BigId: Final = BigInteger().with_variant(Integer, "sqlite")
"""A running number that outlives 32 bits; SQLite's own INTEGER does, and only that one may count by itself."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant with microseconds."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant: it would be stored as something it may not be."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive instant {value.isoformat()}: every stored instant is aware")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)
