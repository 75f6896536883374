"""A sentence for everything that is ever audited, and words for the values that come with it.

An entry may be years old and its values of another version: one that is missing is left out, one that is not known is
said as it is. Nothing here may fail, or a case could not be read.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from app.domain.audit import AuditAction
from app.domain.box_command import BoxCommandState, BoxRequest
from app.domain.case import Hold, Outcome
from app.domain.contact import CallOutcome, Disposition, NumberKind
from app.domain.ecall import CrashMark
from app.domain.hand_over import TpsStep
from app.domain.message import MessageState
from app.domain.promise import PromisedTo, PromiseKind
from app.domain.sending import SendingChannel
from app.domain.service_order import DisclosureBasis, OrderState, Recipient
from app.domain.subscription import Language
from app.domain.verdict import ReasonCode, VerdictKind
from app.i18n import _
from ui.timeline.call_words import CALL_DECIDES, CALL_SAID, CALL_SENTENCES
from ui.timeline.order_words import ORDER_DECIDES, ORDER_SAID, ORDER_SENTENCES
from ui.timeline.phone_words import PHONE_DECIDES, PHONE_SAID, PHONE_SENTENCES, PHONE_VALUES
from ui.timeline.shift_words import SHIFT_SENTENCES, SHIFT_VALUES
from ui.timeline.sms_words import SMS_SENTENCES, SMS_VALUES
from ui.words.cases import HOLDS, ORDERS, OUTCOMES, reason_text
from ui.words.contacts import DISPOSITIONS, LANGUAGES, MESSAGES, NUMBER_KINDS
from ui.words.contacts import OUTCOMES as CALL_OUTCOMES
from ui.words.crash import MARKS, PRIORITIES, SHORT_REASONS, VERDICTS, missing_text
from ui.words.faults import reason_text as fault_text
from ui.words.ledger import counted, payer_of, whose
from ui.words.promises import promised_text
from ui.words.services import BASES, RECIPIENTS, ROADS, SERVICES, TOLD
from ui.words.times import age_text, number, time_of_day

SENTENCES: Mapping[AuditAction, Callable[[], str]] = {
    AuditAction.UPLINK_RECEIVED: lambda: _("Data of the box received"),
    AuditAction.UPLINK_QUARANTINED: lambda: _("Data of the box cannot be read; kept for an engineer"),
    AuditAction.UPLINK_DECODED_AGAIN: lambda: _("Data kept aside could be read after all"),
    AuditAction.UPLINK_RELEASED: lambda: _("Data kept aside was dealt with by hand"),
    AuditAction.CASE_OPENED: lambda: _("Case opened"),
    AuditAction.ECALL_UPDATED: lambda: _("More data of the crash taken in"),
    AuditAction.ECALL_REJECTED: lambda: _("No E-call by the clauses"),
    AuditAction.CASE_REOPENED: lambda: _("Case opened again"),
    AuditAction.SECOND_IMPACT: lambda: _("The same car was hit again"),
    AuditAction.NEARBY_CASE: lambda: _("Near to the case of another car: perhaps one pile-up"),
    AuditAction.PRIORITY_CHANGED: lambda: _("Priority changed"),
    AuditAction.CASE_VIEWED: lambda: _("Case looked at"),
    AuditAction.CASE_CLAIMED: lambda: _("Case claimed"),
    AuditAction.CASE_TAKEN_OVER: lambda: _("Case taken over"),
    AuditAction.CASE_RELEASED: lambda: _("Case given back to the queue"),
    AuditAction.CALL_REQUESTED: lambda: _("Call dialled"),
    AuditAction.CALL_ANSWERED: lambda: _("Call answered"),
    AuditAction.CALL_ENDED: lambda: _("Call ended"),
    **CALL_SENTENCES,
    **SHIFT_SENTENCES,
    AuditAction.LANGUAGE_SET: lambda: _("Language of the call set"),
    **SMS_SENTENCES,
    AuditAction.TOW_ORDERED: lambda: _("Tow truck to be ordered: nobody has been asked yet"),
    AuditAction.TOW_HELD: lambda: _("No tow truck by the rules alone: an operator decides"),
    AuditAction.TOW_DECLINED: lambda: _("Decided: no tow truck"),
    AuditAction.TOW_CHANGED: lambda: _("Tow order changed"),
    **ORDER_SENTENCES,
    **PHONE_SENTENCES,
    AuditAction.FACT_ANSWERED: lambda: _("Question answered"),
    AuditAction.ANSWER_TAKEN_BACK: lambda: _("Answer taken back"),
    AuditAction.FACT_NOT_KNOWN: lambda: _("Asked, and not known"),
    AuditAction.HAND_OVER_COMPLETED: lambda: _("Hand-over completed"),
    AuditAction.HANDED_OVER: lambda: _("Handed over by voice"),
    AuditAction.SERVICE_USED: lambda: _("Entered what was given"),
    AuditAction.USE_UNDONE: lambda: _("Taken back: what was entered as given"),
    AuditAction.TOW_DISCLOSED: lambda: _("Tow firm told"),
    AuditAction.PROMISE_MADE: lambda: _("Promised"),
    AuditAction.PROMISE_KEPT: lambda: _("Promise kept"),
    AuditAction.PROMISE_MOVED: lambda: _("Promise moved"),
    AuditAction.PROMISE_WITHDRAWN: lambda: _("Promise withdrawn"),
    AuditAction.PROMISES_PASSED_ON: lambda: _("Promises passed on"),
    AuditAction.NOTE_WRITTEN: lambda: _("Note written"),
    AuditAction.CASE_CLOSED: lambda: _("Case closed"),
    AuditAction.ACCOUNT_CREATED: lambda: _("Account created"),
    AuditAction.SIGNED_IN: lambda: _("Signed in"),
    AuditAction.SIGN_IN_REFUSED: lambda: _("Sign-in refused"),
    AuditAction.SIGNED_OUT: lambda: _("Signed out"),
    AuditAction.SERVICE_STARTED: lambda: _("Service started"),
    AuditAction.SERVICE_STOPPED: lambda: _("Service stopped"),
    AuditAction.UPLINK_VIEWED: lambda: _("Message kept aside looked at"),
    AuditAction.BOX_REGISTERED: lambda: _("Box registered"),
    AuditAction.BOX_FIRMWARE_NOTED: lambda: _("Firmware of the box noted"),
    AuditAction.CONTRACT_REGISTERED: lambda: _("Contract registered"),
    AuditAction.BOX_KEY_ISSUED: lambda: _("Key of a box issued"),
    AuditAction.BOX_KEY_RETIRED: lambda: _("Key of a box retired"),
    AuditAction.BOX_ASKED: lambda: _("Box asked"),
    AuditAction.BOX_ANSWERED: lambda: _("The box answered"),
    AuditAction.BOX_DID_NOT_ANSWER: lambda: _("The box did not answer"),
    AuditAction.FEED_OPENED: lambda: _("Sender of box data admitted"),
    AuditAction.FEED_CLOSED: lambda: _("Sender of box data shut out"),
    AuditAction.SECURITY_EVENT: lambda: _("Something suspicious was refused"),
    AuditAction.RECORD_VIEWED: lambda: _("Contract looked at"),
    AuditAction.RECORD_CHANGED: lambda: _("Contract, people or box changed on record"),
    AuditAction.IMPORT_CHECKED: lambda: _("File of contracts checked; what it would change was shown"),
    AuditAction.IMPORT_DECIDED: lambda: _("Import of contracts decided"),
    AuditAction.IMPORT_APPLIED: lambda: _("Rows of an import put in place"),
    AuditAction.IMPORT_DONE: lambda: _("Import of contracts done"),
    AuditAction.IMPORT_FAILED: lambda: _("Import of contracts broken off"),
}

TOW_SENTENCES: Mapping[OrderState, Callable[[], str]] = {
    OrderState.BY_HAND: SENTENCES[AuditAction.TOW_ORDERED],
    OrderState.QUEUED: lambda: _("Tow order about to leave for {provider}"),
    OrderState.OFFERED: lambda: _("Tow truck offered to {provider}"),
    OrderState.ACCEPTED: lambda: _("Tow truck accepted by {provider}"),
    OrderState.REFUSED: lambda: _("Tow truck refused by {provider}"),
    OrderState.EN_ROUTE: lambda: _("Tow truck of {provider} is on its way"),
    OrderState.ON_SITE: lambda: _("Tow truck of {provider} is with the car"),
    OrderState.DONE: lambda: _("Tow truck of {provider} has finished"),
    OrderState.UNSUCCESSFUL: lambda: _("Tow truck of {provider} came in vain"),
    OrderState.CANCELLED: lambda: _("Tow order cancelled"),
}

BOX_REQUESTS: Mapping[BoxRequest, Callable[[], str]] = {
    BoxRequest.POSITION: lambda: _("Box asked where it is"),
    BoxRequest.TRACKING: lambda: _("Box asked to send its place often"),
    BoxRequest.PARAMETER: lambda: _("Box told to change a setting"),
    BoxRequest.FIRMWARE: lambda: _("Box asked for its version"),
}

BOX_ENDS: Mapping[BoxCommandState, Callable[[], str]] = {
    BoxCommandState.ANSWERED: SENTENCES[AuditAction.BOX_ANSWERED],
    BoxCommandState.REFUSED: lambda: _("The box refused what it was asked"),
    BoxCommandState.UNANSWERED: SENTENCES[AuditAction.BOX_DID_NOT_ANSWER],
    BoxCommandState.EXPIRED: lambda: _("The box did not connect in time and was not asked"),
    BoxCommandState.WITHDRAWN: lambda: _("The box is not asked any more: the case was closed"),
}

PROMISE_SENTENCES: Mapping[AuditAction, Callable[[], str]] = {
    AuditAction.PROMISE_MADE: lambda: _("Promised for {time}: {promise}"),
    AuditAction.PROMISE_KEPT: lambda: _("Promise of {time} kept: {promise}"),
    AuditAction.PROMISE_MOVED: lambda: _("Promise moved to {time}: {promise}"),
    AuditAction.PROMISE_WITHDRAWN: lambda: _("Promise of {time} withdrawn: {promise}"),
}

_Table = Mapping[str, Callable[[], str]]
_Kind = TypeVar("_Kind", bound=StrEnum)

ROUTINE = frozenset({AuditAction.UPLINK_RECEIVED, AuditAction.CASE_VIEWED})
"""Happens all the time; said quietly."""


def sentence(action: AuditAction, details: Mapping[str, str]) -> str:
    """Return what happened, with the one value that makes it another sentence."""
    said = _DECIDES.get(action)
    return (said(details) if said is not None else "") or SENTENCES[action]()


def details_text(action: AuditAction, details: Mapping[str, str]) -> str:
    """Return the values of an entry in words, except what its sentence already says."""
    return " · ".join(text for text in _details(action, details) if text)


def _details(action: AuditAction, details: Mapping[str, str]) -> Iterator[str]:
    said = _SAID.get(action) or _SAID_OF_PROMISES.get(action, frozenset())
    if action is AuditAction.SECOND_IMPACT and _hit_again(details):
        said = frozenset({"impacts"})
    for key, value in details.items():
        if not value or key in said or key in _TECHNICAL or key.endswith(("_id", "_ids", "_hash")):
            continue
        words = _VALUES.get(key)
        yield words(value) if words is not None else f"{key} {value}"


def _tow_changed(details: Mapping[str, str]) -> str:
    words = _word(OrderState, TOW_SENTENCES, details.get("state", ""))
    return words.format(provider=details.get("provider") or _("a firm not named"))


def _call_ended(details: Mapping[str, str]) -> str:
    who = _word(Disposition, DISPOSITIONS, details.get("disposition", ""))
    if who:
        return _("Call answered: {who}").format(who=who)
    how = _word(CallOutcome, CALL_OUTCOMES, details.get("outcome", ""))
    return _("Call ended: {how}").format(how=how) if how else ""


def _closed(details: Mapping[str, str]) -> str:
    outcome = _word(Outcome, OUTCOMES, details.get("outcome", ""))
    return _("Case closed: {outcome}").format(outcome=outcome) if outcome else ""


def _priority_changed(details: Mapping[str, str]) -> str:
    priority = details.get("priority", "")
    return _("Priority changed to {priority}").format(priority=priority) if priority else ""


def _language_set(details: Mapping[str, str]) -> str:
    language = _word(Language, LANGUAGES, details.get("language", ""))
    return _("Language of the call: {language}").format(language=language) if language else ""


def _hit_again(details: Mapping[str, str]) -> str:
    return _("The driver pressed SOS again") if details.get("mark") == CrashMark.SOS else ""


def _box_asked(details: Mapping[str, str]) -> str:
    return _word(BoxRequest, BOX_REQUESTS, details.get("request", ""))


def _box_ended(details: Mapping[str, str]) -> str:
    return _word(BoxCommandState, BOX_ENDS, details.get("box_state", ""))


def _amount(details: Mapping[str, str]) -> str:
    limit = details.get("limit", "")
    return " · ".join(part for part in (counted(details.get("amount", ""), limit), whose(limit)) if part)


def _used(details: Mapping[str, str]) -> str:
    amount = _amount(details)
    return _("Given: {amount}").format(amount=amount) if amount else ""


def _use_undone(details: Mapping[str, str]) -> str:
    amount = _amount(details)
    return _("Taken back, not given: {amount}").format(amount=amount) if amount else ""


def _promise(action: AuditAction) -> Callable[[Mapping[str, str]], str]:
    """Return what says which promise, for what time."""

    def said(details: Mapping[str, str]) -> str:
        try:
            promised = promised_text(PromiseKind(details["kind"]), PromisedTo(details["to"]), details.get("text", ""))
            time = datetime.fromisoformat(details["due_at"]).astimezone().strftime("%H:%M")
        except (KeyError, ValueError):
            return ""
        return PROMISE_SENTENCES[action]().format(time=time, promise=promised)

    return said


def _handed_over(details: Mapping[str, str]) -> str:
    number = details.get("to", "")
    return _("Handed over by voice: {number}").format(number=number) if number else ""


_DECIDES: Mapping[AuditAction, Callable[[Mapping[str, str]], str]] = {
    AuditAction.TOW_CHANGED: _tow_changed,
    AuditAction.CALL_ENDED: _call_ended,
    AuditAction.CASE_CLOSED: _closed,
    AuditAction.PRIORITY_CHANGED: _priority_changed,
    AuditAction.LANGUAGE_SET: _language_set,
    AuditAction.SECOND_IMPACT: _hit_again,
    AuditAction.BOX_ASKED: _box_asked,
    AuditAction.SERVICE_USED: _used,
    AuditAction.USE_UNDONE: _use_undone,
    AuditAction.HANDED_OVER: _handed_over,
    AuditAction.BOX_ANSWERED: _box_ended,
    AuditAction.BOX_DID_NOT_ANSWER: _box_ended,
    **{action: _promise(action) for action in PROMISE_SENTENCES},
    **ORDER_DECIDES,
    **CALL_DECIDES,
    **PHONE_DECIDES,
}

_SAID: Mapping[AuditAction, frozenset[str]] = {
    **ORDER_SAID,
    **CALL_SAID,
    **PHONE_SAID,
    AuditAction.TOW_CHANGED: frozenset({"state", "provider"}),
    AuditAction.CALL_ENDED: frozenset({"outcome", "disposition"}),
    AuditAction.CASE_CLOSED: frozenset({"outcome"}),
    AuditAction.PRIORITY_CHANGED: frozenset({"priority"}),
    AuditAction.LANGUAGE_SET: frozenset({"language"}),
    AuditAction.SERVICE_USED: frozenset({"amount", "limit"}),
    AuditAction.USE_UNDONE: frozenset({"amount", "limit"}),
    AuditAction.HANDED_OVER: frozenset({"to"}),
    AuditAction.BOX_ASKED: frozenset({"request", "period_s"}),
    AuditAction.BOX_ANSWERED: frozenset({"request", "box_state", "parameter", "set_to", "period_s"}),
    AuditAction.BOX_DID_NOT_ANSWER: frozenset({"request", "box_state", "parameter", "set_to", "period_s"}),
}

_SAID_OF_PROMISES: Mapping[AuditAction, frozenset[str]] = dict.fromkeys(
    PROMISE_SENTENCES, frozenset({"kind", "to", "due_at", "text"})
)

_TECHNICAL = frozenset(
    {"version", "imei", "text", "note", "length", "template", "attempt", "state_before", "from_desk", "session", "pid"}
    | {"parts", "to_account", "after"}
)
"""Of use to an engineer, or shown in full elsewhere: a note stands under notes, the text of an SMS in its tray."""


def _word(kind: type[_Kind], words: Mapping[_Kind, Callable[[], str]], value: str) -> str:
    """Return the word for the value of an enumeration; "" without a value, the value itself when it is not known."""
    if not value:
        return ""
    try:
        return words[kind(value)]()
    except (ValueError, KeyError):
        return value


def _words_of(kind: type[_Kind], words: Mapping[_Kind, Callable[[], str]]) -> Callable[[str], str]:
    """Return what words one value or several with commas between."""
    return lambda value: ", ".join(_word(kind, words, part.strip()) for part in value.split(","))


def _priority(value: str) -> str:
    known = {str(int(priority)): words for priority, words in PRIORITIES.items()}
    return known[value]() if value in known else value


def _time(value: str) -> str:
    try:
        return time_of_day(datetime.fromisoformat(value))
    except ValueError:
        return value


def _late(value: str) -> str:
    try:
        return _("{age} late").format(age=age_text(float(value)))
    except (ValueError, OverflowError):
        return value


def _figure(words: Callable[[], str], digits: int) -> Callable[[str], str]:
    def text(value: str) -> str:
        try:
            return words().format(figure=number(float(value), digits))
        except ValueError:
            return value

    return text


def _peak_at_least(value: str) -> str:
    peak = _figure(lambda: _("{figure} g"), 1)(value)
    return f"≥ {peak}"


def _labelled(words: Callable[[], str], value_of: Callable[[str], str] = str) -> Callable[[str], str]:
    return lambda value: words().format(value=value_of(value))


def _either(yes: Callable[[], str], no: Callable[[], str]) -> Callable[[str], str]:
    return lambda value: yes() if value.lower() in ("yes", "true", "1") else no()


def _one_of(words: _Table) -> Callable[[str], str]:
    """Return what words one value or several with commas between, by a table of the service's own names."""

    def word(part: str) -> str:
        return words[part]() if part in words else part

    return lambda value: ", ".join(word(part.strip()) for part in value.split(","))


_RUNNING: _Table = {
    **{kind.value: words for kind, words in SERVICES.items()},
    "sms": lambda: _("SMS"),
    "promise": lambda: _("promise"),
}
_STEPS: _Table = {
    TpsStep.VOICE_CONNECTED.value: lambda: _("They spoke with the people of the car"),
    TpsStep.RELEASED.value: lambda: _("They let us go"),
    TpsStep.CALLED_BACK.value: lambda: _("They called us back"),
}
_FIELDS: _Table = {
    **TOLD,
    "pick_up": lambda: _("where the car was put"),
    "coordinates": lambda: _("coordinates"),
    "road": lambda: _("road"),
    "hazards": lambda: _("dangers of the car"),
    "destination": lambda: _("garage"),
    "need": lambda: _("what is needed"),
    "time": lambda: _("time"),
}
_WAYS: _Table = {
    "phone": lambda: _("by phone"),
    "mail": lambda: _("by mail"),
    "rest": lambda: _("straight into their system"),
    "sms": lambda: _("by SMS"),
}
_SMS_ANSWERS: _Table = {
    "prepared": str,
    "no_mobile": lambda: _("no SMS: it is no mobile number"),
    "one_is_enough": lambda: _("no second SMS"),
    "one_waits": lambda: _("the SMS of before has not left yet"),
    "contact_person": lambda: _("no SMS: the number of a contact person"),
    "test": lambda: _("no SMS: a test"),
}
_SOURCES: _Table = {"operator": str, "simulated": lambda: _("said by the simulated phone"), "ami": str}
_CAUSES: _Table = {
    "injured": lambda: _("somebody is hurt"),
    "called_again": lambda: _("somebody called about it again"),
    "nobody_comes": lambda: _("whoever was asked for help does not come"),
}

_VALUES: Mapping[str, Callable[[str], str]] = {
    **PHONE_VALUES,
    "reason": reason_text,
    "fact": str,
    "value": str,
    "parameter": _labelled(lambda: _("setting {value}")),
    "set_to": str,
    "answer": str,
    "reasons": _words_of(ReasonCode, SHORT_REASONS),
    "holds": _words_of(Hold, HOLDS),
    "missing": lambda value: ", ".join(missing_text(part.strip()) for part in value.split(",")),
    "state": _words_of(OrderState, ORDERS),
    "provider": str,
    "eta_at": _labelled(lambda: _("promised for {value}"), _time),
    "outcome": _words_of(CallOutcome, CALL_OUTCOMES),
    "disposition": _words_of(Disposition, DISPOSITIONS),
    "language": _words_of(Language, LANGUAGES),
    "message_state": _words_of(MessageState, MESSAGES),
    "mark": _words_of(CrashMark, MARKS),
    "verdict": _words_of(VerdictKind, VERDICTS),
    "priority": _priority,
    "before": _labelled(lambda: _("before: {value}"), _priority),
    "peak_g": _figure(lambda: _("{figure} g"), 1),
    "peak_at_least_g": _peak_at_least,
    "delta_v_kmh": _figure(lambda: _("{figure} km/h"), 0),
    "since": _labelled(lambda: _("since {value}")),
    "impacts": _labelled(lambda: _("impact {value}")),
    "number": str,
    "number_shown": str,
    "e164": str,
    "person": str,
    "reference": lambda value: _("their number {reference}").format(reference=value),
    "steps": _one_of(_STEPS),
    "their_operator": lambda value: _("with {operator}").format(operator=value),
    "name": str,
    "desk": _labelled(lambda: _("desk {value}")),
    "clause": str,
    "rest": _labelled(lambda: _("{value} beyond the limit")),
    "rest_paid_by": payer_of,
    "automatic": _either(lambda: _("decided by the rules"), lambda: _("decided by an operator")),
    "road_known": _either(lambda: _("road known"), lambda: _("road not known")),
    "kept": _labelled(lambda: _("goes on: {value}"), _one_of(_RUNNING)),
    "not_accepted": _labelled(lambda: _("asked, not accepted yet: {value}"), _one_of(_RUNNING)),
    "unreached_calls": _labelled(lambda: _("nobody reached, calls: {value}")),
    "looked_for": _either(lambda: _("112 or 101 asked to go and look"), lambda: _("nobody asked to go and look")),
    "left_to_do": _labelled(lambda: _("still to do: {value}"), _one_of(_RUNNING)),
    "number_kind": _words_of(NumberKind, NUMBER_KINDS),
    "sms": _one_of(_SMS_ANSWERS),
    "source": _one_of(_SOURCES),
    "because": _one_of(_CAUSES),
    "due_before": _labelled(lambda: _("before: {value}"), _time),
    "late_s": _late,
    "passed_from": _labelled(lambda: _("until now of {value}")),
    "count": _labelled(lambda: _("{value} open")),
    "fields": _one_of(_FIELDS),
    "disclosed_to": str,
    "recipient": _words_of(Recipient, RECIPIENTS),
    "basis": _words_of(DisclosureBasis, BASES),
    "to": str,
    "need": str,
    "channel": _words_of(SendingChannel, ROADS),
    "distance_km": _figure(lambda: _("{figure} km in a straight line"), 1),
    "price_eur": _figure(lambda: _("EUR {figure}"), 2),
    "by_itself": _either(lambda: _("by itself"), lambda: ""),
    "fault": fault_text,
    "wanted_at": _labelled(lambda: _("wanted for {value}"), _time),
    "way": _one_of(_WAYS),
    "pick_up": _labelled(lambda: _("fetch it at {value}")),
    "deliver_to": _labelled(lambda: _("bring it to {value}")),
    **SHIFT_VALUES,
    **SMS_VALUES,
    "taken_from": _labelled(lambda: _("taken over from {value}")),
    "was_stale": _either(lambda: _("that desk was silent"), lambda: _("that desk was not silent")),
}
