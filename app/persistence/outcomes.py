"""Closed cases counted by the kind of their box, and the cases behind a count."""

from sqlalchemy import ColumnElement, Connection, func, select

from app.domain.case import Case, Outcome
from app.persistence.cases import find_cases
from app.persistence.tables import boxes, cases
from app.usecases.outcome_table import BoxKind, OutcomeCount


def count_outcomes(connection: Connection) -> tuple[OutcomeCount, ...]:
    """Return how many closed cases of each kind of box ended how."""
    kind = (boxes.c.model_name, boxes.c.firmware, cases.c.outcome)
    found = (
        select(*kind, func.count().label("ended"))
        .select_from(cases.outerjoin(boxes, boxes.c.imei == cases.c.imei))
        .where(cases.c.outcome.is_not(None))
        .group_by(*kind)
    )
    return tuple(
        OutcomeCount(BoxKind(row.model_name, row.firmware), Outcome(row.outcome), row.ended)
        for row in connection.execute(found)
    )


def find_outcome_cases(connection: Connection, kind: BoxKind, outcome: Outcome, limit: int) -> tuple[Case, ...]:
    """Return the closed cases of a kind of box that ended so, newest first."""
    newest = (
        select(cases.c.case_id)
        .select_from(cases.outerjoin(boxes, boxes.c.imei == cases.c.imei))
        .where(cases.c.outcome == outcome.value, *_is_of(kind))
        .order_by(cases.c.received_at.desc(), cases.c.number.desc())
        .limit(limit)
    )
    ids = [row.case_id for row in connection.execute(newest)]
    found = {case.case_id: case for case in find_cases(connection, cases.c.case_id.in_(ids))}
    return tuple(found[case_id] for case_id in ids)


def _is_of(kind: BoxKind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """A word that is not on record is NULL, which SQLAlchemy compares as such."""
    return boxes.c.model_name == kind.model_name, boxes.c.firmware == kind.firmware
