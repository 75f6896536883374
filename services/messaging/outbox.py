"""Takes SMS out of the store, lets a wire send them, and keeps what came of each; the store alone remembers.

A row says "being sent" on the disk before its first byte leaves. So after a kill everything that says so was perhaps
sent, and the first thing a new outbox does is to say that. Nothing is ever taken while the wire is down: it waits, is
counted, and leaves when somebody listens again.
"""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import MessageId
from app.domain.message import Message, MessageState
from app.usecases.actor import SERVICE
from app.usecases.gateway_ports import GatewayGiven
from app.usecases.report_message import Handed, ReportMessage, park_messages, report_message
from app.usecases.store import JobUnit, StoreUnavailable
from app.usecases.take_message import TakeMessage, take_message
from services.flights import LOOK_EVERY_S, STORE_AGAIN_S, Flights
from services.messaging.wire import OutgoingSms, Sent, Wire, outgoing, report

MOST_READ: Final = 100
SHORTEST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0


class Outbox:
    """The worker of one wire. Used inside one event loop, once.

    Args:
        window: How many may be on their way at once.
    """

    def __init__(self, given: GatewayGiven, wire: Wire, window: int) -> None:
        self._store = given.store
        self._clock = given.clock
        self._log = given.log
        self._wire = wire
        self._window = window
        self._again_after = timedelta(seconds=given.settings.sms_again_s)
        self._flights: Flights[MessageId] = Flights(given, "an SMS", self._look, self._pause_s)
        self._next_at: datetime | None = None

    async def start(self) -> None:
        """Say of what a killed service was sending that it was perhaps sent, and begin."""
        parked = await self._flights.submit(lambda unit: park_messages(unit, self._clock, self._again_after))
        if parked:
            self._log.info("SMS that were being sent when the service ended", extra={"facts": {"count": parked}})
        self._flights.start()

    async def stop(self) -> None:
        """Take nothing more, and wait a moment for what is on its way; what is not back then was perhaps sent."""
        await self._flights.stop()

    def wake(self) -> None:
        """Look now."""
        self._flights.wake()

    async def keep(self, command: ReportMessage) -> None:
        """Keep what came of a message, however long the store takes: nobody else knows it."""
        await self._flights.keep(lambda unit: report_message(command, unit, self._clock, self._again_after))

    def _pause_s(self) -> float:
        if self._next_at is None:
            return LOOK_EVERY_S
        return min(LOOK_EVERY_S, max(0.0, (self._next_at - self._clock.now()).total_seconds()))

    async def _look(self) -> None:
        """Let leave what may leave now, as far as there is room."""
        self._next_at = None
        if not self._wire.is_up or len(self._flights) >= self._window:
            return
        try:
            waiting = await asyncio.to_thread(self._store.read, lambda reader: reader.messages_waiting(MOST_READ))
        except StoreUnavailable:
            return  # the health tells the desks
        now = self._clock.now()
        for message in waiting:
            if message.leaves_at is not None and message.leaves_at > now:
                self._next_at = message.leaves_at
                return
            if len(self._flights) >= self._window:
                return
            if message.message_id not in self._flights:
                self._flights.begin(message.message_id, self._send(message.message_id))

    async def _send(self, message_id: MessageId) -> None:
        try:
            taken = await self._flights.submit(partial(_take, message_id, self._wire.name, self._clock))
        except Conflict:
            return  # stopped meanwhile
        except StoreUnavailable:
            await asyncio.sleep(STORE_AGAIN_S)
            return  # nothing was decided
        if taken.state is not MessageState.SENDING:
            return
        sms = outgoing(taken, self._clock.now(), self._wire)
        sent = await self._wire.send(sms) if sms.missing else Sent({}, Handed.NO_ANSWER, "nothing_missing")
        await self.keep(report(sms, self._wire.name, sent, self._again_at(taken, sent)))
        self._tell(sms, sent)

    def _again_at(self, message: Message, sent: Sent) -> datetime:
        """Return when to try again what was not taken: after a pause that doubles."""
        pause_s = SHORTEST_PAUSE_S if sent.end is Handed.NOT_LEFT else SHORTEST_PAUSE_S * 2 ** min(message.tries, 10)
        return self._clock.now() + timedelta(seconds=min(LONGEST_PAUSE_S, pause_s))

    def _tell(self, sms: OutgoingSms, sent: Sent) -> None:
        if sent.end is not Handed.TAKEN:
            facts = {"message": sms.message_id, "end": sent.end.value, "reason": sent.reason}
            self._log.info("an SMS was not taken", extra={"facts": facts})


def _take(message_id: MessageId, gateway: str, clock: Clock, unit: JobUnit) -> Message:
    return take_message(TakeMessage(SERVICE, message_id, gateway), unit, clock)
