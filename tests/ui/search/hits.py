"""What a search may find, for the tests of the bar."""

from app.api.queue import NamesInfo
from app.api.records import RecordRow
from app.api.search import CaseHit, FoundIn, HitKind, MunicipalityHit, SearchFound, SearchHit
from app.domain.case import CaseState
from app.domain.ids import CaseId, CaseNumber, ContractId, Imei
from app.domain.verdict import Priority
from tests.support.builders import NOON

CONTRACT, BOX, CASE = ContractId("c" * 32), Imei("356307042441013"), CaseId("d" * 32)
RECORD = RecordRow(
    contract_id=CONTRACT,
    imei=BOX,
    policy_number="58-1",
    name="An Janssens",
    driver="Jan Peeters",
    plate="1-ABC-234",
    car="VW ID.3 white",
    municipality="Bertem",
    boxes=1,
)
BERTEM = NamesInfo(nl="Bertem", fr="Bertem", de="Bertem")
OPEN_CASE = SearchHit(
    kind=HitKind.OPEN_CASE,
    found_in=FoundIn.PLATE,
    is_exact=True,
    case=CaseHit(
        case_id=CASE,
        number=CaseNumber("2026-000042"),
        state=CaseState.OPEN,
        priority=Priority.ONE,
        received_at=NOON,
        is_test=False,
        contract_id=CONTRACT,
        plate="1-ABC-234",
        driver="Jan Peeters",
        municipality=BERTEM,
        country_codes=("BE",),
        is_driver_reached=False,
        claimed_by="",
    ),
)
CAR = SearchHit(kind=HitKind.CONTRACT, found_in=FoundIn.PLATE, is_exact=True, record=RECORD)
PERSON = SearchHit(kind=HitKind.PERSON, found_in=FoundIn.NAME, is_exact=False, person="Jan Peeters", record=RECORD)
PLACE = SearchHit(
    kind=HitKind.MUNICIPALITY,
    found_in=FoundIn.PLACE,
    is_exact=True,
    place=MunicipalityHit(
        names=BERTEM,
        part="Leefdaal",
        postcodes=("3061", "3060"),
        province=NamesInfo(nl="Vlaams-Brabant", fr="Brabant flamand", de="Flämisch-Brabant"),
        latitude_deg=50.85,
        longitude_deg=4.6,
    ),
)


def found(text: str, *hits: SearchHit, more: tuple[HitKind, ...] = ()) -> SearchFound:
    """The answer to a text."""
    return SearchFound(text=text, hits=hits, more=more)
