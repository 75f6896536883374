"""Words for numbers, calls and messages. Words follow facts: nothing here says more than its state says."""

from collections.abc import Callable, Mapping

from app.domain.contact import CallOutcome, Disposition, NumberKind
from app.domain.message import MessageState
from app.domain.subscription import Language
from app.i18n import _

NUMBER_KINDS: Mapping[NumberKind, Callable[[], str]] = {
    NumberKind.MOBILE: lambda: _("mobile"),
    NumberKind.LANDLINE: lambda: _("landline, takes no SMS"),
    NumberKind.FOREIGN_MOBILE: lambda: _("foreign mobile"),
    NumberKind.FOREIGN: lambda: _("foreign number, SMS not certain"),
    NumberKind.INVALID: lambda: _("not a valid number"),
}

OUTCOMES: Mapping[CallOutcome, Callable[[], str]] = {
    CallOutcome.ANSWERED: lambda: _("answered"),
    CallOutcome.BUSY: lambda: _("line engaged"),
    CallOutcome.DECLINED: lambda: _("declined"),
    CallOutcome.NO_ANSWER: lambda: _("no answer"),
    CallOutcome.WRONG_NUMBER: lambda: _("wrong number"),
    CallOutcome.NOT_IN_USE: lambda: _("number not in use, says the exchange"),
    CallOutcome.UNREACHABLE: lambda: _("unreachable"),
    CallOutcome.CANCELLED: lambda: _("hung up by us"),
    CallOutcome.AGENT_NO_ANSWER: lambda: _("our own telephone was not taken"),
    CallOutcome.FAILED: lambda: _("call failed"),
    CallOutcome.UNKNOWN: lambda: _("outcome not known"),
}

DISPOSITIONS: Mapping[Disposition, Callable[[], str]] = {
    Disposition.DRIVER_SPOKEN_TO: lambda: _("driver spoken to"),
    Disposition.VOICEMAIL: lambda: _("voicemail"),
    Disposition.THIRD_PARTY: lambda: _("somebody else"),
    Disposition.INJURED: lambda: _("driver spoken to, injured"),
    Disposition.FALSE_ALARM: lambda: _("driver says false alarm"),
}

MESSAGES: Mapping[MessageState, Callable[[], str]] = {
    MessageState.BY_HAND: lambda: _("to be sent by hand"),
    MessageState.DONE_BY_HAND: lambda: _("sent by hand"),
    MessageState.QUEUED: lambda: _("queued"),
    MessageState.SENDING: lambda: _("being sent"),
    MessageState.ACCEPTED: lambda: _("accepted by the gateway, not yet delivered"),
    MessageState.DELIVERED: lambda: _("delivered"),
    MessageState.UNDELIVERED: lambda: _("not delivered"),
    MessageState.EXPIRED: lambda: _("expired, not delivered"),
    MessageState.REJECTED: lambda: _("rejected by the gateway"),
    MessageState.UNKNOWN: lambda: _("perhaps sent, not known"),
    MessageState.CANCELLED: lambda: _("cancelled, not sent"),
}

LANGUAGES: Mapping[Language, Callable[[], str]] = {
    Language.NL: lambda: _("Dutch"),
    Language.FR: lambda: _("French"),
    Language.DE: lambda: _("German"),
    Language.EN: lambda: _("English"),
}
