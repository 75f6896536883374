"""Words for texts: how long one is, and why a gateway did not take it."""

from collections.abc import Callable, Mapping
from typing import Final

from app.domain.sms_text import Encoding, SmsText
from app.i18n import _, ngettext

REASONS: Mapping[str, Callable[[], str]] = {
    "bad_number": lambda: _("the number does not exist"),
    "wrong_sender": lambda: _("our sender name is not allowed"),
    "throttled": lambda: _("the gateway takes no more for a moment"),
    "queue_full": lambda: _("the gateway has no room for a moment"),
    "no_answer": lambda: _("the gateway did not answer"),
    "line_lost": lambda: _("the line to the gateway broke"),
    "not_tried": lambda: _("not tried yet"),
    "no_starttls": lambda: _("the server offers no STARTTLS: choose another encryption"),
    "nobody_listens": lambda: _("nobody answers at that address"),
    "ConnectionRefusedError": lambda: _("nobody answers at that address"),
    "SMTPConnectError": lambda: _("nobody answers at that address"),
    "not_reached": lambda: _("the gateway was not reached"),
    "service_stopped": lambda: _("the service ended while it was sent"),
    "system_error": lambda: _("the gateway has a fault"),
    "gateway_down": lambda: _("the gateway is down"),
    "by_hand": lambda: _("by hand"),
}

_HTTP: Final = "http_"

WHY_NOT: Mapping[str, Callable[[], str]] = {
    "expired": lambda: _("too late to help"),
    "claimed": lambda: _("somebody has claimed the case"),
    "driver_reached": lambda: _("the driver was reached"),
    "case_closed": lambda: _("the case is closed"),
    "gateway_down": lambda: _("the gateway is down"),
    "asked": lambda: _("an operator wants it so"),
}


def reason_text(code: str) -> str:
    """Return why a gateway did not take a text; a code without words as it is."""
    if code.startswith(_HTTP):
        return _http_text(code.removeprefix(_HTTP))
    return REASONS[code]() if code in REASONS else code


def _http_text(status: str) -> str:
    if status in ("401", "403"):
        return _("the gateway does not know our key or password ({code})").format(code=status)
    return _("the gateway does not accept it ({code})").format(code=status)


def why_not_text(code: str) -> str:
    """Return why a text was not sent any more."""
    return WHY_NOT[code]() if code in WHY_NOT else code


def length_text(text: SmsText) -> str:
    """Return how many SMS a text is, in which alphabet, and how much still fits."""
    parts = ngettext("{count} SMS", "{count} SMS", len(text.parts)).format(count=len(text.parts))
    letters = _("GSM-7 letters") if text.encoding is Encoding.GSM_7 else _("UCS-2: half as many letters fit")
    room = ngettext("{count} more fits", "{count} more fit", text.room).format(count=text.room)
    return " · ".join((parts, letters, room))


def foreign_text(text: SmsText) -> str:
    """Return which letters make it longer; empty = none does."""
    if not text.foreign:
        return ""
    letters = " ".join(text.foreign[:12])
    return _("These letters double the length: {letters}").format(letters=letters)
