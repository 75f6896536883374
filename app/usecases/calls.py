"""One call at a time: a case with an open call is not called from, given back or closed. 112 and firms count apart."""

from app.domain.call_event import CallEventKind, lines_of
from app.domain.errors import Conflict
from app.domain.ids import CaseId
from app.usecases.unit_of_work import UnitOfWork


def require_no_open_call(uow: UnitOfWork, case_id: CaseId) -> None:
    """Pass when of every call of the case it was said how it ended.

    Raises:
        Conflict: ``call_running``.
    """
    calls = [call for call in uow.calls.of_case(case_id) if not call.purpose.is_aside]
    if any(call.outcome is None for call in calls):
        raise Conflict("call_running")


def require_no_line_up(uow: UnitOfWork, case_id: CaseId) -> None:
    """Pass when nobody is on a line of the case, as far as is known; what an exchange lost sight of holds up nothing.

    Raises:
        Conflict: ``call_running``.
    """
    lines = lines_of(uow.call_events.of_case(case_id)).values()
    if any(line.is_up and line.stage is not CallEventKind.LOST for line in lines):
        raise Conflict("call_running")
