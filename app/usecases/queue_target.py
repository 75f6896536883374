"""By when a waiting case should have been claimed: what the queue sorts by within a priority."""

from datetime import datetime

from app.domain.case import Case
from app.settings import Settings


def target_at(case: Case, settings: Settings) -> datetime:
    """Return the instant by which somebody should have claimed the case."""
    raise NotImplementedError
