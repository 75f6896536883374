"""What a case says by itself: what the record names is a fact, what nobody entered stays unknown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.answer import AnswerValue
from app.domain.contact import CallAttempt, CallOutcome, Disposition
from app.domain.subscription import ContactPerson, ContractState, Cover, Person, Relation
from app.usecases.queries import CaseBrief, CaseFile
from services.detector.known_facts import call_answered, gsm_reachable, known_facts
from tests.support.builders import NOON, a_box, a_call, a_case, a_contract, an_answer, an_ecall
from tests.support.house import the_edition

DRIVER, SUBSCRIBER, OWN_PHONE = "+32470123456", "+32470000001", "+32471111111"
EMPLOYER, FAMILY = "+32473333333", "+32474444444"
CONTACTS = (
    ContactPerson(Person("Firm", None, EMPLOYER), Relation.EMPLOYER),
    ContactPerson(Person("Lut", None, FAMILY), Relation.FAMILY),
)
SPOKEN, THIRD_PARTY = Disposition.DRIVER_SPOKEN_TO, Disposition.THIRD_PARTY


def brief(**changes: object) -> CaseBrief:
    known: dict[str, object] = {
        "case": a_case(),
        "box": a_box(),
        "contract": a_contract(),
        "calls": (),
        "messages": (),
        "orders": (),
        "peak_g": 6.3,
        "peak_capped": False,
    }
    return CaseBrief(**{**known, **changes})  # type: ignore[arg-type]


def facts(state: ContractState = ContractState.IN_FORCE, **changes: object) -> dict[str, object]:
    return known_facts(CaseFile(brief(**changes), (an_ecall(),), (), ()), the_edition(), state)


def covering(*covers: Cover, state: ContractState = ContractState.IN_FORCE) -> tuple[object, object]:
    """Return the facts "s2_pack" and "covers" of a case whose contract names these covers; None = unknown."""
    told = facts(state, contract=a_contract(covers=frozenset(covers)))
    return told.get("s2_pack"), told.get("covers")


def test_covers_that_nobody_entered_are_not_known() -> None:
    told = facts(contract=a_contract(covers=None))
    assert "s2_pack" not in told
    assert "covers" not in told
    assert "s2_pack" not in facts(contract=None)


def test_a_contract_says_whether_it_has_the_pack() -> None:
    assert covering(*Cover)[0] is True
    assert covering(Cover.VEHICLE)[0] is False


@pytest.mark.parametrize("state", [ContractState.ENDED, ContractState.UNKNOWN])
def test_a_contract_that_may_not_be_the_one_of_that_day_says_nothing(state: ContractState) -> None:
    assert covering(*Cover, state=state) == (None, None)
    assert covering(Cover.PERSONS, state=state) == (None, None)


def test_which_chapters_a_vehicle_is_covered_by_stands_in_the_special_conditions() -> None:
    assert covering(Cover.VEHICLE, Cover.PERSONS, Cover.S2_PACK)[1] is None
    assert covering(Cover.VEHICLE)[1] is None


def test_chapters_that_are_named_on_record_are_known_and_the_others_are_not_covered() -> None:
    assert covering(*Cover)[1] == ("accident", "theft", "breakdown", "persons")
    assert covering(Cover.BREAKDOWN, Cover.VEHICLE, Cover.ACCIDENT)[1] == ("accident", "breakdown")
    assert covering(Cover.THEFT)[1] == ("theft",)


def test_without_the_vehicle_no_chapter_of_it_is_covered() -> None:
    assert covering(Cover.PERSONS, Cover.S2_PACK)[1] == ("persons",)
    assert covering(Cover.S2_PACK)[1] == ()


def test_what_is_answered_goes_before_the_record() -> None:
    case = a_case()
    said: AnswerValue = ("accident",)
    told = facts(
        case=case,
        contract=a_contract(covers=frozenset({Cover.PERSONS})),
        answers=(an_answer(case.case_id, "covers", said),),
    )
    assert told["covers"] == said


def ended(number: str, outcome: CallOutcome | None, disposition: Disposition | None = None) -> CallAttempt:
    return a_call(a_case().case_id, to_e164=number, outcome=outcome, disposition=disposition)


def answered(*calls: CallAttempt) -> bool | None:
    return call_answered(brief(contract=a_contract(contact_persons=CONTACTS), calls=calls))


@pytest.mark.parametrize("number", [DRIVER, SUBSCRIBER, OWN_PHONE])
def test_the_customer_answers_his_own_call(number: str) -> None:
    assert answered(ended(number, CallOutcome.ANSWERED, SPOKEN)) is True
    assert answered(ended(number, CallOutcome.NO_ANSWER)) is False
    assert answered(ended(number, CallOutcome.ANSWERED, Disposition.VOICEMAIL)) is False
    assert answered(ended(number, None)) is None


@pytest.mark.parametrize("number", [EMPLOYER, FAMILY])
def test_whom_he_works_for_or_lives_with_does_not_answer_for_him(number: str) -> None:
    theirs = ended(number, CallOutcome.ANSWERED, THIRD_PARTY)
    assert answered(theirs) is None
    assert answered(ended(number, CallOutcome.NO_ANSWER)) is None, "his own number was not tried"
    assert answered(ended(DRIVER, CallOutcome.NO_ANSWER), theirs) is False, "he is owed the text message"


def test_somebody_else_who_hands_him_the_phone_does() -> None:
    assert answered(ended(FAMILY, CallOutcome.ANSWERED, SPOKEN)) is True


def test_while_it_is_not_said_who_it_was_nothing_is_known() -> None:
    missed = ended(DRIVER, CallOutcome.NO_ANSWER)
    assert answered(missed, ended(DRIVER, CallOutcome.ANSWERED)) is None
    assert answered(missed, ended(DRIVER, CallOutcome.ANSWERED, THIRD_PARTY)) is None
    assert answered(ended(DRIVER, CallOutcome.ANSWERED), ended(DRIVER, CallOutcome.ANSWERED, SPOKEN)) is True


def test_what_was_said_before_another_impact_is_as_unknown_as_what_was_never_asked() -> None:
    case = a_case(struck_at=NOON + timedelta(minutes=3))
    said: dict[str, AnswerValue] = {"hurt_or_trapped": True, "fire": False, "persons_travelling": 2}
    answers = tuple(an_answer(case.case_id, fact, value) for fact, value in said.items())
    told = facts(case=case, answers=answers)
    assert not {"hurt_or_trapped", "fire"} & told.keys()
    assert told["persons_travelling"] == 2
    again = an_answer(case.case_id, "hurt_or_trapped", True, said_at=NOON + timedelta(minutes=4))
    assert facts(case=case, answers=(*answers[1:], again))["hurt_or_trapped"] is True


def test_a_call_before_another_impact_says_nothing_of_who_answers_after_it() -> None:
    struck_at = NOON + timedelta(minutes=3)
    spoke = ended(DRIVER, CallOutcome.ANSWERED, SPOKEN)
    hit_again = brief(case=a_case(struck_at=struck_at), contract=a_contract(), calls=(spoke,))
    assert call_answered(hit_again) is None
    missed = replace(spoke, outcome=CallOutcome.NO_ANSWER, disposition=None, requested_at=struck_at)
    assert call_answered(replace(hit_again, calls=(spoke, missed))) is False


LANDLINE, SECOND = "+3216000001", "+32475555555"


@pytest.mark.parametrize(
    ("first", "second", "wrong", "reachable"),
    [
        (DRIVER, None, None, True),
        (LANDLINE, None, None, False),
        (None, None, None, None),
        (LANDLINE, SECOND, None, True),
        (None, SECOND, None, True),
        (DRIVER, SECOND, DRIVER, True),
        (DRIVER, LANDLINE, DRIVER, False),
        (LANDLINE, SECOND, SECOND, False),
    ],
)
def test_any_mobile_of_the_driver_reaches_him(
    first: str | None, second: str | None, wrong: str | None, reachable: bool | None
) -> None:
    contract = a_contract(driver=Person("Jan Peeters", None, first, second))
    calls = () if wrong is None else (ended(wrong, CallOutcome.WRONG_NUMBER),)
    assert gsm_reachable(brief(contract=contract, calls=calls)) is reachable


def test_a_mobile_that_rang_after_all_reaches_him_again() -> None:
    wrong = [ended(DRIVER, CallOutcome.WRONG_NUMBER), ended(DRIVER, CallOutcome.NOT_IN_USE)]
    for first in wrong:
        assert gsm_reachable(brief(contract=a_contract(), calls=(first,))) is False
        rang = (first, ended(DRIVER, CallOutcome.NO_ANSWER))
        assert gsm_reachable(brief(contract=a_contract(), calls=rang)) is True
