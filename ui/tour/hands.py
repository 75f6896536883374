"""The hands of a person who is not there: the table of actions, and keys into whatever has the focus."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from ui.actions import ActionId, Actions


class Hands:
    """Acts on one window."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        self._window = window
        self._actions = actions

    def press(self, action_id: ActionId) -> bool:
        """Carry out an action as its key would; False when it is not possible now."""
        return self._actions.trigger(action_id)

    def is_in_field(self) -> bool:
        """Whether what is typed now would stand somewhere."""
        return isinstance(self._focused(), QLineEdit | QPlainTextEdit)

    def type_text(self, text: str) -> None:
        """Type into the field that has the focus, or would have it if the window were the active one."""
        field = self._focused()
        for character in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
                QCoreApplication.sendEvent(field, event)

    def press_enter(self) -> None:
        """Press Enter in the field that has the focus."""
        field = self._focused()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
            QCoreApplication.sendEvent(field, event)

    def tick(self) -> None:
        """Tick the box that has the focus, as Space does."""
        box = self._focused()
        if isinstance(box, QCheckBox) and not box.isChecked():
            box.click()

    def _focused(self) -> QWidget:
        fields = (QApplication.focusWidget(), self._window.focusWidget())
        return next((field for field in fields if field is not None), self._window)
