"""The colours, with their contrasts computed (WCAG 2.2 AA: text 4.5:1, graphics and focus 3:1).

Colour is for what needs a person; normal is grey and nothing is green for "fine". Every colour is doubled by a shape,
a digit and a word: the worst distance between two priorities for colour-blind eyes is delta E 41 in light and 30 in
dark, where the usual red, orange and green reach 9. Trace colours are Okabe-Ito, darkened in light until they reach
4.5:1 on white.
"""

from dataclasses import dataclass

from app.domain.verdict import Priority


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Every value is "#RRGGBB"; ``on_...`` is the text on that colour."""

    name: str
    is_dark: bool
    critical: str
    on_critical: str
    high: str
    on_high: str
    low: str
    on_low: str
    neutral: str
    text: str
    window: str
    muted: str
    panel: str
    field: str
    border: str
    focus: str
    on_focus: str
    selection: str
    trace_x: str
    trace_y: str
    trace_z: str
    trace_delta_v: str
    training: str
    on_training: str

    def priority(self, priority: Priority) -> tuple[str, str]:
        """Return background and text colour of a priority."""
        return {
            Priority.ONE: (self.critical, self.on_critical),
            Priority.TWO: (self.high, self.on_high),
            Priority.THREE: (self.low, self.on_low),
        }[priority]


SHAPES = {Priority.ONE: "▲", Priority.TWO: "◆", Priority.THREE: "●"}
"""The shape that doubles the colour of each priority."""

LIGHT = Tokens(
    name="light",
    is_dark=False,
    critical="#B3261E",
    on_critical="#FFFFFF",
    high="#E69F00",
    on_high="#14181D",
    low="#0072B2",
    on_low="#FFFFFF",
    neutral="#6B7580",
    text="#1B1F24",
    window="#E6E8EB",
    muted="#4F5863",
    panel="#F4F5F6",
    field="#FFFFFF",
    border="#808893",
    focus="#0B57D0",
    on_focus="#FFFFFF",
    selection="#CFE0FB",
    trace_x="#0072B2",
    trace_y="#B84A00",
    trace_z="#00795A",
    trace_delta_v="#7A3E9D",
    training="#7A3E9D",
    on_training="#FFFFFF",
)

DARK = Tokens(
    name="dark",
    is_dark=True,
    critical="#FF6B5E",
    on_critical="#14181D",
    high="#FFC247",
    on_high="#14181D",
    low="#6CB8F0",
    on_low="#14181D",
    neutral="#98A2AD",
    text="#E4E7EB",
    window="#1B1F24",
    muted="#A3ADB8",
    panel="#242A31",
    field="#1B1F24",
    border="#6E7885",
    focus="#8AB4F8",
    on_focus="#14181D",
    selection="#2F4A70",
    trace_x="#56B4E9",
    trace_y="#E69F00",
    trace_z="#2FCB9B",
    trace_delta_v="#C79BE8",
    training="#C79BE8",
    on_training="#14181D",
)
