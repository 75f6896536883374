"""What was done about a case: calls, orders and notes."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from app.domain.contact import CallAttempt, CallOutcome, CallPurpose, Disposition
from app.domain.errors import Conflict, NotFound
from app.domain.ids import AccountId, CallId, CaseId, Imei, NoteId, OrderId, ProviderId
from app.domain.note import Note
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.persistence.boxes import find_box, of_same_car
from app.persistence.callers import find_told_car
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import CALL_OPEN, TOW_RUNNING, calls, cases, notes, orders

T = TypeVar("T")


class SqlCallRepository:
    """``CallRepository`` in the table ``calls``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, call: CallAttempt) -> None:
        """Store or replace the call."""
        self._obligation.changed("call", call.case_id)
        put_row(self._connection, calls, _call_row(call))

    def get(self, call_id: CallId) -> CallAttempt:
        """Return the call, or raise ``NotFound``."""
        return _one(find_calls(self._connection, calls.c.call_id == call_id), "call")

    def of_case(self, case_id: CaseId) -> tuple[CallAttempt, ...]:
        """Return the calls of a case, oldest first."""
        return find_calls(self._connection, calls.c.case_id == case_id)

    def open_calls(self) -> tuple[CallAttempt, ...]:
        """Return the calls nobody has ended yet, oldest first."""
        return find_calls(self._connection, CALL_OPEN)


class SqlOrderRepository:
    """``OrderRepository`` in the table ``orders``; one running tow per box and plate is guarded by the database itself.

    A car of two boxes is known by its plate, or by its contract where a box has no plate; the second cannot be said in
    an index, so it is asked before it is written, in the transaction of the only writer.
    """

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, order: ServiceOrder) -> None:
        """Store or replace the order; a second running tow for the car is a ``Conflict``.

        One that runs goes on whatever is mended of boxes since, and keeps the car that it was ordered for; the number
        of its box too, where the box that became known since has another tow on its way.
        """
        imei = self._connection.execute(select(cases.c.imei).where(cases.c.case_id == order.case_id)).scalar()
        if imei is None:
            raise NotFound("not_found", what="case")
        known = self._connection.execute(select(orders).where(orders.c.order_id == order.order_id)).first()
        runs = known is not None and OrderState(known.state).is_running
        starts = order.kind is ServiceKind.TOW and order.state.is_running and not runs
        if starts and self.running_for_box(Imei(imei)):
            raise Conflict("tow_running")
        car = known.car if known is not None and known.car else self._car_of(Imei(imei))
        if known is not None and runs and self._is_taken(Imei(imei), order.order_id):
            imei = known.imei
        try:
            with self._connection.begin_nested():
                put_row(self._connection, orders, _order_row(order, imei, car))
        except IntegrityError as fault:
            raise Conflict("tow_running") from fault
        self._obligation.changed("order", order.case_id)

    def get(self, order_id: OrderId) -> ServiceOrder:
        """Return the order, or raise ``NotFound``."""
        return _one(find_orders(self._connection, orders.c.order_id == order_id), "order")

    def of_case(self, case_id: CaseId) -> tuple[ServiceOrder, ...]:
        """Return the orders of a case, oldest first."""
        return find_orders(self._connection, orders.c.case_id == case_id)

    def running_for_box(self, imei: Imei) -> tuple[ServiceOrder, ...]:
        """Return running tow orders of every case of the box's car, oldest first."""
        imeis = (imei, *of_same_car(self._connection, imei))
        is_car = orders.c.imei.in_(imeis) | (orders.c.car == self._car_of(imei))
        return find_orders(self._connection, is_car & TOW_RUNNING)

    def _is_taken(self, imei: Imei, order_id: OrderId) -> bool:
        """Whether another running tow stands under this box."""
        other = (orders.c.imei == imei) & (orders.c.order_id != order_id) & TOW_RUNNING
        return self._connection.execute(select(orders.c.order_id).where(other)).first() is not None

    def _car_of(self, imei: Imei) -> str:
        """Return what the database knows the car by: its plate, or the box where there is none."""
        box = find_box(self._connection, imei)
        car = find_told_car(self._connection, imei) if box is None else box.car
        return imei if car is None else car.key or imei


class SqlNoteRepository:
    """``NoteRepository`` in the table ``notes``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def add(self, note: Note) -> None:
        """Store a new note."""
        self._obligation.changed("note", note.case_id)
        row = {
            "note_id": note.note_id,
            "case_id": note.case_id,
            "account_id": note.account_id,
            "author": note.author,
            "written_at": note.written_at,
            "text": note.text,
        }
        self._connection.execute(insert(notes).values(**row))

    def of_case(self, case_id: CaseId) -> tuple[Note, ...]:
        """Return the notes of a case, oldest first."""
        return find_notes(self._connection, case_id)


def find_calls(connection: Connection, where: ColumnElement[bool]) -> tuple[CallAttempt, ...]:
    """Return calls, oldest first."""
    chosen = select(calls).where(where).order_by(calls.c.requested_at, calls.c.call_id)
    return tuple(_call_from(row) for row in connection.execute(chosen))


def find_orders(connection: Connection, where: ColumnElement[bool]) -> tuple[ServiceOrder, ...]:
    """Return orders, oldest first."""
    chosen = select(orders).where(where).order_by(orders.c.ordered_at, orders.c.order_id)
    return tuple(_order_from(row) for row in connection.execute(chosen))


def find_notes(connection: Connection, case_id: CaseId) -> tuple[Note, ...]:
    """Return the notes of a case, oldest first."""
    chosen = select(notes).where(notes.c.case_id == case_id).order_by(notes.c.written_at, notes.c.note_id)
    return tuple(_note_from(row) for row in connection.execute(chosen))


def _one(found: Iterable[T], what: str) -> T:
    for thing in found:
        return thing
    raise NotFound("not_found", what=what)


def _call_row(call: CallAttempt) -> dict[str, object]:
    return {
        "call_id": call.call_id,
        "case_id": call.case_id,
        "account_id": call.account_id,
        "to_e164": call.to_e164,
        "person": call.person,
        "requested_at": call.requested_at,
        "answered_at": call.answered_at,
        "ended_at": call.ended_at,
        "outcome": None if call.outcome is None else call.outcome.value,
        "disposition": None if call.disposition is None else call.disposition.value,
        "source": call.source,
        "purpose": call.purpose.value,
    }


def _call_from(row: AnyRow) -> CallAttempt:
    return CallAttempt(
        call_id=CallId(row.call_id),
        case_id=CaseId(row.case_id),
        account_id=AccountId(row.account_id),
        to_e164=row.to_e164,
        person=row.person,
        requested_at=row.requested_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        outcome=None if row.outcome is None else CallOutcome(row.outcome),
        disposition=None if row.disposition is None else Disposition(row.disposition),
        source=row.source,
        purpose=CallPurpose.REACH if row.purpose is None else CallPurpose(row.purpose),
    )


def _order_row(order: ServiceOrder, imei: str, car: str) -> dict[str, object]:
    return {
        "order_id": order.order_id,
        "case_id": order.case_id,
        "imei": imei,
        "kind": order.kind.value,
        "state": order.state.value,
        "automatic": order.automatic,
        "road_known": order.road_known,
        "provider": order.provider,
        "eta_at": order.eta_at,
        "ordered_at": order.ordered_at,
        "changed_at": order.changed_at,
        "pick_up": order.pick_up,
        "deliver_to": order.deliver_to,
        "reason": order.reason,
        "car": car,
        "provider_id": order.provider_id,
        "version": order.version,
        "need": order.need,
        "wanted_at": order.wanted_at,
        "offered_at": order.offered_at,
    }


def _order_from(row: AnyRow) -> ServiceOrder:
    return ServiceOrder(
        order_id=OrderId(row.order_id),
        case_id=CaseId(row.case_id),
        kind=ServiceKind(row.kind),
        state=OrderState(row.state),
        automatic=row.automatic,
        road_known=row.road_known,
        provider=row.provider,
        eta_at=row.eta_at,
        ordered_at=row.ordered_at,
        changed_at=row.changed_at,
        pick_up=row.pick_up or "",
        deliver_to=row.deliver_to or "",
        reason=row.reason or "",
        provider_id=None if row.provider_id is None else ProviderId(row.provider_id),
        version=row.version or 1,
        need=row.need or "",
        wanted_at=row.wanted_at,
        offered_at=row.offered_at,
    )


def _note_from(row: AnyRow) -> Note:
    return Note(
        note_id=NoteId(row.note_id),
        case_id=CaseId(row.case_id),
        account_id=AccountId(row.account_id),
        author=row.author,
        written_at=row.written_at,
        text=row.text,
    )
