"""The crash as measured: a sentence, figures, and the curve."""

from typing import Protocol

from app.api.cases import CaseDetail
from ui.impact.state import ImpactState
from ui.ports import CaseReads


class ImpactView(Protocol):
    """The panel."""

    def show_state(self, state: ImpactState | None) -> None:
        """Paint it; None = no case is open."""


class ImpactPresenter:
    """Between the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: ImpactView, reads: CaseReads) -> None:
        raise NotImplementedError

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this case."""
        raise NotImplementedError
