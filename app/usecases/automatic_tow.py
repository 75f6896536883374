"""The tow truck that the clauses send, or the question to a person whether to send one.

The verdict says whether a truck is due (S2.ECALL.tow), the holds whether that may happen without a person. What a
person decided stands: an answer to "Send tow?", an order taken back, and the question itself once an order was placed
(it is open again when a provider refused). Only a new impact asks anew. And one car never has two trucks: an order that
still runs, of whichever case of the car, is the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, Hold, TowQuestion
from app.domain.ids import CaseId, OrderId, new_id
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.domain.verdict import Verdict
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down, yes_or_no
from app.usecases.unit_of_work import UnitOfWork

TOW_CLAUSE: Final = "S2.ECALL.tow"

_NO_TOW_AT_ALL: Final = frozenset({Hold.OUTSIDE_BELGIUM, Hold.TEST, Hold.REJECTED})
_SAID_BY_A_PERSON: Final = frozenset({TowQuestion.YES, TowQuestion.NO})


class TowStep(StrEnum):
    """What the facts ask for."""

    NOTHING = "nothing"
    ASK = "ask"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class TowDecision:
    """What is done now.

    Attributes:
        step: ORDER and ASK only when that is new.
        question: The state of "Send tow?" from now on.
        reused: The running order that makes another one needless; None = there is none, or no truck is due.
    """

    step: TowStep
    question: TowQuestion
    reused: ServiceOrder | None = None


def tow_step(verdict: Verdict, holds: Sequence[Hold]) -> TowStep:
    """Return what verdict and holds ask for, before anybody said or ordered anything.

    A peak above the threshold that sends none, because a fact is missing or speaks against it, is a question. Abroad,
    in a test and after a rejection no truck is asked about; a person who wants one orders it.
    """
    if _NO_TOW_AT_ALL.intersection(holds):
        return TowStep.NOTHING
    if verdict.tow:
        return TowStep.ASK if holds else TowStep.ORDER
    return TowStep.ASK if verdict.above_tow or Hold.LATE in holds else TowStep.NOTHING


def decide_tow(case: Case, earlier: Sequence[ServiceOrder], running: Sequence[ServiceOrder]) -> TowDecision:
    """Return what is done about a tow truck, with what was said and ordered before.

    Args:
        case: With verdict and holds as they are now.
        earlier: Orders of the case since its last impact, whatever became of them.
        running: Running orders of the car, of any case.
    """
    step = tow_step(case.verdict, case.holds)
    is_said = case.tow_question in _SAID_BY_A_PERSON
    if running:
        question = case.tow_question if is_said else TowQuestion.NOT_ASKED
        return TowDecision(TowStep.NOTHING, question, None if step is TowStep.NOTHING else running[0])
    if is_said or earlier:
        return TowDecision(TowStep.NOTHING, case.tow_question)
    if step is TowStep.NOTHING:
        is_asked_of_caller = case.report is not None and case.tow_question is TowQuestion.OPEN
        return TowDecision(TowStep.NOTHING, TowQuestion.OPEN if is_asked_of_caller else TowQuestion.NOT_ASKED)
    if step is TowStep.ORDER:
        return TowDecision(TowStep.ORDER, TowQuestion.NOT_ASKED)
    is_asked = case.tow_question is TowQuestion.OPEN
    return TowDecision(TowStep.NOTHING if is_asked else TowStep.ASK, TowQuestion.OPEN)


def carry_out(decision: TowDecision, case: Case, uow: UnitOfWork, now: datetime) -> None:
    """Place the order, or write down why a person is asked instead."""
    if decision.step is TowStep.ORDER:
        order = _order(case.case_id, now)
        uow.orders.put(order)
        facts = {
            "order_id": order.order_id,
            "clause": TOW_CLAUSE,
            "automatic": yes_or_no(order.automatic),
            "road_known": yes_or_no(order.road_known),
        }
        write_down(uow, case.case_id, SERVICE, now, Entry(AuditAction.TOW_ORDERED, facts))
    elif decision.step is TowStep.ASK:
        why = {"clause": TOW_CLAUSE, "holds": ",".join(case.holds), "missing": ",".join(case.verdict.missing)}
        facts = {name: text for name, text in why.items() if text}
        write_down(uow, case.case_id, SERVICE, now, Entry(AuditAction.TOW_HELD, facts))


def _order(case_id: CaseId, now: datetime) -> ServiceOrder:
    """An order nobody was asked about yet: by hand until a provider has an automatic channel."""
    return ServiceOrder(
        order_id=OrderId(new_id()),
        case_id=case_id,
        kind=ServiceKind.TOW,
        state=OrderState.BY_HAND,
        automatic=True,
        road_known=False,
        provider="",
        eta_at=None,
        ordered_at=now,
        changed_at=now,
    )
