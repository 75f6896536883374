"""Give a case back to the queue.

Since when it waits is seen from the car, not from the desk: a driver whom somebody spoke with waits since it was given
back, and one who was hit again after that since the new impact. For one whom nobody spoke with, that the case was in
somebody's hands was no help: his clock runs on as if it had never been claimed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.calls import require_no_open_call
from app.usecases.case_changes import Entry, save_case
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.holding import require_holder
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    """Give a case back."""

    actor: Actor
    case_id: CaseId


def release_case(command: ReleaseCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Let anybody claim the case.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``call_running``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    require_no_open_call(uow, case.case_id)
    entry, now = Entry(AuditAction.CASE_RELEASED, {"desk": command.actor.desk}), clock.now()
    released = replace(case, claim=None, waiting_since=_waiting_since(case, now))
    return save_case(uow, released, command.actor, now, entry)


def _waiting_since(case: Case, now: datetime) -> datetime | None:
    if is_driver_reached(case):
        return now
    return case.waiting_since if case.driver_reached_at is None else case.struck_at
