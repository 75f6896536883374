"""What an edition says of a case: granted, refused, not yet known, or not at issue, each with its reasons.

A clause is refused only for something it asks for that is known to be false. While something is unknown and nothing is
false, the answer is "not yet known" with exactly the facts that could still change it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.rules.amounts import Limits
from app.rules.clauses import Clause, ClauseKind, Edition, Need, Status
from app.rules.errors import FactError
from app.rules.facts import FactValue, read_facts
from app.rules.kernel import Condition, Knowledge, Truth

_NO_LIMITS: Final = Limits({}, ())


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """What one clause says of the case.

    Attributes:
        reasons: The needs that are false, the first one the reason to give; only when refused.
        missing: The facts that can still change it; only when unknown.
        trigger_missing: Those of them that say whether it is at issue at all.
        limits: Worked out for this case; only when granted.
        cites: Clauses to name beside it, its own not among them.
    """

    clause: Clause
    status: Status
    reasons: tuple[Need, ...] = ()
    missing: tuple[str, ...] = ()
    trigger_missing: tuple[str, ...] = ()
    limits: Limits = _NO_LIMITS
    cites: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """The ambiguities of what refuses it, and not those of what it is granted by."""
        return tuple(dict.fromkeys(doubt for need in self.reasons for doubt in need.ambiguities))


class Assessment:
    """The answer of one edition on one case."""

    def __init__(self, edition: Edition, facts: Mapping[str, FactValue]) -> None:
        self.edition = edition
        self.facts = facts
        known = Knowledge(facts)
        self.results = {name: _result(clause, known) for name, clause in edition.clauses.items()}

    def result(self, clause_id: str) -> ClauseResult:
        """Return what a clause says.

        Raises:
            KeyError: The edition has no such clause.
        """
        return self.results[clause_id]

    def status(self, clause_id: str) -> Status:
        """Return whether a clause grants.

        Raises:
            KeyError: The edition has no such clause.
        """
        return self.results[clause_id].status

    def holds(self, condition: Condition) -> Truth:
        """Return whether a condition of the edition holds in this case; None = not known."""
        return condition.holds(Knowledge(self.facts))

    def guarantees(self, status: Status) -> tuple[ClauseResult, ...]:
        """Return the guarantees of a status, in the order of the edition."""
        return tuple(
            result
            for result in self.results.values()
            if result.status is status and result.clause.kind is ClauseKind.GUARANTEE
        )

    @cached_property
    def cites(self) -> tuple[str, ...]:
        """The clauses the answer rests on besides those granted: rules that apply and sources of what was asked."""
        cited: dict[str, None] = {}
        for name, result in self.results.items():
            if result.clause.kind is ClauseKind.RULE and result.status is Status.GRANTED:
                cited[name] = None
            cited.update(dict.fromkeys(result.cites))
        return tuple(cited)


def assess(edition: Edition, facts: Mapping[str, object]) -> Assessment:
    """Say what every clause of an edition grants on these facts.

    Args:
        edition: The one in force on the day of the event.
        facts: By name; a fact that is absent or None is unknown.

    Raises:
        FactError: A fact is not declared, cannot have this value, or excludes another.
    """
    known = read_facts(edition.facts, facts)
    refuse_impossible(edition, known)
    return Assessment(edition, known)


def refuse_impossible(edition: Edition, facts: Mapping[str, FactValue]) -> None:
    """Refuse facts that exclude each other.

    Raises:
        FactError: They do.
    """
    known = Knowledge(facts)
    for impossible in edition.impossible:
        if impossible.condition.holds(known):
            raise FactError("impossible", impossible.name, impossible.sentence["en"])


def _result(clause: Clause, known: Knowledge) -> ClauseResult:
    triggered = clause.trigger.holds(known)
    if triggered is False:
        return ClauseResult(clause, Status.NOT_TRIGGERED)
    truths = [need.condition.holds(known) for need in clause.needs]
    if False in truths:
        failed = tuple(need for need, truth in zip(clause.needs, truths, strict=True) if truth is False)
        return ClauseResult(clause, Status.REFUSED, reasons=failed, cites=_sources(failed))
    if triggered is None or None in truths:
        asked = _open_facts((clause.trigger,), known)
        missing = dict.fromkeys((*asked, *_open_facts([need.condition for need in clause.needs], known)))
        return ClauseResult(clause, Status.UNKNOWN, missing=tuple(missing), trigger_missing=asked)
    return ClauseResult(clause, Status.GRANTED, limits=clause.limits.work_out(known), cites=_sources(clause.needs))


def _open_facts(conditions: Iterable[Condition], known: Knowledge) -> tuple[str, ...]:
    undecided = (condition for condition in conditions if condition.holds(known) is None)
    return tuple(dict.fromkeys(fact for condition in undecided for fact in condition.open_facts(known)))


def _sources(needs: tuple[Need, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(need.source for need in needs if need.source))
