"""The search index of records: what is entered into it, and how it is asked.

It is a table of SQLite's own (``record_tables``); its few statements stand here and nowhere else. It answers which
records hold all of some pieces of three letters, anywhere in their texts; whether these stand together in one word is
seen in the texts themselves, which are read beside. On a database that has no such table yet, nothing is found by it.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, or_, select, text

from app.domain.ids import ContractId, Imei
from app.persistence.bulk import among, insert_plain, insert_rows
from app.persistence.record_tables import record_docs
from app.usecases.record_text import SEARCHED, CarRecord, found_by
from app.usecases.search_text import (
    SHORTEST_SLIP,
    Fit,
    Likeness,
    Sought,
    bare,
    exact_fit,
    near_fit,
    slips,
    sought,
    trigrams,
)

_TABLE: Final = "record_search"
_COLUMNS: Final = ("rowid", *SEARCHED)
_FIND: Final = text(
    f"SELECT {', '.join(_COLUMNS)} FROM {_TABLE} WHERE {_TABLE} MATCH :pieces LIMIT :most"  # noqa: S608 - our own names
)
_TEXTS: Final = text(
    f"SELECT {', '.join(_COLUMNS)} FROM {_TABLE} WHERE rowid IN (SELECT value FROM json_each(:numbers))"  # noqa: S608
)
_FORGET: Final = text(f"DELETE FROM {_TABLE} WHERE rowid = :doc_id")  # noqa: S608 - our own name

_LOOKED_AT: Final = 400
"""Records read at most to find those that hold the text: a part that thousands have is typed further."""

_PIECES_OF_A_WORD: Final = 10
"""More say nothing new."""


def found_docs(connection: Connection, typed: str, limit: int) -> list[int]:
    """Return the numbers of the records that fit, best first; those nearly the same only when there is no other."""
    asked = sought(typed)
    if not asked.is_long_enough or not has_search(connection):
        return []
    queries = [_held(asked.phrase), _exact_query(asked)] if len(asked.words) > 1 else [_exact_query(asked)]
    found: dict[int, Likeness] = {}
    for pieces in queries:
        if sum(likeness is Likeness.SAME for likeness in found.values()) < limit:
            found |= _fitting(connection, pieces, _LOOKED_AT, lambda texts: exact_fit(asked, texts))
    if not found and asked.may_have_slipped:
        found = _fitting(connection, _near_query(asked), limit, lambda texts: near_fit(asked, texts))
    return sorted(found, key=lambda number: (found[number], number))[:limit]


def texts_of(
    connection: Connection, ids: Collection[ContractId], imeis: Collection[Imei]
) -> Mapping[str, Sequence[str]]:
    """Return what these contracts and boxes are found by: by contract, and of a box without one by its IMEI."""
    if not has_search(connection):
        return {}
    keys = {row[0]: row[1] for row in connection.execute(_docs_of(connection, ids, imeis))}
    rows = connection.execute(_TEXTS, {"numbers": json.dumps(list(keys))}).all()
    return {keys[row[0]]: row[1:] for row in rows}


def enter(connection: Connection, records: Sequence[CarRecord]) -> None:
    """Let records be found that cannot be yet."""
    if not records:
        return
    last = connection.execute(select(func.max(record_docs.c.doc_id))).scalar() or 0
    numbered = list(enumerate(records, start=last + 1))
    insert_rows(connection, record_docs, [(number, *_doc_key(one)) for number, one in numbered])
    if has_search(connection):
        texts = [(number, *found_by(one.contract, one.boxes).texts) for number, one in numbered]
        insert_plain(connection, _TABLE, _COLUMNS, texts)


def forget(connection: Connection, ids: Sequence[ContractId], imeis: Sequence[Imei]) -> None:
    """Let these contracts and boxes not be found."""
    if not ids and not imeis:
        return
    numbers = connection.execute(_docs_of(connection, ids, imeis)).scalars().all()
    if numbers:
        if has_search(connection):
            connection.execute(_FORGET, [{"doc_id": number} for number in numbers])
        connection.execute(delete(record_docs).where(record_docs.c.doc_id.in_(numbers)))


def _docs_of(connection: Connection, ids: Collection[ContractId], imeis: Collection[Imei]) -> Select[Any]:
    docs = record_docs.c
    theirs = or_(among(connection, docs.contract_id, ids), among(connection, docs.imei, imeis))
    return select(docs.doc_id, func.coalesce(docs.contract_id, docs.imei)).where(theirs)


def has_search(connection: Connection) -> bool:
    """Whether this database has the index."""
    return connection.dialect.name == "sqlite"


def _doc_key(record: CarRecord) -> tuple[str | None, str | None]:
    return (record.contract.contract_id, None) if record.contract is not None else (None, record.boxes[0].imei)


def _fitting(
    connection: Connection, pieces: str, most: int, fit_of: Callable[[Sequence[str]], Fit | None]
) -> dict[int, Likeness]:
    """Return the numbers of those that fit, and how well; at most so many."""
    if not pieces:
        return {}
    rows = connection.execute(_FIND, {"pieces": pieces, "most": _LOOKED_AT})
    fits = ((row[0], fit) for row in rows if (fit := fit_of(row[1:])) is not None)
    return {number: fit.likeness for number, fit in islice(fits, most)}


def _exact_query(asked: Sought) -> str:
    """Return what a record holds that fits: all of it as one number, or every word."""
    words = [_any(_held(word), _held(bare(word))) for word in asked.words]
    return _any(_held(asked.whole), _all(words))


def _near_query(asked: Sought) -> str:
    """Return what a record holds in which the number, or each word, stands but for one slip."""
    words = [_any(_held(bare(word)), _slipped(bare(word))) for word in asked.words]
    return _any(_slipped(asked.whole), _all(words))


def _held(word: str) -> str:
    return _all(_quoted(piece) for piece in trigrams(word)[:_PIECES_OF_A_WORD])


def _slipped(word: str) -> str:
    if len(word) < SHORTEST_SLIP:
        return ""
    return _any(*(_all(map(_quoted, pieces[:_PIECES_OF_A_WORD])) for pieces in dict.fromkeys(slips(word))))


def _all(pieces: Iterable[str]) -> str:
    """Join what all has to be held; what is too short to be asked for is left out."""
    asked = [piece for piece in dict.fromkeys(pieces) if piece]
    return f"({' AND '.join(asked)})" if asked else ""


def _any(*pieces: str) -> str:
    asked = [piece for piece in dict.fromkeys(pieces) if piece]
    return f"({' OR '.join(asked)})" if asked else ""


def _quoted(piece: str) -> str:
    """Return a piece as FTS5 wants it, so that nothing in it is an operator."""
    doubled = piece.replace('"', '""')
    return f'"{doubled}"'
