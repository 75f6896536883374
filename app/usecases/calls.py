"""One call at a time: a case with an open call is not called from, given back or closed. 112 and firms count apart."""

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
