"""What the timeline shows."""

from dataclasses import dataclass

from ui.log_line import LogLine


@dataclass(frozen=True, slots=True)
class TimelineState:
    """The panel.

    Attributes:
        case_id: Another case begins at its own end.
        lines: Oldest first.
    """

    case_id: str
    lines: tuple[LogLine, ...]
