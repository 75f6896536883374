"""E-calls and rejected events."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Connection, Select, and_, bindparam, delete, insert, or_, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.ecall import Ecall, TraceFragment
from app.domain.errors import NotFound
from app.domain.ids import EcallId, Imei
from app.domain.rejected import RejectedEcall
from app.persistence.ecall_mapping import ecall_from, ecall_row, fragment_from, fragment_row
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import ecalls, rejected_ecalls, trace_fragments
from app.persistence.verdict_mapping import verdict_from, verdict_json

_ANY_AROUND: Final = (
    select(ecalls.c.ecall_id)
    .where(ecalls.c.imei == bindparam("imei"))
    .where(
        or_(
            ecalls.c.occurred_at.between(bindparam("earliest"), bindparam("latest")),
            ecalls.c.received_at >= bindparam("received_since"),
        )
    )
    .limit(1)
)
"""Made once: every frame asks whether its box has an E-call it may belong to."""


class SqlEcallRepository:
    """``EcallRepository`` in ``ecalls``, ``trace_fragments`` and ``rejected_ecalls``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, ecall: Ecall) -> None:
        """Store or replace the E-call."""
        put_row(self._connection, ecalls, ecall_row(ecall))
        rows = [fragment_row(ecall.ecall_id, number, piece) for number, piece in enumerate(ecall.fragments)]
        self._connection.execute(delete(trace_fragments).where(trace_fragments.c.ecall_id == ecall.ecall_id))
        if rows:
            self._connection.execute(insert(trace_fragments), rows)

    def get(self, ecall_id: EcallId) -> Ecall:
        """Return the E-call, or raise ``NotFound``."""
        return get_ecall(self._connection, ecall_id)

    def around(self, imei: Imei, earliest: datetime, latest: datetime, received_since: datetime) -> tuple[Ecall, ...]:
        """Return E-calls of a box that late records may still belong to, oldest first."""
        asked = {"imei": imei, "earliest": earliest, "latest": latest, "received_since": received_since}
        if self._connection.execute(_ANY_AROUND, asked).first() is None:
            return ()  # by far the most frames: a car that drives
        of_box = ecalls.c.imei == imei
        occurred = and_(of_box, ecalls.c.occurred_at.between(earliest, latest))
        received = and_(of_box, ecalls.c.received_at >= received_since)
        return find_ecalls(self._connection, or_(occurred, received))

    def between(self, earliest: datetime, latest: datetime) -> tuple[Ecall, ...]:
        """Return E-calls of every box that occurred between these instants, oldest first."""
        return find_ecalls(self._connection, ecalls.c.occurred_at.between(earliest, latest))

    def put_rejected(self, rejected: RejectedEcall) -> None:
        """Keep an event that did not become a case, with its verdict."""
        row = {
            "ecall_id": rejected.ecall_id,
            "imei": rejected.imei,
            "occurred_at": rejected.occurred_at,
            "received_at": rejected.received_at,
            "peak_g": rejected.peak_g,
            "verdict": verdict_json(rejected.verdict),
        }
        put_row(self._connection, rejected_ecalls, row)

    def find_rejected(self, ecall_id: EcallId) -> RejectedEcall | None:
        """Return the rejection of an E-call, or None."""
        return find_rejected(self._connection, ecall_id)

    def drop_rejected(self, ecall_id: EcallId) -> None:
        """Forget a rejection, because the E-call became a case after all."""
        self._connection.execute(delete(rejected_ecalls).where(rejected_ecalls.c.ecall_id == ecall_id))

    def rejected_since(self, since: datetime, limit: int) -> tuple[RejectedEcall, ...]:
        """Return events rejected since then, newest first."""
        return rejected_since(self._connection, since, limit)


def get_ecall(connection: Connection, ecall_id: EcallId) -> Ecall:
    """Return the E-call, or raise ``NotFound``."""
    found = find_ecalls(connection, ecalls.c.ecall_id == ecall_id)
    if not found:
        raise NotFound("not_found", what="ecall")
    return found[0]


def find_ecalls(connection: Connection, where: ColumnElement[bool]) -> tuple[Ecall, ...]:
    """Return E-calls with their traces, oldest first, in two reads."""
    chosen = select(ecalls).where(where).order_by(ecalls.c.occurred_at, ecalls.c.received_at, ecalls.c.ecall_id)
    rows = connection.execute(chosen).all()
    pieces = _fragments(connection, select(ecalls.c.ecall_id).where(where)) if rows else {}
    return tuple(ecall_from(row, pieces.get(row.ecall_id, ())) for row in rows)


def find_rejected(connection: Connection, ecall_id: EcallId) -> RejectedEcall | None:
    """Return the rejection of an E-call, or None."""
    row = connection.execute(select(rejected_ecalls).where(rejected_ecalls.c.ecall_id == ecall_id)).first()
    return None if row is None else _rejected_from(row)


def rejected_since(connection: Connection, since: datetime, limit: int) -> tuple[RejectedEcall, ...]:
    """Return events rejected since then, newest first."""
    newest = (rejected_ecalls.c.received_at.desc(), rejected_ecalls.c.ecall_id.desc())
    found = select(rejected_ecalls).where(rejected_ecalls.c.received_at >= since).order_by(*newest).limit(limit)
    return tuple(_rejected_from(row) for row in connection.execute(found))


def _fragments(connection: Connection, ids: Select[tuple[str]]) -> dict[str, tuple[TraceFragment, ...]]:
    columns = trace_fragments.c
    found = select(trace_fragments).where(columns.ecall_id.in_(ids)).order_by(columns.ecall_id, columns.number)
    rows: Sequence[AnyRow] = connection.execute(found).all()
    by_ecall = groupby(rows, key=lambda row: str(row.ecall_id))
    return {ecall_id: tuple(fragment_from(row) for row in group) for ecall_id, group in by_ecall}


def _rejected_from(row: AnyRow) -> RejectedEcall:
    return RejectedEcall(
        EcallId(row.ecall_id),
        Imei(row.imei),
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        peak_g=row.peak_g,
        verdict=verdict_from(row.verdict),
    )
