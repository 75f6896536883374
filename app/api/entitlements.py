"""What the contract pays in this case, what to ask next, and what was answered: the rules as an operator sees them.

Worked out in the service, anew with every answer, and sent whole with the case, so that all cards change together.
Everything a person reads comes in the four languages of the centre: the screen is in the operator's, and the sentence
for the driver (``say``) is in the language of the call. Numbers travel as text: they are exact.
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import JsonValue

from app.api.model import ApiModel
from app.domain.ids import UseId
from app.domain.ledger import Payer
from app.domain.subscription import Language


class TextInfo(ApiModel):
    """One sentence in every language of the centre; all empty = there is nothing to say."""

    nl: str
    fr: str
    de: str
    en: str


class ServiceFamily(StrEnum):
    """The services that always have a card, in the order in which they stand; then all others, behind "more"."""

    EMERGENCY = "emergency"
    TOW = "tow"
    ONWARD = "onward"
    FAMILY = "family"
    LODGING = "lodging"
    CAR = "car"
    REPATRIATION = "repatriation"
    OTHER = "other"


class ServiceStatus(StrEnum):
    """What the contract says by what is known now. POSSIBLE: VIVIUM decides, it is no right."""

    GRANTED = "granted"
    POSSIBLE = "possible"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class LimitInfo(ApiModel):
    """One figure of a limit, worked out for this case.

    Attributes:
        key: E.g. "max_nights"; see the rulebook.
        value: As text; empty = none stated. Exact where it is a number ("1050").
        left: What is left of it; None = it is not counted.
    """

    key: str
    value: str
    left: str | None = None


class ClauseInfo(ApiModel):
    """A clause behind a card, shown on click.

    Attributes:
        status: Its own; a card shows the best of its clauses.
        quote_nl: The Dutch words, exactly.
        source: Where they stand in the conditions.
    """

    clause: str
    title: TextInfo
    status: ServiceStatus
    quote_nl: str
    source: str


class RoomInfo(ApiModel):
    """Something that can be entered as given under a clause.

    Attributes:
        title: Of the clause.
        key: The limit it counts against; "eur" where the clause states no amount.
        left: What VIVIUM still pays of it; None = no limit is stated.
    """

    clause: str
    title: TextInfo
    key: str
    left: str | None


class UseInfo(ApiModel):
    """An entry of the ledger that stands; what was taken back is in the timeline only.

    Attributes:
        amount: All that was given, in the unit of ``key``.
        rest: The part beyond the limit, which ``rest_paid_by`` pays; "0" = none.
        since: The day it began; None = nobody said so.
    """

    use_id: UseId
    clause: str
    key: str
    amount: str
    rest: str
    rest_paid_by: Payer | None
    author: str
    entered_at: datetime
    since: date | None = None


class ServiceCard(ApiModel):
    """One service.

    Attributes:
        limit: What is paid at most, in words and numbers, for these people and this day.
        reason: Why, in one sentence: who pays; why not; or what has to be asked first.
        clauses: The one that decides first.
        say: What to say to the driver; in ``say_language``.
        missing: Facts that can still change the status, or (granted) the limit.
        missing_texts: The question of each of ``missing``, in the same order; what a person reads instead of its name.
        group: Of which only one service may be chosen ("P2.C2.A2.1"); empty = it stands alone.
        to_be_confirmed: Doubts that the insurer has to settle.
        read_narrowly: Doubts on which a refusal rests in the narrower reading; in doubt the law follows the insured.
        room: What can be entered as given; first that of the clause that decides.
        uses: What was entered under its clauses, oldest first.
        counted_from: The day from which days and nights count: of the first entry, before that of the event.
        start_assumed: Nobody said when it began, or the money was handed over: the day of an entry stands in for it.
        until: The last of them; None = nothing is granted for a time.
        repay_by: The last day to pay an advance back; None = none was given.
    """

    family: ServiceFamily
    title: TextInfo
    status: ServiceStatus
    limit: TextInfo
    limits: tuple[LimitInfo, ...]
    reason: TextInfo
    clauses: tuple[ClauseInfo, ...]
    say: str
    say_language: Language
    missing: tuple[str, ...]
    group: str = ""
    to_be_confirmed: tuple[TextInfo, ...] = ()
    missing_texts: tuple[TextInfo, ...] = ()
    read_narrowly: tuple[TextInfo, ...] = ()
    room: tuple[RoomInfo, ...] = ()
    uses: tuple[UseInfo, ...] = ()
    counted_from: date | None = None
    until: date | None = None
    repay_by: date | None = None
    start_assumed: bool = False


class QuestionKind(StrEnum):
    """How an answer is given, and what its value is in JSON."""

    YES_NO = "yes_no"
    """true or false."""
    NUMBER = "number"
    """A number, or a text that is one ("2.1")."""
    CHOICE = "choice"
    """The code of a choice."""
    CHOICES = "choices"
    """A list of codes."""
    DURATION = "duration"
    """ISO 8601: "P10D", "P3M", "P1Y"."""
    PLACE = "place"
    """A country code, or "!BE": abroad, it is not known where."""
    TEXT = "text"
    """Words."""


class ChoiceInfo(ApiModel):
    """One possible answer."""

    code: str
    text: TextInfo


class QuestionInfo(ApiModel):
    """Something worth asking, the best question first; those of the first minute before all others.

    Attributes:
        first_minute: One of the five of the strip; it stays in the list when it is answered (see ``answers``).
        is_urgent: To be asked before the others of the strip: "Motorway?" after a fast approach.
        text: What the operator reads.
        say: The same for the driver; in ``say_language``.
        unit: Of a number ("h", "EUR", "t"); empty = it has none.
        clauses: What it can still change.
    """

    fact: str
    kind: QuestionKind
    text: TextInfo
    say: str
    say_language: Language
    unit: str = ""
    choices: tuple[ChoiceInfo, ...] = ()
    first_minute: bool = False
    is_vital: bool = False
    is_urgent: bool = False
    clauses: tuple[str, ...] = ()


class NotKnownInfo(ApiModel):
    """What was asked and nobody could say; the fact stays unknown. Gone once somebody may know better."""

    fact: str
    text: TextInfo
    said_by: str
    said_at: datetime


class AnswerInfo(ApiModel):
    """What a person answered. ``shown``: the value in words. What was taken back is not listed."""

    fact: str
    value: JsonValue
    shown: TextInfo
    text: TextInfo
    said_by: str
    said_at: datetime
