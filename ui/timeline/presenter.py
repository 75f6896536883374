"""Everything that happened in the case, one sentence each, on one clock."""

from typing import Protocol

from app.api.cases import CaseDetail
from ui.timeline.state import TimelineState


class TimelineView(Protocol):
    """The panel."""

    def show_state(self, state: TimelineState | None) -> None:
        """Paint it; None = no case is open."""


class TimelinePresenter:
    """Between the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: TimelineView) -> None:
        raise NotImplementedError

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this case."""
        raise NotImplementedError
