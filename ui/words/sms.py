"""Words for texts: how long one is, and why it was not sent any more."""

from collections.abc import Callable, Mapping

from app.domain.sms_text import Encoding, SmsText
from app.i18n import _, ngettext

WHY_NOT: Mapping[str, Callable[[], str]] = {
    "expired": lambda: _("too late to help"),
    "claimed": lambda: _("somebody has claimed the case"),
    "driver_reached": lambda: _("the driver was reached"),
    "case_closed": lambda: _("the case is closed"),
    "gateway_down": lambda: _("the gateway is down"),
    "asked": lambda: _("an operator wants it so"),
}


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
