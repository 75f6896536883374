"""Every committed event to every desk: once, in the order of commit, however often the desk was away.

A stream owns nothing but the number of the last event it sent. It waits for a higher one (``Changes``) and then takes
what comes after its own number, so nothing is queued for it: a desk that reads slowly keeps one batch waiting and is
told the rest when it reads again, a desk that never reads costs one batch for ever, and a desk that comes back after a
kill -9 asks with the last number it saw. Fifty desks share one read and one encoding of each event; only who is far
behind reads for himself.

Between events there is a tick every two seconds, the same bytes for all streams but those of somebody who sits at two
desks: with it a desk knows that silence is quiet and not a dead link.
"""

import asyncio
import logging
import sys
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi.concurrency import run_in_threadpool
from fastapi.sse import format_sse_event

from app.api.service import EventInfo, Health, SeatInfo, Tick
from app.api.telephone import WaitingCallerInfo
from app.domain.errors import Refusal
from app.usecases.queries import NumberedEvent, Reader
from app.usecases.store import Store, StoreUnavailable
from services.detector.changes import Changes
from services.detector.seats import Seats

TICK_EVERY_S: Final = 2.0
BATCH: Final = 64
"""Events that one read brings and one write sends."""

_KEPT: Final = 1024
_TICK_SHARED_S: Final = 0.25
_NEVER: Final = sys.maxsize
"""A number that no event reaches."""

Describe = Callable[[Reader, Sequence[NumberedEvent]], Sequence[EventInfo]]
"""Turns events into what desks read, each with its row as it is now; runs in a thread, inside the read of events."""

Elsewhere = Callable[[], tuple[SeatInfo, ...]]
"""Says at which other desks a person sits now."""

Callers = Callable[[], tuple[WaitingCallerInfo, ...]]
"""Says who calls the centre now; only to whoever sees cases."""

_log = logging.getLogger(__name__)


class CursorTooOld(Refusal):
    """The events after this number are not (all) kept any more, or it is of another database: take a new snapshot."""

    def __init__(self) -> None:
        super().__init__("cursor_too_old")


@dataclass(frozen=True, slots=True)
class _Frame:
    sequence: int
    data: bytes


class EventFeed:
    """The events of one service for all its streams. Used inside one event loop."""

    def __init__(self, store: Store, changes: Changes, health: Callable[[], Health], describe: Describe) -> None:
        self._store = store
        self._changes = changes
        self._health = health
        self._describe = describe
        self.seats = Seats()
        self._frames: list[_Frame] = []
        self._covered_from = self._covered_to = changes.last
        self._reading = asyncio.Lock()
        self._ticking = asyncio.Lock()
        self._tick: Tick | None = None
        self._tick_data = b""
        self._ticked_at = float("-inf")

    def admit(self, cursor: int | None) -> int:
        """Return the number a stream starts after; reads the database, so call it in a thread.

        Args:
            cursor: The last event the desk saw; None = only what comes from now on.

        Raises:
            CursorTooOld: It cannot be continued without a gap.
            StoreUnavailable: The database cannot be read.
        """
        first, last = self._store.read(lambda reader: (reader.first_event(), reader.last_event()))
        if cursor is None:
            return last
        if not first - 1 <= cursor <= last:
            raise CursorTooOld
        return cursor

    async def stream(
        self,
        cursor: int,
        is_admitted: Callable[[], bool],
        elsewhere: Elsewhere = tuple,
        callers: Callers = tuple,
    ) -> AsyncIterator[bytes]:
        """Yield ticks, and every event after the cursor, as server-sent events; ends when the service stops.

        Args:
            cursor: As ``admit`` returned it.
            is_admitted: Asked before each tick, in a thread: whether this person may still listen.
            elsewhere: Says at which other desks this person sits.
            callers: Says who calls the centre now; asked in a thread.
        """
        loop = asyncio.get_running_loop()
        tick_at = loop.time()
        while not self._changes.is_over:
            if loop.time() >= tick_at:
                if not await run_in_threadpool(is_admitted):
                    return
                yield await self._tick_now(loop.time(), elsewhere(), await run_in_threadpool(callers))
                tick_at = _next_tick(loop.time())
            try:
                frames = await self._after(cursor)
            except CursorTooOld:
                return  # it was read too slowly; coming back, the desk is told to take a new snapshot
            if frames:
                yield b"".join(frame.data for frame in frames)
                cursor = frames[-1].sequence
            else:
                await self._wait(cursor, tick_at)

    async def ticks(self, is_admitted: Callable[[], bool], elsewhere: Elsewhere = tuple) -> AsyncIterator[bytes]:
        """Yield ticks and no event: for whoever may know that the service lives, and nothing of any case.

        Args:
            is_admitted: As for ``stream``.
            elsewhere: As for ``stream``.
        """
        loop = asyncio.get_running_loop()
        while not self._changes.is_over and await run_in_threadpool(is_admitted):
            yield await self._tick_now(loop.time(), elsewhere())
            await self._wait(_NEVER, _next_tick(loop.time()))

    async def _wait(self, cursor: int, tick_at: float) -> None:
        """Until there may be an event after the cursor, or it is time to tick."""
        try:
            async with asyncio.timeout_at(tick_at):
                await self._changes.beyond(max(cursor, self._covered_to))
        except TimeoutError:
            return

    async def _tick_now(
        self, now_s: float, elsewhere: tuple[SeatInfo, ...], callers: tuple[WaitingCallerInfo, ...] = ()
    ) -> bytes:
        async with self._ticking:
            if self._tick is None or now_s - self._ticked_at > _TICK_SHARED_S:
                health = await run_in_threadpool(self._health)
                self._tick = Tick(now=health.now, health=health)
                self._tick_data = _encoded_tick(self._tick)
                self._ticked_at = now_s
            if not elsewhere and not callers:
                return self._tick_data
            return _encoded_tick(self._tick.model_copy(update={"elsewhere": elsewhere, "callers": callers}))

    async def _after(self, cursor: int) -> Sequence[_Frame]:
        """Return the next events after the cursor, at most a batch; none when there is none or none can be read now."""
        try:
            if cursor >= self._covered_to:
                await self._read_on(cursor)
            if cursor < self._covered_from:  # also when the others went on while this one waited for its turn
                return await run_in_threadpool(self._read, cursor)
        except StoreUnavailable as fault:
            _log.info("events cannot be read: %s", fault)
            await asyncio.sleep(TICK_EVERY_S / 4)  # the health in the ticks tells the desks why they hear nothing
            return ()
        place = bisect_right(self._frames, cursor, key=_sequence_of)
        return self._frames[place : place + BATCH]

    async def _read_on(self, cursor: int) -> None:
        """Read once for everybody what comes after the newest event known here."""
        async with self._reading:
            if cursor > self._covered_to:  # what lies between was told by a snapshot, and nobody here asks for it
                self._frames.clear()
                self._covered_from = self._covered_to = cursor
            if self._changes.last <= self._covered_to:
                return
            frames = await run_in_threadpool(self._read, self._covered_to)
            self._frames.extend(frames)
            self._covered_to = frames[-1].sequence if frames else self._changes.last
            if len(self._frames) > 2 * _KEPT:
                self._covered_from = self._frames[-_KEPT - 1].sequence
                del self._frames[:-_KEPT]

    def _read(self, after: int) -> Sequence[_Frame]:
        def read(reader: Reader) -> Sequence[EventInfo]:
            if reader.first_event() > after + 1:
                raise CursorTooOld
            return self._describe(reader, reader.events_after(after, BATCH))

        return [_Frame(event.sequence, _encoded(event)) for event in self._store.read(read)]


def _sequence_of(frame: _Frame) -> int:
    return frame.sequence


def _encoded(event: EventInfo) -> bytes:
    return format_sse_event(data_str=event.model_dump_json(), event="change", id=str(event.sequence))


def _encoded_tick(tick: Tick) -> bytes:
    return format_sse_event(data_str=tick.model_dump_json(), event="tick")


def _next_tick(now_s: float) -> float:
    """On one grid for all streams, so that they share the tick."""
    return (now_s // TICK_EVERY_S + 1) * TICK_EVERY_S
