"""The answer on one case as plain data: what other programs read and what an operator is shown.

Clause ids, limit keys and reason codes are a contract with other programs; sentences are for people and may change.
A clause of which exactly one may be chosen stands among the options of its group, every other granted one by itself.
What the conditions say VIVIUM "kan" or "zal overwegen" is possible, never a right, and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from app.rules.amounts import Limits, LimitValue
from app.rules.assess import Assessment, ClauseResult
from app.rules.clauses import Ambiguity, ClauseKind, Status
from app.rules.interview import next_questions
from app.rules.kernel import Knowledge
from app.rules.ledger import Use, balance, last_day, repay_by

Plain = str | int | float | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]
"""What JSON can say."""

_POSSIBLE: Final = "possible"


@dataclass(frozen=True, slots=True)
class History:
    """What happened under the clauses so far.

    Attributes:
        uses: The ledger of the case.
        started: Clause -> the day it began, or was sent, or was handed over.
    """

    uses: tuple[Use, ...] = ()
    started: Mapping[str, date] = field(default_factory=dict)


def answer(assessments: Sequence[Assessment], history: History, language: str) -> dict[str, Plain]:
    """Return the answer of the editions that decide a case, in the order of the editions.

    Args:
        assessments: One for each edition that decides the case.
        history: What was used so far, and since when.
        language: Of the sentences: nl, fr, de or en.
    """
    refused = [(one, result) for one in assessments for result in one.guarantees(Status.REFUSED)]
    unknown = [result for one in assessments for result in one.guarantees(Status.UNKNOWN)]
    return {
        "editions": [one.edition.name for one in assessments],
        "granted": [
            _granted(result, one, history, language)
            for one in assessments
            for result in one.guarantees(Status.GRANTED)
            if not result.clause.group
        ],
        "choices": [choice for one in assessments for choice in _choices(one, history, language)],
        "refused": [_refused(result, one, language) for one, result in refused],
        "undetermined": [
            {"clause": result.clause.clause_id, "missing": list(result.missing), "title": result.clause.title[language]}
            for result in unknown
        ],
        "cites": list(dict.fromkeys(clause for one in assessments for clause in one.cites)),
        "next_questions": [question.fact.name for question in next_questions(assessments)],
        "limit_questions": _limit_questions(assessments),
    }


def _granted(result: ClauseResult, one: Assessment, history: History, language: str) -> dict[str, Plain]:
    clause = result.clause
    shown: dict[str, Plain] = {
        "clause": clause.clause_id,
        "limit": _limits(result.limits),
        "status": _POSSIBLE if clause.is_discretionary else Status.GRANTED.value,
        "title": clause.title[language],
        "quote_nl": clause.quote,
        "source": clause.source,
        "pays": one.edition.texts[clause.payer][language] if clause.payer else None,
        "open": list(result.limits.open_facts),
        **_doubts(clause.ambiguities, one, language),
    }
    return shown | _history(result, history)


def _history(result: ClauseResult, history: History) -> dict[str, Plain]:
    clause, limits = result.clause.clause_id, result.limits
    shown: dict[str, Plain] = {}
    if history.uses:
        rest = balance(clause, limits, history.uses)
        shown["left"] = {key: plain(value) for key, value in rest.left.items()}
        shown["beyond"] = {key: plain(value) for key, value in rest.beyond.items()}
    if clause in history.started:
        day = history.started[clause]
        days = {"until": last_day(limits, day), "repay_by": repay_by(limits, day)}
        shown |= {key: value.isoformat() for key, value in days.items() if value is not None}
    return shown


def _choices(one: Assessment, history: History, language: str) -> Iterable[dict[str, Plain]]:
    known = Knowledge(one.facts)
    for group in one.edition.groups.values():
        options = [
            result
            for result in one.guarantees(Status.GRANTED)
            if result.clause.group == group.group_id and result.clause.kind is ClauseKind.GUARANTEE
        ]
        if not options:
            continue
        choice: dict[str, Plain] = {
            "group": group.group_id,
            "choose": group.choose,
            "chosen_by": group.chosen_by,
            "options": [_granted(result, one, history, language) for result in options],
            **_doubts(group.ambiguities, one, language),
        }
        together, offered = group.together, {result.clause.clause_id for result in options}
        if together is not None and offered.issuperset(together.clauses) and together.when.holds(known):
            choice["together"] = {"clauses": list(together.clauses), "source": together.source}
        yield choice


def _refused(result: ClauseResult, one: Assessment, language: str) -> dict[str, Plain]:
    first = result.reasons[0]
    doubts = (*result.clause.ambiguities, *(doubt for need in result.reasons for doubt in need.ambiguities))
    return {
        "clause": result.clause.clause_id,
        "reason": first.code,
        "because": first.sentence[language],
        "source": first.source or result.clause.clause_id,
        "reasons": [need.code for need in result.reasons],
        "title": result.clause.title[language],
        "read_narrowly": [doubt.text[language] for doubt in narrow_doubts(result, one)],
        **_doubts(doubts, one, language),
    }


def narrow_doubts(result: ClauseResult, one: Assessment) -> tuple[Ambiguity, ...]:
    """Return the doubts on which a refusal rests in the narrower reading; in doubt the law follows the insured."""
    doubts = (one.edition.ambiguities[name] for name in result.doubts)
    return tuple(doubt for doubt in doubts if doubt.is_narrow)


def _doubts(ambiguities: Iterable[str], one: Assessment, language: str) -> dict[str, Plain]:
    """The doubts to show beside an answer, and which of them the insurer has to confirm."""
    names = list(dict.fromkeys(ambiguities))
    asked = [name for name in names if one.edition.ambiguities[name].ask_insurer]
    return {
        "ambiguities": names,
        "to_be_confirmed": [one.edition.ambiguities[name].text[language] for name in asked],
    }


def _limit_questions(assessments: Sequence[Assessment]) -> list[Plain]:
    """Facts that can no longer change whether something is granted, but how much."""
    granted = (result for one in assessments for result in one.guarantees(Status.GRANTED))
    return list(dict.fromkeys(fact for result in granted for fact in result.limits.open_facts))


def _limits(limits: Limits) -> Plain:
    return {key: plain(value) for key, value in limits.values.items()} or None


def plain(value: LimitValue) -> Plain:
    """Return a limit as JSON says it; whole amounts without decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value
