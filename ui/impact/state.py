"""What the impact panel shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImpactState:
    """The panel."""
