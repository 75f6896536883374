"""How a case ends: what it was, and what still runs."""

from PySide6.QtCore import Signal

from ui.closing.presenter import ClosingPresenter
from ui.closing.state import ClosingState
from ui.widgets.screen import Screen


class ClosingView(Screen):
    """The closing panel. ``connect_to`` sends every intent to its presenter.

    ``shown_changed`` says whether the slot is wanted; connect it to ``window.set_closing_shown``.
    """

    shown_changed = Signal(bool)

    def connect_to(self, presenter: ClosingPresenter) -> None:
        """Send every intent to this presenter."""
        raise NotImplementedError

    def show_state(self, state: ClosingState | None) -> None:
        """Paint it; None = no case is open."""
        raise NotImplementedError
