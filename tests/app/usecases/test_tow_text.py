"""A tower hears where, what car and who stands there, in its own language, and nothing else of the person."""

from dataclasses import replace

import pytest

from app.domain.answer import FIRE, HURT_OR_TRAPPED, ON_MOTORWAY, Answer
from app.domain.audit import AuditAction
from app.domain.contact import CallOutcome, CallPurpose, Disposition
from app.domain.ids import CaseId
from app.domain.phone_case import Incident, PhoneReport
from app.domain.service_order import DisclosureWay
from app.domain.subscription import Language
from app.usecases.disclose_tow import DiscloseTow, disclose_tow
from app.usecases.queries import CaseBrief, CaseFile
from app.usecases.tow_text import TowSubject, number_of, subject_in_file, subject_of, tow_lines, tow_text
from tests.app.usecases.people import AN, PIET, Desk
from tests.support.builders import (
    a_box,
    a_call,
    a_case,
    a_contract,
    a_measurement,
    a_note,
    a_place,
    an_answer,
    an_ecall,
    an_order,
)

BACK = "+3227730000"


def a_subject(**changes: object) -> TowSubject:
    case = a_case(place=a_place())
    contract = a_contract()
    subject = TowSubject(case, a_box().car, contract.driver, (), (), None)
    return replace(subject, **changes)  # type: ignore[arg-type]


def said(fact: str, value: bool) -> Answer:
    return an_answer(CaseId("c" * 32), fact, value)


def disclosed(subject: TowSubject) -> tuple[str, ...]:
    """The names of what the text tells, in its order."""
    return tuple(dict.fromkeys(field for line in tow_lines(subject, Language.EN, "") for field in line.discloses))


def test_a_tower_hears_everything_it_needs_in_the_order_it_asks() -> None:
    subject = a_subject(answers=(said(ON_MOTORWAY, False),))
    number = subject.case.number
    assert tow_text(subject, Language.EN, BACK).splitlines() == [
        f"VIVIUM Bijstand, reference {number}: please send a tow truck.",
        "PLACE: Bertem (3060), near Leuven (5600 m from there, to the west), heading east (95°)",
        "COORDINATES: 50.86010, 4.62340 (±8 m)",
        "ROAD: no motorway",
        "CAR: 1-ABC-234, VW ID.3, white",
        "CAREFUL: ELECTRIC, high voltage: load it, do not tow it on its wheels",
        "ON THE SPOT: Jan Peeters, +32 470 12 34 56",
        f"CALL US: +32 2 773 00 00, reference {number}. When will you be there?",
    ]
    assert disclosed(subject) == ("place", "coordinates", "road", "car", "hazards", "name", "number")


def test_what_is_not_known_is_said_to_be_unknown_and_discloses_nothing() -> None:
    subject = a_subject(case=a_case(place=None), car=None, driver=None)
    number = subject.case.number
    assert tow_text(subject, Language.EN, "").splitlines() == [
        f"VIVIUM Bijstand, reference {number}: please send a tow truck.",
        "PLACE: unknown",
        "COORDINATES: unknown",
        "ROAD: unknown",
        "CAR: unknown",
        "ON THE SPOT: unknown, unknown",
        f"CALL US: unknown, reference {number}. When will you be there?",
    ]
    assert disclosed(subject) == ()


@pytest.mark.parametrize(
    ("told", "line"), [("3000", "PLACE: unknown, 3000"), ("E40, km 22", "PLACE: E40, km 22"), ("", "PLACE: unknown")]
)
def test_a_figure_that_a_caller_left_is_no_place(told: str, line: str) -> None:
    case = a_case(place=None, report=PhoneReport(Incident.DEFECT, whereabouts=told))
    assert tow_text(a_subject(case=case), Language.EN, "").splitlines()[1] == line
    assert ("place" in disclosed(a_subject(case=case))) is bool(told)


def test_the_drop_off_of_the_police_tower_stands_in_the_place_of_the_place() -> None:
    order = an_order(CaseId("c" * 32), pick_up="depot Heverlee", deliver_to="Garage Peeters")
    lines = tow_text(a_subject(order=order, answers=(said(ON_MOTORWAY, True),)), Language.EN, BACK)
    assert "PLACE: depot Heverlee (the police tower put it there)" in lines
    assert "BRING IT TO: Garage Peeters" in lines
    assert "COORDINATES" not in lines
    assert "PLACE: depot Heverlee\n" in tow_text(a_subject(order=order), Language.EN, BACK)


@pytest.mark.parametrize("propulsion", ["electric", "hybrid", "hydrogen", "cng", "lpg"])
def test_what_is_dangerous_to_load_is_said(propulsion: str) -> None:
    car = replace(a_box().car, propulsion=propulsion)  # type: ignore[type-var]
    subject = a_subject(car=car, rolled_over=True, answers=(said(FIRE, True),))
    text = tow_text(subject, Language.EN, BACK)
    assert text.count("CAREFUL: ") == 3
    assert propulsion.upper() in text
    assert "rolled over" in text
    assert "fire or smoke" in text


@pytest.mark.parametrize("propulsion", ["gasoline", "diesel", "other", ""])
def test_an_ordinary_car_needs_no_warning(propulsion: str) -> None:
    car = replace(a_box().car, propulsion=propulsion)  # type: ignore[type-var]
    assert "CAREFUL" not in tow_text(a_subject(car=car, answers=(said(FIRE, False),)), Language.EN, BACK)


def test_the_number_is_the_one_on_which_the_driver_spoke() -> None:
    case_id = CaseId("c" * 32)
    voicemail = a_call(case_id, to_e164="+32479000000", outcome=CallOutcome.ANSWERED, disposition=Disposition.VOICEMAIL)
    spoken = replace(voicemail, to_e164="+32475999999", disposition=Disposition.DRIVER_SPOKEN_TO)
    text = tow_text(a_subject(calls=(spoken, voicemail)), Language.EN, BACK)
    assert "ON THE SPOT: Jan Peeters, +32 475 99 99 99" in text


@pytest.mark.parametrize("language", list(Language))
def test_nothing_else_of_the_person_leaves_the_house(language: Language) -> None:
    contract = a_contract()
    hurt = said(HURT_OR_TRAPPED, True)
    case = a_case(place=a_place(), contract_id=contract.contract_id)
    brief = CaseBrief(case, a_box(), contract, (), (), (an_order(case.case_id),), 6.3, False, (hurt,))
    ecall = an_ecall(measurement=a_measurement(rollover=True))
    file = CaseFile(brief, (ecall,), (a_note(case.case_id, text="pregnant"),), ())
    subject = subject_in_file(file)
    text = tow_text(subject, language, BACK)
    assert subject.rolled_over is True
    for kept_back in (contract.policy_number, contract.subscriber.name, "+32 470 00 00 01", "6.3", "pregnant"):
        assert kept_back not in text
    without = replace(subject, answers=())
    assert text == tow_text(without, language, BACK)


def test_what_was_copied_into_a_mail_is_written_down(desk: Desk) -> None:
    case = desk.has_claimed(place=None)
    order = an_order(case.case_id, provider="Noels")
    desk.unit.orders.orders[order.order_id] = order
    command = DiscloseTow(AN, order.order_id, DisclosureWay.MAIL, Language.FR, " Claes ")
    assert disclose_tow(command, desk.unit, desk.clock) == order
    assert desk.acted(case, AuditAction.TOW_DISCLOSED).facts == {
        "order_id": order.order_id,
        "fields": "name, number",
        "disclosed_to": "Claes",
        "recipient": "partner",
        "basis": "contract",
        "way": "mail",
        "language": "fr",
    }


def test_only_the_holder_tells_a_firm(desk: Desk) -> None:
    order = an_order(desk.has_claimed().case_id)
    desk.unit.orders.orders[order.order_id] = order
    with desk.refuses("not_yours"):
        command = DiscloseTow(PIET, order.order_id, DisclosureWay.MAIL, Language.NL)
        disclose_tow(command, desk.unit, desk.clock)


@pytest.mark.parametrize("purpose", [CallPurpose.PARTNER, CallPurpose.EMERGENCY])
def test_the_number_of_a_firm_or_of_112_is_not_told_as_that_of_the_driver(desk: Desk, purpose: CallPurpose) -> None:
    case = desk.has_claimed()
    call = a_call(
        case.case_id,
        to_e164="+3216000002",
        purpose=purpose,
        outcome=CallOutcome.ANSWERED,
        disposition=Disposition.DRIVER_SPOKEN_TO,
    )
    desk.unit.calls.calls[call.call_id] = call
    driver = a_contract().driver
    assert driver is not None
    assert number_of(subject_of(case, an_order(case.case_id), desk.unit)) == driver.mobile_e164


def test_a_number_that_is_known_to_be_wrong_leaves_the_house_no_more() -> None:
    driver = a_contract().driver
    assert driver is not None
    wrong = a_call(CaseId("c" * 32), outcome=CallOutcome.WRONG_NUMBER, to_e164=driver.mobile_e164)
    subject = a_subject(calls=(wrong,))
    assert "ON THE SPOT: Jan Peeters, unknown (the number we have is wrong)" in tow_text(subject, Language.EN, BACK)
    assert "number" not in disclosed(subject)
    rang = a_call(CaseId("c" * 32), outcome=CallOutcome.NO_ANSWER, to_e164=driver.mobile_e164)
    assert "number" in disclosed(a_subject(calls=(wrong, rang))), "it rang there after all"
