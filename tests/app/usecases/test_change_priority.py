"""Only a person lowers a priority, and says why."""

import pytest

from app.domain.audit import AuditAction
from app.domain.verdict import Priority
from app.usecases.change_priority import ChangePriority, change_priority
from tests.app.usecases.people import AN, Desk


@pytest.mark.parametrize("priority", [Priority.ONE, Priority.THREE])
def test_the_priority_of_a_person_stands_beside_that_of_the_rules(desk: Desk, priority: Priority) -> None:
    case = desk.has_claimed(priority=Priority.TWO, ranked=Priority.TWO)
    changed = change_priority(ChangePriority(AN, case.case_id, priority, " a kerb "), desk.unit, desk.clock)
    assert (changed.priority, changed.ranked) == (priority, Priority.TWO)
    record = desk.acted(case, AuditAction.PRIORITY_CHANGED)
    assert record.facts == {"priority": str(priority.value), "before": "2"}
    assert record.personal == {"reason": "a kerb"}


def test_the_same_priority_changes_nothing(desk: Desk) -> None:
    case = desk.has_claimed(priority=Priority.TWO)
    with desk.changes_nothing():
        command = ChangePriority(AN, case.case_id, Priority.TWO, "a kerb")
        assert change_priority(command, desk.unit, desk.clock) == case


@pytest.mark.parametrize("reason", ["", "   ", " ab "])
def test_a_reason_must_say_something(desk: Desk, reason: str) -> None:
    case = desk.has_claimed()
    with desk.refuses("reason_missing"):
        change_priority(ChangePriority(AN, case.case_id, Priority.THREE, reason), desk.unit, desk.clock)


def test_who_decided_against_another_priority_is_told_and_changes_nothing(desk: Desk) -> None:
    case = desk.has_claimed(priority=Priority.TWO)
    change_priority(ChangePriority(AN, case.case_id, Priority.THREE, "a kerb", Priority.TWO), desk.unit, desk.clock)
    with desk.refuses("changed"):
        change_priority(ChangePriority(AN, case.case_id, Priority.ONE, "is hurt", Priority.TWO), desk.unit, desk.clock)
    again = ChangePriority(AN, case.case_id, Priority.ONE, "is hurt", Priority.THREE)
    assert change_priority(again, desk.unit, desk.clock).priority is Priority.ONE
