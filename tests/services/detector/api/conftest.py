"""A service on a real database, its application, and people who ask it things."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.house import House, a_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as built:
        yield built
