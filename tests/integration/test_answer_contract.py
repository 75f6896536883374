"""What people answered: what every adapter of the port promises."""

from datetime import timedelta

import pytest

from app.domain.answer import AnswerValue
from app.domain.ids import CaseId, new_id
from app.persistence.obligation import UnauditedChange
from tests.support.builders import NOON, a_case, an_answer, an_audit_record
from tests.support.units import AnyUnit


@pytest.mark.parametrize("value", [True, False, 3, 2.5, "P10D", ("collision", "fire"), None])
def test_an_answer_comes_back_as_it_was_said(unit: AnyUnit, value: AnswerValue | None) -> None:
    case = a_case()
    unit.cases.add(case)
    answer = an_answer(case.case_id, "events", value)
    unit.answers.put(answer)
    (stored,) = unit.answers.of_case(case.case_id)
    assert stored == answer
    assert type(stored.value) is type(value)


def test_a_fact_has_one_answer_and_they_are_oldest_first(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    first = an_answer(case.case_id, "fire", True)
    other = an_answer(case.case_id, "on_motorway", False, said_at=NOON + timedelta(minutes=2))
    again = an_answer(case.case_id, "fire", None, said_at=NOON + timedelta(minutes=3))
    for answer in (other, first, again):
        unit.answers.put(answer)
    assert unit.answers.of_case(case.case_id) == (other, again)
    assert unit.answers.of_case(CaseId(new_id())) == ()


def test_an_answer_is_owed_to_the_audit_of_its_case(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    unit.audit.append(an_audit_record(case.case_id))
    unit.check_audited()
    unit.answers.put(an_answer(case.case_id, "fire", True))
    with pytest.raises(UnauditedChange, match="answer was changed"):
        unit.check_audited()
