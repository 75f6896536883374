"""The crash as measured: a sentence, figures, and the curve."""

from ui.impact.presenter import ImpactPresenter
from ui.impact.state import ImpactState
from ui.widgets.screen import Screen


class ImpactView(Screen):
    """The impact panel. ``connect_to`` sends every intent to its presenter."""

    def connect_to(self, presenter: ImpactPresenter) -> None:
        """Send every intent to this presenter."""
        raise NotImplementedError

    def show_state(self, state: ImpactState | None) -> None:
        """Paint it; None = no case is open."""
        raise NotImplementedError
