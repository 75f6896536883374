"""Turn the nested mappings of a rule file into conditions.

The grammar, and nothing besides it::

    name                                        a condition of the section "conditions"; "always"
    {all: [...]} {any: [...]} {not: ...}
    {in_turn: [...]}                            all, each only asked about when those before it hold
    {fact: f, is: true}                         yes or no
    {fact: f, eq: code} {fact: f, in: list}     a code; a list is written out or named in the section "lists"
    {fact: f, has: code or list}                a list of codes has one of these
    {fact: f, gt: figure}   ge, lt, le          a figure of the section "limits": no number stands in a condition
    {fact: f, le: {minus: [g, h]}}              against a difference of two facts
    {fact: f, stated: true}                     anything was said of it
    {granted: clause}                           all that the other clause asks for
    {reading: {A06: name}}                      the reading of an ambiguity that is in force
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.rules.duration import Duration
from app.rules.entries import Entry, as_names
from app.rules.errors import RuleError
from app.rules.facts import Fact, FactType
from app.rules.kernel import (
    ORDERINGS,
    AllOf,
    AnyOf,
    Compare,
    CompareDifference,
    Condition,
    Constant,
    HasAny,
    InTurn,
    IsTrue,
    Named,
    Negation,
    OneOf,
    Stated,
)

ALWAYS: Final = "always"
_CODED: Final = frozenset({FactType.CODE, FactType.PLACE})
_ORDERED: Final[Mapping[FactType, type]] = {
    FactType.NUMBER: Decimal,
    FactType.INTEGER: Decimal,
    FactType.DURATION: Duration,
}
_NUMBERS: Final = frozenset({FactType.NUMBER, FactType.INTEGER})


@dataclass(slots=True)
class TreeBuilder:
    """Builds conditions against the words of one edition.

    Attributes:
        facts: Declared facts.
        limits: Figures by name.
        lists: Lists of codes by name.
        readings: Ambiguity -> the reading in force.
        named: Conditions by name, still as mappings, with where each stands.
        asked_of: Clause -> what it asks for, still as a mapping, with where it stands.
    """

    facts: Mapping[str, Fact]
    limits: Mapping[str, Decimal | Duration]
    lists: Mapping[str, frozenset[str]]
    readings: Mapping[str, str]
    named: Mapping[str, tuple[object, str]]
    asked_of: Mapping[str, tuple[object, str]]
    _built: dict[str, Condition] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def build(self, tree: object, where: str) -> Condition:
        """Return the condition a mapping of the rule files describes.

        Raises:
            RuleError: It says something the grammar or the edition does not know.
        """
        if isinstance(tree, str):
            return Constant(value=True) if tree == ALWAYS else self.name(tree, where)
        entry = Entry(tree, where)
        if "fact" in entry:
            return self._leaf(entry)
        items = list(entry.items())
        if len(items) != 1 or items[0][0] not in _BRANCHES:
            raise RuleError(f"{tree!r} is no condition", where)
        word, inner = items[0]
        return _BRANCHES[word](self, inner, where)

    def name(self, name: str, where: str) -> Condition:
        """Return a condition by its name, the same object every time."""
        return self._once(f"condition {name}", self.named, name, where)

    def clause(self, clause: str, where: str) -> Condition:
        """Return all that a clause asks for, as one condition."""
        return self._once(f"clause {clause}", self.asked_of, clause, where)

    def _once(self, key: str, trees: Mapping[str, tuple[object, str]], name: str, where: str) -> Condition:
        if name not in trees:
            raise RuleError(f"there is no {key}", where)
        if key in self._open:
            raise RuleError(f"{' asks for '.join([*self._open, key])}: that has no end", where)
        if key not in self._built:
            self._open.append(key)
            tree, origin = trees[name]
            inner = self.build(tree, origin)
            self._built[key] = inner if isinstance(inner, Constant) else Named(key, inner)
            self._open.pop()
        return self._built[key]

    def all_of(self, trees: object, where: str) -> Condition:
        """Return the condition that every one of a list holds."""
        parts = self._parts(trees, where)
        if any(part == Constant(value=False) for part in parts):
            return Constant(value=False)
        return _joined(AllOf, parts, empty=True)

    def in_turn(self, trees: object, where: str) -> Condition:
        """Return the condition that every one of a list holds, each looked at in its turn."""
        whole = self.all_of(trees, where)
        return InTurn(whole.conditions) if isinstance(whole, AllOf) else whole

    def any_of(self, trees: object, where: str) -> Condition:
        """Return the condition that one of a list holds."""
        parts = self._parts(trees, where)
        if any(part == Constant(value=True) for part in parts):
            return Constant(value=True)
        return _joined(AnyOf, parts, empty=False)

    def negation(self, tree: object, where: str) -> Condition:
        """Return the contrary of a condition."""
        inner = self.build(tree, where)
        return Constant(not inner.value) if isinstance(inner, Constant) else Negation(inner)

    def reading(self, choice: object, where: str) -> Condition:
        """Return whether a reading of an ambiguity is the one in force."""
        (ambiguity, wanted), *others = Entry(choice, where).items()
        if others or ambiguity not in self.readings:
            raise RuleError(f"{choice!r} is no reading", where)
        return Constant(self.readings[ambiguity] == wanted)

    def _parts(self, trees: object, where: str) -> Sequence[Condition]:
        if not isinstance(trees, list) or not trees:
            raise RuleError(f"{trees!r} is not a list of conditions", where)
        return [self.build(tree, where) for tree in trees]

    def _leaf(self, entry: Entry) -> Condition:
        fact = self._fact(entry.raw("fact"), entry.where)
        operators = [(word, value) for word, value in entry.items() if word != "fact"]
        if len(operators) != 1:
            raise RuleError(f"{fact.name}: one operator, not {len(operators)}", entry.where)
        word, value = operators[0]
        if word in ORDERINGS:
            return self._comparison(fact, word, value, entry.where)
        if word not in _LEAVES:
            raise RuleError(f"{fact.name}: unknown operator {word!r}", entry.where)
        return _LEAVES[word](self, fact, value, entry.where)

    def _fact(self, name: object, where: str) -> Fact:
        if not isinstance(name, str) or name not in self.facts:
            raise RuleError(f"there is no fact {name!r}", where)
        return self.facts[name]

    def _comparison(self, fact: Fact, ordering: str, bound: object, where: str) -> Condition:
        if isinstance(bound, dict):
            return self._difference(fact, ordering, bound, where)
        if not isinstance(bound, str) or bound not in self.limits:
            raise RuleError(f"{fact.name}: {bound!r} is no figure of this edition", where)
        figure = self.limits[bound]
        if not isinstance(figure, _ORDERED.get(fact.type, ())):
            raise RuleError(f"{fact.name} is a {fact.type}: it cannot be compared with {bound} ({figure})", where)
        return Compare(fact.name, ordering, figure, bound)

    def _difference(self, fact: Fact, ordering: str, bound: object, where: str) -> Condition:
        names = as_names(Entry(bound, where).only(["minus"]).raw("minus"), "minus", where)
        others = [self._fact(name, where) for name in names]
        if [other.type in _NUMBERS for other in (fact, *others)] != [True] * 3:
            raise RuleError(f"{fact.name}: a difference is that of two numbers", where)
        return CompareDifference(fact.name, ordering, *names)

    def is_true(self, fact: Fact, value: object, where: str) -> Condition:
        """Return the condition that a yes-or-no fact is as wanted."""
        if fact.type is not FactType.BOOL or not isinstance(value, bool):
            raise RuleError(f"{fact.name}: 'is' wants a yes-or-no fact and true or false", where)
        return IsTrue(fact.name) if value else Negation(IsTrue(fact.name))

    def stated(self, fact: Fact, value: object, where: str) -> Condition:
        """Return the condition that something was said about a fact."""
        if value is not True:
            raise RuleError(f"{fact.name}: 'stated' can only be true", where)
        return Stated(fact.name)

    def one_of(self, fact: Fact, value: object, where: str) -> Condition:
        """Return the condition that a code is in a list."""
        if fact.type not in _CODED:
            raise RuleError(f"{fact.name} is a {fact.type}, not a code", where)
        return OneOf(fact.name, self._codes(fact, value, where))

    def has(self, fact: Fact, value: object, where: str) -> Condition:
        """Return the condition that a list of codes has one of a list."""
        if fact.type is not FactType.CODES:
            raise RuleError(f"{fact.name} is a {fact.type}, not a list of codes", where)
        return HasAny(fact.name, self._codes(fact, value, where))

    def _codes(self, fact: Fact, value: object, where: str) -> frozenset[str]:
        if isinstance(value, str):
            codes = self.lists.get(value, frozenset({value}))
        else:
            codes = frozenset(as_names(value, fact.name, where))
        if not codes or (fact.allowed and not codes <= fact.allowed):
            raise RuleError(f"{fact.name} is never {', '.join(sorted(codes - fact.allowed))}", where)
        return codes


def _joined(kind: type[AllOf] | type[AnyOf], parts: Sequence[Condition], *, empty: bool) -> Condition:
    """Join what a reading has not already decided; one part needs no joining."""
    undecided = tuple(part for part in parts if not isinstance(part, Constant))
    if not undecided:
        return Constant(value=empty)
    return undecided[0] if len(undecided) == 1 else kind(undecided)


_BRANCHES: Final[Mapping[str, Callable[[TreeBuilder, object, str], Condition]]] = {
    "all": TreeBuilder.all_of,
    "any": TreeBuilder.any_of,
    "in_turn": TreeBuilder.in_turn,
    "not": TreeBuilder.negation,
    "granted": lambda builder, clause, where: builder.clause(str(clause), where),
    "reading": TreeBuilder.reading,
}
_LEAVES: Final[Mapping[str, Callable[[TreeBuilder, Fact, object, str], Condition]]] = {
    "is": TreeBuilder.is_true,
    "eq": TreeBuilder.one_of,
    "in": TreeBuilder.one_of,
    "has": TreeBuilder.has,
    "stated": TreeBuilder.stated,
}
