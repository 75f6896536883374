"""Orders: the question, the motorway's own way, the running order, what to read or mail to the firm."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.ids import OrderId, ProviderId
from app.domain.subscription import Language
from app.i18n import _
from ui.orders.card_view import OrderCardView
from ui.orders.firm_calls import FirmCalls
from ui.orders.firm_view import DropOffView, FirmTextView
from ui.orders.partners import PartnersPresenter
from ui.orders.partners_view import PartnersBox, ServiceFormView
from ui.orders.presenter import OrdersPresenter
from ui.orders.state import FirmCall, OrdersState, PartnersState, ServiceForm, TowQuestionState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import EnterButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen
from ui.widgets.scrolling import let_scroll
from ui.widgets.text import MutedLabel


class OrdersView(Screen):
    """The orders panel. ``connect_to`` sends every intent to its presenter."""

    raised = Signal()
    """A person asked for something that stands here: bring it to the front where it is a tab."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: OrdersState | None = None
        self._presenter: OrdersPresenter | None = None
        self.cards: dict[OrderId, OrderCardView] = {}
        self.question = _Question()
        self.order = EnterButton()
        self.firm_text = FirmTextView()
        self.drop_off = DropOffView()
        self.partners, self.form = PartnersBox(), ServiceFormView()
        self._partners: PartnersPresenter | None = None
        self._firm_calls: FirmCalls | None = None
        self._asked_for: OrderId | None = None
        self.empty = MutedLabel()
        self.content = QWidget()
        self._scroll = QScrollArea()
        self._column = QVBoxLayout()
        self._build()

    def connect_to(self, presenter: OrdersPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.question.yes.clicked.connect(presenter.ask_order)
        self.question.no.clicked.connect(presenter.decline)
        self.question.reason.textEdited.connect(presenter.typed_no_tow_reason)
        self.question.reason.returnPressed.connect(presenter.decline)
        self.order.clicked.connect(presenter.ask_order)
        self.firm_text.copy.clicked.connect(presenter.copy)
        self.firm_text.languages.chosen.connect(lambda language: presenter.speak(Language(language)))
        self.drop_off.typed.connect(presenter.typed_drop_off)
        self.drop_off.sent.connect(presenter.ask_follow_up)

    def connect_partners(self, presenter: PartnersPresenter) -> None:
        """Send every intent about partners to this presenter."""
        self._partners = presenter
        self.partners.asked.connect(lambda provider_id: presenter.ask(ProviderId(provider_id)))
        self.partners.more_requested.connect(presenter.show_all)
        self.partners.kept.connect(presenter.keep_first)
        self.form.typed.connect(presenter.typed)
        self.form.sent.connect(presenter.order)
        self.form.dropped.connect(presenter.drop)

    def connect_calls(self, calls: FirmCalls) -> None:
        """Send every wish to phone a firm to it."""
        self._firm_calls = calls

    def show_calls(self, calls: Mapping[OrderId, FirmCall]) -> None:
        """Paint what may be phoned."""
        for order_id, card in self.cards.items():
            card.show_call(calls.get(order_id))

    def show_partners(self, state: PartnersState | None) -> None:
        """Paint whom to ask."""
        self.partners.show_partners(state)
        self._asked_for = None if state is None else state.order_id

    def show_list(self) -> None:
        """Bring whom to ask to the front."""
        self.raised.emit()
        self._scroll.ensureWidgetVisible(self.partners)

    def show_form(self, form: ServiceForm | None) -> None:
        """Paint the form of an order that is no tow truck."""
        self.form.show_form(form)

    def focus_form(self) -> None:
        """Let the person type where."""
        self.raised.emit()
        self._scroll.ensureWidgetVisible(self.form)
        self.form.pick_up.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_order(self, order_id: OrderId) -> None:
        """Stand at this order, which has just been placed; its card has its place only a moment later."""
        self.raised.emit()
        QTimer.singleShot(0, self, lambda: self._bring_into_sight(order_id))

    def _bring_into_sight(self, order_id: OrderId) -> None:
        card = self.cards.get(order_id)
        if card is not None:
            self._scroll.verticalScrollBar().setValue(card.mapTo(self.content, QPoint()).y())

    def show_state(self, state: OrdersState | None) -> None:
        """Paint it; None = no case is open."""
        self._state = state
        self.question.show_question(None if state is None else state.question)
        self.order.show_offer(None if state is None else state.order)
        self.firm_text.show_text(None if state is None else state.firm_text)
        self.drop_off.show_state(None if state is None else state.drop_off)
        self._show_cards(state)
        self._say_empty()

    def focus_order(self, order_id: OrderId) -> None:
        """Stand at the recommended firm; asked again, or without one, let the person type which, or press its word."""
        self.raised.emit()
        card = self.cards.get(order_id)
        if card is None:
            return
        self._scroll.ensureWidgetVisible(card)
        recommended = self.partners.recommended if order_id == self._asked_for else None
        is_there = recommended is not None and self.window().focusWidget() is recommended
        if recommended is not None and not is_there and not card.provider.text():
            recommended.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(recommended)
            return
        if card.provider.isVisibleTo(card):
            card.provider.setFocus(Qt.FocusReason.ShortcutFocusReason)
            card.provider.selectAll()
        else:
            next(iter(button for button in card.steps.values() if button.isVisibleTo(card)), card).setFocus()

    def focus_time(self, order_id: OrderId) -> None:
        """Let the person type when the firm comes."""
        if order_id in self.cards:
            self.cards[order_id].eta.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_reason(self, order_id: OrderId) -> None:
        """Let the person type why it will not come."""
        self.raised.emit()
        if order_id in self.cards:
            self.cards[order_id].reason.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_order(self, order_id: OrderId) -> None:
        """What was typed in this order is written down: give the keys back to the desk."""
        card, focus = self.cards.get(order_id), QApplication.focusWidget()
        if card is not None and focus is not None and card.isAncestorOf(focus):
            rest_focus(self)

    def focus_drop_off(self) -> None:
        """Let the person type where the police tower put the car."""
        self.raised.emit()
        self.drop_off.place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self.firm_text.say_copied()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.question.retranslate()
        self.firm_text.retranslate()
        self.drop_off.retranslate()
        self.form.retranslate()
        for card in self.cards.values():
            card.retranslate()
        self._say_empty()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.question.apply_theme(tokens)
        self.firm_text.apply_theme(tokens)
        self.drop_off.apply_theme(tokens)
        self.partners.apply_theme(tokens)
        self.form.apply_theme(tokens)
        for card in self.cards.values():
            card.apply_theme(tokens)

    def _show_cards(self, state: OrdersState | None) -> None:
        shown = () if state is None else state.cards
        wanted = {card.order_id for card in shown}
        for order_id in [order_id for order_id in self.cards if order_id not in wanted]:
            gone = self.cards.pop(order_id)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, card in enumerate(shown):
            view = self.cards.get(card.order_id) or self._new_card(card.order_id)
            if self._column.indexOf(view) != place:
                self._column.insertWidget(place, view)
            view.show_card(card)

    def _new_card(self, order_id: OrderId) -> OrderCardView:
        view = OrderCardView(self.content)
        view.apply_theme(self._tokens)
        presenter = self._presenter
        if presenter is not None:
            view.provider_typed.connect(lambda text: presenter.typed_provider(order_id, text))
            view.eta_typed.connect(lambda text: presenter.typed_eta(order_id, text))
            view.entered.connect(lambda: presenter.enter(order_id))
            view.step_requested.connect(lambda following: presenter.step(order_id, following))
            view.reason.submitted.connect(lambda reason: presenter.give_reason(order_id, reason))
            view.reason.dismissed.connect(lambda: presenter.dismiss(order_id))
        partners = self._partners
        if partners is not None:
            view.stop_requested.connect(lambda: partners.stop(order_id))
            view.change_requested.connect(lambda: partners.begin_change(order_id))
            view.another_requested.connect(lambda: partners.ask_another(order_id))
        calls = self._firm_calls
        if calls is not None:
            view.call_requested.connect(lambda: calls.press(order_id))
        self.cards[order_id] = view
        view.show()
        return view

    def _say_empty(self) -> None:
        state = self._state
        self.empty.setText(_("No case is open.") if state is None else _("Nothing is ordered."))
        self.empty.setVisible(state is None or not (state.cards or state.question or state.drop_off))

    def _build(self) -> None:
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(8)
        self._column.setSpacing(8)
        inside.addWidget(self.empty)
        inside.addWidget(self.question)
        inside.addWidget(self.drop_off)
        inside.addWidget(self.form)
        inside.addWidget(self.partners)
        inside.addLayout(self._column)
        inside.addWidget(self.firm_text)
        inside.addWidget(self.order, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        let_scroll(self._scroll, self.content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.show_state(None)


class _Question(QFrame):
    """Whether to send a tow truck, with its two answers; hidden while nobody asks."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.yes, self.no = EnterButton(primary=True), EnterButton()
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        for part in (self.sentence, self.yes, self.no, self.reason):
            layout.addWidget(part)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.reason.setAccessibleName(_("Why no tow truck is sent"))
        self.reason.setPlaceholderText(_("Why none? It may stay empty."))

    def show_question(self, state: TowQuestionState | None) -> None:
        """Ask, or ask no more."""
        self.setVisible(state is not None)
        if state is not None:
            self.sentence.setText(state.sentence)
            self.setAccessibleName(state.sentence)
            self.yes.show_offer(state.yes)
            self.no.show_offer(state.no)
            self.reason.setEnabled(state.no.is_possible)
            if self.reason.text() != state.reason:
                self.reason.setText(state.reason)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QFrame#question {{ background: {tokens.field}; border: 2px solid {tokens.focus}; border-radius: 4px; }}"
        )
        self.sentence.setStyleSheet("font-weight: 600;")
