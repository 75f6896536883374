"""A store on a real folder, with a clock that stands still."""

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
    opened = SqliteStore.open(tmp_path / "data", clock)
    yield opened
    opened.close()
