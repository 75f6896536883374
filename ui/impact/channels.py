"""The lines of the curve: their order, names, symbols and colours."""

from collections.abc import Callable, Mapping

from app.i18n import _
from ui.impact.samples import DELTA_V, MAGNITUDE
from ui.theme.tokens import Tokens

CHANNELS: Mapping[str, Callable[[], str]] = {
    "x": lambda: _("x forward"),
    "y": lambda: _("y right"),
    "z": lambda: _("z down"),
    MAGNITUDE: lambda: _("|a| of all axes"),
    DELTA_V: lambda: _("Δv speed change"),
}
"""What is drawn, in the order of drawing."""
SHORT = {MAGNITUDE: "|a|", DELTA_V: "Δv"}
"""Symbols of the lines that are not axes."""


def channel_colour(channel: str, tokens: Tokens) -> str:
    """Return the colour of a channel."""
    return {
        "x": tokens.trace_x,
        "y": tokens.trace_y,
        "z": tokens.trace_z,
        MAGNITUDE: tokens.text,
        DELTA_V: tokens.trace_delta_v,
    }[channel]


def channel_name(channel: str, *, is_horizontal: bool) -> str:
    """Return the name of a line. ``is_horizontal``: the magnitude leaves the vertical axis out."""
    return _("|a| horizontal") if channel == MAGNITUDE and is_horizontal else CHANNELS[channel]()
