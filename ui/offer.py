"""A button as data: what it would do and, when it cannot do it now, why.

A grey button that does not say why makes people click it harder. Presenters therefore hand out offers, never a bare
"enabled"; the reason is the tool tip and the description for a screen reader.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A button. ``why_not`` empty = it can be pressed."""

    text: str
    why_not: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether a press would act."""
        return not self.why_not
