"""A clause as a lawyer signs it off: the Dutch words on one side, what the program makes of them on the other.

Nothing here is written by hand: the right side is the tree itself, told in words, so it cannot say anything else than
what decides a case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.rules.amounts import Amount, Either, Fixed, FromFact, Several
from app.rules.clauses import Clause, Edition, Need
from app.rules.duration import MONTHS_PER_YEAR, Duration
from app.rules.errors import RuleError
from app.rules.kernel import (
    AllOf,
    AnyOf,
    Compare,
    CompareDifference,
    Condition,
    Constant,
    HasAny,
    IsTrue,
    Named,
    Negation,
    OneOf,
    Stated,
    limits_read,
)

_CLAUSE: Final = "clause "


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a condition in words; the deeper, the more to the right."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class NeedCard:
    """One thing a clause asks for: in words, and what is said when it is not so."""

    need: Need
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One clause in words."""

    clause: Clause
    when: tuple[Line, ...]
    needs: tuple[NeedCard, ...]
    limits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an edition and the clauses that use it."""

    name: str
    value: Decimal | Duration
    clauses: tuple[str, ...]


class CardWriter:
    """Tells the clauses of an edition in words of one language."""

    def __init__(self, edition: Edition, language: str) -> None:
        self._edition = edition
        self._language = language

    def cards(self) -> Iterator[RuleCard]:
        """Return a card for every clause, in the order of the edition."""
        return (self.card(clause) for clause in self._edition.clauses.values())

    def card(self, clause: Clause) -> RuleCard:
        """Return one clause in words."""
        return RuleCard(
            clause=clause,
            when=tuple(self.tell(clause.trigger)),
            needs=tuple(NeedCard(need, tuple(self.tell(need.condition))) for need in clause.needs),
            limits={key: self.tell_amount(amount) for key, amount in clause.limits.amounts.items()},
        )

    def word(self, name: str) -> str:
        """Return one of the words of the cards."""
        return self._edition.texts[f"word.{name}"][self._language]

    def name(self, kind: str, key: str) -> str:
        """Return what a figure ("figure") or a key of a limit ("limit_key") is called.

        Raises:
            RuleError: Nobody has named it.
        """
        texts = self._edition.texts.get(f"{kind}.{key}")
        if texts is None:
            raise RuleError(f"nothing says what the {kind} {key!r} is called", f"cards of {self._edition.name}")
        return texts[self._language]

    def length(self, value: Decimal | Duration) -> str:
        """Return a figure in words: "3 months", "5.5"."""
        if isinstance(value, Decimal):
            return str(value) if self._language == "en" else str(value).replace(".", ",")
        counts = (
            (value.months // MONTHS_PER_YEAR, "year"),
            (value.months % MONTHS_PER_YEAR, "month"),
            (value.days, "day"),
        )
        words = self._edition.texts
        return " ".join(
            f"{count} {words[f'length.{unit}' if count == 1 else f'length.{unit}s'][self._language]}"
            for count, unit in counts
            if count
        )

    def tell(self, condition: Condition, depth: int = 0) -> Iterator[Line]:
        """Return a condition in words, one line for each of its parts."""
        if isinstance(condition, Named):
            if condition.name.startswith(_CLAUSE):
                yield Line(depth, f"{self.word('granted')} {condition.name.removeprefix(_CLAUSE)}")
            else:
                yield from self.tell(condition.condition, depth)
        elif isinstance(condition, AllOf | AnyOf):
            yield Line(depth, f"{self.word('all' if isinstance(condition, AllOf) else 'any')}:")
            for part in condition.parts():
                yield from self.tell(part, depth + 1)
        elif isinstance(condition, Negation):
            yield from self._tell_contrary(condition.condition, depth)
        else:
            yield Line(depth, self._tell_leaf(condition, self.word("yes"), self.word("one_of")))

    def tell_amount(self, amount: Amount) -> str:
        """Return where a limit comes from."""
        if isinstance(amount, Fixed):
            return self._tell_fixed(amount)
        if isinstance(amount, FromFact):
            return f"{self._question(amount.fact)} ({self.word('from_case')})"
        if isinstance(amount, Several):
            parts = [self.tell_amount(part) for part in amount.amounts]
            if amount.made_by in {"product", "minus"}:
                return f" {self.word(amount.made_by)} ".join(parts)
            return f"{self.word(amount.made_by)} ({'; '.join(parts)})"
        if isinstance(amount, Either):
            condition = " ".join(line.text for line in self.tell(amount.condition))
            then, otherwise = self.tell_amount(amount.then), self.tell_amount(amount.otherwise)
            return f"{then} {self.word('if')} [{condition}], {self.word('else')} {otherwise}"
        raise TypeError(f"{amount!r} is no amount")

    def figures(self) -> Iterator[Figure]:
        """Return every number of the edition with the clauses that use it."""
        used: dict[str, list[str]] = {name: [] for name in self._edition.figures}
        for clause in self._edition.clauses.values():
            for name in dict.fromkeys(_figures_of(clause)):
                used[name].append(clause.clause_id)
        return (Figure(name, self._edition.figures[name], tuple(clauses)) for name, clauses in used.items())

    def _tell_contrary(self, inner: Condition, depth: int) -> Iterator[Line]:
        while isinstance(inner, Named) and not inner.name.startswith(_CLAUSE):
            inner = inner.condition
        if isinstance(inner, IsTrue | OneOf | HasAny):
            yield Line(depth, self._tell_leaf(inner, self.word("no"), self.word("none_of")))
            return
        yield Line(depth, f"{self.word('not')}:")
        yield from self.tell(inner, depth + 1)

    def _tell_leaf(self, leaf: Condition, truth: str, member: str) -> str:
        if isinstance(leaf, Constant):
            return self.word("always" if leaf.value else "never")
        question = self._question(leaf.facts()[0])
        if isinstance(leaf, IsTrue):
            return f"{question} {truth}"
        if isinstance(leaf, OneOf | HasAny):
            return f"{question} {member} {self._codes(leaf)}"
        if isinstance(leaf, Stated):
            return f"{question} {self.word('stated')}"
        if isinstance(leaf, Compare):
            unit = self._edition.facts[leaf.fact].unit
            return f"{question} {self.word(leaf.ordering)} {self.length(leaf.bound)}{' ' if unit else ''}{unit}"
        if isinstance(leaf, CompareDifference):
            others = f" {self.word('minus')} ".join(map(self._question, leaf.facts()[1:]))
            return f"{question} {self.word(leaf.ordering)} {others}"
        raise TypeError(f"{leaf!r} is no condition")

    def _tell_fixed(self, amount: Fixed) -> str:
        content = amount.content
        if content is True or content is False:
            return self.word("yes" if content else "no")
        if isinstance(content, tuple):
            return ", ".join(map(self._limit_word, content))
        if isinstance(content, str) and amount.figure:
            length, _space, since = content.partition(" ")
            return f"{self.length(Duration.parse(length))} {self._limit_word(since)}".strip()
        if isinstance(content, Decimal):
            return self.length(content)
        return self._limit_word(content) if isinstance(content, str) else self.word("no_limit")

    def _limit_word(self, word: str) -> str:
        """Return a fixed word of a limit, which other programs read in English; an id of a clause is its own name."""
        texts = self._edition.texts.get(f"limit_word.{word}")
        return word if texts is None else texts[self._language]

    def _codes(self, leaf: OneOf | HasAny) -> str:
        labels = self._edition.facts[leaf.fact].labels
        return ", ".join(sorted(labels[code][self._language] if code in labels else code for code in leaf.values))

    def _question(self, fact: str) -> str:
        return f"«{self._edition.facts[fact].question[self._language]}»"


def _figures_of(clause: Clause) -> Iterable[str]:
    for condition in (clause.trigger, *(need.condition for need in clause.needs)):
        yield from limits_read(condition)
    yield from clause.limits.figures()
