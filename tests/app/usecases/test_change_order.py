"""An order goes where the provider says it went, and never to "on its way" before somebody accepted."""

from datetime import timedelta
from itertools import product

import pytest

from app.domain.answer import ON_MOTORWAY
from app.domain.audit import AuditAction
from app.domain.case import CaseState, Outcome, TowQuestion
from app.domain.ids import OrderId
from app.domain.service_order import OrderState, ServiceKind, may_become
from app.usecases.change_order import ChangeOrder, change_order
from tests.app.usecases.people import AN, Desk
from tests.support.builders import NOON, a_place, an_answer, an_order

MOVES = list(product(OrderState, OrderState))
POSSIBLE = [(one, other) for one, other in MOVES if may_become(one, other) and other is not OrderState.BY_HAND]
IMPOSSIBLE = [one for one in MOVES if one not in POSSIBLE]


@pytest.mark.parametrize(("before", "after"), POSSIBLE)
def test_a_possible_move_is_kept(desk: Desk, before: OrderState, after: OrderState) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id, state=before)
    desk.unit.orders.orders[order.order_id] = order
    desk.clock.advance(timedelta(minutes=4))
    changed = change_order(ChangeOrder(AN, order.order_id, after, reason="said so"), desk.unit, desk.clock)
    assert (changed.state, changed.changed_at, changed.ordered_at) == (after, desk.clock.now(), order.ordered_at)
    assert desk.unit.orders.get(order.order_id) == changed
    record = desk.acted(case, AuditAction.TOW_CHANGED)
    assert (record.facts["state_before"], record.facts["state"]) == (before, after)
    assert record.personal == {"reason": "said so"}


@pytest.mark.parametrize(("before", "after"), IMPOSSIBLE)
def test_an_impossible_move_is_refused(desk: Desk, before: OrderState, after: OrderState) -> None:
    order = an_order(desk.has_claimed().case_id, state=before)
    desk.unit.orders.orders[order.order_id] = order
    with desk.refuses("wrong_state"):
        change_order(ChangeOrder(AN, order.order_id, after, reason="said so"), desk.unit, desk.clock)


@pytest.mark.parametrize(
    ("before", "after", "question"),
    [
        (OrderState.BY_HAND, OrderState.REFUSED, TowQuestion.OPEN),
        (OrderState.ACCEPTED, OrderState.UNSUCCESSFUL, TowQuestion.OPEN),
        (OrderState.ACCEPTED, OrderState.DONE, TowQuestion.YES),
        (OrderState.BY_HAND, OrderState.CANCELLED, TowQuestion.YES),
    ],
)
def test_a_truck_that_will_not_come_is_asked_for_again(
    desk: Desk, before: OrderState, after: OrderState, question: TowQuestion
) -> None:
    case = desk.has_claimed(tow_question=TowQuestion.YES)
    order = an_order(case.case_id, state=before)
    desk.unit.orders.orders[order.order_id] = order
    change_order(ChangeOrder(AN, order.order_id, after, reason="said so"), desk.unit, desk.clock)
    assert desk.case(case.case_id).tow_question is question


@pytest.mark.parametrize(("in_belgium", "question"), [(True, TowQuestion.NO), (False, TowQuestion.OPEN)])
def test_on_a_motorway_abroad_a_truck_that_will_not_come_is_asked_for_again(
    desk: Desk, in_belgium: bool, question: TowQuestion
) -> None:
    case = desk.has_claimed(tow_question=TowQuestion.NO, place=a_place(in_belgium=in_belgium))
    desk.unit.answers.answers[case.case_id, ON_MOTORWAY] = an_answer(case.case_id, ON_MOTORWAY, True)
    order = an_order(case.case_id)
    desk.unit.orders.orders[order.order_id] = order
    change_order(ChangeOrder(AN, order.order_id, OrderState.REFUSED, reason="said so"), desk.unit, desk.clock)
    assert desk.case(case.case_id).tow_question is question


def test_another_time_is_not_when_the_firm_accepted(desk: Desk) -> None:
    order = an_order(desk.has_claimed().case_id, state=OrderState.ACCEPTED)
    desk.unit.orders.orders[order.order_id] = order
    desk.clock.advance(timedelta(minutes=4))
    later = desk.clock.now() + timedelta(minutes=30)
    changed = change_order(ChangeOrder(AN, order.order_id, order.state, eta_at=later), desk.unit, desk.clock)
    assert (changed.eta_at, changed.changed_at) == (later, order.changed_at)


@pytest.mark.parametrize("kind", list(ServiceKind))
@pytest.mark.parametrize(
    ("before", "after"),
    [(OrderState.OFFERED, OrderState.REFUSED), (OrderState.EN_ROUTE, OrderState.UNSUCCESSFUL)],
)
def test_a_closed_case_over_which_nobody_comes_is_open_again(
    desk: Desk, kind: ServiceKind, before: OrderState, after: OrderState
) -> None:
    case = desk.has(state=CaseState.CLOSED, outcome=Outcome.TRUE_CRASH, closed_at=NOON)
    order = an_order(case.case_id, kind=kind, state=before)
    desk.unit.orders.orders[order.order_id] = order
    desk.clock.advance(timedelta(minutes=4))
    change_order(ChangeOrder(AN, order.order_id, after, reason="no truck"), desk.unit, desk.clock)
    risen, now = desk.case(case.case_id), desk.clock.now()
    assert (risen.state, risen.claim, risen.outcome, risen.closed_at) == (CaseState.OPEN, None, None, None)
    assert (risen.waiting_since, risen.attention_at, risen.version) == (now, now, case.version + 1)
    assert risen.tow_question is (TowQuestion.OPEN if kind is ServiceKind.TOW else case.tow_question)
    told = [one.record for one in desk.unit.audit.of_chain(case.case_id)]
    assert (told[-1].action, told[-1].facts) == (AuditAction.CASE_REOPENED, {"because": "nobody_comes"})
    desk.unit.check_audited()


def test_a_closed_case_where_the_police_tow_stays_closed(desk: Desk) -> None:
    case = desk.has(state=CaseState.CLOSED)
    desk.unit.answers.answers[case.case_id, ON_MOTORWAY] = an_answer(case.case_id, ON_MOTORWAY, True)
    order = an_order(case.case_id, state=OrderState.OFFERED)
    desk.unit.orders.orders[order.order_id] = order
    change_order(ChangeOrder(AN, order.order_id, OrderState.REFUSED, reason="no truck"), desk.unit, desk.clock)
    assert desk.case(case.case_id).state is CaseState.CLOSED


def test_what_the_provider_promised_is_kept_until_he_says_otherwise(desk: Desk) -> None:
    case = desk.has_claimed()
    order = an_order(case.case_id)
    desk.unit.orders.orders[order.order_id] = order
    eta = NOON + timedelta(minutes=25)
    accepted = ChangeOrder(AN, order.order_id, OrderState.ACCEPTED, " Depannage Leuven ", eta)
    change_order(accepted, desk.unit, desk.clock)
    record = desk.acted(case, AuditAction.TOW_CHANGED)
    assert record.facts == {
        "order_id": order.order_id,
        "state": "accepted",
        "state_before": "by_hand",
        "provider": "Depannage Leuven",
        "eta_at": eta.isoformat(),
    }
    assert record.personal == {}
    under_way = change_order(ChangeOrder(AN, order.order_id, OrderState.EN_ROUTE), desk.unit, desk.clock)
    assert (under_way.provider, under_way.eta_at) == ("Depannage Leuven", eta)


@pytest.mark.parametrize("reason", ["", "  ", "x"])
def test_a_truck_is_called_off_for_a_reason(desk: Desk, reason: str) -> None:
    order = an_order(desk.has_claimed().case_id)
    desk.unit.orders.orders[order.order_id] = order
    with desk.refuses("reason_missing"):
        change_order(ChangeOrder(AN, order.order_id, OrderState.CANCELLED, reason=reason), desk.unit, desk.clock)


def test_no_order_no_move(desk: Desk) -> None:
    with desk.refuses("not_found"):
        change_order(ChangeOrder(AN, OrderId("none"), OrderState.ACCEPTED), desk.unit, desk.clock)
