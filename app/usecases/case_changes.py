"""What every change leaves behind: an entry in its chain and, for a case, a new version and an event.

One change is one version: also what is stored beside the case (a call, an SMS, an order, a note) gives the case a new
one, so that whoever decides on what they saw is told that it changed. Only what follows from the clock is announced
without (``announce_by_clock``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.audit import AuditAction, AuditRecord
from app.domain.case import Case
from app.domain.events import Event, EventKind
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be remembered of a change; see ``AuditRecord``."""

    action: AuditAction
    facts: Mapping[str, str] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)


def write_down(uow: UnitOfWork, chain: str, actor: Actor, at: datetime, entry: Entry) -> None:
    """Add an entry to a chain."""
    record = AuditRecord(chain, at, actor.account_id, actor.name, entry.action, entry.facts, entry.personal)
    uow.audit.append(record)


def save_case(uow: UnitOfWork, case: Case, actor: Actor, at: datetime, entry: Entry) -> Case:
    """Store the case with its entry, tell the desks, and return it with its new version."""
    saved = uow.cases.save(case)
    write_down(uow, case.case_id, actor, at, entry)
    uow.events.append(Event(EventKind.CASE_CHANGED, at, case_id=case.case_id))
    return saved


def yes_or_no(answer: bool) -> str:  # noqa: FBT001 - the answer is the whole argument
    """Return how a truth stands in the facts of an entry."""
    return "yes" if answer else "no"
