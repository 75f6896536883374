"""Calls and messages of a case as lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.api.cases import CallInfo, CaseDetail, MessageInfo, PersonInfo
from app.domain.clock import age_s
from app.domain.contact import CallOutcome, Disposition, NumberKind
from app.domain.message import MessageState
from app.domain.subscription import Language
from app.i18n import _
from ui.contact.state import CallStage, CallState, LanguageChoice, MessageLine, Reachable
from ui.offer import Offer
from ui.words.contacts import DISPOSITIONS, LANGUAGES, MESSAGES, NUMBER_KINDS, OUTCOMES
from ui.words.times import clock_text, time_of_day

ASKED = (
    CallOutcome.ANSWERED,
    CallOutcome.NO_ANSWER,
    CallOutcome.BUSY,
    CallOutcome.DECLINED,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.UNREACHABLE,
    CallOutcome.CANCELLED,
)
"""What an operator can have heard; "failed" and "unknown" are only ever said by an adapter."""


def open_call(detail: CaseDetail) -> CallInfo | None:
    """Return the call that somebody still has to say something about, the newest first."""
    for call in reversed(detail.calls):
        unsaid = call.outcome is CallOutcome.ANSWERED and call.disposition is None
        if call.outcome is None or unsaid:
            return call
    return None


def people(detail: CaseDetail, why_not: str) -> Iterator[Reachable]:
    """Give who can be phoned: the driver, and the subscriber when that is somebody else."""
    if detail.driver is not None:
        yield reachable(_("Driver"), detail.driver, why_not)
    contract = detail.contract
    if contract is not None and (detail.driver is None or contract.subscriber.e164 != detail.driver.e164):
        yield reachable(_("Subscriber"), contract.subscriber, why_not)


def reachable(role: str, person: PersonInfo, why_not: str) -> Reachable:
    """Return one person; without a number that can be dialled the reason says so."""
    kind = person.number_kind
    if person.e164 is None:
        why_not = why_not or _("No number is known.")
    elif kind is NumberKind.INVALID:
        why_not = why_not or _("This is not a valid number.")
    return Reachable(
        role=role,
        name=person.name or _("name not known"),
        number=person.number_shown or _("no number known"),
        kind=_kind_words(person),
        kind_needs_care=kind is not None and kind is not NumberKind.MOBILE,
        call=Offer(_("Call"), why_not),
    )


def _kind_words(person: PersonInfo) -> str:
    if person.e164 is None and not person.number_shown:
        return ""
    return _("number not checked") if person.number_kind is None else NUMBER_KINDS[person.number_kind]()


def no_call() -> CallState:
    """Return the state in which nobody is on the phone."""
    return CallState(CallStage.NONE, "", "", (), (), "")


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a call does not say itself.

    Attributes:
        answered: The operator has said that somebody answered.
        by_hand: No telephone is connected: the operator dials.
        why_not: Why nothing can be said about it; empty = it can.
    """

    answered: bool
    by_hand: bool
    why_not: str


def call_state(call: CallInfo, now: datetime, facts: CallFacts) -> CallState:
    """Return the open call."""
    name = call.person or call.number_shown
    if facts.answered or call.outcome is CallOutcome.ANSWERED:
        return _ask_who(call, name, now, facts.why_not)
    outcomes = tuple((outcome, Offer(_sentence_case(OUTCOMES[outcome]()), facts.why_not)) for outcome in ASKED)
    to_dial = call.number_shown if facts.by_hand and call.answered_at is None else ""
    hint = _("No answer, busy, declined or unreachable prepares the SMS at once.")
    since = call.answered_at or call.requested_at
    words = _("{name} answered") if call.answered_at else _("Calling {name}")
    sentence = f"{words.format(name=name)} · {_unbroken(call.number_shown)}"
    if to_dial:
        sentence = _("Dial on your telephone: {name}").format(name=name)
    clock = clock_text(age_s(since, call.ended_at or now))
    return CallState(CallStage.ASK_OUTCOME, sentence, clock, outcomes, (), hint, to_dial=to_dial)


def _ask_who(call: CallInfo, name: str, now: datetime, why_not: str) -> CallState:
    since = call.answered_at or call.requested_at
    dispositions = tuple((who, Offer(_sentence_case(DISPOSITIONS[who]()), why_not)) for who in Disposition)
    sentence = _("Answered: who was it? {name} · {number}").format(name=name, number=_unbroken(call.number_shown))
    hint = _("Voicemail answers too: only a person counts as reached.")
    clock = clock_text(age_s(since, call.ended_at or now))
    can_go_back = call.outcome is None
    return CallState(CallStage.ASK_DISPOSITION, sentence, clock, (), dispositions, hint, can_go_back=can_go_back)


def attempt_line(call: CallInfo) -> str:
    """Return a call that ended: time, who, number, how."""
    if call.outcome is None:
        how = OUTCOMES[CallOutcome.UNKNOWN]()
    elif call.disposition is not None:
        how = DISPOSITIONS[call.disposition]()
    else:
        how = OUTCOMES[call.outcome]()
    return " · ".join((time_of_day(call.requested_at), call.person or call.number_shown, how))


def message_line(message: MessageInfo, why_not: str) -> MessageLine:
    """Return one SMS with what can be done about it."""
    to_do = message.state is MessageState.BY_HAND
    several = _("several languages")
    spoken = several if message.language is None else LANGUAGES[message.language]()
    heading = _("SMS to {number} ({language})").format(number=message.number_shown, language=spoken)
    return MessageLine(
        message_id=message.message_id,
        heading=heading,
        text=message.text,
        state=_sentence_case(MESSAGES[message.state]()),
        is_to_do=to_do,
        sent=Offer(_("I have sent it"), why_not) if to_do else None,
        cancel=Offer(_("Do not send"), why_not) if to_do or message.state is MessageState.QUEUED else None,
    )


def language_choices(detail: CaseDetail) -> tuple[LanguageChoice, ...]:
    """Return the languages of the call."""
    return tuple(
        LanguageChoice(
            language=language,
            name=LANGUAGES[language](),
            is_chosen=detail.call_language is language,
            is_suggested=detail.call_language is None and detail.suggested_language is language,
        )
        for language in Language
    )


def _unbroken(number: str) -> str:
    """Keep a number on one line, where it can be compared with the one on the phone."""
    return number.replace(" ", "\u00a0")


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
