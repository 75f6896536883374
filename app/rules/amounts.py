"""What a clause grants at most, worked out from the facts of the case.

A limit may depend on a fact that is not known yet. It is then the smaller one, with the facts that could still raise it
beside it: more can always be granted later, too much cannot be taken back.

The grammar, beside words, true, false, null (none stated) and lists of words::

    {figure: name}                              a figure of the section "limits": no number is written out
    {fact: name}                                an amount of the case itself
    {words: "{repay_within} from dispatch"}     words with one figure in them
    {least: [...]}                              the smallest that is known
    {product: [...]}                            not known while one factor is not
    {minus: [a, b]}                             not known while one of them is not, and never below zero
    {if: condition, then: ..., else: ...}       without "else" the limit is left out where the condition is false;
                                                "until_known" holds while it is not settled, else the smaller one
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from app.rules.duration import Duration
from app.rules.entries import Entry, as_names
from app.rules.errors import RuleError
from app.rules.facts import FactType
from app.rules.kernel import Condition, Constant, Knowledge
from app.rules.trees import TreeBuilder

LEAST: Final = "least"

LimitValue = str | bool | Decimal | tuple[str, ...] | None
"""None = none stated."""


class _Absent:
    """Stands for a key that does not apply in this case."""


_ABSENT: Final = _Absent()
_Found = LimitValue | _Absent
_NUMERIC: Final = frozenset({FactType.NUMBER, FactType.INTEGER})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one granted clause.

    Attributes:
        values: By limit key.
        open_facts: Unknown facts that could still change one of them.
    """

    values: Mapping[str, LimitValue]
    open_facts: tuple[str, ...]


class Amount(Protocol):
    """Where one limit comes from."""

    def value(self, known: Knowledge) -> _Found:
        """Return it, the smaller one where it is not settled."""
        ...

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name the unknown facts that could change it."""
        ...

    def figures(self) -> Iterator[str]:
        """Name the figures of the edition it is made of."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same in every case.

    Attributes:
        figure: Name of the figure it is; empty for words.
    """

    content: _Found
    figure: str = ""

    def value(self, known: Knowledge) -> _Found:  # noqa: ARG002 - the same in every case
        """Return it."""
        return self.content

    def open_facts(self, known: Knowledge) -> Iterator[str]:  # noqa: ARG002 - the same in every case
        """Name nothing."""
        return iter(())

    def figures(self) -> Iterator[str]:
        """Name the figure."""
        return iter((self.figure,) if self.figure else ())


@dataclass(frozen=True, slots=True)
class FromFact:
    """An amount of the case itself, such as what the insured paid."""

    fact: str

    def value(self, known: Knowledge) -> _Found:
        """Return it; None while it is unknown."""
        value = known.facts.get(self.fact)
        return value if isinstance(value, Decimal) else None

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name the fact while it is unknown."""
        return iter(() if self.fact in known.facts else (self.fact,))

    def figures(self) -> Iterator[str]:
        """Name nothing."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Either:
    """One of two, as a condition says."""

    condition: Condition
    then: Amount
    otherwise: Amount
    until_known: Amount | None = None

    def value(self, known: Knowledge) -> _Found:
        """Return the one that applies, the smaller while that is not settled."""
        truth = self.condition.holds(known)
        if truth is not None:
            return (self.then if truth else self.otherwise).value(known)
        if self.until_known is not None:
            return self.until_known.value(known)
        return _smaller(self.then.value(known), self.otherwise.value(known))

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name what the choice or the chosen one waits for."""
        truth = self.condition.holds(known)
        if truth is None:
            yield from self.condition.open_facts(known)
        else:
            yield from (self.then if truth else self.otherwise).open_facts(known)

    def figures(self) -> Iterator[str]:
        """Name those of both."""
        yield from self.then.figures()
        yield from self.otherwise.figures()


@dataclass(frozen=True, slots=True)
class Several:
    """One amount made of several others.

    Attributes:
        made_by: "least", "product" or "minus".
    """

    made_by: str
    amounts: tuple[Amount, ...]

    def value(self, known: Knowledge) -> _Found:
        """Return it; None while it is not known."""
        values = [amount.value(known) for amount in self.amounts]
        numbers = [value for value in values if isinstance(value, Decimal)]
        if not numbers or (self.made_by != LEAST and len(numbers) < len(values)):
            return None
        return _MADE_BY[self.made_by](numbers)

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name those of all: each can still change it."""
        for amount in self.amounts:
            yield from amount.open_facts(known)

    def figures(self) -> Iterator[str]:
        """Name those of all."""
        for amount in self.amounts:
            yield from amount.figures()


@dataclass(frozen=True, slots=True)
class LimitPlan:
    """How the limits of one clause are worked out."""

    amounts: Mapping[str, Amount]

    def work_out(self, known: Knowledge) -> Limits:
        """Return the limits for this case."""
        found = {key: amount.value(known) for key, amount in self.amounts.items()}
        open_facts = dict.fromkeys(fact for amount in self.amounts.values() for fact in amount.open_facts(known))
        values = {key: value for key, value in found.items() if not isinstance(value, _Absent)}
        return Limits(values, tuple(open_facts))

    def figures(self) -> Iterator[str]:
        """Name the figures of the edition they are made of."""
        for amount in self.amounts.values():
            yield from amount.figures()


def read_limits(entry: Entry, trees: TreeBuilder) -> LimitPlan:
    """Return how the limits of a clause are worked out.

    Raises:
        RuleError: It names a figure, a fact or a condition that does not exist, or writes a number out.
    """
    return LimitPlan({key: _amount(value, trees, f"{entry.where} {key}") for key, value in entry.items()})


def _amount(value: object, trees: TreeBuilder, where: str) -> Amount:
    if isinstance(value, dict):
        return _worked_out(Entry(value, where), trees)
    if isinstance(value, list):
        return Fixed(as_names(value, "list", where))
    if value is None or isinstance(value, str | bool):
        return Fixed(value)
    raise RuleError(f"{value!r} is a number: it belongs in the section 'limits'", where)


def _worked_out(entry: Entry, trees: TreeBuilder) -> Amount:
    if "figure" in entry:
        return _figure(entry.only(["figure"]).text("figure"), trees, entry.where)
    if "fact" in entry:
        return _from_fact(entry.only(["fact"]).text("fact"), trees, entry.where)
    if "words" in entry:
        return _words(entry.only(["words"]).text("words"), trees, entry.where)
    for word in _MADE_BY:
        if word in entry:
            return _several(word, entry.only([word]), trees)
    condition = trees.build(entry.only(["if", "then", "else", "until_known"]).raw("if"), entry.where)
    then = _amount(entry.raw("then"), trees, entry.where)
    otherwise = _amount(entry.raw("else"), trees, entry.where) if "else" in entry else Fixed(_ABSENT)
    if isinstance(condition, Constant):
        return then if condition.value else otherwise
    until_known = _amount(entry.raw("until_known"), trees, entry.where) if "until_known" in entry else None
    return Either(condition, then, otherwise, until_known)


def _several(word: str, entry: Entry, trees: TreeBuilder) -> Amount:
    amounts = entry.raw(word)
    if not isinstance(amounts, list) or not amounts or (word == "minus" and len(amounts) != _A_PAIR):
        raise RuleError(f"{amounts!r} is not a list of amounts for {word!r}", entry.where)
    return Several(word, tuple(_amount(one, trees, entry.where) for one in amounts))


def _words(text: str, trees: TreeBuilder, where: str) -> Amount:
    names = _FIGURE_IN_WORDS.findall(text)
    if len(names) != 1:
        raise RuleError(f"{text!r} does not name one figure", where)
    figure = _figure(names[0], trees, where)
    return Fixed(_FIGURE_IN_WORDS.sub(str(figure.content), text), names[0])


def _figure(name: str, trees: TreeBuilder, where: str) -> Fixed:
    if name not in trees.limits:
        raise RuleError(f"{name!r} is no figure of this edition", where)
    figure = trees.limits[name]
    return Fixed(str(figure) if isinstance(figure, Duration) else figure, name)


def _from_fact(name: str, trees: TreeBuilder, where: str) -> Amount:
    if name not in trees.facts or trees.facts[name].type not in _NUMERIC:
        raise RuleError(f"{name!r} is no fact that is a number", where)
    return FromFact(name)


def _difference(numbers: Sequence[Decimal]) -> Decimal:
    return max(numbers[0] - numbers[1], Decimal(0))


_A_PAIR: Final = 2
_FIGURE_IN_WORDS: Final = re.compile(r"\{(\w+)\}")
_MADE_BY: Final[Mapping[str, Callable[[Sequence[Decimal]], Decimal]]] = {
    LEAST: min,
    "product": lambda numbers: math.prod(numbers, start=Decimal(1)),
    "minus": _difference,
}


def _smaller(one: _Found, other: _Found) -> _Found:
    """The stricter of two limits: no limit is the loosest, and words that differ are not known."""
    if one == other or other is None:
        return one
    if one is None:
        return other
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return min(one, other)
    return None
