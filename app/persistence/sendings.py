"""The outbox of orders: what leaves for partners, one row for every version."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.errors import Conflict, NotFound
from app.domain.ids import CaseId, OrderId, ProviderId, SendingId
from app.domain.sending import Sending, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.domain.subscription import Language
from app.persistence.contact import find_orders
from app.persistence.obligation import Obligation
from app.persistence.provider_tables import SENDING_WAITS, sendings
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import ORDER_RUNNING, orders

_A_DAY = timedelta(days=1)
_TAKEN = (SendingState.ACCEPTED.value, SendingState.DELIVERED.value)


class SqlSendingReader:
    """``SendingReader`` over the tables ``sendings`` and ``orders``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sendings_of_case(self, case_id: CaseId) -> tuple[Sending, ...]:
        """Return what left, or is to leave, for a case; oldest first."""
        return find_sendings(self._connection, sendings.c.case_id == case_id)

    def sendings_due(self, now: datetime) -> tuple[Sending, ...]:
        """Return what is to leave now, and what a killed service was about to send; oldest first."""
        return find_sendings(self._connection, SENDING_WAITS & (sendings.c.leaves_at <= now))

    def sendings_followed(self) -> tuple[Sending, ...]:
        """Return, of each running order that a partner's interface took, the last that was accepted."""
        running = select(orders.c.order_id).where(ORDER_RUNNING)
        by_rest = sendings.c.channel == SendingChannel.REST.value
        is_taken = sendings.c.state.in_(_TAKEN) & (sendings.c.purpose != SendingPurpose.CANCEL.value)
        found = find_sendings(self._connection, by_rest & is_taken & sendings.c.order_id.in_(running))
        last = {one.order_id: one for one in sorted(found, key=lambda one: one.version)}
        return tuple(last.values())

    def orders_to_offer(self) -> tuple[ServiceOrder, ...]:
        """Return the tow orders of the rules that nobody was asked for yet, oldest first."""
        by_hand = (orders.c.state == OrderState.BY_HAND.value) & (orders.c.kind == ServiceKind.TOW.value)
        was_sent = exists().where(sendings.c.order_id == orders.c.order_id)
        return find_orders(
            self._connection, ORDER_RUNNING & by_hand & orders.c.automatic & (orders.c.provider == "") & ~was_sent
        )

    def orders_refused(self, since: datetime) -> tuple[ServiceOrder, ...]:
        """Return the tow orders of the rules that left by themselves and were refused since then, oldest first."""
        tow = (orders.c.kind == ServiceKind.TOW.value) & orders.c.automatic
        refused = (orders.c.state == OrderState.REFUSED.value) & (orders.c.changed_at >= since)
        was_sent = orders.c.order_id.in_(select(sendings.c.order_id).where(sendings.c.created_at >= since - _A_DAY))
        return find_orders(self._connection, was_sent & tow & refused)

    def orders_unanswered(self, offered_before: datetime) -> tuple[ServiceOrder, ...]:
        """Return the orders that were offered by that instant and have no answer, oldest first."""
        offered = (orders.c.state == OrderState.OFFERED.value) & (orders.c.offered_at <= offered_before)
        return find_orders(self._connection, ORDER_RUNNING & offered)


class SqlSendingRepository:
    """``SendingRepository`` in the table ``sendings``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, sending: Sending) -> None:
        """Store or replace a sending; another one of the version is a ``Conflict``."""
        same = (sendings.c.order_id == sending.order_id) & (sendings.c.version == sending.version)
        other = select(sendings.c.sending_id).where(same, sendings.c.sending_id != sending.sending_id)
        if self._connection.execute(other).first() is not None:
            raise Conflict("already_sent")
        self._obligation.changed("sending", sending.case_id)
        put_row(self._connection, sendings, _sending_row(sending))

    def get(self, sending_id: SendingId) -> Sending:
        """Return the sending, or raise ``NotFound``."""
        for found in find_sendings(self._connection, sendings.c.sending_id == sending_id):
            return found
        raise NotFound("not_found", what="sending")

    def of_order(self, order_id: OrderId) -> tuple[Sending, ...]:
        """Return the sendings of an order, by version."""
        found = find_sendings(self._connection, sendings.c.order_id == order_id)
        return tuple(sorted(found, key=lambda one: one.version))


def find_sendings(connection: Connection, where: ColumnElement[bool]) -> tuple[Sending, ...]:
    """Return sendings, oldest first; of one instant, and one order, by version."""
    chosen = select(sendings).where(where)
    rows = connection.execute(chosen.order_by(sendings.c.created_at, sendings.c.order_id, sendings.c.version))
    return tuple(_sending_from(row) for row in rows)


def _sending_row(one: Sending) -> dict[str, object]:
    return {
        "sending_id": one.sending_id,
        "order_id": one.order_id,
        "case_id": one.case_id,
        "provider_id": one.provider_id,
        "version": one.version,
        "purpose": one.purpose.value,
        "channel": one.channel.value,
        "to_address": one.to,
        "language": one.language.value,
        "document": one.document,
        "state": one.state.value,
        "tries": one.tries,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
        "leaves_at": one.leaves_at,
        "reference": one.reference[:200],
        "fault": one.fault[:400],
        "may_have_arrived": one.may_have_arrived,
    }


def _sending_from(row: AnyRow) -> Sending:
    return Sending(
        sending_id=SendingId(row.sending_id),
        order_id=OrderId(row.order_id),
        case_id=CaseId(row.case_id),
        provider_id=ProviderId(row.provider_id),
        version=row.version,
        purpose=SendingPurpose(row.purpose),
        channel=SendingChannel(row.channel),
        to=row.to_address,
        language=Language(row.language),
        document=row.document,
        state=SendingState(row.state),
        tries=row.tries,
        created_at=row.created_at,
        changed_at=row.changed_at,
        leaves_at=row.leaves_at,
        reference=row.reference,
        fault=row.fault,
        may_have_arrived=row.may_have_arrived,
    )
