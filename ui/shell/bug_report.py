"""What is shown when the program itself made a mistake.

A refusal is an answer and an outage passes; this is neither. The operator reads one sentence and goes on; the trace
is behind a click, without names or numbers of people beyond what the code itself holds, and is in the log.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.i18n import _


class BugReport(QMessageBox):
    """One sentence, and the trace behind a click."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle("VIVIUM Bijstand")
        self.setText(_("The desk made a mistake. The service and the boxes are not affected."))
        self.setInformativeText(
            _("Look at the case again before you go on. Send the details to support; they are also in the log.")
        )
        self.setDetailedText(text)


class BugReports:
    """Shows one report at a time: a bug that repeats every second must not bury the queue under windows."""

    def __init__(self) -> None:
        self._shown: BugReport | None = None

    @property
    def shown(self) -> BugReport | None:
        """The report on the screen."""
        return self._shown

    def show(self, text: str, parent: QWidget | None) -> None:
        """Show it unless one is open."""
        if self._shown is None:
            self._shown = BugReport(text, parent)
            self._shown.finished.connect(self._on_closed)
            self._shown.show()

    def _on_closed(self) -> None:
        if self._shown is not None:
            self._shown.deleteLater()
            self._shown = None
