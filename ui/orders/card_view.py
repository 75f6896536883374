"""One tow order: how far it got, which firm, when it comes, what it said."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.service_order import OrderState
from app.i18n import _
from ui.offer import Offer
from ui.orders.state import FirmCall, OrderCard
from ui.orders.words import STEPS, capital
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import EnterButton
from ui.widgets.text import MutedLabel

_BUTTONS_A_LINE = 2


class ReasonView(QWidget):
    """Asks why the truck will not come, in place. Enter sends it, Esc drops it."""

    submitted = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        self.send, self.drop = EnterButton(), EnterButton(key="Esc")
        self.reason.returnPressed.connect(lambda: self.submitted.emit(self.reason.text()))
        self.send.clicked.connect(lambda: self.submitted.emit(self.reason.text()))
        self.drop.clicked.connect(self.dismissed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.reason, self.send, self.drop):
            layout.addWidget(part)
        self.setVisible(False)

    def show_question(self, question: tuple[str, Offer] | None) -> None:
        """Ask, or ask no more."""
        if question is None:
            self.reason.clear()
        else:
            self.reason.setPlaceholderText(question[0])
            self.reason.setAccessibleName(question[0])
        self.send.show_offer(None if question is None else question[1])
        self.setVisible(question is not None)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.drop.show_offer(Offer(_("Do not")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop the question on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)


class OrderCardView(QFrame):
    """The card of one order. Its fields keep focus and cursor while it is repainted."""

    provider_typed = Signal(str)
    eta_typed = Signal(str)
    entered = Signal()
    step_requested = Signal(OrderState)
    stop_requested = Signal()
    change_requested = Signal()
    another_requested = Signal()
    call_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order")
        self._tokens: Tokens = LIGHT
        self._needs_person = False
        self.heading, self.state, self.road, self.problem = MutedLabel(), QLabel(), QLabel(), QLabel()
        self.places, self.sent = MutedLabel(), MutedLabel()
        self.stop, self.change, self.another = EnterButton(primary=True), EnterButton(), EnterButton()
        self.call, self.call_words = EnterButton(), MutedLabel()
        self.provider, self.eta = QLineEdit(), QLineEdit()
        self._labels = {self.provider: MutedLabel(), self.eta: MutedLabel()}
        self.steps = {following: EnterButton(self) for following in STEPS}
        self.reason = ReasonView()
        self._grid = QGridLayout()
        self._build()

    def show_card(self, card: OrderCard) -> None:
        """Paint it."""
        self._needs_person = card.needs_person
        self.heading.setText(card.heading)
        self.state.setText(f"▲ {capital(card.state)}" if card.needs_person else capital(card.state))
        self.setAccessibleName(f"{card.heading}. {card.state}. {card.road}")
        self.stop.show_offer(card.stop)
        self.stop.be_primary(primary=not card.needs_person)
        self.call.be_primary(primary=card.needs_person)
        self.change.show_offer(None if card.reason is not None else card.change)
        self.another.show_offer(None if card.reason is not None else card.another)
        for label, text in (
            (self.road, card.road),
            (self.problem, card.problem),
            (self.places, card.places),
            (self.sent, card.sent),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        for field, text in ((self.provider, card.provider), (self.eta, card.eta)):
            if field.text() != text:
                field.setText(text)
            field.setVisible(card.can_edit)
            self._labels[field].setVisible(card.can_edit)
        self._show_steps(card)
        self.reason.show_question(card.reason)
        self._paint_tone()

    def show_call(self, call: FirmCall | None) -> None:
        """Paint what phones the firm; None = nobody knows its number."""
        self.call.show_offer(None if call is None else call.press)
        self.call_words.setText("" if call is None else call.words)
        self.call_words.setVisible(call is not None and bool(call.words))

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self._labels[self.provider].setText(_("Firm"))
        self._labels[self.eta].setText(_("Promised"))
        self.provider.setAccessibleName(_("Firm"))
        self.eta.setAccessibleName(_("Time the firm promises, such as 14:20"))
        self.eta.setPlaceholderText(_("14:20 or +25"))
        self.reason.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.setStyleSheet(
            f"QFrame#order {{ background: {tokens.field}; border: 1px solid {tokens.border}; border-radius: 4px; }}"
        )
        self.road.setStyleSheet(f"border: 0 solid {tokens.high}; border-left-width: 4px; padding-left: 6px;")
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")
        self._paint_tone()

    def _paint_tone(self) -> None:
        tokens = self._tokens
        loud = f"background: {tokens.critical}; color: {tokens.on_critical}; font-weight: 600; padding: 2px 5px;"
        self.state.setStyleSheet(
            f"{loud} border-radius: 3px;" if self._needs_person else f"color: {tokens.text}; font-weight: 600;"
        )

    def _show_steps(self, card: OrderCard) -> None:
        offers = dict(card.steps)
        asks = card.reason is not None
        place = 0
        for following, button in self.steps.items():
            offer = None if asks else offers.get(following)
            button.show_offer(offer)
            if offer is not None:
                self._grid.addWidget(button, place // _BUTTONS_A_LINE, place % _BUTTONS_A_LINE)
                place += 1

    def _build(self) -> None:
        for label in (self.heading, self.state, self.call_words, self.road, self.problem, self.places, self.sent):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.provider.setMaxLength(120)
        self.eta.setMaximumWidth(124)
        self.provider.textEdited.connect(self.provider_typed)
        self.eta.textEdited.connect(self.eta_typed)
        for field in (self.provider, self.eta):
            field.returnPressed.connect(self.entered)
        for following, button in self.steps.items():
            button.clicked.connect(lambda _checked=False, following=following: self.step_requested.emit(following))
        fields = QGridLayout()
        fields.setSpacing(4)
        fields.setColumnStretch(0, 1)
        for column, (field, label) in enumerate(self._labels.items()):
            label.setBuddy(field)
            fields.addWidget(label, 0, column)
            fields.addWidget(field, 1, column)
        self._grid.setSpacing(5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        self.stop.clicked.connect(self.stop_requested)
        self.change.clicked.connect(self.change_requested)
        self.another.clicked.connect(self.another_requested)
        self.call.clicked.connect(self.call_requested)
        self.show_call(None)
        for part in (
            self.heading,
            self.state,
            self.call,
            self.call_words,
            self.sent,
            self.stop,
            self.places,
            self.road,
        ):
            layout.addWidget(part)
        layout.addLayout(fields)
        layout.addWidget(self.problem)
        layout.addLayout(self._grid)
        layout.addWidget(self.another)
        layout.addWidget(self.change)
        layout.addWidget(self.reason)
        self.retranslate()
