"""Guessing becomes slow, signing in never impossible."""

from datetime import timedelta

import pytest

from app.domain.errors import Refusal
from app.usecases.sign_in_attempts import SignInAttempts
from tests.support.clocks import StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def attempts(clock: StandingClock) -> SignInAttempts:
    return SignInAttempts(clock)


def wait_s(attempts: SignInAttempts, login: str = "an") -> int:
    with pytest.raises(Refusal, match="too_many_attempts") as refused:
        attempts.begin(login)
    return int(refused.value.detail["wait_s"])


def fail(attempts: SignInAttempts, times: int, login: str = "an") -> None:
    for _ in range(times):
        attempts.begin(login)


def test_five_are_free_also_at_the_same_time(attempts: SignInAttempts) -> None:
    fail(attempts, 5)
    assert wait_s(attempts) == 5


def test_the_wait_grows_to_a_minute_and_no_further(attempts: SignInAttempts, clock: StandingClock) -> None:
    fail(attempts, 5)
    waits = []
    for _ in range(7):
        waits.append(wait_s(attempts))
        clock.advance(timedelta(seconds=waits[-1]))
        attempts.begin("an")
    assert waits == [5, 10, 20, 40, 60, 60, 60]


def test_asking_too_early_does_not_make_it_longer(attempts: SignInAttempts, clock: StandingClock) -> None:
    fail(attempts, 5)
    clock.advance(timedelta(seconds=3.5))
    assert [wait_s(attempts), wait_s(attempts)] == [2, 2]


def test_a_success_forgets_the_failures(attempts: SignInAttempts) -> None:
    fail(attempts, 4)
    attempts.succeeded(" AN ")
    fail(attempts, 5)


def test_a_quarter_of_an_hour_forgets_them_too(attempts: SignInAttempts, clock: StandingClock) -> None:
    fail(attempts, 5)
    clock.advance(timedelta(seconds=901))
    fail(attempts, 5)


def test_a_login_is_counted_however_it_is_written_and_others_are_not(attempts: SignInAttempts) -> None:
    fail(attempts, 3, "An")
    fail(attempts, 2, " aN ")
    assert wait_s(attempts) == 5
    attempts.begin("piet")


def test_a_clock_that_was_set_back_locks_nobody_out(attempts: SignInAttempts, clock: StandingClock) -> None:
    fail(attempts, 5)
    clock.advance(timedelta(days=-2))
    assert wait_s(attempts) == 60


def test_no_number_of_logins_fills_the_memory(attempts: SignInAttempts) -> None:
    for number in range(10_050):
        attempts.begin(str(number))
    assert len(attempts._failures) == 10_000
