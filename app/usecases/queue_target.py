"""By when somebody should act on a case: what the queue sorts by within a priority.

Until it is claimed, that is by when it should have been, or a promise that is due sooner. Once somebody has it, the
clock of its claim has stopped: what runs is the first promise, and a case without any has all the time.

The clock of a case that nobody has answered yet runs from its reception, whatever happened since: a second impact must
not buy time. A case that was given back, or opened again, waits since then (``waiting_since``), and no impact makes
that later either. Whoever gives a case back without having spoken with the driver gives back his whole wait too: for
him nobody was there (``release_case``).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.domain.case import Case, CaseState
from app.domain.promise import Promise, first_due
from app.domain.verdict import Priority
from app.settings import Settings


def due_at(case: Case, promises: Iterable[Promise], settings: Settings) -> datetime | None:
    """Return the instant that comes first of all that somebody waits for; None = nothing runs."""
    first = first_due(promises)
    promised_at = None if first is None else first.due_at
    if case.state is CaseState.CLOSED or case.claim is not None:
        return promised_at
    claim_by = target_at(case, settings)
    return claim_by if promised_at is None else min(claim_by, promised_at)


def target_at(case: Case, settings: Settings) -> datetime:
    """Return the instant by which somebody should have claimed the case."""
    answer_s = {
        Priority.ONE: settings.answer_1_s,
        Priority.TWO: settings.answer_2_s,
        Priority.THREE: settings.answer_3_s,
    }[case.priority]
    return waits_since(case) + timedelta(seconds=answer_s)


def waits_since(case: Case) -> datetime:
    """Return since when the case waits to be claimed; said of a case that nobody has."""
    return case.waiting_since or case.received_at
