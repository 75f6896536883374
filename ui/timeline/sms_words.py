"""The words of the timeline for SMS: how far each one got, and why it got no further."""

from collections.abc import Callable, Mapping

from app.domain.audit import AuditAction
from app.i18n import _
from ui.words.faults import reason_text
from ui.words.sms import why_not_text

SMS_SENTENCES: Mapping[AuditAction, Callable[[], str]] = {
    AuditAction.SMS_PREPARED: lambda: _("SMS prepared, not sent yet"),
    AuditAction.SMS_SENT_BY_HAND: lambda: _("SMS sent by hand"),
    AuditAction.SMS_CANCELLED: lambda: _("SMS cancelled, not sent"),
    AuditAction.SMS_TAKEN: lambda: _("SMS given to the gateway"),
    AuditAction.SMS_ACCEPTED: lambda: _("SMS accepted by the gateway"),
    AuditAction.SMS_DELIVERED: lambda: _("SMS delivered"),
    AuditAction.SMS_UNDELIVERED: lambda: _("SMS not delivered"),
    AuditAction.SMS_EXPIRED: lambda: _("SMS expired: it reached nobody in time"),
    AuditAction.SMS_REJECTED: lambda: _("SMS refused by the gateway"),
    AuditAction.SMS_UNKNOWN: lambda: _("SMS perhaps sent: the gateway did not answer"),
    AuditAction.SMS_PUT_BACK: lambda: _("SMS not taken by the gateway; it is tried again"),
    AuditAction.SMS_PART_TOLD: lambda: _("The gateway told of a part of the SMS"),
    AuditAction.SMS_NOT_REPEATED: lambda: _("SMS perhaps sent; not sent a second time"),
    AuditAction.SMS_LEFT_TO_PEOPLE: lambda: _("SMS to be sent by hand instead of by the gateway"),
    AuditAction.SMS_GIVEN_BACK: lambda: _("SMS to be sent by the gateway after all"),
}

SMS_VALUES: Mapping[str, Callable[[str], str]] = {
    "sms_reason": reason_text,
    "why": why_not_text,
    "copy": lambda value: _("once more") if value == "2" else "",
}
