"""What follows at once from an answer of the first minute.

Hurt, trapped or fire: priority 1, and NEXT is the hand-over to 112 (``next_step``). Fire counts beside the two that
the design names, because nobody but 112 puts one out. A motorway: no truck of ours may come there (police tow:
F.A.S.T. in Flanders, SIABIS+ in Wallonia, both by 101), so an order that no provider has accepted is put aside, and
the rules send none while the answer stands. A truck that was accepted is only taken back by a person who phones for
it. When the answer is no motorway after all, a person is asked again whether to send one.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from app.domain.answer import FOR_112, ON_MOTORWAY, Answer, AnswerValue
from app.domain.audit import AuditAction
from app.domain.case import Case, TowQuestion
from app.domain.service_order import OrderState, ServiceOrder
from app.domain.verdict import Priority
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.unit_of_work import UnitOfWork

POLICE_TOW: Final = "motorway: police tow (F.A.S.T. / SIABIS+, by 101)"

_NOT_ACCEPTED: Final = frozenset({OrderState.BY_HAND, OrderState.OFFERED})


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
    is_motorway, at = answer.value is True, answer.said_at
    for order in uow.orders.running_for_box(case.imei):
        is_aside = is_motorway and order.state in _NOT_ACCEPTED
        changed = replace(order, road_known=answer.value is not None, changed_at=at)
        uow.orders.put(replace(changed, state=OrderState.CANCELLED) if is_aside else changed)
        if is_aside or order.case_id != case.case_id:
            _tell(order, case, actor, at, uow, is_aside=is_aside)
    if is_motorway:
        return case if uow.orders.running_for_box(case.imei) else replace(case, tow_question=TowQuestion.NO)
    is_open_again = before is True and case.tow_question is TowQuestion.NO
    return replace(case, tow_question=TowQuestion.OPEN) if is_open_again else case


def _tell(order: ServiceOrder, case: Case, actor: Actor, at: datetime, uow: UnitOfWork, *, is_aside: bool) -> None:
    """Write into the case of the order what became of it; that may be an earlier case of the same car."""
    state = OrderState.CANCELLED if is_aside else order.state
    facts = {"order_id": order.order_id, "state": state, "state_before": order.state, "provider": order.provider}
    entry = Entry(AuditAction.TOW_CHANGED, facts | ({"reason": POLICE_TOW} if is_aside else {}))
    if order.case_id == case.case_id:
        write_down(uow, case.case_id, actor, at, entry)
    else:
        save_case(uow, uow.cases.get(order.case_id), actor, at, entry)
