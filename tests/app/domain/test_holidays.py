"""The ten legal holidays of Belgium, in every year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.holidays import is_holiday


@pytest.mark.parametrize(
    "day", ["2026-01-01", "2026-04-06", "2026-05-14", "2026-05-25", "2026-07-21", "2025-04-21", "2027-05-06"]
)
def test_the_legal_holidays(day: str) -> None:
    assert is_holiday(date.fromisoformat(day))


@given(st.integers(1900, 2200))
def test_every_year_has_ten_holidays_at_most_and_easter_monday_is_a_monday(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=count) for count in range(365)]
    holidays = [day for day in days if is_holiday(day)]
    assert 9 <= len(holidays) <= 10, "Ascension can fall on the first of May"
    assert any(day.weekday() == 0 and day.month in (3, 4) for day in holidays)
