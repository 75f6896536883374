"""The one ranking: which step keeps NEXT, and which yields to somebody whom nobody has called yet."""

import pytest

from app.api.queue import QueueRow
from app.api.steps import NextStepInfo
from app.domain.next_step import NextKind
from app.domain.verdict import Priority
from tests.support.cases import a_queue_row
from tests.support.contract import NOW, a_claim, me
from ui.queue.need import TURNS, Turn, first_before, first_in_need

ORDER = (
    (NextKind.SAY_OUTCOME, NextKind.HAND_OVER_112, NextKind.CALL_101),
    (NextKind.ASK_FIRST_MINUTE, NextKind.SEND_SMS_BY_HAND, NextKind.CALL_BACK),
    (NextKind.ASK_TOW, NextKind.CALL_DRIVER, NextKind.CLAIM),
    (NextKind.WELFARE_CHECK, NextKind.CALL_AGAIN, NextKind.FIND_NUMBER),
    (NextKind.TAKE_OVER,),
    (NextKind.CALL_OFF_TOW, NextKind.PLACE_TOW_BY_HAND, NextKind.PHONE_PARTNER, NextKind.PLACE_ORDER_BY_HAND),
    (NextKind.ASK_NEXT_FIRM, NextKind.KEEP_PROMISE, NextKind.GO_THROUGH_SERVICES),
    (NextKind.CLOSE, NextKind.NOTHING),
)
KEEPS = {kind for group in ORDER[:3] for kind in group}


def mine(kind: NextKind, **changes: object) -> QueueRow:
    return a_queue_row("m1", claim=a_claim(), next_step=NextStepInfo(kind=kind), **changes)


def before(at_hand: QueueRow, *others: QueueRow) -> str | None:
    found = first_before({row.case_id: row for row in (at_hand, *others)}, me(), NOW, at_hand)
    return None if found is None else found.case_id


def test_every_step_has_its_turn() -> None:
    assert {kind for group in ORDER for kind in group} == set(TURNS) == set(NextKind)
    turns = [TURNS[kind] for group in ORDER for kind in group]
    assert turns == sorted(turns)
    assert set(turns) == set(Turn)


@pytest.mark.parametrize("kind", [kind for kind in NextKind if kind is not NextKind.NOTHING])
def test_a_person_nobody_called_goes_before_everything_but_who_is_in_danger(kind: NextKind) -> None:
    uncalled = a_queue_row("w1")
    assert before(mine(kind), uncalled) == (None if kind in KEEPS else "w1")
    assert before(mine(kind, is_on_call=True), uncalled) is None, "somebody is on the line"
    rows = {row.case_id: row for row in (mine(kind), uncalled)}
    first = first_in_need(rows, me(), NOW)
    assert first is not None
    assert first.case_id == ("m1" if kind in KEEPS else "w1")


@pytest.mark.parametrize(
    ("kind", "priority", "is_before"),
    [
        (NextKind.PLACE_TOW_BY_HAND, Priority.TWO, True),
        (NextKind.PLACE_TOW_BY_HAND, Priority.THREE, False),
        (NextKind.CALL_AGAIN, Priority.TWO, False),
        (NextKind.CLOSE, Priority.THREE, True),
    ],
)
def test_the_priority_decides_between_people_and_not_between_a_person_and_a_truck(
    kind: NextKind, priority: Priority, is_before: bool
) -> None:
    assert before(mine(kind), a_queue_row("w", priority=priority)) == ("w" if is_before else None)
