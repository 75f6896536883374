"""What 112 and 101 were told, one row each; the table is part of ``tables.metadata``."""

from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, String, Table, Text, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.answer import EmergencyNumber
from app.domain.errors import NotFound
from app.domain.hand_over import HandOverId, HandOverRecord
from app.domain.ids import AccountId, CaseId
from app.persistence.columns import Instant
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import metadata

hand_overs: Final = Table(
    "hand_overs",
    metadata,
    Column("hand_over_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("told_to", String(8), nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("account_id", String(32), nullable=False),
    Column("author", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("reference", String(120), nullable=False),
    Column("their_operator", String(120), nullable=False),
    Column("voice_connected_at", Instant),
    Column("released_at", Instant),
    Column("called_back_at", Instant),
)


class SqlHandOverRepository:
    """``HandOverRepository`` in the table ``hand_overs``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, hand_over: HandOverRecord) -> None:
        """Store or replace it."""
        self._obligation.changed("hand-over", hand_over.case_id)
        put_row(self._connection, hand_overs, _row(hand_over))

    def get(self, hand_over_id: HandOverId) -> HandOverRecord:
        """Return it, or raise ``NotFound``."""
        for found in find_hand_overs(self._connection, hand_overs.c.hand_over_id == hand_over_id):
            return found
        raise NotFound("not_found", what="hand_over")

    def of_case(self, case_id: CaseId) -> tuple[HandOverRecord, ...]:
        """Return the hand-overs of a case, oldest first."""
        return find_hand_overs(self._connection, hand_overs.c.case_id == case_id)


def find_hand_overs(connection: Connection, where: ColumnElement[bool]) -> tuple[HandOverRecord, ...]:
    """Return hand-overs, oldest first."""
    chosen = select(hand_overs).where(where).order_by(hand_overs.c.told_at, hand_overs.c.hand_over_id)
    return tuple(_from(row) for row in connection.execute(chosen))


def _row(one: HandOverRecord) -> dict[str, object]:
    return {
        "hand_over_id": one.hand_over_id,
        "case_id": one.case_id,
        "told_to": one.to.value,
        "told_at": one.told_at,
        "account_id": one.account_id,
        "author": one.author,
        "text": one.text,
        "reference": one.reference,
        "their_operator": one.their_operator,
        "voice_connected_at": one.voice_connected_at,
        "released_at": one.released_at,
        "called_back_at": one.called_back_at,
    }


def _from(row: AnyRow) -> HandOverRecord:
    return HandOverRecord(
        hand_over_id=HandOverId(row.hand_over_id),
        case_id=CaseId(row.case_id),
        to=EmergencyNumber(row.told_to),
        told_at=row.told_at,
        account_id=AccountId(row.account_id),
        author=row.author,
        text=row.text,
        reference=row.reference,
        their_operator=row.their_operator,
        voice_connected_at=row.voice_connected_at,
        released_at=row.released_at,
        called_back_at=row.called_back_at,
    )
