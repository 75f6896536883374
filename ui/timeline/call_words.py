"""What a telephone exchange told of a call, as the timeline says it."""

from collections.abc import Callable, Mapping

from app.domain.audit import AuditAction
from app.domain.call_event import CallEventKind
from app.i18n import _

CALL_SENTENCES: Mapping[AuditAction, Callable[[], str]] = {
    AuditAction.CALL_PROGRESSED: lambda: _("News of the call"),
    AuditAction.CALL_TAKEN_BY_HAND: lambda: _("The call goes on without the exchange"),
    AuditAction.CALLED_BACK: lambda: _("Called back"),
    AuditAction.CALL_MISSED: lambda: _("Called the centre, and nobody took it"),
    AuditAction.MISSED_CALL_DONE: lambda: _("Missed call dealt with"),
    AuditAction.DESK_TELEPHONE_SET: lambda: _("Telephone of a desk set"),
}

LINES: Mapping[CallEventKind, Callable[[], str]] = {
    CallEventKind.REQUESTED: lambda: _("Asked of the exchange"),
    CallEventKind.AGENT_RINGING: lambda: _("The telephone of the desk rings"),
    CallEventKind.AGENT_ANSWERED: lambda: _("The telephone of the desk was taken"),
    CallEventKind.RINGING: lambda: _("It rings there"),
    CallEventKind.ANSWERED: lambda: _("Taken there"),
    CallEventKind.ENDED: lambda: _("The line is free"),
    CallEventKind.LOST: lambda: _("The exchange does not answer; what becomes of the call is not known"),
    CallEventKind.BY_HAND: lambda: _("Dialled by hand"),
}


def _progressed(details: Mapping[str, str]) -> str:
    try:
        return LINES[CallEventKind(details.get("kind", ""))]()
    except ValueError:
        return ""


CALL_DECIDES: Mapping[AuditAction, Callable[[Mapping[str, str]], str]] = {AuditAction.CALL_PROGRESSED: _progressed}

CALL_SAID: Mapping[AuditAction, frozenset[str]] = {
    AuditAction.CALL_PROGRESSED: frozenset({"kind", "source"}),
    AuditAction.CALLED_BACK: frozenset({"source"}),
    AuditAction.CALL_MISSED: frozenset({"source", "missed_id", "rang_s"}),
    AuditAction.MISSED_CALL_DONE: frozenset({"missed_id"}),
}
