"""From the bytes of a file to its rows, however many there are: never more than one row in memory.

CSV is read by the csv module and JSON, one element of its list at a time, by the json module. What a spreadsheet does
to a file is undone here (a byte order mark, cp1252, a semicolon for a comma); what cannot be undone is said with its
line.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from app.usecases.import_cells import shown_safely

LONGEST_ROW: Final = 256 * 1024
"""Characters; a row of every column at its longest has a tenth of that."""

_PIECE: Final = 256 * 1024
_BYTE_ORDER_MARKS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
_SEPARATORS: Final = re.compile(r"[\s,]*")
_TEXT_KINDS: Final = (str, int, float)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it was typed: cells by column, without those that are empty.

    Attributes:
        line: Where it begins, as an editor counts; of JSON, which element it is. From 1.
        columns: Those the file has, or of JSON the row: an empty cell of one of them is "not known".
    """

    line: int
    cells: Mapping[str, str]
    columns: frozenset[str]


class FileFault(Exception):
    """The file, or the row at this line, cannot be read.

    Args:
        code: Stable snake_case word; ``ui.contracts.words`` has the sentence.
        line: From 1; 0 = of the file as a whole.
        detail: What the sentence needs.
    """

    def __init__(self, code: str, line: int = 0, **detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.detail: Mapping[str, str] = detail


def read_rows(path: Path) -> Iterator[RawRow]:
    """Yield the rows of a CSV or JSON file; which of the two it is, its first sign says.

    Raises:
        FileFault: When the file, or what comes next in it, cannot be read; nothing can be read after it.
    """
    with path.open("rb") as file:
        encoding = encoding_of(file)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        first = text.read(1)
        while first.isspace():
            first = text.read(1)
        if not first:
            raise FileFault("empty_file")
        text.seek(0)
        yield from (_json_rows if first in "[{" else _csv_rows)(text)


def encoding_of(file: BinaryIO) -> str:
    """Return how the characters of the file are written, and go back to its beginning.

    Raises:
        FileFault: ``utf_16``, ``wrong_encoding``, ``not_text``.
    """
    start = file.read(3)
    mark = next((name for bom, name in _BYTE_ORDER_MARKS.items() if start.startswith(bom)), "utf-8")
    if mark == "utf-16":
        raise FileFault("utf_16")
    file.seek(0)
    fits = _fits(file)
    file.seek(0)
    chosen = next((name for name in (mark, "cp1252") if fits[name.removesuffix("-sig")]), None)
    if chosen is None:
        raise FileFault("wrong_encoding")
    return chosen


def _fits(file: BinaryIO) -> dict[str, bool]:
    """Return which encodings the whole file can be of."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    fits = dict.fromkeys(decoders, True)
    while piece := file.read(_PIECE):
        if b"\0" in piece:
            raise FileFault("not_text")
        for name in [name for name, so_far in fits.items() if so_far]:
            fits[name] = _decodes(decoders[name], piece)
    fits["utf-8"] = fits["utf-8"] and _decodes(decoders["utf-8"], b"", final=True)
    return fits


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(text: io.TextIOWrapper) -> Iterator[RawRow]:
    head = _Lines(text)
    first = next((line for line in head if line.strip() and not line.casefold().startswith("sep=")), "")
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    (names,) = csv.reader([first], delimiter=delimiter)
    columns = _Columns(tuple(name.strip().casefold() for name in names))
    _refuse_twice(columns.names, head.line)
    reader = csv.reader(head, delimiter=delimiter, strict=True)
    while True:
        begins = head.line + 1
        try:
            row = next(reader, None)
        except csv.Error as fault:
            raise FileFault("broken_row", begins, reason=str(fault)) from fault
        if row is None:
            return
        cells = columns.cells(row, begins)
        if cells:
            yield RawRow(begins, cells, columns.all)


class _Columns:
    """The columns of a file, and how a row of it becomes cells."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.all = frozenset(names)

    def cells(self, row: Sequence[str], line: int) -> dict[str, str]:
        """Return the cells of a row that are not empty.

        Raises:
            FileFault: ``too_many_cells``.
        """
        if len(row) > len(self.names) and any(cell.strip() for cell in row[len(self.names) :]):
            raise FileFault("too_many_cells", line, cells=str(len(row)), columns=str(len(self.names)))
        return {name: bare for name, cell in zip(self.names, row, strict=False) if (bare := cell.strip())}


class _Lines:
    """The lines of a text, counted; one that never ends is not read to its end."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.line = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        read = self._text.readline(LONGEST_ROW)
        if not read:
            raise StopIteration
        self.line += 1
        if len(read) == LONGEST_ROW:
            raise FileFault("row_too_long", self.line)
        return read


def _refuse_twice(columns: Sequence[str], line: int) -> None:
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise FileFault("column_twice", line, column=shown_safely(twice))


def _json_rows(text: io.TextIOWrapper) -> Iterator[RawRow]:
    """Yield the objects of one list."""
    decoder = json.JSONDecoder()
    buffer = text.read(_PIECE).lstrip()
    if not buffer.startswith("["):
        raise FileFault("no_list")
    place, number = 1, 1
    while True:
        place = _past_separators(buffer, place)
        if buffer.startswith("]", place):
            return
        try:
            found, place = decoder.raw_decode(buffer, place)
        except ValueError as fault:
            piece = text.read(_PIECE)
            if not piece or len(buffer) - place > LONGEST_ROW:
                raise FileFault("broken_row", number, reason="JSON") from fault
            buffer, place = buffer[place:] + piece, 0
            continue
        yield _json_row(number, found)
        number += 1


def _past_separators(buffer: str, place: int) -> int:
    found = _SEPARATORS.match(buffer, place)
    return place if found is None else found.end()


def _json_row(number: int, found: object) -> RawRow:
    if not isinstance(found, dict):
        raise FileFault("no_object", number)
    for name, value in found.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, _TEXT_KINDS)):
            raise FileFault("no_plain_value", number, column=shown_safely(name))
    cells = {name.casefold(): str(value).strip() for name, value in found.items() if value is not None}
    return RawRow(number, {name: cell for name, cell in cells.items() if cell}, frozenset(cells) | _nulls(found))


def _nulls(found: Mapping[str, object]) -> frozenset[str]:
    return frozenset(name.casefold() for name, value in found.items() if value is None)
