"""Whom to call, one after the other, until somebody has spoken with the driver.

Who called in from the car comes first, under the number they called from, then the driver's numbers, then the
subscriber's, then the contact persons in the order in which they want to be asked, then whoever else called in, then
what was dialled for this case and stands in no contract. Each number is one rung, under the first who has it. Whoever
may be in the car is called twice before anybody else is asked: the SMS after the first call needs a moment to be seen,
so the second call has a time of its own (a setting), and a person may always make it sooner. A number that turned out
wrong, that no number plan knows, or that nobody has, says the exchange of the last call, is never next; one that is
unreachable is passed over until all others were tried, and one that was engaged or declined is called once more then:
somebody is there. When every rung was tried and nobody
spoke, somebody has to go and look: the welfare check by 112 or 101. Whoever calls in, or is reached on whatever rung,
ends it. A second impact makes the calls before it count no more, but a wrong number stays wrong until
a call to it rings: the operator who dials it again is believed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.domain.answer import Answer, EmergencyNumber, answer_of
from app.domain.case import Case
from app.domain.contact import CallAttempt, CallOutcome, ContactRole, Disposition, NumberKind, wrong_numbers
from app.domain.message import MessageState
from app.domain.phone_case import Caller, CallerRelation
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
_LEFT: Final = (MessageState.DONE_BY_HAND, MessageState.ACCEPTED, MessageState.DELIVERED)


@dataclass(frozen=True, slots=True)
class Rung:
    """One number, or somebody without one.

    Attributes:
        e164: None = none is known of this person.
        tried: Calls to it since the last impact, oldest first.
        is_wrong: It was said to be a wrong number, and has not rung since.
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
    def is_not_in_use(self) -> bool:
        """Whether the exchange said of the last call that nobody has the number."""
        return bool(self.tried) and self.tried[-1].outcome is CallOutcome.NOT_IN_USE

    @property
    def was_cut(self) -> bool:
        """Whether nobody knows what became of the last call: its exchange went away under it."""
        return bool(self.tried) and self.tried[-1].outcome is CallOutcome.UNKNOWN

    @property
    def is_unreachable(self) -> bool:
        """Whether the last call did not get through at all."""
        return bool(self.tried) and self.tried[-1].outcome is CallOutcome.UNREACHABLE


def ladder(brief: CaseBrief) -> tuple[Rung, ...]:
    """Return every rung, the first to try first."""
    since = brief.case.struck_at
    wrong = wrong_numbers(brief.calls)
    rungs: dict[str, Rung] = {}
    for role, person, e164 in _places(brief):
        calls = [call for call in brief.calls if call.to_e164 == e164 and _was_tried(call)]
        tried = tuple(call for call in calls if since is None or call.requested_at >= since)
        rungs.setdefault(e164 or f"{role} {person.name}", Rung(role, person, e164, tried, e164 in wrong))
    return tuple(rungs.values())


def rung_of(brief: CaseBrief, e164: str) -> Rung | None:
    """Return the rung of a number; None = it stands on no rung of this case, or is withheld."""
    return next((rung for rung in ladder(brief) if rung.e164 == e164), None) if e164 else None


@dataclass(frozen=True, slots=True)
class NextCall:
    """Whom to call. ``not_before``: only from then on, unless a person wants to sooner; None = at once."""

    rung: Rung
    not_before: datetime | None = None


def next_call(brief: CaseBrief, second_call_s: float) -> NextCall | None:
    """Return the call to make; None = there is no number. ``second_call_s``: after the first, the car is called again.

    Whose call was cut, at once; who may be in the car before all others; then the car once more; then the first that
    was not tried, else the first that was only engaged, else the first again.
    """
    rungs = [rung for rung in ladder(brief) if rung.can_be_dialled]
    first = next((rung for rung in rungs if rung.was_cut), None) or _untried_of_the_car(rungs)
    if first is not None:
        return NextCall(first)
    second = _second(rungs)
    if second is not None:
        return NextCall(second, _last_try_of_the_car(rungs, brief) + timedelta(seconds=second_call_s))
    rungs = [rung for rung in rungs if not rung.is_not_in_use]
    untried = [rung for rung in rungs if not rung.tried]
    engaged = [rung for rung in rungs if rung.is_worth_another]
    reachable = [rung for rung in rungs if not rung.is_unreachable]
    found = next(iter(untried or engaged or reachable or rungs), None)
    return None if found is None else NextCall(found)


def nobody_reached(brief: CaseBrief) -> bool:
    """Whether every number was tried and no person spoke: the last rung is somebody who goes and looks."""
    if is_driver_reached(brief.case):
        return False
    rungs = ladder(brief)
    if any(call.disposition is Disposition.THIRD_PARTY for rung in rungs for call in rung.tried):
        return False
    dialled = [rung for rung in rungs if rung.can_be_dialled]
    return (
        all(rung.tried and not (rung.is_worth_another or rung.was_cut) for rung in dialled) and _second(dialled) is None
    )


def role_of(contract: Contract | None, e164: str) -> ContactRole:
    """Return who a number belongs to."""
    found = (role for role, _person, number in _on_record(contract) if number == e164)
    return next(found, ContactRole.NOT_ON_RECORD)


def is_driver_reached(case: Case) -> bool:
    """Whether somebody in the car has spoken since the last impact."""
    since, reached_at = case.struck_at, case.driver_reached_at
    return reached_at is not None and (since is None or reached_at >= since)


def looked_for_at(brief: CaseBrief) -> datetime | None:
    """Return when 112 or 101 was asked to go and look since the last impact; None = nobody was."""
    return told_to_look_at(brief.case, brief.answers)


def told_to_look_at(case: Case, answers: Iterable[Answer]) -> datetime | None:
    """Return the same, of a case and its answers."""
    since, known = case.struck_at, tuple(answers)
    found = [answer_of(known, number.fact) for number in EmergencyNumber]
    told = [one.said_at for one in found if one is not None]
    return max((at for at in told if since is None or at >= since), default=None)


def _of_the_car(rungs: Sequence[Rung]) -> list[Rung]:
    """Who may sit in the car: the driver, or the subscriber where no driver is named, and what was typed."""
    roles = [ContactRole.DRIVER, ContactRole.NOT_ON_RECORD]
    if not any(rung.role is ContactRole.DRIVER for rung in rungs):
        roles.append(ContactRole.SUBSCRIBER)
    return [rung for rung in rungs if rung.role in roles]


def _untried_of_the_car(rungs: Sequence[Rung]) -> Rung | None:
    """The first that nobody called yet, of the car and of those who stand before it: they called us."""
    car = _of_the_car(rungs)
    known = [rungs.index(rung) for rung in car if rung.role is not ContactRole.NOT_ON_RECORD]
    before = [*rungs[: max(known, default=-1) + 1], *car]
    return next((rung for rung in before if not rung.tried), None)


def _second(rungs: Sequence[Rung]) -> Rung | None:
    """The number of the car to call a second time; None = it was, or somebody took the first call."""
    car = [rung for rung in _of_the_car(rungs) if not rung.is_not_in_use]
    calls = [call for rung in car for call in rung.tried]
    if any(len(rung.tried) > 1 for rung in car) or any(call.disposition is Disposition.THIRD_PARTY for call in calls):
        return None
    alive = [rung for rung in car if rung.is_worth_another]
    reachable = [rung for rung in car if not rung.is_unreachable]
    return next(iter(alive or reachable or car), None)


def _last_try_of_the_car(rungs: Sequence[Rung], brief: CaseBrief) -> datetime:
    """Return when the last call ended or the last SMS left for the car: whoever reads needs the same moment."""
    car = _of_the_car(rungs)
    numbers = {rung.e164 for rung in car}
    texts = [one.changed_at for one in brief.messages if one.state in _LEFT and one.to_e164 in numbers]
    return max([*texts, *(call.ended_at or call.requested_at for rung in car for call in rung.tried)])


def _was_tried(call: CallAttempt) -> bool:
    """Whether it rings there, or did; not when the operator's own telephone was not taken."""
    return call.outcome is None or call.outcome.was_tried


def _places(brief: CaseBrief) -> Iterator[tuple[ContactRole, Person, str | None]]:
    callers = [caller for caller in brief.callers if caller.e164]
    first = [caller for caller in callers if _is_looked_for(caller, brief.contract)]
    yield from _of_callers(first)
    yield from _on_record(brief.contract)
    yield from _of_callers(caller for caller in callers if caller not in first)
    for call in reversed(brief.calls):
        if not call.to_e164:
            continue
        yield ContactRole.NOT_ON_RECORD, Person(call.person, None, call.to_e164), call.to_e164


def _is_looked_for(caller: Caller, contract: Contract | None) -> bool:
    """Whether the ladder is there to find them: somebody of the car, or its subscriber where no driver is named."""
    has_driver = contract is not None and contract.driver is not None
    return caller.relation.is_in_car or (caller.relation is CallerRelation.SUBSCRIBER and not has_driver)


def _of_callers(callers: Iterable[Caller]) -> Iterator[tuple[ContactRole, Person, str | None]]:
    for caller in callers:
        yield CALLER_ROLES[caller.relation], Person(caller.name, None, caller.e164), caller.e164


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
