"""The ledger of the cases: rows that are added and never changed. Amounts are text, because money is exact."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import Connection, insert, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.ids import AccountId, CaseId, UseId
from app.domain.ledger import Payer, ServiceUse
from app.persistence.ledger_tables import service_uses
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow


class SqlUseRepository:
    """``UseRepository`` in the table ``service_uses``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def add(self, use: ServiceUse) -> None:
        """Store a new entry."""
        self._obligation.changed("use", use.case_id)
        self._connection.execute(insert(service_uses).values(_row(use)))

    def of_case(self, case_id: CaseId) -> tuple[ServiceUse, ...]:
        """Return the entries of a case, oldest first."""
        return find_uses(self._connection, service_uses.c.case_id == case_id)


def find_uses(connection: Connection, where: ColumnElement[bool]) -> tuple[ServiceUse, ...]:
    """Return entries, oldest first."""
    chosen = select(service_uses).where(where).order_by(service_uses.c.entered_at, service_uses.c.use_id)
    return tuple(_use_from(row) for row in connection.execute(chosen))


def _row(use: ServiceUse) -> Mapping[str, object]:
    return {
        "use_id": use.use_id,
        "case_id": use.case_id,
        "clause": use.clause,
        "limit_key": use.limit,
        "amount": f"{use.amount:f}",
        "rest": f"{use.rest:f}",
        "rest_paid_by": None if use.rest_paid_by is None else use.rest_paid_by.value,
        "undoes": use.undoes,
        "entered_by": use.entered_by,
        "author": use.author,
        "entered_at": use.entered_at,
        "since": use.since,
    }


def _use_from(row: AnyRow) -> ServiceUse:
    return ServiceUse(
        use_id=UseId(row.use_id),
        case_id=CaseId(row.case_id),
        clause=row.clause,
        limit=row.limit_key,
        amount=Decimal(row.amount),
        rest=Decimal(row.rest),
        rest_paid_by=None if row.rest_paid_by is None else Payer(row.rest_paid_by),
        undoes=None if row.undoes is None else UseId(row.undoes),
        entered_by=AccountId(row.entered_by),
        author=row.author,
        entered_at=row.entered_at,
        since=row.since,
    )
