"""Contracts and boxes as people look for them: many at once, by any part of what is known of them.

Whoever stores a contract or a box calls ``reindex`` in the same transaction, so that a record is found by what it says
now and by nothing it said before. The search index is a table of SQLite's own (``record_tables``); its few statements
stand here and nowhere else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, insert, or_, select, text, update

from app.domain.box import Box
from app.domain.ids import AccountId, CaseId, ContractId, Imei
from app.domain.subscription import Contract
from app.persistence.obligation import Obligation
from app.persistence.record_mapping import box_from, box_row, contract_from, contract_row
from app.persistence.record_tables import SEARCHED, imports, record_docs
from app.persistence.rows import put_row
from app.persistence.tables import CASE_OPEN, boxes, cases, contracts
from app.usecases.record_ports import ImportDecided, ImportState
from app.usecases.record_text import CarRecord, folded, found_by, key_of

SHORTEST_WORD: Final = 3
"""Letters of a trigram."""

_PER_STATEMENT: Final = 500
_LOOKED_AT: Final = 5
"""How many times the wanted number of records is looked at, because a few do not stand up to a closer look."""

_FIND: Final = text("SELECT rowid AS doc_id FROM record_search WHERE record_search MATCH :words LIMIT :most")
_FORGET: Final = text("DELETE FROM record_search WHERE rowid = :doc_id")
_ENTER: Final = text(
    f"INSERT INTO record_search (rowid, {', '.join(SEARCHED)}) VALUES (:doc_id, :{', :'.join(SEARCHED)})"
)


class SqlRecordReader:
    """``RecordReader`` in one snapshot."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_records(self, typed: str, limit: int) -> tuple[CarRecord, ...]:
        """Return records in which every word of the text stands."""
        return find_records(self._connection, typed, limit)

    def record_of_contract(self, contract_id: ContractId) -> CarRecord | None:
        """Return a contract with its boxes, or None."""
        return next(iter(_records(self._connection, contracts.c.contract_id == contract_id)), None)

    def record_of_box(self, imei: Imei) -> CarRecord | None:
        """Return a box with its contract and that contract's other boxes, or None."""
        row = self._connection.execute(select(boxes).where(boxes.c.imei == imei)).first()
        if row is None:
            return None
        box = box_from(row)
        with_contract = None if box.contract_id is None else self.record_of_contract(box.contract_id)
        return with_contract or CarRecord(None, (box,))

    def records_of_policies(self, policies: Collection[str]) -> Mapping[str, tuple[CarRecord, ...]]:
        """Return the records of these policy numbers."""
        found: dict[str, tuple[CarRecord, ...]] = {}
        for record in _records(self._connection, contracts.c.policy_number.in_(policies)):
            assert record.contract is not None, "it was found by its contract"
            policy = record.contract.policy_number
            found[policy] = (*found.get(policy, ()), record)
        return found

    def boxes_of(self, imeis: Collection[Imei]) -> Mapping[Imei, Box]:
        """Return these boxes, those that there are."""
        return {box.imei: box for box in _boxes(self._connection, boxes.c.imei.in_(imeis))}

    def records_of_plates(self, plate_keys: Collection[str]) -> tuple[CarRecord, ...]:
        """Return the records with a car of these plates."""
        return tuple(_of_plates(self._connection, plate_keys))

    def running_import(self) -> ImportDecided | None:
        """Return the import that is being put in place, or None."""
        return find_running_import(self._connection)


class SqlRecordLog(SqlRecordReader):
    """``RecordLog`` over ``contracts``, ``boxes`` and ``imports``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        super().__init__(connection)
        self._obligation = obligation

    def put_many(self, contracts_put: Sequence[Contract], boxes_put: Sequence[Box]) -> None:
        """Store contracts and boxes, replacing what was known of them."""
        self._obligation.changed("contracts and boxes")
        put_boxes(self._connection, boxes_put)
        _put_rows(self._connection, contracts, [contract_row(one) for one in contracts_put])
        reindex(self._connection, [one.contract_id for one in contracts_put], [])

    def open_cases_of(self, contract_ids: Collection[ContractId], imeis: Collection[Imei]) -> tuple[CaseId, ...]:
        """Return the open cases of these contracts and boxes."""
        is_theirs = or_(cases.c.contract_id.in_(contract_ids), cases.c.imei.in_(imeis))
        found = self._connection.execute(select(cases.c.case_id).where(CASE_OPEN, is_theirs).order_by(cases.c.case_id))
        return tuple(CaseId(row.case_id) for row in found)

    def put_import(self, decided: ImportDecided) -> None:
        """Store an import, or what became of it."""
        self._obligation.changed("import")
        row = {column.name: getattr(decided, column.name) for column in imports.c}
        put_row(self._connection, imports, {**row, "state": decided.state.value})


def find_records(connection: Connection, typed: str, limit: int) -> tuple[CarRecord, ...]:
    """Return records in which every word of the text stands, the one of exactly this plate first."""
    plate = key_of(typed)
    exact = _of_plates(connection, [plate]) if plate else []
    words = _match(typed)
    others = _of_docs(connection, words, limit * _LOOKED_AT) if words else []
    short = [word for word in folded(typed).split() if len(word) < SHORTEST_WORD]
    kept = [one for one in others if one not in exact and _holds(one, typed, short)]
    return tuple((exact + kept)[:limit])


def reindex(connection: Connection, contract_ids: Iterable[ContractId], imeis: Iterable[Imei]) -> None:
    """Let these contracts, and these boxes where they have none, be found by what they say now."""
    ids = list(dict.fromkeys(contract_ids))
    for start in range(0, len(ids), _PER_STATEMENT):
        some = ids[start : start + _PER_STATEMENT]
        found = _records(connection, contracts.c.contract_id.in_(some))
        _enter(connection, record_docs.c.contract_id.in_(some), found)
    numbers = list(dict.fromkeys(imeis))
    for start in range(0, len(numbers), _PER_STATEMENT):
        those = numbers[start : start + _PER_STATEMENT]
        alone = _boxes(connection, boxes.c.imei.in_(those) & boxes.c.contract_id.is_(None))
        _enter(connection, record_docs.c.imei.in_(those), [CarRecord(None, (box,)) for box in alone])


def put_boxes(connection: Connection, given: Sequence[Box]) -> None:
    """Store boxes and let them be found; the contracts that lost one are found without it."""
    imeis = [box.imei for box in given]
    before = _boxes(connection, boxes.c.imei.in_(imeis))
    _put_rows(connection, boxes, [box_row(box) for box in given])
    touched = [box.contract_id for box in (*before, *given) if box.contract_id is not None]
    reindex(connection, touched, imeis)


def put_contract(connection: Connection, contract: Contract) -> None:
    """Store a contract and let it be found."""
    put_row(connection, contracts, contract_row(contract))
    reindex(connection, [contract.contract_id], [])


def find_running_import(connection: Connection) -> ImportDecided | None:
    """Return the import that is being put in place, or None."""
    running = select(imports).where(imports.c.state == ImportState.APPLYING.value)
    found = connection.execute(running).mappings().first()
    if found is None:
        return None
    known: dict[str, Any] = dict(found)  # the columns of the table are the fields of the dataclass, by name
    return ImportDecided(
        **{**known, "state": ImportState(found["state"]), "account_id": AccountId(found["account_id"])}
    )


def _put_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Make the table hold exactly these rows under their keys, in two statements however many there are."""
    if not rows:
        return
    (key,) = table.primary_key
    wanted = [row[key.name] for row in rows]
    known = set(connection.execute(select(key).where(key.in_(wanted))).scalars())
    new = [row for row in rows if row[key.name] not in known]
    if new:
        connection.execute(insert(table), new)
    old = [{f"the_{key.name}": row[key.name], **row} for row in rows if row[key.name] in known]
    if old:
        change: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != key.name}
        connection.execute(update(table).where(key == bindparam(f"the_{key.name}")).values(**change), old)


def _enter(connection: Connection, forgotten: ColumnElement[bool], found: Sequence[CarRecord]) -> None:
    """Replace documents. A record keeps its number only as long as it says the same."""
    numbers = connection.execute(select(record_docs.c.doc_id).where(forgotten)).scalars().all()
    if numbers:
        connection.execute(_FORGET, [{"doc_id": number} for number in numbers])
        connection.execute(delete(record_docs).where(forgotten))
    if not found:
        return
    keys = [_doc_key(record) for record in found]
    connection.execute(insert(record_docs), keys)
    numbered = _numbers(connection, keys)
    texts = [dict(zip(SEARCHED, astuple(found_by(one.contract, one.boxes)), strict=True)) for one in found]
    documents = [{"doc_id": numbered[_name(key)], **said} for key, said in zip(keys, texts, strict=True)]
    connection.execute(_ENTER, documents)


def _doc_key(record: CarRecord) -> dict[str, str | None]:
    if record.contract is not None:
        return {"contract_id": record.contract.contract_id, "imei": None}
    return {"contract_id": None, "imei": record.boxes[0].imei}


def _name(key: Mapping[str, str | None]) -> str:
    return key["contract_id"] or key["imei"] or ""


def _numbers(connection: Connection, keys: Sequence[Mapping[str, str | None]]) -> dict[str, int]:
    names = [_name(key) for key in keys]
    theirs = or_(record_docs.c.contract_id.in_(names), record_docs.c.imei.in_(names))
    rows = connection.execute(select(record_docs).where(theirs))
    return {row.contract_id or row.imei: row.doc_id for row in rows}


def _of_docs(connection: Connection, words: str, most: int) -> list[CarRecord]:
    numbers = list(connection.execute(_FIND, {"words": words, "most": most}).scalars())
    docs = connection.execute(select(record_docs).where(record_docs.c.doc_id.in_(numbers))).all()
    ids = [doc.contract_id for doc in docs if doc.contract_id is not None]
    imeis = [doc.imei for doc in docs if doc.imei is not None]
    alone = [CarRecord(None, (box,)) for box in _boxes(connection, boxes.c.imei.in_(imeis))] if imeis else []
    return _records(connection, contracts.c.contract_id.in_(ids)) + alone


def _of_plates(connection: Connection, plate_keys: Collection[str]) -> list[CarRecord]:
    found = _boxes(connection, boxes.c.plate_key.in_(plate_keys))
    ids = {box.contract_id for box in found if box.contract_id is not None}
    named = connection.execute(select(contracts.c.contract_id).where(contracts.c.plate_key.in_(plate_keys)))
    ids |= {ContractId(row.contract_id) for row in named}
    with_contract = _records(connection, contracts.c.contract_id.in_(ids)) if ids else []
    return with_contract + [CarRecord(None, (box,)) for box in found if box.contract_id is None]


def _records(connection: Connection, where: ColumnElement[bool]) -> list[CarRecord]:
    by_policy = select(contracts).where(where).order_by(contracts.c.policy_number)
    found = [contract_from(row) for row in connection.execute(by_policy)]
    of_contract: dict[ContractId, list[Box]] = {contract.contract_id: [] for contract in found}
    for box in _boxes(connection, boxes.c.contract_id.in_(list(of_contract))):
        if box.contract_id is not None:
            of_contract[box.contract_id].append(box)
    return [CarRecord(contract, tuple(of_contract[contract.contract_id])) for contract in found]


def _boxes(connection: Connection, where: ColumnElement[bool]) -> list[Box]:
    return [box_from(row) for row in connection.execute(select(boxes).where(where).order_by(boxes.c.imei))]


def _match(typed: str) -> str:
    """Return the words as FTS5 wants them, quoted so that nothing in them is an operator; "" = nothing long enough."""
    words = [word for word in folded(typed).split() if len(word) >= SHORTEST_WORD]
    each = " AND ".join(f'("{_quoted(word)}" OR "{_key(word)}")' for word in words if len(_key(word)) >= SHORTEST_WORD)
    whole = _key(typed)
    alternatives = [f'"{whole}"'] if len(whole) >= SHORTEST_WORD else []
    return " OR ".join([*alternatives, *([f"({each})"] if each else [])])


def _key(typed: str) -> str:
    """Return letters and digits only; a number from abroad may be written with 00."""
    return folded(key_of(typed)).removeprefix("00")


def _quoted(word: str) -> str:
    return word.replace('"', '""')


def _holds(record: CarRecord, typed: str, short: Sequence[str]) -> bool:
    """Whether the words too short for the index stand in the record, or the text does as one."""
    said = " ".join(astuple(found_by(record.contract, record.boxes)))
    return all(word in said for word in short) or _key(typed) in said
