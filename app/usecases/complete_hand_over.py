"""Write down what 112 or 101 gave us after they were told: their number, their operator, and the last steps.

A step that was ticked keeps the moment of its first tick; taken back, it is open again. Whoever may work may complete a
hand-over, also of a closed case: they call back when they call back. An empty field says nothing, so it wipes out
nothing that another desk wrote.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.clock import Clock
from app.domain.hand_over import HandOverId, HandOverRecord, TpsStep
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CompleteHandOver:
    """What is known of it now. ``done``: the ticked steps."""

    actor: Actor
    hand_over_id: HandOverId
    reference: str
    their_operator: str
    done: Collection[TpsStep] = ()


def complete_hand_over(command: CompleteHandOver, uow: UnitOfWork, clock: Clock) -> HandOverRecord:
    """Keep it with its entry; nothing is written when nothing changed.

    Raises:
        NotFound: There is no such hand-over.
    """
    before = uow.hand_overs.get(command.hand_over_id)
    now = clock.now()

    def at(step: TpsStep, earlier: datetime | None) -> datetime | None:
        return (earlier or now) if step in command.done else None

    after = replace(
        before,
        reference=command.reference.strip() or before.reference,
        their_operator=command.their_operator.strip() or before.their_operator,
        voice_connected_at=at(TpsStep.VOICE_CONNECTED, before.voice_connected_at),
        released_at=at(TpsStep.RELEASED, before.released_at),
        called_back_at=at(TpsStep.CALLED_BACK, before.called_back_at),
    )
    if after == before:
        return before
    uow.hand_overs.put(after)
    facts = {"to": after.to.value, "steps": ",".join(sorted(step.value for step in command.done))}
    said = {"reference": after.reference, "their_operator": after.their_operator}
    personal = {name: text for name, text in said.items() if text}
    entry = Entry(AuditAction.HAND_OVER_COMPLETED, facts, personal)
    save_case(uow, uow.cases.get(after.case_id), command.actor, now, entry)
    return after
