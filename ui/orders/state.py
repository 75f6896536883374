"""What the orders panel shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrdersState:
    """The panel."""
