"""From the bytes of a box to a case: stored, answered, processed.

Two jobs of the store for each frame. The first only keeps it, and its commit is what the answer waits for. The second
takes the oldest frames that nobody has processed yet, whichever those are; so a frame that a killed service or a full
disk left behind is next in the line without anybody having to remember it. One worker hands these jobs in, one after
the other, so no frame is processed twice.

A frame that processing chokes on is put aside for a person, with the type of the fault as its reason, and the service
goes on. A database that takes nothing changes nothing: the frames stay where they are and are asked for again until it
does.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Final, TypeVar

from app.domain.clock import Clock
from app.domain.ids import Imei, UplinkId
from app.domain.uplink import RawUplink, StoredUplink, UplinkSource
from app.logs import about
from app.usecases.quarantine_uplink import QuarantineUplink, quarantine_uplink
from app.usecases.queries import Reader
from app.usecases.refuse_stranger import RefuseStranger, refuse_stranger
from app.usecases.report_security_event import ReportSecurityEvent, SecurityKind, report_security_event
from app.usecases.store import JobUnit, Store, StoreUnavailable
from app.usecases.store_s2_frame import Novelty, S2Stored, StoreS2Frame, store_s2_frame
from app.usecases.store_uplink import StoreUplink, store_uplink
from services.detector.key_vault import KeyVault
from services.detector.strangers import Strangers
from services.uplink.s2.keys import KeyRing

AGAIN_AFTER_S: Final = 1.0
ENDS_WITHIN_S: Final = 3.0
FRAMES_A_JOB: Final = 8
"""One commit for that many when frames come faster than commits; few, because an E-call may stand behind them."""
MOST_WAITING: Final = 64
"""Frames that may stand before an E-call: a tenth of a second of work."""

T = TypeVar("T")

Process = Callable[[StoredUplink, JobUnit], None]
"""Does what follows from a frame, in the transaction it is given; ``processing.process`` with its judges."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who was turned away: boxes that nobody registered, and frames that only pretended to be of a box."""

    strangers: Strangers
    forgeries: Strangers


class _OldestFrames:
    """The job that processes the oldest waiting frames.

    Attributes:
        begun: The frames it came to, the last one being at fault when the job fails with only one.
    """

    def __init__(self, process: Process, limit: int, given_up: frozenset[UplinkId]) -> None:
        self._process = process
        self._limit = limit
        self._given_up = given_up
        self.begun: list[StoredUplink] = []

    def __call__(self, unit: JobUnit) -> None:
        waiting = unit.uplinks.pending(self._limit + len(self._given_up))
        for uplink in [one for one in waiting if one.uplink_id not in self._given_up][: self._limit]:
            self.begun.append(uplink)
            self._process(uplink, unit)


class Pipeline:
    """The ``Intake`` of the listeners. Used inside one event loop."""

    def __init__(self, store: Store, process: Process, clock: Clock, watch: Watch, vault: KeyVault) -> None:
        self._store = store
        self._process = process
        self._clock = clock
        self._watch = watch
        self._vault = vault
        self._bell = asyncio.Event()
        self._is_urgent = False
        self._is_stopping = False
        self._is_behind = False
        self._waiting = 0
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._careful = 0
        self._given_up: frozenset[UplinkId] = frozenset()
        self._worker: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._log = about(__name__)

    def start(self) -> None:
        """Begin to process: first what waits already, then what is kept from now on."""
        self._is_urgent = True
        self._bell.set()
        self._worker = self._begin(self._work())

    async def stop(self) -> None:
        """Process what still waits, if that can be done soon; the next service finds the rest."""
        self._is_stopping = True
        self._bell.set()
        if self._worker is not None:
            await asyncio.wait({self._worker}, timeout=ENDS_WITHIN_S)
            self._worker.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def is_known(self, imei: Imei) -> bool:
        """Whether there is a box record."""
        box = await asyncio.to_thread(self._store.read, lambda reader: reader.box(imei))
        if box is not None:
            self._watch.strangers.forget(imei)
        return box is not None

    async def ring_of(self, imei: Imei) -> KeyRing | None:
        """Return the keys of a box on record; None when it is a stranger or has none."""

        def read(reader: Reader) -> KeyRing | None:
            keys = () if reader.box(imei) is None else reader.device_keys(imei)
            return self._vault.live_ring(imei, keys)

        ring = await asyncio.to_thread(self._store.read, read)
        if ring is not None:
            self._watch.strangers.forget(imei)
        return ring

    def refuse_stranger(self, imei: Imei, source: UplinkSource) -> None:
        """Show an IMEI that was turned away, and write it down unless that was done lately."""
        if self._watch.strangers.note(imei, self._clock.now()):
            command = RefuseStranger(imei, source)
            self._begin(self._tell(lambda unit: refuse_stranger(command, unit, self._clock)))

    def report(self, kind: SecurityKind, imei: Imei, source: UplinkSource, digest: str) -> None:
        """Show whose frames were forged, and write it down unless that was done lately."""
        if self._watch.forgeries.note(imei, self._clock.now()):
            self._log.error("frames that no honest box sends were refused", extra={"facts": {"kind": kind.value}})
            command = ReportSecurityEvent(kind, imei, source, digest)
            self._begin(self._tell(lambda unit: report_security_event(command, unit, self._clock)))

    async def keep(self, uplink: RawUplink, *, urgent: bool) -> None:
        """Store a frame, and let it be processed soon; returns between the two.

        While many frames wait to be processed, one that is not urgent waits here first: its box sends no other
        meanwhile, so an E-call never stands behind more than so many.
        """
        if not urgent:
            await self._has_room.wait()
        stored = await self._submit(lambda unit: store_uplink(StoreUplink(uplink), unit), urgent=urgent)
        if stored is not None:
            self._expect(urgent=urgent)

    async def keep_s2(self, command: StoreS2Frame, *, urgent: bool) -> S2Stored:
        """Store an authentic frame once, and let it be processed soon; as ``keep``."""
        if not urgent:
            await self._has_room.wait()
        stored = await self._submit(lambda unit: store_s2_frame(command, unit), urgent=urgent)
        if stored.novelty is Novelty.NEW:
            self._expect(urgent=urgent)
        return stored

    def _expect(self, *, urgent: bool) -> None:
        self._count_waiting(1)
        self._is_urgent = self._is_urgent or urgent
        self._bell.set()

    def _count_waiting(self, more: int) -> None:
        self._waiting = max(0, self._waiting + more)
        if self._waiting < MOST_WAITING:
            self._has_room.set()
        else:
            self._has_room.clear()

    async def _work(self) -> None:
        while True:
            await self._bell.wait()
            self._bell.clear()
            is_last = self._is_stopping
            try:
                while await self._process_oldest():
                    continue
                if is_last:
                    return
            except StoreUnavailable as fault:
                self._log.info("frames wait for the database", extra={"facts": {"store": fault.condition.value}})
                await self._try_again_later()
            except Exception:  # whatever it is, the next crash must still become a case
                self._log.exception("frames cannot be processed; it is tried again")
                await self._try_again_later()

    async def _try_again_later(self) -> None:
        await asyncio.sleep(AGAIN_AFTER_S)
        self._bell.set()

    async def _process_oldest(self) -> bool:
        """Process the oldest waiting frames; False when there was none."""
        urgent, self._is_urgent = self._is_urgent or self._is_behind, False
        job = _OldestFrames(self._process, 1 if self._careful else FRAMES_A_JOB, self._given_up)
        try:
            await self._submit(job, urgent=urgent)
        except StoreUnavailable:
            self._is_urgent = urgent
            raise
        except Exception as fault:
            await self._look_for_fault(job.begun, fault)
            return True
        self._careful = max(0, self._careful - 1)
        self._is_behind = len(job.begun) == FRAMES_A_JOB
        self._count_waiting(-len(job.begun) if job.begun else -self._waiting)
        return bool(job.begun)

    async def _look_for_fault(self, begun: list[StoredUplink], fault: Exception) -> None:
        """Put the frame at fault aside; when it may be one of several, take them one by one from now on."""
        if not begun:
            raise fault
        if len(begun) > 1:
            self._careful = len(begun)
            return
        await self._put_aside(begun[0], fault)

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

    async def _tell(self, job: Callable[[JobUnit], None]) -> None:
        try:
            await self._submit(job, urgent=False)
        except StoreUnavailable as fault:
            self._log.info("a refusal was not written down", extra={"facts": {"store": fault.condition.value}})

    async def _submit(self, job: Callable[[JobUnit], T], *, urgent: bool) -> T:
        return await asyncio.wrap_future(self._store.submit(job, urgent=urgent))

    def _begin(self, work: Coroutine[object, object, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._on_end)
        return task

    def _on_end(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._log.error("work of the pipeline failed in a way that was not foreseen", exc_info=task.exception())
