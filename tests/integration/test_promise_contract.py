"""Promises: what every adapter of the port promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import NotFound
from app.domain.ids import AccountId, CaseId, OrderId, PromiseId, new_id
from app.domain.promise import PromisedTo, PromiseKind, PromiseState
from app.persistence.obligation import UnauditedChange
from tests.support.builders import NOON, a_case, a_promise, an_audit_record
from tests.support.units import AnyUnit


def test_a_promise_comes_back_as_it_was_put_last(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    promise = a_promise(case.case_id, text="call her father too", order_id=OrderId(new_id()))
    unit.promises.put(promise)
    assert unit.promises.get(promise.promise_id) == promise
    passed_on = replace(
        promise,
        kind=PromiseKind.OTHER,
        to=PromisedTo.EMPLOYER,
        state=PromiseState.KEPT,
        due_at=NOON + timedelta(hours=3),
        owner_id=AccountId("b" * 32),
        owner="Piet Claes",
        order_id=None,
        changed_at=NOON + timedelta(minutes=9),
    )
    unit.promises.put(passed_on)
    assert unit.promises.of_case(case.case_id) == (passed_on,)


def test_promises_of_a_case_are_in_the_order_they_were_made(unit: AnyUnit) -> None:
    case, other = a_case(), a_case()
    for one in (case, other):
        unit.cases.add(one)
    second = a_promise(case.case_id, made_at=NOON + timedelta(minutes=2), due_at=NOON + timedelta(minutes=3))
    first = a_promise(case.case_id, made_at=NOON)
    for promise in (second, a_promise(other.case_id), first):
        unit.promises.put(promise)
    assert unit.promises.of_case(case.case_id) == (first, second)
    assert unit.promises.of_case(CaseId(new_id())) == ()


def test_a_promise_nobody_made_is_not_found(unit: AnyUnit) -> None:
    with pytest.raises(NotFound):
        unit.promises.get(PromiseId(new_id()))


def test_a_promise_is_owed_to_the_audit_of_its_case(unit: AnyUnit) -> None:
    case = a_case()
    unit.cases.add(case)
    unit.audit.append(an_audit_record(case.case_id))
    unit.check_audited()
    unit.promises.put(a_promise(case.case_id))
    with pytest.raises(UnauditedChange, match="promise was changed"):
        unit.check_audited()
