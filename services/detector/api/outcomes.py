"""What the alarms of each kind of box turned out to be, for who answers for the boxes."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query

from app.api.outcomes import ClosedCaseInfo, OutcomeFigure, OutcomeInfo
from app.domain.account import Role
from app.domain.case import Outcome
from app.domain.ids import CaseNumber
from app.usecases.outcome_table import BoxKind, OutcomeRow, outcome_table
from app.usecases.queries import Reader
from services.detector.api.access import Caller, Parts, Person

NEWEST: Final = 10
MOST_CASES: Final = 1000

Overseer = Annotated[Caller, Depends(Person(Role.SUPERVISOR, Role.AUDITOR))]

router = APIRouter(prefix="/v1/outcomes", tags=["outcomes"])


@router.get("", summary="Confirmed and false alarms by box model and firmware")
def get_outcomes(
    parts: Parts, _caller: Overseer, newest: Annotated[int, Query(ge=0, le=NEWEST)] = NEWEST
) -> list[OutcomeInfo]:
    """Return one entry for each kind of box that ever had a case closed, with the newest cases of each figure."""

    def read(reader: Reader) -> list[OutcomeInfo]:
        return [_outcome_info(row, reader, newest) for row in outcome_table(reader.outcomes())]

    return parts.store.read(read)


@router.get("/cases", summary="The cases behind a figure")
def get_cases(
    parts: Parts,
    _caller: Overseer,
    outcome: Annotated[list[Outcome], Query(min_length=1)],
    box_model: str | None = None,
    firmware: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST_CASES)] = 100,
) -> list[ClosedCaseInfo]:
    """Return those of these outcomes, newest first. A model or firmware left out is one that is not on record."""
    kind, wanted = BoxKind(box_model, firmware), frozenset(outcome)
    found = parts.store.read(lambda reader: reader.outcome_cases(kind, wanted, limit))
    return [
        ClosedCaseInfo(
            case_id=case.case_id,
            number=case.number,
            received_at=case.received_at,
            closed_at=case.closed_at,
            outcome=case.outcome,
        )
        for case in found
    ]


def _outcome_info(row: OutcomeRow, reader: Reader, newest: int) -> OutcomeInfo:
    def numbers(outcome: Outcome) -> tuple[CaseNumber, ...]:
        cases = reader.outcome_cases(row.kind, frozenset({outcome}), newest) if newest else ()
        return tuple(case.number for case in cases)

    figures = tuple(
        OutcomeFigure(outcome=outcome, count=count, newest=numbers(outcome)) for outcome, count in row.by_outcome
    )
    return OutcomeInfo(
        box_model=row.kind.model_name,
        firmware=row.kind.firmware,
        confirmed=row.confirmed,
        false_alarms=row.false_alarms,
        unknown=row.unknown,
        tests=row.tests,
        false_share=row.false_share,
        figures=figures,
    )
