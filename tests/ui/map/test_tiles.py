"""Tiles of the centre: only by its setting, only tiles, only from there; what fails leaves the shipped ground."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.service import MapTiles
from tests.support.cases import a_full_case, a_place, an_ecall
from tests.support.contract import a_snapshot
from tests.support.qt import colours_of, picture_of
from tests.support.tile_server import COLOUR, TileHouse, a_tile_server
from ui.map.colours import map_colours
from ui.map.presenter import MapPresenter
from ui.map.tiles import CLOSEST, Tile, tile_of
from ui.map.view import SANDBOX_OFF, MapView
from ui.map.web_map import WebMap
from ui.rows import Rows
from ui.theme.tokens import LIGHT

LOADED_IN_MS = 20_000
CREDIT = "© Centre <b>maps</b>"


class Screen:
    """A map panel with a case near Bertem on it."""

    def __init__(self, tiles: MapTiles | None) -> None:
        self.view, rows = MapView(tiles=tiles), Rows()
        presenter = MapPresenter(self.view, rows, self)
        self.view.connect_to(presenter)
        self.view.retranslate()
        self.view.resize(QSize(480, 360))
        self.view.show()
        rows.replace(a_snapshot())
        place = a_place(latitude_deg=50.8601, longitude_deg=4.6234)
        presenter.on_case(a_full_case(place=place, ecalls=(an_ecall(),)))

    def open_case(self, case_id: object) -> None:
        """Nobody clicks."""

    @property
    def web(self) -> WebMap:
        assert isinstance(self.view.live, WebMap)
        return self.view.live

    def until_there(self, qtbot: QtBot) -> None:
        """Wait until the page has painted its first picture."""
        qtbot.waitUntil(lambda: isinstance(self.view.live, WebMap) and self.web.is_ready, timeout=LOADED_IN_MS)

    def ask(self, qtbot: QtBot, script: str) -> Any:  # noqa: ANN401 - JSON
        answers: list[str] = []
        self.web.page.runJavaScript(f"JSON.stringify({script})", answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
        return json.loads(answers[0])

    def colours(self) -> set[str]:
        return colours_of(picture_of(self.view), 2)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TileHouse]:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault(SANDBOX_OFF, "1")
    with a_tile_server(tmp_path) as house:
        yield house


@pytest.fixture
def screens(qapp: QApplication) -> Iterator[list[Screen]]:
    del qapp
    made: list[Screen] = []
    yield made
    for screen in made:
        shiboken6.delete(screen.view)


def tiles_of(house: TileHouse, kind: str) -> MapTiles:
    return MapTiles(address=f"{house.url}/{kind}/{{z}}/{{x}}/{{y}}.png?key=7", credit=CREDIT)


def test_the_tiles_of_the_setting_stand_on_the_map_with_their_credit_and_nothing_else_was_asked(
    house: TileHouse, screens: list[Screen], qtbot: QtBot
) -> None:
    screens.append(Screen(tiles_of(house, "good")))
    screens[0].until_there(qtbot)
    qtbot.waitUntil(lambda: COLOUR in screens[0].colours(), timeout=LOADED_IN_MS)
    credit = screens[0].ask(qtbot, 'document.querySelector(".leaflet-control-attribution").textContent')
    assert credit.endswith(CREDIT), "as it was written, not as HTML"
    assert "NGI" in credit
    asked = house.asked()
    assert [one for one in asked if not re.fullmatch(r"/good/\d+/\d+/\d+\.png\?key=7 None None", one)] == []
    assert screens[0].web.interceptor.attempts == 0, "the page itself asked nobody"
    assert screens[0].ask(qtbot, 'desk.map.getPane("names").style.display') == "none"


def test_without_the_setting_nothing_is_asked_and_a_page_that_asks_gets_none(
    house: TileHouse, screens: list[Screen], qtbot: QtBot
) -> None:
    screens.append(Screen(None))
    screens[0].until_there(qtbot)
    got = "fetch('tiles/12/2100/1372').then((got) => (window.got = got.ok), () => (window.got = false))"
    screens[0].ask(qtbot, f"(window.got = null, {got}, 1)")
    qtbot.waitUntil(lambda: screens[0].ask(qtbot, "window.got") is not None, timeout=20_000)
    assert screens[0].ask(qtbot, "window.got") is False
    assert screens[0].ask(qtbot, "desk.tiles.layer") is None
    assert screens[0].web.tiles is None
    assert house.asked() == []


@pytest.mark.parametrize("kind", ["gone", "words", "away"])
def test_a_tile_that_fails_leaves_the_shipped_ground_and_its_names(
    house: TileHouse, screens: list[Screen], qtbot: QtBot, kind: str
) -> None:
    screens.append(Screen(tiles_of(house, kind)))
    screens[0].until_there(qtbot)
    qtbot.waitUntil(lambda: bool(house.asked()), timeout=LOADED_IN_MS)
    qtbot.waitUntil(lambda: not screens[0].ask(qtbot, "desk.tiles.layer.isLoading()"), timeout=LOADED_IN_MS)
    colours = screens[0].colours()
    assert COLOUR not in colours
    assert map_colours(LIGHT).belgium.lower() in colours
    assert screens[0].ask(qtbot, 'desk.map.getPane("names").style.display') == ""
    assert all(one.startswith(f"/{kind}/") for one in house.asked()), "nobody is followed elsewhere"


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("/tiles/12/2100/1372", Tile(12, 2100, 1372)),
        ("/tiles/0/0/0", Tile(0, 0, 0)),
        ("/tiles/1/2/0", None),
        (f"/tiles/{CLOSEST + 1}/1/1", None),
        ("/tiles/12/-1/3", None),
        ("/tiles/12/2100/1372/../../x", None),
        ("/tiles/12/2100/1372?x=http://elsewhere", None),
        ("/page.html", None),
    ],
)
def test_only_tiles_that_exist_have_an_address(path: str, tile: Tile | None) -> None:
    assert tile_of(path) == tile
