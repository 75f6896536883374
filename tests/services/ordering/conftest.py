"""Stores, mail servers and partners for the tests of ordering."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.ordering.house import House, a_house
from tests.support.mail_server import MailServer, a_mail_server
from tests.support.partner_server import PartnerServer, a_partner_server


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A real store on a folder of the test."""
    with a_house(tmp_path / "data") as made:
        yield made


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A real mail server."""
    with a_mail_server() as running:
        yield running


@pytest.fixture
def partner() -> Iterator[PartnerServer]:
    """A partner's interface."""
    with a_partner_server() as running:
        yield running
