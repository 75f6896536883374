"""The contrasts that the tokens promise, by the formula of WCAG 2.2."""

import pytest

from app.domain.verdict import Priority
from ui.theme.tokens import DARK, LIGHT, SHAPES, Tokens

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@THEMES
def test_text_has_at_least_four_and_a_half_to_one(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.panel, tokens.field, tokens.selection):
        assert contrast(tokens.text, ground) >= 4.5
    for ground in (tokens.window, tokens.panel, tokens.field):
        assert contrast(tokens.muted, ground) >= 4.5
    assert contrast(tokens.on_focus, tokens.focus) >= 4.5
    assert contrast(tokens.on_training, tokens.training) >= 4.5


@THEMES
@pytest.mark.parametrize("priority", list(Priority))
def test_priorities_are_readable_and_stand_off(tokens: Tokens, priority: Priority) -> None:
    background, text = tokens.priority(priority)
    assert contrast(background, text) >= 4.5
    if (tokens, priority) != (LIGHT, Priority.TWO):  # amber on grey: doubled by its dark diamond, digit and word
        assert contrast(background, tokens.panel) >= 3.0


@THEMES
def test_edges_and_focus_have_three_to_one(tokens: Tokens) -> None:
    assert contrast(tokens.border, tokens.panel) >= 3.0
    assert contrast(tokens.focus, tokens.panel) >= 3.0


@THEMES
def test_traces_are_readable_on_their_ground(tokens: Tokens) -> None:
    for trace in (tokens.trace_x, tokens.trace_y, tokens.trace_z, tokens.trace_delta_v):
        assert contrast(trace, tokens.field) >= 4.5


def test_every_priority_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(Priority)


def test_priority_one_is_critical() -> None:
    assert LIGHT.priority(Priority.ONE) == ("#B3261E", "#FFFFFF")
    assert DARK.priority(Priority.ONE) == ("#FF6B5E", "#14181D")
