"""The directory of partners and the outbox of orders, in dictionaries; beside ``memory``."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from app.domain.errors import Conflict, NotFound
from app.domain.ids import CaseId, OrderId, ProviderId, SendingId
from app.domain.provider import Provider
from app.domain.sending import WAITS, Sending, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.persistence.obligation import Obligation

Orders = Callable[[], Iterable[ServiceOrder]]


class InMemoryProviderRepository:
    def __init__(self, obligation: Obligation, orders: Orders) -> None:
        self._obligation = obligation
        self._orders = orders
        self.stored: dict[ProviderId, Provider] = {}

    def providers(self) -> tuple[Provider, ...]:
        return tuple(sorted(self.stored.values(), key=lambda one: one.name.casefold()))

    def provider(self, provider_id: ProviderId) -> Provider | None:
        return self.stored.get(provider_id)

    def orders_running_at(self) -> Mapping[ProviderId, int]:
        running = (one for one in self._orders() if one.state.is_running)
        return Counter(one.provider_id for one in running if one.provider_id is not None)

    def put(self, provider: Provider) -> None:
        name = provider.name.casefold()
        others = (one for one in self.stored.values() if one.provider_id != provider.provider_id)
        if any(one.name.casefold() == name for one in others):
            raise Conflict("name_taken")
        self._obligation.changed("provider")
        self.stored[provider.provider_id] = provider


class InMemorySendingRepository:
    def __init__(self, obligation: Obligation, orders: Orders) -> None:
        self._obligation = obligation
        self._orders = orders
        self.sendings: dict[SendingId, Sending] = {}

    def put(self, sending: Sending) -> None:
        same = (sending.order_id, sending.version)
        others = (one for one in self.sendings.values() if one.sending_id != sending.sending_id)
        if any((one.order_id, one.version) == same for one in others):
            raise Conflict("already_sent")
        self._obligation.changed("sending", sending.case_id)
        self.sendings[sending.sending_id] = sending

    def get(self, sending_id: SendingId) -> Sending:
        if sending_id not in self.sendings:
            raise NotFound("not_found", what="sending")
        return self.sendings[sending_id]

    def of_order(self, order_id: OrderId) -> tuple[Sending, ...]:
        return tuple(sorted(self._those(lambda one: one.order_id == order_id), key=lambda one: one.version))

    def sendings_of_case(self, case_id: CaseId) -> tuple[Sending, ...]:
        return self._those(lambda one: one.case_id == case_id)

    def sendings_due(self, now: datetime) -> tuple[Sending, ...]:
        return self._those(lambda one: one.state in WAITS and one.leaves_at <= now)

    def sendings_followed(self) -> tuple[Sending, ...]:
        running = {one.order_id for one in self._orders() if one.state.is_running}
        found = self._those(
            lambda one: (
                one.order_id in running
                and one.channel is SendingChannel.REST
                and one.purpose is not SendingPurpose.CANCEL
                and one.state in (SendingState.ACCEPTED, SendingState.DELIVERED)
            )
        )
        return tuple({one.order_id: one for one in sorted(found, key=lambda one: one.version)}.values())

    def orders_to_offer(self) -> tuple[ServiceOrder, ...]:
        sent = {one.order_id for one in self.sendings.values()}
        return tuple(
            one
            for one in sorted(self._orders(), key=lambda one: (one.ordered_at, one.order_id))
            if one.kind is ServiceKind.TOW
            and one.state is OrderState.BY_HAND
            and one.automatic
            and not one.provider
            and one.order_id not in sent
        )

    def orders_refused(self, since: datetime) -> tuple[ServiceOrder, ...]:
        sent = {one.order_id for one in self.sendings.values()}
        return tuple(
            one
            for one in sorted(self._orders(), key=lambda one: (one.ordered_at, one.order_id))
            if one.kind is ServiceKind.TOW
            and one.automatic
            and one.state is OrderState.REFUSED
            and one.changed_at >= since
            and one.order_id in sent
        )

    def orders_unanswered(self, offered_before: datetime) -> tuple[ServiceOrder, ...]:
        return tuple(
            one
            for one in sorted(self._orders(), key=lambda one: (one.ordered_at, one.order_id))
            if one.state is OrderState.OFFERED and one.offered_at is not None and one.offered_at <= offered_before
        )

    def _those(self, wanted: Callable[[Sending], bool]) -> tuple[Sending, ...]:
        found = (one for one in self.sendings.values() if wanted(one))
        return tuple(sorted(found, key=lambda one: (one.created_at, one.order_id, one.version)))
