"""A partner as the cells of one row, and back: what the import reads, the page shows and a person types.

Lists are separated by semicolons. Nothing is guessed: a cell that cannot be meant is a fault with its column, and an
empty one is "not known".
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlsplit

from app.domain.ids import ProviderId
from app.domain.provider import Area, Base, Provider, Province, Skill
from app.domain.service_order import ServiceKind
from app.domain.subscription import Language
from app.usecases.import_cells import CellFault, text_up_to
from app.usecases.phone_numbers import e164_of
from app.usecases.provider_hours import hours_of, hours_text

COLUMNS: Final[Mapping[str, str]] = {
    "name": "The firm's name, as people say it. Known by it: the same name again changes the partner.",
    "kinds": "tow; taxi; hotel; rental; repatriation: one or more.",
    "phones": "Phone numbers, the first to try first.",
    "email": "Where orders go by mail.",
    "rest_url": "Base address of the firm's order interface (https).",
    "languages": "nl; fr; de; en: the first is the one orders are written in where the place has another.",
    "hours": "mon-fri 08:00-18:00; sat 09:00-12:00; hol 10:00-12:00, or always. Empty = not known.",
    "latitude": "Of where it drives off; degrees WGS 84.",
    "longitude": "Of where it drives off.",
    "postcodes": "Where it comes: single postcodes.",
    "municipalities": "Where it comes: names in any of the country's languages.",
    "provinces": "Where it comes: VAN (Antwerp); VOV (East Flanders); VBR (Flemish Brabant); VLI (Limburg); "
    "VWV (West Flanders); BRU (Brussels); WHT (Hainaut); WLG (Liège); WLX (Luxembourg); WNA (Namur); "
    "WBR (Walloon Brabant).",
    "radius_km": "Where it comes: not farther than this from where it drives off, in a straight line.",
    "skills": "electric; heavy; trailer; motorcycle; wheelchair.",
    "capacity": "How many of our orders it takes at once.",
    "price_eur": "Price of one service in the contract, in euros.",
    "since": "First day of the contract: 2026-01-31.",
    "stopped_on": "First day on which nothing is ordered any more.",
}
"""What each column is, as ``--template`` explains it."""

_ABOUT: Final = """# Columns of the list of partners

Written by `python -m app import --template DIR` from `provider_cells.py`; a test compares. CSV with `,` `;` or tab,
UTF-8 or cp1252, the first line names the columns; they may stand in any order, and one that is left out keeps what is
known. Lists in a cell are separated by `;`. One fault and nothing is changed.

**Where a firm comes.** A place is in its area when it is in *one* of its postcodes, municipalities or provinces (where
any are given) *and* within its radius (where one is given). So `provinces` beside a `radius_km` is both: those
provinces, and no farther than that. With nothing given its area is not known, which speaks neither for it nor against
it. By itself no order leaves for a firm whose area does not hold the place; people may ask any.

| column | what it is |
|---|---|
"""

_MAIL: Final = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,180}\.[^@\s,;<>.]{2,60}")
_HOST: Final = re.compile(r"[A-Za-z0-9_.:-]{1,253}")
_POSTCODE: Final = re.compile(r"[1-9][0-9]{3}")
_MOST_CENTS: Final = Decimal("99999.99")
_Word = TypeVar("_Word", bound=StrEnum)
T = TypeVar("T")


class CellsRefused(Exception):
    """Cells cannot be meant.

    Args:
        faults: Code by column.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def described() -> str:
    """Return the columns as a page."""
    return _ABOUT + "".join(f"| `{column}` | {words} |\n" for column, words in COLUMNS.items())


def provider_of(provider_id: ProviderId, cells: Mapping[str, str]) -> Provider:
    """Return the partner that the cells mean.

    Raises:
        CellsRefused: One or more cannot be meant.
    """
    row = _Row(cells)
    provider = Provider(
        provider_id=provider_id,
        name=row.read("name", text_up_to(120), ""),
        kinds=row.read("kinds", _words(ServiceKind), frozenset()),
        phones=row.read("phones", _phones, ()),
        email=row.read("email", _mail, ""),
        rest_url=row.read("rest_url", _url, ""),
        languages=row.read("languages", _languages, ()),
        hours=row.read("hours", hours_of, ()),
        base=_base(row),
        area=Area(
            postcodes=row.read("postcodes", _postcodes, frozenset()),
            municipalities=row.read("municipalities", _names, frozenset()),
            provinces=row.read("provinces", _words(Province, str.upper), frozenset()),
            radius_km=row.read("radius_km", _within(0.1, 500), None),
        ),
        skills=row.read("skills", _words(Skill), frozenset()),
        capacity=row.read("capacity", _count, None),
        price_eur=row.read("price_eur", _price, None),
        since=row.read("since", _day, None),
        stopped_on=row.read("stopped_on", _day, None),
    )
    row.require("name", provider.name)
    row.require("kinds", provider.kinds)
    if provider.area.radius_km is not None and provider.base is None:
        row.faults.setdefault("radius_km", "needs_place")
    for column in cells.keys() - COLUMNS.keys():
        row.faults[column] = "unknown_column"
    if row.faults:
        raise CellsRefused(row.faults)
    return provider


def cells_of(one: Provider) -> Mapping[str, str]:
    """Return the cells of a partner; what is not known is absent. ``provider_of`` gives the same partner back."""
    base, area = one.base, one.area
    cells = {
        "name": one.name,
        "kinds": _joined(sorted(one.kinds)),
        "phones": _joined(one.phones),
        "email": one.email,
        "rest_url": one.rest_url,
        "languages": _joined(one.languages),
        "hours": hours_text(one.hours) if one.hours else "",
        "latitude": "" if base is None else f"{base.latitude_deg:g}",
        "longitude": "" if base is None else f"{base.longitude_deg:g}",
        "postcodes": _joined(sorted(area.postcodes)),
        "municipalities": _joined(sorted(area.municipalities)),
        "provinces": _joined(sorted(area.provinces)),
        "radius_km": "" if area.radius_km is None else f"{area.radius_km:g}",
        "skills": _joined(sorted(one.skills)),
        "capacity": "" if one.capacity is None else str(one.capacity),
        "price_eur": "" if one.price_eur is None else f"{one.price_eur:f}",
        "since": "" if one.since is None else one.since.isoformat(),
        "stopped_on": "" if one.stopped_on is None else one.stopped_on.isoformat(),
    }
    return {column: text for column, text in cells.items() if text}


class _Row:
    """Cells that are read one after the other; every fault is kept."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.faults: dict[str, str] = {}

    def read(self, column: str, reader: Callable[[str], T], unknown: T) -> T:
        """Return what the cell means; ``unknown`` when it is empty or cannot be meant."""
        typed = self._cells.get(column, "").strip()
        if not typed:
            return unknown
        try:
            return reader(typed)
        except CellFault as fault:
            self.faults[column] = fault.code
            return unknown

    def require(self, column: str, value: object) -> None:
        """Note a fault where nothing was typed."""
        if not value:
            self.faults.setdefault(column, "missing")

    def fault(self, column: str, code: str) -> None:
        """Note a fault."""
        self.faults.setdefault(column, code)


def _base(row: _Row) -> Base | None:
    latitude = row.read("latitude", _within(-90, 90), None)
    longitude = row.read("longitude", _within(-180, 180), None)
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        row.fault("latitude" if latitude is None else "longitude", "half_a_place")
        return None
    return Base(latitude, longitude)


def _parts(typed: str) -> list[str]:
    return [part for part in (one.strip() for one in typed.split(";")) if part]


def _joined(parts: "tuple[str, ...] | list[str]") -> str:
    return "; ".join(parts)


def _words(kind: type[_Word], spelt: Callable[[str], str] = str.casefold) -> Callable[[str], frozenset[_Word]]:
    def read(typed: str) -> frozenset[_Word]:
        try:
            return frozenset(kind(spelt(part)) for part in _parts(typed))
        except ValueError as fault:
            raise CellFault("unknown_word") from fault

    return read


def _languages(typed: str) -> tuple[Language, ...]:
    try:
        return tuple(dict.fromkeys(Language(part.casefold()) for part in _parts(typed)))
    except ValueError as fault:
        raise CellFault("unknown_word") from fault


def _phones(typed: str) -> tuple[str, ...]:
    numbers = [e164_of(part) for part in _parts(typed)]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        raise CellFault("not_a_phone")
    return tuple(dict.fromkeys(known))


def is_mail_address(typed: str) -> bool:
    """Whether it looks like one address, and nothing else."""
    return _MAIL.fullmatch(typed) is not None and typed.isascii()


def _mail(typed: str) -> str:
    if not is_mail_address(typed):
        raise CellFault("not_a_mail_address")
    return typed


def is_partner_url(typed: str) -> bool:
    """Whether orders may go there: https, or this very machine; and a host that can be one."""
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
        written = (host or "").encode("idna")
        is_host = bool(written.decode("idna")) and _HOST.fullmatch(written.decode("ascii")) is not None
    except ValueError:  # a name that cannot be written, a port that is none
        return False
    is_here = host in ("127.0.0.1", "localhost", "::1")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_here)
    return is_safe and is_host and port != 0


def _url(typed: str) -> str:
    if not is_partner_url(typed) or len(typed) > 400:  # noqa: PLR2004
        raise CellFault("not_https")
    parts = urlsplit(typed)
    if parts.username or parts.query or parts.fragment:
        raise CellFault("not_https")
    return typed.rstrip("/")


def _postcodes(typed: str) -> frozenset[str]:
    parts = _parts(typed)
    if any(_POSTCODE.fullmatch(part) is None for part in parts):
        raise CellFault("not_a_postcode")
    return frozenset(parts)


def _names(typed: str) -> frozenset[str]:
    return frozenset(text_up_to(80)(part) for part in _parts(typed))


def _within(lowest: float, highest: float) -> Callable[[str], float | None]:
    def read(typed: str) -> float:
        try:
            value = float(typed.replace(",", "."))
        except ValueError as fault:
            raise CellFault("not_a_number") from fault
        if not lowest <= value <= highest:
            raise CellFault("out_of_range")
        return value

    return read


def _count(typed: str) -> int:
    if not typed.isdecimal() or not typed.isascii() or not 0 < int(typed[:6]) <= 999:  # noqa: PLR2004 - a fleet
        raise CellFault("not_a_number")
    return int(typed)


def _price(typed: str) -> Decimal:
    try:
        price = Decimal(typed.replace(",", "."))
    except InvalidOperation as fault:
        raise CellFault("not_an_amount") from fault
    if not price.is_finite() or not 0 <= price <= _MOST_CENTS or price != price.quantize(Decimal("0.01")):
        raise CellFault("not_an_amount")
    return price.quantize(Decimal("0.01"))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as fault:
        raise CellFault("not_a_day") from fault
