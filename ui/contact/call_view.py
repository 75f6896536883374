"""The open call: who, how long, and how it ended; after "answered", who it was.

The buttons are made once and only shown and greyed, because the clock ticks every second and a button that is made
anew under a finger loses its press.
"""

from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.contact import CallOutcome, Disposition
from app.i18n import _
from ui.contact.line import NO_LINE
from ui.contact.line_view import LineBox
from ui.contact.state import CallStage, CallState
from ui.contact.words import ASKED
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.digits import digit_of
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import MutedLabel

Answer = TypeVar("Answer", CallOutcome, Disposition)


class CallBox(QFrame):
    """The open call; hidden while there is none."""

    outcome_said = Signal(CallOutcome)
    disposition_said = Signal(Disposition)
    answer_withdrawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("call")
        self.sentence, self.clock, self.hint = QLabel(self), QLabel(self), MutedLabel(parent=self)
        self.outcomes = Answers[CallOutcome](ASKED, columns=2)
        self.dispositions = Answers[Disposition](tuple(Disposition), columns=1)
        self.back, self.copy, self.cut = OfferButton(), OfferButton(), OfferButton()
        self.to_dial, self.caution, self.line = QLabel(self), QLabel(self), LineBox(self)
        self._build()

    def show_state(self, state: CallState) -> None:
        """Paint it."""
        self.setVisible(state.stage is not CallStage.NONE)
        self.sentence.setText(state.sentence)
        self.clock.setText(state.clock)
        self.hint.setText(state.hint)
        self.line.show_state(state.line or NO_LINE)
        self.caution.setText(state.caution)
        self.caution.setVisible(bool(state.caution))
        self.to_dial.setText(state.to_dial)
        self.to_dial.setVisible(bool(state.to_dial))
        self.copy.show_offer(Offer(_("Copy")) if state.to_dial else None)
        self.setAccessibleName(" ".join((state.sentence, state.clock, state.caution)).strip())
        self.outcomes.show_offers(state.outcomes)
        self.dispositions.show_offers(state.dispositions)
        self.cut.show_offer(state.cut)
        asks_who = state.stage is CallStage.ASK_DISPOSITION
        self.back.show_offer(Offer(_("Not answered after all")) if asks_who and state.can_go_back else None)

    def begin(self) -> None:
        """Take the focus without putting a button under the finger: Tab reaches the first answer."""
        self.setFocus()

    def say_digit(self, digit: str) -> None:
        """Press the button that shows this digit, if one does."""
        for answers in (self.outcomes, self.dispositions):
            if answers.isVisible():
                answers.press(digit)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say the answer of a digit."""
        digit = digit_of(event)
        if digit:
            self.say_digit(digit)
            return
        super().keyPressEvent(event)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.line.apply_theme(tokens)
        self.setStyleSheet(
            f"QFrame#call {{ background: {tokens.field}; border: 2px solid {tokens.border}; border-radius: 4px; }}"
            f" QFrame#call:focus {{ border-color: {tokens.focus}; }}"
        )
        self.caution.setStyleSheet(
            f"background: {tokens.high}; color: {tokens.on_high}; border-radius: 3px; padding: 1px 4px;"
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.to_dial.text())
        self.copy.show_offer(Offer(_("Copied")))

    def _build(self) -> None:
        self.sentence.setWordWrap(True)
        self.hint.setWordWrap(True)
        self.caution.setWordWrap(True)
        self.sentence.setFont(fonts.sized(self.font(), 1.0, bold=True))
        self.clock.setFont(fonts.sized(self.font(), 1.35, bold=True))
        self.to_dial.setFont(fonts.sized(self.font(), 1.35, bold=True))
        self.copy.clicked.connect(self._copy)
        for answer, button in self.outcomes.buttons.items():
            button.clicked.connect(lambda _checked=False, said=answer: self.outcome_said.emit(said))
        for who, button in self.dispositions.buttons.items():
            button.clicked.connect(lambda _checked=False, said=who: self.disposition_said.emit(said))
        self.back.clicked.connect(self.answer_withdrawn)
        self.cut.clicked.connect(lambda: self.outcome_said.emit(CallOutcome.UNKNOWN))
        line = QHBoxLayout()
        line.addWidget(self.sentence, 1)
        line.addWidget(self.clock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        layout.addLayout(line)
        for part in (self.caution, self.line, self.cut, self.outcomes, self.dispositions, self.back, self.hint):
            layout.addWidget(part)
        dial = QHBoxLayout()
        dial.addWidget(self.to_dial, 1)
        dial.addWidget(self.copy)
        layout.insertLayout(1, dial)  # added last: Tab reaches the answers first
        self.setVisible(False)


class Answers(QWidget, Generic[Answer]):
    """One button per possible answer, each with its digit."""

    def __init__(self, answers: tuple[Answer, ...], columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Answer, OfferButton] = {answer: OfferButton() for answer in answers}
        self._order: tuple[Answer, ...] = ()
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(5)
        for button in self.buttons.values():
            button.setStyleSheet("padding-left: 4px; padding-right: 4px;")
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._put(answers)
        self.setVisible(False)

    def show_offers(self, offers: tuple[tuple[Answer, Offer], ...]) -> None:
        """Show these in their order; hidden while there is none."""
        shown = {answer: _with_digit(offer, place) for place, (answer, offer) in enumerate(offers, 1)}
        if shown and tuple(shown) != self._order:
            self._put(tuple(shown))
        for answer, button in self.buttons.items():
            button.show_offer(shown.get(answer))
        self.setVisible(bool(shown))

    def press(self, digit: str) -> None:
        """Press the button of this digit; a greyed one stays as it is."""
        place = int(digit) - 1
        if 0 <= place < len(self._order):
            self.buttons[self._order[place]].click()

    def _put(self, order: tuple[Answer, ...]) -> None:
        self._order = order
        before: OfferButton | None = None
        for place, answer in enumerate(order):
            button = self.buttons[answer]
            self._grid.addWidget(button, place // self._columns, place % self._columns)
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button


def _with_digit(offer: Offer, place: int) -> Offer:
    """Put the digit before the words, as it stands when a case is closed: behind them there is no room."""
    return replace(offer, text=f"{place} {offer.text}")
