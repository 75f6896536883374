"""One search over everything: what the search bar of a desk, a new case and a caller are looked up with."""

from typing import Annotated

from fastapi import APIRouter, Depends

from app.api.search import FoundIn, HitKind, Search, SearchFound, SearchHit
from app.usecases.record_text import CarRecord
from services.detector.api.access import Caller, Parts, Person
from services.detector.api.records import LOOKERS, row_of

Looker = Annotated[Caller, Depends(Person(*LOOKERS))]

router = APIRouter(prefix="/v1/search", tags=["search"])


@router.post("", summary="Search everything")
def post_search(body: Search, parts: Parts, _caller: Looker) -> SearchFound:
    """Return what the text may mean, as far as this person may see it. Asked by POST: names belong in no URL."""
    found = parts.store.read(lambda reader: reader.find_records(body.text, body.limit + 1))
    return SearchFound(text=body.text, hits=tuple(_record_hit(one) for one in found[: body.limit]), more=())


def _record_hit(record: CarRecord) -> SearchHit:
    return SearchHit(kind=HitKind.CONTRACT, found_in=FoundIn.PLATE, is_exact=True, record=row_of(record))
