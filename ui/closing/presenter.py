"""How a case ends: what it was, and what still runs."""

from typing import Protocol

from app.api.cases import CaseDetail
from ui.actions import Actions
from ui.answers import CaseShower
from ui.closing.state import ClosingState
from ui.ports import CaseCommands
from ui.session import Me


class ClosingView(Protocol):
    """The panel."""

    def show_state(self, state: ClosingState | None) -> None:
        """Paint it; None = no case is open."""


class ClosingPresenter:
    """Between the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: ClosingView, me: Me, commands: CaseCommands, shower: CaseShower) -> None:
        raise NotImplementedError

    def connect(self, actions: Actions) -> None:
        """Take the action that closes a case."""
        raise NotImplementedError

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this case."""
        raise NotImplementedError
