"""When a promise is NEXT, and how it counts in the order of the queue."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.answer import FOR_112
from app.domain.case import CaseState
from app.domain.message import MessageState
from app.domain.next_step import NextKind, NextStep
from app.domain.promise import PromiseState
from app.usecases.next_step import next_step
from app.usecases.queries import CaseBrief
from app.usecases.queue_target import due_at, target_at
from tests.app.usecases.crashes import SETTINGS
from tests.support.builders import NOON, a_case, a_claim, a_message, a_promise, an_answer

MINUTE = timedelta(minutes=1)
DUE = NOON + 20 * MINUTE


def a_brief(**changes: object) -> CaseBrief:
    """A case whose driver was spoken to, and to whom a call was promised."""
    case = a_case(**{"claim": a_claim(renewed_at=DUE), "driver_reached_at": NOON, **changes})
    asked = tuple(an_answer(case.case_id, fact, value=False) for fact in FOR_112)
    return CaseBrief(case, None, None, (), (), (), None, False, asked, promises=(a_promise(case.case_id),))


@pytest.mark.parametrize(
    ("now", "changes", "kind"),
    [
        (DUE - MINUTE, {}, NextKind.NOTHING),
        (DUE, {}, NextKind.KEEP_PROMISE),
        (DUE, {"driver_reached_at": None}, NextKind.KEEP_PROMISE),
        (DUE, {"claim": None}, NextKind.CLAIM),
        (DUE - MINUTE, {"state": CaseState.CLOSED, "claim": None}, NextKind.NOTHING),
        (DUE, {"state": CaseState.CLOSED, "claim": None}, NextKind.KEEP_PROMISE),
    ],
)
def test_a_promise_is_next_from_the_second_it_is_due(now: datetime, changes: dict[str, Any], kind: NextKind) -> None:
    brief = a_brief(**changes)
    target_id = brief.promises[0].promise_id if kind is NextKind.KEEP_PROMISE else ""
    assert next_step(brief, now, SETTINGS) == NextStep(kind, target_id=target_id)


def test_what_is_still_to_be_sent_comes_before_it() -> None:
    brief = a_brief()
    unsent = replace(brief, messages=(a_message(brief.case.case_id, state=MessageState.BY_HAND),))
    assert next_step(unsent, DUE, SETTINGS).kind is NextKind.SEND_SMS_BY_HAND


def test_a_promise_that_ended_is_nothing_to_do() -> None:
    brief = a_brief()
    kept = replace(brief, promises=(replace(brief.promises[0], state=PromiseState.KEPT),))
    assert next_step(kept, DUE, SETTINGS).kind is NextKind.CLOSE


def test_of_two_overdue_ones_the_older_is_next() -> None:
    brief = a_brief()
    earlier = a_promise(brief.case.case_id, due_at=DUE - MINUTE)
    both = replace(brief, promises=(*brief.promises, earlier))
    assert next_step(both, DUE, SETTINGS).target_id == earlier.promise_id


@pytest.mark.parametrize(
    ("changes", "promised_at", "expected"),
    [
        ({"claim": None}, None, "claim"),
        ({"claim": None}, NOON + 60 * MINUTE, "claim"),
        ({"claim": None}, NOON - MINUTE, "promise"),
        ({"claim": a_claim()}, None, None),
        ({"claim": a_claim()}, NOON + 60 * MINUTE, "promise"),
        ({"claim": None, "state": CaseState.CLOSED}, NOON - MINUTE, "promise"),
        ({"claim": None, "state": CaseState.CLOSED}, None, None),
    ],
)
def test_what_runs_out_first_is_what_the_queue_sorts_by(
    changes: dict[str, Any], promised_at: datetime | None, expected: str | None
) -> None:
    case = a_case(received_at=NOON, **changes)
    promises = [] if promised_at is None else [a_promise(case.case_id, due_at=promised_at)]
    at = {"claim": target_at(case, SETTINGS), "promise": promised_at, None: None}[expected]
    assert due_at(case, promises, SETTINGS) == at
