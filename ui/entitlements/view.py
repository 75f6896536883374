"""Entitlement cards: status as shape and word, the clause, its Dutch words, its figures, what could still change it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.api.cases import CardStatus
from app.i18n import _
from ui.entitlements.state import Card, EntitlementsState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.hatched import HatchedBar
from ui.widgets.screen import Screen
from ui.widgets.text import MutedLabel


class EntitlementsView(Screen):
    """The cards. The panel has no intents."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: EntitlementsState | None = None
        self.not_confirmed = HatchedBar()
        self.cards: list[CardView] = []
        self.empty = MutedLabel()
        self.content = QWidget()
        self._scroll = QScrollArea()
        self._column = QVBoxLayout()
        self._build()

    def show_state(self, state: EntitlementsState | None) -> None:
        """Paint it; None = no case is open."""
        self._state = state
        cards = () if state is None else state.cards
        stale = state is not None and bool(state.not_confirmed)
        self.not_confirmed.say("" if state is None else state.not_confirmed)
        while len(self.cards) > len(cards):
            gone = self.cards.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.cards) < len(cards):
            self._add_card()
        for view, card in zip(self.cards, cards, strict=True):
            view.show_card(card, is_stale=stale)
        self._say_empty()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self._say_empty()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.not_confirmed.apply_theme(tokens)
        for card in self.cards:
            card.apply_theme(tokens)

    def _add_card(self) -> None:
        view = CardView(self.content)
        view.apply_theme(self._tokens)
        self.cards.append(view)
        self._column.addWidget(view)
        view.show()

    def _say_empty(self) -> None:
        text = _("No case is open.") if self._state is None else _("No clause was assessed for this case.")
        self.empty.setText(text)
        self.empty.setVisible(not self.cards)

    def _build(self) -> None:
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(0)
        self._column.setSpacing(6)
        self.empty.setWordWrap(True)
        inside.addWidget(self.empty)
        inside.addLayout(self._column)
        inside.addStretch(1)
        self._scroll.setWidget(self.content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self.content.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.not_confirmed)
        layout.addWidget(self._scroll, 1)
        self.show_state(None)


class StatusShape(QWidget):
    """The shape of a status: full disc granted, crossed ring refused, half disc not yet known, ring does not apply."""

    def __init__(self) -> None:
        super().__init__()
        self._status = CardStatus.UNKNOWN
        self._tokens: Tokens = LIGHT
        self.setFixedSize(QSize(16, 16))

    def set_status(self, status: CardStatus) -> None:
        """Show this status."""
        self._status = status
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shape."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(status_colour(self._status, self._tokens))
        area = QRectF(2, 2, 12, 12)
        painter.setPen(QPen(colour, 1.8))
        if self._status is CardStatus.GRANTED:
            painter.setBrush(colour)
        painter.drawEllipse(area)
        if self._status is CardStatus.UNKNOWN:
            painter.setBrush(colour)
            painter.drawPie(area, 90 * 16, 180 * 16)
        elif self._status is CardStatus.REFUSED:
            painter.drawLine(QPointF(4, 4), QPointF(12, 12))


class CardView(QFrame):
    """One card. Hatched while nobody confirms it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._tokens: Tokens = LIGHT
        self._status = CardStatus.UNKNOWN
        self._is_stale = False
        self.shape = StatusShape()
        self.title, self.status, self.clause = QLabel(), QLabel(), MutedLabel()
        self.quote, self.figures, self.missing = MutedLabel(), QLabel(), QLabel()
        self._build()

    def show_card(self, card: Card, *, is_stale: bool) -> None:
        """Paint it."""
        self._status, self._is_stale = card.status, is_stale
        self.shape.set_status(card.status)
        self.title.setText(card.title)
        self.status.setText(card.status_words)
        self.clause.setText(card.clause)
        self.quote.setText(f"“{card.quote_nl}”" if card.quote_nl else "")
        self.figures.setText(card.figures)
        missing = _("Could still change it: {facts}.").format(facts=card.missing) if card.missing else ""
        self.missing.setText(missing)
        for label in (self.quote, self.figures, self.missing):
            label.setVisible(bool(label.text()))
        said = (card.title, card.status_words, card.clause, card.quote_nl, card.figures, missing)
        self.setAccessibleName(". ".join(part for part in said if part))
        self._paint_status()
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.shape.apply_theme(tokens)
        self._paint_status()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and hatch it while it is not confirmed."""
        super().paintEvent(event)
        if self._is_stale:
            hatch = QColor(self._tokens.border)
            hatch.setAlpha(90)
            QPainter(self).fillRect(self.rect().adjusted(1, 1, -1, -1), QBrush(hatch, Qt.BrushStyle.BDiagPattern))

    def _paint_status(self) -> None:
        tokens = self._tokens
        self.setStyleSheet(
            f"QFrame#card {{ background: {tokens.field}; border: 1px solid {tokens.border}; border-radius: 4px; }}"
        )
        self.title.setStyleSheet("font-weight: 600;")
        self.status.setStyleSheet(f"color: {status_colour(self._status, tokens)}; font-weight: 600;")

    def _build(self) -> None:
        for label in (self.title, self.status, self.quote, self.figures, self.missing):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.shape, alignment=Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.status, 1)
        head.addWidget(self.clause)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(3)
        layout.addWidget(self.title)
        layout.addLayout(head)
        for part in (self.figures, self.quote, self.missing):
            layout.addWidget(part)


def status_colour(status: CardStatus, tokens: Tokens) -> str:
    """Return the colour of a status: only what still waits for an answer stands out, the shape tells the rest."""
    return {
        CardStatus.GRANTED: tokens.text,
        CardStatus.REFUSED: tokens.text,
        CardStatus.UNKNOWN: tokens.focus,
        CardStatus.NOT_TRIGGERED: tokens.muted,
    }[status]
