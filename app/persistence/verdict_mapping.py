"""Verdicts as JSON: read whole, always."""

from collections.abc import Mapping
from typing import Any

from app.domain.verdict import Reason, ReasonCode, Verdict, VerdictKind


def verdict_json(verdict: Verdict) -> dict[str, object]:
    """Spell a verdict."""
    return {
        "kind": verdict.kind.value,
        "tow": verdict.tow,
        "reasons": [
            {"code": one.code.value, "clause": one.clause, "figure": one.figure, "threshold": one.threshold}
            for one in verdict.reasons
        ],
        "missing": list(verdict.missing),
    }


def verdict_from(json: Mapping[str, Any]) -> Verdict:
    """Read a verdict back."""
    reasons = tuple(
        Reason(ReasonCode(one["code"]), clause=one["clause"], figure=one["figure"], threshold=one["threshold"])
        for one in json["reasons"]
    )
    return Verdict(VerdictKind(json["kind"]), tow=json["tow"], reasons=reasons, missing=tuple(json["missing"]))
