"""What the list of services shows."""

from dataclasses import dataclass
from enum import StrEnum

from app.api.entitlements import QuestionKind
from app.domain.ids import UseId
from ui.offer import Offer


class Standing(StrEnum):
    """What the contract says of a service, told apart by shape and word."""

    GRANTED = "granted"
    POSSIBLE = "possible"
    REFUSED = "refused"
    ASK = "ask"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause behind a card. ``quote_nl``: its Dutch words, exactly; never translated."""

    clause: str
    words: str
    quote_nl: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that stands open in its card.

    Attributes:
        spoken: The sentence for the driver; empty = none.
        choices: Code and words of every possible answer, where they are counted.
    """

    fact: str
    text: str
    spoken: str
    kind: QuestionKind
    unit: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Used:
    """An entry of the ledger that stands, with the button that takes it back."""

    use_id: UseId
    text: str
    undo: Offer


@dataclass(frozen=True, slots=True)
class Entering:
    """The form in which something is entered as given.

    Attributes:
        choices: What can be entered: a code of the form, and its words with what is left.
        rest: Says what lies beyond the limit and asks who pays it; empty = not asked.
        payers: Who may; code and words.
    """

    choices: tuple[tuple[str, str], ...]
    rest: str
    payers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One service and whether the contract pays for it.

    Attributes:
        key: Stays the same while the answers change.
        figures: The limit for this case, and what is left of it.
        reason: Why, in one sentence.
        missing: Facts that could still change it, and for which there is no question.
        notes: What else to mind: of which only one is chosen, what the insurer has to confirm.
        spoken: The sentence for the driver, with its language; empty = none.
        is_open: Clauses and sentence are shown.
        ask: Opens its question; None = nothing to ask.
        question: The question, while it is open.
        used: What was entered as given.
        enter: Opens the form of the ledger; None = nothing can be entered.
        entering: The form, while it is open.
        order: Opens the order of this service; None = it is ordered elsewhere, or nothing is ordered for it.
    """

    key: str
    title: str
    standing: Standing
    standing_words: str
    figures: str
    reason: str
    missing: tuple[str, ...]
    notes: str
    spoken: str
    clauses: tuple[Clause, ...]
    is_open: bool
    ask: Offer | None
    question: Ask | None
    used: tuple[Used, ...] = ()
    enter: Offer | None = None
    entering: Entering | None = None
    order: Offer | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that stands, with the button that takes it back."""

    fact: str
    text: str
    take_back: Offer


@dataclass(frozen=True, slots=True)
class EntitlementsState:
    """The panel.

    Attributes:
        others: What stands behind "more"; empty while that is closed.
        more: Opens and closes it; None = there is nothing behind it.
        given: The answers, shown with the others.
        not_confirmed: Says since when nobody has confirmed the cards; empty = they are confirmed.
    """

    cards: tuple[Card, ...]
    others: tuple[Card, ...]
    more: Offer | None
    given: tuple[Given, ...]
    not_confirmed: str
