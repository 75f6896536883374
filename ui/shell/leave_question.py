"""The question of somebody who leaves with cases in hand. Enter and Esc stay: nothing is given up by reflex."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from app.i18n import _
from ui.shell.leaving import LeaveQuestion


class LeaveDialog(QMessageBox):
    """Four answers, one signal each."""

    release_all = Signal()
    keep_all = Signal()
    hand_over = Signal()
    back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.NoIcon)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("VIVIUM Bijstand")
        self.back_button, self.keep_button = QPushButton(), QPushButton()
        self.release_button, self.hand_over_button = QPushButton(), QPushButton()
        self._say_buttons()
        self.addButton(self.back_button, QMessageBox.ButtonRole.RejectRole)
        self.addButton(self.hand_over_button, QMessageBox.ButtonRole.ActionRole)
        self.addButton(self.keep_button, QMessageBox.ButtonRole.ActionRole)
        self.addButton(self.release_button, QMessageBox.ButtonRole.ActionRole)
        self.setDefaultButton(self.back_button)
        self.setEscapeButton(self.back_button)
        self.finished.connect(self._on_finished)

    def ask(self, question: LeaveQuestion) -> None:
        """Show it, unless it stands already."""
        self.setText("\n".join((question.sentence, "", *question.cases)))
        self.setInformativeText(question.why)
        self._say_buttons()
        self.open()

    def _say_buttons(self) -> None:
        """In the language of the screen; Qt wants a text before it takes a button."""
        self.back_button.setText(_("Stay"))
        self.hand_over_button.setText(_("Hand over to a colleague"))
        self.keep_button.setText(_("Keep them and leave"))
        self.release_button.setText(_("Give all back and leave"))

    def _on_finished(self) -> None:
        clicked = self.clickedButton()
        if clicked is self.release_button:
            self.release_all.emit()
        elif clicked is self.keep_button:
            self.keep_all.emit()
        elif clicked is self.hand_over_button:
            self.hand_over.emit()
        else:
            self.back.emit()
