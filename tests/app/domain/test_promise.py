"""A promise is a clock: open until it is kept or withdrawn, overdue from the second it is due."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import CaseId, PromiseId
from app.domain.promise import Promise, PromiseState, first_due, running_clocks
from tests.support.builders import NOON, a_promise

SECOND = timedelta(seconds=1)
instants = st.integers(min_value=-100_000, max_value=100_000).map(lambda seconds: NOON + seconds * SECOND)
promises = st.builds(
    lambda number, state, due_at, made_at: a_promise(
        CaseId("c" * 32), promise_id=PromiseId(f"{number:032x}"), state=state, due_at=due_at, made_at=made_at
    ),
    number=st.integers(min_value=0, max_value=10_000),
    state=st.sampled_from(PromiseState),
    due_at=instants,
    made_at=instants,
)


@pytest.mark.parametrize(
    ("state", "after_s", "overdue"),
    [
        (PromiseState.OPEN, -1, False),
        (PromiseState.OPEN, 0, True),
        (PromiseState.OPEN, 1, True),
        (PromiseState.KEPT, 1, False),
        (PromiseState.WITHDRAWN, 1, False),
    ],
)
def test_it_is_overdue_from_the_second_it_is_due(state: PromiseState, after_s: int, overdue: bool) -> None:
    promise = a_promise(CaseId("c" * 32), state=state)
    assert promise.is_overdue(promise.due_at + after_s * SECOND) is overdue
    assert promise.left_s(promise.due_at + after_s * SECOND) == -after_s


@given(promise=promises, now=instants, later_s=st.integers(min_value=0, max_value=100_000))
def test_an_overdue_promise_stays_overdue_and_never_has_time_left(
    promise: Promise, now: datetime, later_s: int
) -> None:
    assert promise.is_overdue(now) == (promise.is_open and promise.left_s(now) <= 0)
    if promise.is_overdue(now):
        assert promise.is_overdue(now + later_s * SECOND)


@given(st.lists(promises, unique_by=lambda one: one.promise_id))
def test_clocks_are_the_open_ones_with_the_least_time_left_first(all_of_them: list[Promise]) -> None:
    clocks = running_clocks(all_of_them)
    assert {one.promise_id for one in clocks} == {one.promise_id for one in all_of_them if one.is_open}
    assert [one.due_at for one in clocks] == sorted(one.due_at for one in clocks)
    assert running_clocks(reversed(all_of_them)) == clocks
    assert first_due(all_of_them) == (clocks[0] if clocks else None)
