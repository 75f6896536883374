"""What the time alone changes in the orders panel: that one should have left, or have been answered, by now."""

from collections.abc import Callable

from app.api.cases import CaseDetail
from app.domain.clock import Clock
from ui.orders.words import is_held, is_silent


class ByClock:
    """Paints anew when it does; otherwise looking costs nothing.

    Args:
        detail: The open case.
        repaint: Paints its orders.
    """

    def __init__(self, detail: Callable[[], CaseDetail | None], clock: Clock, repaint: Callable[[], None]) -> None:
        self._detail = detail
        self._clock = clock
        self._repaint = repaint
        self._seen: tuple[object, ...] = ()

    def look(self) -> None:
        """Look, once a second."""
        detail, now = self._detail(), self._clock.now()
        orders = () if detail is None else detail.orders
        seen = tuple((one.order_id, is_held(one, now), is_silent(one, now)) for one in orders)
        if seen != self._seen:
            self._seen = seen
            self._repaint()
