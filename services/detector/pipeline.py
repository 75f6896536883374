"""From the bytes of a box to a case: stored, answered, processed.

Two jobs of the store for each frame. The first only keeps it, and its commit is what the answer waits for. The second
takes the oldest frame that nobody has processed yet, whichever that is; so a frame that a killed service or a full disk
left behind is next in the line without anybody having to remember it, and no frame is processed twice.

A frame that processing chokes on is put aside for a person, with the type of the fault as its reason, and the service
goes on. A database that takes nothing changes nothing: the frames stay where they are and are asked for again until it
does.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final, TypeVar

from app.domain.clock import Clock
from app.domain.ids import Imei, UplinkId
from app.domain.uplink import RawUplink, StoredUplink, UplinkSource
from app.logs import about
from app.usecases.quarantine_uplink import QuarantineUplink, quarantine_uplink
from app.usecases.refuse_stranger import RefuseStranger, refuse_stranger
from app.usecases.store import JobUnit, Store, StoreUnavailable
from app.usecases.store_uplink import StoreUplink, store_uplink
from services.detector.strangers import Strangers

AGAIN_AFTER_S: Final = 1.0

T = TypeVar("T")

Process = Callable[[StoredUplink, JobUnit], None]
"""Does what follows from a frame, in the transaction it is given; ``processing.process`` with its judges."""


class _NextFrame:
    """The job that processes the oldest waiting frame, and which one that was."""

    def __init__(self, process: Process, given_up: frozenset[UplinkId]) -> None:
        self._process = process
        self._given_up = given_up
        self.uplink: StoredUplink | None = None

    def __call__(self, unit: JobUnit) -> bool:
        waiting = unit.uplinks.pending(1 + len(self._given_up))
        self.uplink = next((one for one in waiting if one.uplink_id not in self._given_up), None)
        if self.uplink is None:
            return False
        self._process(self.uplink, unit)
        return True


class Pipeline:
    """The ``Intake`` of the listeners. Used inside one event loop."""

    def __init__(self, store: Store, process: Process, clock: Clock, strangers: Strangers) -> None:
        self._store = store
        self._process = process
        self._clock = clock
        self._strangers = strangers
        self._given_up: frozenset[UplinkId] = frozenset()
        self._running: set[asyncio.Task[None]] = set()
        self._catching_up: asyncio.Task[None] | None = None
        self._log = about(__name__)

    async def is_known(self, imei: Imei) -> bool:
        """Whether there is a box record."""
        box = await asyncio.to_thread(self._store.read, lambda reader: reader.box(imei))
        if box is not None:
            self._strangers.forget(imei)
        return box is not None

    def refuse_stranger(self, imei: Imei) -> None:
        """Show an IMEI that was turned away, and write it down unless that was done lately."""
        if self._strangers.note(imei, self._clock.now()):
            self._start(self._tell_of_stranger(imei))

    async def keep(self, uplink: RawUplink, *, urgent: bool) -> None:
        """Store a frame, then have it processed; returns between the two."""
        stored = await self._submit(lambda unit: store_uplink(StoreUplink(uplink), unit), urgent=urgent)
        if stored is not None:
            self._start(self._process_next(urgent=urgent))

    def catch_up(self) -> None:
        """Begin to process every frame that waits, however long the database takes for it."""
        if self._catching_up is None:
            self._catching_up = self._start(self._process_all())

    async def stop(self) -> None:
        """Let what was handed to the store come to its end, and wait no longer for a database that takes nothing."""
        if self._catching_up is not None:
            self._catching_up.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _process_next(self, *, urgent: bool) -> None:
        try:
            await self._try_next(urgent=urgent)
        except StoreUnavailable as fault:
            self._log.warning("a frame waits for the database", extra={"facts": {"store": fault.condition.value}})
            self.catch_up()

    async def _process_all(self) -> None:
        count = 0
        try:
            while await self._insist_on_next():
                count += 1
        finally:
            self._catching_up = None
        self._log.info("the frames that waited are processed", extra={"facts": {"frames": count}})

    async def _insist_on_next(self) -> bool:
        while True:
            try:
                return await self._try_next(urgent=True)
            except StoreUnavailable:
                await asyncio.sleep(AGAIN_AFTER_S)

    async def _try_next(self, *, urgent: bool) -> bool:
        """Process the oldest waiting frame; False when there is none."""
        job = _NextFrame(self._process, self._given_up)
        try:
            return await self._submit(job, urgent=urgent)
        except StoreUnavailable:
            raise
        except Exception as fault:
            if job.uplink is None:
                raise
            await self._put_aside(job.uplink, fault)
            return True

    async def _put_aside(self, uplink: StoredUplink, fault: Exception) -> None:
        log = about(__name__, uplink=uplink.uplink_id)
        log.error("a frame could not be processed and is put aside", exc_info=fault)
        command = QuarantineUplink(uplink, f"processing failed: {type(fault).__name__}")
        try:
            await self._submit(lambda unit: quarantine_uplink(command, unit, self._clock), urgent=True)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("it could not even be put aside; it is left alone until the next start")
            self._given_up |= {uplink.uplink_id}

    async def _tell_of_stranger(self, imei: Imei) -> None:
        command = RefuseStranger(imei, UplinkSource.TELTONIKA_TCP)
        try:
            await self._submit(lambda unit: refuse_stranger(command, unit, self._clock), urgent=False)
        except StoreUnavailable as fault:
            self._log.info("a stranger was not written down", extra={"facts": {"store": fault.condition.value}})

    async def _submit(self, job: Callable[[JobUnit], T], *, urgent: bool) -> T:
        return await asyncio.wrap_future(self._store.submit(job, urgent=urgent))

    def _start(self, work: Coroutine[object, object, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._on_end)
        return task

    def _on_end(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._log.error("work of the pipeline failed in a way that was not foreseen", exc_info=task.exception())
