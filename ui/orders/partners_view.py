"""Whom to ask, one partner a row with why and why not; and the form of an order that is no tow truck."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.ids import ProviderId
from app.i18n import _
from ui.offer import Offer
from ui.orders.state import PartnerRow, PartnersState, ServiceForm
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import EnterButton
from ui.widgets.text import MutedLabel


class PartnersBox(QFrame):
    """The list. Rows are kept while it is repainted, so that the focus stays."""

    asked = Signal(str)
    more_requested = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("partners")
        self._tokens: Tokens = LIGHT
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.rows: dict[ProviderId, _Row] = {}
        self._first: tuple[ProviderId, ...] = ()
        self.more = EnterButton()
        self.more.clicked.connect(self.more_requested)
        self.keep = EnterButton()
        self.keep.clicked.connect(self.kept)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(self.title)
        layout.addLayout(self._column)
        layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.keep, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setVisible(False)

    @property
    def recommended(self) -> EnterButton | None:
        """The button of who is recommended; None = nobody is, or nobody is to be asked."""
        first = next(iter(self._first), None)
        row = None if self.isHidden() or first is None else self.rows.get(first)
        return None if row is None else row.ask

    def show_partners(self, state: PartnersState | None) -> None:
        """Paint it; None = nobody is to be asked."""
        self.setVisible(state is not None)
        if state is None:
            return
        self.title.setText(state.title)
        self.setAccessibleName(state.title)
        self.more.show_offer(state.more)
        self.keep.show_offer(state.keep)
        self._first = tuple(row.provider_id for row in state.rows if row.is_first)
        wanted = {row.provider_id for row in state.rows}
        for provider_id in [one for one in self.rows if one not in wanted]:
            gone = self.rows.pop(provider_id)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, row in enumerate(state.rows):
            view = self.rows.get(row.provider_id) or self._new_row(row.provider_id)
            if self._column.indexOf(view) != place:
                self._column.insertWidget(place, view)
            view.show_row(row)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.setStyleSheet(
            f"QFrame#partners {{ background: {tokens.field}; border: 1px solid {tokens.border}; border-radius: 4px; }}"
        )
        self.title.setStyleSheet("font-weight: 600;")
        for row in self.rows.values():
            row.apply_theme(tokens)

    def _new_row(self, provider_id: ProviderId) -> "_Row":
        view = _Row(self)
        view.apply_theme(self._tokens)
        view.ask.clicked.connect(lambda: self.asked.emit(provider_id))
        self.rows[provider_id] = view
        view.show()
        return view


class _Row(QWidget):
    """One partner."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.facts, self.why_not = QLabel(), MutedLabel(), QLabel()
        self.ask = EnterButton(self)
        for label in (self.name, self.facts, self.why_not):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        words = QVBoxLayout()
        words.setSpacing(1)
        for label in (self.name, self.facts, self.why_not):
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(words, 1)
        layout.addWidget(self.ask, alignment=Qt.AlignmentFlag.AlignTop)

    def show_row(self, row: PartnerRow) -> None:
        """Paint it; the recommended one has a mark and a word, not only its place."""
        self.name.setText(_("▶ {name} (recommended)").format(name=row.name) if row.is_first else row.name)
        self.facts.setText(row.facts)
        self.why_not.setText(f"▲ {row.why_not}" if row.why_not else "")
        self.why_not.setVisible(bool(row.why_not))
        self.ask.show_offer(row.ask)
        self.ask.setAccessibleName(_("Ask {name}").format(name=row.name))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.name.setStyleSheet("font-weight: 600;")
        self.why_not.setStyleSheet(f"color: {tokens.critical};")


class ServiceFormView(QFrame):
    """Where, where to, what exactly, when. Enter orders it, Esc drops it."""

    typed = Signal(str, str, str, str)
    sent = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("serviceForm")
        self.title, self.problem = QLabel(), QLabel()
        self.pick_up, self.deliver_to, self.need, self.wanted = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.order, self.drop = EnterButton(key="Enter", primary=True), EnterButton(key="Esc")
        self.title.setWordWrap(True)
        self.problem.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        for field, longest in self._fields.items():
            field.setMaxLength(longest)
            field.textEdited.connect(self._tell)
            field.returnPressed.connect(self.sent)
            layout.addWidget(field)
        layout.addWidget(self.problem)
        buttons = QGridLayout()
        buttons.addWidget(self.order, 0, 0)
        buttons.addWidget(self.drop, 0, 1)
        layout.addLayout(buttons)
        self.order.clicked.connect(self.sent)
        self.drop.clicked.connect(self.dropped)
        self.retranslate()
        self.setVisible(False)

    def show_form(self, form: ServiceForm | None) -> None:
        """Paint it; None = nothing is being ordered."""
        self.setVisible(form is not None)
        if form is None:
            return
        self.title.setText(form.title)
        self.setAccessibleName(form.title)
        texts = (form.pick_up, form.deliver_to, form.need, form.wanted)
        for field, text in zip(self._fields, texts, strict=True):
            if field.text() != text:
                field.setText(text)
        self.problem.setText(form.problem)
        self.problem.setVisible(bool(form.problem))
        self.order.show_offer(form.order)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        hints = (
            _("Where? Empty = where the car is"),
            _("Where to? (may stay empty)"),
            _("What exactly? 3 people, 1 child seat, 2 rooms …"),
            _("When? 14:20 or +25; empty = at once"),
        )
        for field, hint in zip(self._fields, hints, strict=True):
            field.setPlaceholderText(hint)
            field.setAccessibleName(hint)
        self.drop.show_offer(Offer(_("Do not")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        border = f"border: 2px solid {tokens.focus}; border-radius: 4px;"
        self.setStyleSheet(f"QFrame#serviceForm {{ background: {tokens.field}; {border} }}")
        self.title.setStyleSheet("font-weight: 600;")
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop it on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
            return
        super().keyPressEvent(event)

    @property
    def _fields(self) -> dict[QLineEdit, int]:
        return {self.pick_up: 200, self.deliver_to: 200, self.need: 500, self.wanted: 20}

    def _tell(self) -> None:
        self.typed.emit(self.pick_up.text(), self.deliver_to.text(), self.need.text(), self.wanted.text())
