"""By when a waiting case should have been claimed: what the queue sorts by within a priority.

The clock of a case that nobody has answered yet runs from its reception, whatever happened since: a second impact must
not buy time. Once somebody had it, it runs from the last time it asked for attention.
"""

from datetime import datetime, timedelta

from app.domain.case import Case
from app.domain.verdict import Priority
from app.settings import Settings


def target_at(case: Case, settings: Settings) -> datetime:
    """Return the instant by which somebody should have claimed the case."""
    answer_s = {
        Priority.ONE: settings.answer_1_s,
        Priority.TWO: settings.answer_2_s,
        Priority.THREE: settings.answer_3_s,
    }[case.priority]
    waits_since = case.received_at if case.first_claimed_at is None else case.attention_at
    return waits_since + timedelta(seconds=answer_s)
