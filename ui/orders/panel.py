"""The orders panel put together: its view, and the three presenters that share it."""

from collections.abc import Callable

from app.domain.clock import Clock
from ui.actions import Actions
from ui.answers import Trouble
from ui.confirmation import OrderBox
from ui.navigator import Navigator
from ui.orders.firm_calls import FirmCalls
from ui.orders.partners import PartnersPresenter
from ui.orders.presenter import OrdersPresenter
from ui.orders.view import OrdersView
from ui.ports import Backend, Scheduler
from ui.session import Me


class OrdersPanel:
    """Made once for a desk."""

    def __init__(self, me: Me, backend: Backend, clock: Clock, navigator: Navigator, trouble: Trouble) -> None:
        self.view = OrdersView()
        self._orders = OrdersPresenter(self.view, me, backend, clock, navigator, trouble)
        self._partners = PartnersPresenter(self.view, me, backend, clock, navigator, trouble)
        self._calls = FirmCalls(self.view, me, backend, navigator, trouble)
        self.view.connect_to(self._orders)
        self.view.connect_partners(self._partners)
        self.view.connect_calls(self._calls)
        navigator.add_listener(self._orders)
        navigator.add_listener(self._partners)
        navigator.add_listener(self._calls)

    def connect(self, actions: Actions, next_box: OrderBox, scheduler: Scheduler, dial: Callable[[str], None]) -> None:
        """Take the actions; ``dial``: this computer's phone program, where no exchange dials."""
        self._orders.connect(actions, next_box, scheduler)
        self._orders.ask_first_with(self._partners.ask_recommended)
        self._partners.connect(actions, next_box, next_box)
        self._calls.connect(dial)
