"""What ordering from partners needs from outside; ports beside those of ``ports.py``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from app.domain.ids import CaseId, OrderId, ProviderId, SendingId
from app.domain.provider import Provider
from app.domain.sending import Sending
from app.domain.service_order import ServiceOrder


class ProviderReader(Protocol):
    """Reads of the directory."""

    def providers(self) -> tuple[Provider, ...]:
        """Return every partner, by name."""
        ...

    def provider(self, provider_id: ProviderId) -> Provider | None:
        """Return a partner, or None."""
        ...

    def orders_running_at(self) -> Mapping[ProviderId, int]:
        """Return how many of our orders run at each partner; who has none is not in it."""
        ...


class ProviderRepository(ProviderReader, Protocol):
    """The directory of partners."""

    def put(self, provider: Provider) -> None:
        """Store a partner, replacing what was known of it.

        Raises:
            Conflict: ``name_taken``: another partner has this name.
        """
        ...


class SendingReader(Protocol):
    """Reads of what leaves for partners."""

    def sendings_of_case(self, case_id: CaseId) -> tuple[Sending, ...]:
        """Return what left, or is to leave, for a case; oldest first."""
        ...

    def sendings_due(self, now: datetime) -> tuple[Sending, ...]:
        """Return what is to leave now, and what a killed service was about to send; oldest first."""
        ...

    def sendings_followed(self) -> tuple[Sending, ...]:
        """Return, of each running order that a partner's interface took, the last that was accepted."""
        ...

    def orders_to_offer(self) -> tuple[ServiceOrder, ...]:
        """Return the tow orders of the rules that nobody was asked for yet, oldest first."""
        ...

    def orders_refused(self, since: datetime) -> tuple[ServiceOrder, ...]:
        """Return the tow orders of the rules that left by themselves and were refused since then, oldest first."""
        ...

    def orders_unanswered(self, offered_before: datetime) -> tuple[ServiceOrder, ...]:
        """Return the orders that were offered by that instant and have no answer, oldest first."""
        ...


class SendingRepository(Protocol):
    """The outbox of orders, unique per (order, version)."""

    def put(self, sending: Sending) -> None:
        """Store or replace a sending.

        Raises:
            Conflict: ``already_sent``: the order has another sending of this version.
        """
        ...

    def get(self, sending_id: SendingId) -> Sending:
        """Return the sending.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def of_order(self, order_id: OrderId) -> tuple[Sending, ...]:
        """Return the sendings of an order, by version."""
        ...
