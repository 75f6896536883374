"""What the line of a call does before somebody answers."""

from collections.abc import Callable

from app.api.cases import CallInfo
from app.domain.call_event import CallEventKind
from app.i18n import _

_BEFORE_THE_ANSWER: dict[CallEventKind, Callable[[], str]] = {
    CallEventKind.REQUESTED: lambda: _("Asked of the exchange"),
    CallEventKind.AGENT_RINGING: lambda: _("Your telephone rings: take it, then {name} is called"),
    CallEventKind.AGENT_ANSWERED: lambda: _("Calling {name}"),
    CallEventKind.RINGING: lambda: _("It rings at {name}"),
    CallEventKind.LOST: lambda: _("The exchange does not answer: nobody knows what becomes of this call"),
}


def sentence_of(call: CallInfo, name: str) -> str:
    """Return what the line does now; empty = without an exchange, or it was answered."""
    words = None if call.line is None else _BEFORE_THE_ANSWER.get(call.line)
    return "" if words is None else words().format(name=name)
