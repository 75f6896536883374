"""One search over everything: what the search bar of a desk, a new case and a caller are looked up with."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends

from app.api.queue import NamesInfo
from app.api.search import CaseHit, FoundIn, HitKind, MunicipalityHit, Search, SearchFound, SearchHit
from app.domain.case import CaseState
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.find_municipality import FoundMunicipality, find_municipalities
from app.usecases.holds import BELGIAN_TIME
from app.usecases.queries import Reader
from app.usecases.search import RECORDS_OF_CASES, FoundCase, FoundRecord, search_cases, search_records
from app.usecases.search_text import Likeness
from services.detector.api.access import Caller, Parts, Person
from services.detector.api.records import LOOKERS, row_of
from services.detector.api.rows import names_info

Looker = Annotated[Caller, Depends(Person(*LOOKERS))]

_CASES: Final = frozenset({HitKind.OPEN_CASE, HitKind.CLOSED_CASE})
_RECORDS: Final = frozenset({HitKind.CONTRACT, HitKind.PERSON, HitKind.BOX})
_AS_WHAT: Final = {"phone": HitKind.PERSON, "name": HitKind.PERSON, "box": HitKind.BOX}

router = APIRouter(prefix="/v1/search", tags=["search"])


@router.post("", summary="Search everything")
def post_search(body: Search, parts: Parts, caller: Looker) -> SearchFound:
    """Return what the text may mean, as far as this person may see it. Asked by POST: names belong in no URL.

    Nothing of it is audited, as of the list of contracts; what is opened then is.
    """
    kinds = frozenset(body.kinds or HitKind) - (frozenset() if caller.reads_cases else _CASES)
    year = parts.clock.now().astimezone(BELGIAN_TIME).year
    found = parts.store.read(lambda reader: list(_on_record(body, kinds, year, reader)))
    if HitKind.MUNICIPALITY in kinds:
        found += map(_municipality_hit, find_municipalities(body.text, body.limit + 1))
    return _cut(body, found, is_whole=not parts.imports.is_entering)


def _on_record(body: Search, kinds: frozenset[HitKind], year: int, reader: Reader) -> Iterator[SearchHit]:
    wanted = kinds & _CASES
    most = max(body.limit + 1, RECORDS_OF_CASES if wanted else 0)
    records = search_records(body.text, reader, most) if wanted or kinds & _RECORDS else []
    if wanted:
        cases = map(_case_hit, search_cases(body.text, year, records, reader, body.limit + 1))
        yield from (hit for hit in cases if hit.kind in wanted)
    yield from (hit for hit in map(_record_hit, records) if hit.kind in kinds)


def _cut(body: Search, found: Iterable[SearchHit], *, is_whole: bool) -> SearchFound:
    """Return the answer, so many of each kind as were asked for."""
    of_kind: dict[HitKind, list[SearchHit]] = {kind: [] for kind in HitKind}
    for hit in found:
        of_kind[hit.kind].append(hit)
    return SearchFound(
        text=body.text,
        hits=tuple(hit for hits in of_kind.values() for hit in hits[: body.limit]),
        more=tuple(kind for kind, hits in of_kind.items() if len(hits) > body.limit),
        is_whole=is_whole,
    )


def _record_hit(found: FoundRecord) -> SearchHit:
    return SearchHit(
        kind=_AS_WHAT.get(found.fit.column, HitKind.CONTRACT),
        found_in=FoundIn(found.fit.column),
        is_exact=found.fit.likeness is not Likeness.NEARLY,
        person=found.person,
        record=row_of(found.record),
    )


def _case_hit(found: FoundCase) -> SearchHit:
    brief, fit = found.brief, found.fit
    case, contract = brief.case, brief.contract
    driver = None if contract is None else contract.driver or contract.subscriber
    return SearchHit(
        kind=HitKind.OPEN_CASE if case.state is CaseState.OPEN else HitKind.CLOSED_CASE,
        found_in=FoundIn.NUMBER if fit is None else FoundIn(fit.column),
        is_exact=fit is None or fit.likeness is not Likeness.NEARLY,
        case=CaseHit(
            case_id=case.case_id,
            number=case.number,
            state=case.state,
            priority=case.priority,
            received_at=case.received_at,
            is_test=case.is_test,
            contract_id=case.contract_id,
            plate=None if brief.car is None else brief.car.plate,
            driver="" if driver is None else driver.name,
            municipality=None if case.place is None else names_info(case.place.municipality),
            country_codes=case.country_codes,
            is_driver_reached=is_driver_reached(case),
            claimed_by="" if case.claim is None else case.claim.name,
        ),
    )


def _municipality_hit(found: FoundMunicipality) -> SearchHit:
    one, village = found.municipality, found.village
    own = (found.postcode,) if found.postcode else ()
    return SearchHit(
        kind=HitKind.MUNICIPALITY,
        found_in=FoundIn.PLACE,
        is_exact=found.likeness is not Likeness.NEARLY,
        place=MunicipalityHit(
            names=NamesInfo(nl=one.names.nl, fr=one.names.fr, de=one.names.de),
            part="" if village is None else village.name,
            postcodes=own + tuple(code for code in one.postcodes if code not in own),
            province=NamesInfo(nl=one.province.nl, fr=one.province.fr, de=one.province.de),
            latitude_deg=one.latitude_deg if village is None else village.latitude_deg,
            longitude_deg=one.longitude_deg if village is None else village.longitude_deg,
        ),
    )
