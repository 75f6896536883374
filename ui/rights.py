"""Why this person may not act on the open case now, as a sentence; empty = may.

The service refuses what is not allowed whatever the desk thinks; this only keeps a person from pressing in vain and
says what would help.
"""

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.case import CaseState
from app.i18n import _
from ui.session import Me


def why_no_cases(me: Me) -> str:
    """Say why the queue stays empty for this person; empty = it shows every case."""
    return "" if me.sees_cases else _("Your account shows no cases. Operators, supervisors and auditors see them.")


def why_not_act(me: Me, detail: CaseDetail | None) -> str:
    """Say why a command that only the holder may give is not possible."""
    if detail is None:
        return _("No case is open.")
    if not {Role.OPERATOR, Role.SUPERVISOR} & set(me.account.roles):
        return _("Your account may look at cases, not change them.")
    if detail.row.state is CaseState.CLOSED:
        return _("The case is closed.")
    return _why_not_holder(me, detail)


def why_not_finish(me: Me, detail: CaseDetail | None) -> str:
    """Say why what still runs cannot be ended or moved on: the holder may, and once the case is closed anybody."""
    may_change = bool({Role.OPERATOR, Role.SUPERVISOR} & set(me.account.roles))
    if detail is not None and detail.row.state is CaseState.CLOSED and may_change:
        return ""
    return why_not_act(me, detail)


def why_not_write(me: Me, detail: CaseDetail | None) -> str:
    """Say why a note or a priority is not possible: the holder may, and a supervisor."""
    why = why_not_act(me, detail)
    if why and me.is_supervisor and detail is not None and detail.row.state is CaseState.OPEN:
        return ""
    return why


def _why_not_holder(me: Me, detail: CaseDetail) -> str:
    claim = detail.row.claim
    if claim is None:
        return _("Claim the case first.")
    if me.holds(detail.row):
        return ""
    return _("{name} at {desk} works on this case.").format(name=claim.name, desk=claim.desk)
