"""Sentences of orders to partners, and of what anybody was told; part of the tables of ``words``."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from app.domain.audit import AuditAction
from app.domain.sending import SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState, Recipient, ServiceKind
from app.i18n import _
from ui.words.cases import ORDERS
from ui.words.services import PURPOSES, RECIPIENTS, SERVICES

ORDER_SENTENCES: Mapping[AuditAction, Callable[[], str]] = {
    AuditAction.SERVICE_ORDERED: lambda: _("Service to be ordered: nobody has been asked yet"),
    AuditAction.ORDER_CHANGED: lambda: _("Order of a service changed"),
    AuditAction.ORDER_REVISED: lambda: _("Order has a new version"),
    AuditAction.PARTNER_CHOSEN: lambda: _("Partner chosen"),
    AuditAction.ORDER_QUEUED: lambda: _("Order about to leave for a partner"),
    AuditAction.ORDER_STOPPED: lambda: _("Order stopped before it left"),
    AuditAction.ORDER_SENT: lambda: _("Order given to the wire"),
    AuditAction.ORDER_NOT_SENT: lambda: _("Order did not reach the partner"),
    AuditAction.DISCLOSED: lambda: _("Somebody was told"),
    AuditAction.PROVIDER_REGISTERED: lambda: _("Partner put on record or changed"),
    AuditAction.PROVIDERS_IMPORTED: lambda: _("List of partners imported"),
}

ORDER_SAID: Final[Mapping[AuditAction, frozenset[str]]] = {
    AuditAction.SERVICE_ORDERED: frozenset({"kind"}),
    AuditAction.ORDER_CHANGED: frozenset({"state", "provider", "kind"}),
    AuditAction.ORDER_REVISED: frozenset({"provider", "kind", "told"}),
    AuditAction.PARTNER_CHOSEN: frozenset({"provider", "kind", "instead_of", "first_said"}),
    AuditAction.ORDER_QUEUED: frozenset({"provider", "purpose"}),
    AuditAction.ORDER_STOPPED: frozenset({"provider", "purpose"}),
    AuditAction.ORDER_SENT: frozenset({"provider", "purpose", "state", "try"}),
    AuditAction.ORDER_NOT_SENT: frozenset({"provider", "purpose", "again"}),
    AuditAction.DISCLOSED: frozenset({"recipient"}),
}

_Said = Callable[[Mapping[str, str]], str]
_Kind = TypeVar("_Kind", bound=StrEnum)


def _ordered(details: Mapping[str, str]) -> str:
    kind = _word(ServiceKind, SERVICES, details)
    return _("To be ordered: {service}; nobody has been asked yet").format(service=kind) if kind else ""


def _changed(details: Mapping[str, str]) -> str:
    state = _word(OrderState, ORDERS, details, "state")
    firm = details.get("provider") or _("a firm not named")
    kind = _word(ServiceKind, SERVICES, details) or _("service")
    return _("{service} of {provider}: {state}").format(service=kind, provider=firm, state=state) if state else ""


def _revised(details: Mapping[str, str]) -> str:
    firm = details.get("provider", "")
    if not firm:
        return ""
    if details.get("told") == "yes":
        return _("Order changed; {provider} is told by itself").format(provider=firm)
    return _("Order changed; tell {provider} by phone").format(provider=firm)


def _chosen(details: Mapping[str, str]) -> str:
    firm, kind = details.get("provider", ""), _word(ServiceKind, SERVICES, details)
    first = details.get("instead_of", "")
    if firm and first:
        refused, silent = _("{first} refused; {second} is asked"), _("{first} did not answer; {second} is asked")
        return (refused if details.get("first_said") == "refused" else silent).format(first=first, second=firm)
    return _("{service}: {provider} chosen").format(service=kind, provider=firm) if firm and kind else ""


def _of_partner(words: Callable[[], str]) -> _Said:
    def said(details: Mapping[str, str]) -> str:
        what, firm = _word(SendingPurpose, PURPOSES, details, "purpose"), details.get("provider", "")
        return words().format(what=what, provider=firm) if what and firm else ""

    return said


def _sent(details: Mapping[str, str]) -> str:
    if details.get("state") == SendingState.DELIVERED:
        return _of_partner(lambda: _("{what} lies in the mailbox of {provider}"))(details)
    is_taken = details.get("state") == SendingState.ACCEPTED
    by_mail = _of_partner(lambda: _("{what} for {provider}: accepted by the mail server, no answer of the firm yet"))
    if is_taken and details.get("channel") == SendingChannel.MAIL:
        return by_mail(details)
    taken, leaves = (
        _of_partner(lambda: _("{what} taken by {provider}")),
        _of_partner(lambda: _("{what} for {provider}")),
    )
    return taken(details) if is_taken else leaves(details)


def _not_sent(details: Mapping[str, str]) -> str:
    again = _of_partner(lambda: _("{what} did not reach {provider}; it is tried again"))
    over = _of_partner(lambda: _("{what} did not reach {provider}: phone"))
    return again(details) if details.get("again") == "yes" else over(details)


def _told(details: Mapping[str, str]) -> str:
    who = _word(Recipient, RECIPIENTS, details, "recipient")
    return _("Told: {who}").format(who=who) if who else ""


ORDER_DECIDES: Mapping[AuditAction, _Said] = {
    AuditAction.SERVICE_ORDERED: _ordered,
    AuditAction.ORDER_CHANGED: _changed,
    AuditAction.ORDER_REVISED: _revised,
    AuditAction.PARTNER_CHOSEN: _chosen,
    AuditAction.ORDER_QUEUED: _of_partner(lambda: _("{what} leaves for {provider}")),
    AuditAction.ORDER_STOPPED: _of_partner(lambda: _("{what} for {provider} stopped before it left")),
    AuditAction.ORDER_SENT: _sent,
    AuditAction.ORDER_NOT_SENT: _not_sent,
    AuditAction.DISCLOSED: _told,
}


def _word(
    kind: type[_Kind], words: Mapping[_Kind, Callable[[], str]], details: Mapping[str, str], key: str = "kind"
) -> str:
    """Return the word of a value; "" without one, the value itself where it is of another version."""
    value = details.get(key, "")
    try:
        return words[kind(value)]() if value else ""
    except (ValueError, KeyError):
        return value
