"""What is shown while somebody calls in, in words; nothing by which whoever calls could be taken for another."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case that may be meant, in the order of the columns."""

    number: str
    state: str
    where: str
    car: str
    since: str
    who: str
    found: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells."""
        return (self.number, self.state, self.where, self.car, self.since, self.who, self.found)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One answer to "who is speaking?". ``key``: the digit that says it."""

    relation: str
    key: str
    text: str
    caution: str


@dataclass(frozen=True, slots=True)
class CallerState:
    """The page.

    Attributes:
        asks_who: For which case it is asked who is speaking; empty = none is chosen yet.
        speakers: Each answer attaches the call.
    """

    text: str
    number: str
    name: str
    words: str
    is_trouble: bool
    lines: tuple[CaseLine, ...]
    chosen: int | None
    asks_who: str
    speakers: tuple[Speaker, ...]
    say: str
    new_case: Offer
