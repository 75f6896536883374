"""Orders to partners: today the tow truck."""

from typing import Protocol

from app.api.cases import CaseDetail
from app.domain.clock import Clock
from ui.actions import Actions
from ui.answers import CaseShower, Trouble
from ui.confirmation import Confirmations
from ui.orders.state import OrdersState
from ui.ports import CaseCommands
from ui.session import Me


class OrdersView(Protocol):
    """The panel."""

    def show_state(self, state: OrdersState | None) -> None:
        """Paint it; None = no case is open."""


class OrdersPresenter:
    """Between the open case and the panel. A ``CaseListener``."""

    def __init__(
        self, view: OrdersView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        raise NotImplementedError

    def connect(self, actions: Actions, confirmations: Confirmations) -> None:
        """Take the actions of the tow truck."""
        raise NotImplementedError

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this case."""
        raise NotImplementedError
