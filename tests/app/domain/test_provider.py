"""A partner is open when its hours say so, in the time of the country; unknown hours are no answer."""

from datetime import date, datetime

import pytest

from app.domain.provider import Province, province_of
from app.usecases.provider_hours import hours_of
from tests.support.partners import a_provider


@pytest.mark.parametrize(
    ("hours", "at", "is_open"),
    [
        ("mon-fri 08:00-18:00", "2026-11-26 08:00", True),
        ("mon-fri 08:00-18:00", "2026-11-26 07:59", False),
        ("mon-fri 08:00-18:00", "2026-11-26 18:00", False),
        ("mon-fri 08:00-18:00", "2026-11-28 10:00", False),
        ("fri 20:00-06:00", "2026-11-27 23:00", True),
        ("fri 20:00-06:00", "2026-11-28 05:59", True),
        ("fri 20:00-06:00", "2026-11-28 06:00", False),
        ("fri 20:00-06:00", "2026-11-27 05:00", False),
        ("mon-sun 00:00-24:00", "2026-12-25 10:00", False),
        ("hol 10:00-12:00", "2026-12-25 10:00", True),
        ("always", "2026-12-25 03:00", True),
        ("hol 20:00-02:00", "2026-12-26 01:00", True),
    ],
)
def test_hours_hold_to_the_minute(hours: str, at: str, is_open: bool) -> None:
    assert a_provider(hours=hours_of(hours)).is_open(datetime.fromisoformat(at)) is is_open


def test_unknown_hours_are_no_answer() -> None:
    assert a_provider(hours=()).is_open(datetime.fromisoformat("2026-11-26 10:00")) is None


@pytest.mark.parametrize(
    ("postcode", "province"),
    [
        ("1000", Province.BRUSSELS),
        ("1300", Province.WALLOON_BRABANT),
        ("3060", Province.FLEMISH_BRABANT),
        ("3500", Province.LIMBURG),
        ("4000", Province.LIEGE),
        ("6700", Province.LUXEMBOURG),
        ("7000", Province.HAINAUT),
        ("9000", Province.EAST_FLANDERS),
        ("0999", None),
        ("75001", None),
        ("", None),
    ],
)
def test_the_province_of_a_postcode(postcode: str, province: Province | None) -> None:
    assert province_of(postcode) is province


def test_a_contract_runs_from_its_first_day_to_the_day_before_it_stops() -> None:
    provider = a_provider(since=date(2026, 1, 1), stopped_on=date(2026, 12, 1))
    assert [provider.works_on(date(2026, month, 1)) for month in (1, 11, 12)] == [True, True, False]
    assert not provider.works_on(date(2025, 12, 31))
    assert a_provider(since=None).works_on(date(1990, 1, 1))
