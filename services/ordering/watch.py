"""Does with orders what nobody does by hand: offers those of the rules, asks the next partner, tells of silence.

All of it is decided by the use cases in ``pass_on_order`` and ``tend_sendings``, in a transaction of its own each; here
is only the looking, every second and after every commit. What cannot be passed on is remembered as long as neither its
case nor a road changes, so that it is not tried every second; where somebody has the case it is remembered for good,
because that person was told to phone. One order that cannot be looked after keeps no other one waiting. What waits for
a gateway that is gone is given up. A partner's silence changes no row: the desks are told that the time is over, once.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CaseId, OrderId, SendingId
from app.domain.sending import Sending
from app.domain.service_order import ServiceOrder
from app.logs import about
from app.usecases.announce_by_clock import AnnounceByClock, announce_by_clock
from app.usecases.order_channels import DOWN_FOR, OrderChannels
from app.usecases.pass_on_order import Moment, offer_by_itself, pass_on
from app.usecases.queries import Reader
from app.usecases.store import JobUnit, Store, StoreUnavailable
from app.usecases.tend_sendings import needs_tending, tend_sending

LOOK_EVERY_S: Final = 1.0
REFUSED_LATELY: Final = timedelta(minutes=10)
_A_DAY: Final = timedelta(days=1)
_TO_A_PERSON: Final = "to a person"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look found."""

    fresh: tuple[ServiceOrder, ...]
    refused: tuple[ServiceOrder, ...]
    unanswered: tuple[ServiceOrder, ...]
    in_vain: tuple[Sending, ...]
    cases: Mapping[CaseId, int]
    """In which version the case of each order is."""
    held: frozenset[CaseId]
    """Cases that somebody has."""
    waited: frozenset[OrderId]
    """Orders that waited for a line long enough."""


class OrderWatch:
    """Used inside one event loop; ``tell`` in any thread.

    Args:
        channels: By which roads orders leave now.
    """

    def __init__(self, store: Store, clock: Clock, channels: Callable[[], OrderChannels]) -> None:
        self._store = store
        self._clock = clock
        self._channels = channels
        self._loop = asyncio.get_running_loop()
        self._bell = asyncio.Event()
        self._left: dict[OrderId, object] = {}
        """What the rules could not do anything about, each with how it stood."""
        self._told: frozenset[OrderId] = frozenset()
        self._log = about(__name__)

    def tell(self, sequences: Sequence[int]) -> None:
        """Look now: something was committed. A ``CommitListener``."""
        del sequences
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._bell.set)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._bell.wait()
            except TimeoutError:
                continue
            self._bell.clear()

    async def look(self) -> None:
        """Do what is to be done now; what the database does not take, at the next look."""
        try:
            found = await asyncio.to_thread(self._store.read, self._find)
            await self._tend(found.in_vain)
            if self._channels().open_roads:
                await self._each(found, found.fresh, offer_by_itself)
                await self._each(found, (*found.refused, *found.unanswered), pass_on)
            await self._announce(found.unanswered)
        except StoreUnavailable:
            return  # the health tells the desks
        except Exception:  # whatever it is, the next order must still leave
            self._log.exception("an order was not looked after in a way that was not foreseen")

    def _find(self, reader: Reader) -> _Found:
        now, channels = self._clock.now(), self._channels()
        fresh, refused = reader.orders_to_offer(), reader.orders_refused(now - REFUSED_LATELY)
        unanswered = reader.orders_unanswered(now - channels.answer_within)
        cases = reader.briefs({one.case_id for one in (*fresh, *refused, *unanswered)})
        return _Found(
            fresh=fresh,
            refused=refused,
            unanswered=unanswered,
            in_vain=tuple(one for one in reader.sendings_due(now + _A_DAY) if needs_tending(one, channels, now)),
            cases={one.case.case_id: one.case.version for one in cases},
            held=frozenset(one.case.case_id for one in cases if one.case.claim is not None),
            waited=frozenset(one.order_id for one in fresh if now - one.ordered_at >= DOWN_FOR),
        )

    async def _tend(self, sendings: Iterable[Sending]) -> None:
        for sending in sendings:
            try:
                await self._submit(partial(self._tended, sending.sending_id))
            except StoreUnavailable:
                raise
            except Exception:  # whatever it is, the next one must not wait for it
                self._log.exception("an order that waits in vain could not be given up")

    def _tended(self, sending_id: SendingId, unit: JobUnit) -> Sending | None:
        return tend_sending(sending_id, Moment(unit, self._clock, self._channels()))

    async def _each(
        self, found: _Found, orders: Iterable[ServiceOrder], act: Callable[[OrderId, Moment], ServiceOrder | None]
    ) -> None:
        for order in orders:
            channels = self._channels()
            is_waited = order.order_id in found.waited
            stands = (order.state, order.changed_at, found.cases.get(order.case_id), channels, is_waited)
            if self._left.get(order.order_id) in (stands, _TO_A_PERSON):
                continue
            if await self._done(order.order_id, act) is None:
                self._left[order.order_id] = _TO_A_PERSON if order.case_id in found.held else stands

    async def _done(
        self, order_id: OrderId, act: Callable[[OrderId, Moment], ServiceOrder | None]
    ) -> ServiceOrder | None:
        try:
            return await self._submit(partial(self._acted, order_id, act))
        except StoreUnavailable:
            raise
        except Refusal as refusal:
            self._log.info("an order was left to people", extra={"facts": {"why": refusal.code}})
        except Exception:  # whatever it is, the next order must still leave
            self._log.exception("an order was not looked after in a way that was not foreseen")
        return None

    def _acted(
        self, order_id: OrderId, act: Callable[[OrderId, Moment], ServiceOrder | None], unit: JobUnit
    ) -> ServiceOrder | None:
        return act(order_id, Moment(unit, self._clock, self._channels()))

    async def _announce(self, unanswered: Iterable[ServiceOrder]) -> None:
        silent = {order.order_id: order.case_id for order in unanswered}
        cases: frozenset[CaseId] = frozenset(case for one, case in silent.items() if one not in self._told)
        if cases:
            command = AnnounceByClock(cases)
            await self._submit(lambda unit: announce_by_clock(command, unit, self._clock))
        self._told = frozenset(silent)

    async def _submit(self, job: Callable[[JobUnit], T]) -> T:
        return await asyncio.wrap_future(self._store.submit(job, urgent=True))
