"""Enter what was given under a clause, and take a wrong entry back.

The limit is worked out by the rules from what the case says now, and the ledger is read in the same transaction: two
entries at once cannot both take the last night. Beyond what is left nothing is entered before somebody said who pays
the rest. Bills come late: once a case is closed, anybody who handles cases enters them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.errors import Conflict, NotFound, Refusal
from app.domain.ids import CaseId, UseId, new_id
from app.domain.ledger import Payer, ServiceUse, standing
from app.rules.assess import Assessment
from app.rules.ledger import Use, room_of, split
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.holds import BELGIAN_TIME
from app.usecases.unit_of_work import UnitOfWork

_MOST: Final = Decimal(10) ** 9
_AHEAD: Final = timedelta(days=366)
_CENT: Final = Decimal("0.01")
_WHOLE: Final = ("nights", "days", "months", "sessions")


@dataclass(frozen=True, slots=True)
class RecordUse:
    """Something given under a clause.

    Attributes:
        amount: As text, in the unit of the limit; positive, whole where things are counted, else to the cent.
        rest_paid_by: Who pays what lies beyond the limit; None = nothing should.
        version: Of the case from which the limits were worked out.
        since: The day it began, or the money was handed over; None = not known.
    """

    actor: Actor
    case_id: CaseId
    clause: str
    limit: str
    amount: str
    rest_paid_by: Payer | None
    version: int
    since: date | None = None


@dataclass(frozen=True, slots=True)
class UndoUse:
    """An entry that was wrong."""

    actor: Actor
    case_id: CaseId
    use_id: UseId


def record_use(command: RecordUse, uow: UnitOfWork, clock: Clock, assessments: Sequence[Assessment]) -> Case:
    """Enter it.

    ``assessments`` are what the editions say of the case at ``command.version``.

    Raises:
        Conflict: ``changed``, ``not_claimed``, ``not_yours``.
        Refusal: ``wrong_amount``; ``unknown_limit``: the clause counts nothing of that name; ``nights_first``: euros of
            nights that are not entered; ``above_limit`` (left, rest): nobody said who pays the rest;
            ``wrong_since``: before the event, or more than a year ahead.
    """
    case = uow.cases.get(command.case_id)
    require_finisher(case, command.actor)
    if case.version != command.version:
        raise Conflict("changed")
    amount = _amount(command)
    left = _left(command, assessments, uow.uses.of_case(case.case_id))
    parts = split(left, amount)
    if parts.rest and command.rest_paid_by is None:
        raise Refusal("above_limit", left=f"{left:f}", rest=f"{parts.rest:f}")
    now, actor = clock.now(), command.actor
    _require_since(command.since, case, now)
    use = ServiceUse(
        use_id=UseId(new_id()),
        case_id=case.case_id,
        clause=command.clause,
        limit=command.limit,
        amount=amount,
        rest=parts.rest,
        rest_paid_by=command.rest_paid_by if parts.rest else None,
        undoes=None,
        entered_by=actor.account_id,
        author=actor.name,
        entered_at=now,
        since=command.since,
    )
    uow.uses.add(use)
    return save_case(uow, case, actor, now, Entry(AuditAction.SERVICE_USED, _facts(use)))


def undo_use(command: UndoUse, uow: UnitOfWork, clock: Clock) -> Case:
    """Take an entry back by a counter entry; taking it back twice changes nothing.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``.
        NotFound: The case has no such entry.
    """
    case = uow.cases.get(command.case_id)
    require_finisher(case, command.actor)
    uses = uow.uses.of_case(case.case_id)
    wrong = next((one for one in uses if one.use_id == command.use_id and one.undoes is None), None)
    if wrong is None:
        raise NotFound("not_found", what="use")
    if wrong not in standing(uses):
        return case
    now, actor = clock.now(), command.actor
    counter = replace(
        wrong,
        use_id=UseId(new_id()),
        amount=-wrong.amount,
        rest=-wrong.rest,
        undoes=wrong.use_id,
        entered_by=actor.account_id,
        author=actor.name,
        entered_at=now,
    )
    uow.uses.add(counter)
    return save_case(uow, case, actor, now, Entry(AuditAction.USE_UNDONE, _facts(wrong)))


def within_limits(uses: Sequence[ServiceUse]) -> tuple[Use, ...]:
    """Return what of the ledger counts against the limits: the rest was paid by somebody else."""
    return tuple(Use(one.clause, one.limit, one.amount - one.rest) for one in standing(uses))


def _amount(command: RecordUse) -> Decimal:
    try:
        amount = Decimal(command.amount)
    except InvalidOperation as fault:
        raise Refusal("wrong_amount") from fault
    if not amount.is_finite() or not 0 < amount <= _MOST:
        raise Refusal("wrong_amount")
    step = Decimal(1) if any(word in command.limit.split("_") for word in _WHOLE) else _CENT
    if amount % step:
        raise Refusal("wrong_amount")
    return amount


def _require_since(since: date | None, case: Case, now: datetime) -> None:
    """Pass for a day that can be meant; where the clock of the box ran ahead, from the day we heard of it."""
    first = min(case.event_at, case.received_at).astimezone(BELGIAN_TIME).date()
    if since is not None and not first <= since <= now.astimezone(BELGIAN_TIME).date() + _AHEAD:
        raise Refusal("wrong_since")


def _left(command: RecordUse, assessments: Sequence[Assessment], uses: Sequence[ServiceUse]) -> Decimal | None:
    room = room_of(assessments, command.clause, within_limits(uses))
    if command.limit in room.nights_first:
        raise Refusal("nights_first")
    if command.limit not in room.left:
        raise Refusal("unknown_limit", clause=command.clause, limit=command.limit)
    return room.left[command.limit]


def _facts(use: ServiceUse) -> dict[str, str]:
    facts = {"clause": use.clause, "limit": use.limit, "amount": f"{use.amount:f}"}
    if use.since is not None:
        facts["since"] = use.since.isoformat()
    if use.rest_paid_by is not None:
        facts |= {"rest": f"{use.rest:f}", "rest_paid_by": use.rest_paid_by.value}
    return facts
