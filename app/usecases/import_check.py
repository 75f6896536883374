"""Check a whole file before anything of it is put in place: every fault with its line, and what it would change.

Rows come in batches and go again: what stays in memory is one number a policy, box and plate, to tell that one of them
stands twice. Two cars never share a plate and a box is never in two cars, not in the file and not between the file and
what is on record; but two cars may swap plates or boxes in one file, so that is only known at its end. A file of boxes
says in which car a box is, so there it may leave any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from app.domain.box import Box
from app.domain.ids import ContractId, Imei
from app.domain.imports import ImportKind
from app.domain.spelling import key_of
from app.usecases.import_cells import shown_safely
from app.usecases.import_files import FileFault, RawRow, read_rows
from app.usecases.import_merge import RowFault, flat
from app.usecases.import_rows import Fault, Placed, ReadRow, fault_of, place, read_row, unknown_columns
from app.usecases.record_ports import PlateHolder, RecordReader
from app.usecases.record_text import CarRecord

MOST_FAULTS: Final = 1000
"""Kept; more are counted. Whoever sees a thousand has one mistake, not a thousand."""

MOST_CHANGES: Final = 200
"""Kept to be looked at before the file is put in place; more are counted."""

NOT_STORED: Final = ContractId("")
"""Of a contract that is only laid out to see what a row would do."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would change on record: column, before, after; personal, shown to who may import and nowhere kept."""

    line: int
    policy: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Findings:
    """What is known of a file so far."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    changes: list[Change] = field(default_factory=list)

    def blame(self, *faults: Fault) -> None:
        """Note faults; of many only the first are kept."""
        self.fault_count += len(faults)
        self.faults += faults[: max(0, MOST_FAULTS - len(self.faults))]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record of the rows of one batch."""

    of_policy: Mapping[str, tuple[CarRecord, ...]]
    of_imei: Mapping[Imei, Box]

    @classmethod
    def of(cls, rows: Sequence[ReadRow], reader: RecordReader) -> "OnRecord":
        """Read it, in a few statements for all of them."""
        of_policy = reader.records_of_policies({row.policy for row in rows if row.policy is not None})
        known = {box.imei: box for records in of_policy.values() for record in records for box in record.boxes}
        others = {row.imei for row in rows if row.imei is not None} - known.keys()
        return cls(of_policy, known | dict(reader.boxes_of(others)) if others else known)

    def place(self, row: ReadRow, kind: ImportKind, new_id: ContractId = NOT_STORED) -> Placed:
        """Lay a row over it; ``new_id`` is that of a contract that is not on record yet.

        Raises:
            RowFault: It cannot be put on record.
        """
        records = self.of_policy.get(row.policy or "", ())
        if len(records) > 1:
            raise RowFault("policy_on_record_twice", "policy_number")
        box = None if row.imei is None else self.of_imei.get(row.imei)
        return place(row, kind, records[0] if records else None, box, new_id)


class ImportCheck:
    """Checks one file of one kind."""

    def __init__(self, kind: ImportKind) -> None:
        self.kind = kind
        self.findings = Findings()
        self._columns: frozenset[str] | None = None
        self._lines: dict[str, dict[str, int]] = {"policy_number": {}, "imei": {}, "plate": {}}
        self._plate_of: dict[str, str] = {}
        self._held: list[tuple[ReadRow, CarRecord]] = []
        self._held_boxes: list[tuple[ReadRow, str]] = []

    def check(self, raws: Sequence[RawRow], reader: RecordReader) -> list[ReadRow]:
        """Return the rows of this batch that change something; what is wrong stands in ``findings``."""
        rows = [row for row in map(self._read, raws) if row is not None]
        on_record = OnRecord.of(rows, reader)
        self._hold_plates(rows, on_record, reader)
        if self.kind is ImportKind.CONTRACTS:
            for row in rows:
                self._hold_box(row, on_record, reader)
        return [row for row in rows if self._would_change(row, on_record)]

    def finish(self) -> None:
        """Say what only the whole file can tell. Call it once, after the last batch."""
        if self.findings.rows == 0 and self.findings.fault_count == 0:
            self.findings.blame(Fault(0, "", "", "empty_file", {}))
        for row, record in self._held:
            if not self._moves(record):
                other = "" if record.contract is None else record.contract.policy_number
                box = record.boxes[0].imei if record.boxes else ""
                shown = shown_safely(row.plate or "")
                detail = {"policy": shown_safely(other), "imei": box}
                self.findings.blame(Fault(row.line, "plate", shown, "plate_on_record", detail))
        for row, policy in self._held_boxes:
            if policy not in self._lines["policy_number"]:
                shown, detail = shown_safely(row.imei or ""), {"policy": shown_safely(policy)}
                self.findings.blame(Fault(row.line, "imei", shown, "box_in_other_car", detail))

    def _read(self, raw: RawRow) -> ReadRow | None:
        self.findings.rows += 1
        if raw.columns != self._columns:
            self._columns = raw.columns
            self.findings.blame(*unknown_columns(raw, self.kind))
        row, faults = read_row(raw, self.kind)
        twice = [] if row is None else self._twice(row)
        self.findings.blame(*faults, *twice)
        return None if twice else row

    def _twice(self, row: ReadRow) -> list[Fault]:
        """Return what of the row stood in an earlier one."""
        plate = row.plate
        unique: dict[str, str | None] = {"imei": row.imei, "plate": None if plate is None else key_of(plate)}
        if self.kind is ImportKind.CONTRACTS:
            unique["policy_number"] = row.policy
        found = []
        for column, named in unique.items():
            if named is None:
                continue
            line = self._lines[column].setdefault(named, row.line)
            if line != row.line and not self._shares_car(column, named, row):
                shown = shown_safely(str(row.values[column]))
                found.append(Fault(row.line, column, shown, "twice", {"line": str(line)}))
        if self.kind is ImportKind.BOXES and row.plate is not None and row.policy is not None:
            self._plate_of.setdefault(key_of(row.plate), row.policy)
        return found

    def _shares_car(self, column: str, named: str, row: ReadRow) -> bool:
        """Whether the two rows are two boxes in one car."""
        return column == "plate" and row.policy is not None and self._plate_of.get(named) == row.policy

    def _would_change(self, row: ReadRow, on_record: OnRecord) -> bool:
        try:
            placed = on_record.place(row, self.kind)
        except RowFault as fault:
            self.findings.blame(fault_of(row, fault))
            return False
        if not placed.changed:
            self.findings.unchanged += 1
            return False
        self.findings.added += placed.is_new
        self.findings.changed += not placed.is_new
        if not placed.is_new and len(self.findings.changes) < MOST_CHANGES:
            self.findings.changes.append(_change(row, placed, on_record))
        return True

    def _hold_plates(self, rows: Sequence[ReadRow], on_record: OnRecord, reader: RecordReader) -> None:
        """Remember other records with these plates, until it is known whether the file moves them."""
        of_plate = {key_of(row.plate): row for row in rows if row.plate is not None}
        others: set[tuple[int, str]] = set()
        for holder in reader.plate_holders(of_plate.keys()) if of_plate else ():
            row = of_plate[holder.plate_key]
            own = on_record.of_policy.get(row.policy or "", ())
            is_own = any(one.contract is not None and one.contract.contract_id == holder.contract_id for one in own)
            key = (row.line, holder.contract_id or holder.imei or "")
            if is_own or key in others:
                continue
            others.add(key)
            other = _record_of(holder, reader)
            if other is not None and not _is_of(row, other):
                self._held.append((row, other))

    def _hold_box(self, row: ReadRow, on_record: OnRecord, reader: RecordReader) -> None:
        """Remember the contract whose car has this box, until it is known whether the file speaks of that one too."""
        box = None if row.imei is None else on_record.of_imei.get(row.imei)
        if box is None or box.contract_id is None:
            return
        own = [one.contract for one in on_record.of_policy.get(row.policy or "", ()) if one.contract is not None]
        if box.contract_id in {one.contract_id for one in own}:
            return
        record = reader.record_of_contract(box.contract_id)
        if record is not None and record.contract is not None:
            self._held_boxes.append((row, record.contract.policy_number))

    def _moves(self, record: CarRecord) -> bool:
        policy = None if record.contract is None else record.contract.policy_number
        in_file = any(box.imei in self._lines["imei"] for box in record.boxes)
        return in_file or policy in self._lines["policy_number"]


def batches(path: Path, size: int, check: ImportCheck) -> Iterator[list[RawRow]]:
    """Yield the rows of a file, so many at a time; what cannot be read is a fault of the check and ends it."""
    rows = read_rows(path)
    while True:
        batch: list[RawRow] = []
        try:
            for row in islice(rows, size):
                batch.append(row)  # noqa: PERF402 - the rows before a broken one are kept
        except FileFault as fault:
            column = fault.detail.get("column", "")
            check.findings.blame(Fault(fault.line, column, "", fault.code, fault.detail))
        if not batch:
            return
        yield batch


def _record_of(holder: PlateHolder, reader: RecordReader) -> CarRecord | None:
    if holder.contract_id is not None:
        return reader.record_of_contract(holder.contract_id)
    return None if holder.imei is None else reader.record_of_box(holder.imei)


def _is_of(row: ReadRow, record: CarRecord) -> bool:
    if record.contract is not None and record.contract.policy_number == row.policy:
        return True
    return row.imei is not None and any(box.imei == row.imei for box in record.boxes)


def _change(row: ReadRow, placed: Placed, on_record: OnRecord) -> Change:
    record = next(iter(on_record.of_policy.get(row.policy or "", ())), None)
    box = None if row.imei is None else on_record.of_imei.get(row.imei)
    if box is None and record is not None and len(record.boxes) == 1:
        box = record.boxes[0]
    before = flat(None if record is None else record.contract, box)
    after = {**before, **flat(placed.contract, placed.box)}
    gone = {column: "" for column in placed.changed if row.values.get(column) is None and column in row.values}
    after |= gone
    cells = tuple((column, before.get(column, ""), after.get(column, "")) for column in placed.changed)
    return Change(row.line, row.policy or (row.imei or ""), cells)
