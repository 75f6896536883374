"""The table of actions as keys and menus of the window.

A key of the table never acts inside a text field, and Space never acts while a control that uses it has the focus:
the filter claims those key presses for the focused widget before Qt looks for a shortcut. Held keys do not repeat.
A control that goes away under the focus hands it to no other control: the focus rests.
"""

from collections.abc import Mapping

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.i18n import _
from ui.actions import Action, ActionId, Actions, Menu, Scope
from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.resting import rest_focus

TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_USE_SPACE = (QAbstractButton, QComboBox, QMenu)
_USE_ENTER = (QAbstractButton, QComboBox, QMenu)
_HAVE_KEYS = (*TEXT_FIELDS, *_USE_SPACE)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ActionKeys(QObject):
    """Makes one QAction per row of the table and keeps it in step with ``Actions``."""

    def __init__(self, actions: Actions, homes: Mapping[Scope, QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._made: dict[ActionId, QAction] = {}
        for action in actions.table:
            self._made[action.action_id] = self._make(action, homes.get(action.scope, parent))
        actions.observe(self._on_changed)
        self.retranslate()

    def qt_action(self, action_id: ActionId) -> QAction:
        """Return the QAction of a row, for a menu or a button."""
        return self._made[action_id]

    def fill(self, menu: QMenu) -> None:
        """Put the whole table into a menu, one submenu per group."""
        menu.clear()
        names = {
            Menu.CASE: _("Case"),
            Menu.QUEUE: _("Queue"),
            Menu.PAGES: _("Pages"),
            Menu.DESK: _("Desk"),
            Menu.HELP: _("Help"),
        }
        for group, name in names.items():
            part = menu.addMenu(name)
            part.addActions([self._made[row.action_id] for row in self._actions.table if row.menu is group])

    def row_of(self, event: QKeyEvent) -> tuple[str, str] | None:
        """Return the name of a key of the whole window, and what it does; None = it is no such key."""
        pressed = QKeySequence(event.keyCombination())
        for row in self._actions.table:
            if row.scope is Scope.WINDOW and pressed in self._made[row.action_id].shortcuts():
                return pressed.toString(QKeySequence.SequenceFormat.NativeText), row.text()
        return None

    def answer(self, event: QKeyEvent) -> bool:
        """Give the answer of a key of the first minute; False = it is none, or no question stands."""
        pressed = QKeySequence(event.keyCombination())
        rows = [row for row in self._actions.table if row.scope is Scope.FIRST_MINUTE]
        found = next((row for row in rows if pressed in self._made[row.action_id].shortcuts()), None)
        return found is not None and not event.isAutoRepeat() and self._actions.trigger(found.action_id)

    def retranslate(self) -> None:
        """Say every text again."""
        for action in self._actions.table:
            self._made[action.action_id].setText(action.text())

    def apply_theme(self, tokens: Tokens) -> None:
        """Draw the icons in the colour of the text."""
        for action in self._actions.table:
            if action.icon:
                self._made[action.action_id].setIcon(icons.icon(action.icon, tokens.text))

    def _make(self, row: Action, home: QWidget) -> QAction:
        made = QAction(self)
        made.setShortcuts([QKeySequence(key) for key in row.keys])
        made.setAutoRepeat(False)
        made.setEnabled(self._actions.is_enabled(row.action_id))
        if row.scope is Scope.WINDOW:
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        else:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _checked=False, action_id=row.action_id: self._actions.trigger(action_id))
        home.addAction(made)
        return made

    def _on_changed(self, action_id: ActionId) -> None:
        self._made[action_id].setEnabled(self._actions.is_enabled(action_id))


class FocusKeepsItsKeys(QObject):
    """Follows the focus and lets the focused control have the keys that are its own.

    It stands on that one control, never on the application: a filter in Python there is shown every event of every
    object, also of ones that C++ is only half done making, and the process dies (seen with Qt's web engine).
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._left: QWidget | None = None
        """What had the focus when it left the window; the window gives it back on its return, or to the next one."""
        application.focusChanged.connect(self._follow)
        self._follow(None, application.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept the shortcut override, so that Qt delivers the key to the widget instead of a shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(_belongs_to(QApplication.focusWidget(), event))
            if event.isAccepted():
                return True
        return super().eventFilter(watched, event)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, _HAVE_KEYS):
            old.removeEventFilter(self)
        if old is not None and (new is None or new.window() is not old.window()):
            self._left = old if _is_ours(old) and not old.isWindow() else None
        if isinstance(new, _HAVE_KEYS):
            new.installEventFilter(self)
            before = old if old is not None and old.window() is new.window() else self._left
            if before is not None and _went_away(before, new):
                rest_focus(new)


def is_at_rest(focus: QWidget | None) -> bool:
    """Whether nothing has the focus that means something by keys; a list one only reads in means nothing by them."""
    if isinstance(focus, QAbstractItemView):
        return focus.selectionMode() is QAbstractItemView.SelectionMode.NoSelection
    return not isinstance(focus, _HAVE_KEYS)


def is_enter_at_rest(focus: QWidget | None, event: QKeyEvent) -> bool:
    """Whether it is a plain Enter that nothing under the focus means something by."""
    is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return event.key() in _ENTER and is_plain and not event.isAutoRepeat() and is_at_rest(focus)


def _is_ours(widget: QWidget) -> bool:
    """Whether it can be kept: of a control that Python made, shiboken knows when C++ deletes it."""
    return shiboken6.isValid(widget) and shiboken6.createdByPython(widget)


def _went_away(old: QWidget, new: QWidget) -> bool:
    """Whether Qt moved the focus because its control was hidden or greyed; a window that closed is another matter."""
    if not shiboken6.isValid(old):
        return False
    return old.window() is new.window() and not (old.isVisible() and old.isEnabled())


def _belongs_to(widget: QWidget | None, event: QKeyEvent) -> bool:
    if isinstance(widget, TEXT_FIELDS):
        return True
    if isinstance(widget, QComboBox) and widget.isEditable():
        return True
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if event.key() == Qt.Key.Key_Space and plain:
        return isinstance(widget, _USE_SPACE)
    if event.key() in _ENTER and plain:
        return isinstance(widget, _USE_ENTER)
    return False
