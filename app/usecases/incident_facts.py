"""What the clauses make of what a caller said.

Only what the words of the caller say is told, in the words of the rules: which event it was, that a stolen car is not
there, why the driver cannot go on. Everything else stays unknown and is asked. A battery that is flat is an electrical
defect; an electric car that is out of charge is in no clause (A16), so there the question what happened stays open, as
it does for what nobody could name.
"""

from collections.abc import Mapping
from typing import Final

from app.domain.phone_case import Incident, PhoneReport

_EVENTS: Final[Mapping[Incident, tuple[str, ...]]] = {
    Incident.COLLISION: ("collision",),
    Incident.FIRE: ("fire",),
    Incident.STORM: ("natural_event",),
    Incident.VANDALISM: ("vandalism",),
    Incident.ANIMAL_DAMAGE: ("animal_damage",),
    Incident.DEFECT: ("defect",),
    Incident.BATTERY: ("defect",),
    Incident.FLAT_TYRE: ("flat_tyre",),
    Incident.OUT_OF_FUEL: ("out_of_fuel",),
    Incident.WRONG_FUEL: ("wrong_fuel",),
    Incident.KEYS: ("key_problem",),
    Incident.START_CODE: ("start_code_lost",),
    Incident.ALARM_FAULT: ("alarm_fault",),
    Incident.AIRCON_FAULT: ("aircon_fault",),
    Incident.THEFT: ("theft",),
    Incident.ATTEMPTED_THEFT: ("attempted_theft",),
    Incident.PLATE_THEFT: ("plate_theft",),
    Incident.ILLNESS: ("illness",),
    Incident.BODILY_INJURY: ("bodily_injury",),
    Incident.DEATH: ("death",),
    Incident.DRIVER_UNAVAILABLE: ("driver_unavailable",),
    Incident.MEDICINE_NEEDED: ("medicine_or_glasses_needed",),
    Incident.BAGGAGE_LOSS: ("baggage_loss",),
    Incident.CASH_NEED: ("cash_need",),
    Incident.MISSING_PERSON: ("missing_person",),
    Incident.RELATIVE_DEATH: ("relative_death",),
    Incident.PROSECUTION: ("prosecution",),
}


def events_of(report: PhoneReport) -> tuple[str, ...] | None:
    """Return the events that were told; None = what happened could not be named."""
    return _EVENTS.get(report.incident)


def told_facts(report: PhoneReport) -> dict[str, object]:
    """Return what else follows from the words of the caller."""
    return {"vehicle_present": False} if report.incident.takes_car_away else {}
