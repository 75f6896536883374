"""The words of the timeline for handing over a shift, and of the system's chain for gateways."""

from collections.abc import Callable, Mapping

from app.domain.audit import AuditAction
from app.i18n import _

SHIFT_SENTENCES: Mapping[AuditAction, Callable[[], str]] = {
    AuditAction.SHIFT_OFFERED: lambda: _("Offered to a colleague"),
    AuditAction.SHIFT_ACCEPTED: lambda: _("Taken over at the change of shift"),
    AuditAction.SHIFT_DECLINED: lambda: _("Not taken over by the colleague"),
    AuditAction.SHIFT_WITHDRAWN: lambda: _("Not offered to the colleague any more"),
    AuditAction.GATEWAY_SET: lambda: _("Gateway set"),
    AuditAction.GATEWAY_CLEARED: lambda: _("Gateway removed: by hand"),
    AuditAction.GATEWAY_TESTED: lambda: _("Gateway tested"),
}

SHIFT_VALUES: Mapping[str, Callable[[str], str]] = {
    "offered_to": lambda value: _("to {value}").format(value=value),
    "accepted_from": lambda value: _("from {value}").format(value=value),
    "declined_to": lambda value: _("to {value}").format(value=value),
}
