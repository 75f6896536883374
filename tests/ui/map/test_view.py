"""The panel with both maps: words at once, a live page that never loads again, a renderer that dies, no way out.

One engine serves all tests of the module, as it serves one desk: starting it costs more than the rest together.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.api.queue import QueueRow
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from tests.conftest import WarningsSeen
from tests.support.cases import a_full_case, a_place, a_queue_row, an_ecall
from tests.support.contract import a_snapshot
from tests.support.qt import colours_of, picture_of, unnamed_controls
from ui.map.colours import map_colours
from ui.map.drawn_map import DrawnMap
from ui.map.presenter import MapPresenter
from ui.map.state import MapMove
from ui.map.view import SANDBOX_OFF, MapView
from ui.rows import Rows
from ui.shell.keys import FocusKeepsItsKeys
from ui.theme.appearance import Appearance
from ui.theme.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from ui.map.web_map import WebMap

SIZE = QSize(480, 360)
HERE = (50.8601, 4.6234)
TRACK = tuple((HERE[0] + step * 0.0004, HERE[1] - step * 0.004) for step in range(8, -1, -1))
OTHERS = (
    a_queue_row("c2", near=(50.87, 4.66), priority=Priority.TWO),
    a_queue_row("c3", near=(50.85, 4.58), priority=Priority.THREE),
)
LOADED_IN_MS = 20_000


class Screen:
    def __init__(self, application: QApplication, *, plain: bool) -> None:
        self.opened: list[CaseId] = []
        self.appearance = Appearance(application, dark=False)
        self.keys = FocusKeepsItsKeys(application)
        self.view, self.rows = MapView(plain=plain), Rows()
        self.presenter = MapPresenter(self.view, self.rows, self)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)

    def show(self, *others: QueueRow, heading_deg: int | None = 95) -> None:
        """Open the case near Bertem, with these beside it."""
        self.opened.clear()
        self.rows.replace(a_snapshot(*others))
        place = a_place(latitude_deg=HERE[0], longitude_deg=HERE[1], accuracy_m=80.0, heading_deg=heading_deg)
        self.presenter.on_case(a_full_case(place=place, ecalls=(an_ecall(track=TRACK),)))

    def close(self, application: QApplication) -> None:
        shiboken6.delete(self.view)
        shiboken6.delete(self.keys)
        application.setStyleSheet("")


@pytest.fixture
def plain(qapp: QApplication) -> Iterator[Screen]:
    screen = Screen(qapp, plain=True)
    yield screen
    screen.close(qapp)


@pytest.fixture(scope="module")
def engine(qapp: QApplication) -> Iterator[list[Screen]]:
    """Holds the one screen with an engine, once a test has made it."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault(SANDBOX_OFF, "1")
    made: list[Screen] = []
    yield made
    for screen in made:
        screen.close(qapp)


@pytest.fixture
def live(engine: list[Screen], qapp: QApplication, qtbot: QtBot) -> Screen:
    """The case and two others on a map that has painted them."""
    if not engine:
        engine.append(Screen(qapp, plain=False))
    (screen,) = engine
    screen.appearance.choose(dark=False)
    screen.show(*OTHERS)
    until_painted(screen, qtbot)
    return screen


def web_of(screen: Screen) -> "WebMap":
    from ui.map.web_map import WebMap

    assert isinstance(screen.view.live, WebMap)
    return screen.view.live


def until_painted(screen: Screen, qtbot: QtBot) -> None:
    """Wait until the page has painted the last thing it was told."""
    qtbot.waitUntil(lambda: screen.view.live is not None and web_of(screen).is_ready, timeout=LOADED_IN_MS)
    web = web_of(screen)
    with qtbot.waitSignal(web.painted, check_params_cb=lambda number: bool(number == web.number), timeout=20_000):
        web.move_map(MapMove.AROUND)


def until_seen(screen: Screen, qtbot: QtBot, colours: set[str]) -> None:
    """Wait until the panel has these colours: what the page painted, the window shows a frame later."""
    wanted = {colour.lower() for colour in colours}
    qtbot.waitUntil(lambda: wanted <= colours_of(picture_of(screen.view, SIZE), 1), timeout=20_000)


def ask(screen: Screen, qtbot: QtBot, script: str) -> Any:  # noqa: ANN401 - JSON
    """Return what a script of the page says; only text comes back whole."""
    answers: list[str] = []
    web_of(screen).page.runJavaScript(f"JSON.stringify({script})", answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    return json.loads(answers[0])


def test_place_and_coordinates_stand_before_any_map(plain: Screen) -> None:
    plain.show()
    assert plain.view.live is None
    assert plain.view.place.text() == "Bertem (3060), Belgium"
    assert plain.view.copy.text() == "50.86010 4.62340"
    plain.view.copy.click()
    assert QApplication.clipboard().text() == "50.86010 4.62340"


def test_without_a_case_nothing_is_started(plain: Screen, qtbot: QtBot) -> None:
    plain.presenter.refresh()
    picture_of(plain.view)
    qtbot.wait(120)
    assert plain.view.live is None
    assert plain.view.waiting.words.text() == "No case is open."


def until_drawn(screen: Screen, qtbot: QtBot) -> DrawnMap:
    qtbot.waitUntil(lambda: isinstance(screen.view.live, DrawnMap))
    drawn = screen.view.live
    assert isinstance(drawn, DrawnMap)
    return drawn


@pytest.mark.parametrize("is_dark", [False, True])
def test_the_drawn_map_shows_case_track_and_others(plain: Screen, qtbot: QtBot, *, is_dark: bool) -> None:
    plain.appearance.choose(dark=is_dark)
    tokens = DARK if is_dark else LIGHT
    plain.show(*OTHERS)
    drawn = until_drawn(plain, qtbot)
    assert {tokens.focus, tokens.critical, tokens.high, tokens.low} <= {
        colour.upper() for colour in colours_of(picture_of(drawn), 1)
    }
    assert map_colours(tokens).belgium.lower() in colours_of(picture_of(drawn), 5)
    assert plain.view.note.text() == "Simple map: the map engine is not running."


def test_the_drawn_map_moves_by_buttons_wheel_and_mouse_and_a_mark_opens_its_case(plain: Screen, qtbot: QtBot) -> None:
    plain.show(*OTHERS)
    drawn = until_drawn(plain, qtbot)
    pictures = [picture_of(drawn)]
    for move in MapMove:
        plain.view.moves[move].click()
        pictures.append(picture_of(drawn))
        assert pictures[-1] != pictures[-2], move
    plain.view.moves[MapMove.AROUND].click()
    middle = drawn.rect().center()
    QTest.mousePress(drawn, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(drawn, middle + QPoint(40, 0))
    QTest.mouseRelease(drawn, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    assert plain.opened == [], "dragging is no click"
    plain.view.moves[MapMove.AROUND].click()
    place = next(area for area in drawn.marks() if area.case_id == "c2").area.center().toPoint()
    QTest.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=place)
    assert plain.opened == ["c2"]


def test_a_map_that_grows_or_shrinks_keeps_its_middle_and_has_ground_up_to_its_edges(
    plain: Screen, qtbot: QtBot
) -> None:
    plain.show()
    drawn = until_drawn(plain, qtbot)
    plain.view.moves[MapMove.AROUND].click()
    shots = {size: picture_of(drawn, QSize(*size)) for size in [(320, 240), (320, 200), (320, 280), (700, 600)]}
    for (width, height), shot in shots.items():
        middle = shot.copy(width // 2 - 60, height // 2 - 60, 120, 120)
        assert middle == shots[320, 240].copy(100, 60, 120, 120)
        edges = {shot.pixelColor(x, y).name() for x in (0, width - 1) for y in (0, height - 1)}
        assert LIGHT.window.lower() not in edges, "nothing is left without ground"


def test_every_control_has_a_name(plain: Screen, qtbot: QtBot) -> None:
    plain.show()
    until_drawn(plain, qtbot)
    assert unnamed_controls(plain.view) == []


def test_the_page_shows_case_track_and_others(live: Screen, qtbot: QtBot) -> None:
    assert ask(live, qtbot, "[...desk.layer.marks.keys()].sort()") == ["c2", "c3"]
    assert ask(live, qtbot, "desk.layer.open.track.length") == len(TRACK)
    assert ask(live, qtbot, "desk.ground.shapes.size") == 4
    wanted = {LIGHT.focus, LIGHT.critical, LIGHT.high, LIGHT.low, map_colours(LIGHT).belgium}
    until_seen(live, qtbot, wanted)


def test_a_new_case_is_painted_without_loading_the_page_again(live: Screen, qtbot: QtBot) -> None:
    ask(live, qtbot, "(window.stays = 1)")
    web = web_of(live)
    with qtbot.waitSignal(web.painted, timeout=20_000):
        live.show(*OTHERS, a_queue_row("c8", near=(50.88, 4.6), priority=Priority.ONE))
    assert ask(live, qtbot, "desk.layer.marks.size") == 3
    with qtbot.waitSignal(web.painted, timeout=20_000):
        live.show(*OTHERS)
    assert ask(live, qtbot, "[desk.layer.marks.size, window.stays]") == [2, 1]


def test_marks_have_shape_and_digit_beside_their_colour(live: Screen, qtbot: QtBot) -> None:
    shown = ask(live, qtbot, '[...document.querySelectorAll(".mark")].map((one) => one.innerHTML).sort()')
    assert [("polygon" in mark or "Z" in mark, "<circle" in mark) for mark in shown].count((False, True)) == 1
    assert sorted(digit for digit in "123" for mark in shown if f">{digit}<" in mark) == ["2", "3"]


def test_the_page_follows_the_theme_and_shows_whose_data_it_is(live: Screen, qtbot: QtBot) -> None:
    web = web_of(live)
    with qtbot.waitSignal(web.painted, timeout=20_000):
        live.appearance.choose(dark=True)
    until_seen(live, qtbot, {map_colours(DARK).belgium, DARK.focus})
    shown = ask(live, qtbot, 'document.querySelector(".leaflet-control-attribution").textContent')
    assert "NGI" in shown
    assert "OpenStreetMap" in shown


def test_a_click_on_a_mark_opens_its_case_and_leaves_the_focus_alone(live: Screen, qtbot: QtBot) -> None:
    live.view.activateWindow()
    qtbot.waitUntil(live.view.isActiveWindow)
    live.view.moves[MapMove.IN].setFocus()
    focused = QApplication.focusWidget()
    at = ask(live, qtbot, "desk.map.latLngToContainerPoint(desk.layer.marks.get('c2').shown.getLatLng())")
    target = web_of(live).view.focusProxy() or web_of(live).view
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(round(at["x"]), round(at["y"])))
    qtbot.waitUntil(lambda: live.opened == ["c2"], timeout=20_000)
    assert QApplication.focusWidget() is focused is live.view.moves[MapMove.IN]


def test_a_killed_renderer_comes_back_and_is_told_everything_again(live: Screen, qtbot: QtBot) -> None:
    web = web_of(live)
    with qtbot.waitSignals([web.lost, web.ready], timeout=LOADED_IN_MS):
        os.kill(web.page.renderProcessPid(), signal.SIGKILL)
    assert live.view.place.text() == "Bertem (3060), Belgium"
    until_painted(live, qtbot)
    assert ask(live, qtbot, "[desk.layer.marks.size, desk.layer.open.case]") == [2, "c1"]


def test_no_request_leaves_the_scheme(live: Screen, qtbot: QtBot, expected_log: WarningsSeen) -> None:
    addresses = [
        "https://example.org/x", "http://127.0.0.1:9/x", "file:///etc/passwd", "bijstand://map/../geo/LICENSE",
        "bijstand://map/%2e%2e/geo/LICENSE", "bijstand://elsewhere/page.html", "bijstand://map/etc/passwd",
    ]  # fmt: skip
    tries = f"Promise.all({addresses}.map((one) => fetch(one).then((got) => (got.ok ? one : ''), () => '')))"
    ask(live, qtbot, f"(window.got = null, {tries}.then((found) => (window.got = found)), 1)")
    qtbot.waitUntil(lambda: ask(live, qtbot, "window.got") is not None, timeout=20_000)
    assert [one for one in ask(live, qtbot, "window.got") if one] == []
    assert ask(live, qtbot, "location.href").startswith("bijstand://map/")
    assert expected_log.sentences(), "the page complained of each"


def test_what_tries_to_reach_the_network_is_blocked_and_counted(live: Screen, qtbot: QtBot) -> None:
    from PySide6.QtWebEngineCore import QWebEnginePage

    web = web_of(live)
    before = web.interceptor.attempts
    page = QWebEnginePage(web._profile)
    with qtbot.waitSignal(page.loadFinished, timeout=20_000):
        page.setHtml('<img src="http://127.0.0.1:9/x.png">')
    assert web.interceptor.attempts == before + 1
    shiboken6.delete(page)


def test_an_engine_that_dies_again_and_again_gives_way(
    engine: list[Screen], qapp: QApplication, qtbot: QtBot, expected_log: WarningsSeen
) -> None:
    screen = Screen(qapp, plain=False)
    screen.show(*OTHERS)
    until_painted(screen, qtbot)
    web = web_of(screen)
    for _death in range(2):
        with qtbot.waitSignals([web.lost, web.ready], timeout=LOADED_IN_MS):
            os.kill(web.page.renderProcessPid(), signal.SIGKILL)
    with qtbot.waitSignal(web.given_up, timeout=LOADED_IN_MS):
        os.kill(web.page.renderProcessPid(), signal.SIGKILL)
    until_drawn(screen, qtbot)
    assert expected_log.sentences() == ["the map engine failed; the map is drawn without it"]
    assert engine == [] or engine[0].view.live is not None, "another engine is not touched"
    screen.close(qapp)


def test_as_root_with_its_sandbox_the_engine_is_not_even_tried(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SANDBOX_OFF, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    screen = Screen(qapp, plain=False)
    screen.show()
    until_drawn(screen, qtbot)
    screen.close(qapp)


def test_packaged_without_the_engine_the_map_is_drawn(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, expected_log: WarningsSeen
) -> None:
    monkeypatch.setenv(SANDBOX_OFF, "1")
    monkeypatch.setitem(sys.modules, "ui.map.web_map", None)
    screen = Screen(qapp, plain=False)
    screen.show()
    until_drawn(screen, qtbot)
    assert expected_log.sentences() == ["no map engine on this workplace; the map is drawn without it"]
    screen.close(qapp)
