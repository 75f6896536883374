"""The SMS tray: the text that leaves, whole; how far it got; and what a person has to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.ids import MessageId
from app.i18n import _
from ui.contact.state import MessageLine
from ui.offer import Offer
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import EnterButton
from ui.widgets.text import MutedLabel


class MessageCard(QFrame):
    """One SMS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._tokens: Tokens = LIGHT
        self._is_to_do, self._is_lost = False, False
        self.heading, self.text, self.state = MutedLabel(), QLabel(), QLabel()
        self.sent, self.copy, self.cancel = EnterButton(primary=True), EnterButton(), EnterButton()
        self.by_hand, self.by_gateway = EnterButton(), EnterButton()
        self.leaves = QLabel()
        self._build()

    def show_message(self, message: MessageLine) -> None:
        """Show this SMS."""
        self._is_to_do, self._is_lost = message.is_to_do, message.is_lost
        self.heading.setText(message.heading)
        if self.text.text() != message.text:
            self.text.setText(message.text)
        self.state.setText(f"▲ {message.state}" if message.is_to_do or message.is_lost else message.state)
        self.setAccessibleName(f"{message.heading}. {message.state}. {message.text}")
        self.sent.show_offer(message.sent)
        self.leaves.setText(message.leaves)
        self.leaves.setVisible(bool(message.leaves))
        self.cancel.show_key("Shift+F6" if message.is_stoppable else "")
        self.cancel.show_offer(message.cancel)
        self.by_hand.show_offer(message.by_hand)
        self.by_gateway.show_offer(message.by_gateway)
        self.copy.show_offer(Offer(_("Copy the text")) if message.is_to_do else None)
        self._paint_state()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.setStyleSheet(
            f"QFrame#message {{ background: {tokens.field}; border: 1px solid {tokens.border}; border-radius: 4px; }}"
        )
        self._paint_state()

    def _paint_state(self) -> None:
        tokens = self._tokens
        loud = f"background: {tokens.critical}; color: {tokens.on_critical}; font-weight: 600; padding: 1px 4px;"
        self.state.setStyleSheet(
            loud if self._is_to_do or self._is_lost else f"color: {tokens.text}; font-weight: 600;"
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
        self.copy.show_offer(Offer(_("Copied")))

    def _build(self) -> None:
        self.leaves.setStyleSheet("font-weight: 600;")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.heading, self.text, self.state, self.leaves):
            label.setWordWrap(True)
        self.copy.clicked.connect(self._copy)
        line = QHBoxLayout()
        line.setSpacing(5)
        line.addWidget(self.copy)
        line.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        for part in (self.heading, self.text, self.state, self.leaves, self.sent, self.by_gateway, self.by_hand):
            layout.addWidget(part)
        layout.addLayout(line)


class Tray(QWidget):
    """All SMS of the case; what a person has to send stands first."""

    sent_by_hand = Signal(str)
    cancel_requested = Signal(str)
    hand_requested = Signal(str)
    gateway_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._cards: dict[MessageId, MessageCard] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    @property
    def cards(self) -> tuple[MessageCard, ...]:
        """The cards that are shown."""
        return tuple(self._cards.values())

    def show_messages(self, messages: tuple[MessageLine, ...]) -> None:
        """Show these; a card stays the same while its message does."""
        kept = {message.message_id for message in messages}
        for gone in [message_id for message_id in self._cards if message_id not in kept]:
            self._cards.pop(gone).deleteLater()
        for place, message in enumerate(messages):
            card = self._cards.get(message.message_id) or self._new_card(message.message_id)
            card.show_message(message)
            if self._layout.indexOf(card) != place:
                self._layout.insertWidget(place, card)
        self.setVisible(bool(messages))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        for card in self._cards.values():
            card.apply_theme(tokens)

    def _new_card(self, message_id: MessageId) -> MessageCard:
        card = MessageCard(self)
        card.apply_theme(self._tokens)
        card.sent.clicked.connect(lambda: self.sent_by_hand.emit(message_id))
        card.cancel.clicked.connect(lambda: self.cancel_requested.emit(message_id))
        card.by_hand.clicked.connect(lambda: self.hand_requested.emit(message_id))
        card.by_gateway.clicked.connect(lambda: self.gateway_requested.emit(message_id))
        self._cards[message_id] = card
        card.show()
        return card
