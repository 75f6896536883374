"""Write ``resources/map/ground.bin``: the background of the map as paths of Qt, ready to be painted.

Both maps show the same background. Leaflet reads it as GeoJSON in a process of its own; the drawn map would hold the
screen for 200 ms while it parses 70,000 points, so it gets them as Qt reads them: in some milliseconds.

    python packaging/assets/draw_ground.py           # say whether the file is what the background gives
    python packaging/assets/draw_ground.py --accept  # write it
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from PySide6.QtCore import QBuffer, QByteArray, QDataStream, QIODevice, QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from resources.map_files import GROUND, read_background
from ui.map.ground import KINDS, MAGIC, STREAM, world_point

BELGIUM = (50.64, 4.67)
"""What positions are relative to: single precision is then finest where it matters, 4 cm in Belgium."""

CELL = 4096.0
"""Lines that begin in the same square of so many units of the world (some 100 km) are one path."""


def ground() -> bytes:
    """Return the file, the same every time."""
    background = json.loads(read_background())
    origin = world_point(*BELGIUM)
    origin = QPointF(round(origin.x()), round(origin.y()))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    stream = QDataStream(buffer)
    stream.setVersion(STREAM)
    stream.writeUInt32(MAGIC)
    stream << origin
    stream.setFloatingPointPrecision(QDataStream.FloatingPointPrecision.SinglePrecision)
    paths = [(feature, path) for feature in background["features"] for path in _paths(feature["geometry"], origin)]
    stream.writeUInt32(len(paths))
    for feature, path in paths:
        stream.writeUInt8(KINDS.index(feature["properties"]["kind"]))
        stream << path
    places = background["places"]
    stream.writeQString("\n".join(name for name, _lon, _lat, _rank in places))
    stream << QPolygonF([world_point(lat, lon) - origin for _name, lon, lat, _rank in places])
    stream << QByteArray(bytes(rank for _name, _lon, _lat, rank in places))
    buffer.close()
    return bytes(content.data())


def _paths(geometry: dict[str, Any], origin: QPointF) -> Iterator[QPainterPath]:
    """Give every polygon with its holes, and the lines of every square, as a path: what is not seen costs nothing."""
    if geometry["type"] == "MultiPolygon":
        for rings in geometry["coordinates"]:
            path = QPainterPath()
            for ring in rings:
                path.addPolygon(_points(ring, origin))
            yield path
        return
    cells: dict[tuple[float, float], QPainterPath] = {}
    for line in geometry["coordinates"]:
        points = _points(line, origin)
        cell = points[0].x() // CELL, points[0].y() // CELL
        cells.setdefault(cell, QPainterPath()).addPolygon(points)
    yield from cells.values()


def _points(positions: list[tuple[float, float]], origin: QPointF) -> QPolygonF:
    return QPolygonF([world_point(latitude, longitude) - origin for longitude, latitude in positions])


def main() -> int:
    """Compare or write, and say which."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="write the file instead of comparing")
    if parser.parse_args().accept:
        GROUND.write_bytes(ground())
    elif ground() != GROUND.read_bytes():
        print(f"{GROUND} is not what the background gives", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
