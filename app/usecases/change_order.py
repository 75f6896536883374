"""Write down what a provider said."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.clock import Clock
from app.domain.ids import OrderId
from app.domain.service_order import OrderState, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """The order goes to this state. Empty or None keeps what is known."""

    actor: Actor
    order_id: OrderId
    state: OrderState
    provider: str = ""
    eta_at: datetime | None = None
    reason: str = ""


def change_order(command: ChangeOrder, uow: UnitOfWork, clock: Clock) -> ServiceOrder:
    """Move the order.

    Raises:
        Conflict: ``wrong_state``, ``not_claimed``, ``not_yours``.
        Refusal: ``reason_missing``: a person cancels a truck for a reason.
    """
    raise NotImplementedError
