"""Open a case: seeing it is audited like changing it.

Once a session is enough: the question is who saw the case, and an entry for every return to it would bury the timeline
under the people who worked on it.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ViewCase:
    """Open a case. ``since``: when the actor's session began."""

    actor: Actor
    case_id: CaseId
    since: datetime


def view_case(command: ViewCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Return the case and write down who looked at it, once a session. No event: nothing changed."""
    case = uow.cases.get(command.case_id)
    actor = command.actor
    if not uow.audit.has_viewed(case.case_id, actor.account_id, command.since):
        write_down(uow, case.case_id, actor, clock.now(), Entry(AuditAction.CASE_VIEWED, {"desk": actor.desk}))
    return case
