"""Which question to ask next: the one that opens most at the least cost, life first.

Every guarantee that is not settled counts by its weight, shared over the facts that can still change it, and each fact
collects what it is part of, divided by what it costs to find out. So the gates that stand in every clause (country,
length of the journey, vehicle) come up by themselves, and nothing is asked about a clause that is already refused.
While it is not known whether a clause is at issue at all, only that is asked for it. Questions about life come before
all others in the order in which they are declared, whatever the score.

The interview keeps no state: it is a function of the facts, so every answer can be taken back.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.rules.assess import Assessment
from app.rules.clauses import Status
from app.rules.facts import Fact

_FROM_THE_FILE: Final = Decimal("0.5")
"""What a fact costs that the file or the position says: little, not nothing, or its score would have no bound."""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact worth asking for.

    Attributes:
        score: What it opens, by its cost.
        clauses: Guarantees it can still change, in the order of the edition.
    """

    fact: Fact
    score: Decimal
    clauses: tuple[str, ...]


def next_questions(assessments: Iterable[Assessment]) -> tuple[Question, ...]:
    """Return the questions that can still change a guarantee, the best one first."""
    facts: dict[str, Fact] = {}
    gains: defaultdict[str, Decimal] = defaultdict(Decimal)
    clauses: defaultdict[str, list[str]] = defaultdict(list)
    for assessment in assessments:
        for result in assessment.guarantees(Status.UNKNOWN):
            asked = result.trigger_missing or result.missing
            for name in asked:
                facts[name] = assessment.edition.facts[name]
                gains[name] += result.clause.weight / len(asked)
                clauses[name].append(result.clause.clause_id)
    questions = [
        Question(fact, gains[name] / max(fact.cost, _FROM_THE_FILE), tuple(clauses[name]))
        for name, fact in facts.items()
        if not fact.is_later
    ]
    vital = [question for question in questions if question.fact.is_vital]
    others = [question for question in questions if not question.fact.is_vital]
    vital.sort(key=lambda question: question.fact.order)
    others.sort(key=lambda question: (-question.score, question.fact.order))
    return (*vital, *others)
