"""The life of one service: its parts are started in order, watched, and stopped without waiting for anybody.

Boxes are listened for before desks are, because a box that was refused comes back late; ``service.json`` is written
when both can come. To stop is the same in reverse: nobody finds us, no box is let in, the streams go home, what was
handed to the store is kept, and the last line of the audit says so. A service that is killed instead leaves nothing
that the next one does not put right.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from app.api.service import ServiceFile
from app.api.version import API_VERSION
from app.domain.clock import Clock
from app.logs import about
from app.usecases.service_life import RecordServiceStart, RecordServiceStop, record_service_start, record_service_stop
from app.usecases.store import JobUnit, Store, StoreUnavailable
from services.detector.changes import Changes
from services.detector.claim_watch import ClaimWatch
from services.detector.dispatcher import Dispatcher
from services.detector.doors import TELTONIKA_TCP, Doors
from services.detector.feeds import FeedTally
from services.detector.gateways import Gateways
from services.detector.imports import Imports
from services.detector.pipeline import Pipeline
from services.detector.promise_watch import PromiseWatch
from services.detector.service_file import remove_service_file, write_service_file
from services.detector.training import TrainingDay
from services.detector.web import HOST, ServerFailed, WebServer
from services.messaging.sms_watch import SmsWatch
from services.ordering.watch import OrderWatch
from services.telephony.simulated import SimulatedTelephony

HOUSEKEEPING_EVERY_S: Final = 3600.0
AGAIN_AFTER_S: Final = 1.0
MOST_COUNTED: Final = 1000
FEEDS: Final = "feeds"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drill:
    """What only a service in training has. ``day`` None: no boxes of its own."""

    seed: Callable[[JobUnit], None]
    telephony: SimulatedTelephony
    day: TrainingDay | None


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that is started and stopped.

    Attributes:
        housekeep: Anchors the audit and drops what was kept long enough; blocks.
        feed_web: What senders outside of this machine reach; None = there is no certificate.
        drill: None = the real service.
        shares_with_users: Desks of every user of this machine may find it.
    """

    folder: Path
    version: str
    token: str
    store: Store
    clock: Clock
    changes: Changes
    claim_watch: ClaimWatch
    promise_watch: PromiseWatch
    sms_watch: SmsWatch
    order_watch: OrderWatch
    pipeline: Pipeline
    dispatcher: Dispatcher
    imports: Imports
    doors: Doors
    gateways: Gateways
    web: WebServer
    feed_web: WebServer | None
    feed_tally: FeedTally
    housekeep: Callable[[], None]
    drill: Drill | None
    shares_with_users: bool = False


class DetectorService:
    """One service, from the first part to the last. Used in one event loop, once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._background: set[asyncio.Task[None]] = set()
        self._log = about(__name__, version=parts.version, pid=os.getpid())

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until ``stopping`` is set.

        Raises:
            ServerFailed: The desks cannot be served.
            OSError: ``service.json`` cannot be written, so no desk would find this service.
            StoreUnavailable: The training set cannot be stored.
        """
        try:
            await self._start()
            await self._until_stopped(stopping)
        finally:
            await self._stop()

    async def _start(self) -> None:
        parts = self._parts
        if parts.drill is not None:
            await self._submit(parts.drill.seed)
            await parts.drill.telephony.resume()
        await self._go_on_importing()
        pending = await self._count_pending()
        await parts.gateways.look()
        parts.pipeline.start()
        await parts.doors.start()
        web_port = await parts.web.start()
        write_service_file(
            parts.folder,
            ServiceFile(
                version=API_VERSION,
                url=f"http://{HOST}:{web_port}",
                pid=os.getpid(),
                token=parts.token,
                listeners=parts.doors.ports() | await self._let_feeds_in(),
            ),
            for_all_users=parts.shares_with_users,
        )
        self._log.info("the service is ready", extra={"facts": {"frames_waiting": pending}})
        self._begin(self._record_start(pending))
        self._begin(self._keep_house())
        self._begin(parts.claim_watch.run())
        self._begin(parts.promise_watch.run())
        self._begin(parts.order_watch.run())
        self._begin(parts.sms_watch.run())
        self._begin(parts.dispatcher.run())
        self._begin(parts.gateways.run())
        if parts.drill is not None and parts.drill.day is not None:
            await parts.drill.day.start(parts.doors.ports()[TELTONIKA_TCP])

    async def _go_on_importing(self) -> None:
        """Go on with an import that a killed service had decided; boxes and desks do not wait for it."""
        try:
            await asyncio.to_thread(self._parts.imports.start)
        except (StoreUnavailable, OSError):
            self._log.warning("a decided import is not gone on with; it is at the next start", exc_info=True)

    async def _let_feeds_in(self) -> dict[str, int]:
        """Serve senders outside of this machine; without its port the service still serves boxes and desks."""
        server = self._parts.feed_web
        if server is None:
            return {}
        try:
            return {FEEDS: await server.start()}
        except (OSError, ServerFailed) as fault:
            self._log.error("nobody can feed us from outside: %s", type(fault).__name__)
            self._parts.feed_tally.cannot_listen(server.site.host, server.site.port)
            return {}

    async def _until_stopped(self, stopping: asyncio.Event) -> None:
        asked = asyncio.create_task(stopping.wait())
        failed = asyncio.create_task(self._parts.web.ended())
        done, waiting = await asyncio.wait({asked, failed}, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        if failed in done:
            await failed

    async def _stop(self) -> None:
        parts = self._parts
        remove_service_file(parts.folder)
        for task in self._background:
            task.cancel()
        if parts.drill is not None:
            if parts.drill.day is not None:
                await parts.drill.day.stop()
            await parts.drill.telephony.stop()
        await parts.doors.stop()
        parts.changes.end()
        await parts.web.stop()
        if parts.feed_web is not None:
            await parts.feed_web.stop()
        await parts.gateways.stop()
        await parts.pipeline.stop()
        await asyncio.to_thread(parts.imports.stop)
        await self._record_stop()
        self._log.info("the service has stopped")

    async def _count_pending(self) -> int:
        try:
            return await self._submit(lambda unit: len(unit.uplinks.pending(MOST_COUNTED)))
        except StoreUnavailable:
            return 0

    async def _record_start(self, pending: int) -> None:
        command = RecordServiceStart(self._parts.version, os.getpid(), pending)
        while True:
            try:
                await self._submit(lambda unit: record_service_start(command, unit, self._parts.clock))
            except StoreUnavailable:
                await asyncio.sleep(AGAIN_AFTER_S)
                continue
            return

    async def _record_stop(self) -> None:
        command = RecordServiceStop(self._parts.version, os.getpid())
        try:
            await self._submit(lambda unit: record_service_stop(command, unit, self._parts.clock))
        except StoreUnavailable as fault:
            self._log.warning("the stop is not in the audit", extra={"facts": {"store": fault.condition.value}})

    async def _keep_house(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._parts.housekeep)
            except (StoreUnavailable, OSError):
                self._log.warning("the house was not kept; it is tried again in an hour", exc_info=True)
            await asyncio.sleep(HOUSEKEEPING_EVERY_S)

    async def _submit(self, job: Callable[[JobUnit], T]) -> T:
        return await asyncio.wrap_future(self._parts.store.submit(job, urgent=True))

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._on_end)

    def _on_end(self, task: "asyncio.Task[None]") -> None:
        self._background.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._log.error("work of the service failed in a way that was not foreseen", exc_info=task.exception())
