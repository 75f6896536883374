"""Values as they stand in SQLite's file, for checks that must not trip over what they look for.

The mapping of a date or a JSON column raises on nonsense; a check has to report it. So it reads the text and
interprets it itself.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, String, type_coerce
from sqlalchemy.sql.elements import Label

from app.persistence.chain import canonical_instant


def raw(column: Column[Any]) -> Label[str]:
    """Select a column as the text that is stored."""
    return type_coerce(column, String).label(column.name)


def instant_in(stored: str) -> str:
    """Return a stored instant as ``canonical_instant`` spells it.

    Raises:
        ValueError: It is none.
    """
    return canonical_instant(datetime.fromisoformat(stored).replace(tzinfo=UTC))


def mapping_in(stored: str) -> dict[str, object]:
    """Return a stored JSON object.

    Raises:
        ValueError: It is none.
    """
    content = json.loads(stored)
    if not isinstance(content, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - callers ask for one kind of error: unreadable
    return content
