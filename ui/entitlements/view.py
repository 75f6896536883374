"""What the clauses say of each service, with the words of the clause."""

from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.state import EntitlementsState
from ui.widgets.screen import Screen


class EntitlementsView(Screen):
    """The entitlements panel. ``connect_to`` sends every intent to its presenter."""

    def connect_to(self, presenter: EntitlementsPresenter) -> None:
        """Send every intent to this presenter."""
        raise NotImplementedError

    def show_state(self, state: EntitlementsState | None) -> None:
        """Paint it; None = no case is open."""
        raise NotImplementedError
