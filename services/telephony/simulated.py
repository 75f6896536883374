"""The telephone of a drill: it rings, the made-up people answer or do not, and it says so.

Nothing leaves the house. The report goes through the same use cases as one of a real exchange, so everything that
follows from a call that nobody answered (the SMS above all) follows here too. Who picks up does so after two rings;
then the operator says who it was, as with a real call. A number that nobody made up is not answered. A call that a
killed service left ringing rings again at the start, under the same id.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CallId
from app.logs import about
from app.usecases.actor import SERVICE
from app.usecases.answer_call import AnswerCall, answer_call
from app.usecases.end_call import EndCall, end_call
from app.usecases.prepare_sms import SmsChannel
from app.usecases.store import JobUnit, Store, StoreUnavailable
from services.telephony.manners import Manner

SOURCE: Final = "simulated"
RINGS_FOR_S: Final = 2.0
"""Two rings of a drill, in which nobody has to wait as long as for real people."""

AGAIN_AFTER_S: Final = 1.0


class SimulatedTelephony:
    """``Telephony`` without a telephone. Made in the loop it works in; ``dial`` may be called in any thread.

    Args:
        people: How the number of a made-up person takes a call; a number that is none of them is not answered.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        sms: SmsChannel,
        people: Mapping[str, Manner] | None = None,
        rings_for_s: float = RINGS_FOR_S,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sms = sms
        self._people = people or {}
        self._rings_for_s = rings_for_s
        self._loop = asyncio.get_running_loop()
        self._log = about(__name__)
        self._rung: set[CallId] = set()
        self._ringing: set[asyncio.Task[None]] = set()

    @property
    def source(self) -> str:
        """Name of the adapter."""
        return SOURCE

    @property
    def rings(self) -> int:
        """How many telephones ring now."""
        return len(self._ringing)

    def dial(self, call_id: CallId, to_e164: str) -> None:
        """Ring, and return at once."""
        self._loop.call_soon_threadsafe(self._ring, call_id, to_e164)

    async def resume(self) -> None:
        """Ring again for the calls that nobody has ended yet.

        Raises:
            StoreUnavailable: They cannot be read.
        """
        calls = await asyncio.wrap_future(self._store.submit(lambda unit: unit.calls.open_calls(), urgent=True))
        for call in calls:
            if call.answered_at is None:
                self._ring(call.call_id, call.to_e164)

    async def stop(self) -> None:
        """Put the receiver down everywhere."""
        for task in self._ringing:
            task.cancel()
        await asyncio.gather(*self._ringing, return_exceptions=True)

    def _ring(self, call_id: CallId, to_e164: str) -> None:
        if call_id in self._rung:
            return
        self._rung.add(call_id)
        manner = self._people.get(to_e164, Manner.NO_ANSWER)
        task = self._loop.create_task(self._let_ring(call_id, manner))
        self._ringing.add(task)
        task.add_done_callback(self._on_end)

    def _on_end(self, task: "asyncio.Task[None]") -> None:
        self._ringing.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._log.error("a simulated call failed in a way that was not foreseen", exc_info=task.exception())

    async def _let_ring(self, call_id: CallId, manner: Manner) -> None:
        await asyncio.sleep(self._rings_for_s * manner.takes)
        while True:
            try:
                await asyncio.wrap_future(
                    self._store.submit(lambda unit: self._end(call_id, manner, unit), urgent=True)
                )
            except Refusal as refusal:  # somebody ended it by hand before
                self._log.info("the end of a call was refused", extra={"facts": {"code": refusal.code}})
            except StoreUnavailable:
                await asyncio.sleep(AGAIN_AFTER_S)
                continue
            return

    def _end(self, call_id: CallId, manner: Manner, unit: JobUnit) -> None:
        """Say that somebody picked up, or how it ended; an operator who was quicker is right."""
        outcome = manner.outcome
        if unit.calls.get(call_id).outcome is not None:
            return
        if outcome is None:
            answer_call(AnswerCall(SERVICE, call_id, SOURCE), unit, self._clock)
        else:
            end_call(EndCall(SERVICE, call_id, outcome, source=SOURCE), unit, self._clock, self._sms)
