"""Cases that begin with a phone call, and calls about cases that there are: what a desk asks and is told.

Before it is known who is speaking, a desk is told which cases there are, and neither name nor plate nor number of whom.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import Field, model_validator

from app.api.model import ApiModel
from app.api.queue import NamesInfo
from app.api.search import FoundIn
from app.domain.case import CaseState
from app.domain.ids import CaseId, CaseNumber, ContractId, Imei
from app.domain.phone_case import CallerRelation, Incident
from app.domain.subscription import Language
from app.domain.verdict import Priority

LONGEST_NAME: Final = 120
LONGEST_NUMBER: Final = 40
LONGEST_PLATE: Final = 20
LONGEST_PLACE: Final = 300
LONGEST_WHEREABOUTS: Final = 200
LONGEST_WORDS: Final = 4000
LONGEST_COUNTRY: Final = 6
LONGEST_POSTCODE: Final = 16


class CallerSaid(ApiModel):
    """Who is speaking. The number in any writing; it is kept in the case and in no contract."""

    relation: CallerRelation
    name: str = Field(default="", max_length=LONGEST_NAME)
    number: str = Field(default="", max_length=LONGEST_NUMBER, examples=["0470 12 34 56"])


class ToldPlace(ApiModel):
    """A place as it was chosen from what was typed.

    Attributes:
        latitude_deg: None with the longitude = only the country is known.
        municipality: Whose middle the coordinates are; None = they are the place itself.
        country_code: ISO 3166-1 alpha-2; empty = what the coordinates say.
    """

    latitude_deg: float | None = Field(default=None, ge=-90, le=90)
    longitude_deg: float | None = Field(default=None, ge=-180, le=180)
    municipality: NamesInfo | None = None
    postcode: str = Field(default="", max_length=LONGEST_POSTCODE)
    country_code: str = Field(default="", max_length=LONGEST_COUNTRY, pattern=r"^([A-Z]{2}(-[A-Z]{1,3})?)?$")

    @model_validator(mode="after")
    def _both_or_neither(self) -> "ToldPlace":
        if (self.latitude_deg is None) is not (self.longitude_deg is None):
            raise ValueError("latitude_deg and longitude_deg go together")
        return self


class OpenPhoneCase(ApiModel):
    """POST /v1/phone-cases. Nothing but what happened and who is speaking is needed.

    Attributes:
        contract_id: Of the record that was chosen; None = none was.
        plate: As it was said, where no record was chosen.
        place: None = not known.
        whereabouts: Road, direction, kilometre post, house.
        hurt: "Hurt or trapped?"; None = not asked or not known.
        words: What else was said; becomes a note.
        is_another: The car has an open case, and this is another matter.
    """

    caller: CallerSaid
    incident: Incident
    contract_id: ContractId | None = None
    imei: Imei | None = None
    plate: str = Field(default="", max_length=LONGEST_PLATE)
    place: ToldPlace | None = None
    whereabouts: str = Field(default="", max_length=LONGEST_WHEREABOUTS)
    hurt: bool | None = None
    language: Language | None = None
    words: str = Field(default="", max_length=LONGEST_WORDS)
    is_another: bool = False


class AttachCaller(ApiModel):
    """POST /v1/cases/{id}/callers: this call is about that case."""

    caller: CallerSaid


class FindPlaces(ApiModel):
    """POST /v1/places/find: coordinates in any writing, or a country."""

    text: str = Field(max_length=LONGEST_PLACE)


class PlaceKind(StrEnum):
    """As what a text was understood."""

    COORDINATES = "coordinates"
    COUNTRY = "country"


class PlaceRead(ApiModel):
    """One thing that a typed text may mean. Municipalities are found by the search (``HitKind.MUNICIPALITY``).

    Attributes:
        told: To be sent back when it is chosen.
        country_codes: Of coordinates, two when in doubt; empty = at sea, or not known.
        nearest_place: Of coordinates; "" = nothing named within 50 km.
    """

    kind: PlaceKind
    told: ToldPlace
    country_codes: tuple[str, ...]
    municipality: NamesInfo | None = None
    postcode: str = ""
    nearest_place: str = ""


class PlacesFound(ApiModel):
    """What a text may mean as a place; ``text`` so that a late answer is not shown for another one."""

    text: str
    places: tuple[PlaceRead, ...]


class CarNamed(ApiModel):
    """POST /v1/phone-cases/car: has this car an open case?"""

    contract_id: ContractId | None = None
    imei: Imei | None = None
    plate: str = Field(default="", max_length=LONGEST_PLATE)


class OpenCaseInfo(ApiModel):
    """A case of a car, in as few words as whoever calls about it may be told: that there is one.

    Place and look of the car are for the operator to tell cases apart by what a caller says; name and plate are what
    the caller is checked against, and stand in none of it.

    Attributes:
        municipality: Where it is; None = not known, or abroad.
        car: Make and model; "" = not known.
        colour: As on record; "" = not known.
        is_reached: The driver has spoken since the last impact.
        claimed_by: Who works on it; "" = nobody.
        found_in: Where the typed text stood; None where a car was asked for.
    """

    case_id: CaseId
    number: CaseNumber
    state: CaseState
    priority: Priority
    received_at: datetime
    is_reached: bool
    claimed_by: str
    found_in: FoundIn | None = None
    municipality: NamesInfo | None = None
    country_codes: tuple[str, ...] = ()
    car: str = ""
    colour: str = ""


class CarCases(ApiModel):
    """The open cases of a car, newest first."""

    cases: tuple[OpenCaseInfo, ...]


class FindCallersCase(ApiModel):
    """POST /v1/callers/find: a plate, name, number or place that a caller says, in any writing. Nothing is kept."""

    text: str = Field(max_length=LONGEST_PLACE)


class CallersCases(ApiModel):
    """Cases a caller may mean: those whose driver was not reached first, and those closed today last."""

    text: str
    cases: tuple[OpenCaseInfo, ...]
    more: bool = False
