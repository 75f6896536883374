"""The SMS editor: to whom, the text, its length as it is typed, and what Enter shows.

Enter shows what leaves; Shift+Enter is a new line, Esc leaves the field and keeps the draft. F6 once more asks for the
prepared SMS: it may have come a moment after the key, and no key of the desk acts inside a field.
"""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _
from ui.contact.sms_state import SmsEditorState
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import MutedLabel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FIELD_LINES = 4


class SmsEditorBox(QFrame):
    """The editor; hidden while nothing is written."""

    typed = Signal(str)
    chosen = Signal(int)
    plain_wanted = Signal()
    sending = Signal()
    dismissed = Signal()
    prepared_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sms_editor")
        self.heading, self.length, self.foreign, self.caution = QLabel(), MutedLabel(), QLabel(), QLabel()
        self.to, self.field = QComboBox(), QPlainTextEdit()
        self.send, self.plain, self.drop = OfferButton(primary=True), OfferButton(), OfferButton(key="Esc")
        self._build()

    def show_state(self, state: SmsEditorState | None) -> None:
        """Paint it; None = nothing is written."""
        self.setVisible(state is not None)
        if state is None:
            return
        self._show_recipients(state)
        if self.field.toPlainText() != state.text:
            with QSignalBlocker(self.field):
                self.field.setPlainText(state.text)
            self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.length.setText(state.length)
        self.foreign.setText(state.foreign)
        self.foreign.setVisible(bool(state.foreign))
        self.caution.setText(state.caution)
        self.caution.setVisible(bool(state.caution))
        self.plain.show_offer(state.plain)
        self.send.show_key(_("Enter"))
        self.send.show_offer(state.send)
        self.setAccessibleName(". ".join((_("SMS"), state.length, state.foreign)).strip(". "))

    def begin(self) -> None:
        """Put the cursor into the text."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.heading.setText(_("Write an SMS"))
        self.to.setAccessibleName(_("To whom the SMS goes"))
        self.field.setAccessibleName(_("Text of the SMS"))
        self.field.setPlaceholderText(_("Text of the SMS; Enter shows what leaves"))
        self.drop.show_offer(Offer(_("Leave it")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QFrame#sms_editor {{ background: {tokens.field}; border: 1px solid {tokens.border};"
            f" border-radius: 4px; }}"
        )
        care = f"background: {tokens.high}; color: {tokens.on_high}; border-radius: 3px; padding: 1px 4px;"
        self.foreign.setStyleSheet(care)
        self.caution.setStyleSheet(care)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter, Esc and F6 out of the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            is_new_line = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in _ENTER and not is_new_line:
                self.sending.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismissed.emit()
                return True
            if event.key() == Qt.Key.Key_F6 and not event.modifiers():
                self.prepared_wanted.emit()
                return True
        return super().eventFilter(watched, event)

    def _show_recipients(self, state: SmsEditorState) -> None:
        texts = [one.text for one in state.recipients]
        with QSignalBlocker(self.to):
            if texts != [self.to.itemText(at) for at in range(self.to.count())]:
                self.to.clear()
                self.to.addItems(texts)
            self.to.setCurrentIndex(state.chosen)

    def _build(self) -> None:
        self.heading.setFont(fonts.sized(self.font(), 1.0, bold=True))
        for label in (self.length, self.foreign, self.caution):
            label.setWordWrap(True)
        self.to.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for flexible in (self.to, self.field):
            flexible.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * _FIELD_LINES + 12)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda: self.typed.emit(self.field.toPlainText()))
        self.to.activated.connect(self.chosen)
        self.plain.clicked.connect(self.plain_wanted)
        self.send.clicked.connect(self.sending)
        self.drop.clicked.connect(self.dismissed)
        line = QHBoxLayout()
        line.setSpacing(5)
        line.addWidget(self.send, 1)
        line.addWidget(self.drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        for part in (self.heading, self.to, self.caution, self.field, self.length, self.foreign, self.plain):
            layout.addWidget(part)
        layout.addLayout(line)
        self.setVisible(False)
