"""One dated line as data: of the timeline, of the notes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a list that only grows.

    Attributes:
        key: Names the line for ever; a list that grew keeps its lines.
        stamp: Local time, "22:14:07"; of a heading the day.
        text: What it says.
        beside: Who, and what else is known, said more quietly; empty = nothing.
        is_heading: A new day begins; there is no text.
        is_faint: Said quietly as a whole: it happens all the time, or it is gone.
    """

    key: str
    stamp: str
    text: str
    beside: str = ""
    is_heading: bool = False
    is_faint: bool = False

    @property
    def spoken(self) -> str:
        """Return what a screen reader says."""
        return ". ".join(part for part in (self.stamp, self.text, self.beside) if part)
