"""Closed cases counted by the kind of their box, and the cases behind a count.

A case counts with the firmware its box ran at the event. The box's clock says when that was, unless it is ahead of
ours: then the hour of reception does.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy import case as first_of

from app.domain.case import Case, Outcome
from app.persistence.cases import find_cases
from app.persistence.firmware import box_firmware
from app.persistence.rows import AnyRow
from app.persistence.tables import boxes, cases
from app.usecases.outcome_table import BoxKind, OutcomeCount

_EVENT_AT: Final = first_of((cases.c.event_at < cases.c.received_at, cases.c.event_at), else_=cases.c.received_at)
_firmware_then: Final = (
    select(box_firmware.c.firmware)
    .where(box_firmware.c.imei == cases.c.imei, box_firmware.c.noted_at <= _EVENT_AT)
    .order_by(box_firmware.c.noted_at.desc())
    .limit(1)
    .correlate(cases)
    .scalar_subquery()
)


def count_outcomes(connection: Connection) -> tuple[OutcomeCount, ...]:
    """Return how many closed cases of each kind of box ended how."""
    closed = (
        select(boxes.c.model_name, _firmware_then.label("firmware"), cases.c.outcome)
        .select_from(cases.outerjoin(boxes, boxes.c.imei == cases.c.imei))
        .where(cases.c.outcome.is_not(None))
        .subquery()
    )
    found: Select[Any] = select(*closed.c, func.count().label("ended")).group_by(*closed.c)
    return tuple(_count(row) for row in connection.execute(found))


def find_outcome_cases(
    connection: Connection, kind: BoxKind, outcomes: Collection[Outcome], limit: int
) -> tuple[Case, ...]:
    """Return the closed cases of a kind of box that ended in one of these ways, newest first."""
    newest = (
        select(cases.c.case_id)
        .select_from(cases.outerjoin(boxes, boxes.c.imei == cases.c.imei))
        .where(cases.c.outcome.in_([outcome.value for outcome in outcomes]), *_is_of(kind))
        .order_by(cases.c.received_at.desc(), cases.c.number.desc())
        .limit(limit)
    )
    ids = [row.case_id for row in connection.execute(newest)]
    found = {case.case_id: case for case in find_cases(connection, cases.c.case_id.in_(ids))}
    return tuple(found[case_id] for case_id in ids)


def _is_of(kind: BoxKind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """A word that is not on record is NULL, which SQLAlchemy compares as such."""
    return boxes.c.model_name == kind.model_name, _firmware_then == kind.firmware


def _count(row: AnyRow) -> OutcomeCount:
    return OutcomeCount(BoxKind(row.model_name, row.firmware), Outcome(row.outcome), row.ended)
