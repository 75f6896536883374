"""One search over everything that is on record: contracts, people, boxes, cases and municipalities.

What is typed is one text; the service knows what it can be. A record is found whole: with ``kind`` it says as what (its
plate or policy, a person in it, its box), so that a list can group it. Commands of the desk are found by the desk.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import Field

from app.api.model import ApiModel
from app.api.queue import NamesInfo
from app.api.records import RecordRow
from app.domain.case import CaseState
from app.domain.ids import CaseId, CaseNumber, ContractId
from app.domain.verdict import Priority

LONGEST_SEARCH: Final = 200
MOST_HITS: Final = 50


class HitKind(StrEnum):
    """As what something was found. Open cases come first in any answer, then this order."""

    OPEN_CASE = "open_case"
    CONTRACT = "contract"
    PERSON = "person"
    BOX = "box"
    CLOSED_CASE = "closed_case"
    MUNICIPALITY = "municipality"


class FoundIn(StrEnum):
    """Where the typed text stands."""

    NUMBER = "number"
    PLATE = "plate"
    PHONE = "phone"
    NAME = "name"
    POLICY = "policy"
    BOX = "box"
    PLACE = "place"


class Search(ApiModel):
    """POST /v1/search: what somebody typed, in any writing. Never logged.

    Attributes:
        kinds: Only these; empty = all that this person may see.
        limit: Of each kind.
    """

    text: str = Field(max_length=LONGEST_SEARCH)
    kinds: tuple[HitKind, ...] = Field(default=(), max_length=len(HitKind))
    limit: int = Field(default=6, ge=1, le=MOST_HITS)


class CaseHit(ApiModel):
    """A case that was found. What it says of place and people is what a list may show without an entry in the audit.

    Attributes:
        plate: None = not known.
        driver: The name on record; "" = not known.
        municipality: Of the place of the case; None = not known.
        country_codes: Of the place.
        is_driver_reached: Since its last impact.
        claimed_by: Who works on it; "" = nobody.
    """

    case_id: CaseId
    number: CaseNumber
    state: CaseState
    priority: Priority
    received_at: datetime
    is_test: bool
    contract_id: ContractId | None
    plate: str | None
    driver: str
    municipality: NamesInfo | None
    country_codes: tuple[str, ...]
    is_driver_reached: bool
    claimed_by: str


class MunicipalityHit(ApiModel):
    """A Belgian municipality. The position is that of its middle, for a map; nobody stands there.

    Attributes:
        postcodes: All of it, those that were meant first.
        part: The village in it that was typed; "" = the municipality itself.
    """

    names: NamesInfo
    part: str
    postcodes: tuple[str, ...]
    province: NamesInfo | None
    latitude_deg: float
    longitude_deg: float


class SearchHit(ApiModel):
    """One thing that was found; of ``record``, ``case`` and ``place`` the one that goes with ``kind``.

    Attributes:
        found_in: Where the text stands.
        is_exact: It stands there as it was typed, but for signs and accents; False = nearly, a typo apart.
        person: Of a ``PERSON``: whose name or number it is; "" otherwise.
    """

    kind: HitKind
    found_in: FoundIn
    is_exact: bool
    person: str = ""
    record: RecordRow | None = None
    case: CaseHit | None = None
    place: MunicipalityHit | None = None


class SearchFound(ApiModel):
    """What was found, best first within its kind.

    Attributes:
        text: What was searched, so that a late answer is not shown for another text.
        more: The kinds of which there is more than ``limit``.
        is_whole: False = after an update not every contract can be found yet: what was not found may be on record.
    """

    text: str
    hits: tuple[SearchHit, ...]
    more: tuple[HitKind, ...]
    is_whole: bool = True
