"""From a frame to what follows from it, on a real store: each frame once, none lost, whatever fails in between."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.uplink import RawUplink, StoredUplink, UplinkSource
from app.persistence.store import DATABASE_NAME, SqliteStore
from app.usecases.actor import SERVICE
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.store import JobUnit, StoreCondition, StoreUnavailable
from app.usecases.store_uplink import StoreUplink, store_uplink
from services.detector import pipeline as pipeline_module
from services.detector.key_vault import KeyVault
from services.detector.pipeline import Pipeline, Process, Watch
from services.detector.strangers import Strangers
from tests.conftest import WarningsSeen
from tests.support.builders import a_box, an_uplink
from tests.support.clocks import StandingClock
from tests.support.wait import until


class Processed:
    """A ``Process`` that only marks frames as done, and chokes on those it is told to."""

    def __init__(self) -> None:
        self.payloads: list[bytes] = []
        self.poison: set[bytes] = set()

    def __call__(self, uplink: StoredUplink, unit: JobUnit) -> None:
        if uplink.raw.payload in self.poison:
            raise ZeroDivisionError("what it says is nobody's business")
        unit.uplinks.mark_processed(uplink.uplink_id)
        self.payloads.append(uplink.raw.payload)


@pytest.fixture(name="processed")
def what_was_processed() -> Processed:
    return Processed()


def a_pipeline(
    store: SqliteStore, process: Process, clock: StandingClock, strangers: Strangers | None = None
) -> Pipeline:
    hour = timedelta(hours=1)
    return Pipeline(store, process, clock, Watch(strangers or Strangers(hour), Strangers(hour)), KeyVault(bytes(32)))


@asynccontextmanager
async def running(store: SqliteStore, processed: Processed, clock: StandingClock) -> AsyncIterator[Pipeline]:
    pipeline = a_pipeline(store, processed, clock)
    pipeline.start()
    yield pipeline
    await pipeline.stop()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program holds the database."""
    with closing(sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        yield


def leave(store: SqliteStore, *frames: RawUplink) -> None:
    """Store frames as a service does that is killed right after."""
    for frame in frames:
        store.submit(partial(store_uplink, StoreUplink(frame)), urgent=True).result()


def waiting(store: SqliteStore) -> int:
    return len(store.submit(lambda unit: unit.uplinks.pending(100), urgent=True).result())


async def test_a_frame_is_kept_then_processed_once(
    store: SqliteStore, processed: Processed, clock: StandingClock
) -> None:
    async with running(store, processed, clock) as pipeline:
        await pipeline.keep(an_uplink(b"one"), urgent=True)
        await pipeline.keep(an_uplink(b"one"), urgent=True)
        await pipeline.keep(an_uplink(b"two"), urgent=False)
        await until(lambda: len(processed.payloads) == 2)
    assert processed.payloads == [b"one", b"two"]
    assert waiting(store) == 0


async def test_what_a_killed_service_left_is_processed_first(
    store: SqliteStore, processed: Processed, clock: StandingClock
) -> None:
    leave(store, an_uplink(b"left"), an_uplink(b"behind"))
    async with running(store, processed, clock) as pipeline:
        await pipeline.keep(an_uplink(b"new"), urgent=True)
        await until(lambda: len(processed.payloads) == 3)
    assert processed.payloads == [b"left", b"behind", b"new"]


async def test_a_frame_that_processing_chokes_on_is_put_aside(
    store: SqliteStore, processed: Processed, clock: StandingClock, expected_log: WarningsSeen
) -> None:
    processed.poison = {b"poison"}
    async with running(store, processed, clock) as pipeline:
        await pipeline.keep(an_uplink(b"poison"), urgent=True)
        await pipeline.keep(an_uplink(b"good"), urgent=True)
        await until(lambda: store.read(lambda reader: reader.quarantined_count()) == 1)
        await until(lambda: processed.payloads == [b"good"])
    entries = store.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN)).result()
    assert [entry.record.action for entry in entries] == [AuditAction.UPLINK_QUARANTINED]
    assert entries[0].record.facts["reason"] == "processing failed: ZeroDivisionError"
    assert expected_log.sentences() == ["a frame could not be processed and is put aside"]


async def test_a_frame_that_cannot_even_be_put_aside_holds_up_nobody(
    store: SqliteStore,
    processed: Processed,
    clock: StandingClock,
    expected_log: WarningsSeen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise ZeroDivisionError

    processed.poison = {b"poison"}
    monkeypatch.setattr(pipeline_module, "quarantine_uplink", refuse)
    async with running(store, processed, clock) as pipeline:
        await pipeline.keep(an_uplink(b"poison"), urgent=True)
        await pipeline.keep(an_uplink(b"good"), urgent=True)
        await until(lambda: processed.payloads == [b"good"])
    assert waiting(store) == 1
    assert expected_log.sentences()[-1] == "it could not even be put aside; it is left alone until the next start"


async def test_nothing_is_kept_while_the_database_is_locked(
    store: SqliteStore, processed: Processed, clock: StandingClock, tmp_path: Path, expected_log: WarningsSeen
) -> None:
    async with running(store, processed, clock) as pipeline:
        with locked(tmp_path / "data"), pytest.raises(StoreUnavailable) as refused:
            await pipeline.keep(an_uplink(b"one"), urgent=True)
        assert refused.value.condition is StoreCondition.LOCKED
        await pipeline.keep(an_uplink(b"one"), urgent=True)
        await until(lambda: processed.payloads == [b"one"])
    assert expected_log.sentences()


async def test_frames_that_wait_for_the_database_are_processed_when_it_is_back(
    store: SqliteStore,
    processed: Processed,
    clock: StandingClock,
    tmp_path: Path,
    expected_log: WarningsSeen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline_module, "AGAIN_AFTER_S", 0.01)
    leave(store, an_uplink(b"waits"))
    with locked(tmp_path / "data"):
        pipeline = a_pipeline(store, processed, clock)
        pipeline.start()
        await until(lambda: store.state.condition is StoreCondition.LOCKED)
    await until(lambda: processed.payloads == [b"waits"])
    await pipeline.stop()
    assert expected_log.sentences()


async def test_one_frame_at_fault_among_many_is_the_only_one_put_aside(
    store: SqliteStore, processed: Processed, clock: StandingClock, expected_log: WarningsSeen
) -> None:
    frames = [an_uplink(bytes([number])) for number in range(20)]
    processed.poison = {frames[5].payload, frames[6].payload}
    leave(store, *frames)
    async with running(store, processed, clock):
        await until(lambda: waiting(store) == 0)
    assert store.read(lambda reader: reader.quarantined_count()) == 2
    kept = [frame.payload for frame in frames if frame.payload not in processed.poison]
    assert sorted(set(processed.payloads)) == kept
    assert len(expected_log.sentences()) == 2


async def test_when_many_frames_wait_only_an_urgent_one_joins_them(
    store: SqliteStore, processed: Processed, clock: StandingClock
) -> None:
    pipeline = a_pipeline(store, processed, clock)
    for number in range(pipeline_module.MOST_WAITING):
        await pipeline.keep(an_uplink(b"frame %d" % number), urgent=False)
    plain = asyncio.create_task(pipeline.keep(an_uplink(b"plain"), urgent=False))
    await pipeline.keep(an_uplink(b"urgent"), urgent=True)
    assert not plain.done()
    assert waiting(store) == pipeline_module.MOST_WAITING + 1
    pipeline.start()
    await plain
    await until(lambda: waiting(store) == 0)
    await pipeline.stop()
    assert processed.payloads.index(b"urgent") < processed.payloads.index(b"plain")


async def test_frames_put_aside_leave_their_room(
    store: SqliteStore, processed: Processed, clock: StandingClock, expected_log: WarningsSeen
) -> None:
    frames = [an_uplink(b"frame %d" % number) for number in range(3 * pipeline_module.MOST_WAITING)]
    processed.poison = {frame.payload for frame in frames}
    async with running(store, processed, clock) as pipeline:
        for frame in frames:
            await pipeline.keep(frame, urgent=False)
    assert len(expected_log.sentences()) == len(frames)


async def test_stopping_lets_what_was_answered_be_processed(
    store: SqliteStore, processed: Processed, clock: StandingClock
) -> None:
    async with running(store, processed, clock) as pipeline:
        for number in range(20):
            await pipeline.keep(an_uplink(bytes([number])), urgent=True)
    assert waiting(store) == 0


async def test_stopping_does_not_wait_for_a_locked_database(
    store: SqliteStore,
    processed: Processed,
    clock: StandingClock,
    tmp_path: Path,
    expected_log: WarningsSeen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline_module, "ENDS_WITHIN_S", 0.1)
    leave(store, an_uplink(b"waits"))
    with locked(tmp_path / "data"):
        async with running(store, processed, clock):
            await until(lambda: store.state.condition is StoreCondition.LOCKED)
    assert processed.payloads == []
    assert expected_log.sentences()


async def test_a_box_on_record_is_known_and_a_stranger_is_written_down_once(
    store: SqliteStore, processed: Processed, clock: StandingClock
) -> None:
    box = a_box(contract_id=None)
    strangers = Strangers(timedelta(hours=1))
    pipeline = a_pipeline(store, processed, clock, strangers)
    assert not await pipeline.is_known(box.imei)
    pipeline.refuse_stranger(box.imei, UplinkSource.TELTONIKA_TCP)
    pipeline.refuse_stranger(box.imei, UplinkSource.TELTONIKA_TCP)
    await pipeline.stop()
    entries = store.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN)).result()
    assert [entry.record.action for entry in entries] == [AuditAction.SECURITY_EVENT]
    assert [stranger.imei for stranger in strangers.shown] == [box.imei]
    store.submit(lambda unit: register_box(RegisterBox(SERVICE, box), unit, clock), urgent=True).result()
    assert await pipeline.is_known(box.imei)
    assert strangers.shown == ()
