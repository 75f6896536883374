"""An Asterisk exchange as a gateway: it is asked to ring, and everything it tells of our calls is kept.

The agent's telephone rings first, then the other one, so the operator has nothing to hold while it rings. The unique id
of the first channel is our call id, so whatever crashes between here and there, the same call cannot ring twice. At
every start the calls that are open on record are compared with the channels there are: what is missing ended while
nobody listened, as "unknown" and never as "no answer". When the line is lost every call is told so, and the operators
go on by hand until the supervisor has made a new connection.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Final, TypeVar

from app.domain.call_event import CallEventKind, HungUpBy, lines_of
from app.domain.errors import NotFound
from app.domain.gateway import GatewayCondition
from app.domain.ids import CallId
from app.usecases.call_ports import Capabilities, Originate
from app.usecases.gateway_ports import GatewayFault, GatewayGiven
from app.usecases.miss_call import MissCall, known_caller, miss_call
from app.usecases.phone_numbers import e164_of
from app.usecases.prepare_sms import SmsChannel
from app.usecases.report_call import ReportCall, report_call
from app.usecases.set_desk_telephone import is_endpoint
from app.usecases.store import JobUnit, StoreUnavailable
from services.standing import Standing
from services.telephony.ami.callers import CallerBook, WaitingCaller
from services.telephony.ami.calls import CallBook, Told
from services.telephony.ami.connection import AmiAccess, AmiConnection
from services.telephony.ami.dialling import Dialling
from services.telephony.ami.messages import AmiMessage

T = TypeVar("T")

SOURCE: Final = "ami"
LOOK_EVERY_S: Final = 0.25
TELEPHONES_EVERY_S: Final = 5.0
AGAIN_AFTER_S: Final = 1.0
TEST_RINGS_S: Final = 6.0
_ACTION_ID: Final = "call-"
_NO_RIGHT: Final = "permission denied"
"""What Asterisk says to a manager that may not originate."""


class AmiExchange(Standing):
    """``Gateway`` and ``Telephony``. Made in the loop it works in; the methods of ``Telephony`` in any thread.

    Args:
        sms: How an SMS leaves now; one may follow a call that nobody answered.
    """

    def __init__(self, given: GatewayGiven, sms: Callable[[], SmsChannel]) -> None:
        super().__init__(given.clock)
        self._given = given
        self._sms = sms
        self._dialling = Dialling.of_values(given.values)
        self._ring_limit_s = given.number("ring_s")
        self._access = _access(given)
        self._loop = asyncio.get_running_loop()
        self._connection = AmiConnection(self._on_event, self._on_lost)
        self._calls = CallBook()
        self._telephones: frozenset[str] = frozenset()
        queues = [name.strip() for name in given.text("queues").split(",") if name.strip()]
        self._callers = CallerBook(queues, self._is_ours, lambda endpoint: endpoint in self._telephones)
        self._told: asyncio.Queue[tuple[Told, float]] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._missed_kept = 0
        self._tests: dict[str, asyncio.Future[AmiMessage]] = {}

    @property
    def source(self) -> str:
        """Name of the adapter."""
        return SOURCE

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        return Capabilities(progress=True, duration=True, hangup=True, dtmf=True)

    @property
    def ring_limit_s(self) -> float:
        """How long a telephone rings that nobody takes."""
        return self._ring_limit_s

    @property
    def callers(self) -> tuple[WaitingCaller, ...]:
        """Who calls the centre now, the longest first."""
        return self._callers.callers if self._condition is GatewayCondition.OK else ()

    @property
    def missed_kept(self) -> int:
        """How many calls that nobody took were kept since the start; it changes when there is one more."""
        return self._missed_kept

    async def start(self) -> None:
        """Log in, and find out what became of the calls that are open on record.

        Raises:
            GatewayFault: The exchange did not let us in, or does not tell its channels.
        """
        await self._connection.open(self._access)
        await self._resume()
        await self._compare()
        self._begin(self._report())
        self._begin(self._watch())
        self._begin(self._know_telephones())
        if self._condition is not GatewayCondition.DOWN:
            self.is_let_in(self._connection.greeting)

    async def stop(self) -> None:
        """End the conversation; what was told is kept first, as far as the store takes it."""
        self._condition = GatewayCondition.DOWN
        await self._connection.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._told.empty():
            told, at_s = self._told.get_nowait()
            try:
                await self._keep(told, at_s)
            except StoreUnavailable:
                return

    def wake(self) -> None:
        """Nothing waits to leave."""

    async def test(self, target: str) -> str:
        """Ask how it is; with a telephone of a desk for a target, let it ring.

        Raises:
            GatewayFault: It does not answer, or nobody takes that telephone.
        """
        if not target:
            await self._connection.ask("Ping")
            return self._connection.greeting
        if not is_endpoint(target):
            raise GatewayFault("name a telephone of a desk, such as PJSIP/operator1")
        action_id = f"test-{time.monotonic_ns()}"
        answered: asyncio.Future[AmiMessage] = self._loop.create_future()
        self._tests[action_id] = answered
        fields = (("Channel", target), ("Application", "Wait"), ("Data", "1"), ("Async", "true"))
        limit = ("Timeout", f"{TEST_RINGS_S * 1000:.0f}")
        try:
            answer = await self._connection.ask("Originate", (*fields, limit), action_id=action_id)
            if not answer.is_success:
                raise GatewayFault(answer.get("Message"))
            async with asyncio.timeout(TEST_RINGS_S + AGAIN_AFTER_S):
                told = await answered
        except TimeoutError as fault:
            raise GatewayFault(f"{target} was not taken") from fault
        finally:
            self._tests.pop(action_id, None)
        if told.get("Response") != "Success":
            raise GatewayFault(f"{target} was not taken (reason {told.get('Reason')})")
        return f"{target} was taken"

    def originate(self, call: Originate) -> None:
        """Ring. The same call id twice rings once."""
        self._loop.call_soon_threadsafe(self._originate, call)

    def hangup(self, call_id: CallId) -> None:
        """End the call; one that has ended stays as it is."""
        self._loop.call_soon_threadsafe(self._hang_up, call_id, HungUpBy.DESK)

    def dtmf(self, call_id: CallId, digits: str) -> None:
        """Send these keys to whoever was called."""
        self._loop.call_soon_threadsafe(lambda: self._begin(self._press(call_id, digits)))

    def reconcile(self) -> None:
        """Look what became of every open call."""
        self._loop.call_soon_threadsafe(lambda: self._begin(self._compare()))

    def _originate(self, call: Originate) -> None:
        if call.call_id in self._calls:
            return
        if self._condition is GatewayCondition.DOWN:
            self._tell((Told(call.call_id, CallEventKind.LOST, cause=self._message),))
            return
        self._calls.begin(call.call_id, call.ring_timeout_s)
        self._begin(self._ring(call))

    async def _ring(self, call: Originate) -> None:
        try:
            fields = self._dialling.fields(call)
            answer = await self._connection.ask("Originate", fields, action_id=f"{_ACTION_ID}{call.call_id}")
        except GatewayFault as fault:
            self._tell(self._calls.refused(call.call_id, str(fault), is_agents=False))
            return
        if answer.is_success:
            self.took()
            return
        why = answer.get("Message")
        self.took_not(call.call_id, why, is_its_own=why.casefold() == _NO_RIGHT)
        self._tell(self._calls.refused(call.call_id, why, is_agents=False))

    def _hang_up(self, call_id: CallId, by: HungUpBy) -> None:
        if call_id in self._calls:
            self._calls.hang_up_of_ours(call_id, by)
            self._begin(self._ask_quietly("Hangup", (("Channel", call_id),)))

    async def _press(self, call_id: CallId, digits: str) -> None:
        channel = self._calls.callee_channel(call_id)
        for digit in digits if channel else "":
            await self._ask_quietly("PlayDTMF", (("Channel", channel), ("Digit", digit)))

    async def _ask_quietly(self, action: str, fields: tuple[tuple[str, str], ...]) -> None:
        """Ask for something whose answer changes nothing: what follows is told by events."""
        try:
            answer = await self._connection.ask(action, fields)
        except GatewayFault as fault:
            self._given.log.info("the exchange was not asked", extra={"facts": {"action": action, "why": str(fault)}})
            return
        if not answer.is_success:
            why = answer.get("Message")
            self._given.log.info("the exchange refused", extra={"facts": {"action": action, "why": why}})

    async def _resume(self) -> None:
        """Follow the calls that are open on record and were made over this exchange."""
        try:
            events = await self._submit(lambda unit: unit.call_events.of_open_calls())
        except StoreUnavailable as fault:
            raise GatewayFault("the open calls cannot be read from the database") from fault
        for call_id, line in lines_of(events).items():
            if line.is_up and line.events[0].source == SOURCE:
                self._calls.resume(call_id, self._ring_limit_s, [event.kind for event in line.events])

    async def _compare(self) -> None:
        if not self._calls.call_ids:
            return
        channels = await self._connection.ask_list("CoreShowChannels")
        self._tell(self._calls.reconcile(channels, time.monotonic()))

    def _on_event(self, message: AmiMessage, at_s: float) -> None:
        if message.event == "OriginateResponse":
            self._on_originated(message)
        self._tell(self._calls.hear(message, at_s), at_s)
        self._callers.hear(message, self._given.clock.now())
        for caller in self._callers.take_missed():
            self._begin(self._miss(caller))

    def _on_originated(self, message: AmiMessage) -> None:
        test = self._tests.get(message.action_id)
        if test is not None and not test.done():
            test.set_result(message)
        if message.get("Response") == "Failure" and message.action_id.startswith(_ACTION_ID):
            call_id = CallId(message.action_id.removeprefix(_ACTION_ID))
            if call_id in self._calls and not self._calls.is_seen(call_id):
                self._begin(self._is_refused(call_id, f"reason {message.get('Reason')}"))

    async def _is_refused(self, call_id: CallId, reason: str) -> None:
        """End a call that never began; a second request of one that rings is refused too, and that one goes on."""
        await self._compare()
        self._tell(self._calls.refused(call_id, reason, is_agents=True))

    def _on_lost(self, message: str) -> None:
        self._tell(Told(call_id, CallEventKind.LOST, cause=message) for call_id in self._calls.call_ids)
        self.falls(message)

    def _tell(self, told: Iterable[Told], at_s: float | None = None) -> None:
        for one in told:
            self._told.put_nowait((one, time.monotonic() if at_s is None else at_s))

    async def _report(self) -> None:
        """Keep what was told, in order, however long the store takes."""
        while True:
            told, at_s = await self._told.get()
            while True:
                try:
                    await self._keep(told, at_s)
                except StoreUnavailable:
                    await asyncio.sleep(AGAIN_AFTER_S)
                    continue
                break

    async def _keep(self, told: Told, at_s: float) -> None:
        report = ReportCall(
            told.call_id, told.kind, SOURCE, at_s, told.outcome, told.duration_s, told.hung_up_by, told.cause
        )
        try:
            await self._submit(lambda unit: report_call(report, unit, self._given.clock, self._sms()))
        except NotFound:
            self._given.log.info("an event of a call that is not on record")

    async def _miss(self, caller: WaitingCaller) -> None:
        """Keep that nobody took this call, however long the store takes."""
        e164 = (e164_of(caller.number) if caller.number else None) or ""
        while True:
            try:
                read = self._given.store.read
                known = await asyncio.to_thread(read, lambda reader: known_caller(e164, reader.open_briefs()))
                missed = MissCall(e164, caller.since, SOURCE, known)
                await self._submit(partial(miss_call, missed, clock=self._given.clock))
            except StoreUnavailable:
                await asyncio.sleep(AGAIN_AFTER_S)
                continue
            self._missed_kept += 1
            return

    async def _watch(self) -> None:
        """Keep to the ring limit, and end what got no other leg."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            now_s = time.monotonic()
            for call_id in self._calls.overdue(now_s):
                self._begin(self._ask_quietly("Hangup", (("Channel", call_id),)))
            self._tell(self._calls.given_up(now_s))

    async def _know_telephones(self) -> None:
        while True:
            try:
                found = await asyncio.to_thread(self._given.store.read, lambda reader: reader.desk_telephones())
                self._telephones = frozenset(found.values())
            except StoreUnavailable:
                self._given.log.info("the telephones of the desks cannot be read now")
            await asyncio.sleep(TELEPHONES_EVERY_S)

    def _is_ours(self, channel: str) -> bool:
        return channel in self._calls

    async def _submit(self, job: Callable[[JobUnit], T]) -> T:
        return await asyncio.wrap_future(self._given.store.submit(job, urgent=True))

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_end)

    def _on_end(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if isinstance(fault, GatewayFault):
            self._on_lost(str(fault))
        elif fault is not None:
            self._given.log.error("work of the exchange failed in a way that was not foreseen", exc_info=fault)


def _access(given: GatewayGiven) -> AmiAccess:
    is_encrypted = given.text("encryption") == "tls"
    return AmiAccess(
        given.text("host"), int(given.number("port")), given.text("user"), given.secret or "", is_encrypted
    )
