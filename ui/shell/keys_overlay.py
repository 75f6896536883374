"""The sheet of keys: the table of actions, read aloud by ``F1`` or ``?``."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import _
from ui.actions import Action, ActionId, Actions
from ui.widgets.text import MutedLabel

BLOCKS = 2
"""Side by side, or the sheet is higher than the smallest screen."""


def key_names(action: Action) -> str:
    """Return the keys of an action as people read them."""
    shown = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in action.keys]
    return "  ".join(dict.fromkeys(name.replace("Return", "Enter") for name in shown))


_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
"""Keys that are held for another one to come."""


class KeysOverlay(QDialog):
    """Lists every action that has a key. Any key, or a click elsewhere, closes it: no alarm waits for a list.

    Space is NEXT all the while, as the box of NEXT beside it says.
    """

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._actions = actions
        self.setObjectName("sheet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        title = QLabel(_("Keys"))
        title.setProperty("strong", True)
        layout.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(6)
        layout.addLayout(grid)
        shown = [action for action in actions.table if action.keys]
        lines = -(-len(shown) // BLOCKS)
        for at, action in enumerate(shown):
            block, line = divmod(at, lines)
            grid.addWidget(QLabel(key_names(action)), line, 2 * block)
            grid.addWidget(QLabel(action.text()), line, 2 * block + 1)
        layout.addWidget(MutedLabel(_("No key acts inside a text field; Esc leaves the field.")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on whatever is pressed; but for Space it acts when it is pressed again, on what is seen then."""
        if event.key() in _HELD or event.isAutoRepeat():
            return
        self.close()
        if event.key() == Qt.Key.Key_Space:
            self._actions.trigger(ActionId.NEXT)
