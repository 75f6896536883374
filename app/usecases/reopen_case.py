"""Open a closed case again: somebody called about it, or somebody who was to come for it will not.

It is nobody's then, waits from now on, and has not ended: how it was closed stands in its record. Whoever closes a case
over a firm that was asked counts on that firm; when it says no, people stand beside a road and nobody looks. So the
case rises in the queue like a new one, and asks for another. A firm that just stays silent leaves the case closed: the
step "phone it, or ask another" stands in the queue instead, as a promise does, because it may come all the same.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.usecases.case_changes import Entry

CALLED_AGAIN: Final = "called_again"
NOBODY_COMES: Final = "nobody_comes"


def opened_again(case: Case, now: datetime) -> Case:
    """Return the case as an open one that nobody has; one that is open stays as it is."""
    if case.state is CaseState.OPEN:
        return case
    woken = replace(case, state=CaseState.OPEN, claim=None, closed_at=None, outcome=None)
    return replace(woken, attention_at=now, waiting_since=now)


def reopened(because: str) -> Entry:
    """Return the entry that says why it was opened again."""
    return Entry(AuditAction.CASE_REOPENED, {"because": because})
