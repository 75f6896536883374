"""The words of the form of a new case."""

from collections.abc import Callable, Iterator, Mapping

from app.api.numbers import NumberInfo
from app.api.phone_cases import OpenCaseInfo, PlaceKind, PlaceRead
from app.api.records import RecordRow
from app.api.search import MunicipalityHit
from app.domain.contact import NumberKind
from app.domain.phone_case import CallerRelation, Incident
from app.domain.subscription import Language
from app.i18n import _
from ui.new_case.state import Choice
from ui.words.contacts import LANGUAGES, NUMBER_KINDS
from ui.words.incidents import CALLERS, INCIDENTS
from ui.words.places import countries_text, country_name, municipality_name
from ui.words.times import moment

ALSO: Mapping[Incident, Callable[[], str]] = {
    Incident.COLLISION: lambda: _("accident, crash, bump"),
    Incident.FIRE: lambda: _("fire, smoke"),
    Incident.STORM: lambda: _("hail, flood, water, wind, tree"),
    Incident.VANDALISM: lambda: _("scratched, smashed, window broken"),
    Incident.ANIMAL_DAMAGE: lambda: _("deer, boar, marten, dog"),
    Incident.DEFECT: lambda: _("engine, does not start, gearbox, warning light"),
    Incident.BATTERY: lambda: _("does not start any more, jump start"),
    Incident.FLAT_TYRE: lambda: _("puncture, tyre, wheel"),
    Incident.OUT_OF_FUEL: lambda: _("tank empty, petrol, diesel"),
    Incident.WRONG_FUEL: lambda: _("filled up wrongly"),
    Incident.OUT_OF_CHARGE: lambda: _("charging, electric"),
    Incident.KEYS: lambda: _("locked out, key"),
    Incident.THEFT: lambda: _("theft, thief, stolen, disappeared"),
    Incident.ATTEMPTED_THEFT: lambda: _("break-in, broken into"),
    Incident.ILLNESS: lambda: _("ill, sick, hospital"),
    Incident.BAGGAGE_LOSS: lambda: _("suitcase, luggage"),
    Incident.CASH_NEED: lambda: _("cash, purse, bank card"),
}
"""What people say instead, the most telling words first: "dief" finds the stolen car."""


def incident_choices() -> Iterator[Choice]:
    """Give what can have happened, by group."""
    group = None
    for incident in Incident:
        starts = group is not None and incident.group is not group
        group = incident.group
        also = ALSO[incident]().split(", ") if incident in ALSO else ()
        yield Choice(incident.value, INCIDENTS[incident](), starts, tuple(also))


def relation_choices() -> Iterator[Choice]:
    """Give who can be speaking."""
    for relation in CallerRelation:
        yield Choice(relation.value, CALLERS[relation]())


def call_language_choices() -> Iterator[Choice]:
    """Give the languages the centre speaks."""
    for language in Language:
        yield Choice(language.value, LANGUAGES[language]())


def record_line(row: RecordRow) -> str:
    """Return a car on record in a line."""
    parts = (row.plate, row.car, row.name, row.driver if row.driver != row.name else "", row.policy_number)
    return " · ".join(part for part in parts if part) or _("box {imei}").format(imei=row.imei)


def municipality_line(place: MunicipalityHit) -> str:
    """Return a municipality in a line: "Leefdaal, Bertem (3061)"."""
    name, part = municipality_name(place.names), part_in(place)
    named = f"{part}, {name}" if part else name
    return f"{named} ({place.postcodes[0]})" if place.postcodes else named


def part_in(place: MunicipalityHit) -> str:
    """Return the part of the municipality that was meant; empty = the whole."""
    return place.part if place.part and place.part != municipality_name(place.names) else ""


def number_case_words(case: OpenCaseInfo) -> str:
    """Say that the number is one of an open case; whose it is stays unsaid until it is known who is speaking."""
    words = _("This number belongs to an open case: {number}, since {time}.")
    return words.format(number=case.number, time=moment(case.received_at))


def read_line(read: PlaceRead) -> str:
    """Return what a text was read as, in a line."""
    if read.kind is PlaceKind.COUNTRY:
        return _("{country}: place there not known").format(country=country_name(read.told.country_code))
    position = f"{read.told.latitude_deg:.5f} {read.told.longitude_deg:.5f}"
    near = "" if read.municipality is None else municipality_name(read.municipality)
    near = near or (_("near {place}").format(place=read.nearest_place) if read.nearest_place else "")
    country = countries_text(read.country_codes) or _("country not known")
    return ", ".join(part for part in (position, near, country) if part)


def number_line(info: NumberInfo) -> str:
    """Return what the number plan says."""
    if info.kind is NumberKind.INVALID:
        return _("Not a number yet; it is kept beside the name.")
    country = f", {country_name(info.country)}" if info.country else ""
    return f"{info.shown} ({NUMBER_KINDS[info.kind]()}{country})"


def open_case_words(case: OpenCaseInfo) -> str:
    """Say that the car has an open case, and who works on it."""
    time = moment(case.received_at)
    if case.claimed_by:
        words = _("This car has an open case: {number}, since {time}, {name} works on it.")
        return words.format(number=case.number, time=time, name=case.claimed_by)
    return _("This car has an open case: {number}, since {time}, nobody has it.").format(number=case.number, time=time)
