"""Promises: one row each, kept when it ended."""

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.errors import NotFound
from app.domain.ids import AccountId, CaseId, OrderId, PromiseId
from app.domain.promise import Promise, PromisedTo, PromiseKind, PromiseState
from app.persistence.obligation import Obligation
from app.persistence.promise_tables import promises
from app.persistence.rows import AnyRow, put_row


class SqlPromiseRepository:
    """``PromiseRepository`` in the table ``promises``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, promise: Promise) -> None:
        """Store or replace the promise."""
        self._obligation.changed("promise", promise.case_id)
        put_row(self._connection, promises, _row(promise))

    def get(self, promise_id: PromiseId) -> Promise:
        """Return the promise, or raise ``NotFound``."""
        for found in find_promises(self._connection, promises.c.promise_id == promise_id):
            return found
        raise NotFound("not_found", what="promise")

    def of_case(self, case_id: CaseId) -> tuple[Promise, ...]:
        """Return the promises of a case, in the order they were made."""
        return find_promises(self._connection, promises.c.case_id == case_id)


def find_promises(connection: Connection, where: ColumnElement[bool]) -> tuple[Promise, ...]:
    """Return promises, in the order they were made."""
    chosen = select(promises).where(where).order_by(promises.c.made_at, promises.c.promise_id)
    return tuple(_promise_from(row) for row in connection.execute(chosen))


def _row(promise: Promise) -> Mapping[str, object]:
    return {
        "promise_id": promise.promise_id,
        "case_id": promise.case_id,
        "kind": promise.kind.value,
        "addressee": promise.to.value,
        "text": promise.text,
        "state": promise.state.value,
        "due_at": promise.due_at,
        "owner_id": promise.owner_id,
        "owner": promise.owner,
        "order_id": promise.order_id,
        "made_at": promise.made_at,
        "changed_at": promise.changed_at,
    }


def _promise_from(row: AnyRow) -> Promise:
    return Promise(
        promise_id=PromiseId(row.promise_id),
        case_id=CaseId(row.case_id),
        kind=PromiseKind(row.kind),
        to=PromisedTo(row.addressee),
        text=row.text,
        state=PromiseState(row.state),
        due_at=row.due_at,
        owner_id=AccountId(row.owner_id),
        owner=row.owner,
        order_id=None if row.order_id is None else OrderId(row.order_id),
        made_at=row.made_at,
        changed_at=row.changed_at,
    )
