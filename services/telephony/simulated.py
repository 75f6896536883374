"""The telephone of a drill: it rings, the made-up people answer or do not, and it says so.

Nothing leaves the house. The report goes through the same use cases as one of a real exchange, step by step, so
everything that a desk shows of a call, and everything that follows from one that nobody answered (the SMS above all),
is there too. Who picks up does so after two rings; then the operator says who it was, as with a real call, and whoever
hangs up ends it. A number that nobody made up is not answered. 112 of a drill answers at once. A call that a killed
service left ringing rings again at the start, under the same id.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Final

from app.domain.call_event import CallEventKind, HungUpBy
from app.domain.clock import Clock
from app.domain.contact import CallOutcome, CallPurpose
from app.domain.errors import NotFound
from app.domain.ids import CallId
from app.logs import about
from app.usecases.call_ports import Capabilities, Originate
from app.usecases.prepare_sms import SmsChannel
from app.usecases.report_call import ReportCall, report_call
from app.usecases.store import Store, StoreUnavailable
from services.telephony.manners import Manner

SOURCE: Final = "simulated"
RINGS_FOR_S: Final = 2.0
"""Two rings of a drill, in which nobody has to wait as long as for real people."""

AGAIN_AFTER_S: Final = 1.0
_AT_THE_DESK: Final = (CallEventKind.AGENT_RINGING, CallEventKind.AGENT_ANSWERED)
"""Nobody has to take the telephone of his desk in a drill."""


class SimulatedTelephony:
    """``Telephony`` without a telephone. Made in the loop it works in; its methods may be called in any thread.

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
        self._answered_s: dict[CallId, float] = {}
        self._ringing: dict[CallId, asyncio.Task[None]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def source(self) -> str:
        """Name of the adapter."""
        return SOURCE

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        return Capabilities(progress=True, duration=True, hangup=True, dtmf=True)

    @property
    def rings(self) -> int:
        """How many telephones ring now."""
        return len(self._ringing)

    def originate(self, call: Originate) -> None:
        """Ring, and return at once."""
        self._loop.call_soon_threadsafe(self._ring, call.call_id, call.to_e164, call.purpose)

    def hangup(self, call_id: CallId) -> None:
        """Put the receiver down."""
        self._loop.call_soon_threadsafe(self._hang_up, call_id)

    def dtmf(self, call_id: CallId, digits: str) -> None:
        """Press keys that nobody hears."""

    def reconcile(self) -> None:
        """Nothing is lost in a drill."""

    async def resume(self) -> None:
        """Ring again for the calls that nobody has ended yet.

        Raises:
            StoreUnavailable: They cannot be read.
        """
        calls = await asyncio.wrap_future(self._store.submit(lambda unit: unit.calls.open_calls(), urgent=True))
        for call in calls:
            if call.answered_at is None:
                self._ring(call.call_id, call.to_e164, call.purpose)

    async def stop(self) -> None:
        """Put the receiver down everywhere."""
        tasks = [*self._ringing.values(), *self._ending]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ring(self, call_id: CallId, to_e164: str, purpose: CallPurpose) -> None:
        if call_id in self._rung:
            return
        self._rung.add(call_id)
        manner = Manner.ANSWERS if purpose.is_aside else self._people.get(to_e164, Manner.NO_ANSWER)
        task = self._loop.create_task(self._let_ring(call_id, manner))
        self._ringing[call_id] = task
        task.add_done_callback(lambda done: self._on_end(call_id, done))

    def _hang_up(self, call_id: CallId) -> None:
        ringing = self._ringing.get(call_id)
        if ringing is not None:
            ringing.cancel()
        answered_s = self._answered_s.get(call_id)
        outcome = CallOutcome.CANCELLED if answered_s is None else CallOutcome.ANSWERED
        now_s = time.monotonic()
        duration_s = None if answered_s is None else now_s - answered_s
        end = ReportCall(call_id, CallEventKind.ENDED, SOURCE, now_s, outcome, duration_s, HungUpBy.DESK)
        task = self._loop.create_task(self._report(end))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _on_end(self, call_id: CallId, task: "asyncio.Task[None]") -> None:
        self._ringing.pop(call_id, None)
        if not task.cancelled() and task.exception() is not None:
            self._log.error("a simulated call failed in a way that was not foreseen", exc_info=task.exception())

    async def _let_ring(self, call_id: CallId, manner: Manner) -> None:
        if await self._is_over(call_id):
            return
        steps = (*_AT_THE_DESK, CallEventKind.RINGING) if manner.rings else _AT_THE_DESK
        for kind in steps:
            await self._report(ReportCall(call_id, kind, SOURCE, time.monotonic()))
        await asyncio.sleep(self._rings_for_s * manner.takes)
        now_s, outcome = time.monotonic(), manner.outcome
        if outcome is None:
            self._answered_s[call_id] = now_s
            await self._report(ReportCall(call_id, CallEventKind.ANSWERED, SOURCE, now_s))
        else:
            await self._report(ReportCall(call_id, CallEventKind.ENDED, SOURCE, now_s, outcome))

    async def _is_over(self, call_id: CallId) -> bool:
        """Whether an operator was quicker than the first ring."""
        try:
            call = await asyncio.wrap_future(self._store.submit(lambda unit: unit.calls.get(call_id), urgent=True))
        except StoreUnavailable:
            return False
        return call.outcome is not None

    async def _report(self, report: ReportCall) -> None:
        """Say it, as soon as the store takes it; an operator who said it first is right."""
        while True:
            try:
                await asyncio.wrap_future(
                    self._store.submit(lambda unit: report_call(report, unit, self._clock, self._sms), urgent=True)
                )
            except StoreUnavailable:
                await asyncio.sleep(AGAIN_AFTER_S)
                continue
            except NotFound:
                self._log.info("an event of a call that is not on record")
            return
