"""One row of an import: read cell by cell, then laid over what is on record.

``place`` is the one function behind checking, putting in place and mending by hand, so that what a dry run promises is
what happens.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, cast

from app.domain.box import Box
from app.domain.ids import ContractId, Imei
from app.domain.imports import ImportKind
from app.domain.subscription import Contract
from app.usecases.import_cells import CellFault, CellValue, shown_safely
from app.usecases.import_columns import BY_NAME, columns_of
from app.usecases.import_files import RawRow
from app.usecases.import_merge import RowFault, RowValues, changed_columns, flat, merged_box, merged_contract
from app.usecases.record_text import CarRecord


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file.

    Attributes:
        line: From 1; 0 = of the file as a whole.
        column: "" = of the row as a whole.
        shown: What was typed, so that it can be shown anywhere; "" = nothing was.
        code: Stable word; ``ui.contracts.words`` has the sentence that says what to do.
        detail: What that sentence needs.
    """

    line: int
    column: str
    shown: str
    code: str
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row whose every cell could be read."""

    line: int
    values: RowValues

    @property
    def policy(self) -> str | None:
        """The policy it names."""
        return cast("str | None", self.values.get("policy_number"))  # its reader gives text, as do the two below

    @property
    def imei(self) -> Imei | None:
        """The box it names."""
        return cast("Imei | None", self.values.get("imei"))

    @property
    def plate(self) -> str | None:
        """The plate it names."""
        return cast("str | None", self.values.get("plate"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A row laid over what is on record.

    Attributes:
        contract: To be stored; None = the row leaves it as it is, or is of none.
        box: The same.
        changed: The columns that say something else than before; all that are known, of what is new.
        is_new: Nothing of the row was on record.
    """

    contract: Contract | None
    box: Box | None
    changed: tuple[str, ...]
    is_new: bool


_UNKNOWN_COLUMN: Final = "unknown_column"


def read_row(raw: RawRow, kind: ImportKind) -> tuple[ReadRow | None, list[Fault]]:
    """Return the row read, or everything that is wrong with it."""
    readers = _readers(raw.columns, kind)
    values: dict[str, CellValue | None] = dict.fromkeys(readers)
    faults = []
    for name, typed in raw.cells.items():
        read = readers.get(name)
        if read is None:
            continue
        try:
            values[name] = read(typed)
        except CellFault as fault:
            faults.append(Fault(raw.line, name, shown_safely(typed), fault.code, fault.detail))
    broken = {fault.column for fault in faults}
    missing = [name for name in _needed(kind) if values.get(name) is None and name not in broken]
    faults += [Fault(raw.line, name, "", "needed", {}) for name in missing]
    return (None, faults) if faults else (ReadRow(raw.line, values), [])


@lru_cache(maxsize=64)
def _readers(columns: frozenset[str], kind: ImportKind) -> Mapping[str, Callable[[str], CellValue]]:
    """Return how a cell is read, for the columns that a file of this kind may have, in their order."""
    return {column.name: column.read for column in columns_of(kind) if column.name in columns}


@cache
def _needed(kind: ImportKind) -> tuple[str, ...]:
    return tuple(column.name for column in columns_of(kind) if kind in column.needed)


def unknown_columns(raw: RawRow, kind: ImportKind) -> list[Fault]:
    """Return a fault for every column that a file of this kind does not have."""
    allowed = {column.name for column in columns_of(kind)}
    strange = sorted(name for name in raw.columns if name and name not in allowed)
    return [
        Fault(0, shown_safely(name), "", "column_of_other_kind" if name in BY_NAME else _UNKNOWN_COLUMN, {})
        for name in strange
    ]


def place(row: ReadRow, kind: ImportKind, record: CarRecord | None, box: Box | None, new_id: ContractId) -> Placed:
    """Lay a row over what is on record.

    Args:
        row: As read.
        kind: What a row of its file is.
        record: Of the policy the row names; None = there is none.
        box: That the row names; None = there is none, or it names none.
        new_id: Of a contract that is not on record yet.

    Raises:
        RowFault: It cannot be put on record.
    """
    before = None if record is None else record.contract
    contract = before
    if kind is ImportKind.CONTRACTS:
        contract = merged_contract(row.values, before, new_id)
    elif row.policy is not None and before is None:
        raise RowFault("unknown_policy", "policy_number")
    if box is None and row.imei is None and record is not None and len(record.boxes) == 1:
        box = record.boxes[0]
    box_after = merged_box(row.values, box, contract)
    if before is None and box is None:
        said = tuple(name for name, value in row.values.items() if value is not None)
        return Placed(contract, box_after, said, is_new=True)
    if contract == before and box_after == box:
        return Placed(None, None, (), is_new=False)
    changed = changed_columns(flat(before, box), flat(contract, box_after))
    has_moved = box is not None and box_after is not None and box.contract_id != box_after.contract_id
    return Placed(
        contract=None if contract == before else contract,
        box=None if box_after == box else box_after,
        changed=(*changed, "policy_number") if has_moved and "policy_number" not in changed else changed,
        is_new=False,
    )


def fault_of(row: ReadRow, fault: RowFault) -> Fault:
    """Return what is wrong with a row, with what it says there."""
    value: Any = row.values.get(fault.column)
    return Fault(row.line, fault.column, "" if value is None else shown_safely(str(value)), fault.code, fault.detail)
