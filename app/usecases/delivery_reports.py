"""What a mailbox says of an order that its server had taken: it lies there, or it never will.

"Delivered" is the word of a mailbox and changes no order: nobody has read it yet. A mail that comes back was told to
nobody: an offer is phoned, and a change or a cancellation that came back says so in the record.
"""

from dataclasses import replace

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.errors import NotFound
from app.domain.ids import SendingId
from app.domain.sending import WAITS, Sending, SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceOrder
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, save_case
from app.usecases.order_sendings import sending_facts
from app.usecases.unit_of_work import UnitOfWork


def hear_report(sending_id: SendingId, fault: str | None, uow: UnitOfWork, clock: Clock) -> bool:
    """Keep what the mailbox says; ``fault``: technical words, None = delivered.

    Returns:
        Whether it is settled; a report that comes before its own "accepted" is to be told again.
    """
    try:
        sending = uow.sendings.get(sending_id)
    except NotFound:
        return True
    if sending.state in WAITS:
        return False
    if sending.state is not SendingState.ACCEPTED:
        return True
    now, order = clock.now(), uow.orders.get(sending.order_id)
    state = SendingState.DELIVERED if fault is None else SendingState.FAILED
    heard = replace(sending, state=state, changed_at=now, fault=(fault or "")[:400])
    uow.sendings.put(heard)
    if fault is not None and _is_offered(sending, order):
        uow.orders.put(replace(order, state=OrderState.BY_HAND, changed_at=now, offered_at=None))
    action = AuditAction.ORDER_SENT if fault is None else AuditAction.ORDER_NOT_SENT
    said = {"state": heard.state} if fault is None else {"fault": heard.fault}
    entry = Entry(action, {**sending_facts(heard, order.provider), **said})
    save_case(uow, uow.cases.get(sending.case_id), SERVICE, now, entry)
    return True


def _is_offered(sending: Sending, order: ServiceOrder) -> bool:
    """Whether its partner is believed to have been asked by it, and nobody has answered."""
    is_its = sending.version == order.version and sending.provider_id == order.provider_id
    return is_its and sending.purpose is SendingPurpose.OFFER and order.state is OrderState.OFFERED
