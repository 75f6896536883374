"""Calls and messages of a case as lines."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from app.api.cases import CallInfo, CaseDetail, MessageInfo, PersonInfo, RungInfo
from app.api.numbers import NumberInfo
from app.domain.call_event import CallEventKind
from app.domain.clock import age_s
from app.domain.contact import CallOutcome, ContactRole, Disposition, NumberKind
from app.domain.message import MessageState, Template
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from app.i18n import _
from ui.contact.line import cut_offer, end_words, line_state, talk_clock
from ui.contact.state import CallStage, CallState, LanguageChoice, LastRung, MessageLine, Reachable, Typed
from ui.contact.telephone import Way
from ui.offer import Offer
from ui.words.contacts import DISPOSITIONS, LANGUAGES, MESSAGES, NUMBER_KINDS, OUTCOMES
from ui.words.faults import reason_text
from ui.words.lines import sentence_of
from ui.words.places import country_name
from ui.words.relations import CAUTIONS, ROLES
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


def people(detail: CaseDetail, why_not: str, now: datetime) -> Iterator[Reachable]:
    """Give the ladder: everybody who can be phoned, in the order in which they are."""
    for rung in detail.ladder:
        yield reachable(rung, why_not, now)


def can_be_dialled(rung: RungInfo) -> bool:
    """Whether the number is one, and nobody said that it is somebody else's."""
    return not rung.is_wrong and rung.person.number_kind is not NumberKind.INVALID


def reachable(rung: RungInfo, why_not: str, now: datetime) -> Reachable:
    """Return one rung; without a number that can be dialled the reason says so."""
    person = rung.person
    kind = person.number_kind
    if person.e164 is None:
        why_not = why_not or _("No number is known.")
    elif kind is NumberKind.INVALID:
        why_not = why_not or _("This is not a valid number.")
    return Reachable(
        role=ROLES[rung.role](),
        name=person.name or _("name not known"),
        number=person.number_shown or _("no number known"),
        kind=_kind_words(person),
        kind_needs_care=kind is not None and kind is not NumberKind.MOBILE,
        call=Offer(_("Call"), why_not),
        tried=_tried(rung),
        is_next=rung.is_next,
        due=_due(rung, now),
    )


def last_rung(detail: CaseDetail, why_not: str) -> LastRung | None:
    """Return who goes and looks when nobody is reached; None = there is no need to."""
    if detail.is_driver_reached:
        return None
    is_next = detail.row.next_step.kind is NextKind.WELFARE_CHECK
    if detail.looked_for_at is not None:
        told = next((one.to.value for one in detail.hand_overs if one.told_at == detail.looked_for_at), "")
        words = _("{number} was told at {time}.") if told else _("112 or 101 was told at {time}")
        text = words.format(number=told, time=time_of_day(detail.looked_for_at))
    elif detail.nobody_reached:
        text = _("Nobody is reached: ask 112 or 101 to go and look")
    else:
        text = _("If nobody is reached: ask 112 or 101 to go and look")
    return LastRung(text, is_next, Offer(_("Show what to say"), why_not))


def typed_number(info: NumberInfo | None, *, is_unchecked: bool) -> Typed | None:
    """Return what the number in the field is; None = not known yet."""
    if info is None:
        return Typed(_("not checked: the service does not answer"), needs_care=True) if is_unchecked else None
    words = kind_words(info.kind, info.country)
    if info.e164 is None:
        return Typed(_("cannot be a number yet"), needs_care=True)
    return Typed(f"{_unbroken(info.shown)} · {words}", needs_care=info.kind is not NumberKind.MOBILE)


def kind_words(kind: NumberKind, country: str) -> str:
    """Return what a number is, with its country where that is not Belgium."""
    words = NUMBER_KINDS[kind]()
    return f"{words} · {country_name(country)}" if country else words


def _due(rung: RungInfo, now: datetime) -> str:
    left_s = 0.0 if rung.not_before is None else (rung.not_before - now).total_seconds()
    return clock_text(math.ceil(left_s)) if left_s > 0 else ""


def _tried(rung: RungInfo) -> str:
    if rung.is_wrong:
        return _("wrong number, not called again")
    if rung.tried_at is None:
        return ""
    if rung.outcome is None:
        how = _("call is open")
    else:
        how = OUTCOMES[rung.outcome]() if rung.disposition is None else DISPOSITIONS[rung.disposition]()
    return f"{time_of_day(rung.tried_at)} · {how}"


def _kind_words(person: PersonInfo) -> str:
    if person.e164 is None and not person.number_shown:
        return ""
    kind = person.number_kind
    return _("number not checked") if kind is None else kind_words(kind, person.number_country)


def no_call() -> CallState:
    """Return the state in which nobody is on the phone."""
    return CallState(CallStage.NONE, "", "", (), (), "")


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a call does not say itself.

    Attributes:
        answered: The operator has said that somebody answered.
        way: How the number was dialled; without a telephone the operator dials.
        role: Who the number belongs to.
        takes_sms: Whether an SMS can arrive there, as far as is known.
        why_not: Why nothing can be said about it; empty = it can.
    """

    answered: bool
    way: Way
    role: ContactRole
    takes_sms: bool
    why_not: str


def call_state(call: CallInfo, now: datetime, facts: CallFacts) -> CallState:
    """Return the open call."""
    name = call.whom
    if facts.answered or call.outcome is CallOutcome.ANSWERED or call.answered_at is not None:
        return _ask_who(call, name, now, facts)
    outcomes = tuple((outcome, Offer(_sentence_case(OUTCOMES[outcome]()), facts.why_not)) for outcome in ASKED)
    is_dialled_here = call.line in (None, CallEventKind.BY_HAND) and facts.way in (Way.PROGRAM, Way.BY_HAND)
    hints = [_("Nothing rings? Dial it by hand.")] if is_dialled_here and facts.way is Way.PROGRAM else []
    hints.append(_after_no_answer(facts))
    return CallState(
        stage=CallStage.ASK_OUTCOME,
        sentence=sentence_of(call, name) or _ringing(call, name, facts.way),
        clock=clock_text(age_s(call.requested_at, call.ended_at or now)),
        outcomes=outcomes,
        dispositions=(),
        hint=" ".join(hints),
        to_dial=call.number_shown if is_dialled_here or call.line is CallEventKind.LOST else "",
        caution=_caution(facts.role),
        line=line_state(call, facts.why_not),
        cut=cut_offer(call, facts.why_not),
    )


def talking(call: CallInfo, now: datetime, why_not: str) -> CallState:
    """Return a call of which everything was said and that the exchange still holds."""
    words = _("Still on the line: {name}").format(name=call.whom)
    line = line_state(call, why_not)
    return CallState(CallStage.TALKING, words, talk_clock(call, now), (), (), "", line=replace(line, words=""))


def _ringing(call: CallInfo, name: str, way: Way) -> str:
    if way is Way.BY_HAND:
        return _("Dial on your telephone: {name}").format(name=name)
    if way is Way.PROGRAM:
        return _("Given to the phone program: {name}").format(name=name)
    words = _("Calling {name}")
    return f"{words.format(name=name)} · {_unbroken(call.number_shown)}"


def _after_no_answer(facts: CallFacts) -> str:
    if facts.role in CAUTIONS:
        return _("No SMS goes to a contact person.")
    if not facts.takes_sms:
        return _("No SMS goes to this number: it is no mobile.")
    return _("No answer, busy, declined, unreachable or voicemail prepares the SMS at once.")


def _ask_who(call: CallInfo, name: str, now: datetime, facts: CallFacts) -> CallState:
    """Ask in one order whoever was called: a digit pressed by habit must not say that the driver was reached."""
    dispositions = tuple((who, Offer(_sentence_case(DISPOSITIONS[who]()), facts.why_not)) for who in Disposition)
    sentence = _("Answered: who was it? {name} · {number}").format(name=name, number=_unbroken(call.number_shown))
    return CallState(
        stage=CallStage.ASK_DISPOSITION,
        sentence=sentence,
        clock=talk_clock(call, now),
        outcomes=(),
        dispositions=dispositions,
        hint=_("Voicemail answers too: only a person counts as reached."),
        to_dial=call.number_shown if call.line is CallEventKind.LOST and call.outcome is None else "",
        can_go_back=call.outcome is None and call.answered_at is None,
        caution=_caution(facts.role),
        line=line_state(call, facts.why_not),
        cut=cut_offer(call, facts.why_not),
    )


def _caution(role: ContactRole) -> str:
    return CAUTIONS[role]() if role in CAUTIONS else ""


def attempt_line(call: CallInfo) -> str:
    """Return a call that ended: time, who, number, how."""
    if call.outcome is None:
        how = OUTCOMES[CallOutcome.UNKNOWN]()
    elif call.disposition is not None:
        how = DISPOSITIONS[call.disposition]()
    else:
        how = OUTCOMES[call.outcome]()
    parts = (time_of_day(call.requested_at), call.whom, how, end_words(call))
    return " · ".join(part for part in parts if part)


def leaving(detail: CaseDetail, now: datetime) -> MessageInfo | None:
    """Return the SMS that leaves first, while it may still be stopped."""
    queued = [one for one in detail.messages if one.state is MessageState.QUEUED and one.leaves_at is not None]
    return min((one for one in queued if leaves_in_s(one, now)), key=lambda one: one.created_at, default=None)


def held_up(detail: CaseDetail) -> MessageInfo | None:
    """Return the first SMS that a gateway should take and does not, while it is known to be down."""
    queued = [one for one in detail.messages if one.state is MessageState.QUEUED]
    return min(queued, key=lambda one: one.created_at, default=None)


def leaves_in_s(message: MessageInfo, now: datetime) -> int:
    """Return the whole seconds in which it can still be stopped for certain."""
    if message.state is not MessageState.QUEUED or message.leaves_at is None:
        return 0
    return max(0, math.ceil((message.leaves_at - now).total_seconds()))


def leaving_words(message: MessageInfo, now: datetime) -> str:
    """Return the countdown of NEXT."""
    words = _("The SMS to {number} leaves in {seconds} s")
    return words.format(number=_unbroken(message.number_shown), seconds=leaves_in_s(message, now))


def held_up_words() -> str:
    """Return what NEXT says instead of the countdown while the gateway is down; it stands beside a button."""
    return _("SMS waits, gateway down. F6: by hand")


def is_to_send(message: MessageInfo) -> bool:
    """Whether a person has to send it: no gateway does, or one could not."""
    return message.is_owed or message.state is MessageState.BY_HAND


def message_line(message: MessageInfo, why_not: str, now: datetime, *, has_gateway: bool = False) -> MessageLine:
    """Return one SMS with what can be done about it. ``has_gateway``: one can be reached now."""
    to_do = is_to_send(message)
    is_for_gateway = has_gateway and message.state is MessageState.BY_HAND
    is_queued, seconds = message.state is MessageState.QUEUED, leaves_in_s(message, now)
    leaves = _("Leaves in {seconds} s").format(seconds=seconds) if seconds else _waits(message, now)
    heading = _("SMS to {number} ({language})").format(number=message.number_shown, language=_language_of(message))
    return MessageLine(
        message_id=message.message_id,
        heading=heading,
        text=message.text,
        state=_state_text(message),
        is_to_do=to_do,
        by_hand=Offer(_("Send it by hand"), why_not) if is_queued and not seconds else None,
        is_stoppable=bool(seconds),
        by_gateway=Offer(_("Send it by the gateway"), why_not) if is_for_gateway else None,
        is_lost=message.state.failed,
        sent=Offer(_("I have sent it"), why_not) if to_do else None,
        cancel=_cancel(message, seconds, why_not),
        leaves=leaves,
    )


def _language_of(message: MessageInfo) -> str:
    """Return the language it is in; of what an operator wrote nobody says which that is."""
    if message.language is not None:
        return LANGUAGES[message.language]()
    return _("written by hand") if message.template is Template.OPERATORS_TEXT else _("several languages")


def _cancel(message: MessageInfo, seconds: int, why_not: str) -> Offer | None:
    if message.state is MessageState.UNKNOWN:
        return None if message.leaves_at is None else Offer(_("Do not send it again"), why_not)
    may_stop = message.state is MessageState.QUEUED or is_to_send(message)
    return Offer(_("Stop it") if seconds else _("Do not send"), why_not) if may_stop else None


def _state_text(message: MessageInfo) -> str:
    parts = [_sentence_case(MESSAGES[message.state]())]
    if message.copies > 1:
        parts.append(_("sent twice"))
    if message.reason:
        parts.append(reason_text(message.reason))
    return " · ".join(parts)


def _waits(message: MessageInfo, now: datetime) -> str:
    """Return what an SMS waits for that nobody can stop any more; empty = for nothing."""
    if message.state is MessageState.QUEUED:
        return _("Waits for the gateway")
    if message.state is not MessageState.UNKNOWN or message.leaves_at is None:
        return ""
    seconds = max(0, math.ceil((message.leaves_at - now).total_seconds()))
    return _("Sent once more in {seconds} s, unless the gateway answers").format(seconds=seconds)


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
