"""What the closing panel shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClosingState:
    """The panel."""
