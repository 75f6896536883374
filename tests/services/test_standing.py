"""A gateway that answers and takes nothing says so; one wrong number does not; the first thing taken ends it."""

from datetime import timedelta

from app.domain.gateway import GatewayCondition, GatewayRefusal
from services.standing import NOT_TRIED, Standing
from tests.support.builders import NOON
from tests.support.clocks import StandingClock


def a_standing(message: str = "") -> tuple[Standing, StandingClock]:
    clock = StandingClock(NOON)
    standing = Standing(clock, message)
    standing.is_let_in()
    return standing, clock


def test_what_is_its_own_fault_counts_at_once_since_the_first() -> None:
    standing, clock = a_standing()
    standing.took_not("a", "http_401", is_its_own=True)
    clock.advance(timedelta(minutes=1))
    standing.took_not("b", "no_answer", is_its_own=True)
    assert standing.refusal == GatewayRefusal(NOON, 2, "no_answer")
    assert standing.condition is GatewayCondition.OK, "or nobody would learn that it takes something again"
    standing.took()
    assert standing.refusal is None


def test_what_is_about_a_number_counts_when_three_in_a_row_are_not_taken() -> None:
    standing, _ = a_standing()
    for thing in ("a", "b", "a", "a"):
        standing.took_not(thing, "bad_number", is_its_own=False)
    assert standing.refusal is None, "the same text tried again is no second one"
    standing.took()
    for thing in ("a", "b"):
        standing.took_not(thing, "bad_number", is_its_own=False)
    assert standing.refusal is None
    standing.took_not("c", "bad_number", is_its_own=False)
    assert standing.refusal is not None


def test_of_several_far_sides_each_stands_for_itself() -> None:
    standing, clock = a_standing()
    standing.took_not("a", "http_403", is_its_own=True, far="first.example")
    clock.advance(timedelta(minutes=1))
    standing.took_not("b", "no_answer", is_its_own=True, far="second.example")
    standing.took("third.example")
    assert standing.refusal == GatewayRefusal(NOON, 1, "http_403", "first.example", others=1)
    standing.took("first.example")
    assert standing.refusal is not None
    assert (standing.refusal.far, standing.refusal.others) == ("second.example", 0)


def test_not_tried_is_said_until_something_was() -> None:
    for is_taken in (True, False):
        standing, _ = a_standing(NOT_TRIED)
        assert standing.message == NOT_TRIED
        if is_taken:
            standing.took()
        else:
            standing.took_not("a", "bad_number", is_its_own=False)
        assert standing.message == ""


def test_one_that_fell_says_why() -> None:
    standing, _ = a_standing()
    standing.falls("line_lost")
    assert (standing.condition, standing.message, standing.is_up) == (GatewayCondition.DOWN, "line_lost", False)
