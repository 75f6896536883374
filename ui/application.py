"""The Qt application around everything: look, language, keys, and what happens to a bug.

Qt's own dialogs speak through ``qtbase_*.qm``; every other word comes from ``app.i18n``.
"""

import gc
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app import i18n
from ui.shell.bug_report import BugReports
from ui.shell.keys import FocusKeepsItsKeys
from ui.theme.appearance import Appearance


class DeskApplication(QObject):
    """Owns what there is one of per process: the look, the language of Qt's own words, the filter of keys."""

    def __init__(self, application: QApplication, *, dark: bool) -> None:
        super().__init__(application)
        gc.freeze()  # what is loaded by now stays: each search for garbage would walk over it for 60 to 130 ms
        self._application = application
        application.setApplicationName("VIVIUM Bijstand")
        application.setDesktopFileName("vivium-bijstand")
        self.appearance = Appearance(application, dark=dark)
        self._keys = FocusKeepsItsKeys(application)
        self._translator = QTranslator(self)
        self.bug_reports = BugReports()

    def set_language(self, language: str) -> None:
        """Speak this language from now on; the window says its own texts again by ``retranslate``."""
        i18n.set_language(language)
        self._application.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{language}", folder):
            self._application.installTranslator(self._translator)

    def report_bugs(self, write_log: Callable[[str], None]) -> None:
        """Show a report for every exception that nothing caught, and write it to the log; the desk goes on."""

        def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            text = "".join(traceback.format_exception(kind, error, trace))
            write_log(text)
            if issubclass(kind, KeyboardInterrupt):
                self._application.quit()
                return
            self.bug_reports.show(text, self._application.activeWindow())

        sys.excepthook = report
