"""The files the map's page may ask for, by the name it asks with. There is no other.

A list instead of a folder: nothing that a page could write in an address leads out of it.
"""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent

GROUND: Final = _ROOT / "map" / "ground.bin"
"""The same background as paths of Qt, for the drawn map; ``packaging/assets/draw_ground.py`` writes it."""

BACKGROUND: Final = "background.json"
PAGE: Final = "page.html"


@dataclass(frozen=True, slots=True)
class MapFile:
    """A file as it is served. ``kind`` is its MIME type."""

    kind: str
    read: Callable[[], bytes]


def map_file(name: str) -> MapFile | None:
    """Return the file of that name; None = there is none, whatever stands on the disk."""
    return _FILES.get(name)


def read_background() -> bytes:
    """Return what the map is drawn on: GeoJSON with features of a ``kind``, and ``places`` beside them."""
    return gzip.decompress((_ROOT / "geo" / "background.gz").read_bytes())


def _plain(folder: str, name: str) -> Callable[[], bytes]:
    return (_ROOT / folder / name).read_bytes


_FILES: Final[Mapping[str, MapFile]] = {
    PAGE: MapFile("text/html", _plain("map", PAGE)),
    "desk.js": MapFile("text/javascript", _plain("map", "desk.js")),
    "desk.css": MapFile("text/css", _plain("map", "desk.css")),
    "leaflet.js": MapFile("text/javascript", _plain("leaflet", "leaflet.js")),
    "leaflet.css": MapFile("text/css", _plain("leaflet", "leaflet.css")),
    BACKGROUND: MapFile("application/json", read_background),
}
