"""The line that says who works on the case, with its buttons; a typed reason is asked in place, never in a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.verdict import Priority
from app.i18n import _
from ui.case.holding import HoldingPresenter
from ui.case.line import Line
from ui.case.state import Asking, HoldingState, Phrase, Tone
from ui.offer import Offer
from ui.theme.tokens import SHAPES, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.resting import rest_focus
from ui.words.crash import PRIORITIES

REASON_LENGTH = 500


class HoldingBar(QFrame):
    """Who works on it; claim, take over, give back, priority."""

    claim_requested = Signal()
    take_over_requested = Signal()
    release_requested = Signal()
    priority_requested = Signal()
    submitted = Signal(str, Priority)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Line(self)
        self.claim, self.take_over = OfferButton(self, primary=True), OfferButton(self)
        self.release, self.priority = OfferButton(self), OfferButton(self)
        self.editor = ReasonEditor(self)
        self._build()

    def connect_to(self, presenter: HoldingPresenter) -> None:
        """Send every intent to this presenter."""
        self.claim_requested.connect(presenter.claim)
        self.release_requested.connect(presenter.release)
        self.take_over_requested.connect(lambda: presenter.ask(Asking.TAKE_OVER))
        self.priority_requested.connect(lambda: presenter.ask(Asking.PRIORITY))
        self.submitted.connect(presenter.submit)
        self.dismissed.connect(presenter.dismiss)

    def show_state(self, state: HoldingState | None) -> None:
        """Paint it; None = no case is open."""
        self.setVisible(state is not None)
        if state is None:
            return
        words = f"▲ {state.sentence}" if state.tone is Tone.CRITICAL else state.sentence
        self.sentence.show_phrases((Phrase(words, state.tone),))
        self.claim.show_offer(state.claim)
        self.take_over.show_offer(state.take_over)
        self.release.show_offer(state.release)
        self.priority.show_offer(state.priority)
        self.editor.show_question(state)

    def focus_reason(self) -> None:
        """Let the person type the reason now."""
        self.editor.begin()

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.editor.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.sentence.apply_theme(tokens)
        self.editor.apply_theme(tokens)

    def _build(self) -> None:
        self.claim.clicked.connect(self.claim_requested)
        self.take_over.clicked.connect(self.take_over_requested)
        self.release.clicked.connect(self.release_requested)
        self.priority.clicked.connect(self.priority_requested)
        self.editor.submitted.connect(self.submitted)
        self.editor.dismissed.connect(self.dismissed)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.sentence, 1)
        for button in (self.claim, self.take_over, self.release, self.priority):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.editor)
        self.setVisible(False)


class ReasonEditor(QWidget):
    """Asks why, in place. Enter sends it, Esc drops it; the new priority is chosen beside it."""

    submitted = Signal(str, Priority)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asking = Asking.NOTHING
        self._chosen = Priority.ONE
        self.reason, self.choice, self.problem = QLineEdit(self), QComboBox(self), QLabel(self)
        self.send, self.drop = OfferButton(self, primary=True), OfferButton(self, key="Esc")
        self._build()

    def show_question(self, state: HoldingState) -> None:
        """Show what is asked; hidden while nothing is. A new question starts with an empty field."""
        if state.asking is not self._asking:
            self._asking = state.asking
            self.reason.clear()
            self._chosen = state.current_priority
            self.retranslate()
        self.choice.setVisible(state.asking is Asking.PRIORITY)
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.setVisible(state.asking is not Asking.NOTHING)

    def begin(self) -> None:
        """Put the cursor into the field."""
        self.reason.setFocus()

    def retranslate(self) -> None:
        """Say the fixed texts again; what was typed and chosen stays."""
        is_take_over = self._asking is Asking.TAKE_OVER
        hint = _("Why do you take it over?") if is_take_over else _("Why does the priority change?")
        self.reason.setPlaceholderText(hint)
        self.reason.setAccessibleName(hint)
        self.choice.setAccessibleName(_("New priority"))
        self.choice.blockSignals(True)
        self.choice.clear()
        for priority in Priority:
            self.choice.addItem(f"{SHAPES[priority]} {PRIORITIES[priority]()}", priority)
        self.choice.setCurrentIndex(list(Priority).index(self._chosen))
        self.choice.blockSignals(False)
        self.send.show_offer(Offer(_("Take over") if is_take_over else _("Change it")), hint)
        self.drop.show_offer(Offer(_("Do not")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop the question on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._drop()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self.reason.setMaxLength(REASON_LENGTH)
        self.reason.returnPressed.connect(self._submit)
        self.send.clicked.connect(self._submit)
        self.drop.clicked.connect(self._drop)
        self.choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choice.currentIndexChanged.connect(self._on_choice)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.choice)
        line.addWidget(self.reason, 1)
        line.addWidget(self.send)
        line.addWidget(self.drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self.problem)
        self.setVisible(False)

    def _on_choice(self, place: int) -> None:
        self._chosen = list(Priority)[place]

    def _submit(self) -> None:
        self.submitted.emit(self.reason.text(), self._chosen)

    def _drop(self) -> None:
        rest_focus(self)
        self.dismissed.emit()
