"""The facts a clause may ask about, each declared once: its type, its question, what it costs to find out.

A condition that names an undeclared fact is a damaged edition; a case that gives one is a mistake of the caller. Both
are refused, because a misspelt fact would otherwise be an unknown one for ever.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from app.rules.duration import Duration
from app.rules.errors import FactError

_PLACE: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_ELSEWHERE: Final = "!BE"
_MOST: Final = Decimal(10) ** 12

Texts = Mapping[str, str]
"""A sentence by language: nl, fr, de, en."""


class FactType(StrEnum):
    """How the value of a fact is written."""

    BOOL = "bool"
    NUMBER = "number"
    INTEGER = "integer"
    DURATION = "duration"
    CODE = "code"
    CODES = "codes"
    PLACE = "place"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place of which only one thing is known: that it is not this country."""

    than: str


FactValue = bool | Decimal | str | Duration | frozenset[str] | Elsewhere
"""A fact as conditions read it. An unknown fact is absent, never None and never false."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact.

    Attributes:
        unit: "h", "EUR", "t", ...; empty when it has none.
        allowed: The codes of a CODE or CODES fact; empty = any.
        labels: What each of them is called, by code and language.
        least: Smallest value of a number; None = any.
        question: What the operator asks, by language.
        cost: Of finding out: 0 = the file or the position says it, 1 = the caller knows, 3 = a garage or a doctor.
        is_vital: Asked before all others, because somebody may be hurt.
        is_later: Nobody can say it in a first call; the desk records it when it happens, no interview asks for it.
        order: Place among the declarations.
    """

    name: str
    type: FactType
    unit: str
    allowed: frozenset[str]
    least: Decimal | None
    question: Texts
    cost: Decimal
    is_vital: bool
    is_later: bool
    order: int
    labels: Mapping[str, Texts]


def read_facts(declared: Mapping[str, Fact], given: Mapping[str, object]) -> dict[str, FactValue]:
    """Return the facts of a case as conditions read them; what is given as null is unknown.

    Raises:
        FactError: A fact nobody declared, or a value that cannot be one of it.
    """
    known = {}
    for name, raw in given.items():
        if name not in declared:
            raise FactError("unknown_fact", name, "no clause knows a fact of this name")
        if raw is not None:
            known[name] = read_value(declared[name], raw)
    return known


def read_value(fact: Fact, raw: object) -> FactValue:
    """Return one value of a fact as conditions read it.

    Raises:
        FactError: It is of another type, too small, or none of the allowed codes.
    """
    return _READERS[fact.type](fact, raw)


def _bool(fact: Fact, raw: object) -> FactValue:
    if not isinstance(raw, bool):
        raise _wrong_type(fact, raw, "true or false")
    return raw


def _number(fact: Fact, raw: object) -> FactValue:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise _wrong_type(fact, raw, "a number")
    value = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    if not value.is_finite():
        raise _wrong_type(fact, raw, "a number")
    if fact.least is not None and value < fact.least:
        raise FactError("out_of_range", fact.name, f"{value} is less than {fact.least}")
    if value > _MOST:
        raise FactError("out_of_range", fact.name, f"{value} is more than anything counted here")
    return value


def _integer(fact: Fact, raw: object) -> FactValue:
    value = _number(fact, raw)
    if isinstance(value, Decimal) and value != value.to_integral_value():
        raise _wrong_type(fact, raw, "a whole number")
    return value


def _duration(fact: Fact, raw: object) -> FactValue:
    try:
        return Duration.parse(_string(fact, raw, "an ISO 8601 duration"))
    except ValueError as fault:
        raise FactError("wrong_type", fact.name, str(fault)) from fault


def _code(fact: Fact, raw: object) -> FactValue:
    return _allowed(fact, _string(fact, raw, "a code"))


def _codes(fact: Fact, raw: object) -> FactValue:
    if not isinstance(raw, list | tuple | set | frozenset):
        raise _wrong_type(fact, raw, "a list of codes")
    return frozenset(_allowed(fact, _string(fact, code, "a list of codes")) for code in raw)


def _place(fact: Fact, raw: object) -> FactValue:
    code = _string(fact, raw, "a place code")
    if code == _ELSEWHERE:
        return Elsewhere(code.removeprefix("!"))
    if not _PLACE.fullmatch(code):
        raise FactError("not_allowed", fact.name, f"{code!r} is no ISO 3166-1 alpha-2 code, XK, CY-N or !BE")
    return code


def _text(fact: Fact, raw: object) -> FactValue:
    return _string(fact, raw, "a text")


def _string(fact: Fact, raw: object, wanted: str) -> str:
    if not isinstance(raw, str) or not raw:
        raise _wrong_type(fact, raw, wanted)
    return raw


def _allowed(fact: Fact, code: str) -> str:
    if fact.allowed and code not in fact.allowed:
        raise FactError("not_allowed", fact.name, f"{code!r} is none of {', '.join(sorted(fact.allowed))}")
    return code


def _wrong_type(fact: Fact, raw: object, wanted: str) -> FactError:
    return FactError("wrong_type", fact.name, f"{raw!r} is not {wanted}")


_READERS: Final[Mapping[FactType, Callable[[Fact, object], FactValue]]] = {
    FactType.BOOL: _bool,
    FactType.NUMBER: _number,
    FactType.INTEGER: _integer,
    FactType.DURATION: _duration,
    FactType.CODE: _code,
    FactType.CODES: _codes,
    FactType.PLACE: _place,
    FactType.TEXT: _text,
}
