"""Tick that a case was told to 112, or to 101, by voice. The desk never dials either by itself.

What was said, and the incident number they gave, stand in the personal part of the entry. Told to 101 on a motorway,
the police tower takes the car: the question where it put it becomes a promise.
"""

from dataclasses import dataclass

from app.domain.answer import Answer, EmergencyNumber
from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.hand_over import HandOverId, HandOverRecord
from app.domain.ids import CaseId, new_id
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
from app.usecases.tow_promises import ask_drop_off
from app.usecases.tow_regime import is_police_tow
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HandOver:
    """The case was told to them.

    Attributes:
        text: What was said.
        reference: Their own incident number; empty = none given.
        their_operator: Who took it there; empty = not said.
    """

    actor: Actor
    case_id: CaseId
    to: EmergencyNumber
    text: str = ""
    reference: str = ""
    their_operator: str = ""


def hand_over(command: HandOver, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep who told them what and when. Done again, the last time counts and every time is written down.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    now, actor = clock.now(), command.actor
    uow.answers.put(Answer(case.case_id, command.to.fact, True, actor.account_id, actor.name, now))
    if command.to is EmergencyNumber.POLICE_101 and is_police_tow(case, uow.answers.of_case(case.case_id)):
        ask_drop_off(case.case_id, actor, uow, now)
    told = HandOverRecord(
        hand_over_id=HandOverId(new_id()),
        case_id=case.case_id,
        to=command.to,
        told_at=now,
        account_id=actor.account_id,
        author=actor.name,
        text=command.text.strip(),
        reference=command.reference.strip(),
        their_operator=command.their_operator.strip(),
    )
    uow.hand_overs.put(told)
    said = {"text": told.text, "reference": told.reference, "their_operator": told.their_operator}
    personal = {name: text for name, text in said.items() if text}
    return save_case(uow, case, actor, now, Entry(AuditAction.HANDED_OVER, {"to": command.to}, personal))
