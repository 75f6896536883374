"""``python -m app assess``: what the contract pays for a case, clause by clause.

Reads one case ``{"facts": {...}}`` or a list of them (JSON) from a file or standard input; writes one answer for each,
a list for a list. A case that cannot be assessed gets ``{"error": {"code", "message", "fact"}}`` in its place. Beside
"facts" a case may hold "used" (``[{"clause", "limit", "amount"}]``: the ledger), "started" (``{clause: day}``),
"event_date" (decides the edition when the facts name none; today if absent) and "id" (given back).

An absent fact is unknown, never false. Exit code 0: every case was assessed; 1: one was not, or the input is no JSON;
2: wrong use; 3: the rules of the product are damaged.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.rules.entries import LANGUAGES

if TYPE_CHECKING:
    from app.rules.answer import History, Plain
    from app.rules.clauses import Edition
    from app.rules.ledger import Use

EXIT_FAILED: Final = 1
EXIT_DAMAGED: Final = 3

_KEYS: Final = frozenset({"facts", "used", "started", "event_date", "id"})
_USE_KEYS: Final = frozenset({"clause", "limit", "amount"})

Readings = Mapping[str, Mapping[str, str]]


class CaseError(ValueError):
    """A case is not written as it should be."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: list[str]) -> int:
    """Assess what a file or standard input holds; return the exit code."""
    options = _parser().parse_args(arguments)
    from app.rules.errors import RuleError
    from resources.editions import EditionFileError

    try:
        cases = _parse(_read(options.file))
    except (OSError, ValueError, RecursionError) as fault:
        sys.stderr.write(f"{options.file}: {fault}\n")
        return EXIT_FAILED
    try:
        editions = Editions(_readings(options.insurer))
    except (OSError, RuleError, EditionFileError, CaseError) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_DAMAGED if options.insurer is None else EXIT_FAILED
    try:
        answers = [
            _answer(case, editions, options.language) for case in (cases if isinstance(cases, list) else [cases])
        ]
    except (RuleError, EditionFileError) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_DAMAGED
    sys.stdout.write(json.dumps(answers if isinstance(cases, list) else answers[0]) + "\n")
    return EXIT_FAILED if any("error" in one for one in answers) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app assess", description="Say what the contract pays for a case.")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON; - (default) = standard input")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences (en)")
    parser.add_argument("--insurer", type=Path, metavar="FILE", help="how the insurer reads the ambiguities (YAML)")
    return parser


def _read(name: str) -> str:
    """Return what the file or standard input says: UTF-8 whatever the console is set to, with or without a mark."""
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    return raw.decode("utf-8-sig")


def _parse(text: str) -> object:
    """Return what JSON says, numbers exact; a fact that stands twice is refused, not guessed."""
    return json.loads(text, parse_float=Decimal, object_pairs_hook=_without_repeats)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands twice")
    return members


def _readings(path: Path | None) -> Readings:
    from resources.editions import read_readings

    return {} if path is None else read_readings(path)


class Editions:
    """The editions that cases ask for, each loaded once, as the insurer reads them."""

    def __init__(self, readings: Readings) -> None:
        from resources.editions import edition_headers

        self._readings = readings
        self._headers = {header.name: header for header in edition_headers()}
        self._loaded: dict[str, Edition] = {}
        for name in readings:
            self.named(name)

    def named(self, name: str) -> "Edition":
        """Return an edition.

        Raises:
            CaseError: There is none of that name.
        """
        from app.rules.clauses import load_edition
        from resources.editions import read_edition

        if name not in self._headers:
            raise CaseError("unknown_edition", f"no edition {name!r}; there are {', '.join(self._headers)}")
        if name not in self._loaded:
            self._loaded[name] = load_edition(read_edition(name), self._readings.get(name))
        return self._loaded[name]

    def of_day(self, day: date) -> "list[Edition]":
        """Return the editions that decide an event: those of the conditions and of the S2 Pack.

        Raises:
            CaseError: The event is older than the oldest edition.
        """
        from app.rules.editions import CONDITIONS, S2_PACK, in_force

        try:
            return [self.named(in_force(self._headers.values(), series, day)) for series in (CONDITIONS, S2_PACK)]
        except LookupError as fault:
            raise CaseError("no_edition", str(fault)) from fault


def _answer(case: object, editions: Editions, language: str) -> "dict[str, Plain]":
    from app.rules.answer import answer
    from app.rules.assess import assess
    from app.rules.errors import FactError

    try:
        members = _object(case, _KEYS, "a case")
        facts = _facts(members)
        given = _given_id(members)
        assessments = [assess(edition, facts) for edition in _deciding(facts, members, editions)]
        return given | answer(assessments, _history(members), language)
    except FactError as fault:
        return {"error": {"code": fault.code, "message": fault.message, "fact": fault.fact}}
    except CaseError as fault:
        return {"error": {"code": fault.code, "message": str(fault)}}


def _facts(members: Mapping[str, object]) -> Mapping[str, object]:
    facts = members.get("facts")
    if not isinstance(facts, dict):
        raise CaseError("no_facts", 'a case is {"facts": {...}}')
    return facts


def _given_id(members: Mapping[str, object]) -> "dict[str, Plain]":
    given = members.get("id")
    if given is None:
        return {}
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise CaseError("bad_id", "an id is a text or a whole number")
    return {"id": given}


def _deciding(facts: Mapping[str, object], members: Mapping[str, object], editions: Editions) -> "list[Edition]":
    named = facts.get("edition")
    if named is None:
        return editions.of_day(_day(members.get("event_date")) or date.today())  # noqa: DTZ011 - the day of the caller
    if not isinstance(named, str):
        raise CaseError("unknown_edition", f"{named!r} is no name of an edition")
    return [editions.named(named)]


def _history(members: Mapping[str, object]) -> "History":
    from app.rules.answer import History

    uses, started = members.get("used", []), members.get("started", {})
    if not isinstance(uses, list) or not isinstance(started, dict):
        raise CaseError("bad_history", '"used" is a list and "started" an object')
    days = {clause: _day(day) for clause, day in started.items()}
    return History(tuple(map(_use, uses)), {clause: day for clause, day in days.items() if day is not None})


def _use(raw: object) -> "Use":
    from app.rules.ledger import Use

    members = _object(raw, _USE_KEYS, "a use")
    clause, limit, amount = (members.get(key) for key in ("clause", "limit", "amount"))
    if not isinstance(clause, str) or not isinstance(limit, str) or isinstance(amount, bool):
        raise CaseError("bad_history", "a use names a clause, a limit and an amount")
    if not isinstance(amount, int | Decimal) or not amount >= 0:
        raise CaseError("bad_history", f"{amount!r} is no amount")
    return Use(clause, limit, Decimal(amount))


def _object(raw: object, keys: frozenset[str], what: str) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise CaseError("not_an_object", f"{what} is an object, not {type(raw).__name__}")
    if unknown := sorted(set(raw) - keys):
        raise CaseError("unknown_key", f"{what} has no {', '.join(unknown)}; it may have {', '.join(sorted(keys))}")
    return raw


def _day(raw: object) -> date | None:
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError as fault:
        raise CaseError("bad_day", f"{raw!r} is no day (YYYY-MM-DD)") from fault
