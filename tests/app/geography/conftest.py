"""The shipped gazetteer, loaded once: nothing changes it."""

import pytest

from app.geography.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()
