"""Closed cases counted by the kind of their box, and the cases behind a count."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from app.domain.case import Case, Outcome
from app.persistence.cases import find_cases
from app.persistence.rows import AnyRow
from app.persistence.tables import boxes, cases
from app.usecases.outcome_table import BoxKind, OutcomeCount

_LETTERS = "A"
"""Numbers of boxes are digits; those of cars without a box begin with a letter."""


def count_outcomes(connection: Connection) -> tuple[OutcomeCount, ...]:
    """Return how many closed cases of each kind of box ended how.

    Counted by box first, along the index: a million cases are then some thousand rows to find the models of. A
    call that was helped, and a car without a box, are no alarm of any kind of box.
    """
    of_box = (
        select(cases.c.outcome, cases.c.imei, cases.c.firmware, func.count().label("ended"))
        .where(cases.c.outcome.is_not(None), cases.c.outcome != Outcome.HELPED.value, cases.c.imei < _LETTERS)
        .group_by(cases.c.outcome, cases.c.imei, cases.c.firmware)
        .subquery()
    )
    kind = (boxes.c.model_name, of_box.c.firmware, of_box.c.outcome)
    found: Select[Any] = (
        select(*kind, func.sum(of_box.c.ended).label("ended"))
        .select_from(of_box.outerjoin(boxes, boxes.c.imei == of_box.c.imei))
        .group_by(*kind)
    )
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
    return boxes.c.model_name == kind.model_name, cases.c.firmware == kind.firmware


def _count(row: AnyRow) -> OutcomeCount:
    return OutcomeCount(BoxKind(row.model_name, row.firmware), Outcome(row.outcome), int(row.ended))
