"""Words of the page of partners."""

from collections.abc import Callable, Mapping

from app.api.providers import LineFaults, ProviderInfo
from app.domain.provider import Province
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
    "radius_km": lambda: _("a limit beside the names: both must hold"),
    "skills": lambda: _("electric; heavy; trailer; motorcycle; wheelchair"),
    "since": lambda: _("2026-01-31"),
    "stopped_on": lambda: _("2026-12-31; nothing is ordered from this day on"),
}

_PROVINCES: Mapping[str, Callable[[], str]] = {
    Province.ANTWERP.value: lambda: _("Antwerp"),
    Province.EAST_FLANDERS.value: lambda: _("East Flanders"),
    Province.FLEMISH_BRABANT.value: lambda: _("Flemish Brabant"),
    Province.LIMBURG.value: lambda: _("Limburg"),
    Province.WEST_FLANDERS.value: lambda: _("West Flanders"),
    Province.BRUSSELS.value: lambda: _("Brussels"),
    Province.HAINAUT.value: lambda: _("Hainaut"),
    Province.LIEGE.value: lambda: _("Liège"),
    Province.LUXEMBOURG.value: lambda: _("Luxembourg"),
    Province.NAMUR.value: lambda: _("Namur"),
    Province.WALLOON_BRABANT.value: lambda: _("Walloon Brabant"),
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
    "formula": lambda: _("It begins like a formula. Write it as plain text, without = @ + or - in front."),
    "too_long": lambda: _("This is too long."),
    "unseen_signs": lambda: _("It has signs that nobody sees. Type it again."),
    "twice_in_file": lambda: _("This name stands in an earlier line too. Keep one of the two."),
    "unknown_column": lambda: _("No column has this name. Take the names of the template."),
    "wrong_heading": lambda: _("The first line must name the columns, the name among them, each once."),
    "too_many_cells": lambda: _("This line has more cells than there are columns."),
    "too_many_rows": lambda: _("The file has more lines than a list of partners may have."),
    "not_csv": lambda: _("The line cannot be read. A quotation mark may not be closed, or a bracket."),
}


def fault_text(code: str) -> str:
    """Return what is wrong with a field; a code of another version is said as a fault without a name."""
    return _FAULTS.get(code, lambda: _("This cannot be meant."))() if code else ""


def fault_sentences(line: LineFaults) -> tuple[str, ...]:
    """Return every fault of a line of the file as one line: where, what stands there, what to do."""
    place = _("line {line}").format(line=line.line)
    return tuple(
        f"{', '.join([place, *([_label(column)] if column else [])])}{_shown(line.cells.get(column, ''))}: "
        f"{_advice(column, code)}"
        for column, code in line.faults.items()
    )


def _label(column: str) -> str:
    return LABELS[column]() if column in LABELS else column


def _shown(text: str) -> str:
    return f" \u201c{text}\u201d" if text else ""


def _advice(column: str, code: str) -> str:
    """Return what is wrong; of words that are not known also those that are."""
    text = fault_text(code)
    return f"{text} ({HINTS[column]()})" if code == "unknown_word" and column in HINTS else text


def kinds_text(info: ProviderInfo) -> str:
    """Return what it does."""
    words = {kind.value: text for kind, text in SERVICES.items()}
    kinds = [part.strip() for part in info.cells.get("kinds", "").split(";")]
    return ", ".join(words[kind]() if kind in words else kind for kind in kinds if kind)


def area_text(info: ProviderInfo) -> str:
    """Return where it comes; not agreed is said."""
    radius = info.cells.get("radius_km", "")
    provinces = ", ".join(province_name(code) for code in _parts(info.cells.get("provinces", "")))
    names = [provinces, *(", ".join(_parts(info.cells.get(column, ""))) for column in ("municipalities", "postcodes"))]
    named = _(" or ").join(part for part in names if part)
    if not radius:
        return named or _("not known")
    near = _("{figure} km around").format(figure=radius)
    return _("{places}, and within {figure} km").format(places=named, figure=radius) if named else near


def province_name(code: str) -> str:
    """Return a province by its name; a code that is none as it is."""
    return _PROVINCES[code]() if code in _PROVINCES else code


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def hours_text(info: ProviderInfo) -> str:
    """Return whether it is open now, or why it is not asked."""
    if not info.works_now:
        return _("contract does not run")
    return {True: _("open now"), False: _("closed now"), None: _("hours not known")}[info.is_open]


def running_text(info: ProviderInfo) -> str:
    """Return how many of our orders run there, and how many may."""
    most = info.cells.get("capacity", "")
    words = _("{count} of {most} running") if most else _("{count} running")
    return words.format(count=info.running, most=most)


def way_text(info: ProviderInfo) -> str:
    """Return how an order can reach it."""
    if info.cells.get("rest_url"):
        return _("their system")
    return _("e-mail") if info.cells.get("email") else _("phone")
