"""Imports of contracts and boxes: sent in pieces, checked whole, then put in place."""

from collections.abc import Mapping
from typing import Final

from pydantic import Base64Bytes, Field

from app.api.model import ApiModel
from app.domain.imports import ImportKind, ImportStage

MOST_FILE_BYTES: Final = 512 * 1024 * 1024
"""Four times what 200,000 contracts take with every column filled in."""

MOST_PART_BYTES: Final = 128 * 1024


class BeginImport(ApiModel):
    """POST /v1/imports. ``size_bytes`` of the whole file: one that is too large is refused before it is sent."""

    kind: ImportKind
    size_bytes: int = Field(ge=0)


class ImportPart(ApiModel):
    """POST /v1/imports/{id}/parts: the next bytes, in base64. The same part again changes nothing."""

    offset: int = Field(ge=0)
    content: Base64Bytes = Field(max_length=MOST_PART_BYTES * 2)


class ImportFault(ApiModel):
    """One thing that is wrong with a file.

    Attributes:
        line: From 1; 0 = of the file as a whole. Of JSON: which element of the list.
        column: "" = of the row as a whole.
        shown: What was typed, shortened and without signs that nobody sees.
        code: ``ui.contracts.words`` has the sentence that says what to do.
        detail: What that sentence needs.
    """

    line: int
    column: str
    shown: str
    code: str
    detail: Mapping[str, str]


class CellChange(ApiModel):
    """One cell that would say something else."""

    column: str
    before: str
    after: str


class ImportChange(ApiModel):
    """One record that would change. ``key``: its policy, or of a box alone its IMEI."""

    line: int
    key: str
    cells: tuple[CellChange, ...]


class ImportInfo(ApiModel):
    """How far an import is.

    Attributes:
        rows_expected: Lines of the file, about; 0 = not known.
        rows: Read and checked.
        to_place: Rows that change something; ``placed`` of them are in place.
        fault_count: May be more than there are ``faults``: only the first are kept.
        changes: The first records that change; the new ones are only counted.
        failure: Why it failed, in technical words; "" = it did not.
    """

    import_id: str
    kind: ImportKind
    stage: ImportStage
    received_bytes: int
    rows_expected: int
    rows: int
    added: int
    changed: int
    unchanged: int
    to_place: int
    placed: int
    fault_count: int
    faults: tuple[ImportFault, ...]
    changes: tuple[ImportChange, ...]
    failure: str


class ColumnInfo(ApiModel):
    """One column an import may have."""

    name: str
    means: str
    example: str
    is_needed: bool


class ColumnsInfo(ApiModel):
    """GET /v1/imports/columns/{kind}. ``template``: a CSV file with every column and one made-up row."""

    kind: ImportKind
    columns: tuple[ColumnInfo, ...]
    template: str
