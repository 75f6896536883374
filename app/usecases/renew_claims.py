"""Say that a desk lives.

It changes nothing for anybody else, so there is no entry, no event and no new version: every 15 s they would bury the
timeline and wake all desks. What a desk lost it has heard already: a claim ends only by a change of its case (taken
over, given back, closed), and that is an event with the row as it is now, or in the snapshot of a desk that was away.
"""

from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RenewClaims:
    """These are held by the actor."""

    actor: Actor
    case_ids: tuple[CaseId, ...]


def renew_claims(command: RenewClaims, uow: UnitOfWork, clock: Clock) -> tuple[CaseId, ...]:
    """Renew the claims and return those that are not the actor's any more. No entry, no event, no new version."""
    actor, now = command.actor, clock.now()
    return tuple(
        case_id for case_id in command.case_ids if not uow.cases.renew_claim(case_id, actor.account_id, actor.desk, now)
    )
