"""The cards of a case, the questions and the answers: one function of what is known, never a guess."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.api.cases import CaseDetail
from app.api.entitlements import QuestionKind, ServiceCard, ServiceFamily, ServiceStatus
from app.domain.answer import FIRST_MINUTE, OUT_AND_SAFE, AnswerValue
from app.domain.case import Case
from app.domain.contact import CallOutcome, Disposition
from app.domain.ecall import CrashMark
from app.domain.service_order import OrderState
from app.domain.subscription import Contract, Language
from app.settings import Settings
from app.usecases.queries import CaseBrief, CaseFile
from services.detector.api.case_shown import case_detail
from services.detector.api.services_shown import _CARDS
from tests.support.builders import (
    NOON,
    a_box,
    a_call,
    a_case,
    a_contract,
    a_measurement,
    a_place,
    an_answer,
    an_ecall,
    an_order,
)
from tests.support.house import the_edition, the_rulebook

INSURED: dict[str, AnswerValue] = {
    "covers": ("accident", "breakdown", "persons", "theft"),
    "beneficiary_role": "named_person",
    "beneficiary_lives_in_belgium": True,
    "trip_duration": "P10D",
    "vehicle_kind": "car",
    "vehicle_paid_passenger_transport": False,
    "vehicle_max_mass_t": "2.1",
    "vehicle_unfit": True,
    "vehicle_present": True,
    "repairable_on_spot": False,
    "repair_hours": "30",
}


def detail(case: Case | None = None, answers: dict[str, AnswerValue] | None = None, **brief: object) -> CaseDetail:
    case = case or a_case()
    said = tuple(an_answer(case.case_id, fact, value) for fact, value in (answers or {}).items())
    known = CaseBrief(case, a_box(), a_contract(), (), (), (), peak_g=6.3, peak_capped=False, answers=said)
    file = CaseFile(replace(known, **brief), (an_ecall(),), (), ())  # type: ignore[arg-type]
    return case_detail(file, NOON, Settings(), the_edition(), the_rulebook())


def card(shown: CaseDetail, family: ServiceFamily) -> ServiceCard:
    return next(one for one in shown.services if one.family is family)


def test_seven_services_always_have_a_card_and_none_is_refused_for_what_nobody_said() -> None:
    for case in (a_case(), a_case(place=None), a_case(mark=CrashMark.SOS)):
        shown = detail(case)
        assert [one.family for one in shown.services[:7]] == list(ServiceFamily)[:7]
        assert [one for one in shown.services if one.status is ServiceStatus.REFUSED] == []
        assert card(shown, ServiceFamily.EMERGENCY).status is ServiceStatus.GRANTED


def test_a_refusal_by_the_narrower_reading_shows_the_doubt() -> None:
    plate = {**INSURED, "events": ("plate_theft",), "hirer_age_years": 30}
    lodging = card(detail(answers=plate), ServiceFamily.LODGING)
    assert lodging.status is ServiceStatus.REFUSED
    assert [doubt.nl[:24] for doubt in lodging.read_narrowly] == ["Gestolen kentekenplaat: "]
    assert card(detail(answers={**INSURED, "repair_hours": 1}), ServiceFamily.LODGING).read_narrowly == ()


def test_every_clause_of_a_card_is_one_of_the_editions() -> None:
    known = {name for edition in the_rulebook().of_day(NOON.date()) for name in edition.clauses}
    assert {name for names in _CARDS.values() for name in names} <= known


def test_the_hotel_is_worked_out_for_these_persons() -> None:
    shown = detail(answers={**INSURED, "persons_travelling": 3})
    lodging = card(shown, ServiceFamily.LODGING)
    assert lodging.status is ServiceStatus.GRANTED
    assert lodging.limit.nl.startswith("3 personen x 70 EUR x ")
    limits = {one.key: one for one in lodging.limits}
    assert limits["max_eur"].value == limits["max_eur"].left == str(3 * 70 * int(limits["max_nights"].value))
    assert lodging.group == "P2.C2.A2.1"
    assert lodging.clauses[0].clause == "P2.C2.A2.1.hotel"
    assert lodging.say.startswith("Verblijf: dat is voor u gedekt. (3 personen")


def test_a_false_fact_refuses_with_its_sentence_and_an_absent_one_is_asked() -> None:
    shown = detail(answers={**INSURED, "towed_by_vivium": True, "hirer_age_years": "19"})
    car = card(shown, ServiceFamily.CAR)
    assert (car.status, "21" in car.reason.nl) == (ServiceStatus.REFUSED, True)
    asked = card(detail(answers={**INSURED, "towed_by_vivium": True}), ServiceFamily.CAR)
    assert asked.status is ServiceStatus.UNKNOWN
    assert "hirer_age_years" in asked.missing
    assert len(asked.missing_texts) == len(asked.missing)
    assert all(one.nl and one.fr and one.de and one.en and "_" not in one.en for one in asked.missing_texts)
    assert asked.reason.en.startswith("Ask first: ")


def test_the_box_alone_grants_the_tow_and_a_capped_peak_never_refuses() -> None:
    assert card(detail(), ServiceFamily.TOW).status is ServiceStatus.GRANTED
    capped = an_ecall(measurement=a_measurement(peak_g=3.9, sensor_caps_peak=True, full_scale_g=4.0))
    brief = CaseBrief(a_case(), a_box(), a_contract(), (), (), (), peak_g=3.9, peak_capped=True)
    shown = case_detail(CaseFile(brief, (capped,), (), ()), NOON, Settings(), the_edition(), the_rulebook())
    assert card(shown, ServiceFamily.TOW).status is ServiceStatus.UNKNOWN


@pytest.mark.parametrize(
    ("contract", "because"),
    [
        (a_contract(ends_on=NOON.date() - timedelta(days=1)), "The contract did not run on that day"),
        (a_contract(starts_on=NOON.date() + timedelta(days=1)), "The contract did not run on that day"),
        (a_contract(starts_on=None), "Whether a contract ran is not known"),
        (None, "Whether a contract ran is not known"),
    ],
)
def test_no_card_promises_cover_of_a_contract_that_nobody_knows_to_run(contract: Contract | None, because: str) -> None:
    shown = detail(answers={**INSURED, "persons_travelling": 3}, contract=contract)
    for one in shown.services:
        promised = {one.status, *(clause.status for clause in one.clauses)}
        is_112 = one.family is ServiceFamily.EMERGENCY
        assert is_112 or not promised & {ServiceStatus.GRANTED, ServiceStatus.POSSIBLE}, one.title.en
    tow = card(shown, ServiceFamily.TOW)
    assert (tow.status, tow.reason.en.startswith(because)) == (ServiceStatus.UNKNOWN, True)
    assert (tow.say, tow.clauses[0].quote_nl != "") == ("Slepen: dat kijk ik voor u na.", True)
    assert card(shown, ServiceFamily.LODGING).say == "Verblijf: dat kijk ik voor u na."


def test_a_truck_that_was_accepted_is_a_tow_by_vivium() -> None:
    case = a_case()
    accepted = detail(case, INSURED, orders=(an_order(case.case_id, state=OrderState.ACCEPTED),))
    assert "towed_by_vivium" not in card(accepted, ServiceFamily.CAR).missing
    assert "towed_by_vivium" in card(detail(case, INSURED), ServiceFamily.CAR).missing


def test_the_faq_lets_the_family_be_told_once_the_driver_answered() -> None:
    case = a_case()
    call = a_call(case.case_id, outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO)
    family = card(detail(case, calls=(call,)), ServiceFamily.FAMILY)
    assert (family.status, family.clauses[0].clause) == (ServiceStatus.GRANTED, "S2.ECALL.services")


def test_more_cards_follow_and_each_is_at_issue() -> None:
    others = detail(answers=INSURED).services[7:]
    assert {one.family for one in others} == {ServiceFamily.OTHER}
    assert "P2.C2.A2.3" in {one.clauses[0].clause for one in others}


def test_the_first_minute_comes_first_and_motorway_is_urgent_after_a_fast_approach() -> None:
    shown = detail()
    asked = [one for one in FIRST_MINUTE if one != OUT_AND_SAFE]
    assert [one.fact for one in shown.questions[:4]] == asked
    assert [one.first_minute for one in shown.questions].count(True) == 4
    on_motorway = detail(answers={"on_motorway": True}).questions
    assert tuple(one.fact for one in on_motorway[:5]) == FIRST_MINUTE
    assert [one.fact for one in shown.questions if one.is_urgent] == ["on_motorway"]
    assert [one.fact for one in detail(answers={"on_motorway": False}).questions if one.is_urgent] == []
    kinds = {one.fact: one.kind for one in shown.questions}
    assert (kinds["on_motorway"], kinds["persons_travelling"]) == (QuestionKind.YES_NO, QuestionKind.NUMBER)
    assert "impact_g" not in kinds


def test_what_was_answered_is_shown_in_words() -> None:
    shown = detail(answers={"vehicle_kind": "camper", "fire": True, "handed_over_112": True, "trip_duration": "P10D"})
    said = {one.fact: one for one in shown.answers}
    assert (said["vehicle_kind"].shown.nl, said["fire"].shown.fr, said["trip_duration"].shown.de) == (
        "kampeerwagen",
        "oui",
        "P10D",
    )
    assert said["handed_over_112"].said_by == "An Vermeulen"
    assert said["fire"].text.en == "Is there fire or smoke?"


def test_a_hurt_person_opens_the_medical_guarantees() -> None:
    def medical(answers: dict[str, AnswerValue]) -> bool:
        clauses = {one.clause for each in detail(answers=answers).services for one in each.clauses}
        return any(name.startswith("P3.A3.1") for name in clauses)

    assert medical({"hurt_or_trapped": True})
    assert not medical({"hurt_or_trapped": False})


def test_the_driver_hears_the_language_of_the_call() -> None:
    shown = detail(a_case(call_language=Language.FR))
    assert shown.questions[0].say == shown.questions[0].text.fr
    assert {one.say_language for one in shown.services} == {Language.FR}


def test_answers_the_case_contradicts_do_not_close_it() -> None:
    shown = detail(answers={"vehicle_found": False, "found_days_after_declaration": 3})
    assert len(shown.services) >= 7


def test_an_event_before_every_edition_has_no_cards() -> None:
    old = NOON.replace(year=2014)
    shown = detail(a_case(event_at=old, received_at=old, place=a_place()))
    assert (shown.services, shown.questions) == ((), ())
