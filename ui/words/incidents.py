"""What a caller says happened, and who is speaking, in the words of the screen."""

from collections.abc import Callable, Mapping

from app.api.queue import QueueRow
from app.domain.phone_case import CallerRelation, Incident, IncidentGroup
from app.i18n import _
from ui.words.crash import peak_text

GROUPS: Mapping[IncidentGroup, Callable[[], str]] = {
    IncidentGroup.ACCIDENT: lambda: _("Accident"),
    IncidentGroup.BREAKDOWN: lambda: _("Breakdown"),
    IncidentGroup.THEFT: lambda: _("Theft"),
    IncidentGroup.PERSONS: lambda: _("Persons"),
}

INCIDENTS: Mapping[Incident, Callable[[], str]] = {
    Incident.COLLISION: lambda: _("collision"),
    Incident.FIRE: lambda: _("the car burnt"),
    Incident.STORM: lambda: _("storm, hail or flood"),
    Incident.VANDALISM: lambda: _("vandalism"),
    Incident.ANIMAL_DAMAGE: lambda: _("damage by animals"),
    Incident.DEFECT: lambda: _("breakdown"),
    Incident.BATTERY: lambda: _("battery flat"),
    Incident.FLAT_TYRE: lambda: _("flat tyre"),
    Incident.OUT_OF_FUEL: lambda: _("out of fuel"),
    Incident.WRONG_FUEL: lambda: _("wrong fuel"),
    Incident.OUT_OF_CHARGE: lambda: _("electric car out of charge"),
    Incident.KEYS: lambda: _("keys lost, broken or locked in"),
    Incident.START_CODE: lambda: _("start code lost"),
    Incident.ALARM_FAULT: lambda: _("alarm or immobiliser faulty"),
    Incident.AIRCON_FAULT: lambda: _("air conditioning faulty"),
    Incident.THEFT: lambda: _("car stolen"),
    Incident.ATTEMPTED_THEFT: lambda: _("attempted theft"),
    Incident.PLATE_THEFT: lambda: _("number plate stolen"),
    Incident.ILLNESS: lambda: _("illness"),
    Incident.BODILY_INJURY: lambda: _("bodily accident"),
    Incident.DEATH: lambda: _("death"),
    Incident.DRIVER_UNAVAILABLE: lambda: _("driver cannot drive on"),
    Incident.MEDICINE_NEEDED: lambda: _("medicine or glasses needed"),
    Incident.BAGGAGE_LOSS: lambda: _("baggage lost or stolen"),
    Incident.CASH_NEED: lambda: _("money needed urgently"),
    Incident.MISSING_PERSON: lambda: _("somebody missing"),
    Incident.RELATIVE_DEATH: lambda: _("death of a relative"),
    Incident.PROSECUTION: lambda: _("prosecuted after an accident"),
    Incident.OTHER: lambda: _("something else"),
}

CALLERS: Mapping[CallerRelation, Callable[[], str]] = {
    CallerRelation.DRIVER: lambda: _("driver"),
    CallerRelation.PASSENGER: lambda: _("passenger"),
    CallerRelation.SUBSCRIBER: lambda: _("subscriber"),
    CallerRelation.FAMILY: lambda: _("family"),
    CallerRelation.EMPLOYER: lambda: _("employer"),
    CallerRelation.POLICE: lambda: _("police"),
    CallerRelation.PASSER_BY: lambda: _("passer-by"),
    CallerRelation.OTHER: lambda: _("somebody else"),
}


def head_of(row: QueueRow) -> str:
    """Return what stands first in a row: how hard it was, or that it was told by phone."""
    if row.incident is not None and row.peak_g is None and row.impacts == 0:
        return _("phone")
    return peak_text(row.peak_g, row.mark, capped=row.peak_capped)


def incident_of(row: QueueRow) -> str:
    """Return what a caller said had happened; empty = nobody called it in."""
    return "" if row.incident is None else INCIDENTS[row.incident]()
