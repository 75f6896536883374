"""Asks boxes what people want to know of them, over the connections that boxes keep open.

What waits is in the store and nowhere else: here is only which box is connected, and over which connection a question
left. So a service that was killed goes on where it stopped. A connection of a mobile network may be dead for minutes
before anybody knows; a question that left over one which then ended waits again, and leaves over the next one, as long
as it is worth asking. A box has one open question at a time; the next leaves when that is answered or given up.

Something may always be missed that would have woken this (a commit of a route, an answer that came in a frame), so it
looks every second; that is one read by a small index.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from app.domain.box_command import BoxCommand, BoxCommandState
from app.domain.clock import Clock
from app.domain.ids import BoxCommandId, Imei
from app.logs import about
from app.usecases.ask_firmware import withdraw_in_need
from app.usecases.hear_box import GiveUpOnBoxes, HearBox, give_up_on_boxes, hear_box
from app.usecases.store import JobUnit, Store, StoreUnavailable
from services.detector.firmware_asking import FirmwareAsking
from services.detector.listeners.intake import BoxLine, Unaskable

LOOK_EVERY_S: Final = 1.0
MOST_TIMES: Final = 3
"""Connections one question leaves over: a box that chokes on it must be able to tell of a crash."""
TRY_AGAIN_AFTER: Final = timedelta(seconds=10)
"""A connection that took no question is tried again after this; it is written down each time."""
MOST_HEARD: Final = 1000
"""Answers that may wait for the store; more are dropped, and their questions end unanswered."""

T = TypeVar("T")


class Dispatcher:
    """The ``Dispatch`` of the listeners. Used inside one event loop.

    Args:
        store: Where questions wait.
        clock: Tells when one is over.
        answer_s: How long a box may take to answer.
        firmware: Asks boxes by itself what they run; None = nobody does.
    """

    def __init__(self, store: Store, clock: Clock, answer_s: float, firmware: FirmwareAsking | None = None) -> None:
        self._store = store
        self._clock = clock
        self._firmware = firmware
        self._answer_within = timedelta(seconds=answer_s)
        self._lines: dict[Imei, BoxLine] = {}
        self._left_over: dict[BoxCommandId, BoxLine] = {}
        self._deaf: dict[Imei, tuple[BoxLine, datetime]] = {}
        """Which connection of a box took no question, and until when it is left alone."""
        self._times: Counter[BoxCommandId] = Counter()
        self._unsure: list[BoxCommandId] = []
        self._heard: list[HearBox] = []
        self._bell = asyncio.Event()
        self._log = about(__name__)

    def connected(self, imei: Imei, line: BoxLine) -> None:
        """Take note that a box was let in, and ask it what waits for it."""
        self._lines[imei] = line
        if self._firmware is not None and not line.says_firmware:
            self._firmware.came(imei)
        self.wake()

    def gone(self, imei: Imei, line: BoxLine) -> None:
        """Take note that a connection ended; what left over it and was not answered waits again."""
        if self._lines.get(imei) is line:
            del self._lines[imei]
            if self._firmware is not None:
                self._firmware.gone(imei)
        if imei in self._deaf and self._deaf[imei][0] is line:
            del self._deaf[imei]
        for command_id in [one for one, over in self._left_over.items() if over is line]:
            del self._left_over[command_id]
            if self._times[command_id] < MOST_TIMES:
                self._unsure.append(command_id)

    def heard(self, command: HearBox) -> None:
        """Keep what a box answered, soon."""
        if len(self._heard) < MOST_HEARD:
            self._heard.append(command)
        self.wake()

    def wake(self) -> None:
        """Look now: something waits to be asked or was answered."""
        self._bell.set()

    async def run(self) -> None:
        """Ask and hear until cancelled."""
        while True:
            await self.look()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._bell.wait()
            except TimeoutError:
                continue
            self._bell.clear()

    async def look(self) -> None:
        """Keep what was heard, give up what is overdue, ask what can be asked; a store that takes nothing waits."""
        try:
            await self._keep_heard()
            await self._take_back()
            questions = await asyncio.to_thread(self._store.read, lambda reader: reader.open_box_commands())
            if any(self._is_overdue(one) for one in questions):
                silent_since = self._clock.now() - self._answer_within
                await self._submit(partial(_give_up, silent_since, self._clock))
            self._forget_ended(questions)
            await self._ask([one for one in questions if not self._is_overdue(one)])
            if self._firmware is not None and await self._firmware.look(questions):
                self.wake()
        except StoreUnavailable as fault:
            self._log.info("boxes are not asked now", extra={"facts": {"store": fault.condition.value}})
        except Exception:  # whatever it is, the next question must still leave
            self._log.exception("a question or an answer of a box failed in a way that was not foreseen")

    async def _keep_heard(self) -> None:
        while self._heard:
            command = self._heard.pop(0)
            try:
                answered = await self._submit(partial(_hear, command, self._clock))
            except StoreUnavailable:
                self._heard.insert(0, command)
                raise
            if answered is None:
                self._log.info("a box said something that nobody asked")

    async def _take_back(self) -> None:
        while self._unsure:
            command_id, now = self._unsure[0], self._clock.now()
            await self._submit(partial(_take_back, command_id, now))
            del self._unsure[0]

    def _forget_ended(self, questions: Iterable[BoxCommand]) -> None:
        known = {one.command_id for one in questions} | self._left_over.keys()
        for command_id in self._times.keys() - known:
            del self._times[command_id]

    def _is_overdue(self, question: BoxCommand) -> bool:
        now = self._clock.now()
        if question.state is BoxCommandState.SENT and question.sent_at is not None:
            return question.sent_at + self._answer_within <= now
        return question.expires_at <= now

    async def _ask(self, questions: Iterable[BoxCommand]) -> None:
        """Let the oldest question of each connected box leave, unless it has left over this very connection."""
        first: dict[Imei, BoxCommand] = {}
        for question in questions:
            first.setdefault(question.imei, question)
        for imei, question in first.items():
            line, command_id = self._lines.get(imei), question.command_id
            has_left = self._left_over.get(command_id) is line or self._times[command_id] >= MOST_TIMES
            is_worth_it = not has_left and question.expires_at > self._clock.now()
            if line is not None and is_worth_it and not self._is_left_alone(imei, line):
                await self._send(question, line)

    def _is_left_alone(self, imei: Imei, line: BoxLine) -> bool:
        deaf, until = self._deaf.get(imei, (None, self._clock.now()))
        return deaf is line and self._clock.now() < until

    async def _send(self, question: BoxCommand, line: BoxLine) -> None:
        """Note that the question leaves, then let it: an answer must never find one that was not sent."""
        self._left_over[question.command_id] = line
        self._times[question.command_id] += 1
        try:
            is_wanted = await self._submit(partial(_note_sent, question, self._clock))
        except StoreUnavailable:
            self._has_not_left(question)
            raise
        if not is_wanted:
            self._has_not_left(question)
            return
        if self._left_over.get(question.command_id) is not line:
            return  # the connection ended meanwhile
        facts: dict[str, str] = {"request": question.order.request.value}
        try:
            line.ask(question)
        except Unaskable as fault:
            facts["not_sent"] = str(fault)
            await self._keep_back(question, line)
        self._log.info("a box was asked", extra={"facts": facts})

    async def _keep_back(self, question: BoxCommand, line: BoxLine) -> None:
        """Let a question wait that did not leave; nobody shall read that the box was silent."""
        self._has_not_left(question)
        self._deaf[question.imei] = (line, self._clock.now() + TRY_AGAIN_AFTER)
        await self._submit(partial(_note_unsent, question.command_id, question.sent_at))

    def _has_not_left(self, question: BoxCommand) -> None:
        self._left_over.pop(question.command_id, None)
        self._times[question.command_id] -= 1

    async def _submit(self, job: Callable[[JobUnit], T]) -> T:
        return await asyncio.wrap_future(self._store.submit(job, urgent=True))


def _hear(command: HearBox, clock: Clock, unit: JobUnit) -> BoxCommand | None:
    return hear_box(command, unit, clock)


def _give_up(silent_since: datetime, clock: Clock, unit: JobUnit) -> None:
    give_up_on_boxes(GiveUpOnBoxes(silent_since), unit, clock)


def _note_sent(question: BoxCommand, clock: Clock, unit: JobUnit) -> bool:
    """Note it, unless nobody wants to know any more since it was read; say which."""
    if question.command_id not in {one.command_id for one in unit.box_commands.open_of(question.imei)}:
        return False
    if withdraw_in_need(question, unit, clock):
        return False
    unit.box_commands.note_sent(question.command_id, clock.now())
    return True


def _note_unsent(command_id: BoxCommandId, sent_at: datetime | None, unit: JobUnit) -> None:
    unit.box_commands.note_unsent(command_id, sent_at)


def _take_back(command_id: BoxCommandId, at: datetime, unit: JobUnit) -> None:
    unit.box_commands.take_back(command_id, at)
