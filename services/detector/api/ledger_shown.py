"""What was given under the clauses of a card, what is left of its limits, and what can still be entered.

The rest beyond a limit was paid by somebody else, so only what lies within counts against the limit. An entry stays
with its service also when an answer has since closed the clause: money that was spent does not become unspent.

Days count from the day something began, and bills come late: only where nobody said when does the day of the entry
stand in for it, and then the card says so.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.api.entitlements import LimitInfo, RoomInfo, ServiceCard, TextInfo, UseInfo
from app.domain.ledger import ServiceUse, standing
from app.rules.assess import Assessment, ClauseResult
from app.rules.clauses import Status
from app.rules.ledger import balance, last_day, repay_by, room_of
from app.usecases.holds import BELGIAN_TIME
from app.usecases.record_use import within_limits


@dataclass(frozen=True, slots=True)
class CaseLedger:
    """What was given in a case.

    Attributes:
        event_day: The day from which days count while nothing was given.
    """

    uses: Sequence[ServiceUse]
    event_day: date


def with_ledger(
    card: ServiceCard, assessments: Sequence[Assessment], ledger: CaseLedger, family: Collection[str]
) -> ServiceCard:
    """Return the card with its ledger; ``family``: every clause whose entries belong to it."""
    uses = ledger.uses
    results = [
        one.results[shown.clause] for shown in card.clauses for one in assessments if shown.clause in one.results
    ]
    entered = [one for one in standing(uses) if one.clause in family]
    if not results and not entered:
        return card
    return card.model_copy(
        update={
            "limits": _limits(card, results, uses),
            "room": tuple(_rooms(results, assessments, uses)),
            "uses": tuple(map(_use, entered)),
            **_days(results, ledger),
        }
    )


def exact(amount: Decimal) -> str:
    """Return an amount as it travels."""
    return f"{amount.normalize():f}"


def _limits(card: ServiceCard, results: Sequence[ClauseResult], uses: Sequence[ServiceUse]) -> tuple[LimitInfo, ...]:
    if not results:
        return card.limits
    left = balance(results[0].clause.clause_id, results[0].limits, within_limits(uses)).left
    return tuple(
        limit.model_copy(update={"left": exact(left[limit.key]) if limit.key in left else None})
        for limit in card.limits
    )


def _rooms(
    results: Sequence[ClauseResult], assessments: Sequence[Assessment], uses: Sequence[ServiceUse]
) -> Iterator[RoomInfo]:
    """Yield what can be entered: under each granted clause, or where none is, under the one that decides."""
    granted = [result for result in results if result.status is Status.GRANTED]
    for result in granted or results[:1]:
        clause = result.clause
        title = TextInfo(**dict(clause.title))
        for key, left in room_of(assessments, clause.clause_id, within_limits(uses)).left.items():
            yield RoomInfo(clause=clause.clause_id, title=title, key=key, left=None if left is None else exact(left))


def _days(results: Sequence[ClauseResult], ledger: CaseLedger) -> dict[str, date | bool | None]:
    """Return from when and until when the clause that decides is counted, and when its advance is due."""
    if not results or results[0].status is not Status.GRANTED:
        return {}
    limits, clause = results[0].limits, results[0].clause.clause_id
    given = [one for one in standing(ledger.uses) if one.clause == clause]
    begun = min(map(_began, given), default=ledger.event_day)
    until = last_day(limits, begun)
    due = repay_by(limits, max(map(_began, given))) if given else None
    return {
        "counted_from": None if until is None else begun,
        "until": until,
        "repay_by": due,
        "start_assumed": (until or due) is not None and any(one.since is None for one in given),
    }


def _began(use: ServiceUse) -> date:
    return use.since or use.entered_at.astimezone(BELGIAN_TIME).date()


def _use(use: ServiceUse) -> UseInfo:
    return UseInfo(
        use_id=use.use_id,
        clause=use.clause,
        key=use.limit,
        amount=exact(use.amount),
        rest=exact(use.rest),
        rest_paid_by=use.rest_paid_by,
        author=use.author,
        entered_at=use.entered_at,
        since=use.since,
    )
