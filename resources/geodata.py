"""Read the geodata that ``packaging/geodata/build.py`` makes: packed polygons, lines, places and tables.

A packed file is a gzip stream of one line of JSON, which names columns and their lengths, and then the columns: 32-bit
integers whose four bytes stand in four planes. Whole steps of a fraction of a degree, as differences to the value
before, compress to a third of what doubles need, and numpy reads them back without a loop. What the data mean is known
to ``app.geography``; this module only locates and unpacks.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FOLDER: Final = Path(__file__).parent / "geo"

Numbers = NDArray[np.integer[Any]]
Points = NDArray[np.float64]


class GeodataError(ValueError):
    """A file of the geodata is damaged; the message names it."""


@dataclass(frozen=True)
class PackedShapes:
    """Polygons or lines as flat arrays.

    Attributes:
        codes: Owners, by index.
        owners: Index of the owner of each part.
        ring_offsets: Where the rings of each part begin among the rings, one more than there are parts.
        point_offsets: Where the points of each ring begin among the points, one more than there are rings.
        points: (longitude, latitude) in degrees; of the border (east, north) in the metres of Belgian Lambert 2008.
    """

    codes: tuple[str, ...]
    owners: Numbers
    ring_offsets: Numbers
    point_offsets: Numbers
    points: Points


@dataclass(frozen=True)
class PackedPlaces:
    """Named points in the order of their latitude.

    Attributes:
        names: Of each place.
        points: (longitude, latitude) in degrees.
    """

    names: tuple[str, ...]
    points: Points


def read_shapes(name: str) -> PackedShapes:
    """Return the polygons or lines of a file.

    Raises:
        FileNotFoundError: The product ships none of that name.
        GeodataError: The file is damaged.
    """
    with _named(name):
        head, column = _read(name)
        return PackedShapes(
            codes=tuple(head["codes"]),
            owners=column["owners"],
            ring_offsets=_offsets(column["rings"]),
            point_offsets=_offsets(column["points"]),
            points=_points(column, head["scale"]),
        )


def read_places(name: str) -> PackedPlaces:
    """Return the named points of a file.

    Raises:
        FileNotFoundError: The product ships none of that name.
        GeodataError: The file is damaged.
    """
    with _named(name):
        head, column = _read(name)
        return PackedPlaces(names=tuple(head["names"]), points=_points(column, head["scale"]))


def read_table(name: str) -> Any:  # noqa: ANN401 - JSON; app.geography knows its shape
    """Return the JSON of a file.

    Raises:
        FileNotFoundError: The product ships none of that name.
        GeodataError: The file is damaged.
    """
    with _named(name):
        return json.loads(_unpacked(name))


def credits_text() -> str:
    """Return whose data this is and under which licences, for the about box."""
    return (FOLDER / "LICENSE").read_text(encoding="utf-8")


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error, KeyError, TypeError, ValueError) as fault:
        raise GeodataError(f"{name}.gz: {type(fault).__name__}, {fault}") from fault


def _read(name: str) -> tuple[dict[str, Any], dict[str, Numbers]]:
    line, _newline, planes = _unpacked(name).partition(b"\n")
    head = json.loads(line)
    columns: dict[str, Numbers] = {}
    start = 0
    for title, length in head["columns"]:
        end = start + 4 * length
        columns[title] = np.frombuffer(planes[start:end], np.uint8).reshape(4, length).T.copy().view("<i4").ravel()
        start = end
    if start != len(planes):
        raise ValueError(f"holds {len(planes)} bytes of columns where {start} are announced")
    return head, columns


def _unpacked(name: str) -> bytes:
    return gzip.decompress((FOLDER / f"{name}.gz").read_bytes())


def _offsets(counts: Numbers) -> Numbers:
    return np.concatenate(([0], np.cumsum(counts)), dtype=np.int64)


def _points(column: dict[str, Numbers], scale: int) -> Points:
    steps = [np.cumsum(column[axis], dtype=np.int32) for axis in ("x", "y")]  # wraps around as the differences did
    return np.column_stack(steps) / scale
