"""Keep what a person answered, or take an answer back.

Only what the rules declare can be answered, and only with a value that the fact may have: a misspelt fact would
otherwise be an unknown one for ever. What was said about somebody's body, or in free words, stands in the personal part
of the entry, where it can be erased. "Not known" is kept and written down as such: for the rules it is no answer, but
whoever takes the case over sees that it was asked, and NEXT goes on. After another impact the same answer is news: what
was said of people before it counts no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from app.domain.answer import Answer, AnswerValue, standing
from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CaseId
from app.rules.assess import refuse_impossible
from app.rules.clauses import Edition
from app.rules.errors import FactError
from app.rules.facts import Fact, FactType, read_facts
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.first_minute import follow_answer
from app.usecases.holding import require_holder
from app.usecases.unit_of_work import UnitOfWork

NUMERIC: Final = frozenset({FactType.NUMBER, FactType.INTEGER})

_NOT_ASKED: Final = frozenset({"edition"})
"""Said by the day of the event."""


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """An answer as JSON says it; None takes it back. ``is_not_known``: it was asked, and nobody could say."""

    actor: Actor
    case_id: CaseId
    fact: str
    value: object
    is_not_known: bool = False


def answer_fact(command: AnswerFact, uow: UnitOfWork, clock: Clock, editions: Sequence[Edition]) -> Case:
    """Keep the answer and do what follows from it.

    ``editions`` are those that decide the case; they declare what can be answered.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
        Refusal: ``unknown_fact``, ``wrong_value``.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    fact = _declared(command.fact, editions)
    known = {one.fact: one for one in standing(uow.answers.of_case(case.case_id), case.struck_at)}
    value = _value(fact, None if command.is_not_known else command.value)
    if _says_nothing_new(known.get(fact.name), value) and not command.is_not_known:
        return case
    stored = {name: one.value for name, one in known.items()}
    _require_possible({**stored, fact.name: value}, fact, editions)
    now, actor = clock.now(), command.actor
    answer = Answer(case.case_id, fact.name, value, actor.account_id, actor.name, now, command.is_not_known)
    uow.answers.put(answer)
    changed = follow_answer(case, stored.get(fact.name), answer, actor, uow)
    return save_case(uow, changed, actor, now, _entry(fact, answer))


def fact_value(fact: Fact, value: AnswerValue | None) -> object:
    """Return an answer as the rules read it: an exact number was kept as text."""
    return Decimal(value) if fact.type in NUMERIC and isinstance(value, str) else value


def _says_nothing_new(known: Answer | None, value: AnswerValue | None) -> bool:
    if known is None:
        return value is None
    return known.value == value and type(known.value) is type(value) and not known.is_not_known


def _declared(name: str, editions: Sequence[Edition]) -> Fact:
    fact = next((edition.facts[name] for edition in editions if name in edition.facts), None)
    if fact is None or name in _NOT_ASKED:
        raise Refusal("unknown_fact", fact=name)
    return fact


def _value(fact: Fact, raw: object) -> AnswerValue | None:
    """Return the value as it is kept: whole numbers as such, others as text, codes in one order."""
    try:
        given = Decimal(raw) if fact.type in NUMERIC and isinstance(raw, str) else raw
        read_facts({fact.name: fact}, {fact.name: given})
    except (FactError, InvalidOperation) as fault:
        raise Refusal("wrong_value", fact=fact.name) from fault
    if isinstance(raw, list):
        return tuple(sorted({str(code) for code in raw}))
    if isinstance(given, float | Decimal) and not isinstance(given, bool):
        return str(given)
    return given if isinstance(given, bool | int | str) else None


def _require_possible(answers: Mapping[str, AnswerValue | None], fact: Fact, editions: Sequence[Edition]) -> None:
    try:
        for edition in editions:
            declared = {name: value for name, value in answers.items() if name in edition.facts}
            values = {name: fact_value(edition.facts[name], value) for name, value in declared.items()}
            refuse_impossible(edition, read_facts(edition.facts, values))
    except FactError as fault:
        raise Refusal("wrong_value", fact=fact.name) from fault


def _entry(fact: Fact, answer: Answer) -> Entry:
    if answer.is_not_known:
        return Entry(AuditAction.FACT_NOT_KNOWN, {"fact": fact.name})
    if answer.value is None:
        return Entry(AuditAction.ANSWER_TAKEN_BACK, {"fact": fact.name})
    shown = {"value": in_words(answer.value)}
    if fact.is_vital or fact.type is FactType.TEXT:
        return Entry(AuditAction.FACT_ANSWERED, {"fact": fact.name}, shown)
    return Entry(AuditAction.FACT_ANSWERED, {"fact": fact.name, **shown})


def in_words(value: AnswerValue) -> str:
    """Return a value as one text: "yes", "4", "P10D", "collision, fire"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
