"""Notes: the list, and a field whose text is never lost.

Ctrl+Enter saves from inside the field, where Enter is a new line; Esc leaves the field for the keys of the desk,
and so does what is saved.
"""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout

from app.i18n import _
from ui.notes.presenter import NotesPresenter
from ui.notes.state import NotesState
from ui.theme.tokens import Tokens
from ui.widgets.log_list import LogList
from ui.widgets.offer_button import OfferButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen
from ui.widgets.text import MutedLabel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FIELD_LINES = 3


class NotesView(Screen):
    """The notes panel. ``connect_to`` sends every intent to its presenter."""

    raised = Signal()
    """A person wants to write: bring it to the front where it is a tab."""

    def __init__(self) -> None:
        super().__init__()
        self._state: NotesState | None = None
        self._presenter: NotesPresenter | None = None
        self.list = LogList()
        self.field = QPlainTextEdit()
        self.save = OfferButton(key="Ctrl+Enter")
        self._kept = MutedLabel()
        self.problem = QLabel()
        self.empty = MutedLabel()
        self._build()

    def connect_to(self, presenter: NotesPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.field.textChanged.connect(lambda: presenter.typed(self.field.toPlainText()))
        self.save.clicked.connect(presenter.save)

    def show_state(self, state: NotesState | None) -> None:
        """Paint it; None = no case is open."""
        old, self._state = self._state, state
        lines = () if state is None else state.lines
        self.list.show_lines(lines)
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        if self._is_saved(old, state) and self.field.hasFocus():
            rest_focus(self)
        self._fill_field("" if state is None else state.draft)
        self.field.setReadOnly(state is None or not state.can_write)
        self.field.setEnabled(state is not None and state.can_write)
        self.save.show_offer(None if state is None else state.save)
        self._kept.setText("" if state is None else state.kept)
        self.problem.setText("" if state is None else state.problem)
        self.problem.setVisible(bool(state and state.problem))
        if state is not None and (old is None or old.case_id != state.case_id):
            self.list.follow()
        self._say_empty()

    def focus_text(self) -> None:
        """Let the person type, after what stands there already."""
        self.raised.emit()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.list.setAccessibleName(_("Notes of the case, oldest first"))
        self.field.setAccessibleName(_("New note"))
        self._say_empty()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.list.apply_theme(tokens)
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter saves, Esc leaves; every other key is the field's."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if self._presenter is not None:
                    self._presenter.save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                rest_focus(self)
                if self._presenter is not None:
                    self._presenter.leave()
                return True
        return super().eventFilter(watched, event)

    def _is_saved(self, old: NotesState | None, state: NotesState | None) -> bool:
        same = old is not None and state is not None and old.case_id == state.case_id
        return same and state is not None and not state.draft and bool(self.field.toPlainText())

    def _fill_field(self, draft: str) -> None:
        if self.field.toPlainText() == draft:
            return
        with QSignalBlocker(self.field):
            self.field.setPlainText(draft)
            self.field.moveCursor(QTextCursor.MoveOperation.End)

    def _say_empty(self) -> None:
        takes_none = self._state is not None and not self._state.can_write
        self.field.setPlaceholderText(self.save.toolTip() if takes_none else _("New note (F9)"))
        self.empty.setText(_("No case is open.") if self._state is None else _("No notes yet."))

    def _build(self) -> None:
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(self.fontMetrics().lineSpacing() * FIELD_LINES + 18)
        self.field.installEventFilter(self)
        self.problem.setWordWrap(True)
        self._kept.setWordWrap(True)
        below = QHBoxLayout()
        below.addWidget(self._kept, 1)
        below.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addWidget(self.field)
        layout.addWidget(self.problem)
        layout.addLayout(below)
        self.show_state(None)
