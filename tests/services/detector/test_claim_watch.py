"""A desk that falls silent is announced to the other desks, and one that is heard again too."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.api.queue import ClaimInfo
from app.domain.account import Role
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.persistence.store import DATABASE_NAME, SqliteStore
from services.detector.api.rows import describer
from services.detector.claim_watch import LOOK_EVERY_S, ClaimWatch
from tests.conftest import WarningsSeen
from tests.support.builders import NOON, a_case, a_claim, an_ecall
from tests.support.clocks import StandingClock
from tests.support.house import House, a_house, crash

STALE_S = 45.0


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as built:
        yield built


def _watch(house: House) -> ClaimWatch:
    return ClaimWatch(house.parts.store, house.clock, STALE_S)


def _told(house: House) -> list[tuple[bool, NextKind]]:
    """What the desks are told from the start: whether the claim is stale, and NEXT. Rows are those of now."""
    describe = describer(house.clock.now, house.parts.settings)
    events = house.parts.store.read(lambda reader: describe(reader, reader.events_after(0, 99)))
    rows = [event.row for event in events if event.row is not None]
    claims: list[ClaimInfo | None] = [row.claim for row in rows]
    return [(claim is not None and claim.is_stale, row.next_step.kind) for claim, row in zip(claims, rows, strict=True)]


async def _claimed(house: House) -> str:
    case = house.open_case()
    answer = await house.person(Role.OPERATOR).post(f"/v1/cases/{case.case_id}/claim")
    assert answer.status_code == 200
    return case.case_id


async def test_a_silent_desk_is_announced_once_with_take_over_as_next(house: House) -> None:
    await _claimed(house)
    watch, before = _watch(house), len(_told(house))
    await watch.look()
    house.clock.advance(timedelta(seconds=STALE_S))
    await watch.look()
    assert len(_told(house)) == before
    house.clock.advance(timedelta(seconds=LOOK_EVERY_S))
    await watch.look()
    await watch.look()
    assert len(_told(house)) == before + 1
    assert _told(house)[-1] == (True, NextKind.TAKE_OVER)


async def test_a_desk_that_is_heard_again_is_announced(house: House) -> None:
    case = a_case(claim=a_claim(renewed_at=NOON - timedelta(minutes=5)))
    house.open_case(case)
    watch = _watch(house)
    await watch.look()
    before = len(_told(house))
    claim = a_claim()
    house.submit(lambda unit: unit.cases.renew_claim(case.case_id, claim.account_id, claim.desk, house.clock.now()))
    await watch.look()
    assert len(_told(house)) == before + 1
    assert _told(house)[-1][0] is False


async def test_a_case_nobody_holds_is_never_announced(house: House) -> None:
    house.open_case()
    before = len(_told(house))
    house.clock.advance(timedelta(hours=1))
    await _watch(house).look()
    assert len(_told(house)) == before


async def test_it_changes_no_version(house: House) -> None:
    case_id = CaseId(await _claimed(house))
    version = house.parts.store.read(lambda reader: reader.brief(case_id)).case.version
    house.clock.advance(timedelta(minutes=1))
    await _watch(house).look()
    assert house.parts.store.read(lambda reader: reader.brief(case_id)).case.version == version


async def test_what_a_locked_database_does_not_take_is_announced_later(
    store: SqliteStore, clock: StandingClock, tmp_path: Path, expected_log: WarningsSeen
) -> None:
    ecall = an_ecall()
    held = a_case(ecall_ids=(ecall.ecall_id,), claim=a_claim(renewed_at=NOON - timedelta(minutes=5)))
    store.submit(crash(held, ecall), urgent=True).result()
    watch = ClaimWatch(store, clock, STALE_S)
    before = store.read(lambda reader: reader.last_event())
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE_NAME, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        await watch.look()
    assert expected_log.sentences()
    await watch.look()
    assert store.read(lambda reader: reader.last_event()) == before + 1
