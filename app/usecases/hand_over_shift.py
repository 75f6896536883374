"""Hand over a shift: every case is offered to a colleague, who accepts it by name at his own desk.

Until then it stays with whoever offers it, with the clock of every promise: a case that is "on its way to a colleague"
would be nobody's. Accepting takes the case and what was promised in one change; notes and everything else of the case
are there already. A closed case has no holder, but what was promised in it has an owner: that is offered alike. To the
queue is no offer: it is ``release_case``, and everybody may claim it.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.case import Case, CaseState, Claim
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import AccountId, CaseId
from app.domain.promise import running_clocks
from app.domain.shift import ShiftOffer
from app.usecases.actor import Actor
from app.usecases.calls import require_no_open_call
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
from app.usecases.promise_changes import pass_on
from app.usecases.unit_of_work import UnitOfWork

WORKERS: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class OfferCase:
    """Offer a case to a colleague."""

    actor: Actor
    case_id: CaseId
    to: AccountId


@dataclass(frozen=True, slots=True)
class AcceptCase:
    """Take a case that was offered to me."""

    actor: Actor
    case_id: CaseId


@dataclass(frozen=True, slots=True)
class DeclineCase:
    """Leave a case that was offered to me where it is."""

    actor: Actor
    case_id: CaseId


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    """Keep a case that I offered."""

    actor: Actor
    case_id: CaseId


def standing_offer(case: Case) -> ShiftOffer | None:
    """Return the offer of a case as long as it means something: its giver still has the case, or it is closed."""
    offer, claim = case.offer, case.claim
    if offer is None or case.state is CaseState.CLOSED:
        return offer
    is_theirs = claim is not None and (claim.account_id, claim.desk) == (offer.by_id, offer.by_desk)
    return offer if is_theirs else None


def offer_case(command: OfferCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Offer it; another offer of the case is replaced.

    Raises:
        NotFound: ``not_found``: there is no such account.
        Conflict: ``not_a_colleague`` (oneself, or somebody who may not work on cases), ``not_claimed``, ``not_yours``.
    """
    case, actor, now = uow.cases.get(command.case_id), command.actor, clock.now()
    _require_giver(case, actor, uow)
    to = uow.accounts.get(command.to)
    if to.account_id == actor.account_id or not to.is_active or not to.roles & WORKERS:
        raise Conflict("not_a_colleague")
    offer = ShiftOffer(actor.account_id, actor.name, actor.desk, to.account_id, to.name, now)
    entry = Entry(AuditAction.SHIFT_OFFERED, {"desk": actor.desk, "to_account": to.account_id}, {"offered_to": to.name})
    return save_case(uow, replace(case, offer=offer), actor, now, entry)


def accept_case(command: AcceptCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Give the case and everything promised in it to the actor, at the actor's desk.

    Raises:
        Conflict: ``not_offered``, ``call_running`` (its giver is still on the phone).
    """
    case, actor, now = uow.cases.get(command.case_id), command.actor, clock.now()
    offer = _offer_to(case, actor)
    require_no_open_call(uow, case.case_id)
    claim = Claim(actor.account_id, actor.name, actor.desk, claimed_at=now, renewed_at=now)
    is_open = case.state is CaseState.OPEN
    facts = {"desk": actor.desk, "from_desk": offer.by_desk}
    entry = Entry(AuditAction.SHIFT_ACCEPTED, facts, {"accepted_from": offer.by})
    pass_on(uow, case.case_id, actor, now)
    return save_case(uow, replace(case, claim=claim if is_open else case.claim, offer=None), actor, now, entry)


def decline_case(command: DeclineCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Say no; its giver sees it at once and still has the case. Said twice nothing changes.

    Raises:
        Conflict: ``not_offered``.
    """
    case, actor, now = uow.cases.get(command.case_id), command.actor, clock.now()
    offer = _offer_to(case, actor)
    if offer.declined_at is not None:
        return case
    entry = Entry(AuditAction.SHIFT_DECLINED, {"desk": actor.desk}, {"declined_to": offer.by})
    return save_case(uow, replace(case, offer=replace(offer, declined_at=now)), actor, now, entry)


def withdraw_offer(command: WithdrawOffer, uow: UnitOfWork, clock: Clock) -> Case:
    """Offer it to nobody. Without an offer nothing changes.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``.
    """
    case, actor, now = uow.cases.get(command.case_id), command.actor, clock.now()
    _require_giver(case, actor, uow)
    offer = standing_offer(case)
    if offer is None:
        return case
    entry = Entry(AuditAction.SHIFT_WITHDRAWN, {"desk": actor.desk}, {"offered_to": offer.to})
    return save_case(uow, replace(case, offer=None), actor, now, entry)


def _offer_to(case: Case, actor: Actor) -> ShiftOffer:
    offer = standing_offer(case)
    if offer is None or offer.to_id != actor.account_id:
        raise Conflict("not_offered")
    return offer


def _require_giver(case: Case, actor: Actor, uow: UnitOfWork) -> None:
    """Pass for the holder of an open case, and for the owner of what was promised in a closed one."""
    if case.state is CaseState.OPEN:
        require_holder(case, actor)
        return
    owners = {one.owner_id for one in running_clocks(uow.promises.of_case(case.case_id))}
    if actor.account_id not in owners:
        raise Conflict("not_yours")
