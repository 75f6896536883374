"""What was given is entered, what is left shrinks, and beyond it nothing is entered before somebody pays."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState
from app.domain.errors import NotFound, Refusal
from app.domain.ids import UseId
from app.domain.ledger import Payer, standing
from app.rules.assess import Assessment, assess
from app.usecases.actor import Actor
from app.usecases.record_use import RecordUse, UndoUse, record_use, undo_use, within_limits
from tests.app.usecases.people import AN, PIET, Desk
from tests.situations.library import edition_of, facts_of
from tests.support.builders import NOON

HOTEL, TOW = "P2.C2.A2.1.hotel", "P2.C2.A1.1.b"
HOTEL_NIGHTS, HOTEL_EUROS, HOTEL_COST = f"{HOTEL} max_nights", f"{HOTEL} max_eur", f"{HOTEL} eur"
CAR_DAYS, RETURN_COST, TOW_COST = "P2.C2.A2.1.car max_days", "P2.C2.A2.1.return eur", f"{TOW} eur"


def assessed(base: str = "collision in Belgium", **changes: object) -> tuple[Assessment, ...]:
    facts = facts_of({"from": base}, {"persons_travelling": 3, **changes})
    return (assess(edition_of(facts), facts),)


def use(desk: Desk, case: Case, what: str, amount: str, payer: Payer | None = None, **how: object) -> Case:
    """Enter an amount under "clause limit"; ``how``: told (the assessments), actor and since, where they matter."""
    clause, limit = what.split()
    actor, told = how.get("actor", AN), how.get("told")
    assert isinstance(actor, Actor)
    since = how.get("since")
    assert since is None or isinstance(since, date)
    now = desk.case(case.case_id)
    command = RecordUse(actor, case.case_id, clause, limit, amount, payer, now.version, since)
    return record_use(command, desk.unit, desk.clock, told if isinstance(told, tuple) else assessed())


def test_it_is_kept_and_told(desk: Desk) -> None:
    case = desk.has_claimed()
    use(desk, case, HOTEL_NIGHTS, "2")
    (stored,) = desk.unit.uses.of_case(case.case_id)
    assert (stored.clause, stored.limit, stored.amount, stored.rest) == (HOTEL, "max_nights", Decimal(2), Decimal(0))
    assert (stored.author, stored.rest_paid_by, stored.undoes) == (AN.name, None, None)
    record = desk.acted(case, AuditAction.SERVICE_USED)
    assert record.facts == {"clause": HOTEL, "limit": "max_nights", "amount": "2"}


@pytest.mark.parametrize(("amount", "rest"), [("4", None), ("5", None), ("6", "1"), ("9", "4")])
def test_beyond_what_is_left_somebody_has_to_pay(desk: Desk, amount: str, rest: str | None) -> None:
    case = desk.has_claimed()
    if rest is None:
        use(desk, case, HOTEL_NIGHTS, amount)
        return
    with desk.refuses("above_limit", left="5", rest=rest):
        use(desk, case, HOTEL_NIGHTS, amount)
    use(desk, case, HOTEL_NIGHTS, amount, Payer.DRIVER)
    (stored,) = desk.unit.uses.of_case(case.case_id)
    assert (stored.amount, stored.rest, stored.rest_paid_by) == (Decimal(amount), Decimal(rest), Payer.DRIVER)
    assert desk.acted(case, AuditAction.SERVICE_USED).facts["rest_paid_by"] == "driver"


def test_within_the_limit_nobody_else_is_written_down_as_paying(desk: Desk) -> None:
    case = desk.has_claimed()
    use(desk, case, HOTEL_NIGHTS, "5", Payer.EX_GRATIA)
    assert desk.unit.uses.of_case(case.case_id)[0].rest_paid_by is None


def test_the_money_of_a_night_is_only_owed_for_a_night(desk: Desk) -> None:
    case = desk.has_claimed()
    with desk.refuses("nights_first"):
        use(desk, case, HOTEL_EUROS, "420")
    use(desk, case, HOTEL_NIGHTS, "2")
    use(desk, case, HOTEL_EUROS, "400.50")
    with pytest.raises(Refusal) as refused:
        use(desk, case, HOTEL_EUROS, "20")
    assert refused.value.detail == {"left": "19.50", "rest": "0.50"}
    use(desk, case, HOTEL_EUROS, "19.50")


def test_money_is_not_entered_while_the_limit_is_not_known(desk: Desk) -> None:
    case = desk.has_claimed()
    told = assessed(persons_travelling=None)
    with desk.refuses("unknown_limit", clause=HOTEL, limit="max_eur"):
        use(desk, case, HOTEL_EUROS, "70", told=told)
    with desk.refuses("unknown_limit", clause=HOTEL, limit="eur"):
        use(desk, case, HOTEL_COST, "70", told=told)


def test_a_service_without_a_limit_is_counted_all_the_same(desk: Desk) -> None:
    case = desk.has_claimed()
    use(desk, case, TOW_COST, "1234.56")
    (stored,) = desk.unit.uses.of_case(case.case_id)
    assert (stored.amount, stored.rest) == (Decimal("1234.56"), Decimal(0))


def test_of_several_only_one_is_paid(desk: Desk) -> None:
    case = desk.has_claimed()
    use(desk, case, HOTEL_NIGHTS, "1")
    with desk.refuses("above_limit", left="0", rest="3"):
        use(desk, case, CAR_DAYS, "3")
    wrong = desk.unit.uses.of_case(case.case_id)[0]
    undo_use(UndoUse(AN, case.case_id, wrong.use_id), desk.unit, desk.clock)
    use(desk, case, CAR_DAYS, "3")


def test_a_theft_abroad_has_the_car_and_the_return(desk: Desk) -> None:
    case = desk.has_claimed()
    told = assessed("theft in Spain")
    use(desk, case, "P2.C3.A2.4 max_days", "3", told=told)
    use(desk, case, "P2.C3.A2.1 eur", "300", told=told)
    with desk.refuses("above_limit", left="0", rest="1"):
        use(desk, case, "P2.C3.A2.3 max_nights", "1", told=told)


def test_in_belgium_the_car_and_the_return_are_one_of_two(desk: Desk) -> None:
    case = desk.has_claimed()
    told = assessed("theft in Belgium")
    use(desk, case, "P2.C3.A2.4 max_days", "3", told=told)
    with desk.refuses("above_limit", left="0", rest="300"):
        use(desk, case, "P2.C3.A2.1 eur", "300", told=told)


def test_the_second_insured_is_owed_as_much_as_the_first(desk: Desk) -> None:
    case = desk.has_claimed()
    told = assessed("ill in the USA")
    use(desk, case, "P3.A3.1.f max_eur_per_insured:1", "50000", told=told)
    use(desk, case, "P3.A3.1.f max_eur_per_insured:2", "50000", told=told)
    with desk.refuses("above_limit", left="0", rest="1"):
        use(desk, case, "P3.A3.1.f max_eur_per_insured:2", "1", told=told)
    with desk.refuses("unknown_limit", clause="P3.A3.1.f", limit="max_eur_per_insured"):
        use(desk, case, "P3.A3.1.f max_eur_per_insured", "1", told=told)


@pytest.mark.parametrize("days", [0, 3, 366])
def test_the_day_it_began_is_kept_and_told(desk: Desk, days: int) -> None:
    case = desk.has_claimed()
    since = NOON.date() + timedelta(days=days)
    use(desk, case, HOTEL_NIGHTS, "2", since=since)
    assert desk.unit.uses.of_case(case.case_id)[0].since == since
    assert desk.acted(case, AuditAction.SERVICE_USED).facts["since"] == since.isoformat()


@pytest.mark.parametrize("days", [-1, 367])
def test_nothing_began_before_the_event_or_in_another_year(desk: Desk, days: int) -> None:
    case = desk.has_claimed()
    with desk.refuses("wrong_since"):
        use(desk, case, HOTEL_NIGHTS, "2", since=NOON.date() + timedelta(days=days))
    assert desk.unit.uses.of_case(case.case_id) == ()


def test_what_is_not_granted_leaves_nothing(desk: Desk) -> None:
    case = desk.has_claimed()
    told = assessed(repair_hours=1)
    with desk.refuses("above_limit", left="0", rest="80"):
        use(desk, case, HOTEL_COST, "80", told=told)
    use(desk, case, HOTEL_COST, "80", Payer.DRIVER, told=told)
    assert within_limits(desk.unit.uses.of_case(case.case_id))[0].amount == 0


@pytest.mark.parametrize(
    ("clause", "limit"), [(HOTEL, "max_days"), (TOW, "max_eur"), ("P1.TRUST", "eur"), ("P9.X", "eur")]
)
def test_what_no_clause_counts_is_refused(desk: Desk, clause: str, limit: str) -> None:
    case = desk.has_claimed()
    with desk.refuses("unknown_limit", clause=clause, limit=limit):
        use(desk, case, f"{clause} {limit}", "1")


@pytest.mark.parametrize(
    ("limit", "amount"),
    [
        ("max_nights", "0"),
        ("max_nights", "-1"),
        ("max_nights", "1.5"),
        ("max_nights", "two"),
        ("max_nights", "NaN"),
        ("eur", "1.005"),
        ("eur", "1e10"),
    ],
)
def test_an_amount_is_positive_exact_and_believable(desk: Desk, limit: str, amount: str) -> None:
    case = desk.has_claimed()
    with desk.refuses("wrong_amount"):
        use(desk, case, f"{HOTEL} {limit}", amount)


def test_it_is_decided_by_what_the_case_says_now(desk: Desk) -> None:
    case = desk.has_claimed()
    command = RecordUse(AN, case.case_id, HOTEL, "max_nights", "1", None, case.version - 1)
    with desk.refuses("changed"):
        record_use(command, desk.unit, desk.clock, assessed())


def test_only_its_holder_enters_and_after_the_close_anybody(desk: Desk) -> None:
    case = desk.has_claimed()
    with desk.refuses("not_yours"):
        use(desk, case, HOTEL_NIGHTS, "1", actor=PIET)
    closed = desk.has(state=CaseState.CLOSED)
    use(desk, closed, HOTEL_NIGHTS, "1", actor=PIET)


def test_a_wrong_entry_is_undone_by_a_counter_entry(desk: Desk) -> None:
    case = desk.has_claimed()
    use(desk, case, HOTEL_NIGHTS, "7", Payer.DRIVER)
    (wrong,) = desk.unit.uses.of_case(case.case_id)
    undo_use(UndoUse(AN, case.case_id, wrong.use_id), desk.unit, desk.clock)
    first, counter = desk.unit.uses.uses
    assert first == wrong
    assert (counter.amount, counter.rest, counter.undoes) == (Decimal(-7), Decimal(-2), wrong.use_id)
    assert standing(desk.unit.uses.of_case(case.case_id)) == ()
    record = desk.record(case.case_id, AuditAction.USE_UNDONE)
    assert record.facts["amount"] == "7"
    use(desk, case, HOTEL_NIGHTS, "5")


def test_taken_back_twice_it_is_taken_back_once(desk: Desk) -> None:
    case = desk.has_claimed()
    use(desk, case, HOTEL_NIGHTS, "1")
    (wrong,) = desk.unit.uses.of_case(case.case_id)
    for _ in range(2):
        undo_use(UndoUse(AN, case.case_id, wrong.use_id), desk.unit, desk.clock)
    assert len(desk.unit.uses.uses) == 2


def test_a_counter_entry_and_a_stranger_cannot_be_undone(desk: Desk) -> None:
    case = desk.has_claimed()
    use(desk, case, HOTEL_NIGHTS, "1")
    (wrong,) = desk.unit.uses.of_case(case.case_id)
    undo_use(UndoUse(AN, case.case_id, wrong.use_id), desk.unit, desk.clock)
    counter = desk.unit.uses.uses[1]
    for use_id in (counter.use_id, UseId("f" * 32)):
        with pytest.raises(NotFound):
            undo_use(UndoUse(AN, case.case_id, use_id), desk.unit, desk.clock)


STEPS = st.tuples(
    st.sampled_from([HOTEL_NIGHTS, HOTEL_EUROS, CAR_DAYS, RETURN_COST, TOW_COST]),
    st.integers(min_value=1, max_value=1500),
    st.sampled_from([None, Payer.DRIVER]),
    st.booleans(),
)


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=100, deadline=None)
def test_used_never_exceeds_the_limit_without_an_answer(steps: list[tuple[str, int, Payer | None, bool]]) -> None:
    desk = Desk()
    case = desk.has_claimed()
    for what, amount, payer, is_undone in steps:
        before = len(desk.unit.uses.uses)
        with suppress(Refusal):
            use(desk, case, what, str(amount), payer)
        if is_undone and len(desk.unit.uses.uses) > before:
            undo_use(UndoUse(AN, case.case_id, desk.unit.uses.uses[-1].use_id), desk.unit, desk.clock)
        uses = standing(desk.unit.uses.uses)
        assert all(one.rest == 0 or one.rest_paid_by is not None for one in uses)
        counted = within_limits(uses)
        for counts, most in {HOTEL_NIGHTS: 5, HOTEL_EUROS: 1050, CAR_DAYS: 5}.items():
            assert sum(one.amount for one in counted if f"{one.clause_id} {one.limit}" == counts) <= most
        assert len({one.clause_id for one in counted if one.amount and one.clause_id != TOW}) <= 1
