"""A case goes back to the queue, but not in the middle of a call."""

from datetime import datetime, timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.contact import CallOutcome
from app.usecases.release_case import ReleaseCase, release_case
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, a_call

EARLIER, LATER, NOW = (NOON + timedelta(minutes=minutes) for minutes in (1, 2, 3))


def test_a_released_case_waits_again(desk: Desk) -> None:
    case = desk.has_claimed(first_claimed_at=NOON)
    desk.unit.calls.put(a_call(case.case_id, outcome=CallOutcome.BUSY))
    released = release_case(ReleaseCase(AN, case.case_id), desk.unit, desk.clock)
    assert released.claim is None
    assert released.first_claimed_at == NOON
    assert desk.acted(case, AuditAction.CASE_RELEASED).facts == {"desk": "desk-3"}


@pytest.mark.parametrize(
    ("known", "since"),
    [
        ({}, None),
        ({"waiting_since": EARLIER}, EARLIER),
        ({"driver_reached_at": EARLIER, "waiting_since": EARLIER}, NOW),
        ({"driver_reached_at": EARLIER, "struck_at": LATER}, LATER),
        ({"driver_reached_at": LATER, "struck_at": EARLIER}, NOW),
    ],
    ids=["never spoken to", "never spoken to since it came back", "spoken to", "hit again since", "spoken to since"],
)
def test_who_nobody_spoke_with_waits_as_long_as_ever(
    desk: Desk, known: dict[str, datetime], since: datetime | None
) -> None:
    case = desk.has_claimed(first_claimed_at=NOON, **known)
    desk.clock.advance(NOW - NOON)
    assert release_case(ReleaseCase(AN, case.case_id), desk.unit, desk.clock).waiting_since == since


def test_an_open_call_is_ended_first(desk: Desk) -> None:
    case = desk.has_claimed()
    desk.unit.calls.put(a_call(case.case_id))
    with desk.refuses("call_running"):
        release_case(ReleaseCase(AN, case.case_id), desk.unit, desk.clock)
