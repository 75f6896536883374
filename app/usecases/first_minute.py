"""What follows at once from an answer of the first minute.

Hurt, trapped or fire: priority 1, and NEXT is the hand-over to 112 (``next_step``). Fire counts beside the two that
the design names, because nobody but 112 puts one out. A motorway: no truck of ours may come there (police tow:
F.A.S.T. in Flanders, SIABIS+ in Wallonia, both by 101), so an order that no provider has accepted is put aside, and
the rules send none while the answer stands. A truck that was accepted is only taken back by a person who phones for
it: a clock says so. When it is no motorway after all, a person is asked again whether to send one. An order from
where the police tower put the car is not one to the motorway and stays. Abroad none of this holds: nobody but us sends
a truck there (``tow_regime``).
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from app.domain.answer import FOR_112, ON_MOTORWAY, Answer, AnswerValue
from app.domain.audit import AuditAction
from app.domain.case import Case, TowQuestion
from app.domain.promise import PromiseKind
from app.domain.service_order import KNOWN_TO_FIRM, OrderState, ServiceOrder
from app.domain.verdict import Priority
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.promise_changes import withdraw
from app.usecases.reasons import ON_POLICE_ROAD
from app.usecases.tow_promises import confirm_cancellation, follow_order
from app.usecases.tow_regime import is_police_tow
from app.usecases.unit_of_work import UnitOfWork

POLICE_TOW: Final = ON_POLICE_ROAD
NO_MOTORWAY: Final = "no motorway after all"

_NOT_ACCEPTED: Final = frozenset({OrderState.BY_HAND, OrderState.QUEUED, OrderState.OFFERED})


def follow_answer(case: Case, before: AnswerValue | None, answer: Answer, actor: Actor, uow: UnitOfWork) -> Case:
    """Carry out what the answer asks for and return the case to be saved; ``before``: what was answered until now."""
    if answer.fact in FOR_112 and answer.value is True and case.priority is not Priority.ONE:
        facts = {"priority": str(Priority.ONE.value), "before": str(case.priority.value)}
        write_down(uow, case.case_id, actor, answer.said_at, Entry(AuditAction.PRIORITY_CHANGED, facts))
        return replace(case, priority=Priority.ONE)
    if answer.fact == ON_MOTORWAY:
        return _road_said(case, before, answer, actor, uow)
    return case


def _road_said(case: Case, before: AnswerValue | None, answer: Answer, actor: Actor, uow: UnitOfWork) -> Case:
    is_police, at = is_police_tow(case, (answer,)), answer.said_at
    for order in uow.orders.running_for_box(case.imei):
        is_to_road = is_police and not order.pick_up
        is_aside = is_to_road and order.state in _NOT_ACCEPTED
        changed = replace(order, road_known=answer.value is not None)
        if is_aside:
            changed = replace(changed, state=OrderState.CANCELLED, reason=POLICE_TOW, changed_at=at)
        uow.orders.put(changed)
        if is_aside:
            follow_order(order, changed, actor, uow, at)
        elif is_to_road and order.state in KNOWN_TO_FIRM:
            confirm_cancellation(order, actor, uow, at)
        if is_aside or order.case_id != case.case_id:
            _tell(order, case, actor, at, uow, is_aside=is_aside)
    if is_police:
        return case if uow.orders.running_for_box(case.imei) else replace(case, tow_question=TowQuestion.NO)
    if before is True:
        _no_police_tow(case, actor, at, uow)
    is_open_again = before is True and case.tow_question is TowQuestion.NO
    return replace(case, tow_question=TowQuestion.OPEN) if is_open_again else case


def _no_police_tow(case: Case, actor: Actor, at: datetime, uow: UnitOfWork) -> None:
    """Drop what was to be asked of the police, and the call to a firm whose truck may come after all."""
    running = {order.order_id for order in uow.orders.running_for_box(case.imei)}
    for promise in uow.promises.of_case(case.case_id):
        is_call_off = promise.kind is PromiseKind.CONFIRM_CANCELLATION and promise.order_id in running
        if promise.is_open and (is_call_off or promise.kind is PromiseKind.ASK_DROP_OFF):
            withdraw(uow, promise, actor, at, NO_MOTORWAY)


def _tell(order: ServiceOrder, case: Case, actor: Actor, at: datetime, uow: UnitOfWork, *, is_aside: bool) -> None:
    """Write into the case of the order what became of it; that may be an earlier case of the same car."""
    state = OrderState.CANCELLED if is_aside else order.state
    facts = {"order_id": order.order_id, "state": state, "state_before": order.state, "provider": order.provider}
    entry = Entry(AuditAction.TOW_CHANGED, facts | ({"reason": POLICE_TOW} if is_aside else {}))
    if order.case_id == case.case_id:
        write_down(uow, case.case_id, actor, at, entry)
    else:
        save_case(uow, uow.cases.get(order.case_id), actor, at, entry)
