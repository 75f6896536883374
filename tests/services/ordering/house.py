"""A real store with orders that are to leave, and gateways on it: what the tests of this folder share."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from app.domain.case import Case
from app.domain.clock import SystemClock
from app.domain.gateway import FieldKind
from app.domain.ids import OrderId
from app.domain.provider import Provider
from app.domain.sending import Sending, SendingChannel
from app.domain.service_order import ServiceOrder
from app.logs import about
from app.persistence.store import SqliteStore
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.case_changes import save_case
from app.usecases.gateway_ports import GatewayAdapter, GatewayGiven
from app.usecases.offer_order import assign
from app.usecases.order_channels import OrderChannels
from app.usecases.order_sendings import Acting
from app.usecases.store import JobUnit
from tests.support.builders import AN_IMEI, NOON, a_case, an_audit_record, an_order
from tests.support.jobs import open_case
from tests.support.partners import a_provider

HERE = {"secret_host": "127.0.0.1"}
"""The test server may have the key."""

AT_ONCE = OrderChannels(frozenset(SendingChannel), "+32470000000", stop_s=0.0)


class House:
    """A real store on a folder, and what is to leave from it."""

    def __init__(self, store: SqliteStore, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.clock = SystemClock()
        self._cases = 0

    def knows(self, provider: Provider) -> Provider:
        """Put a partner into the directory."""

        def job(unit: JobUnit) -> Provider:
            unit.providers.put(provider)
            unit.audit.append(an_audit_record("system"))
            return provider

        return self.store.submit(job).result()

    def open_case(self, **changes: object) -> Case:
        """Open a case of a car of its own."""
        self._cases += 1
        imei = f"{int(AN_IMEI) + self._cases:015d}"

        def job(unit: JobUnit) -> Case:
            number = unit.cases.next_number(NOON.year)
            return open_case(a_case(**{"number": number, "imei": imei, "claim": None, **changes}))(unit)

        return self.store.submit(job).result()

    def touch(self, case: Case) -> None:
        """Save the case again."""

        def job(unit: JobUnit) -> None:
            unit.cases.save(unit.cases.get(case.case_id))
            unit.audit.append(an_audit_record(case.case_id))

        self.store.submit(job).result()

    def place(self, case: Case) -> ServiceOrder:
        """Place a tow order of the rules, as the crash does."""
        now = self.clock.now()
        order = an_order(case.case_id, ordered_at=now, changed_at=now)

        def job(unit: JobUnit) -> ServiceOrder:
            unit.orders.put(order)
            unit.audit.append(an_audit_record(case.case_id))
            return order

        return self.store.submit(job).result()

    def offer(self, to: str = "orders@oefening.example", rest_url: str = "") -> ServiceOrder:
        """Let an order wait to leave for a partner of its own."""
        case = self.open_case()
        order = self.place(case)
        provider = self.knows(a_provider(f"Partner {order.order_id}", email=to, rest_url=rest_url))

        def job(unit: JobUnit) -> ServiceOrder:
            acting = Acting(SERVICE, unit, self.clock.now(), AT_ONCE)
            given, entry = assign(order, unit.cases.get(case.case_id), provider, acting)
            save_case(unit, unit.cases.get(case.case_id), SERVICE, self.clock.now(), entry)
            return given

        return self.store.submit(job).result()

    def order(self, order_id: OrderId) -> ServiceOrder:
        """How far it got."""
        return self.store.submit(lambda unit: unit.orders.get(order_id)).result()

    def sendings(self, order_id: OrderId) -> tuple[Sending, ...]:
        """What left for it."""
        return self.store.submit(lambda unit: unit.sendings.of_order(order_id)).result()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so; the time limit of the test ends what is in vain."""
        while not await asyncio.to_thread(is_so):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.02)

    def given(
        self, adapter: GatewayAdapter, values: Mapping[str, str] = MappingProxyType({}), secret: str | None = None
    ) -> GatewayGiven:
        """What the supervisor gives a maker: defaults filled in."""
        defaults = {one.key: one.default for one in adapter.fields if one.kind is not FieldKind.SECRET and one.default}
        return GatewayGiven(
            store=self.store,
            clock=self.clock,
            settings=self.settings,
            values={**defaults, **values},
            log=about("gateway.orders"),
            secret=secret,
        )


def mail_values(port: int, **values: str) -> dict[str, str]:
    """A mail server on this machine."""
    return {
        "host": "127.0.0.1",
        "port": str(port),
        "encryption": "none",
        "sender": "VIVIUM Bijstand <desk@centre.example>",
        **values,
    }


@contextmanager
def a_house(folder: Path, settings: Settings | None = None) -> Iterator[House]:
    """Open a store on a folder; closed at the end."""
    store = SqliteStore.open(folder, SystemClock(), group_commit_s=0.001)
    try:
        yield House(store, settings or Settings())
    finally:
        store.close()
