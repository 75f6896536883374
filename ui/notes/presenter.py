"""What operators write down."""

from typing import Protocol

from app.api.cases import CaseDetail
from app.domain.clock import Clock
from ui.actions import Actions
from ui.answers import CaseShower
from ui.confirmation import Confirmations
from ui.notes.state import NotesState
from ui.ports import CaseCommands, Scheduler
from ui.session import Me


class NotesView(Protocol):
    """The panel."""

    def show_state(self, state: NotesState | None) -> None:
        """Paint it; None = no case is open."""


class NotesPresenter:
    """Between the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: NotesView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower) -> None:
        raise NotImplementedError

    def connect(self, actions: Actions, confirmations: Confirmations, scheduler: Scheduler) -> None:
        """Take F9, and keep the draft every two seconds."""
        raise NotImplementedError

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this case."""
        raise NotImplementedError
