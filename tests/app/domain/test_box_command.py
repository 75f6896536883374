"""A question has a number that never repeats and is never zero in either half."""

import pytest

from app.domain.box_command import BoxCommandState, new_wire_number, wire_number_of, wire_parts
from tests.support.builders import NOON


def test_a_wire_number_is_the_second_and_chance() -> None:
    numbers = {new_wire_number(NOON) for _ in range(100)}
    assert len(numbers) == 100
    for number in numbers:
        boot_id, sequence = wire_parts(number)
        assert boot_id == int(NOON.timestamp())
        assert 0 < sequence < 2**32
        assert wire_number_of(boot_id, sequence) == number


@pytest.mark.parametrize("state", BoxCommandState)
def test_only_what_waits_or_was_sent_is_open(state: BoxCommandState) -> None:
    assert state.is_open == (state.value in ("waiting", "sent"))
