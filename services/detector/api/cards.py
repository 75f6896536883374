"""What the E-call clauses say of a case, each with its Dutch words: the cards of the entitlements panel.

The facts are those of the verdict: the strongest impact, where the car stood and whether it stood still, and what the
calls told. A peak that the sensor cut off is a lower bound: it can grant, but where it does not, the peak is unknown.
"""

from decimal import Decimal
from typing import Final

from app.api.cases import CardInfo, CardStatus
from app.rules.amounts import LimitValue
from app.rules.assess import ClauseResult, assess
from app.rules.clauses import Edition, Status
from app.usecases.queries import CaseBrief, CaseFile
from services.detection.thresholds import SIGNAL_CLAUSE, TOW_CLAUSE
from services.detector.known_facts import call_answered, gsm_reachable, impact

_PREFIX: Final = "S2.ECALL."
_PEAK: Final = "impact_g"
_FIGURE_OF: Final = {SIGNAL_CLAUSE: "signal_g", TOW_CLAUSE: "tow_g"}


def cards_of(file: CaseFile, edition: Edition) -> tuple[CardInfo, ...]:
    """Return one card for each E-call clause, in the order of the edition."""
    peak_g, is_bound, standstill = impact(file.ecalls)
    facts = {
        "events": ("s2_impact",) if file.ecalls or file.brief.case.report is None else (),
        "place": _place(file.brief),
        "vehicle_at_standstill": standstill,
        "gsm_reachable": gsm_reachable(file.brief),
        "call_answered": call_answered(file.brief),
    }
    measured = assess(edition, {**facts, _PEAK: peak_g})
    doubtful = assess(edition, facts) if is_bound else measured
    return tuple(
        _card(
            result if result.status is Status.GRANTED else doubtful.result(clause), edition, peak_g, is_bound=is_bound
        )
        for clause, result in measured.results.items()
        if clause.startswith(_PREFIX)
    )


def _card(result: ClauseResult, edition: Edition, peak_g: float | None, *, is_bound: bool) -> CardInfo:
    clause = result.clause.clause_id
    limits = {name: _text(value) for name, value in result.limits.values.items()}
    if clause in _FIGURE_OF:
        limits[_FIGURE_OF[clause]] = _text(edition.limit(_FIGURE_OF[clause]))
        if peak_g is not None:
            limits[_PEAK] = f"{peak_g:g}"
    return CardInfo(
        clause=clause,
        status=CardStatus(result.status),
        quote_nl=result.clause.quote,
        missing=result.missing,
        limits=limits,
        at_least=(_PEAK,) if is_bound and _PEAK in limits else (),
    )


def _place(brief: CaseBrief) -> str | None:
    return {True: "BE", False: "!BE", None: None}[brief.case.in_belgium]


def _text(value: LimitValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return ", ".join(value) if isinstance(value, tuple) else value or ""
