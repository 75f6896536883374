"""Contracts and boxes as people look for them: many at once, by any part of what is known of them.

Whoever stores a contract or a box calls ``reindex`` in the same transaction, so that a record is found by what it says
now and by nothing it said before. The search itself is in ``record_search``; on a database that has none yet, an exact
plate is all that is found by what is typed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, null, or_, select, update

from app.domain.box import Box
from app.domain.ids import AccountId, CaseId, ContractId, Imei
from app.domain.spelling import key_of
from app.domain.subscription import Contract
from app.persistence.bulk import among, insert_rows
from app.persistence.obligation import Obligation
from app.persistence.record_mapping import box_from, box_row, contract_from, contract_row
from app.persistence.record_search import enter, forget, found_docs
from app.persistence.record_tables import imports, record_docs
from app.persistence.rows import put_row
from app.persistence.tables import CASE_OPEN, boxes, cases, contracts
from app.usecases.record_ports import ImportDecided, ImportState, PlateHolder
from app.usecases.record_text import CarRecord


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
        for record in _records(self._connection, among(self._connection, contracts.c.policy_number, policies)):
            policy = _contract_of(record).policy_number
            found[policy] = (*found.get(policy, ()), record)
        return found

    def boxes_of(self, imeis: Collection[Imei]) -> Mapping[Imei, Box]:
        """Return these boxes, those that there are."""
        return {box.imei: box for box in _boxes(self._connection, among(self._connection, boxes.c.imei, imeis))}

    def records_of_plates(self, plate_keys: Collection[str]) -> tuple[CarRecord, ...]:
        """Return the records with a car of these plates."""
        return tuple(_of_plates(self._connection, plate_keys))

    def plate_holders(self, plate_keys: Collection[str]) -> tuple[PlateHolder, ...]:
        """Return who names a car of these plates."""
        return tuple(_plate_holders(self._connection, plate_keys))

    def not_entered(self, most: int) -> tuple[tuple[ContractId, ...], tuple[Imei, ...]]:
        """Return contracts, and boxes without one, that cannot be found yet; at most so many of each."""
        docs, number = record_docs.c, select(record_docs.c.doc_id)
        has_doc = number.where(docs.contract_id == contracts.c.contract_id).exists()
        ids = self._connection.execute(select(contracts.c.contract_id).where(~has_doc).limit(most)).scalars()
        is_found = number.where(docs.imei == boxes.c.imei).exists()
        alone = select(boxes.c.imei).where(boxes.c.contract_id.is_(None) & ~is_found)
        imeis = self._connection.execute(alone.limit(most)).scalars()
        return tuple(ContractId(one) for one in ids), tuple(Imei(one) for one in imeis)

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
        known = _put_rows(self._connection, contracts, [contract_row(one) for one in contracts_put])
        before = _put_boxes(self._connection, boxes_put)
        fresh = {one.contract_id for one in contracts_put if one.contract_id not in known}
        ids = [one.contract_id for one in contracts_put if one.contract_id in known]
        ids += [one.contract_id for one in (*before, *boxes_put) if one.contract_id not in fresh and one.contract_id]
        boxed = {one.imei for one in before} | {one.imei for one in boxes_put if one.contract_id is None}
        reindex(self._connection, ids, boxed)
        enter(self._connection, _together(contracts_put, boxes_put, fresh))

    def open_cases_of(self, contract_ids: Collection[ContractId], imeis: Collection[Imei]) -> tuple[CaseId, ...]:
        """Return the open cases of these contracts and boxes."""
        ids = among(self._connection, cases.c.contract_id, contract_ids)
        is_theirs = or_(ids, among(self._connection, cases.c.imei, imeis))
        found = self._connection.execute(select(cases.c.case_id).where(CASE_OPEN, is_theirs).order_by(cases.c.case_id))
        return tuple(CaseId(row.case_id) for row in found)

    def enter(self, contract_ids: Collection[ContractId], imeis: Collection[Imei]) -> None:
        """Let records be found that were stored before there was a search."""
        reindex(self._connection, contract_ids, imeis)

    def put_import(self, decided: ImportDecided) -> None:
        """Store an import, or what became of it."""
        self._obligation.changed("import")
        row = {column.name: getattr(decided, column.name) for column in imports.c}
        put_row(self._connection, imports, {**row, "state": decided.state.value})


def find_records(connection: Connection, typed: str, limit: int) -> tuple[CarRecord, ...]:
    """Return the records that fit what was typed, the one of exactly this plate first."""
    plate = key_of(typed)
    exact = _of_plates(connection, [plate]) if plate else []
    others = _of_docs(connection, found_docs(connection, typed, limit + len(exact)))
    return tuple((exact + [one for one in others if one not in exact])[:limit])


def reindex(connection: Connection, contract_ids: Iterable[ContractId], imeis: Iterable[Imei]) -> None:
    """Let these contracts, and these boxes where they have none, be found by what they say now."""
    ids = list(dict.fromkeys(contract_ids))
    numbers = list(dict.fromkeys(imeis))
    found = _records(connection, among(connection, contracts.c.contract_id, ids)) if ids else []
    is_alone = among(connection, boxes.c.imei, numbers) & boxes.c.contract_id.is_(None)
    alone = _boxes(connection, is_alone) if numbers else []
    forget(connection, ids, numbers)
    enter(connection, found + [CarRecord(None, (box,)) for box in alone])


def put_box(connection: Connection, box: Box) -> None:
    """Store a box and let it be found; the contract that lost it is found without it."""
    before = _put_boxes(connection, [box])
    touched = [one.contract_id for one in (*before, box) if one.contract_id is not None]
    reindex(connection, touched, [box.imei])


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


def _put_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> set[object]:
    """Make the table hold exactly these rows under their keys, in two statements however many; return the old keys."""
    if not rows:
        return set()
    (key,) = table.primary_key
    wanted = [str(row[key.name]) for row in rows]
    known: set[object] = set(connection.execute(select(key).where(among(connection, key, wanted))).scalars())
    _write_rows(connection, table, rows, known)
    return known


def _write_rows(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], known: Collection[object]
) -> None:
    (key,) = table.primary_key
    names = [column.name for column in table.columns]
    insert_rows(connection, table, [tuple(row[name] for name in names) for row in rows if row[key.name] not in known])
    old = [{f"the_{key.name}": row[key.name], **row} for row in rows if row[key.name] in known]
    if old:
        change: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != key.name}
        connection.execute(update(table).where(key == bindparam(f"the_{key.name}")).values(**change), old)


def _put_boxes(connection: Connection, given: Sequence[Box]) -> list[Box]:
    """Store boxes and return what was known of them."""
    before = _boxes(connection, among(connection, boxes.c.imei, [box.imei for box in given])) if given else []
    _write_rows(connection, boxes, [box_row(box) for box in given], {box.imei for box in before})
    return before


def _together(given: Sequence[Contract], boxed: Sequence[Box], fresh: Collection[ContractId]) -> list[CarRecord]:
    """Return new contracts with their boxes: what nobody has to read back."""
    of_contract: dict[ContractId, list[Box]] = {}
    for box in boxed:
        if box.contract_id is not None:
            of_contract.setdefault(box.contract_id, []).append(box)
    return [CarRecord(one, tuple(of_contract.get(one.contract_id, ()))) for one in given if one.contract_id in fresh]


def _of_docs(connection: Connection, numbers: Sequence[int]) -> list[CarRecord]:
    """Return the records of these numbers, in that order."""
    docs = connection.execute(select(record_docs).where(record_docs.c.doc_id.in_(numbers))).all() if numbers else []
    ids = [doc.contract_id for doc in docs if doc.contract_id is not None]
    imeis = [doc.imei for doc in docs if doc.imei is not None]
    of_key: dict[str, CarRecord] = {}
    for record in _records(connection, contracts.c.contract_id.in_(ids)) if ids else ():
        of_key[_contract_of(record).contract_id] = record
    for box in _boxes(connection, boxes.c.imei.in_(imeis)) if imeis else ():
        of_key[box.imei] = CarRecord(None, (box,))
    keys = {doc.doc_id: doc.contract_id or doc.imei for doc in docs}
    return [of_key[keys[number]] for number in numbers if keys.get(number) in of_key]


def _of_plates(connection: Connection, plate_keys: Collection[str]) -> list[CarRecord]:
    found = _boxes(connection, boxes.c.plate_key.in_(plate_keys))
    ids = {box.contract_id for box in found if box.contract_id is not None}
    named = connection.execute(select(contracts.c.contract_id).where(contracts.c.plate_key.in_(plate_keys)))
    ids |= {ContractId(row.contract_id) for row in named}
    with_contract = _records(connection, contracts.c.contract_id.in_(ids)) if ids else []
    return with_contract + [CarRecord(None, (box,)) for box in found if box.contract_id is None]


def _plate_holders(connection: Connection, plate_keys: Collection[str]) -> Iterator[PlateHolder]:
    for table, imei in ((boxes, boxes.c.imei), (contracts, null().label("imei"))):
        named = select(table.c.plate_key, table.c.contract_id, imei).where(
            among(connection, table.c.plate_key, plate_keys)
        )
        for row in connection.execute(named):
            yield PlateHolder(row.plate_key, row.contract_id, row.imei)


def _records(connection: Connection, where: ColumnElement[bool]) -> list[CarRecord]:
    by_policy = select(contracts).where(where).order_by(contracts.c.policy_number)
    found = [contract_from(row) for row in connection.execute(by_policy)]
    of_contract: dict[ContractId, list[Box]] = {contract.contract_id: [] for contract in found}
    for box in _boxes(connection, among(connection, boxes.c.contract_id, of_contract)):
        if box.contract_id is not None:
            of_contract[box.contract_id].append(box)
    return [CarRecord(contract, tuple(of_contract[contract.contract_id])) for contract in found]


def _boxes(connection: Connection, where: ColumnElement[bool]) -> list[Box]:
    return [box_from(row) for row in connection.execute(select(boxes).where(where).order_by(boxes.c.imei))]


def _contract_of(record: CarRecord) -> Contract:
    assert record.contract is not None, "it was found by its contract"
    return record.contract
