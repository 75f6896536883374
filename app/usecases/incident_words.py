"""What happened, in the words and the language of whoever is told: 112, a tow firm."""

from collections.abc import Callable, Mapping

from app.domain.phone_case import Incident

Say = Callable[[str], str]


def incident_text(incident: Incident, _: Say) -> str:
    """Return an incident as a phrase."""
    words: Mapping[Incident, str] = {
        Incident.COLLISION: _("collision"),
        Incident.FIRE: _("the car burnt"),
        Incident.STORM: _("storm, hail or flood"),
        Incident.VANDALISM: _("vandalism"),
        Incident.ANIMAL_DAMAGE: _("damage by animals"),
        Incident.DEFECT: _("breakdown"),
        Incident.BATTERY: _("battery flat"),
        Incident.FLAT_TYRE: _("flat tyre"),
        Incident.OUT_OF_FUEL: _("out of fuel"),
        Incident.WRONG_FUEL: _("wrong fuel"),
        Incident.OUT_OF_CHARGE: _("electric car out of charge"),
        Incident.KEYS: _("keys lost, broken or locked in"),
        Incident.START_CODE: _("start code lost"),
        Incident.ALARM_FAULT: _("alarm or immobiliser faulty"),
        Incident.AIRCON_FAULT: _("air conditioning faulty"),
        Incident.THEFT: _("car stolen"),
        Incident.ATTEMPTED_THEFT: _("attempted theft"),
        Incident.PLATE_THEFT: _("number plate stolen"),
        Incident.ILLNESS: _("illness"),
        Incident.BODILY_INJURY: _("bodily accident"),
        Incident.DEATH: _("death"),
        Incident.DRIVER_UNAVAILABLE: _("driver cannot drive on"),
        Incident.MEDICINE_NEEDED: _("medicine or glasses needed"),
        Incident.BAGGAGE_LOSS: _("baggage lost or stolen"),
        Incident.CASH_NEED: _("money needed urgently"),
        Incident.MISSING_PERSON: _("somebody missing"),
        Incident.RELATIVE_DEATH: _("death of a relative"),
        Incident.PROSECUTION: _("prosecuted after an accident"),
    }
    return words.get(incident, _("something else"))
