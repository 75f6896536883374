"""A time as it is typed while somebody speaks."""

from datetime import date, timedelta

import pytest

from tests.support.contract import NOW
from ui.words.typed_times import typed_day, typed_time


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("+25", 25), ("+ 5", 5), ("", None), ("25", None), ("24:00", None), ("14:60", None), ("soon", None)],
)
def test_minutes_from_now(typed: str, minutes: int | None) -> None:
    expected = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert typed_time(typed, NOW) == expected


@pytest.mark.parametrize("form", ["%H:%M", "%H%M", "%Hh%M", "%H.%M"])
def test_a_time_of_day_is_the_next_one(form: str) -> None:
    local = NOW.astimezone().replace(second=0, microsecond=0)
    soon = local + timedelta(minutes=20)
    assert typed_time(soon.strftime(form), NOW) == soon
    just_past = local - timedelta(minutes=20)
    assert typed_time(just_past.strftime(form), NOW) == just_past, "it is late, not tomorrow"
    long_past = local - timedelta(hours=3)
    assert typed_time(long_past.strftime(form), NOW) == long_past + timedelta(days=1)


@pytest.mark.parametrize("typed", ["1/3/2026", " 01/03/2026 ", "1.3.2026", "01-03-2026", "2026-03-01"])
def test_a_day_is_typed_as_people_write_it(typed: str) -> None:
    assert typed_day(typed) == date(2026, 3, 1)


@pytest.mark.parametrize("typed", ["", "31/2/2026", "1/3", "1/3/26", "2026-13-01", "0/3/2026", "soon"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert typed_day(typed) is None
