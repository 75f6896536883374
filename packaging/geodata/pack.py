"""Write polygons and lines as the compact arrays that ``resources.geodata`` reads.

WKB of seven-decimal degrees hardly compresses: the eight bytes of a double look like noise. Whole 1e-7 degrees as
differences to the point before compress to a third of that, and numpy reads them back without a loop.

A file is a gzip stream of one line of JSON (counts, codes) and then little-endian arrays, all values as 32-bit
integers whose four bytes stand in four planes: owner of each part, rings per part, points per ring, differences of x,
differences of y. The gzip header carries no time and no name, so that the same data gives the same bytes.
"""

import gzip
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import shapely

SCALE = 10_000_000
"""Steps per degree: one is 1.1 cm."""


def write_polygons(path: Path, parts: Sequence[tuple[str, shapely.Polygon]]) -> None:
    """Write polygons, each with the code of its owner; equal codes may stand in any number of parts."""
    rings = [[part.exterior, *part.interiors] for _code, part in parts]
    _write(path, [code for code, _part in parts], [[np.asarray(ring.coords) for ring in group] for group in rings])


def write_lines(path: Path, lines: Iterable[shapely.LineString]) -> None:
    """Write lines without owners."""
    groups = [[np.asarray(line.coords)] for line in lines]
    _write(path, [""] * len(groups), groups)


def write_gzip(path: Path, content: bytes) -> None:
    """Write bytes so that the same content always gives the same file."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as packed:
        packed.write(content)
    path.write_bytes(buffer.getvalue())


def write_json(path: Path, content: object) -> None:
    """Write JSON, packed, in the order given."""
    write_gzip(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _write(path: Path, owners: list[str], groups: list[list[np.ndarray]]) -> None:
    codes = sorted(set(owners))
    rings = [ring for group in groups for ring in group]
    steps = np.rint(np.concatenate(rings) * SCALE).astype(np.int64)
    differences = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    head = {"codes": codes, "parts": len(groups), "rings": len(rings), "points": len(steps), "scale": SCALE}
    arrays = (
        [codes.index(owner) for owner in owners],
        [len(group) for group in groups],
        [len(ring) for ring in rings],
        differences[:, 0],
        differences[:, 1],
    )
    write_gzip(path, json.dumps(head).encode() + b"\n" + b"".join(_planes(values) for values in arrays))


def _planes(values: Sequence[int] | np.ndarray) -> bytes:
    whole = np.asarray(values, dtype="<i4")
    return whole.view(np.uint8).reshape(-1, 4).T.tobytes()
