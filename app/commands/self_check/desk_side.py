"""What the desk needs of Qt. Only run in a child process: a plugin that does not fit ends the process that loads it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.commands.desk import prepare_qt
from app.commands.self_check.report import Found, Impossible, Wrong, is_frozen
from app.i18n import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ENGINE_ANSWERS_WITHIN_MS: Final = 40_000
SOUND_LOADS_WITHIN_MS: Final = 5_000
SCREEN: Final = {"win32": "windows", "darwin": "cocoa"}.get(sys.platform, "xcb")


def qt() -> Found:
    """Platforms, pictures, fonts, sounds, Qt's own words, TLS, the curve and the drawn map."""
    application = _application()
    faults: list[str] = []
    found: Found = {"qt": _qt_version(), "plugins": _plugins(faults)}
    found["icons"] = _icons(faults)
    found["fonts"] = _fonts(faults)
    found["sounds"] = _sounds(application, faults)
    found["words"] = _words(faults)
    found["tls"] = _tls(faults)
    _modules()
    if faults:
        raise Wrong("; ".join(faults))
    return found


def webengine() -> Found:
    """The map's page loads in the web engine and paints."""
    if (
        sys.platform != "win32"
        and os.geteuid() == 0
        and "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ
        and is_frozen()
    ):
        raise Impossible("the web engine does not run as root with its sandbox; the desk draws its map without it")
    application = _application()
    try:
        from ui.map.web_map import WebMap
    except ImportError as fault:
        raise Wrong(f"the web engine cannot be loaded: {fault}") from fault
    from PySide6.QtCore import QTimer
    from PySide6.QtWebEngineCore import qWebEngineChromiumVersion

    said: list[str] = []
    page = WebMap()
    page.resize(640, 480)
    page.ready.connect(lambda: said.append("ready"))
    page.given_up.connect(lambda: said.append("given up"))
    page.ready.connect(application.quit)
    page.given_up.connect(application.quit)
    QTimer.singleShot(ENGINE_ANSWERS_WITHIN_MS, application, application.quit)
    page.show()
    application.exec()
    page.close()
    if said != ["ready"]:
        raise Wrong(f"the page of the map is not painted: {said[0] if said else 'no answer'}")
    return {"chromium": qWebEngineChromiumVersion(), "page": "painted", "blocked": page.interceptor.attempts}


def _application() -> "QApplication":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare_qt()
    from PySide6.QtWidgets import QApplication

    return QApplication(sys.argv[:1])


def _qt_version() -> str:
    from PySide6.QtCore import qVersion

    return qVersion()


def _plugins(faults: list[str]) -> dict[str, list[str]]:
    """Return the plugins by kind, as names without what a system puts around them."""
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    wanted = {"platforms": ("offscreen", SCREEN), "imageformats": ("svg",), "iconengines": ("svgicon",), "tls": ()}
    found: dict[str, list[str]] = {}
    for kind, names in wanted.items():
        present = sorted(path.stem.removeprefix("lib").removeprefix("q") for path in (folder / kind).glob("*"))
        found[kind] = present
        faults += [f"no plugin {kind}/{name} in {folder}" for name in names if name not in present]
        faults += [f"no plugin in {folder / kind}"] if not present else []
    return found


def _icons(faults: list[str]) -> int:
    from PySide6.QtGui import QImage

    from app.integrity import HERE

    pictures = sorted((HERE / "resources" / "icons").glob("*.svg"))
    faults += [f"icon {path.stem} cannot be drawn" for path in pictures if QImage(str(path)).isNull()]
    return len(pictures)


def _fonts(faults: list[str]) -> list[str]:
    from PySide6.QtGui import QFontDatabase

    from resources import assets

    families: set[str] = set()
    for path in assets.font_paths():
        number = QFontDatabase.addApplicationFont(str(path))
        families |= set(QFontDatabase.applicationFontFamilies(number)) if number >= 0 else set()
        faults += [f"font {path.name} cannot be loaded"] if number < 0 else []
    return sorted(families)


def _sounds(application: "QApplication", faults: list[str]) -> dict[str, object]:
    from PySide6.QtCore import QElapsedTimer, QUrl
    from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

    from resources import assets
    from ui.alarm import Sound

    devices = [device.description() for device in QMediaDevices.audioOutputs()]
    effects = {sound: QSoundEffect() for sound in Sound}
    for sound, effect in effects.items():
        effect.setSource(QUrl.fromLocalFile(str(assets.sound_path(sound))))
    since = QElapsedTimer()
    since.start()
    while any(_is_loading(effect) for effect in effects.values()) and since.elapsed() < SOUND_LOADS_WITHIN_MS:
        application.processEvents()
    broken = [str(sound) for sound, effect in effects.items() if effect.status() is not QSoundEffect.Status.Ready]
    faults += [f"sound {name} cannot be loaded" for name in broken if devices]
    return {"devices": len(devices), "not_ready": broken}


def _is_loading(effect: object) -> bool:
    from PySide6.QtMultimedia import QSoundEffect

    return isinstance(effect, QSoundEffect) and effect.status() is QSoundEffect.Status.Loading


def _words(faults: list[str]) -> list[str]:
    from PySide6.QtCore import QLibraryInfo, QTranslator

    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    loaded = [code for code in LANGUAGES if code != "en" and QTranslator().load(f"qtbase_{code}", folder)]
    faults += [f"Qt has no words in {code} in {folder}" for code in LANGUAGES if code not in (*loaded, "en")]
    return loaded


def _tls(faults: list[str]) -> str:
    from PySide6.QtNetwork import QSslSocket

    if not QSslSocket.supportsSsl():
        faults.append(f"Qt has no TLS; backends: {', '.join(QSslSocket.availableBackends()) or 'none'}")
    return f"{QSslSocket.activeBackend()} {QSslSocket.sslLibraryVersionString()}".strip()


def _modules() -> None:
    """Load what the desk loads only after its first window."""
    import numpy as np
    import pyqtgraph

    from ui.map import drawn_map  # noqa: F401 - that it loads is the proof

    plot = pyqtgraph.PlotWidget()
    plot.plot(np.array([0.0, 1.0]), np.array([0.0, 2.5]))
    if plot.grab().isNull():
        raise Wrong("pyqtgraph paints nothing")
    plot.close()
