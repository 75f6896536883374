"""The map: from an opened case to the map on the screen, a new mark, another case, and what it costs in memory."""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REPEATS = 40
WIDTH_PX, HEIGHT_PX = 700, 480
GIVE_UP_S = 20
MB = 1_000_000


def run() -> list[tuple[str, float, str]]:
    """Return the figures."""
    from PySide6.QtWidgets import QApplication

    from app.commands.desk import prepare_qt

    prepare_qt()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    return _measured(plain=True) + _measured(plain=False)


def _measured(*, plain: bool) -> list[tuple[str, float, str]]:
    import shiboken6
    from PySide6.QtWidgets import QApplication

    from ui.map.presenter import MapPresenter
    from ui.map.view import MapView
    from ui.rows import Rows

    name = "drawn map" if plain else "map"
    before = _memory_mb()
    view, rows = MapView(plain=plain), Rows()
    presenter = MapPresenter(view, rows, _Nobody())
    view.resize(WIDTH_PX, HEIGHT_PX)
    view.show()
    QApplication.processEvents()
    held: list[float] = []
    started = time.perf_counter()
    _open(presenter, 1)
    figures = [(f"{name}: case opened -> its place in words", _ms(started), "ms")]
    _wait(lambda: view.live is not None, held)
    figures.append((f"{name}: longest hold of the screen while it starts", max(held), "ms"))
    figures.append((f"{name}: case opened -> map on the screen", _until_on_screen(view, started, plain=plain), "ms"))
    figures += _changes(view, presenter, rows, plain=plain)
    figures.append((f"{name}: memory with it, more than before", _memory_mb() - before, "MB"))
    shiboken6.delete(view)
    return figures


def _changes(view: object, presenter: object, rows: object, *, plain: bool) -> list[tuple[str, float, str]]:
    from tests.support.cases import a_queue_row
    from tests.support.contract import a_snapshot
    from ui.map.presenter import MapPresenter
    from ui.map.view import MapView
    from ui.rows import Rows

    assert isinstance(view, MapView)
    assert isinstance(presenter, MapPresenter)
    assert isinstance(rows, Rows)
    name = "drawn map" if plain else "map"
    cases = [a_queue_row(f"n{place}", near=(50.4 + place * 0.02, 4.0 + place * 0.03)) for place in range(REPEATS)]

    def new_mark(place: int) -> None:
        snapshot = a_snapshot(*cases[: place + 1])
        rows.replace(snapshot)
        presenter.on_snapshot(snapshot)

    return [
        *_spread(f"{name}: new case -> its mark painted", [_painted(view, new_mark, n) for n in range(REPEATS)]),
        *_spread(
            f"{name}: another case -> centred and painted",
            [_painted(view, lambda n: _open(presenter, n + 2), n) for n in range(REPEATS)],
        ),
    ]


def _open(presenter: object, place: int) -> None:
    from tests.support.cases import a_full_case, a_place, a_queue_row, an_ecall
    from ui.map.presenter import MapPresenter

    assert isinstance(presenter, MapPresenter)
    latitude, longitude = 50.5 + place * 0.01, 4.2 + place * 0.02
    track = tuple((latitude, longitude - step * 0.003) for step in range(12, -1, -1))
    where = a_place(latitude_deg=latitude, longitude_deg=longitude, accuracy_m=30.0, heading_deg=90)
    presenter.on_case(a_full_case(a_queue_row(f"c{place}"), place=where, ecalls=(an_ecall(track=track),)))


def _until_on_screen(view: object, started: float, *, plain: bool) -> float:
    from ui.map.view import MapView

    assert isinstance(view, MapView)
    if plain:
        view.grab()
        return _ms(started)
    from ui.map.web_map import WebMap

    web = view.live
    assert isinstance(web, WebMap)
    seen: list[int] = []
    web.painted.connect(seen.append)
    _wait(lambda: web.is_ready and web.number in seen, [])
    web.painted.disconnect(seen.append)
    return _ms(started)


def _painted(view: object, act: Callable[[int], None], place: int) -> float:
    from ui.map.view import MapView

    assert isinstance(view, MapView)
    started = time.perf_counter()
    painted = getattr(view.live, "painted", None)
    if painted is None:
        act(place)
        view.grab()
        return _ms(started)
    seen: list[int] = []
    painted.connect(seen.append)
    act(place)
    _wait(lambda: bool(seen), [])
    painted.disconnect(seen.append)
    return _ms(started)


class _Nobody:
    def open_case(self, case_id: str) -> None:
        """Nobody clicks."""


def _wait(happened: Callable[[], bool], held: list[float]) -> None:
    """Let Qt work until it has happened; ``held`` gets how long each piece of work took."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    give_up = time.perf_counter() + GIVE_UP_S
    while not happened():
        started = time.perf_counter()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        held.append(_ms(started))
        if started > give_up:
            raise TimeoutError("the map did not come")


def _memory_mb() -> float:
    """Memory of this process and its children, shared pages counted once."""
    import psutil

    own = psutil.Process()
    return float(sum(one.memory_full_info().pss for one in [own, *own.children(recursive=True)])) / MB


def _spread(name: str, times: list[float]) -> list[tuple[str, float, str]]:
    p95 = statistics.quantiles(times, n=20)[-1]
    return [(f"{name}, median", statistics.median(times), "ms"), (f"{name}, p95", p95, "ms")]


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000
