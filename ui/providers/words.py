"""Words of the page of partners."""

from collections.abc import Callable, Mapping

from app.api.providers import ProviderInfo
from app.i18n import _
from ui.words.services import SERVICES

LABELS: Mapping[str, Callable[[], str]] = {
    "name": lambda: _("Name"),
    "kinds": lambda: _("Services"),
    "phones": lambda: _("Phone numbers"),
    "email": lambda: _("E-mail for orders"),
    "rest_url": lambda: _("Order interface (https)"),
    "languages": lambda: _("Languages"),
    "hours": lambda: _("Opening hours"),
    "latitude": lambda: _("Base: latitude"),
    "longitude": lambda: _("Base: longitude"),
    "postcodes": lambda: _("Comes to postcodes"),
    "municipalities": lambda: _("Comes to municipalities"),
    "provinces": lambda: _("Comes to provinces"),
    "radius_km": lambda: _("Comes within (km)"),
    "skills": lambda: _("Can do"),
    "capacity": lambda: _("Orders at once"),
    "price_eur": lambda: _("Price (EUR)"),
    "since": lambda: _("Contract since"),
    "stopped_on": lambda: _("Stopped on"),
}

HINTS: Mapping[str, Callable[[], str]] = {
    "kinds": lambda: _("tow; taxi; hotel; rental; repatriation"),
    "phones": lambda: _("the first to try first; separated by ;"),
    "languages": lambda: _("nl; fr; de; en"),
    "hours": lambda: _("always, or mon-fri 08:00-18:00; sat 09:00-12:00; hol 10:00-12:00"),
    "provinces": lambda: _("VAN; VOV; VBR; VLI; VWV; BRU; WHT; WLG; WLX; WNA; WBR"),
    "skills": lambda: _("electric; heavy; trailer; motorcycle; wheelchair"),
    "since": lambda: _("2026-01-31"),
    "stopped_on": lambda: _("2026-12-31; nothing is ordered from this day on"),
}

_FAULTS: Mapping[str, Callable[[], str]] = {
    "missing": lambda: _("This must be filled in."),
    "unknown_word": lambda: _("One of these words is not known."),
    "not_a_phone": lambda: _("This is no phone number."),
    "not_a_mail_address": lambda: _("This is no e-mail address."),
    "not_https": lambda: _("It must begin with https://"),
    "not_hours": lambda: _("Type hours as mon-fri 08:00-18:00, or always."),
    "half_a_place": lambda: _("Latitude and longitude belong together."),
    "needs_place": lambda: _("A radius needs latitude and longitude."),
    "out_of_range": lambda: _("This number cannot be right."),
    "not_a_number": lambda: _("This must be a number."),
    "not_an_amount": lambda: _("Type an amount as 145.00."),
    "not_a_postcode": lambda: _("One of these is no Belgian postcode."),
    "not_a_day": lambda: _("Type the day as 2026-01-31."),
}


def fault_text(code: str) -> str:
    """Return what is wrong with a field; a code of another version is said as a fault without a name."""
    return _FAULTS.get(code, lambda: _("This cannot be meant."))() if code else ""


def kinds_text(info: ProviderInfo) -> str:
    """Return what it does."""
    words = {kind.value: text for kind, text in SERVICES.items()}
    kinds = [part.strip() for part in info.cells.get("kinds", "").split(";")]
    return ", ".join(words[kind]() if kind in words else kind for kind in kinds if kind)


def area_text(info: ProviderInfo) -> str:
    """Return where it comes; not agreed is said."""
    radius = info.cells.get("radius_km", "")
    named = [info.cells.get(column, "") for column in ("provinces", "municipalities", "postcodes")]
    parts = [part for part in named if part] + ([_("{figure} km around").format(figure=radius)] if radius else [])
    return " · ".join(parts) or _("not known")


def hours_text(info: ProviderInfo) -> str:
    """Return whether it is open now, or why it is not asked."""
    if not info.works_now:
        return _("contract does not run")
    return {True: _("open now"), False: _("closed now"), None: _("hours not known")}[info.is_open]


def way_text(info: ProviderInfo) -> str:
    """Return how an order can reach it."""
    if info.cells.get("rest_url"):
        return _("their system")
    return _("e-mail") if info.cells.get("email") else _("phone")
