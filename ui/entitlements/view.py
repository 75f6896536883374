"""The list of services: those that always have a card, and behind "more" all others and the answers."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _
from ui.entitlements.card_view import CardView
from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.state import Card, EntitlementsState, Given
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.hatched import HatchedBar
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.scrolling import let_scroll
from ui.widgets.text import MutedLabel


class EntitlementsView(Screen):
    """The cards. ``connect_to`` sends every intent to the presenter."""

    clauses_toggled = Signal(str)
    question_toggled = Signal(str)
    answered = Signal(str, object)
    entering_toggled = Signal(str)
    order_requested = Signal(str)
    entered = Signal(str, str, str)
    payer_chosen = Signal(str)
    undone = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: EntitlementsState | None = None
        self.not_confirmed = HatchedBar()
        self.cards: list[CardView] = []
        self.others: list[CardView] = []
        self.given: list[GivenLine] = []
        self.more = OfferButton()
        self.empty, self.answers_title = MutedLabel(), QLabel()
        self.content = QWidget()
        self._scroll = QScrollArea()
        self._column, self._others, self._given = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._build()

    def connect_to(self, presenter: EntitlementsPresenter) -> None:
        """Send every intent to this presenter."""
        self.clauses_toggled.connect(presenter.toggle_clauses)
        self.question_toggled.connect(presenter.toggle_question)
        self.answered.connect(presenter.answer)
        self.more.clicked.connect(presenter.toggle_more)
        self.entering_toggled.connect(presenter.toggle_entering)
        self.order_requested.connect(presenter.order)
        self.entered.connect(presenter.enter)
        self.payer_chosen.connect(presenter.pay_rest)
        self.undone.connect(presenter.undo)

    def show_state(self, state: EntitlementsState | None) -> None:
        """Paint it, all cards at once; None = no case is open."""
        self._state = state
        stale = state is not None and bool(state.not_confirmed)
        self.not_confirmed.say("" if state is None else state.not_confirmed)
        self._show_cards(self.cards, self._column, () if state is None else state.cards, is_stale=stale)
        self._show_cards(self.others, self._others, () if state is None else state.others, is_stale=stale)
        self._show_given(() if state is None else state.given)
        self.more.show_offer(None if state is None else state.more)
        self._say_empty()

    def begin_again(self) -> None:
        """Show the first card: another case is opened."""
        self._scroll.verticalScrollBar().setValue(0)

    def walk(self) -> None:
        """Let the keys have the next card, after the one they are in; the last is followed by the first."""
        self.raised.emit()
        cards = [*self.cards, *self.others]
        focus = QApplication.focusWidget()
        here = next((place for place, card in enumerate(cards) if focus in (card, *card.findChildren(QWidget))), -1)
        if cards:
            card = cards[(here + 1) % len(cards)]
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(card)

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.answers_title.setText(_("Answers"))
        self._say_empty()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.not_confirmed.apply_theme(tokens)
        for card in (*self.cards, *self.others):
            card.apply_theme(tokens)

    def _show_cards(
        self, views: list[CardView], column: QVBoxLayout, cards: tuple[Card, ...], *, is_stale: bool
    ) -> None:
        while len(views) > len(cards):
            _let_go(views.pop(), column)
        while len(views) < len(cards):
            views.append(self._new_card(column))
        for view, card in zip(views, cards, strict=True):
            view.show_card(card, is_stale=is_stale)

    def _new_card(self, column: QVBoxLayout) -> CardView:
        view = CardView(self.content)
        view.apply_theme(self._tokens)
        view.clauses_toggled.connect(self.clauses_toggled)
        view.question_toggled.connect(self.question_toggled)
        view.answered.connect(self.answered)
        view.entering_toggled.connect(self.entering_toggled)
        view.order_requested.connect(self.order_requested)
        view.entered.connect(self.entered)
        view.payer_chosen.connect(self.payer_chosen)
        view.undone.connect(self.undone)
        view.asked.connect(lambda: QTimer.singleShot(0, view, lambda: self._show_question(view)))  # once it is laid out
        column.addWidget(view)
        view.show()
        return view

    def _show_question(self, card: CardView) -> None:
        """Bring the whole question into view, and what has the focus in it above all."""
        focus = QApplication.focusWidget()
        for part in (card.question, focus):
            if part is not None and card.isAncestorOf(part):
                self._scroll.ensureWidgetVisible(part)

    def _show_given(self, given: tuple[Given, ...]) -> None:
        while len(self.given) > len(given):
            _let_go(self.given.pop(), self._given)
        while len(self.given) < len(given):
            line = GivenLine(self.content)
            line.take_back.clicked.connect(lambda _on=False, line=line: self.answered.emit(line.fact, None))
            self._given.addWidget(line)
            line.show()
            self.given.append(line)
        for view, one in zip(self.given, given, strict=True):
            view.show_given(one)
        self.answers_title.setVisible(bool(given))

    def _say_empty(self) -> None:
        text = _("No case is open.") if self._state is None else _("No clause was assessed for this case.")
        self.empty.setText(text)
        self.empty.setVisible(not self.cards)

    def _build(self) -> None:
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(6)
        self.empty.setWordWrap(True)
        self.answers_title.setStyleSheet("font-weight: 600;")
        inside.addWidget(self.empty)
        for column in (self._column, self._others, self._given):
            column.setSpacing(6)
        inside.addLayout(self._column)
        inside.addWidget(self.more)
        inside.addLayout(self._others)
        inside.addWidget(self.answers_title)
        inside.addLayout(self._given)
        inside.addStretch(1)
        let_scroll(self._scroll, self.content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.not_confirmed)
        layout.addWidget(self._scroll, 1)
        self.show_state(None)


class GivenLine(QWidget):
    """One answer that stands, and the button that takes it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = ""
        self.words, self.take_back = QLabel(), QPushButton("×")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.take_back.setFixedWidth(32)
        self.take_back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.take_back, alignment=Qt.AlignmentFlag.AlignTop)

    def show_given(self, given: Given) -> None:
        """Show this answer."""
        self.fact = given.fact
        self.words.setText(given.text)
        self.take_back.setEnabled(given.take_back.is_possible)
        self.take_back.setToolTip(given.take_back.why_not or given.take_back.text)
        self.take_back.setAccessibleName(f"{given.take_back.text}: {given.text}")


def _let_go(widget: QWidget, column: QVBoxLayout) -> None:
    column.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
