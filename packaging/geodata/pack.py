"""Write polygons and lines as the compact arrays that ``resources.geodata`` reads.

WKB of seven-decimal degrees hardly compresses: the eight bytes of a double look like noise. Whole 1e-7 degrees as
differences to the point before compress to a third of that, and numpy reads them back without a loop.

A file is a gzip stream of one line of JSON, which names the columns, their lengths and what else is to know, and then
the columns: 32-bit integers whose four bytes stand in four planes. The gzip header carries no time and no name, so that
the same data gives the same bytes.
"""

import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely

Column = Sequence[int] | np.ndarray

SCALE = 10_000_000
"""Steps per degree: one is 1.1 cm."""

STEPS_PER_METRE = 100


def write_polygons(path: Path, parts: Sequence[tuple[str, shapely.Polygon]]) -> None:
    """Write polygons, each with the code of its owner; equal codes may stand in any number of parts."""
    rings = [[part.exterior, *part.interiors] for _code, part in parts]
    _write(path, [code for code, _part in parts], [[np.asarray(ring.coords) for ring in group] for group in rings])


def write_metric_lines(path: Path, lines: Iterable[shapely.LineString]) -> None:
    """Write lines without owners, whose points are metres, to the centimetre."""
    groups = [[np.asarray(line.coords)] for line in lines]
    _write(path, [""] * len(groups), groups, STEPS_PER_METRE)


def write_places(path: Path, places: Sequence[tuple[str, float, float]]) -> None:
    """Write (name, longitude, latitude), in the order given."""
    x, y = _differences(np.array([(longitude, latitude) for _name, longitude, latitude in places]), SCALE)
    _write_columns(path, {"names": [name for name, _x, _y in places], "scale": SCALE}, {"x": x, "y": y})


def write_gzip(path: Path, content: bytes) -> None:
    """Write bytes so that the same content always gives the same file."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as packed:
        packed.write(content)
    path.write_bytes(buffer.getvalue())


def write_json(path: Path, content: object) -> None:
    """Write JSON, packed, in the order given."""
    write_gzip(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _write(path: Path, owners: list[str], groups: list[list[np.ndarray]], scale: int = SCALE) -> None:
    codes = sorted(set(owners))
    rings = [ring for group in groups for ring in group]
    x, y = _differences(np.concatenate(rings), scale)
    columns = {
        "owners": [codes.index(owner) for owner in owners],
        "rings": [len(group) for group in groups],
        "points": [len(ring) for ring in rings],
        "x": x,
        "y": y,
    }
    _write_columns(path, {"codes": codes, "scale": scale}, columns)


def _write_columns(path: Path, head: dict[str, object], columns: Mapping[str, Column]) -> None:
    lengths = [[title, len(values)] for title, values in columns.items()]
    line = json.dumps({"columns": lengths, **head}, ensure_ascii=False).encode()
    write_gzip(path, line + b"\n" + b"".join(_planes(values) for values in columns.values()))


def _differences(points: np.ndarray, scale: int) -> tuple[np.ndarray, np.ndarray]:
    steps = np.rint(points * scale).astype(np.int64)
    x, y = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).T
    return x, y


def _planes(values: Column) -> bytes:
    whole = np.asarray(values).astype(
        "<i4"
    )  # half the globe is more than 31 bits: it wraps, and so do the sums read back
    return whole.view(np.uint8).reshape(-1, 4).T.tobytes()
