"""A case that begins with a phone call: opened at once, whatever is known, and once for a car."""

from dataclasses import replace
from typing import Any, Final, cast

import pytest

from app.domain.answer import HURT_OR_TRAPPED, said
from app.domain.audit import AuditAction
from app.domain.box import Car
from app.domain.case import Case, CaseState, TowQuestion
from app.domain.contact import Disposition
from app.domain.ecall import CrashMark
from app.domain.ids import ContractId
from app.domain.phone_case import CallerRelation, Incident, PhoneReport
from app.domain.verdict import Priority, VerdictKind
from app.settings import Settings
from app.usecases.attach_caller import CALLED_IN, SpokenBy
from app.usecases.open_phone_case import OpenPhoneCase, open_phone_case
from app.usecases.phone_cases import NamedCar
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import A_CONTRACT_ID, AN_IMEI, NOON, a_box, a_contract, a_place

SETTINGS: Final = Settings()
DRIVER = SpokenBy(CallerRelation.DRIVER, "Jan Peeters", "0470 98 76 54")
TOLD = replace(a_place(), is_told=True, accuracy_m=3000.0)


def opens(desk: Desk, **changes: object) -> Case:
    known: dict[str, object] = {
        "actor": AN,
        "caller": DRIVER,
        "car": NamedCar(),
        "report": PhoneReport(Incident.FLAT_TYRE, plate="1-XYZ-987", whereabouts="E40 dir. Luik, km 22"),
        "place": TOLD,
    }
    command = OpenPhoneCase(**cast("dict[str, Any]", {**known, **changes}))
    case = open_phone_case(command, desk.unit, desk.clock, SETTINGS)
    desk.unit.check_audited()
    return desk.case(case.case_id)


def test_a_breakdown_of_an_unknown_car_is_a_case_of_whoever_took_the_call(desk: Desk) -> None:
    case = opens(desk, words="He stands on the hard shoulder.")
    assert (case.state, case.mark, case.verdict.kind) == (CaseState.OPEN, CrashMark.PHONE, VerdictKind.TOLD)
    assert (case.contract_id, case.box_imei, case.ecall_ids, case.holds) == (None, None, (), ())
    assert case.claim is not None
    assert case.claim.name == AN.name
    assert (case.priority, case.tow_question, case.in_belgium) == (Priority.THREE, TowQuestion.OPEN, True)
    assert case.driver_reached_at == NOON
    (call,) = desk.unit.calls.of_case(case.case_id)
    assert (call.source, call.to_e164, call.disposition) == (CALLED_IN, "+32470987654", Disposition.DRIVER_SPOKEN_TO)
    assert [note.text for note in desk.unit.notes.of_case(case.case_id)] == ["He stands on the hard shoulder."]
    assert [event.rings for event in desk.unit.events.events] == [False]


def test_what_was_said_is_in_the_timeline_and_nothing_personal_in_its_facts(desk: Desk) -> None:
    case = opens(desk)
    entry = desk.record(case.case_id, AuditAction.CASE_OPENED_BY_PHONE)
    assert entry.facts == {"incident": "flat_tyre", "priority": "3", "country": "BE", "relation": "driver"}
    assert entry.personal == {
        "plate": "1-XYZ-987",
        "whereabouts": "E40 dir. Luik, km 22",
        "person": "Jan Peeters",
        "number": "+32470987654",
    }


def test_the_number_of_the_caller_is_kept_in_the_case_and_in_no_contract(desk: Desk) -> None:
    before = dict(desk.unit.contracts.contracts)
    case = opens(desk, car=NamedCar(A_CONTRACT_ID))
    assert case.contract_id == A_CONTRACT_ID
    assert [one.e164 for one in desk.unit.callers.of_case(case.case_id)] == ["+32470987654"]
    assert desk.unit.contracts.contracts == before


def test_a_number_that_is_none_stays_beside_the_name(desk: Desk) -> None:
    case = opens(desk, caller=SpokenBy(CallerRelation.DRIVER, "Jan", "binnen 5 min"))
    (caller,) = desk.unit.callers.of_case(case.case_id)
    assert (caller.name, caller.e164) == ("Jan (binnen 5 min)", "")


@pytest.mark.parametrize(
    ("incident", "hurt", "priority", "tow"),
    [
        (Incident.COLLISION, None, Priority.TWO, TowQuestion.OPEN),
        (Incident.COLLISION, False, Priority.TWO, TowQuestion.OPEN),
        (Incident.COLLISION, True, Priority.ONE, TowQuestion.OPEN),
        (Incident.FLAT_TYRE, None, Priority.THREE, TowQuestion.OPEN),
        (Incident.FLAT_TYRE, True, Priority.ONE, TowQuestion.OPEN),
        (Incident.THEFT, None, Priority.THREE, TowQuestion.NOT_ASKED),
        (Incident.ATTEMPTED_THEFT, None, Priority.THREE, TowQuestion.OPEN),
        (Incident.ILLNESS, None, Priority.TWO, TowQuestion.NOT_ASKED),
        (Incident.BAGGAGE_LOSS, None, Priority.THREE, TowQuestion.NOT_ASKED),
        (Incident.OTHER, None, Priority.THREE, TowQuestion.NOT_ASKED),
    ],
)
def test_injury_ranks_first_then_the_kind(
    desk: Desk, incident: Incident, hurt: bool | None, priority: Priority, tow: TowQuestion
) -> None:
    case = opens(desk, report=PhoneReport(incident), hurt=hurt)
    assert (case.priority, case.ranked, case.tow_question) == (priority, priority, tow)
    assert said(desk.unit.answers.of_case(case.case_id), HURT_OR_TRAPPED) is hurt


@pytest.mark.parametrize(
    ("relation", "incident", "is_reached"),
    [
        (CallerRelation.PASSENGER, Incident.COLLISION, True),
        (CallerRelation.PASSER_BY, Incident.COLLISION, False),
        (CallerRelation.SUBSCRIBER, Incident.COLLISION, False),
        (CallerRelation.SUBSCRIBER, Incident.THEFT, True),
        (CallerRelation.SUBSCRIBER, Incident.ILLNESS, True),
        (CallerRelation.POLICE, Incident.THEFT, False),
    ],
)
def test_who_is_speaking_says_whether_the_driver_is_still_to_be_found(
    desk: Desk, relation: CallerRelation, incident: Incident, is_reached: bool
) -> None:
    case = opens(desk, caller=SpokenBy(relation), report=PhoneReport(incident))
    assert (case.driver_reached_at is not None) is is_reached


def test_a_car_with_a_box_goes_by_its_number_and_its_contract(desk: Desk) -> None:
    desk.unit.boxes.boxes[AN_IMEI] = a_box()
    case = opens(desk, car=NamedCar(imei=AN_IMEI), report=PhoneReport(Incident.DEFECT))
    assert (case.imei, case.box_imei, case.contract_id) == (AN_IMEI, AN_IMEI, A_CONTRACT_ID)


def test_a_record_that_is_gone_meanwhile_stops_nobody(desk: Desk) -> None:
    case = opens(desk, car=NamedCar(ContractId("gone")))
    assert case.contract_id is None


def test_the_country_alone_is_enough_of_a_place(desk: Desk) -> None:
    case = opens(desk, place=None, report=PhoneReport(Incident.ILLNESS, country_code="FR"))
    assert (case.place, case.in_belgium, case.country_codes) == (None, False, ("FR",))
    nowhere = opens(desk, place=None, report=PhoneReport(Incident.ILLNESS))
    assert (nowhere.in_belgium, nowhere.country_codes) == (None, ())


@pytest.mark.parametrize("spelt", ["1XYZ987", "1-xyz-987", "1 XYZ 987"])
def test_a_second_case_of_a_car_is_refused_until_it_is_said_to_be_another_matter(desk: Desk, spelt: str) -> None:
    first = opens(desk)
    with desk.refuses("case_open", case_id=first.case_id, number=first.number):
        opens(desk, actor=PIET, report=PhoneReport(Incident.DEFECT, plate=spelt), car=NamedCar(plate=spelt))
    second = opens(
        desk, actor=PIET, report=PhoneReport(Incident.DEFECT, plate=spelt), car=NamedCar(plate=spelt), is_another=True
    )
    assert second.linked_case_id == first.case_id


def test_the_open_case_of_its_box_is_the_case_of_a_car_named_by_contract(desk: Desk) -> None:
    desk.unit.boxes.boxes[AN_IMEI] = a_box()
    crash = desk.has(imei=AN_IMEI)
    with desk.refuses("case_open", number=crash.number):
        opens(desk, car=NamedCar(A_CONTRACT_ID), report=PhoneReport(Incident.DEFECT))
    with desk.refuses("case_open", number=crash.number):
        opens(desk, report=PhoneReport(Incident.DEFECT, plate="1abc234"))


def test_a_test_of_the_box_and_a_closed_case_are_no_open_case(desk: Desk) -> None:
    desk.unit.boxes.boxes[AN_IMEI] = a_box()
    desk.has(imei=AN_IMEI, is_test=True)
    desk.has(imei=AN_IMEI, state=CaseState.CLOSED)
    assert opens(desk, car=NamedCar(imei=AN_IMEI)).linked_case_id is not None


def test_two_cars_of_which_nothing_is_known_are_two_cases(desk: Desk) -> None:
    first = opens(desk, report=PhoneReport(Incident.DEFECT))
    second = opens(desk, report=PhoneReport(Incident.DEFECT))
    assert first.imei != second.imei
    assert len(first.imei) == len(AN_IMEI)


def test_two_cars_of_one_contract_are_two_where_the_plates_differ(desk: Desk) -> None:
    desk.unit.contracts.contracts[A_CONTRACT_ID] = a_contract(car=Car("1-ABC-234", "VW", "white", ""))
    other_car = opens(desk, car=NamedCar(A_CONTRACT_ID))
    its_car = opens(desk, car=NamedCar(A_CONTRACT_ID), report=PhoneReport(Incident.DEFECT))
    assert other_car.case_id != its_car.case_id
    with desk.refuses("case_open", number=its_car.number):
        opens(desk, report=PhoneReport(Incident.DEFECT, plate="1abc234"))
