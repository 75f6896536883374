"""Cases that begin with a phone call, and calls about cases that there are.

What is typed on a form travels in the body of a POST and is kept nowhere until the case is opened. Until it was said
who is speaking, an answer tells where and which kind of car a case is about, and nothing of whom.
"""

from datetime import datetime, timedelta
from typing import Final

from fastapi import APIRouter

from app.api import phone_cases as api
from app.api.cases import CaseDetail
from app.api.search import FoundIn
from app.domain.case import CasePlace, Names
from app.domain.coordinates import read_coordinates
from app.domain.ids import CaseId
from app.domain.phone_case import PhoneReport
from app.usecases.attach_caller import AttachCaller, SpokenBy, attach_caller
from app.usecases.caller_cases import callers_cases
from app.usecases.contact_ladder import is_driver_reached
from app.usecases.countries import countries_of
from app.usecases.holds import BELGIAN_TIME
from app.usecases.open_phone_case import OpenPhoneCase, open_phone_case
from app.usecases.phone_cases import NamedCar, cases_of_car
from app.usecases.queries import CaseBrief, Reader
from app.usecases.store import JobUnit
from app.usecases.told_place import place_of_coordinates, place_of_municipality
from services.detector.api.access import Parts, Worker
from services.detector.api.commands import WorkerCommand
from services.detector.api.rows import names_info
from services.detector.composition import Composition

MOST_CASES: Final = 30
MOST_CLOSED: Final = 500

router = APIRouter(prefix="/v1", tags=["phone cases"])


@router.post("/phone-cases", summary="Open a case by phone")
async def post_phone_case(body: api.OpenPhoneCase, command: WorkerCommand) -> CaseDetail:
    """Open a case with what was said, held by this person. Refused with ``case_open`` when the car has one open."""
    parts = command.parts
    place = _place(body.place, parts)
    opening = OpenPhoneCase(
        actor=command.actor,
        caller=_spoken(body.caller),
        car=NamedCar(body.contract_id, body.imei),
        report=PhoneReport(
            incident=body.incident,
            plate=body.plate.strip(),
            whereabouts=" ".join(body.whereabouts.split()),
            country_code="" if body.place is None else body.place.country_code,
        ),
        place=place,
        hurt=body.hurt,
        language=body.language,
        words=body.words,
        is_another=body.is_another,
    )

    def act(unit: JobUnit) -> CaseId:
        return open_phone_case(opening, unit, parts.clock, parts.settings).case_id

    return await command.case(act)


@router.post("/phone-cases/car", summary="Ask for the open cases of a car")
def post_car(body: api.CarNamed, parts: Parts, caller: Worker) -> api.CarCases:
    """Say whether the car has an open case, so that nobody makes a second one."""
    del caller
    car = NamedCar(body.contract_id, body.imei, body.plate)
    found = parts.store.read(lambda reader: cases_of_car(car, reader))
    return api.CarCases(cases=tuple(_case_info(brief) for brief in found[:MOST_CASES]))


@router.post("/places/find", summary="Read a typed place")
def post_places(body: api.FindPlaces, parts: Parts, caller: Worker) -> api.PlacesFound:
    """Say what a text is as coordinates or as a country; nothing is kept of it."""
    del caller
    degrees = read_coordinates(body.text)
    if degrees is not None:
        return api.PlacesFound(text=body.text, places=(_position_read(degrees, parts),))
    places = tuple(
        api.PlaceRead(kind=api.PlaceKind.COUNTRY, told=api.ToldPlace(country_code=code), country_codes=(code,))
        for code in countries_of(body.text)
    )
    return api.PlacesFound(text=body.text, places=places)


@router.post("/callers/find", summary="Find the case of a caller")
def post_callers_case(body: api.FindCallersCase, parts: Parts, caller: Worker) -> api.CallersCases:
    """Return the open cases, and those closed today, in which a text stands: that they are, and nothing of whom."""
    del caller

    def read(reader: Reader) -> tuple[CaseBrief, ...]:
        here = {brief.case.case_id: brief for brief in reader.open_briefs()}
        closed = reader.closed_since(_midnight(parts.clock.now()), MOST_CLOSED)
        return tuple({**{brief.case.case_id: brief for brief in closed}, **here}.values())

    found = callers_cases(body.text, parts.store.read(read))
    cases = tuple(_case_info(one.brief, FoundIn(one.by.value)) for one in found[:MOST_CASES])
    return api.CallersCases(text=body.text, cases=cases, more=len(found) > MOST_CASES)


@router.post("/cases/{case_id}/callers", summary="Attach a call to a case")
async def post_caller(case_id: CaseId, body: api.AttachCaller, command: WorkerCommand) -> CaseDetail:
    """Keep who called in about the case; a driver who speaks is looked for no more."""
    attach = AttachCaller(command.actor, case_id, _spoken(body.caller))
    return await command.case(lambda unit: attach_caller(attach, unit, command.parts.clock).case_id)


def _midnight(now: datetime) -> datetime:
    """Return the beginning of the day in Belgium; of the last hours in the first ones of it."""
    today = now.astimezone(BELGIAN_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(today, now - timedelta(hours=6))


def _spoken(said: api.CallerSaid) -> SpokenBy:
    return SpokenBy(said.relation, said.name, said.number)


def _place(told: api.ToldPlace | None, parts: Composition) -> CasePlace | None:
    if told is None or told.latitude_deg is None or told.longitude_deg is None:
        return None
    now, degrees = parts.clock.now(), (told.latitude_deg, told.longitude_deg)
    if told.municipality is not None:
        names = Names(told.municipality.nl, told.municipality.fr, told.municipality.de)
        return place_of_municipality(names, told.postcode, degrees, now)
    return place_of_coordinates(degrees, parts.gazetteer.place(*degrees), now)


def _position_read(degrees: tuple[float, float], parts: Composition) -> api.PlaceRead:
    facts = parts.gazetteer.place(*degrees)
    nearest = facts.nearest_place
    return api.PlaceRead(
        kind=api.PlaceKind.COORDINATES,
        told=api.ToldPlace(latitude_deg=degrees[0], longitude_deg=degrees[1]),
        country_codes=facts.country_codes,
        municipality=names_info(facts.municipality),
        postcode=facts.postcode or "",
        nearest_place="" if nearest is None else nearest.name,
    )


def _case_info(brief: CaseBrief, by: FoundIn | None = None) -> api.OpenCaseInfo:
    case, car = brief.case, brief.car
    return api.OpenCaseInfo(
        case_id=case.case_id,
        number=case.number,
        state=case.state,
        priority=case.priority,
        received_at=case.received_at,
        is_reached=is_driver_reached(case),
        claimed_by="" if case.claim is None else case.claim.name,
        found_in=by,
        municipality=None if case.place is None else names_info(case.place.municipality),
        country_codes=case.country_codes,
        car="" if car is None else car.make_model,
        colour="" if car is None else car.colour,
    )
