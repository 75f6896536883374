"""By when a case should be claimed."""

from datetime import timedelta

import pytest

from app.domain.verdict import Priority
from app.usecases.queue_target import target_at, waits_since
from tests.app.usecases.crashes import SETTINGS
from tests.support.builders import NOON, a_case


@pytest.mark.parametrize(("priority", "within_s"), [(Priority.ONE, 15), (Priority.TWO, 30), (Priority.THREE, 120)])
def test_the_more_urgent_the_sooner(priority: Priority, within_s: float) -> None:
    case = a_case(priority=priority, received_at=NOON, attention_at=NOON)
    assert target_at(case, SETTINGS) == NOON + timedelta(seconds=within_s)


def test_a_case_nobody_answered_keeps_the_clock_of_its_reception() -> None:
    later = NOON + timedelta(minutes=5)
    waiting = a_case(received_at=NOON, attention_at=later)
    assert target_at(waiting, SETTINGS) == NOON + timedelta(seconds=15)
    assert waits_since(waiting) == NOON


def test_a_case_that_was_given_back_waits_since_then() -> None:
    given_back, hit_again = NOON + timedelta(minutes=5), NOON + timedelta(minutes=7)
    case = a_case(received_at=NOON, attention_at=hit_again, first_claimed_at=NOON, waiting_since=given_back)
    assert target_at(case, SETTINGS) == given_back + timedelta(seconds=15)
    assert waits_since(case) == given_back
