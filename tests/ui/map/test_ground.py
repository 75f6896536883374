"""The ground of the drawn map: the file is what the background gives, and lies where the background says."""

import importlib.util
import json

from resources.map_files import GROUND, read_background
from tests.support.processes import ROOT
from ui.map.ground import KINDS, Ground, world_point


def test_the_file_is_what_the_background_gives() -> None:
    path = ROOT / "packaging" / "assets" / "draw_ground.py"
    spec = importlib.util.spec_from_file_location("draw_ground", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert GROUND.read_bytes() == script.ground(), "run packaging/assets/draw_ground.py --accept"


def test_nothing_of_the_background_is_lost() -> None:
    background = json.loads(read_background())
    ground = Ground()
    corners = [(kind, path.elementCount()) for kind, _area, path in ground.shapes]
    for kind in KINDS:
        rings = [
            ring
            for feature in background["features"]
            if feature["properties"]["kind"] == kind
            for part in feature["geometry"]["coordinates"]
            for ring in (part if feature["geometry"]["type"] == "MultiPolygon" else [part])
        ]
        assert sum(count for own, count in corners if own == kind) == sum(map(len, rings))
    assert [(name, rank) for name, _spot, rank in ground.names] == [
        (name, rank) for name, _lon, _lat, rank in background["places"]
    ]


def test_a_name_stands_within_a_metre_of_its_place() -> None:
    name, longitude, latitude, _rank = next(
        place for place in json.loads(read_background())["places"] if place[0] == "Bertem"
    )
    ground = Ground()
    spot = next(spot for own, spot, _rank in ground.names if own == name)
    away = spot + ground.origin - world_point(latitude, longitude)
    assert away.manhattanLength() < 1 / 38  # a unit of the world is 38 m on the equator
