"""The ledger of a case: what every adapter of the port promises."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.ids import AccountId, CaseId, UseId, new_id
from app.domain.ledger import Payer, ServiceUse
from app.persistence.obligation import UnauditedChange
from tests.support.builders import NOON, a_case, an_audit_record
from tests.support.units import AnyUnit


def a_use(case_id: CaseId, amount: str = "210.50", minutes: int = 0, undoes: UseId | None = None) -> ServiceUse:
    return ServiceUse(
        use_id=UseId(new_id()),
        case_id=case_id,
        clause="P2.C2.A2.1.hotel",
        limit="max_eur",
        amount=Decimal(amount),
        rest=Decimal("0.50"),
        rest_paid_by=Payer.EX_GRATIA,
        undoes=undoes,
        entered_by=AccountId("a" * 32),
        author="An Vermeulen",
        entered_at=NOON + timedelta(minutes=minutes),
    )


def test_entries_come_back_exact_and_oldest_first(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    first = replace(a_use(case.case_id), since=date(2026, 3, 1))
    counter = a_use(case.case_id, "-210.50", 1, first.use_id)
    unit.uses.add(first)
    unit.uses.add(counter)
    assert unit.uses.of_case(case.case_id) == (first, counter)
    assert str(unit.uses.of_case(case.case_id)[0].amount) == "210.50"
    assert unit.uses.of_case(CaseId(new_id())) == ()


def test_an_entry_is_owed_to_the_audit_of_its_case(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    unit.audit.append(an_audit_record(case.case_id))
    unit.check_audited()
    unit.uses.add(a_use(case.case_id))
    with pytest.raises(UnauditedChange, match="use was changed"):
        unit.check_audited()
