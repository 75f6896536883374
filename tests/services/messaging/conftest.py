"""Stores and SMS centres for the tests of messaging."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.messaging.house import House, a_house
from tests.support.smsc import Smsc, an_smsc, why_no_smsc


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine lets a centre wait for seconds: no test may take that for a dead line, but the one about it."""
    monkeypatch.setattr("services.messaging.smpp_link.SILENT_AFTER_S", 60.0)
    monkeypatch.setattr("services.messaging.smpp.ANSWER_WITHIN_S", 60.0)
    monkeypatch.setattr("services.messaging.http.CONNECT_WITHIN_S", 60.0)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A real store on a folder of the test."""
    with a_house(tmp_path / "data") as made:
        yield made


@pytest.fixture
def smsc(request: pytest.FixtureRequest) -> Iterator[Smsc]:
    """The SMS centre of the npm package "smpp"; without it the test is skipped by name."""
    if reason := why_no_smsc():
        pytest.skip(f"{request.node.name}: needs the SMS centre of npm: {reason}")
    with an_smsc() as running:
        yield running
