"""Cases by phone over the API, on a real database: opened, found, attached, and what the clauses make of each kind."""

from datetime import timedelta
from typing import Any, Final

import httpx
import pytest

from app.api.cases import CaseDetail
from app.api.entitlements import ServiceFamily, ServiceStatus
from app.api.phone_cases import CallersCases, CarCases, PlacesFound
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.box import Car
from app.domain.case import CaseState, TowQuestion
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.domain.phone_case import Incident
from app.domain.subscription import Cover, Language
from app.domain.verdict import Priority, VerdictKind
from app.geography.place import NearestPlace, PlaceFacts
from tests.support.builders import A_CONTRACT_ID, AN_IMEI, a_box, a_case, a_contract, a_place, an_audit_record
from tests.support.house import Desk, House

JAN: Final = {"relation": "driver", "name": "Jan Peeters", "number": "0470/98.76.54"}
BERTEM: Final = {
    "latitude_deg": 50.8642,
    "longitude_deg": 4.6298,
    "municipality": {"nl": "Bertem", "fr": "Bertem", "de": "Bertem"},
    "postcode": "3060",
}
FRANCE: Final = {"country_code": "FR"}


class NearLyon:
    """A gazetteer that knows one place."""

    def place(self, latitude_deg: float, longitude_deg: float, accuracy_m: float | None = None) -> PlaceFacts:
        del latitude_deg, longitude_deg, accuracy_m
        return PlaceFacts(False, ("FR",), None, None, None, NearestPlace("Lyon", 900.0), None)


def detail_of(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def opens(desk: Desk, **body: object) -> CaseDetail:
    said: dict[str, object] = {"caller": JAN, "incident": "defect", **body}
    return detail_of(await desk.post("/v1/phone-cases", said))


def on_record(house: House, *covers: Cover, box: bool = True) -> None:
    def job(unit: Any) -> None:  # noqa: ANN401 - whatever unit the store hands in
        car = Car("1-ABC-234", "VW ID.3", "white", "electric")
        unit.contracts.put(a_contract(car=car, covers=frozenset(covers) or None))
        if box:
            unit.boxes.put(a_box())
        unit.audit.append(an_audit_record())

    house.submit(job)


async def answers(desk: Desk, case_id: CaseId, **facts: object) -> CaseDetail:
    detail = None
    for fact, value in facts.items():
        answer = await desk.post(f"/v1/cases/{case_id}/answers", {"fact": fact, "value": value})
        detail = detail_of(answer)
    assert detail is not None
    return detail


def status(detail: CaseDetail, family: ServiceFamily, clause: str = "") -> ServiceStatus:
    card = next(one for one in detail.services if one.family is family)
    if not clause:
        return card.status
    return next(one.status for one in card.clauses if one.clause == clause)


def other(detail: CaseDetail, clause: str) -> ServiceStatus:
    cards = [one for one in detail.services if any(each.clause == clause for each in one.clauses)]
    assert cards, clause
    return next(each.status for each in cards[0].clauses if each.clause == clause)


async def test_a_case_by_phone_looks_like_any_other(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    detail = await opens(desk, plate="1-XYZ-987", place=BERTEM, whereabouts="E40 dir. Luik, km 22", words="Rode Seat.")
    row = detail.row
    assert (row.incident, row.priority, row.plate, row.country_codes) == (
        Incident.DEFECT,
        Priority.THREE,
        "1-XYZ-987",
        ("BE",),
    )
    assert row.claim is not None
    assert (detail.verdict, detail.imei, detail.ecalls) == (VerdictKind.TOLD, None, ())
    assert detail.place is not None
    assert (detail.place.is_told, detail.place.postcode, detail.place.accuracy_m) == (True, "3060", 3000.0)
    assert detail.report is not None
    assert detail.report.whereabouts == "E40 dir. Luik, km 22"
    assert [(one.name, one.number_shown) for one in detail.callers] == [("Jan Peeters", "+32 470 98 76 54")]
    assert detail.ladder[0].person.e164 == "+32470987654"
    assert [note.text for note in detail.notes] == ["Rode Seat."]
    assert [entry.action for entry in detail.timeline][0] is AuditAction.CASE_OPENED_BY_PHONE
    assert row.next_step.kind is NextKind.ASK_TOW
    queue = (await desk.get("/v1/queue")).json()
    assert [one["number"] for one in queue["rows"]] == [row.number]


async def test_the_same_command_twice_opens_one_case(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    said = {"caller": JAN, "incident": "flat_tyre"}
    first = detail_of(await desk.post("/v1/phone-cases", said, key="k"))
    assert detail_of(await desk.post("/v1/phone-cases", said, key="k")).row.case_id == first.row.case_id


async def test_somebody_hurt_is_priority_one_and_112_is_next(house: House) -> None:
    detail = await opens(house.person(Role.OPERATOR), incident="collision", hurt=True, place=BERTEM)
    assert (detail.row.priority, detail.row.next_step.kind) == (Priority.ONE, NextKind.HAND_OVER_112)
    assert "VIVIUM Bijstand, " in detail.hand_over_text
    assert "0470" not in detail.hand_over_text.split("8 ")[0]


async def test_a_car_with_an_open_case_is_said_before_and_refused_after(house: House) -> None:
    crashed = house.open_case(a_case(place=a_place()))
    desk = house.person(Role.OPERATOR)
    for named in ({"imei": AN_IMEI}, {"contract_id": A_CONTRACT_ID}, {"plate": "1abc234"}):
        found = CarCases.model_validate_json((await desk.post("/v1/phone-cases/car", named)).content)
        assert [one.number for one in found.cases] == [crashed.number], named
    refusal = await desk.post("/v1/phone-cases", {"caller": JAN, "incident": "defect", "imei": AN_IMEI})
    assert refusal.status_code == 409
    assert refusal.json() == {"code": "case_open", "detail": {"case_id": crashed.case_id, "number": crashed.number}}
    assert (await opens(desk, imei=AN_IMEI, is_another=True)).linked_case_id == crashed.case_id
    nobody = CarCases.model_validate_json((await desk.post("/v1/phone-cases/car", {"plate": "1-ZZZ-999"})).content)
    assert nobody.cases == ()


async def test_one_truck_for_a_car_that_is_known_by_its_plate_alone(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    first = await opens(desk, plate="1-XYZ-987")
    second = await opens(desk, plate="1xyz987", is_another=True)
    detail_of(await desk.post(f"/v1/cases/{first.row.case_id}/tow"))
    refused = await desk.post(f"/v1/cases/{second.row.case_id}/tow")
    assert refused.json()["code"] == "tow_running"
    third = await opens(desk)
    detail_of(await desk.post(f"/v1/cases/{third.row.case_id}/tow"))


@pytest.mark.parametrize(
    "said", ["1abc234", "Peeters jan", "0470 12 34 56", "+32470123456", "123456", "bertem", "3060"]
)
async def test_a_caller_finds_the_case_and_learns_nothing_of_whom_it_is(house: House, said: str) -> None:
    house.open_case(a_case(place=a_place(), contract_id=A_CONTRACT_ID))
    answer = await house.person(Role.OPERATOR).post("/v1/callers/find", {"text": said})
    found = CallersCases.model_validate_json(answer.content)
    assert len(found.cases) == 1, said
    told = str(found.cases)
    assert not any(word in told for word in ("Peeters", "ABC", "+32470", "3060", "0012345"))
    [case] = found.cases
    assert case.municipality is not None
    assert (case.municipality.nl, case.country_codes) == ("Bertem", ("BE",)), "the operator tells cases apart by these"
    assert case.car


async def test_unreached_drivers_come_first_and_what_was_closed_today_last(house: House) -> None:
    now = house.clock.now()
    reached = house.open_case(a_case(place=a_place(), contract_id=A_CONTRACT_ID, driver_reached_at=now))
    desk = house.person(Role.OPERATOR)
    looked_for = await opens(desk, caller={"relation": "passer_by"}, place=BERTEM)
    closed = await opens(desk, place=BERTEM, is_another=True)
    body = {"version": closed.row.version, "outcome": "helped"}
    detail_of(await desk.post(f"/v1/cases/{closed.row.case_id}/close", body))
    found = (await desk.post("/v1/callers/find", {"text": "Bertem"})).json()
    numbers = [one["number"] for one in found["cases"]]
    assert numbers == [looked_for.row.number, reached.number, closed.row.number]
    tomorrow = house.clock.now() + timedelta(days=1)
    assert house.parts.store.read(lambda reader: reader.closed_since(tomorrow, 10)) == ()


async def test_a_caller_is_attached_by_whoever_picks_up(house: House) -> None:
    case = house.open_case(a_case(place=a_place(), contract_id=A_CONTRACT_ID))
    an, piet = house.person(Role.OPERATOR), house.person(Role.OPERATOR, name="Piet", at="desk-4")
    detail_of(await an.post(f"/v1/cases/{case.case_id}/claim"))
    detail = detail_of(await piet.post(f"/v1/cases/{case.case_id}/callers", {"caller": JAN}))
    assert detail.row.claim is not None
    assert detail.row.claim.name == "An Vermeulen"
    assert detail.ladder[0].person.number_shown == "+32 470 98 76 54"
    assert detail.row.next_step.kind is not NextKind.CALL_DRIVER
    record = house.parts.store.read(lambda reader: reader.record_of_contract(A_CONTRACT_ID))
    assert record is not None
    assert "987654" not in str(record)


async def test_a_driver_who_calls_again_finds_his_closed_case_open_on_the_desks(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    case = await opens(desk, place=BERTEM)
    body = {"version": case.row.version, "outcome": "helped"}
    detail_of(await desk.post(f"/v1/cases/{case.row.case_id}/close", body))
    assert (await desk.get("/v1/queue")).json()["rows"] == []
    piet = house.person(Role.OPERATOR, name="Piet", at="desk-4")
    again = detail_of(await piet.post(f"/v1/cases/{case.row.case_id}/callers", {"caller": JAN}))
    assert (again.row.state, again.row.outcome) == (CaseState.OPEN, None)
    assert again.row.next_step.kind is not NextKind.NOTHING
    (row,) = (await desk.get("/v1/queue")).json()["rows"]
    assert (row["number"], row["claim"]["name"]) == (case.row.number, "Piet")


@pytest.mark.parametrize(
    ("text", "codes"),
    [("frankrijk", ["FR"]), ("Deutschland", ["DE"]), ("Itali", ["IT"]), ("LU", ["LU"]), ("Bertem", []), ("", [])],
)
async def test_a_country_is_read_in_every_language(house: House, text: str, codes: list[str]) -> None:
    answer = await house.person(Role.OPERATOR).post("/v1/places/find", {"text": text})
    found = PlacesFound.model_validate_json(answer.content)
    assert [one.told.country_code for one in found.places] == codes


async def test_coordinates_are_read_and_placed(tmp_path: Any) -> None:  # noqa: ANN401 - pytest's own
    from tests.support.house import a_house  # noqa: PLC0415 - another gazetteer than that of the fixture

    async with a_house(tmp_path, gazetteer=NearLyon()) as house:
        desk = house.person(Role.OPERATOR)
        found = PlacesFound.model_validate_json(
            (await desk.post("/v1/places/find", {"text": "45,7640 N 4,8357 O"})).content
        )
        (read,) = found.places
        assert (read.country_codes, read.nearest_place) == (("FR",), "Lyon")
        detail = await opens(desk, place=read.told.model_dump(mode="json"))
        assert detail.place is not None
        assert (detail.place.in_belgium, detail.place.nearest_place, detail.place.is_told) == (False, "Lyon", True)
        assert detail.tow_ways is not None
        assert "Lyon" in detail.tow_ways.texts[Language.NL]


async def test_bad_input_is_refused_and_not_quoted(house: House) -> None:
    desk = house.person(Role.OPERATOR)
    for body in (
        {"caller": JAN, "incident": "earthquake"},
        {"caller": {**JAN, "name": "J" * 10_000}, "incident": "defect"},
        {"caller": JAN, "incident": "defect", "place": {"latitude_deg": 95, "longitude_deg": 4}},
        {"caller": JAN, "incident": "defect", "place": {"latitude_deg": 50}},
        {"caller": JAN, "incident": "defect", "place": {"country_code": "Frankrijk"}},
    ):
        refusal = await desk.post("/v1/phone-cases", body)
        assert refusal.status_code == 422, body
        assert "Peeters" not in refusal.text
    detail = await opens(desk, caller={"relation": "other", "name": "🚗 =1+1", "number": "🙈"}, plate="🚗")
    assert detail.callers[0].name == "🚗 =1+1 (🙈)"


async def test_an_auditor_opens_and_attaches_nothing(house: House) -> None:
    case = house.open_case()
    auditor = house.person(Role.AUDITOR)
    for path in ("/v1/phone-cases", f"/v1/cases/{case.case_id}/callers", "/v1/callers/find"):
        assert (await auditor.post(path, {"caller": JAN, "incident": "defect", "text": "x"})).status_code == 403


# -- one whole call for each kind, through the clauses -----------------------------------------------------------------


async def test_breakdown_at_home(house: House) -> None:
    """Nothing abroad, no kilometre exemption; a flat tyre is towed to the nearest garage, the spare wheel fitted."""
    on_record(house, Cover.VEHICLE, Cover.S2_PACK)
    desk = house.person(Role.OPERATOR)
    detail = await opens(desk, incident="flat_tyre", contract_id=A_CONTRACT_ID, imei=AN_IMEI, place=BERTEM)
    assert detail.row.priority is Priority.THREE
    detail = await answers(
        desk,
        detail.row.case_id,
        covers=["breakdown"],
        trip_duration="P1D",
        vehicle_kind="car",
        vehicle_paid_passenger_transport=False,
        vehicle_max_mass_t=2,
        beneficiary_role="named_person",
        beneficiary_lives_in_belgium=True,
        spare_wheel_usable=True,
        repairable_on_spot=True,
    )
    assert other(detail, "P2.C4.A1.3.fit") is ServiceStatus.GRANTED
    detail = await answers(desk, detail.row.case_id, spare_wheel_usable=False, repairable_on_spot=False)
    assert status(detail, ServiceFamily.TOW, "P2.C4.A1.3.tow") is ServiceStatus.GRANTED
    detail = detail_of(await desk.post(f"/v1/cases/{detail.row.case_id}/tow"))
    assert detail.row.next_step.kind is NextKind.PLACE_TOW_BY_HAND


async def test_breakdown_abroad(house: House) -> None:
    """The threshold of 24 hours abroad, and a country outside the list has no vehicle guarantee."""
    on_record(house, Cover.VEHICLE)
    desk = house.person(Role.OPERATOR)
    detail = await opens(desk, incident="battery", contract_id=A_CONTRACT_ID, place=FRANCE, whereabouts="A7, Lyon")
    said: dict[str, object] = {
        "covers": ["breakdown"],
        "trip_duration": "P14D",
        "vehicle_kind": "car",
        "vehicle_paid_passenger_transport": False,
        "vehicle_max_mass_t": 2,
        "beneficiary_role": "named_person",
        "beneficiary_lives_in_belgium": True,
        "vehicle_unfit": True,
        "defect_caused_by_shock": False,
        "repairable_on_spot": False,
        "repair_hours": 30,
    }
    detail = await answers(desk, detail.row.case_id, **said)
    assert status(detail, ServiceFamily.TOW, "P2.C4.A1.2.b") is ServiceStatus.GRANTED
    assert status(detail, ServiceFamily.LODGING, "P2.C4.A2.3") is ServiceStatus.GRANTED
    detail = await answers(desk, detail.row.case_id, repair_hours=20)
    assert status(detail, ServiceFamily.LODGING, "P2.C4.A2.3") is ServiceStatus.REFUSED
    turkey = await opens(
        desk, incident="battery", contract_id=A_CONTRACT_ID, place={"country_code": "TR"}, is_another=True
    )
    detail = await answers(desk, turkey.row.case_id, **said)
    assert status(detail, ServiceFamily.TOW) is ServiceStatus.REFUSED


OF_A_STOLEN_CAR = {
    "covers": ["theft"],
    "trip_duration": "P1D",
    "vehicle_kind": "car",
    "vehicle_paid_passenger_transport": False,
    "vehicle_max_mass_t": 2,
    "beneficiary_role": "named_person",
    "beneficiary_lives_in_belgium": True,
}


async def test_theft(house: House) -> None:
    """Nothing is towed and no truck is asked about; the hire car has no threshold of hours."""
    on_record(house, Cover.VEHICLE)
    desk = house.person(Role.OPERATOR)
    caller = {"relation": "subscriber", "name": "An Janssens", "number": "0470000001"}
    detail = await opens(desk, incident="theft", contract_id=A_CONTRACT_ID, caller=caller, place=BERTEM)
    assert detail.tow_question is TowQuestion.NOT_ASKED
    detail = await answers(
        desk,
        detail.row.case_id,
        **OF_A_STOLEN_CAR,
        hirer_age_years=40,
        hirer_licence_held="P20Y",
        hirer_meets_rental_terms=True,
        repaired_by_recognised_garage=False,
        total_loss_indemnity_paid=False,
        stolen_vehicle_returned_to_insured=False,
    )
    assert status(detail, ServiceFamily.CAR, "P2.C3.A2.4") is ServiceStatus.GRANTED
    assert status(detail, ServiceFamily.TOW) is not ServiceStatus.GRANTED


async def test_attempted_theft(house: House) -> None:
    """The car is there: it is towed, and the hire car waits for that tow."""
    on_record(house, Cover.VEHICLE)
    desk = house.person(Role.OPERATOR)
    detail = await opens(desk, incident="attempted_theft", contract_id=A_CONTRACT_ID, place=BERTEM)
    assert detail.tow_question is TowQuestion.OPEN
    detail = await answers(
        desk,
        detail.row.case_id,
        **OF_A_STOLEN_CAR,
        vehicle_present=True,
        repairable_on_spot=False,
        repair_hours=30,
    )
    assert status(detail, ServiceFamily.TOW, "P2.C3.A1.1.b") is ServiceStatus.GRANTED
    assert status(detail, ServiceFamily.CAR, "P2.C3.A2.4") is ServiceStatus.UNKNOWN


async def test_persons_abroad(house: House) -> None:
    """An illness anywhere in the world: medical costs and the transport home, whatever the car."""
    on_record(house, Cover.PERSONS, box=False)
    desk = house.person(Role.OPERATOR)
    caller = {"relation": "subscriber", "name": "An Janssens", "number": "+66 2 123 4567"}
    detail = await opens(
        desk, incident="illness", contract_id=A_CONTRACT_ID, caller=caller, place={"country_code": "TH"}
    )
    assert (detail.row.priority, detail.row.country_codes) == (Priority.TWO, ("TH",))
    assert detail.tow_question is TowQuestion.NOT_ASKED
    assert "P3.A3.1.f" in {clause.clause for card in detail.services for clause in card.clauses}
    assert status(detail, ServiceFamily.TOW) is not ServiceStatus.GRANTED
    assert status(detail, ServiceFamily.REPATRIATION, "P3.A3.1.a") is ServiceStatus.UNKNOWN


async def test_an_unnamed_matter_leaves_open_what_happened(house: House) -> None:
    detail = await opens(house.person(Role.OPERATOR), incident="out_of_charge", place=BERTEM)
    assert "events" in {question.fact for question in detail.questions}


async def test_place_names_survive(house: House) -> None:
    detail = await opens(house.person(Role.OPERATOR), place=BERTEM)
    assert detail.row.municipality is not None
    assert detail.row.municipality.nl == "Bertem"
