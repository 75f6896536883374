"""Whom to call, one after the other, until somebody has spoken with the driver.

Who called in comes first, under the number they called from, then the driver's numbers, then the subscriber's, then the
contact persons in the order in which they want to be asked, then what was dialled for this case and stands in no
contract. Each number is one rung, under the first who has it. A number that turned out wrong, or that no number plan
knows, is never next; one that is unreachable is passed over until all others were tried, and one that was engaged or
declined is called once more then: somebody is there. When every rung was tried and nobody spoke, somebody has to go and
look: the welfare check by 112 or 101. A second impact makes the calls before it count no more, but a wrong number stays
wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.case import Case
from app.domain.contact import CallAttempt, CallOutcome, ContactRole, Disposition, NumberKind
from app.domain.phone_case import CallerRelation
from app.domain.subscription import Contract, Person, Relation
from app.usecases.phone_numbers import kind_of
from app.usecases.queries import CaseBrief

_ROLES = {
    Relation.FAMILY: ContactRole.FAMILY,
    Relation.EMPLOYER: ContactRole.EMPLOYER,
    Relation.OTHER: ContactRole.OTHER,
}
CALLER_ROLES: Final = {
    CallerRelation.DRIVER: ContactRole.DRIVER,
    CallerRelation.SUBSCRIBER: ContactRole.SUBSCRIBER,
    CallerRelation.FAMILY: ContactRole.FAMILY,
    CallerRelation.EMPLOYER: ContactRole.EMPLOYER,
    CallerRelation.PASSENGER: ContactRole.NOT_ON_RECORD,
    CallerRelation.POLICE: ContactRole.OTHER,
    CallerRelation.PASSER_BY: ContactRole.OTHER,
    CallerRelation.OTHER: ContactRole.OTHER,
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One number, or somebody without one.

    Attributes:
        e164: None = none is known of this person.
        tried: Calls to it since the last impact, oldest first.
        is_wrong: It was said to be a wrong number, at any time.
    """

    role: ContactRole
    person: Person
    e164: str | None
    tried: tuple[CallAttempt, ...]
    is_wrong: bool

    @property
    def can_be_dialled(self) -> bool:
        """Whether NEXT may name it."""
        return self.e164 is not None and not self.is_wrong and kind_of(self.e164) is not NumberKind.INVALID

    @property
    def is_worth_another(self) -> bool:
        """Whether its only call found somebody there who could not, or would not, speak then."""
        outcome = self.tried[0].outcome if len(self.tried) == 1 else None
        return outcome is not None and outcome.is_alive

    @property
    def is_unreachable(self) -> bool:
        """Whether the last call did not get through at all."""
        return bool(self.tried) and self.tried[-1].outcome is CallOutcome.UNREACHABLE


def ladder(brief: CaseBrief) -> tuple[Rung, ...]:
    """Return every rung, the first to try first."""
    since = brief.case.struck_at
    wrong = {call.to_e164 for call in brief.calls if call.outcome is CallOutcome.WRONG_NUMBER}
    rungs: dict[str, Rung] = {}
    for role, person, e164 in _places(brief):
        calls = [call for call in brief.calls if call.to_e164 == e164 and _was_tried(call)]
        tried = tuple(call for call in calls if since is None or call.requested_at >= since)
        rungs.setdefault(e164 or f"{role} {person.name}", Rung(role, person, e164, tried, e164 in wrong))
    return tuple(rungs.values())


def next_rung(brief: CaseBrief) -> Rung | None:
    """Return the rung to call now; None = there is no number.

    The first that was not tried, else the first that was only engaged, else the first again.
    """
    rungs = [rung for rung in ladder(brief) if rung.can_be_dialled]
    untried = [rung for rung in rungs if not rung.tried]
    engaged = [rung for rung in rungs if rung.is_worth_another]
    reachable = [rung for rung in rungs if not rung.is_unreachable]
    return next(iter(untried or engaged or reachable or rungs), None)


def nobody_reached(brief: CaseBrief) -> bool:
    """Whether every number was tried and no person spoke: the last rung is somebody who goes and looks."""
    if is_driver_reached(brief.case):
        return False
    rungs = ladder(brief)
    if any(call.disposition is Disposition.THIRD_PARTY for rung in rungs for call in rung.tried):
        return False
    return all(rung.tried and not rung.is_worth_another for rung in rungs if rung.can_be_dialled)


def role_of(contract: Contract | None, e164: str) -> ContactRole:
    """Return who a number belongs to."""
    found = (role for role, _person, number in _on_record(contract) if number == e164)
    return next(found, ContactRole.NOT_ON_RECORD)


def is_driver_reached(case: Case) -> bool:
    """Whether somebody in the car has spoken since the last impact."""
    since, reached_at = case.struck_at, case.driver_reached_at
    return reached_at is not None and (since is None or reached_at >= since)


def _was_tried(call: CallAttempt) -> bool:
    """Whether it rings there, or did; not when the operator's own telephone was not taken."""
    return call.outcome is None or call.outcome.was_tried


def _places(brief: CaseBrief) -> Iterator[tuple[ContactRole, Person, str | None]]:
    for caller in brief.callers:
        if caller.e164:
            yield CALLER_ROLES[caller.relation], Person(caller.name, None, caller.e164), caller.e164
    yield from _on_record(brief.contract)
    for call in reversed(brief.calls):
        if not call.to_e164:
            continue
        yield ContactRole.NOT_ON_RECORD, Person(call.person, None, call.to_e164), call.to_e164


def _on_record(contract: Contract | None) -> Iterator[tuple[ContactRole, Person, str | None]]:
    if contract is None:
        return
    people = [] if contract.driver is None else [(ContactRole.DRIVER, contract.driver)]
    if contract.driver is None or contract.subscriber != contract.driver:
        people.append((ContactRole.SUBSCRIBER, contract.subscriber))
    people += [(_ROLES[contact.relation], contact.person) for contact in contract.contact_persons]
    for role, person in people:
        for e164 in person.numbers or (None,):
            yield role, person, e164
