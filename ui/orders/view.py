"""Orders to partners: today the tow truck."""

from ui.orders.presenter import OrdersPresenter
from ui.orders.state import OrdersState
from ui.widgets.screen import Screen


class OrdersView(Screen):
    """The orders panel. ``connect_to`` sends every intent to its presenter."""

    def connect_to(self, presenter: OrdersPresenter) -> None:
        """Send every intent to this presenter."""
        raise NotImplementedError

    def show_state(self, state: OrdersState | None) -> None:
        """Paint it; None = no case is open."""
        raise NotImplementedError
