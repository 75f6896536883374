"""What the page of outcomes shows, in words."""

from dataclasses import dataclass

from app.domain.ids import CaseId
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class KindLine:
    """Boxes of one model and firmware.

    Attributes:
        parts: What the false alarms were, most frequent first; empty = there were none.
        share: False alarms among those that are known to be one or the other.
    """

    model: str
    firmware: str
    confirmed: str
    false_alarms: str
    unknown: str
    tests: str
    share: str
    parts: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells, in the order of the columns."""
        return (
            self.model,
            self.firmware,
            self.confirmed,
            self.false_alarms,
            self.unknown,
            self.tests,
            self.share,
        )


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case behind a figure."""

    case_id: CaseId
    number: str
    received: str
    closed: str
    outcome: str


@dataclass(frozen=True, slots=True)
class OutcomesState:
    """The page.

    Attributes:
        words: Why there is no table, or what it does not know; empty = nothing to say.
        cases_title: Whose cases are listed; empty = no figure was chosen yet.
        cases_words: Why no case is listed; empty = they are.
        retry: Reads again; None = no need.
        save: Saves the table; None = there is none.
    """

    kinds: tuple[KindLine, ...]
    words: str
    cases_title: str
    cases: tuple[CaseLine, ...]
    cases_words: str
    retry: Offer | None
    save: Offer | None
