"""Nobody presses in vain: whoever may not act is told what would help."""

import pytest

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.case import CaseState
from tests.support.cases import a_full_case, a_queue_row, my_case, their_case
from tests.support.contract import me
from ui.rights import why_not_act, why_not_finish, why_not_write

CLOSED = a_full_case(a_queue_row("c1", state=CaseState.CLOSED))
THEIRS = "A. Peters at Luik-2 works on this case."


@pytest.mark.parametrize(
    ("detail", "role", "why_not"),
    [
        (None, Role.OPERATOR, "No case is open."),
        (my_case(), Role.OPERATOR, ""),
        (my_case(), Role.SUPERVISOR, ""),
        (my_case(), Role.AUDITOR, "Your account may look at cases, not change them."),
        (my_case(), Role.INSTALLER, "Your account may look at cases, not change them."),
        (my_case(), Role.ADMIN, "Your account may look at cases, not change them."),
        (a_full_case(), Role.OPERATOR, "Claim the case first."),
        (their_case(), Role.OPERATOR, THEIRS),
        (their_case(), Role.SUPERVISOR, THEIRS),
        (CLOSED, Role.OPERATOR, "The case is closed."),
    ],
)
def test_only_the_holder_acts(detail: CaseDetail | None, role: Role, why_not: str) -> None:
    assert why_not_act(me(roles=(role,)), detail) == why_not


@pytest.mark.parametrize(
    ("detail", "role", "why_not"),
    [
        (my_case(), Role.OPERATOR, ""),
        (their_case(), Role.OPERATOR, THEIRS),
        (their_case(), Role.SUPERVISOR, ""),
        (a_full_case(), Role.SUPERVISOR, ""),
        (CLOSED, Role.SUPERVISOR, "The case is closed."),
        (None, Role.SUPERVISOR, "No case is open."),
    ],
)
def test_a_supervisor_writes_beside_the_holder(detail: CaseDetail | None, role: Role, why_not: str) -> None:
    assert why_not_write(me(roles=(role,)), detail) == why_not


@pytest.mark.parametrize(
    ("detail", "role", "why_not"),
    [
        (my_case(), Role.OPERATOR, ""),
        (their_case(), Role.SUPERVISOR, THEIRS),
        (a_full_case(), Role.OPERATOR, "Claim the case first."),
        (CLOSED, Role.OPERATOR, ""),
        (CLOSED, Role.SUPERVISOR, ""),
        (CLOSED, Role.AUDITOR, "Your account may look at cases, not change them."),
        (None, Role.OPERATOR, "No case is open."),
    ],
)
def test_what_runs_on_after_the_close_is_anybodys(detail: CaseDetail | None, role: Role, why_not: str) -> None:
    assert why_not_finish(me(roles=(role,)), detail) == why_not
