"""When the rules send a truck, when they ask, and when what a person did stands."""

import pytest

from app.domain.audit import AuditAction
from app.domain.case import Hold, TowQuestion
from app.domain.verdict import Verdict
from app.usecases.automatic_tow import TowDecision, TowStep, carry_out, decide_tow, tow_step
from tests.app.usecases.crashes import Crash
from tests.support.builders import NOON, a_case, a_verdict, an_order
from tests.support.memory import InMemoryUnitOfWork

DUE = a_verdict()
NOT_DUE = Crash(peak_g=3.1).verdict
DOUBTFUL = Crash(peak_g=6.3, standstill=None).verdict
UNKNOWN = Crash().verdict
NOTHING, ASK, ORDER = TowStep.NOTHING, TowStep.ASK, TowStep.ORDER
NOT_ASKED, OPEN, YES, NO = TowQuestion.NOT_ASKED, TowQuestion.OPEN, TowQuestion.YES, TowQuestion.NO
NEVER = (Hold.OUTSIDE_BELGIUM, Hold.TEST, Hold.REJECTED)


@pytest.mark.parametrize(
    ("verdict", "holds", "step"),
    [
        (DUE, (), ORDER),
        (DUE, (Hold.LATE,), ASK),
        (DUE, (Hold.CLOCK_WRONG,), ASK),
        (DUE, (Hold.PLACE_UNKNOWN,), ASK),
        (DUE, (Hold.CONTRACT_ENDED,), ASK),
        (DOUBTFUL, (), ASK),
        (Crash(peak_g=6.3, standstill=False, pressed=True).verdict, (), ASK),
        (DOUBTFUL, (Hold.CONTRACT_ENDED,), ASK),
        (UNKNOWN, (), NOTHING),
        (UNKNOWN, (Hold.PLACE_UNKNOWN,), NOTHING),
        (UNKNOWN, (Hold.CLOCK_WRONG,), NOTHING),
        (UNKNOWN, (Hold.LATE,), ASK),
        (NOT_DUE, (), NOTHING),
        (NOT_DUE, (Hold.CONTRACT_ENDED,), NOTHING),
        (NOT_DUE, (Hold.LATE,), ASK),
        *((verdict, (Hold.LATE, hold), NOTHING) for verdict in (DUE, DOUBTFUL) for hold in NEVER),
    ],
)
def test_verdict_and_holds_ask_for_a_step(verdict: Verdict, holds: tuple[Hold, ...], step: TowStep) -> None:
    assert tow_step(verdict, holds) is step


@pytest.mark.parametrize(
    ("verdict", "before", "step", "question"),
    [
        (DUE, NOT_ASKED, ORDER, NOT_ASKED),
        (DUE, OPEN, ORDER, NOT_ASKED),
        (DUE, NO, NOTHING, NO),
        (DUE, YES, NOTHING, YES),
        (DOUBTFUL, NOT_ASKED, ASK, OPEN),
        (DOUBTFUL, OPEN, NOTHING, OPEN),
        (DOUBTFUL, NO, NOTHING, NO),
        (DOUBTFUL, YES, NOTHING, YES),
        (NOT_DUE, NOT_ASKED, NOTHING, NOT_ASKED),
        (NOT_DUE, OPEN, NOTHING, NOT_ASKED),
        (NOT_DUE, NO, NOTHING, NO),
        (NOT_DUE, YES, NOTHING, YES),
    ],
)
def test_what_a_person_said_stands(verdict: Verdict, before: TowQuestion, step: TowStep, question: TowQuestion) -> None:
    assert decide_tow(a_case(verdict=verdict, tow_question=before), (), ()) == TowDecision(step, question)


@pytest.mark.parametrize("before", [NOT_ASKED, OPEN, YES])
@pytest.mark.parametrize("verdict", [DUE, DOUBTFUL, NOT_DUE])
def test_an_order_of_this_impact_is_not_repeated_nor_its_question_taken_back(
    before: TowQuestion, verdict: Verdict
) -> None:
    case = a_case(tow_question=before, verdict=verdict)
    assert decide_tow(case, (an_order(case.case_id),), ()) == TowDecision(NOTHING, before)


@pytest.mark.parametrize("verdict", [DUE, DOUBTFUL])
@pytest.mark.parametrize(("before", "question"), [(NOT_ASKED, NOT_ASKED), (OPEN, NOT_ASKED), (NO, NO), (YES, YES)])
def test_a_running_order_is_the_order(verdict: Verdict, before: TowQuestion, question: TowQuestion) -> None:
    case = a_case(verdict=verdict, tow_question=before)
    running = (an_order(a_case().case_id), an_order(case.case_id))
    assert decide_tow(case, (), running) == TowDecision(NOTHING, question, reused=running[0])


def test_where_no_truck_is_due_none_is_reused() -> None:
    case = a_case(verdict=NOT_DUE)
    assert decide_tow(case, (), (an_order(case.case_id),)) == TowDecision(NOTHING, NOT_ASKED)


@pytest.mark.parametrize(
    ("step", "holds", "missing", "action", "facts"),
    [
        (ASK, (Hold.LATE, Hold.CONTRACT_ENDED), (), AuditAction.TOW_HELD, {"holds": "late,contract_ended"}),
        (ASK, (), ("vehicle_at_standstill", "place"), AuditAction.TOW_HELD, {"missing": "vehicle_at_standstill,place"}),
        (ORDER, (), (), AuditAction.TOW_ORDERED, {"automatic": "yes", "road_known": "no"}),
    ],
)
def test_it_is_carried_out_with_its_reason(
    step: TowStep, holds: tuple[Hold, ...], missing: tuple[str, ...], action: AuditAction, facts: dict[str, str]
) -> None:
    unit, case = InMemoryUnitOfWork(), a_case(holds=holds, verdict=a_verdict(missing=missing))
    unit.cases.cases[case.case_id] = case
    carry_out(TowDecision(step, OPEN), case, unit, NOON)
    unit.check_audited()
    orders = {order.order_id for order in unit.orders.of_case(case.case_id)}
    (entry,) = unit.audit.of_chain(case.case_id)
    assert (entry.record.action, entry.record.at) == (action, NOON)
    order_id = {"order_id": next(iter(orders))} if orders else {}
    assert entry.record.facts == {"clause": "S2.ECALL.tow", **facts, **order_id}
    assert len(orders) == (1 if step is ORDER else 0)


def test_nothing_leaves_nothing() -> None:
    unit, case = InMemoryUnitOfWork(), a_case()
    carry_out(TowDecision(NOTHING, OPEN), case, unit, NOON)
    assert not unit.audit.entries
    assert not unit.orders.orders
