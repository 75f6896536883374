"""The form of one record: groups of fields, two beside each other where there is room.

Fields are made once for a record and changed after that, so that typing keeps its cursor.
"""

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.contracts.state import BoxChoice, FieldState, FormState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import ElidedLabel

_BESIDE = 2
_LONGEST = 400


class FormView(QWidget):
    """Emits what is typed, and the two ways to end it."""

    edited = Signal(str, str)
    saved = Signal()
    closed = Signal()
    box_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: FormState | None = None
        self._columns: tuple[str, ...] = ()
        self.fields: dict[str, FieldView] = {}
        self._titles: list[QLabel] = []
        self.title, self.words = ElidedLabel(), QLabel()
        self.save, self.close_form = OfferButton(primary=True), OfferButton()
        self.area = QScrollArea()
        self.boxes: list[QPushButton] = []
        self._box_row = QVBoxLayout()
        self._build()

    def show_form(self, state: FormState) -> None:
        """Paint it."""
        columns = tuple(field.column for group in state.groups for field in group.fields)
        is_other = self._state is None or self._state.key != state.key
        self._state = state
        if columns != self._columns:
            self._make(state)
            self._columns = columns
        self.title.set_text(state.title)
        self.area.setAccessibleName(state.title)
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.words.setStyleSheet(f"color: {self._tokens.critical if state.is_trouble else self._tokens.muted};")
        self._show_boxes(state.boxes)
        for label, group in zip(self._titles, state.groups, strict=True):
            label.setText(group.title)
            for field in group.fields:
                self.fields[field.column].show_field(field, self._tokens)
        self.save.show_offer(state.save)
        self.close_form.show_offer(state.close)
        if is_other:
            self.area.verticalScrollBar().setValue(0)
            self.fields[columns[0]].line.setFocus()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        if self._state is not None:
            self.show_form(self._state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Store by Ctrl+Enter; a plain Enter in a field only goes on."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.saved.emit()
            return
        super().keyPressEvent(event)

    def _show_boxes(self, boxes: Sequence[BoxChoice]) -> None:
        """Show a button for each box of a car that has several; a click shows that one in the fields."""
        while len(self.boxes) < len(boxes):
            button = QPushButton()
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            place = len(self.boxes)
            button.clicked.connect(lambda _checked=False, place=place: self.box_chosen.emit(place))
            self.boxes.append(button)
            self._box_row.addWidget(button)
        for button, box in zip_longest(self.boxes, boxes):
            button.setVisible(box is not None)
            button.setText("" if box is None else f"{'▸ ' if box.is_shown else ''}{box.words}")
            button.setChecked(box is not None and box.is_shown)

    def _make(self, state: FormState) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        self.fields, self._titles = {}, []
        for group in state.groups:
            title = QLabel()
            title.setStyleSheet("font-weight: 600;")
            self._titles.append(title)
            column.addWidget(title)
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            for place, field in enumerate(group.fields):
                view = FieldView(field.column)
                view.line.textEdited.connect(lambda text, name=field.column: self.edited.emit(name, text))
                self.fields[field.column] = view
                grid.addWidget(view, place // _BESIDE, place % _BESIDE, Qt.AlignmentFlag.AlignTop)
            for place in range(_BESIDE):
                grid.setColumnStretch(place, 1)
            column.addLayout(grid)
        column.addStretch(1)
        content.setAutoFillBackground(False)
        self.area.setWidget(content)

    def _build(self) -> None:
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setStyleSheet("font-weight: 600;")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.save.clicked.connect(self.saved)
        self.close_form.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_form)
        head.addWidget(self.save)  # last: the other one has longer words once something is typed
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.words)
        layout.addLayout(self._box_row)
        layout.addWidget(self.area, 1)


class FieldView(QWidget):
    """A label, a line, and under it what is wrong."""

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column
        self.label, self.line, self.fault = QLabel(), QLineEdit(), QLabel()
        self.line.setMaxLength(_LONGEST)
        self.label.setBuddy(self.line)
        self.label.setWordWrap(True)
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(1)
        for part in (self.label, self.line, self.fault):
            layout.addWidget(part)

    def show_field(self, state: FieldState, tokens: Tokens) -> None:
        """Paint it."""
        self.label.setText(state.label)
        self.label.setStyleSheet(f"color: {tokens.muted};")
        if self.line.text() != state.value:
            self.line.setText(state.value)
            self.line.setCursorPosition(0)
        self.line.setPlaceholderText(state.hint)
        self.line.setAccessibleName(state.label)
        self.line.setAccessibleDescription(state.fault or state.hint)
        self.fault.setText(f"\u25b2 {state.fault}")
        self.fault.setStyleSheet(f"color: {tokens.critical};")
        self.fault.setVisible(bool(state.fault))
