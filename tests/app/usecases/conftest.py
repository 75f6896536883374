"""A desk for every test of a use case of people."""

import pytest

from tests.app.usecases.people import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
