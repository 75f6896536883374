"""Cases: what every ``CaseRepository`` promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.case import CaseState, Hold, NearbyCase, Outcome, TowQuestion
from app.domain.errors import Conflict, NotFound
from app.domain.ids import AccountId, CaseId, CaseNumber, EcallId, Imei, new_id
from app.domain.subscription import Language
from app.domain.verdict import Priority
from tests.support.builders import AN_IMEI, NOON, a_case, a_claim, a_place, a_verdict
from tests.support.units import AnyUnit

OTHER_IMEI = Imei("356093070000022")


def test_a_case_comes_back_as_it_was(unit: AnyUnit) -> None:
    bare = a_case(place=None, contract_id=None, verdict=a_verdict(tow=None, missing=("place",)))
    full = a_case(
        state=CaseState.CLOSED,
        priority=Priority.THREE,
        ecall_ids=(EcallId(new_id()), EcallId(new_id())),
        holds=(Hold.LATE, Hold.OUTSIDE_BELGIUM),
        tow_question=TowQuestion.OPEN,
        place=a_place(municipality=None, in_belgium=None, country_codes=("BE", "NL"), accuracy_m=None),
        is_late=True,
        is_test=True,
        call_language=Language.DE,
        claim=a_claim(),
        first_claimed_at=NOON,
        driver_reached_at=NOON + timedelta(microseconds=1),
        linked_case_id=bare.case_id,
        closed_at=NOON + timedelta(hours=1),
        outcome=Outcome.KERB,
        nearby=(NearbyCase(bare.case_id, bare.number), NearbyCase(CaseId(new_id()), CaseNumber("2031-000999"))),
    )
    for case in (bare, full):
        unit.cases.add(case)
        assert unit.cases.get(case.case_id) == case


def test_an_unknown_case_is_not_found(unit: AnyUnit) -> None:
    with pytest.raises(NotFound):
        unit.cases.get(CaseId(new_id()))
    with pytest.raises(NotFound):
        unit.cases.save(a_case())


def test_saving_gives_the_next_version(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    saved = unit.cases.save(replace(case, priority=Priority.TWO, ecall_ids=(*case.ecall_ids, EcallId(new_id()))))
    assert (saved.version, saved.priority, saved.impacts) == (2, Priority.TWO, 2)
    assert unit.cases.get(case.case_id) == saved


def test_the_second_of_two_editors_is_told(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    first = unit.cases.save(replace(case, claim=a_claim()))
    with pytest.raises(Conflict, match="changed"):
        unit.cases.save(replace(case, claim=a_claim(name="Somebody else")))
    assert unit.cases.get(case.case_id) == first


def test_a_claim_is_renewed_only_by_its_own_desk_and_without_a_new_version(unit: AnyUnit) -> None:
    claim = a_claim()
    case = a_case(claim=claim)
    unit.cases.add(case)
    later = NOON + timedelta(seconds=15)
    assert not unit.cases.renew_claim(case.case_id, claim.account_id, "desk-9", later)
    assert not unit.cases.renew_claim(case.case_id, AccountId("b" * 32), claim.desk, later)
    assert not unit.cases.renew_claim(CaseId(new_id()), claim.account_id, claim.desk, later)
    assert unit.cases.get(case.case_id) == case
    assert unit.cases.renew_claim(case.case_id, claim.account_id, claim.desk, later)
    assert unit.cases.get(case.case_id) == replace(case, claim=replace(claim, renewed_at=later))


def test_a_released_claim_cannot_be_renewed(unit: AnyUnit) -> None:
    claim = a_claim()
    case = a_case(claim=claim)
    unit.cases.add(case)
    unit.cases.save(replace(case, claim=None))
    assert not unit.cases.renew_claim(case.case_id, claim.account_id, claim.desk, NOON)


def test_numbers_count_each_year_from_one(unit: AnyUnit) -> None:
    given = [unit.cases.next_number(year) for year in (2026, 2026, 2027, 2026)]
    assert given == ["2026-000001", "2026-000002", "2027-000001", "2026-000003"]


def test_cases_of_a_box_are_newest_first_and_include_closed_ones(unit: AnyUnit) -> None:
    old = a_case(received_at=NOON - timedelta(hours=2))
    closed = a_case(received_at=NOON, state=CaseState.CLOSED)
    newest = a_case(received_at=NOON + timedelta(minutes=1))
    for case in (old, newest, closed, a_case(imei=OTHER_IMEI, received_at=NOON)):
        unit.cases.add(case)
    assert unit.cases.of_box(AN_IMEI, NOON) == (newest, closed)
    assert unit.cases.of_box(AN_IMEI, NOON - timedelta(days=1)) == (newest, closed, old)


def test_a_case_is_found_by_each_of_its_ecalls(unit: AnyUnit) -> None:
    first, second = EcallId(new_id()), EcallId(new_id())
    case = a_case(ecall_ids=(first,))
    unit.cases.add(case)
    saved = unit.cases.save(replace(case, ecall_ids=(first, second)))
    assert unit.cases.of_ecall(first) == saved
    assert unit.cases.of_ecall(second) == saved
    assert unit.cases.of_ecall(EcallId(new_id())) is None


def test_open_cases_are_those_nobody_closed(unit: AnyUnit) -> None:
    late, early = a_case(received_at=NOON + timedelta(hours=1)), a_case(received_at=NOON)
    for case in (late, early, a_case(state=CaseState.CLOSED)):
        unit.cases.add(case)
    assert unit.cases.open_cases() == (early, late)
