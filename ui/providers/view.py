"""The page of partners: the list with its filter, and beside it the form of the chosen one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from ui.providers.presenter import ProvidersPresenter
from ui.providers.state import FieldState, FormState, ProvidersState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.scrolling import let_scroll
from ui.widgets.table import Cell, Column, Table
from ui.widgets.text import MutedLabel

_BESIDE = frozenset({"latitude", "longitude", "radius_km", "capacity", "price_eur", "languages", "since", "stopped_on"})
"""Short ones, two in a row; the others take a row of their own."""

_LEAST_FORM = 380


class ProvidersView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: ProvidersPresenter | None = None
        self.filter, self.new, self.words = QLineEdit(), OfferButton(), QLabel()
        self.table = Table()
        self.form = FormView()
        self._build()

    def connect_to(self, presenter: ProvidersPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.filter.textEdited.connect(presenter.find)
        self.table.chosen.connect(lambda row, _column: presenter.choose(row))
        self.new.clicked.connect(presenter.begin)
        self.form.typed.connect(presenter.typed)
        self.form.saved.connect(presenter.save)

    def show_state(self, state: ProvidersState) -> None:
        """Paint it."""
        titles = (_("Name"), _("Services"), _("Comes to"), _("Now"), _("Orders"))
        columns = [Column(title, stretches=place == 2) for place, title in enumerate(titles)]  # noqa: PLR2004 - the area
        rows = [
            [
                Cell(one.name, _("Enter shows it")),
                *map(Cell, (one.kinds, one.comes_to, one.hours)),
                Cell(f"{one.way} · {one.running}", _("How orders go, and how many run there now")),
            ]
            for one in state.lines
        ]
        self.table.show_rows(columns, rows)
        self.table.setVisible(bool(rows))
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.new.show_offer(state.new)
        if self.filter.text() != state.text:
            self.filter.setText(state.text)
        self.form.show_form(state.form)

    def focus_form(self) -> None:
        """Let the person type."""
        self.form.focus_first()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.filter.setPlaceholderText(_("Find: name, service, place, number …"))
        self.filter.setAccessibleName(_("Find a partner"))
        self.table.setAccessibleName(_("Partners"))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.words.setStyleSheet(f"color: {tokens.muted};")
        self.form.apply_theme(tokens)

    def _build(self) -> None:
        self.words.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.filter, 1)
        head.addWidget(self.new)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(self.form)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves, 1)
        self.setFocusProxy(self.filter)
        self.retranslate()


class FormView(QWidget):
    """Emits what is typed. Fields are made once, so that typing keeps its cursor."""

    typed = Signal(str, str)
    saved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: FormState | None = None
        self.title, self.words = QLabel(), QLabel()
        self.fields: dict[str, FieldView] = {}
        self.save = OfferButton(primary=True, key="Ctrl+Enter")
        self._content, self._area, self._grid = QWidget(), QScrollArea(), QGridLayout()
        self._place = 0
        self._build()

    def show_form(self, form: FormState | None) -> None:
        """Paint it; None = nobody is chosen."""
        self._state = form
        for part in (self.title, self.words, self.save, self._area):
            part.setVisible(form is not None)
        if form is None:
            return
        self.title.setText(form.title)
        self._area.setAccessibleName(form.title)
        for one in form.fields:
            view = self.fields.get(one.column) or self._new_field(one.column)
            view.show_field(one, self._tokens, can_edit=form.can_edit)
        self.words.setText(f"▲ {form.words}" if form.is_trouble else form.words)
        self.words.setVisible(bool(form.words))
        self.words.setStyleSheet(f"color: {self._tokens.critical if form.is_trouble else self._tokens.muted};")
        self.save.show_offer(form.save)

    def focus_first(self) -> None:
        """Let the person type the name."""
        for view in self.fields.values():
            view.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.show_form(self._state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Store by Ctrl+Enter; a plain Enter in a field only goes on."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.saved.emit()
            return
        super().keyPressEvent(event)

    def _new_field(self, column: str) -> "FieldView":
        view = FieldView()
        view.line.textEdited.connect(lambda text: self.typed.emit(column, text))
        self.fields[column] = view
        width = 1 if column in _BESIDE else 2
        self._place += self._place % 2 if width > 1 else 0
        self._grid.addWidget(view, self._place // 2, self._place % 2, 1, width, Qt.AlignmentFlag.AlignTop)
        self._place += width
        return view

    def _build(self) -> None:
        self.title.setStyleSheet("font-weight: 600;")
        for label in (self.title, self.words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        for place in range(2):
            self._grid.setColumnStretch(place, 1)
        self.setMinimumWidth(_LEAST_FORM)
        let_scroll(self._area, self._content)
        self.save.clicked.connect(self.saved)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.words)
        layout.addWidget(self._area, 1)
        self.show_form(None)


class FieldView(QWidget):
    """A label, what is typed, and under it what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.label, self.line, self.fault = MutedLabel(), QLineEdit(), QLabel()
        self.line.setMaxLength(2000)
        self.label.setBuddy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(1)
        for part in (self.label, self.line, self.fault):
            layout.addWidget(part)
        self.label.setWordWrap(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_field(self, state: FieldState, tokens: Tokens, *, can_edit: bool) -> None:
        """Paint it."""
        self.label.setText(state.label)
        self.line.setAccessibleName(state.label)
        self.line.setPlaceholderText(state.hint)
        self.line.setToolTip(state.hint)
        self.line.setReadOnly(not can_edit)
        if self.line.text() != state.text:
            self.line.setText(state.text)
        self.fault.setText(f"▲ {state.fault}" if state.fault else "")
        self.fault.setVisible(bool(state.fault))
        self.fault.setStyleSheet(f"color: {tokens.critical};")
