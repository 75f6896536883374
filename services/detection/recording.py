"""A recorded acceleration as a table of text: ``t_s``, then ``ax_g``, ``ay_left_g``, ``az_right_g`` and the like.

Axes are SAE J1733 (x forward, y right, z down), in g, gravity in or out. Several columns of one axis are several
sensors on the same car and are averaged, as the crash laboratories do. An axis without a column was not measured. A
column that looks like an acceleration but is not spelt like one is refused: taken for absent, it would make a crash
look smaller.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np

from services.detection.trace import Floats

_TIME: Final = "t_s"
_ACCELERATION: Final = re.compile(r"a([xyz])(_.+)?_g")
_LOOKS_LIKE_ACCELERATION: Final = re.compile(r"a[xyz]?(_|$)")
_FEWEST_SAMPLES: Final = 2


class RecordingError(ValueError):
    """The table cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Columns of a table: SAE J1733 axes in g, gravity in or out.

    Attributes:
        times_s: Rising; steps may vary.
        samples_g: N rows of x, y, z; zeros where an axis was not measured.
        measured: Which of x, y, z there are.
        repeated_times: Rows left out because their time was that of the row before.
    """

    times_s: Floats
    samples_g: Floats
    measured: tuple[bool, bool, bool]
    repeated_times: int = 0


def read_recording(lines: Iterable[str]) -> Recording:
    """Return the recording in the lines of a CSV table.

    Raises:
        RecordingError: A column is missing or misspelt, a cell is no number, time runs backwards, or there is nothing
        to measure.
    """
    rows = csv.reader(lines)
    names = [name.strip().lower() for name in next(rows, [])]
    columns = _columns(names)
    values = _values(rows, len(names))
    times_s = values[:, names.index(_TIME)]
    steps_s = np.diff(times_s)
    if np.any(steps_s < 0):
        raise RecordingError(f"time runs backwards after t_s = {times_s[int(np.argmax(steps_s < 0))]:g}")
    kept = np.concatenate(([True], steps_s > 0))
    if np.count_nonzero(kept) < _FEWEST_SAMPLES:
        raise RecordingError("fewer than two samples")
    axes = [values[:, indices].mean(axis=1) if indices else np.zeros(len(values)) for indices in columns]
    x, y, z = (bool(indices) for indices in columns)
    return Recording(times_s[kept], np.column_stack(axes)[kept], (x, y, z), int(np.count_nonzero(~kept)))


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


def _values(rows: Iterable[Sequence[str]], width: int) -> Floats:
    values = [_numbers(row, width, line) for line, row in enumerate(rows, start=2) if row]
    return np.array(values, dtype=np.float64).reshape(len(values), width)


def _numbers(row: Sequence[str], width: int, line: int) -> list[float]:
    if len(row) != width:
        raise RecordingError(f"line {line}: {len(row)} cells where the header has {width}")
    try:
        numbers = [float(cell) for cell in row]
    except ValueError as error:
        raise RecordingError(f"line {line}: {error}") from error
    if not all(isfinite(number) for number in numbers):
        raise RecordingError(f"line {line}: not a finite number")
    return numbers
