"""Order a tow truck because a person decided so."""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.service_order import ServiceOrder
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderTow:
    """Order a tow truck."""

    actor: Actor
    case_id: CaseId


def order_tow(command: OrderTow, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Place the order, to be phoned by hand, and answer "Send tow?" with yes.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``tow_running``.
    """
    raise NotImplementedError
