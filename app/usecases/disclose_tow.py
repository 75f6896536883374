"""Write down what a partner was told of a person and a car: which fields, to whom, why they may know it, when.

Reading it out and mailing it are the same disclosure; the fields are named, never repeated. What leaves by itself is
written down by the outbox (``order_sendings.disclosed_by``), what others are told by ``disclose_facts``.
"""

from dataclasses import dataclass

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import OrderId
from app.domain.service_order import DisclosureBasis, DisclosureWay, Recipient, ServiceKind, ServiceOrder
from app.domain.subscription import Language
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.order_text import told_fields
from app.usecases.tow_text import subject_of
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DiscloseTow:
    """The text was copied for a mail, or read out. ``to``: the firm; empty = that of the order."""

    actor: Actor
    order_id: OrderId
    way: DisclosureWay
    language: Language
    to: str = ""


def disclose_tow(command: DiscloseTow, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Keep what was told.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``.
    """
    order = uow.orders.get(command.order_id)
    case = uow.cases.get(order.case_id)
    require_finisher(case, command.actor)
    entry = disclosed(order, case, uow, way=command.way, language=command.language, to=command.to)
    save_case(uow, case, command.actor, clock.now(), entry)
    return order


def disclosed(
    order: ServiceOrder,
    case: Case,
    uow: UnitOfWork,
    *,
    way: DisclosureWay = DisclosureWay.PHONE,
    language: Language | None = None,
    to: str = "",
) -> Entry:
    """Return the entry of a disclosure; the name of a firm is no person's."""
    facts = {
        "order_id": order.order_id,
        "fields": ", ".join(told_fields(subject_of(case, order, uow), order)),
        "disclosed_to": to.strip() or order.provider,
        "recipient": Recipient.PARTNER,
        "basis": DisclosureBasis.CONTRACT,
        "way": way,
    }
    action = AuditAction.TOW_DISCLOSED if order.kind is ServiceKind.TOW else AuditAction.DISCLOSED
    return Entry(action, facts if language is None else facts | {"language": language})
