"""Somebody called the centre and gave up before anybody took it: it is kept, and calling back is work.

Whose number is on the ladder of an open case is called back in that case: an entry of its timeline, and a promise that
is due at once, so that the row, the strip and NEXT rise. It is one promise however often they try, and whoever speaks
with them keeps it; a driver who was reached on whatever number needs no call back either. Of a number that belongs to
no case the centre keeps only that it called; it stands until somebody has written down that they spoke or dialled, or
says that it is dealt with.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import Case, CaseState
from app.domain.clock import Clock, age_s
from app.domain.contact import ContactRole
from app.domain.ids import CaseId, new_id
from app.domain.next_step import NextKind, NextStep
from app.domain.promise import PromisedTo, PromiseKind
from app.usecases.actor import SERVICE, Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.contact_ladder import is_driver_reached, rung_of
from app.usecases.phone_numbers import e164_of, shown
from app.usecases.promise_changes import keep, made, new_promise
from app.usecases.queries import CaseBrief
from app.usecases.unit_of_work import UnitOfWork

_TO = {
    ContactRole.DRIVER: PromisedTo.DRIVER,
    ContactRole.FAMILY: PromisedTo.FAMILY,
    ContactRole.EMPLOYER: PromisedTo.EMPLOYER,
}


@dataclass(frozen=True, slots=True)
class Known:
    """Whose number it is, in which case."""

    case_id: CaseId
    person: str
    to: PromisedTo


@dataclass(frozen=True, slots=True)
class MissCall:
    """A call that came in ended, and nobody had taken it.

    Attributes:
        e164: Empty = withheld, or none that can be read.
        since: When it came in.
        source: Name of the adapter.
        known: None = the number belongs to no open case.
    """

    e164: str
    since: datetime
    source: str
    known: Known | None


def known_caller(e164: str, briefs: Iterable[CaseBrief]) -> Known | None:
    """Return the open case a number belongs to: one whose driver was not reached first, then the newest."""
    found = []
    for brief in briefs:
        rung = rung_of(brief, e164)
        if rung is not None and brief.case.state is CaseState.OPEN:
            known = Known(brief.case.case_id, rung.person.name, _TO.get(rung.role, PromisedTo.OTHER))
            found.append((is_driver_reached(brief.case), -brief.case.received_at.timestamp(), known))
    return min(found, key=lambda one: one[:2])[2] if found else None


def miss_call(command: MissCall, uow: UnitOfWork, clock: Clock) -> CaseId | None:
    """Keep it; return the case it was written down in. One that was put into its case while it rang is not missed."""
    case = None if command.known is None else uow.cases.get(command.known.case_id)
    now, facts = clock.now(), {"source": command.source, "rang_s": f"{age_s(command.since, clock.now()):.0f}"}
    if case is None or command.known is None or case.state is not CaseState.OPEN:
        entry = Entry(AuditAction.CALL_MISSED, facts | {"missed_id": new_id()}, {"number": command.e164})
        write_down(uow, SYSTEM_CHAIN, SERVICE, now, entry)
        return None
    if any(
        one.to_e164 == command.e164 and one.requested_at >= command.since for one in uow.calls.of_case(case.case_id)
    ):
        return case.case_id
    personal = {"person": command.known.person, "number": command.e164}
    _promise(case, command.e164, command.known.to, uow, now)
    save_case(uow, case, SERVICE, now, Entry(AuditAction.CALL_MISSED, facts, personal))
    return case.case_id


def _promise(case: Case, e164: str, to: PromisedTo, uow: UnitOfWork, now: datetime) -> None:
    """Leave the call back to whoever has the case, unless it waits already."""
    text = shown(e164)
    if any(one.is_open and one.is_missed_call and one.text == text for one in uow.promises.of_case(case.case_id)):
        return
    promise = replace(new_promise(case.case_id, PromiseKind.CALL_BACK, to, now, SERVICE, now), text=text)
    if case.claim is not None:
        promise = replace(promise, owner_id=case.claim.account_id, owner=case.claim.name)
    uow.promises.put(promise)
    write_down(uow, case.case_id, SERVICE, now, made(promise))


def call_back_now(brief: CaseBrief) -> NextStep | None:
    """Return the call back that was not tried yet; one that was tried in vain is an overdue promise like any other."""
    for promise in brief.promises:
        e164 = e164_of(promise.text) if promise.is_open and promise.is_missed_call else None
        if e164 is not None and not any(
            one.to_e164 == e164 and one.requested_at >= promise.made_at for one in brief.calls
        ):
            return NextStep(NextKind.CALL_BACK, target_id=promise.promise_id, e164=e164)
    return None


def spoke_with(case: Case, e164: str, actor: Actor, uow: UnitOfWork, now: datetime, *, reached: bool) -> None:
    """Keep the call backs that this conversation was; ``reached``: the driver was, on whatever number."""
    for promise in uow.promises.of_case(case.case_id):
        is_theirs = bool(e164) and promise.text == shown(e164)
        if promise.is_open and promise.is_missed_call and (is_theirs or (reached and promise.to is PromisedTo.DRIVER)):
            keep(uow, promise, actor, now)


@dataclass(frozen=True, slots=True)
class DealtWithMissedCall:
    """A missed call that belongs to no case needs nobody any more."""

    actor: Actor
    missed_id: str


def dealt_with_missed_call(command: DealtWithMissedCall, uow: UnitOfWork, clock: Clock) -> str:
    """Write down who says so; said twice, it stays so."""
    entry = Entry(AuditAction.MISSED_CALL_DONE, {"missed_id": command.missed_id})
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), entry)
    return command.missed_id
