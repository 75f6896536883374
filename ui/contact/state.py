"""What the contact panel shows."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.contact import CallOutcome, Disposition
from app.domain.ids import MessageId
from app.domain.subscription import Language
from ui.contact.sms_state import SmsEditorState
from ui.contact.told_state import ToldState
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class Reachable:
    """One rung of the ladder.

    Attributes:
        kind_needs_care: Landline, foreign or invalid, said in words.
        tried: When it was last called and what came of it; empty = not yet.
        is_next: NEXT calls it...
        due: ... in this time, "0:34"; empty = now.
    """

    role: str
    name: str
    number: str
    kind: str
    kind_needs_care: bool
    call: Offer
    tried: str = ""
    is_next: bool = False
    due: str = ""


@dataclass(frozen=True, slots=True)
class LastRung:
    """What comes when nobody is reached: somebody goes and looks. ``is_next``: it is due now."""

    text: str
    is_next: bool
    act: Offer


@dataclass(frozen=True, slots=True)
class Typed:
    """What the number in the field is, in words; ``needs_care``: anything but a Belgian mobile."""

    text: str
    needs_care: bool


@dataclass(frozen=True, slots=True)
class LineState:
    """The line of a call at the exchange.

    Attributes:
        alarm: That the exchange is gone, and what to do now; empty = it is there.
        words: Empty = the sentence of the call says it.
        hang_up: None = there is nothing to hang up.
        by_hand: Goes on without an exchange that does not answer; None = it does.
        has_digits: Somebody hears the keys of a telephone now.
    """

    words: str
    hang_up: Offer | None
    by_hand: Offer | None
    has_digits: bool
    alarm: str = ""


class CallStage(StrEnum):
    """Where the open call is. ``TALKING``: it was said who it is, and the exchange still holds the line."""

    NONE = "none"
    ASK_OUTCOME = "ask_outcome"
    ASK_DISPOSITION = "ask_disposition"
    TALKING = "talking"


@dataclass(frozen=True, slots=True)
class CallState:
    """The open call.

    Attributes:
        clock: Since it was dialled, or since it was answered.
        answers: What it could have been, with the consequence of each.
        hint: What follows from an answer.
        to_dial: The number a person has to dial on a telephone; empty = the desk dials, or somebody has answered.
        can_go_back: "Answered" was only said here yet and can be taken back.
        caution: What must not be said to whoever answers; empty = the people of the car.
        line: What the exchange holds of it; None = nothing.
        cut: Says that the line was cut and nothing else is known; None = it was not.
    """

    stage: CallStage
    sentence: str
    clock: str
    outcomes: tuple[tuple[CallOutcome, Offer], ...]
    dispositions: tuple[tuple[Disposition, Offer], ...]
    hint: str
    to_dial: str = ""
    can_go_back: bool = False
    caution: str = ""
    line: LineState | None = None
    cut: Offer | None = None


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One SMS of the tray.

    Attributes:
        leaves: When it leaves by itself unless it is stopped; empty = it does not.
        by_hand: Sends it with the centre's phone instead of by the gateway it waits for.
        is_stoppable: The key that stops an SMS stops this one.
        by_gateway: Gives it to the gateway, which can be reached again; None = it cannot, or has it.
        is_lost: It reached nobody.
    """

    message_id: MessageId
    heading: str
    text: str
    state: str
    is_to_do: bool
    sent: Offer | None
    cancel: Offer | None
    leaves: str = ""
    by_hand: Offer | None = None
    is_stoppable: bool = False
    by_gateway: Offer | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language of the call."""

    language: Language
    name: str
    is_chosen: bool
    is_suggested: bool


@dataclass(frozen=True, slots=True)
class PhraseLine:
    """One sentence to read out: as it is written, how it is read (empty = as it stands), and what it means."""

    text: str
    say: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PhrasesState:
    """Sentences in other languages.

    Attributes:
        languages: Code and own name of each.
        chosen: Code; empty = none.
        interpreter: Whom to call; empty = the centre has no interpreter line.
    """

    languages: tuple[tuple[str, str], ...]
    chosen: str
    lines: tuple[PhraseLine, ...]
    interpreter: str


@dataclass(frozen=True, slots=True)
class ContactState:
    """The panel.

    Attributes:
        case_key: Changes with the case; what was typed belongs to one case only.
        called_by_key: Which of the people the key "call" dials; None = it dials nobody of them.
        why_no_number: Why the field for another number cannot be used; empty = it can.
        problem: What is wrong with the typed number; empty = nothing.
        typed: What the typed number is; None = nothing is typed, or it is not known yet.
        last_rung: Who goes and looks when nobody is reached; None = the driver has spoken.
        telephone: How calls leave this desk, where that has to be known before one; empty = nothing to know.
        endpoint: The telephone of this desk at the exchange; empty = none is known, None = there is no exchange.
        attempts: Calls that ended, newest first.
        language_why_not: Why the language of the call cannot be set; empty = it can.
        tell: Opens the form in which it is ticked what somebody was told; None = there is no case.
    """

    case_key: str
    people: tuple[Reachable, ...]
    called_by_key: int | None
    why_no_number: str
    problem: str
    typed: Typed | None
    last_rung: LastRung | None
    telephone: str
    endpoint: str | None
    call: CallState
    attempts: tuple[str, ...]
    messages: tuple[MessageLine, ...]
    languages: tuple[LanguageChoice, ...]
    language_why_not: str
    phrases: PhrasesState | None = None
    editor: SmsEditorState | None = None
    tell: Offer | None = None
    told: ToldState | None = None
