"""What operators write down."""

from ui.notes.presenter import NotesPresenter
from ui.notes.state import NotesState
from ui.widgets.screen import Screen


class NotesView(Screen):
    """The notes panel. ``connect_to`` sends every intent to its presenter."""

    def connect_to(self, presenter: NotesPresenter) -> None:
        """Send every intent to this presenter."""
        raise NotImplementedError

    def show_state(self, state: NotesState | None) -> None:
        """Paint it; None = no case is open."""
        raise NotImplementedError
