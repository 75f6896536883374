"""An edition of the rules: its clauses, what each asks for, what each grants, and the figures they share.

A clause keeps the words of the conditions beside its tree, so that a lawyer can hold one against the other, and names
each thing it asks for, so that a refusal can say which one failed and where that is written. Files are parsed in
``resources``; here they only get meaning, and an edition that contradicts itself is refused whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Final

from app.rules.amounts import LimitPlan, read_limits
from app.rules.duration import Duration
from app.rules.entries import Entry, as_names, exact
from app.rules.errors import RuleError
from app.rules.facts import Fact, FactType, Texts
from app.rules.kernel import Condition
from app.rules.sentences import fill
from app.rules.trees import ALWAYS, TreeBuilder

ORIGINS: Final = "origins"
ASK: Final = "ask"
"""The reading of an ambiguity for which the insurer is asked in every case."""

Sections = Mapping[str, Mapping[str, object]]
"""Section -> entry -> what YAML made of it; the section "origins" says where each stands."""


class Status(StrEnum):
    """What a clause says of a case."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_TRIGGERED = "not_triggered"


class ClauseKind(StrEnum):
    """A guarantee is granted or refused; a rule is cited where it applies."""

    GUARANTEE = "guarantee"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a clause asks for.

    Attributes:
        code: Reason of the refusal when it is false; stable, other programs read it.
        source: The clause it is written in; empty when it is the clause itself that asks.
        sentence: Why it is refused, by language.
        ambiguities: Doubts to show beside the refusal ("A06").
    """

    name: str
    condition: Condition
    code: str
    source: str
    sentence: Texts
    ambiguities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One row of the rulebook.

    Attributes:
        quote: Words of the conditions, exactly as printed, in Dutch.
        source: Where they stand in the conditions.
        title: What it grants or says, by language.
        trigger: What must have happened for it to be looked at.
        group: The group of which exactly one may be chosen; empty when it stands alone.
        is_discretionary: "Kan", "zal overwegen": possible, VIVIUM decides; never a right.
        payer: Who pays what, a key of the texts; empty when the clause does not say.
        ambiguities: Doubts to show beside it.
        weight: How much it counts when the next question is chosen.
    """

    clause_id: str
    kind: ClauseKind
    quote: str
    source: str
    title: Texts
    trigger: Condition
    needs: tuple[Need, ...]
    limits: LimitPlan
    group: str
    is_discretionary: bool
    payer: str
    ambiguities: tuple[str, ...]
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Together:
    """Options of one group that may be combined after all.

    Attributes:
        when: In which cases.
        source: The clause that says so.
    """

    clauses: tuple[str, ...]
    when: Condition
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Guarantees of which only some may be chosen.

    Attributes:
        chosen_by: "insured", or "not_said".
        together: The exception to choosing; None where there is none.
    """

    group_id: str
    choose: int
    chosen_by: str
    ambiguities: tuple[str, ...]
    together: Together | None


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A doubt the text leaves, and how it is read here.

    Attributes:
        reading: The reading in force, one of ``readings``.
        readings: By name, what each means.
        ask_insurer: Shown to the operator as "to be confirmed".
        is_narrow: The reading in force is the narrower one, and the insurer did not choose it: shown beside a
            refusal that rests on it, because in doubt the law follows the insured.
    """

    ambiguity_id: str
    text: Texts
    reading: str
    readings: tuple[str, ...]
    ask_insurer: bool
    is_narrow: bool


@dataclass(frozen=True, slots=True)
class Impossible:
    """Facts that exclude each other; a case that has them is refused, not guessed at."""

    name: str
    condition: Condition
    sentence: Texts


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that is in force from one day to another.

    Attributes:
        series: What it is an edition of: the conditions, or the S2 Pack.
        valid_from: First day of the events it decides.
        figures: Numbers and lengths by name.
        texts: Other sentences by name.
    """

    name: str
    series: str
    valid_from: date
    facts: Mapping[str, Fact]
    figures: Mapping[str, Decimal | Duration]
    clauses: Mapping[str, Clause]
    groups: Mapping[str, Group]
    ambiguities: Mapping[str, Ambiguity]
    impossible: tuple[Impossible, ...]
    texts: Mapping[str, Texts]

    def limit(self, name: str) -> Decimal:
        """Return a figure that is a number, in the unit its name says ("signal_g").

        Raises:
            KeyError: The edition has none of that name.
        """
        figure = self.figures[name]
        if isinstance(figure, Duration):
            raise KeyError(f"{name} is a length of time")
        return figure


def load_edition(
    data: Sections, readings: Mapping[str, str] | None = None, *, is_insurer_heard: bool = True
) -> Edition:
    """Return the edition that parsed rule files describe.

    Args:
        data: As ``resources.editions.read_edition`` returns it.
        readings: The insurer's own choice for ambiguities that have more than one reading ("A06" -> name). What he
            chose needs no confirmation any more.
        is_insurer_heard: Whether his choices could be read; otherwise every such ambiguity is to be confirmed.

    Raises:
        RuleError: The files contradict themselves, or a reading is none of those offered.
    """
    return _Loader(data, readings or {}, is_insurer_heard=is_insurer_heard).edition()


class _Loader:
    def __init__(self, data: Sections, chosen: Mapping[str, str], *, is_insurer_heard: bool) -> None:
        self._data = data
        codes = {name: entry.texts(name) for name, entry in self._wrapped("codes")}
        self._facts = {
            name: _fact(name, entry, order, codes) for order, (name, entry) in enumerate(self._entries("facts"))
        }
        self._figures = {name: _figure(entry) for name, entry in self._entries("limits")}
        self._ambiguities = {
            name: _ambiguity(name, entry, chosen, is_insurer_heard=is_insurer_heard)
            for name, entry in self._entries("ambiguities")
        }
        if unknown := sorted(set(chosen) - set(self._ambiguities)):
            raise RuleError(f"there is no ambiguity {', '.join(unknown)}", _place_of(unknown[0], "settings"))
        self._texts = {name: self._told(entry, name) for name, entry in self._wrapped("texts")}
        self._reasons = {name: self._told(entry, name) for name, entry in self._wrapped("reasons")}
        self._bundles = {name: as_names(raw, name, where) for name, raw, where in self._section("bundles")}
        lists = {name: frozenset(as_names(raw, name, where)) for name, raw, where in self._section("lists")}
        self._trees = TreeBuilder(
            facts=self._facts,
            limits=self._figures,
            lists=lists,
            readings={name: ambiguity.reading for name, ambiguity in self._ambiguities.items()},
            named={name: (entry.raw("is"), entry.where) for name, entry in self._entries("conditions")},
            asked_of={name: (self._asked(entry), entry.where) for name, entry in self._entries("clauses")},
        )
        self._needs = {name: self._need(name, entry) for name, entry in self._entries("conditions") if "code" in entry}

    def edition(self) -> Edition:
        """Return the whole, every name in it found."""
        header = dict(self._entries("edition"))["header"].only(["name", "series", "valid_from", "title"])
        groups = {name: self._group(name, entry) for name, entry in self._entries("groups")}
        clauses = {name: self._clause(name, entry, groups) for name, entry in self._entries("clauses")}
        for group in groups.values():
            named = (*group.together.clauses, group.together.source) if group.together else ()
            self._known_names(clauses, named, f"group {group.group_id}")
        for need in self._needs.values():
            self._known_names(clauses, [need.source] if need.source else [], f"condition {need.name}")
        return Edition(
            name=header.text("name"),
            series=header.text("series"),
            valid_from=_day(header),
            facts=MappingProxyType(self._facts),
            figures=MappingProxyType(self._figures),
            clauses=MappingProxyType(clauses),
            groups=MappingProxyType(groups),
            ambiguities=MappingProxyType(self._ambiguities),
            impossible=tuple(self._impossible(name, entry) for name, entry in self._entries("impossible")),
            texts=MappingProxyType(self._texts),
        )

    def _section(self, name: str) -> list[tuple[str, object, str]]:
        origins = self._data.get(ORIGINS, {})
        section = self._data.get(name, {})
        return [(key, raw, f"{origins.get(f'{name}/{key}', name)} {key}") for key, raw in section.items()]

    def _entries(self, name: str) -> list[tuple[str, Entry]]:
        return [(key, Entry(raw, where)) for key, raw, where in self._section(name)]

    def _wrapped(self, name: str) -> list[tuple[str, Entry]]:
        return [(key, Entry({key: raw}, where)) for key, raw, where in self._section(name)]

    def _asked(self, entry: Entry) -> object:
        """All a clause asks for as one tree: for the clauses that build on it."""
        trigger = entry.raw("when") if "when" in entry else ALWAYS
        return {"all": [trigger, *self._unbundled(entry)]}

    def _unbundled(self, entry: Entry) -> list[str]:
        return list(chain.from_iterable(self._bundles.get(name, (name,)) for name in entry.names("needs")))

    def _need(self, name: str, entry: Entry) -> Need:
        entry.only(["is", "code", "source", "ambiguities"])
        code = entry.text("code")
        if code not in self._reasons:
            raise RuleError(f"no sentence says why {code!r} refuses", entry.where)
        return Need(
            name=name,
            condition=self._trees.name(name, entry.where),
            code=code,
            source=entry.text("source", ""),
            sentence=self._reasons[code],
            ambiguities=self._known_names(self._ambiguities, entry.names("ambiguities"), entry.where),
        )

    def _clause(self, clause_id: str, entry: Entry, groups: Mapping[str, Group]) -> Clause:
        entry.only(_CLAUSE_KEYS)
        wanted = self._known_names(self._needs, self._unbundled(entry), entry.where)
        group = entry.text("group", "")
        self._known_names(groups, [group] if group else [], entry.where)
        payer = entry.text("pays", "")
        self._known_names(self._texts, [payer] if payer else [], entry.where)
        return Clause(
            clause_id=clause_id,
            kind=_kind(entry),
            quote=entry.text("quote"),
            source=entry.text("source"),
            title=self._title(entry),
            trigger=self._trees.build(entry.raw("when") if "when" in entry else ALWAYS, entry.where),
            needs=tuple(self._needs[name] for name in wanted),
            limits=read_limits(Entry(entry.raw("limit") if "limit" in entry else {}, entry.where), self._trees),
            group=group,
            is_discretionary=entry.flag("discretionary"),
            payer=payer,
            ambiguities=self._known_names(self._ambiguities, entry.names("ambiguities"), entry.where),
            weight=entry.number("weight", Decimal(1)),
        )

    def _title(self, entry: Entry) -> Texts:
        name = entry.raw("title")
        if isinstance(name, str):
            self._known_names(self._texts, [name], entry.where)
            return self._texts[name]
        return self._told(entry, "title")

    def _told(self, entry: Entry, key: str) -> Texts:
        return fill(entry.texts(key), self._figures, entry.where)

    def _group(self, name: str, entry: Entry) -> Group:
        entry.only(["choose", "chosen_by", "ambiguities", "together"])
        return Group(
            group_id=name,
            choose=int(entry.number("choose", Decimal(1))),
            chosen_by=entry.text("chosen_by"),
            ambiguities=self._known_names(self._ambiguities, entry.names("ambiguities"), entry.where),
            together=self._together(entry) if "together" in entry else None,
        )

    def _together(self, entry: Entry) -> Together:
        inner = Entry(entry.raw("together"), entry.where).only(["clauses", "when", "source"])
        when = self._trees.build(inner.raw("when"), entry.where)
        return Together(inner.names("clauses"), when, inner.text("source"))

    def _impossible(self, name: str, entry: Entry) -> Impossible:
        entry.only(["is", "sentence"])
        return Impossible(name, self._trees.build(entry.raw("is"), entry.where), entry.texts("sentence"))

    def _known_names(
        self, known: Mapping[str, object], names: list[str] | tuple[str, ...], where: str
    ) -> tuple[str, ...]:
        for name in names:
            if name not in known:
                raise RuleError(f"there is no {name!r}", where)
        return tuple(names)


_CLAUSE_KEYS: Final = (
    *("kind", "quote", "source", "title", "when", "needs"),
    *("limit", "group", "discretionary", "pays", "ambiguities", "weight"),
)


def _fact(name: str, entry: Entry, order: int, codes: Mapping[str, Texts]) -> Fact:
    entry.only(["type", "unit", "allowed", "least", "question", "cost", "vital", "later"])
    kind = entry.text("type")
    if kind not in set(FactType):
        raise RuleError(f"{kind!r} is no type of a fact", entry.where)
    allowed = entry.names("allowed")
    if unnamed := [code for code in allowed if f"{name}.{code}" not in codes]:
        raise RuleError(f"nothing says what {', '.join(unnamed)} is called", entry.where)
    return Fact(
        name=name,
        type=FactType(kind),
        unit=entry.text("unit", ""),
        allowed=frozenset(allowed),
        labels=MappingProxyType({code: codes[f"{name}.{code}"] for code in allowed}),
        least=entry.number("least", Decimal(0)) if "least" in entry else None,
        question=entry.texts("question"),
        cost=entry.number("cost", Decimal(1)),
        is_vital=entry.flag("vital"),
        is_later=entry.flag("later"),
        order=order,
    )


def _figure(entry: Entry) -> Decimal | Duration:
    entry.only(["value", "unit", "duration"])
    if "duration" not in entry:
        return exact(entry.raw("value"), "value", entry.where)
    try:
        return Duration.parse(entry.text("duration"))
    except ValueError as fault:
        raise RuleError(str(fault), entry.where) from fault


def _ambiguity(name: str, entry: Entry, chosen: Mapping[str, str], *, is_insurer_heard: bool) -> Ambiguity:
    entry.only(["text", "reading", "readings", "ask_insurer", "narrow"])
    readings = entry.names("readings")
    reading = chosen.get(name, entry.text("reading", "literal"))
    if readings and reading not in readings or name in chosen and not readings:
        where = _place_of(reading, entry.where)
        raise RuleError(f"{reading!r} is no reading of it; there are {', '.join(readings) or 'none'}", where)
    is_open = entry.flag("ask_insurer") or bool(readings) and not is_insurer_heard
    is_settled = name in chosen and reading != ASK
    is_narrow = entry.flag("narrow") and name not in chosen
    return Ambiguity(name, entry.texts("text"), reading, readings, is_open and not is_settled, is_narrow)


def _place_of(word: str, otherwise: str) -> str:
    """Return where a word of a settings file stands, if it knows."""
    where = getattr(word, "where", otherwise)
    return where if isinstance(where, str) else otherwise


def _kind(entry: Entry) -> ClauseKind:
    kind = entry.text("kind", ClauseKind.GUARANTEE)
    if kind not in set(ClauseKind):
        raise RuleError(f"{kind!r} is no kind of a clause", entry.where)
    return ClauseKind(kind)


def _day(header: Entry) -> date:
    day = header.raw("valid_from")
    if not isinstance(day, date):
        raise RuleError(f"valid_from is {day!r}, not a day", header.where)
    return day
