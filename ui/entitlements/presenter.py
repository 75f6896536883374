"""What the clauses say of each service, with the words of the clause.

The service decides by the clauses and sends the result; nothing is computed here. Without a link the cards stay,
hatched and with the time of their last confirmation: an old answer said to be old is worth more than none.
"""

from datetime import datetime
from typing import Protocol

from app.api.cases import CardStatus, CaseDetail
from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.clock import Clock
from app.i18n import _
from ui.entitlements.state import EntitlementsState
from ui.entitlements.words import card_of
from ui.ports import LinkState
from ui.words.times import since_text

_ORDER = (CardStatus.GRANTED, CardStatus.UNKNOWN, CardStatus.REFUSED, CardStatus.NOT_TRIGGERED)


class EntitlementsView(Protocol):
    """The panel."""

    def show_state(self, state: EntitlementsState | None) -> None:
        """Paint it; None = no case is open."""


class EntitlementsPresenter:
    """Between the open case and its cards. A ``CaseListener`` and ``FeedListener``."""

    def __init__(self, view: EntitlementsView, clock: Clock) -> None:
        self._view = view
        self._clock = clock
        self._detail: CaseDetail | None = None
        self._link = LinkState(alive=True, heard_at=None)
        self._confirmed_at: datetime | None = None

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the cards of this case."""
        self._detail = detail
        self.refresh()

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Count it as a sign of life."""
        self._confirmed_at = snapshot.now

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do: the navigator reads the case again."""

    def on_tick(self, tick: Tick) -> None:
        """Count it as a sign of life."""
        self._confirmed_at = tick.now

    def on_link(self, link: LinkState) -> None:
        """Hatch the cards while nobody confirms them."""
        self._link = link
        self.refresh()

    def refresh(self) -> None:
        """Paint what is known now."""
        detail = self._detail
        if detail is None:
            self._view.show_state(None)
            return
        cards = sorted(detail.cards, key=lambda card: _ORDER.index(card.status))
        self._view.show_state(EntitlementsState(tuple(card_of(card) for card in cards), self._not_confirmed()))

    def _not_confirmed(self) -> str:
        if self._link.alive:
            return ""
        confirmed_at = self._confirmed_at or self._link.heard_at
        if confirmed_at is None:
            return _("Not confirmed: the service was not heard yet")
        return _("Not confirmed since {time}").format(time=since_text(confirmed_at, self._clock.now()))
