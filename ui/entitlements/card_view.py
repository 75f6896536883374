"""One service as a card: standing as shape and word, limit, reason, its question, and its clauses on a click.

The card itself can have the focus: Enter then does what it is there for, its question before its ledger before its
clauses, and never what waits for Enter elsewhere.
"""

from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.i18n import _
from ui.entitlements.ask_button import AskButton
from ui.entitlements.ledger_view import LedgerView
from ui.entitlements.question_view import QuestionView
from ui.entitlements.state import Ask, Card, Clause, Standing
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import MutedLabel

_FACTS_SHOWN = 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StatusShape(QWidget):
    """The shape of a standing.

    Full disc granted, ring with a dot possible, crossed ring refused, half disc to ask, ring does not apply.
    """

    def __init__(self) -> None:
        super().__init__()
        self._standing = Standing.ASK
        self._tokens: Tokens = LIGHT
        self.setFixedSize(QSize(16, 16))

    def set_standing(self, standing: Standing) -> None:
        """Show this standing."""
        self._standing = standing
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shape."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(standing_colour(self._standing, self._tokens))
        painter.setPen(QPen(colour, 1.8))
        if self._standing is Standing.GRANTED:
            painter.setBrush(colour)
        painter.drawEllipse(QRectF(2, 2, 12, 12))
        painter.setBrush(colour)
        if self._standing is Standing.ASK:
            painter.drawPie(QRectF(2, 2, 12, 12), 90 * 16, 180 * 16)
        elif self._standing is Standing.POSSIBLE:
            painter.drawEllipse(QRectF(6.5, 6.5, 3, 3))
        elif self._standing is Standing.REFUSED:
            painter.drawLine(QPointF(4, 4), QPointF(12, 12))


class CardView(QFrame):
    """One card. Hatched while nobody confirms it."""

    clauses_toggled = Signal(str)
    question_toggled = Signal(str)
    answered = Signal(str, object)
    entering_toggled = Signal(str)
    order_requested = Signal(str)
    entered = Signal(str, str, str)
    payer_chosen = Signal(str)
    undone = Signal(str)
    asked = Signal()
    """A question has opened and has the focus: it is to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.key = ""
        self._tokens: Tokens = LIGHT
        self._card: Card | None = None
        self._is_stale = False
        self.shape, self.title, self.status, self.clause = StatusShape(), QLabel(), QLabel(), QToolButton()
        self.figures, self.reason, self.missing, self.notes = QLabel(), MutedLabel(), MutedLabel(), QLabel()
        self.details = MutedLabel()
        self.ask, self.ledger, self.order = AskButton(), LedgerView(self), OfferButton()
        self.question: QuestionView | None = None
        self._layout = QVBoxLayout(self)
        self._build()

    def show_card(self, card: Card, *, is_stale: bool) -> None:
        """Paint it."""
        is_repainted = card != self._card or is_stale != self._is_stale
        before, self._card, self._is_stale = self._card, card, is_stale
        self.key = card.key
        if not is_repainted:
            return
        self.shape.set_standing(card.standing)
        self.title.setText(card.title)
        self.status.setText(card.standing_words)
        missing = _could_change(card.missing, all_of_it=card.is_open)
        details = "\n".join(_details(card)) if card.is_open else ""
        texts = (card.figures, card.reason, missing, card.notes, details)
        for label, text in zip(self._labels(), texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        self._show_clause_button(card)
        self.ask.show_offer(card.ask)
        self.order.show_offer(card.order)
        worked_in = self._worked_in()
        if worked_in is not None and worked_in is not self._part_of(card):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_question(card.question)
        self.ledger.show_ledger(card)
        given = (used.text for used in card.used)
        said = (
            card.title,
            card.standing_words,
            *texts[:4],
            *given,
            *(_clause_words(clause) for clause in card.clauses),
        )
        self.setAccessibleName(". ".join(part.rstrip(".") for part in said if part))
        if before is None or before.standing is not card.standing:
            self._paint_status()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Keep Enter from the actions of the desk while the card has the focus."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and self.hasFocus() and cast("QKeyEvent", event).key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the card is there for now."""
        if event.key() not in _ENTER or not self.hasFocus():
            super().keyPressEvent(event)
            return
        ways = (self.ask, self.ledger.enter, self.clause)
        for way in (one for one in ways if one.isVisibleTo(self) and one.isEnabled()):
            way.click()
            return

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.shape.apply_theme(tokens)
        self.setStyleSheet(
            f"QFrame#card {{ background: {tokens.field}; border: 1px solid {tokens.border}; border-radius: 4px; }}"
            f" QFrame#card:focus {{ border: 2px solid {tokens.focus}; }}"
        )
        self._paint_status()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and hatch it while it is not confirmed."""
        super().paintEvent(event)
        if self._is_stale:
            hatch = QColor(self._tokens.border)
            hatch.setAlpha(90)
            QPainter(self).fillRect(self.rect().adjusted(1, 1, -1, -1), QBrush(hatch, Qt.BrushStyle.BDiagPattern))

    def _worked_in(self) -> QWidget | None:
        """The question or the form that has the focus."""
        focus = QApplication.focusWidget()
        parts = [part for part in (self.question, self.ledger.form) if part is not None]
        return next((part for part in parts if focus is not None and part.isAncestorOf(focus)), None)

    def _part_of(self, card: Card) -> QWidget | None:
        """The part in which the person may go on, when it stays; one that closes gives the focus to its card."""
        worked_in, ask = self._worked_in(), card.question
        if worked_in is self.question:
            stays = ask is not None and self.question is not None and ask.fact == self.question.fact
        else:
            stays = card.entering is not None
        return worked_in if stays else None

    def _show_clause_button(self, card: Card) -> None:
        first = card.clauses[0].clause if card.clauses else ""
        more = f" +{len(card.clauses) - 1}" if len(card.clauses) > 1 else ""
        self.clause.setText(f"{first}{more} {'▴' if card.is_open else '▾'}")
        self.clause.setAccessibleName(_("{service}: clause and what to say").format(service=card.title))
        self.clause.setVisible(bool(card.clauses or card.spoken))

    def _show_question(self, ask: Ask | None) -> None:
        if self.question is not None and (ask is None or ask.fact != self.question.fact):
            self._layout.removeWidget(self.question)
            self.question.hide()
            self.question.deleteLater()
            self.question = None
        if ask is not None and self.question is None:
            self.question = QuestionView(ask, self)
            self.question.answered.connect(lambda value, fact=ask.fact: self.answered.emit(fact, value))
            self.question.dismissed.connect(lambda: self.question_toggled.emit(self.key))
            self._layout.addWidget(self.question)
            self.question.show()
            self.question.focus_first()
            self.asked.emit()

    def _paint_status(self) -> None:
        standing = Standing.ASK if self._card is None else self._card.standing
        self.status.setStyleSheet(f"color: {standing_colour(standing, self._tokens)}; font-weight: 600;")

    def _labels(self) -> tuple[QLabel, ...]:
        return self.figures, self.reason, self.missing, self.notes, self.details

    def _build(self) -> None:
        for label in (self.title, self.status, *self._labels()):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setStyleSheet("font-weight: 600;")
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.clause.setAutoRaise(True)
        self.clause.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clause.clicked.connect(lambda: self.clauses_toggled.emit(self.key))
        self.ask.clicked.connect(lambda: self.question_toggled.emit(self.key))
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.shape, alignment=Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.status, 1)
        head.addWidget(self.clause)
        layout = self._layout
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(3)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        self.order.clicked.connect(lambda: self.order_requested.emit(self.key))
        top.addWidget(self.order)
        top.addWidget(self.ledger.enter)
        layout.addLayout(top)
        layout.addLayout(head)
        for label in self._labels():
            layout.addWidget(label)
        layout.addWidget(self.ask)
        layout.addWidget(self.ledger)
        self.ledger.toggled.connect(lambda: self.entering_toggled.emit(self.key))
        self.ledger.entered.connect(self.entered)
        self.ledger.payer_chosen.connect(self.payer_chosen)
        self.ledger.undone.connect(self.undone)


def standing_colour(standing: Standing, tokens: Tokens) -> str:
    """Return the colour of a standing: only what still waits for an answer stands out, the shape tells the rest."""
    return {Standing.ASK: tokens.focus, Standing.NOT_NOW: tokens.muted}.get(standing, tokens.text)


def _clause_words(clause: Clause) -> str:
    words = f"{clause.clause} {clause.words}".strip()
    return f"{words}: “{clause.quote_nl}”" if clause.quote_nl else words


def _could_change(facts: tuple[str, ...], *, all_of_it: bool) -> str:
    """Return the sentence, of a card that is not opened with the first facts only; a question ends it by itself."""
    if not facts:
        return ""
    shown = facts if all_of_it or len(facts) <= _FACTS_SHOWN else facts[:_FACTS_SHOWN]
    more = len(facts) - len(shown)
    said = " · ".join((*shown, _("and {count} more").format(count=more)) if more else shown)
    sentence = _("Could still change it: {facts}.").format(facts=said)
    return sentence.removesuffix(".") if said.endswith("?") else sentence


def _details(card: Card) -> list[str]:
    return [*([card.spoken] if card.spoken else []), *(_clause_words(clause) for clause in card.clauses)]
