"""The form of one channel: which adapter, its fields, and the test. Any adapter is drawn from its fields alone.

Fields are made once for an adapter and changed after that, so that typing keeps its cursor.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.gateway import FieldKind
from app.i18n import _
from ui.gateways.state import FieldState, FormState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton

_BESIDE = 2


class FormView(QWidget):
    """Emits what is chosen and typed."""

    adapter_chosen = Signal(str)
    typed = Signal(str, str)
    target_typed = Signal(str)
    saved = Signal()
    tried = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: FormState | None = None
        self._made: tuple[object, ...] = ()
        self.fields: dict[str, FieldView] = {}
        self.title, self.adapter, self.words = QLabel(), QComboBox(), QLabel()
        self.area = QScrollArea()
        self.save = OfferButton(primary=True, key="Ctrl+Enter")
        self.target_label, self.target = QLabel(), QLineEdit()
        self.trial, self.trial_words = OfferButton(), QLabel()
        self._build()

    def show_form(self, state: FormState) -> None:
        """Paint it."""
        before, self._state = self._state, state
        self.title.setText(state.title)
        self.area.setAccessibleName(state.title)
        self._show_adapters(state)
        made = (state.title, state.adapter, tuple(one.key for one in state.fields))
        if made != self._made:
            self._make(state)
            self._made = made
        for one in state.fields:
            self.fields[one.key].show_field(one, self._tokens)
        self._go_to_fault(_wrong(before), _wrong(state))
        self._say(self.words, state.words, is_trouble=state.is_trouble)
        self.save.show_offer(state.save)
        has_trial = state.trial is not None
        self.target_label.setText(state.target_label)
        self.target.setAccessibleName(state.target_label)
        for part in (self.target_label, self.target):
            part.setVisible(has_trial)
        if self.target.text() != state.target:
            self.target.setText(state.target)
        self.trial.show_offer(state.trial)
        self._say(self.trial_words, state.trial_words, is_trouble=state.is_trial_trouble)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.target_label.setStyleSheet(f"color: {tokens.muted};")
        if self._state is not None:
            self.show_form(self._state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Store by Ctrl+Enter; a plain Enter in a field only goes on."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.saved.emit()
            return
        super().keyPressEvent(event)

    def _go_to_fault(self, before: tuple[str, ...], wrong: tuple[str, ...]) -> None:
        """Stand at the first field that is wrong, when that is said."""
        if wrong and not set(wrong) <= set(before):
            field = self.fields[wrong[0]]
            field.take_focus()
            self.area.ensureWidgetVisible(field)

    def _say(self, label: QLabel, words: str, *, is_trouble: bool) -> None:
        label.setText(f"▲ {words}" if is_trouble else words)
        label.setVisible(bool(words))
        label.setStyleSheet(f"color: {self._tokens.critical if is_trouble else self._tokens.muted};")

    def _show_adapters(self, state: FormState) -> None:
        self.adapter.setAccessibleName(_("By what it leaves"))
        shown = [(self.adapter.itemData(row), self.adapter.itemText(row)) for row in range(self.adapter.count())]
        if shown != list(state.adapters):
            self.adapter.clear()
            for name, words in state.adapters:
                self.adapter.addItem(words, name)
        self.adapter.setCurrentIndex(max(0, self.adapter.findData(state.adapter)))

    def _make(self, state: FormState) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        self.fields = {}
        for place, one in enumerate(state.fields):
            view = FieldView(one)
            view.typed.connect(lambda text, key=one.key: self.typed.emit(key, text))
            self.fields[one.key] = view
            grid.addWidget(view, place // _BESIDE, place % _BESIDE, Qt.AlignmentFlag.AlignTop)
        for place in range(_BESIDE):
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(len(state.fields), 1)
        self.area.setWidget(content)
        content.setAutoFillBackground(False)

    def _build(self) -> None:
        self.title.setStyleSheet("font-weight: 600;")
        for label in (self.words, self.trial_words, self.target_label):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.adapter.activated.connect(lambda row: self.adapter_chosen.emit(self.adapter.itemData(row)))
        self.target.textEdited.connect(self.target_typed)
        self.target.setMaxLength(200)
        self.save.clicked.connect(self.saved)
        self.trial.clicked.connect(self.tried)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addLayout(_row(self.adapter, self.save))
        layout.addWidget(self.words)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.target_label)
        layout.addLayout(_row(self.target, self.trial))
        layout.addWidget(self.trial_words)


class FieldView(QWidget):
    """A label, what is typed or chosen, and under it what is wrong."""

    typed = Signal(str)

    def __init__(self, state: FieldState) -> None:
        super().__init__()
        self.label, self.fault = QLabel(), QLabel()
        self.line, self.choice = QLineEdit(), QComboBox()
        self._entry: QWidget = self.choice if state.choices else self.line
        self.line.setMaxLength(1000)
        if state.kind is FieldKind.SECRET:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textEdited.connect(self.typed)
        self.choice.activated.connect(lambda row: self.typed.emit(self.choice.itemData(row)))
        self.label.setBuddy(self._entry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(1)
        for part in (self.label, self._entry, self.fault):
            if isinstance(part, QLabel):
                part.setWordWrap(True)
            layout.addWidget(part)
        for other in (self.line, self.choice):
            if other is not self._entry:
                other.setParent(self)
                other.hide()

    def take_focus(self) -> None:
        """Let the person type or choose."""
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_field(self, state: FieldState, tokens: Tokens) -> None:
        """Paint it."""
        self.label.setText(state.label)
        self.label.setStyleSheet(f"color: {tokens.muted};")
        self._show_choices(state)
        if self.line.text() != state.value:
            self.line.setText(state.value)
            self.line.setCursorPosition(0)
        self.line.setPlaceholderText(state.hint)
        self._entry.setAccessibleName(state.label)
        self._entry.setAccessibleDescription(state.fault or state.hint)
        self._entry.setToolTip(state.hint)
        self.fault.setText(f"▲ {state.fault}")
        self.fault.setStyleSheet(f"color: {tokens.critical};")
        if state.fault:
            _keep_room(self.fault)
        self.fault.setVisible(bool(state.fault))

    def _show_choices(self, state: FieldState) -> None:
        entries = [("", state.hint or "—"), *state.choices]
        shown = [(self.choice.itemData(row), self.choice.itemText(row)) for row in range(self.choice.count())]
        if state.choices and shown != entries:
            self.choice.clear()
            for value, words in entries:
                self.choice.addItem(words, value)
        self.choice.setCurrentIndex(max(0, self.choice.findData(state.value)))


def _wrong(state: FormState | None) -> tuple[str, ...]:
    return () if state is None else tuple(one.key for one in state.fields if one.fault)


def _keep_room(label: QLabel) -> None:
    """Let the form not jump when what was said is mended."""
    policy = label.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    label.setSizePolicy(policy)


def _row(entry: QWidget, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(entry, 1)
    row.addWidget(button)
    return row
