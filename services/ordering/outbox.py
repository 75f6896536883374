"""Takes orders out of the store, lets a carrier bring them, and keeps what came of each; the store alone remembers.

A row says "being sent" on the disk before the wire is touched. What a killed service left in that state leaves again
under the same id, which the far side knows: so nothing is lost, and nothing is two things. The versions of one order
leave one after the other, so that a cancellation never overtakes what it cancels.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from app.domain.clock import Clock
from app.domain.gateway import NO_BACKLOG, Backlog
from app.domain.ids import OrderId, SendingId
from app.domain.sending import Sending, SendingChannel
from app.usecases.gateway_ports import GatewayGiven
from app.usecases.partner_word import PartnerWord, hear_partner
from app.usecases.queries import Reader
from app.usecases.sending_outcomes import NotSent, sending_accepted, sending_failed, take_sending
from app.usecases.store import JobUnit, StoreUnavailable
from services.flights import Flights
from services.ordering.wire import Carrier, NotTaken, Taken

MOST_AT_ONCE: Final = 4
WAITS_TOO_LONG: Final = timedelta(seconds=2)


class OrderOutbox:
    """The worker of one carrier. Used inside one event loop, once."""

    def __init__(self, given: GatewayGiven, carrier: Carrier) -> None:
        self._store = given.store
        self._clock = given.clock
        self._log = given.log
        self._carrier = carrier
        self._flights: Flights[OrderId] = Flights(given, "an order", self._look)

    async def start(self) -> None:
        """Begin; what a killed service was sending leaves again under its id."""
        self._flights.start()

    async def stop(self) -> None:
        """Take nothing more, and wait a moment for what is on its way."""
        await self._flights.stop()

    def wake(self) -> None:
        """Look now."""
        self._flights.wake()

    async def hear(self, sending_id: SendingId, taken: Taken) -> None:
        """Keep what the far side says of its order."""
        if taken.state is not None:
            word = PartnerWord(sending_id, taken.state, taken.eta_at, taken.reason)
            await self._flights.keep(lambda unit: hear_partner(word, unit, self._clock))

    async def _look(self) -> None:
        """Let leave what may leave now, one version of an order at a time."""
        if not self._carrier.is_up:
            return
        try:
            due = await asyncio.to_thread(self._store.read, lambda reader: reader.sendings_due(self._clock.now()))
        except StoreUnavailable:
            return  # the health tells the desks
        for sending in _firsts(one for one in due if one.channel is self._carrier.road):
            if len(self._flights) < MOST_AT_ONCE and sending.order_id not in self._flights:
                self._flights.begin(sending.order_id, self._send(sending.sending_id))

    async def _send(self, sending_id: SendingId) -> None:
        try:
            sending = await self._flights.submit(partial(_take, sending_id, self._clock))
        except StoreUnavailable:
            return  # nothing was decided
        if sending is None:
            return
        try:
            taken = await self._carried(sending)
        except NotTaken as fault:
            why = NotSent(sending_id, str(fault), fault.is_final, fault.may_have_arrived)
            await self._flights.keep(lambda unit: sending_failed(why, unit, self._clock))
            self._log.info("an order was not taken", extra={"facts": {"sending": sending_id, "fault": str(fault)}})
            return
        await self._flights.keep(lambda unit: sending_accepted(sending_id, taken.reference, unit, self._clock))
        await self.hear(sending_id, taken)

    async def _carried(self, sending: Sending) -> Taken:
        """Let it be carried; what was not foreseen is a try that failed, with its pause, and nobody knows how far."""
        try:
            return await self._carrier.carry(sending)
        except NotTaken:
            raise
        except Exception as fault:
            self._log.exception("an order failed in a way that was not foreseen")
            raise NotTaken(type(fault).__name__, may_have_arrived=True) from None


def backlog_of(road: SendingChannel) -> Callable[[Reader, datetime], Backlog]:
    """Return what reads how many orders of a road wait though their time has come."""

    def backlog(reader: Reader, now: datetime) -> Backlog:
        waiting = [one for one in reader.sendings_due(now - WAITS_TOO_LONG) if one.channel is road]
        if not waiting:
            return NO_BACKLOG
        oldest = min(waiting, key=lambda one: one.leaves_at)
        return Backlog(len(waiting), oldest.leaves_at, oldest.case_id)

    return backlog


def _take(sending_id: SendingId, clock: Clock, unit: JobUnit) -> Sending | None:
    return take_sending(sending_id, unit, clock)


def _firsts(sendings: Iterable[Sending]) -> tuple[Sending, ...]:
    """Return the lowest version of each order."""
    first: dict[OrderId, Sending] = {}
    for one in sorted(sendings, key=lambda one: one.version):
        first.setdefault(one.order_id, one)
    return tuple(sorted(first.values(), key=lambda one: one.created_at))
