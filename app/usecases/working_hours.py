"""When an employer works: then the person who picks up can help to find the driver, and is asked to.

Outside of these hours, and on the legal holidays of Belgium, somebody's private telephone rings, or a porter's: they
hear that there was an incident with the vehicle and whether the driver was reached, and nothing more.
"""

from datetime import datetime
from typing import Final

from app.domain.holidays import is_holiday
from app.settings import Settings
from app.usecases.holds import BELGIAN_TIME

_WORKING_DAYS: Final = range(5)
_MINUTES_PER_HOUR: Final = 60


def is_working_time(at: datetime, settings: Settings) -> bool:
    """Whether an employer is at work then: Monday to Friday but on no holiday, between the hours the centre has set."""
    local = at.astimezone(BELGIAN_TIME)
    hour = local.hour + local.minute / _MINUTES_PER_HOUR
    is_workday = local.weekday() in _WORKING_DAYS and not is_holiday(local.date())
    return is_workday and settings.work_from_h <= hour < settings.work_until_h
