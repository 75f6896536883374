"""A recorded acceleration as a table of text: ``t_s``, then ``ax_g``, ``ay_left_g``, ``az_right_g`` and the like.

Axes are SAE J1733 (x forward, y right, z down), in g, gravity in or out. Several columns of one axis are several
sensors on the same car and are averaged, as the crash laboratories do. An axis without a column was not measured. A
column that looks like an acceleration but is not spelt like one is refused: taken for absent, it would make a crash
look smaller. Columns of anything else are not looked at.

Laboratories and telephones write what they like: cells left empty or NaN, several rows under one rounded time, rows in
the order in which threads came to write them, semicolons with decimal commas. None of that makes a crash unreadable, so
it is repaired here, counted, and said with the result. What cannot be meant is refused with its place.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Final

import numpy as np

from services.detection.trace import Booleans, Floats

_TIME: Final = "t_s"
_ACCELERATION: Final = re.compile(r"a([xyz])(_.+)?_g")
_LOOKS_LIKE_ACCELERATION: Final = re.compile(r"a[xyz]?(_|$)")
_FEWEST_SAMPLES: Final = 2
_NOT_SAID: Final = frozenset({"", "nan", "na", "n/a", "null", "none", "-"})
_DELIMITERS: Final = (";", "\t", ",")


class RecordingError(ValueError):
    """The table cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Columns of a table: SAE J1733 axes in g, gravity in or out.

    Attributes:
        times_s: Rising; steps may vary.
        samples_g: N rows of x, y, z; zeros where an axis was not measured.
        measured: Which of x, y, z there are.
        repeated_times: Rows under the time of another row: the same reading again was left out, others were spread
            over the time to the next row.
        missing_cells: Readings that were not there and were taken from the line between their neighbours.
        out_of_order: Rows that stood after a later one.
    """

    times_s: Floats
    samples_g: Floats
    measured: tuple[bool, bool, bool]
    repeated_times: int = 0
    missing_cells: int = 0
    out_of_order: int = 0


def read_recording(lines: Iterable[str]) -> Recording:
    """Return the recording in the lines of a table.

    Raises:
        RecordingError: A column is missing or misspelt, a cell is no number, or there is nothing to measure.
    """
    names, rows, decimal_sign = _opened(lines)
    columns = _columns(names)
    wanted = [names.index(_TIME), *(index for indices in columns for index in indices)]
    cells = np.array(list(_read(rows, wanted, len(names), decimal_sign)), dtype=np.float64).reshape(-1, len(wanted))
    timed = cells[np.isfinite(cells[:, 0])]
    out_of_order = int(np.count_nonzero(np.diff(timed[:, 0]) < 0))
    table, times_s, repeated = _spread(timed[np.argsort(timed[:, 0], kind="stable")])
    if len(times_s) < _FEWEST_SAMPLES:
        raise RecordingError("fewer than two samples")
    axes, missing_cells = _axes(times_s, table[:, 1:], [len(indices) for indices in columns])
    x, y, z = (axis is not None for axis in axes)
    samples_g = np.column_stack([np.zeros(len(times_s)) if axis is None else axis for axis in axes])
    return Recording(times_s, samples_g, (x, y, z), repeated, missing_cells, out_of_order)


def _opened(lines: Iterable[str]) -> tuple[list[str], Iterator[tuple[int, list[str]]], str]:
    """Names of the columns, the rows with their line numbers, and the decimal sign."""
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip() and line[:1] != "#")
    first_number, head = next(numbered, (0, ""))
    delimiter = next((sign for sign in _DELIMITERS if sign in head), ",")
    names = [name.strip().lower() for name in next(csv.reader([head.strip()], delimiter=delimiter), [])]
    decimal_sign = "." if delimiter == "," else ","
    kept: list[int] = [first_number]

    def texts() -> Iterator[str]:
        for number, line in numbered:
            kept.append(number)
            yield line

    return names, ((kept[-1], row) for row in csv.reader(texts(), delimiter=delimiter)), decimal_sign


def _columns(names: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """Indices of the columns of x, y and z."""
    if _TIME not in names:
        raise RecordingError("no column t_s")
    columns: dict[str, list[int]] = {"x": [], "y": [], "z": []}
    for index, name in enumerate(names):
        match = _ACCELERATION.fullmatch(name)
        if match:
            columns[match[1]].append(index)
        elif _LOOKS_LIKE_ACCELERATION.match(name):
            raise RecordingError(f"column {name!r} is none of ax_g, ay_g, az_g or a<axis>_<name>_g")
    if not any(columns.values()):
        raise RecordingError("no acceleration column (ax_g, ay_g, az_g)")
    return columns["x"], columns["y"], columns["z"]


def _read(
    rows: Iterable[tuple[int, Sequence[str]]], wanted: Sequence[int], width: int, decimal_sign: str
) -> Iterator[list[float]]:
    for line, row in rows:
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            raise RecordingError(f"line {line}: {len(row)} cells where the header has {width}")
        yield [_number(row[index], line, decimal_sign) for index in wanted]


def _number(cell: str, line: int, decimal_sign: str) -> float:
    """Return a cell as a number; NaN when it says that there is none."""
    text = cell.strip()
    try:
        number = float(text.replace(decimal_sign, "."))
    except ValueError as error:
        if text.lower() in _NOT_SAID:
            return nan
        raise RecordingError(f"line {line}: {error}") from error
    return number if isfinite(number) else nan


def _spread(table: Floats) -> tuple[Floats, Floats, int]:
    """Return rows with rising times: of those under one time, the same reading counts once and others are spread."""
    is_later = np.concatenate((np.ones(min(1, len(table)), dtype=np.bool_), np.diff(table[:, 0]) > 0))
    repeated = int(np.count_nonzero(~is_later))
    if not repeated:
        return table, table[:, 0], 0
    is_new = is_later | _differs(table)
    table, starts = table[is_new], np.flatnonzero(is_later[is_new])
    counts = np.diff(np.append(starts, len(table)))
    steps_s = np.diff(table[starts, 0]) / counts[:-1]
    usual_s = float(np.median(steps_s)) if len(steps_s) else 0.0
    each_s = np.minimum(np.append(steps_s, usual_s), usual_s)
    within = np.arange(len(table)) - np.repeat(starts, counts)
    times_s = table[:, 0] + within * np.repeat(each_s, counts)
    rising = np.concatenate(([True], np.diff(times_s) > 0))
    return table[rising], times_s[rising], repeated


def _differs(table: Floats) -> Booleans:
    """Whether a row says something else than the row before it."""
    same = np.all((table[1:] == table[:-1]) | (np.isnan(table[1:]) & np.isnan(table[:-1])), axis=1)
    return np.concatenate(([True], ~same))


def _axes(times_s: Floats, columns: Floats, widths: Iterable[int]) -> tuple[list[Floats | None], int]:
    """Return each axis, None where nothing was measured, and how many readings had to be filled in."""
    axes: list[Floats | None] = []
    filled, end = 0, 0
    for width in widths:
        start, end = end, end + width
        axis, gaps = _axis(times_s, columns[:, start:end])
        axes.append(axis)
        filled += gaps
    if all(axis is None for axis in axes):
        raise RecordingError("no acceleration in any row")
    return axes, filled


def _axis(times_s: Floats, sensors: Floats) -> tuple[Floats | None, int]:
    """Mean of the sensors of one axis; where all of them are silent, the line between the neighbours."""
    counts = np.count_nonzero(np.isfinite(sensors), axis=1)
    there = counts > 0
    if not there.any():
        return None, 0
    means = np.nansum(sensors, axis=1) / np.maximum(counts, 1)
    gaps = int(np.count_nonzero(~there))
    return (np.interp(times_s, times_s[there], means[there]) if gaps else means), gaps
