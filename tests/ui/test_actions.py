"""The table is whole and unambiguous, and acts only when it may."""

from collections import Counter

import pytest

from tests.support.backend import FakeClock
from ui.actions import ACTIONS, ActionId, Actions, SteadyKey


def test_every_action_has_exactly_one_row_and_a_text() -> None:
    assert Counter(action.action_id for action in ACTIONS) == Counter(ActionId)
    assert all(action.text() for action in ACTIONS)


def test_no_key_means_two_things_in_one_scope() -> None:
    keys = Counter((key, action.scope) for action in ACTIONS for key in action.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_key_is_a_digit_with_ctrl() -> None:
    assert [key for action in ACTIONS for key in action.keys if key[-1].isdigit() and "Ctrl" in key] == []


@pytest.mark.parametrize(
    ("action_id", "key"),
    [
        (ActionId.NEXT, "Space"),
        (ActionId.KEYS, "F1"),
        (ActionId.KEYS, "?"),
        (ActionId.CALL, "F5"),
        (ActionId.SMS, "F6"),
        (ActionId.TOW, "F7"),
        (ActionId.HAND_OVER, "F8"),
        (ActionId.NOTE, "F9"),
        (ActionId.CLOSE_CASE, "Ctrl+Shift+Return"),
        (ActionId.QUEUE_UP, "Ctrl+Up"),
        (ActionId.QUEUE_DOWN, "Ctrl+Down"),
        (ActionId.THEME, "Ctrl+Shift+D"),
    ],
)
def test_keys_are_those_of_the_design(action_id: ActionId, key: str) -> None:
    assert key in next(action for action in ACTIONS if action.action_id is action_id).keys


def test_acts_only_with_a_handler_and_while_possible() -> None:
    actions, done = Actions(), list[str]()
    seen: list[ActionId] = []
    actions.observe(seen.append)
    assert not actions.trigger(ActionId.CLAIM)
    actions.connect(ActionId.CLAIM, lambda: done.append("claim"))
    assert actions.trigger(ActionId.CLAIM)
    actions.set_enabled(ActionId.CLAIM, enabled=False)
    assert not actions.trigger(ActionId.CLAIM)
    actions.set_enabled(ActionId.CLAIM, enabled=False)
    actions.set_enabled(ActionId.CLAIM, enabled=True)
    assert actions.trigger(ActionId.CLAIM)
    assert done == ["claim", "claim"]
    assert seen == [ActionId.CLAIM] * 3


def test_next_acts_only_after_it_stood_still_and_not_twice() -> None:
    clock = FakeClock()
    key = SteadyKey(clock)
    key.changed()
    clock.advance(0.4)
    assert not key.may_act()
    clock.advance(0.2)
    assert key.may_act()
    clock.advance(0.9)
    assert not key.may_act()
    clock.advance(0.2)
    assert key.may_act()


def test_a_press_that_did_nothing_does_not_start_the_pause() -> None:
    clock = FakeClock()
    key = SteadyKey(clock)
    key.changed()
    clock.advance(0.45)
    assert not key.may_act()
    clock.advance(0.1)
    assert key.may_act()
