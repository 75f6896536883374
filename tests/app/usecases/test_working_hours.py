"""An employer is asked for help while at work, and hears next to nothing at other times."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.usecases.working_hours import is_working_time
from tests.app.usecases.crashes import SETTINGS


@pytest.mark.parametrize(
    ("at", "is_working"),
    [
        (datetime(2031, 3, 10, 7, 0, tzinfo=UTC), True),
        (datetime(2031, 3, 10, 6, 59, tzinfo=UTC), False),
        (datetime(2031, 3, 10, 16, 59, tzinfo=UTC), True),
        (datetime(2031, 3, 10, 17, 0, tzinfo=UTC), False),
        (datetime(2031, 7, 7, 6, 0, tzinfo=UTC), True),
        (datetime(2031, 3, 8, 10, 0, tzinfo=UTC), False),
        (datetime(2031, 3, 9, 10, 0, tzinfo=UTC), False),
        (datetime(2031, 7, 21, 10, 0, tzinfo=UTC), False),
        (datetime(2031, 4, 14, 10, 0, tzinfo=UTC), False),
    ],
    ids=["Monday 8", "before 8", "before 18", "18", "summer time", "Saturday", "Sunday", "21 July", "Easter Monday"],
)
def test_monday_to_friday_from_eight_to_six_in_belgium(at: datetime, is_working: bool) -> None:
    assert is_working_time(at, SETTINGS) is is_working


def test_a_centre_may_set_other_hours() -> None:
    night = datetime(2031, 3, 10, 21, 0, tzinfo=UTC)
    assert is_working_time(night, replace(SETTINGS, work_until_h=22.5))
