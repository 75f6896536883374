"""How far a text got follows from its parts alone, in whatever order they were told."""

from itertools import permutations

import pytest

from app.domain.message import Message, MessageState, SentPart, Template, better, reached
from tests.support.builders import NOON, a_case, a_message

A, D, U, E, R = (
    MessageState.ACCEPTED,
    MessageState.DELIVERED,
    MessageState.UNDELIVERED,
    MessageState.EXPIRED,
    MessageState.REJECTED,
)


def parts(*states: MessageState, copy: int = 1, of: int | None = None) -> tuple[SentPart, ...]:
    return tuple(
        SentPart(copy, number, of or len(states), f"{copy}{number}", state) for number, state in enumerate(states, 1)
    )


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ((), None),
        (parts(A), A),
        (parts(D), D),
        (parts(A, of=2), None),
        (parts(D, of=2), None),
        (parts(D, A), A),
        (parts(D, D), D),
        (parts(D, U), U),
        (parts(A, U), U),
        (parts(D, E, R), R),
        ((*parts(U), *parts(A, copy=2)), A),
        ((*parts(D), *parts(U, copy=2)), D),
        ((*parts(A), *parts(D, copy=2, of=2)), A),
    ],
)
def test_a_copy_is_its_worst_part_and_of_two_copies_the_better_counts(
    told: tuple[SentPart, ...], state: MessageState | None
) -> None:
    for order in permutations(told):
        assert reached(order) is state


def test_of_two_words_about_one_part_the_same_holds_in_every_order() -> None:
    words = (A, R, E, U, D)
    for one in words:
        assert better(one, one) is one
        for other in words:
            assert better(one, other) is better(other, one)
    assert better(A, U) is U
    assert better(U, D) is D


def test_only_texts_to_a_driver_in_need_are_sent_once_more() -> None:
    again = {one for one in Template if one.kind.is_sent_once_more}
    assert again == {Template.CALL_US_BACK, Template.WE_HAVE_YOUR_SIGNAL}


@pytest.mark.parametrize(
    ("state", "leaves_at", "is_under_way"),
    [
        (MessageState.QUEUED, NOON, True),
        (MessageState.SENDING, NOON, True),
        (MessageState.UNKNOWN, NOON, True),
        (MessageState.UNKNOWN, None, False),
        (MessageState.ACCEPTED, None, False),
        (MessageState.BY_HAND, None, False),
    ],
)
def test_what_is_under_way(state: MessageState, leaves_at: object, is_under_way: bool) -> None:
    message: Message = a_message(a_case().case_id, state=state, leaves_at=leaves_at)
    assert message.is_under_way is is_under_way
