"""Checked rows as they wait in a file until they are put in place: a line of JSON each, the columns named once.

The names of the columns stand in a line of their own before the first row that has them, and again when another row has
others; 200,000 rows take a third of what they would with every name in every row. The version before did write them so;
what it had decided before an update is read as well.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from app.usecases.import_rows import ReadRow

_BEGINS_COLUMNS: Final = "{"


class ReadyText:
    """Makes the lines of one file."""

    def __init__(self) -> None:
        self._columns: tuple[str, ...] = ()

    def lines(self, rows: Sequence[ReadRow]) -> Iterator[str]:
        """Yield the lines of the next rows."""
        for row in rows:
            columns = tuple(row.values)
            if columns != self._columns:
                self._columns = columns
                yield json.dumps({"columns": columns}) + "\n"
            yield json.dumps([row.line, *row.values.values()], ensure_ascii=False) + "\n"


def ready_rows(lines: Iterable[str]) -> Iterator[ReadRow]:
    """Yield the rows of such lines."""
    columns: tuple[str, ...] = ()
    for line in lines:
        read = json.loads(line)
        if line.startswith(_BEGINS_COLUMNS):
            columns = tuple(read["columns"])
        elif isinstance(read[1], dict):
            yield ReadRow(read[0], read[1])
        else:
            yield ReadRow(read[0], dict(zip(columns, read[1:], strict=True)))
