"""A sending goes forward: what was accepted is never queued again, and what was stopped never leaves."""

from itertools import product

from app.domain.sending import WAITS, SendingState, may_go

ENDS = {SendingState.DELIVERED, SendingState.FAILED, SendingState.STOPPED}


def test_an_end_is_an_end() -> None:
    assert not any(may_go(end, state) for end, state in product(ENDS, SendingState))


def test_only_what_waits_may_still_be_stopped_or_sent() -> None:
    assert {state for state in SendingState if may_go(state, SendingState.SENDING)} == {SendingState.QUEUED}
    assert {state for state in SendingState if may_go(state, SendingState.STOPPED)} == {SendingState.QUEUED}
    assert {SendingState.QUEUED, SendingState.SENDING} == WAITS


def test_a_failed_try_may_wait_again_and_an_accepted_one_not() -> None:
    assert may_go(SendingState.SENDING, SendingState.QUEUED)
    assert not may_go(SendingState.ACCEPTED, SendingState.QUEUED)
