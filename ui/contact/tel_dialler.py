"""The program that this computer opens for ``tel:``, through Qt.

On Linux ``xdg-mime`` names the default one and its desktop file has to be there; on Windows the registry names it, the
person's own choice before that of the machine. Elsewhere, and where nothing answers, there is none: a desk that says
"dial by hand" is slower than one that says "it rings" and is wrong about it.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess, QSettings, QStandardPaths, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

LOOK_FOR_MS = 5_000
_CHOICE = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice"
_CLASSES = r"HKEY_CLASSES_ROOT"


class TelDialler(QObject):
    """``Dialler`` of the desk. Lives on the thread of the screen and never waits there.

    Args:
        look_for_ms: After so long without an answer there is no program.
    """

    def __init__(self, parent: QObject | None = None, look_for_ms: int = LOOK_FOR_MS) -> None:
        super().__init__(parent)
        self._look_for_ms = look_for_ms

    def look(self, found: Callable[[bool], None]) -> None:
        """Ask which program it is, and tell whether there is one."""
        if sys.platform == "win32":
            QTimer.singleShot(0, self, lambda: found(is_registered(_registry)))
        elif sys.platform.startswith("linux"):
            self._ask_xdg(found)
        else:
            QTimer.singleShot(0, self, lambda: found(False))

    def dial(self, e164: str) -> None:
        """Open ``tel:``; that it was opened says nothing about whether it rings."""
        QDesktopServices.openUrl(QUrl(f"tel:{e164}"))

    def _ask_xdg(self, found: Callable[[bool], None]) -> None:
        process, patience = QProcess(self), QTimer(self)
        patience.setSingleShot(True)

        def ended() -> None:
            patience.stop()
            patience.deleteLater()
            named = bytes(process.readAllStandardOutput().data()).decode(errors="replace").strip()
            process.deleteLater()
            found(is_installed(named))

        def failed(error: QProcess.ProcessError) -> None:
            if error is QProcess.ProcessError.FailedToStart:
                ended()

        process.finished.connect(ended)
        process.errorOccurred.connect(failed)
        patience.timeout.connect(process.kill)
        patience.start(self._look_for_ms)
        process.start("xdg-mime", ["query", "default", "x-scheme-handler/tel"])


def is_installed(desktop_file: str) -> bool:
    """Whether the desktop file that was named is really there."""
    if not desktop_file:
        return False
    return bool(QStandardPaths.locate(QStandardPaths.StandardLocation.ApplicationsLocation, desktop_file))


def is_registered(value: Callable[[str, str], str]) -> bool:
    """Whether Windows knows a command for ``tel:``; ``value`` reads one value of a key, empty = there is none."""
    chosen = value(_CHOICE, "ProgId")
    names = [chosen] if chosen else ["tel"]
    return any(value(rf"{_CLASSES}\{name}\shell\open\command", part) for name in names for part in _COMMANDS)


_COMMANDS = (".", "DelegateExecute")
"""A program of the desktop has a command line, one of the store delegates."""


def _registry(key: str, name: str) -> str:
    return str(QSettings(key, QSettings.Format.NativeFormat).value(name, "") or "")
