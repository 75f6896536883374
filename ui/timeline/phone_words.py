"""The words of the timeline for cases by phone and callers."""

from collections.abc import Callable, Mapping

from app.domain.audit import AuditAction
from app.domain.phone_case import CallerRelation, Incident
from app.i18n import _
from ui.words.incidents import CALLERS, INCIDENTS
from ui.words.places import countries_text

PHONE_SENTENCES: Mapping[AuditAction, Callable[[], str]] = {
    AuditAction.CASE_OPENED_BY_PHONE: lambda: _("Case opened by phone"),
    AuditAction.CALLER_ATTACHED: lambda: _("Somebody called in about the case"),
    AuditAction.ECALL_JOINED: lambda: _("The box of the same car reported a crash: now one case"),
}


def opened_by_phone(details: Mapping[str, str]) -> str:
    """Return what the caller said had happened; empty = it is not known any more."""
    what = details.get("incident", "")
    known = {incident.value: words for incident, words in INCIDENTS.items()}
    return _("Case opened by phone: {what}").format(what=known[what]()) if what in known else ""


def caller_attached(details: Mapping[str, str]) -> str:
    """Return who called in; empty = it is not known any more."""
    who = details.get("relation", "")
    known = {relation.value: words for relation, words in CALLERS.items()}
    return _("Called in: {who}").format(who=known[who]()) if who in known else ""


def relation_text(value: str) -> str:
    """Return who was speaking."""
    return CALLERS[CallerRelation(value)]() if value in set(CallerRelation) else value


def incident_text(value: str) -> str:
    """Return what happened."""
    return INCIDENTS[Incident(value)]() if value in set(Incident) else value


def country_text(value: str) -> str:
    """Return the countries of an entry."""
    return countries_text(value.split(","))


PHONE_DECIDES: Mapping[AuditAction, Callable[[Mapping[str, str]], str]] = {
    AuditAction.CASE_OPENED_BY_PHONE: opened_by_phone,
    AuditAction.CALLER_ATTACHED: caller_attached,
}

PHONE_SAID: Mapping[AuditAction, frozenset[str]] = {
    AuditAction.CASE_OPENED_BY_PHONE: frozenset({"incident"}),
    AuditAction.CALLER_ATTACHED: frozenset({"relation"}),
}

PHONE_VALUES: Mapping[str, Callable[[str], str]] = {
    "incident": incident_text,
    "relation": relation_text,
    "country": country_text,
    "plate": str,
    "whereabouts": str,
}
