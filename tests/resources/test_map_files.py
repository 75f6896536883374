"""The page of the map: what folium writes, libraries as they came, and no file beside the list."""

import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from resources.map_files import BACKGROUND, PAGE, map_file, read_background
from tests.support.processes import ROOT


def _script() -> ModuleType:
    path = ROOT / "packaging" / "assets" / "render_map.py"
    spec = importlib.util.spec_from_file_location("render_map", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_folium_writes() -> None:
    page = map_file(PAGE)
    assert page is not None
    assert page.read().decode() == _script().page(), "run packaging/assets/render_map.py --accept"


def test_the_page_names_nothing_on_the_network() -> None:
    page = map_file(PAGE)
    assert page is not None
    assert b"http://" not in page.read()
    assert b"https://" not in page.read()


@pytest.mark.parametrize("name", ["leaflet.js", "leaflet.css", "desk.js", "desk.css", BACKGROUND])
def test_every_file_of_the_page_is_there(name: str) -> None:
    file = map_file(name)
    assert file is not None
    assert file.read()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "../geo/LICENSE",
        "..%2fgeo/LICENSE",
        "/etc/passwd",
        "LICENSE",
        "page.html/",
        "desk.js\0",
        "geo/background.gz",
    ],
)
def test_there_is_no_other_file(name: str) -> None:
    assert map_file(name) is None


def test_leaflet_is_as_it_came() -> None:
    folder = ROOT / "resources" / "leaflet"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    assert sums == {path.name: _sum(path) for path in folder.iterdir() if path.name != "SHA256SUMS"}


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_background_has_what_is_drawn() -> None:
    background = json.loads(read_background())
    kinds = [feature["properties"]["kind"] for feature in background["features"]]
    assert kinds == ["land", "land", "border", "border", "belgium", "canton"], "in the order of painting"
    names = {name for name, _longitude, _latitude, _rank in background["places"]}
    assert {"Brussel / Bruxelles", "Bertem", "Lille", "Maastricht", "Aachen"} <= names
