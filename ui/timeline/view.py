"""Everything that happened in the case, one sentence each, on one clock."""

from ui.timeline.presenter import TimelinePresenter
from ui.timeline.state import TimelineState
from ui.widgets.screen import Screen


class TimelineView(Screen):
    """The timeline panel. ``connect_to`` sends every intent to its presenter."""

    def connect_to(self, presenter: TimelinePresenter) -> None:
        """Send every intent to this presenter."""
        raise NotImplementedError

    def show_state(self, state: TimelineState | None) -> None:
        """Paint it; None = no case is open."""
        raise NotImplementedError
