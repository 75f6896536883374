"""A store on a real folder for the parts of the service."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.persistence.store import SqliteStore
from tests.support.clocks import StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store(tmp_path: Path, clock: StandingClock) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path / "data", clock, group_commit_s=0.002, busy_timeout_s=0.02)
    yield opened
    opened.close()
