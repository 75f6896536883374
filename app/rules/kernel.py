"""Conditions with three truth values: true, false, and not known yet.

``if`` has two branches, and a fact nobody asked about would fall into one of them: that is how a right is denied by
silence. So a condition is a tree of objects, evaluated by strong Kleene logic. One false part makes an "all" false and
one true part an "any" true, whatever else is unknown; otherwise the unknown stays unknown, and the same walk over the
tree says which facts could still decide it.

More facts never take an answer back: what is true or false stays so. A property test holds that for every clause.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Protocol

from app.rules.duration import Duration
from app.rules.facts import Elsewhere, FactValue

Truth = bool | None
"""None = not known."""

# Any: a bound has the type of its fact (checked when the tree is built), which no static type can say
ORDERINGS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


class Knowledge:
    """What is known of one case, and what has been worked out from it so far."""

    __slots__ = ("facts", "opened", "settled")

    def __init__(self, facts: Mapping[str, FactValue]) -> None:
        self.facts = facts
        self.settled: dict[str, Truth] = {}
        self.opened: dict[str, tuple[str, ...]] = {}


class Condition(Protocol):
    """A node of the tree."""

    def holds(self, known: Knowledge) -> Truth:
        """Return whether it holds; None when what is known does not say."""
        ...

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name the unknown facts that can still decide it; only asked of one that is not settled."""
        ...

    def parts(self) -> tuple["Condition", ...]:
        """Return the conditions it is made of."""
        ...

    def facts(self) -> tuple[str, ...]:
        """Return the facts it reads itself."""
        ...


class _Leaf:
    __slots__ = ()

    def parts(self) -> tuple[Condition, ...]:
        """Return nothing: it is made of facts."""
        return ()


class _Branch:
    __slots__ = ()

    def facts(self) -> tuple[str, ...]:
        """Return nothing: its parts read the facts."""
        return ()


@dataclass(frozen=True, slots=True)
class Constant(_Leaf):
    """Decided when the edition was loaded: "always", or a reading the insurer chose."""

    value: bool

    def holds(self, known: Knowledge) -> Truth:  # noqa: ARG002 - nothing that is known of a case changes it
        """Return the value."""
        return self.value

    def open_facts(self, known: Knowledge) -> Iterator[str]:  # noqa: ARG002 - see ``holds``
        """Name nothing."""
        return iter(())

    def facts(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class _OneFact(_Leaf):
    fact: str

    def open_facts(self, known: Knowledge) -> Iterator[str]:  # noqa: ARG002 - a leaf has one fact to be open about
        """Name the fact."""
        yield self.fact

    def facts(self) -> tuple[str, ...]:
        """Return the fact."""
        return (self.fact,)


@dataclass(frozen=True, slots=True)
class Stated(_OneFact):
    """Anything at all was said about the fact."""

    def holds(self, known: Knowledge) -> Truth:
        """Return True, or None when nothing was said."""
        return True if self.fact in known.facts else None


@dataclass(frozen=True, slots=True)
class IsTrue(_OneFact):
    """A yes-or-no fact is yes."""

    def holds(self, known: Knowledge) -> Truth:
        """Return the fact itself."""
        value = known.facts.get(self.fact)
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class OneOf(_OneFact):
    """A code is one of these; of a place known only by what it is not, most lists say nothing."""

    values: frozenset[str]

    def holds(self, known: Knowledge) -> Truth:
        """Return whether it is."""
        value = known.facts.get(self.fact)
        if value is None:
            return None
        if isinstance(value, Elsewhere):
            return False if self.values == {value.than} else None
        return value in self.values


@dataclass(frozen=True, slots=True)
class HasAny(_OneFact):
    """A list of codes has at least one of these."""

    values: frozenset[str]

    def holds(self, known: Knowledge) -> Truth:
        """Return whether it has."""
        value = known.facts.get(self.fact)
        return None if not isinstance(value, frozenset) else not self.values.isdisjoint(value)


@dataclass(frozen=True, slots=True)
class Compare(_OneFact):
    """A number or a length against a figure of the edition.

    Attributes:
        ordering: A key of ``ORDERINGS``.
        limit: Name of the figure, for rule cards and the index of numbers.
    """

    ordering: str
    bound: Decimal | Duration
    limit: str

    def holds(self, known: Knowledge) -> Truth:
        """Return whether it stands so."""
        value = known.facts.get(self.fact)
        return None if value is None else ORDERINGS[self.ordering](value, self.bound)


@dataclass(frozen=True, slots=True)
class CompareDifference(_Leaf):
    """A number against the difference of two others, all of the case."""

    fact: str
    ordering: str
    minuend: str
    subtrahend: str

    def holds(self, known: Knowledge) -> Truth:
        """Return whether it stands so; None unless all three are known."""
        value, minuend, subtrahend = (known.facts.get(name) for name in self.facts())
        if not (isinstance(value, Decimal) and isinstance(minuend, Decimal) and isinstance(subtrahend, Decimal)):
            return None
        return ORDERINGS[self.ordering](value, minuend - subtrahend)

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name those of the three that are unknown."""
        return (name for name in self.facts() if name not in known.facts)

    def facts(self) -> tuple[str, ...]:
        """Return the three facts."""
        return (self.fact, self.minuend, self.subtrahend)


@dataclass(frozen=True, slots=True)
class AllOf(_Branch):
    """Every part holds."""

    conditions: tuple[Condition, ...]

    def holds(self, known: Knowledge) -> Truth:
        """Return False for one false part, else None for one unknown part, else True."""
        answer: Truth = True
        for condition in self.conditions:
            truth = condition.holds(known)
            if truth is False:
                return False
            if truth is None:
                answer = None
        return answer

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name those of the parts that are not settled."""
        return _open_facts_of(self.conditions, known)

    def parts(self) -> tuple[Condition, ...]:
        """Return the parts."""
        return self.conditions


@dataclass(frozen=True, slots=True)
class InTurn(AllOf):
    """Every part holds, and a part is only asked about when those before it hold.

    For a question that makes no sense before: nobody asks whether the insurer confirms a territory not in doubt.
    """

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name those of the first part that is not settled."""
        return next(part.open_facts(known) for part in self.conditions if part.holds(known) is None)


@dataclass(frozen=True, slots=True)
class AnyOf(_Branch):
    """At least one part holds."""

    conditions: tuple[Condition, ...]

    def holds(self, known: Knowledge) -> Truth:
        """Return True for one true part, else None for one unknown part, else False."""
        answer: Truth = False
        for condition in self.conditions:
            truth = condition.holds(known)
            if truth is True:
                return True
            if truth is None:
                answer = None
        return answer

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name those of the parts that are not settled."""
        return _open_facts_of(self.conditions, known)

    def parts(self) -> tuple[Condition, ...]:
        """Return the parts."""
        return self.conditions


@dataclass(frozen=True, slots=True)
class Negation(_Branch):
    """The part does not hold."""

    condition: Condition

    def holds(self, known: Knowledge) -> Truth:
        """Return the contrary; the contrary of unknown is unknown."""
        truth = self.condition.holds(known)
        return None if truth is None else not truth

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name those of the part."""
        return self.condition.open_facts(known)

    def parts(self) -> tuple[Condition, ...]:
        """Return the part."""
        return (self.condition,)


@dataclass(frozen=True, slots=True)
class Named(_Branch):
    """A condition with a name, worked out once for all the clauses that share it."""

    name: str
    condition: Condition

    def holds(self, known: Knowledge) -> Truth:
        """Return whether it holds, from memory the second time."""
        try:
            return known.settled[self.name]
        except KeyError:
            truth = known.settled[self.name] = self.condition.holds(known)
            return truth

    def open_facts(self, known: Knowledge) -> Iterator[str]:
        """Name those of the condition, from memory the second time."""
        if self.name not in known.opened:
            known.opened[self.name] = tuple(dict.fromkeys(self.condition.open_facts(known)))
        return iter(known.opened[self.name])

    def parts(self) -> tuple[Condition, ...]:
        """Return the condition."""
        return (self.condition,)


def facts_read(condition: Condition) -> Iterator[str]:
    """Name every fact a condition reads anywhere, repeats included."""
    yield from condition.facts()
    for part in condition.parts():
        yield from facts_read(part)


def limits_read(condition: Condition) -> Iterator[str]:
    """Name every figure of the edition a condition compares with, repeats included."""
    if isinstance(condition, Compare):
        yield condition.limit
    for part in condition.parts():
        yield from limits_read(part)


def _open_facts_of(conditions: tuple[Condition, ...], known: Knowledge) -> Iterator[str]:
    for condition in conditions:
        if condition.holds(known) is None:
            yield from condition.open_facts(known)
