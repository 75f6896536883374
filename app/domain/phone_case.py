"""What somebody said on the phone: who speaks, what happened, which car, where.

A case that began with a phone call holds this instead of a crash until a box says more. Nothing in it was checked when
it was written: act first, check after. The number somebody calls from belongs to the case and never to the contract; a
car that is on no record stays known by the plate that was said.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import AccountId, CallerId, CaseId, Imei


class CallerRelation(StrEnum):
    """Who is speaking, seen from the car; it decides what may be said to them."""

    DRIVER = "driver"
    PASSENGER = "passenger"
    SUBSCRIBER = "subscriber"
    FAMILY = "family"
    EMPLOYER = "employer"
    POLICE = "police"
    PASSER_BY = "passer_by"
    OTHER = "other"

    @property
    def is_in_car(self) -> bool:
        """Whether somebody of the car speaks: whoever was looked for is found."""
        return self in (CallerRelation.DRIVER, CallerRelation.PASSENGER)


class IncidentGroup(StrEnum):
    """The four kinds of help that people call for; the first choice of the form."""

    ACCIDENT = "accident"
    BREAKDOWN = "breakdown"
    THEFT = "theft"
    PERSONS = "persons"


class Incident(StrEnum):
    """What happened, as the caller says it; the chapters of the conditions and their sub-types.

    What the clauses make of each stands in ``app.usecases.incident_facts``.
    """

    COLLISION = "collision"
    FIRE = "fire"
    STORM = "storm"
    VANDALISM = "vandalism"
    ANIMAL_DAMAGE = "animal_damage"
    DEFECT = "defect"
    BATTERY = "battery"
    FLAT_TYRE = "flat_tyre"
    OUT_OF_FUEL = "out_of_fuel"
    WRONG_FUEL = "wrong_fuel"
    OUT_OF_CHARGE = "out_of_charge"
    KEYS = "keys"
    START_CODE = "start_code"
    ALARM_FAULT = "alarm_fault"
    AIRCON_FAULT = "aircon_fault"
    THEFT = "theft"
    ATTEMPTED_THEFT = "attempted_theft"
    PLATE_THEFT = "plate_theft"
    ILLNESS = "illness"
    BODILY_INJURY = "bodily_injury"
    DEATH = "death"
    DRIVER_UNAVAILABLE = "driver_unavailable"
    MEDICINE_NEEDED = "medicine_needed"
    BAGGAGE_LOSS = "baggage_loss"
    CASH_NEED = "cash_need"
    MISSING_PERSON = "missing_person"
    RELATIVE_DEATH = "relative_death"
    PROSECUTION = "prosecution"
    OTHER = "other"

    @property
    def group(self) -> IncidentGroup:
        """Which kind of help it is; what nobody could name is help to persons."""
        return _GROUPS.get(self, IncidentGroup.PERSONS)

    @property
    def is_of_car(self) -> bool:
        """Whether somebody stands beside a car that cannot go on."""
        return self.group in (IncidentGroup.ACCIDENT, IncidentGroup.BREAKDOWN) or self is Incident.ATTEMPTED_THEFT

    @property
    def may_hurt(self) -> bool:
        """Whether somebody may be hurt, or it may burn: the questions of the first minute are asked."""
        return self.group is IncidentGroup.ACCIDENT or self in (Incident.BODILY_INJURY, Incident.OTHER)

    @property
    def takes_car_away(self) -> bool:
        """Whether the car itself is gone: nothing can be towed."""
        return self is Incident.THEFT


_GROUPS = {
    Incident.COLLISION: IncidentGroup.ACCIDENT,
    Incident.FIRE: IncidentGroup.ACCIDENT,
    Incident.STORM: IncidentGroup.ACCIDENT,
    Incident.VANDALISM: IncidentGroup.ACCIDENT,
    Incident.ANIMAL_DAMAGE: IncidentGroup.ACCIDENT,
    Incident.DEFECT: IncidentGroup.BREAKDOWN,
    Incident.BATTERY: IncidentGroup.BREAKDOWN,
    Incident.FLAT_TYRE: IncidentGroup.BREAKDOWN,
    Incident.OUT_OF_FUEL: IncidentGroup.BREAKDOWN,
    Incident.WRONG_FUEL: IncidentGroup.BREAKDOWN,
    Incident.OUT_OF_CHARGE: IncidentGroup.BREAKDOWN,
    Incident.KEYS: IncidentGroup.BREAKDOWN,
    Incident.START_CODE: IncidentGroup.BREAKDOWN,
    Incident.ALARM_FAULT: IncidentGroup.BREAKDOWN,
    Incident.AIRCON_FAULT: IncidentGroup.BREAKDOWN,
    Incident.THEFT: IncidentGroup.THEFT,
    Incident.ATTEMPTED_THEFT: IncidentGroup.THEFT,
    Incident.PLATE_THEFT: IncidentGroup.THEFT,
}


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """What opened a case by phone.

    Attributes:
        plate: As it was said, where no record was chosen for the car; empty = not said.
        whereabouts: Road, direction, kilometre post, house: in the caller's words; empty = not said.
        country_code: ISO 3166-1 alpha-2 of the country that was said; empty = not said.
    """

    incident: Incident
    plate: str = ""
    whereabouts: str = ""
    country_code: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who called in about a case.

    Attributes:
        name: Empty = not said.
        e164: The number they can be reached on, of this case only; empty = not known.
        taken_by: Who spoke with them.
    """

    caller_id: CallerId
    case_id: CaseId
    relation: CallerRelation
    name: str
    e164: str
    called_at: datetime
    taken_by: AccountId


_STAND_IN_PREFIX = "P"
_IMEI_LENGTH = 15


def stand_in_number(case_id: CaseId) -> Imei:
    """Return the number a car without a box on record goes by in its case; no box can have it, and no other case."""
    return Imei(_STAND_IN_PREFIX + case_id[1 - _IMEI_LENGTH :])


def is_stand_in(imei: Imei) -> bool:
    """Whether a number is no box's."""
    return imei.startswith(_STAND_IN_PREFIX)
