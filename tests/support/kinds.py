"""Figures of boxes as a service sends them, and cases behind them."""

from datetime import timedelta

from app.api.outcomes import ClosedCaseInfo, OutcomeFigure, OutcomeInfo
from app.domain.case import CONFIRMED, FALSE_ALARMS, Outcome
from app.domain.ids import CaseId, CaseNumber
from tests.support.contract import NOW


def a_kind(box_model: str | None = "FMC640", firmware: str | None = "2.0", **ends: int) -> OutcomeInfo:
    """Boxes whose closed cases ended so: ``a_kind(kerb=3, true_crash=1)``."""
    counts = {Outcome(name): count for name, count in ends.items()}
    confirmed = sum(count for outcome, count in counts.items() if outcome in CONFIRMED)
    false = sum(count for outcome, count in counts.items() if outcome in FALSE_ALARMS)
    return OutcomeInfo(
        box_model=box_model,
        firmware=firmware,
        confirmed=confirmed,
        false_alarms=false,
        unknown=counts.get(Outcome.UNKNOWN, 0),
        tests=counts.get(Outcome.TEST, 0),
        false_share=false / (false + confirmed) if false + confirmed else None,
        figures=tuple(OutcomeFigure(outcome=outcome, count=count, newest=()) for outcome, count in counts.items()),
    )


def a_closed_case(case: str = "x1", outcome: Outcome = Outcome.KERB) -> ClosedCaseInfo:
    """A case that was closed an hour after it came."""
    return ClosedCaseInfo(
        case_id=CaseId(case),
        number=CaseNumber(f"2031-{case}"),
        received_at=NOW - timedelta(hours=1),
        closed_at=NOW,
        outcome=outcome,
    )
