"""What the page of messages kept aside shows, in words."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One message that waits for a person."""

    age: str
    received: str
    box: str
    source: str
    fault: str
    size: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells, in the order of the columns."""
        return (self.age, self.received, self.box, self.source, self.fault, self.size)


@dataclass(frozen=True, slots=True)
class FrameDetail:
    """The chosen message.

    Attributes:
        title: Which one.
        fault: Why it could not be read, and what that means.
        bytes: Its bytes as lines of two-digit numbers; empty = nobody looked yet.
        see: Shows them; None = they are shown.
        said: What came of the last thing somebody did with it; empty = nothing yet.
    """

    title: str
    fault: str
    bytes: str
    see: Offer | None
    decode: Offer
    release: Offer
    said: str


@dataclass(frozen=True, slots=True)
class QuarantineState:
    """The page.

    Attributes:
        words: Why there is no list, or what it means; empty = nothing to say.
        chosen: Place of the chosen message in the list; None = none is chosen.
        retry: Reads again; None = no need.
    """

    lines: tuple[FrameLine, ...]
    words: str
    chosen: int | None
    detail: FrameDetail | None
    retry: Offer | None
