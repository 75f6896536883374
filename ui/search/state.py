"""What the search bar shows, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was found, or the heading above several.

    Attributes:
        title: What it is.
        detail: What tells it from others of the same name.
        does: What Enter does with it; "" = it is a heading, which nobody can take.
        also: What Shift+Enter does with it; "" = nothing.
    """

    title: str
    detail: str = ""
    does: str = ""
    also: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it only names the lines under it."""
        return not self.does

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ". ".join(part for part in (self.title, self.detail, self.does) if part)


@dataclass(frozen=True, slots=True)
class SearchState:
    """The list under the bar.

    Attributes:
        is_open: Whether it stands at all.
        chosen: Which line Enter takes; -1 = none.
        words: Why there is nothing, or what can be typed; "" = the lines say it.
    """

    is_open: bool = False
    lines: tuple[Line, ...] = ()
    chosen: int = -1
    words: str = ""
    is_trouble: bool = False
