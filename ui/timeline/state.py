"""What the timeline panel shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimelineState:
    """The panel."""
