"""Who may act on a case now. The desk shows the same rule in ``ui.rights``; this is where it holds.

What reaches people outside (calls, SMS, trucks) and what ends a case is for its holder alone: two operators who phone
the same driver help nobody. A note or a priority may also come from a supervisor who listens in. A closed case has no
holder: what was left running in it is ended by whoever hears of it.
"""

from app.domain.case import Case, CaseState
from app.domain.errors import Conflict
from app.usecases.actor import Actor


def holds(case: Case, actor: Actor) -> bool:
    """Whether the actor works on the case, from this very workplace."""
    claim = case.claim
    return claim is not None and (claim.account_id, claim.desk) == (actor.account_id, actor.desk)


def require_open(case: Case) -> None:
    """Pass when the case is open.

    Raises:
        Conflict: ``closed``.
    """
    if case.state is CaseState.CLOSED:
        raise Conflict("closed")


def require_holder(case: Case, actor: Actor) -> None:
    """Pass when the actor holds the open case.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
    """
    require_open(case)
    if case.claim is None:
        raise Conflict("not_claimed")
    if not holds(case, actor):
        raise Conflict("not_yours")


def require_writer(case: Case, actor: Actor) -> None:
    """Pass for the holder of the open case and for a supervisor.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
    """
    if actor.is_supervisor:
        require_open(case)
    else:
        require_holder(case, actor)


def require_finisher(case: Case, actor: Actor) -> None:
    """Pass for the holder while the case is open, and for anybody once it is closed.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``.
    """
    if case.state is CaseState.OPEN:
        require_holder(case, actor)
