"""What the clauses say of each service, with the words of the clause."""

from typing import Protocol

from app.api.cases import CaseDetail
from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.clock import Clock
from ui.entitlements.state import EntitlementsState
from ui.ports import LinkState


class EntitlementsView(Protocol):
    """The panel."""

    def show_state(self, state: EntitlementsState | None) -> None:
        """Paint it; None = no case is open."""


class EntitlementsPresenter:
    """Between the open case and the panel. A ``CaseListener`` and ``FeedListener``."""

    def __init__(self, view: EntitlementsView, clock: Clock) -> None:
        raise NotImplementedError

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Nothing to do."""

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do."""

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """Hatch the cards while nobody confirms them."""
        raise NotImplementedError

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this case."""
        raise NotImplementedError
