"""The folium page in Qt's web engine, alive by its web channel and never loaded again.

Imported only when a map is first needed: the engine costs a tenth of a second and some 270 MB. No request of the page
can leave the machine, by three locks: its scheme is local, so that Chromium refuses everything remote; the interceptor
blocks what is not ours and counts it; the page itself allows no other source. Tiles of the centre, where there are any,
are fetched by ``ui.map.tiles`` and come through that same scheme. Its profile keeps nothing on the disk. A renderer
that dies is started again and told everything once more; one that dies again and again is given up, and a drawn map
takes its place.
"""

import logging
from collections import deque

from PySide6.QtCore import QBuffer, QByteArray, QElapsedTimer, QObject, Qt, QTimer, QUrl, Signal, SignalInstance, Slot
from PySide6.QtGui import QColor
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.api.service import MapTiles
from resources.map_files import PAGE, map_file
from ui.map.colours import map_colours
from ui.map.messages import cases_message, focus_message, look_message, move_message
from ui.map.state import Focus, MapMove, OtherCase
from ui.map.tiles import TileServer, tile_of
from ui.theme.tokens import LIGHT, Tokens

SCHEME, HOST = "bijstand", "map"
ADDRESS = f"{SCHEME}://{HOST}/{PAGE}"
ALLOWED = (SCHEME, "qrc", "data")
PATIENCE_MS = 20_000
"""A page that is not ready by then never will be."""
MOST_DEATHS, DEATHS_WITHIN_MS = 3, 60_000

LOG = logging.getLogger("desk")


class MapFiles(QWebEngineUrlSchemeHandler):
    """Serves the files of the page and the tiles of the centre, and nothing else. ``tiles`` None = there are none."""

    def __init__(self, tiles: TileServer | None, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles = tiles

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request."""
        url = job.requestUrl()
        is_ours = url.host() == HOST and job.requestMethod().data() == b"GET"
        tile = tile_of(url.path()) if is_ours else None
        if tile is not None and self._tiles is not None:
            self._tiles.serve(tile, job)
            return
        file = map_file(url.path().removeprefix("/")) if is_ours else None
        if file is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        content = QBuffer(job)
        content.setData(file.read())
        job.reply(QByteArray(file.kind.encode()), content)


class OnlyOurs(QWebEngineUrlRequestInterceptor):
    """Blocks what is not served from the desk itself. ``attempts`` counts what tried."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.attempts = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Let pass or block."""
        if info.requestUrl().scheme() not in ALLOWED:
            self.attempts += 1
            info.block(True)


class MapPage(QWebEnginePage):
    """Stays where it is, and tells the log what its script complains of."""

    def acceptNavigationRequest(
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, _is_main_frame: bool
    ) -> bool:
        """Go nowhere else."""
        return QUrl(url).scheme() == SCHEME

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """Log what is wrong."""
        if level is not QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel:
            LOG.warning("map page: %s (%s:%d)", message, source, line)


class Bridge(QObject):
    """What the page hears and says. The names are those of ``desk.js``."""

    look = Signal(str)
    cases = Signal(str)
    focus = Signal(str)
    move = Signal(str)
    was_ready = Signal()
    was_painted = Signal(int)
    was_selected = Signal(str)

    @Slot()
    def ready(self) -> None:
        """The page can hear."""
        self.was_ready.emit()

    @Slot(int)
    def painted(self, number: int) -> None:
        """What the message of this number says stands on the screen."""
        self.was_painted.emit(number)

    @Slot(str)
    def selected(self, case_id: str) -> None:
        """A mark was clicked."""
        self.was_selected.emit(case_id)


class WebMap(QWidget):
    """The map. Tell it what to show at any time; it is told to the page as soon as that can hear.

    ``is_ready``: the page hears. ``ready`` is emitted when its first picture stands, and again after every ``lost``.
    """

    ready = Signal()
    lost = Signal()
    given_up = Signal()
    painted = Signal(int)
    selected = Signal(str)

    def __init__(self, parent: QWidget | None = None, tiles: MapTiles | None = None) -> None:
        super().__init__(parent)
        _register_scheme()
        self._credit = "" if tiles is None else tiles.credit
        self.is_ready = False
        self.number = 0
        self._is_waiting = False
        self._first_picture = 0
        self._tokens: Tokens = LIGHT
        self._others: tuple[OtherCase, ...] = ()
        self._focus: Focus | None = None
        self._deaths: deque[int] = deque(maxlen=MOST_DEATHS)
        self._since = QElapsedTimer()
        self._since.start()
        self.view = QWebEngineView(self)
        self._profile = QWebEngineProfile()
        self.page = MapPage(self._profile, self.view)
        self._profile.setParent(self.view)  # after the page: children die in the order in which they came
        self.interceptor = OnlyOurs(self._profile)
        self.tiles = None if tiles is None else TileServer(tiles, self._profile)
        self._files = MapFiles(self.tiles, self._profile)
        self.bridge = Bridge(self)
        self._channel = QWebChannel(self.page)
        self._patience = QTimer(self)
        self._build()
        QTimer.singleShot(0, self, self._load)  # one step at a time: nothing holds the screen for long

    def show_others(self, others: tuple[OtherCase, ...]) -> None:
        """Show the other open cases."""
        if others != self._others:
            self._others = others
            self._tell(self.bridge.cases, cases_message(self._next(), others))

    def show_focus(self, focus: Focus | None) -> None:
        """Show the open case."""
        if focus != self._focus:
            self._focus = focus
            self._tell(self.bridge.focus, focus_message(self._next(), focus))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.page.setBackgroundColor(QColor(map_colours(tokens).sea))
        self._tell(self.bridge.look, look_message(self._next(), tokens, self._credit))

    def move_map(self, move: MapMove) -> None:
        """Move it."""
        self._tell(self.bridge.move, move_message(self._next(), move))

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _tell(self, signal: SignalInstance, message: str) -> None:
        if self.is_ready:
            signal.emit(message)

    def _build(self) -> None:
        self.view.setPage(self.page)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.settings().setAttribute(QWebEngineSettings.WebAttribute.FocusOnNavigationEnabled, False)
        self._profile.setUrlRequestInterceptor(self.interceptor)
        self._profile.installUrlSchemeHandler(QByteArray(SCHEME.encode()), self._files)
        self._channel.registerObject("bridge", self.bridge)
        self.page.setWebChannel(self._channel)
        self.page.renderProcessTerminated.connect(self._on_death)
        self.page.loadFinished.connect(self._on_loaded)
        self.bridge.was_ready.connect(self._on_ready)
        self.bridge.was_painted.connect(self._on_painted)
        self.bridge.was_selected.connect(self.selected)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.given_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def _load(self) -> None:
        self._is_waiting = False
        self._patience.start()
        self.page.load(QUrl(ADDRESS))

    def _on_loaded(self, ok: bool) -> None:
        if not ok:
            self._try_again()

    def _on_ready(self) -> None:
        self._patience.stop()
        self.is_ready = True
        inner = self.view.focusProxy()  # made anew with every renderer
        if inner is not None:
            inner.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Space is NEXT also after a click on the map
        self.apply_theme(self._tokens)
        self.bridge.cases.emit(cases_message(self._next(), self._others))
        self._first_picture = self._next()
        self.bridge.focus.emit(focus_message(self._first_picture, self._focus))

    def _on_painted(self, number: int) -> None:
        self.painted.emit(number)
        if self._first_picture and number >= self._first_picture:
            self._first_picture = 0
            self.ready.emit()

    def _on_death(self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        if status is not QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self._try_again()

    def _try_again(self) -> None:
        """Load once more, unless that is already coming: a renderer that dies while it loads says so twice."""
        if self._is_waiting:
            return
        self.is_ready = False
        self.lost.emit()
        self._deaths.append(self._since.elapsed())
        if len(self._deaths) == MOST_DEATHS and self._deaths[-1] - self._deaths[0] < DEATHS_WITHIN_MS:
            self._patience.stop()
            self.given_up.emit()
            return
        self._is_waiting = True
        QTimer.singleShot(0, self, self._load)


def _register_scheme() -> None:
    """Make the scheme known, once per process and before the first profile."""
    if not QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME.encode())).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(QByteArray(SCHEME.encode()))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(
        flag.SecureScheme | flag.LocalScheme | flag.LocalAccessAllowed | flag.CorsEnabled | flag.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)
