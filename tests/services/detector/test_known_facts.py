"""What a case says by itself: what the record names is a fact, what nobody entered stays unknown."""

import pytest

from app.domain.answer import AnswerValue
from app.domain.subscription import ContractState, Cover
from app.usecases.queries import CaseBrief, CaseFile
from services.detector.known_facts import known_facts
from tests.support.builders import a_box, a_case, a_contract, an_answer, an_ecall
from tests.support.house import the_edition


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
    assert covering(*Cover)[1] is None
    assert covering(Cover.VEHICLE)[1] is None


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
