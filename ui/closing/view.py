"""Closing, all of it from the keyboard: a digit or the arrows choose, Enter closes, Esc leaves."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import Outcome
from app.i18n import _
from ui.closing.presenter import ClosingPresenter
from ui.closing.state import ClosingState, OutcomeChoice, Running, Unreached
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.digits import digit_of
from ui.widgets.offer_button import OfferButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen
from ui.widgets.scrolling import let_scroll
from ui.widgets.text import MutedLabel
from ui.widgets.tick_line import TickLine

_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ClosingView(Screen):
    """The closing panel. ``connect_to`` sends every intent to its presenter.

    ``shown_changed`` says whether the slot is wanted; connect it to ``window.set_closing_shown``.
    """

    shown_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._is_shown = False
        self._presenter: ClosingPresenter | None = None
        self._title, self._warning, self.problem = QLabel(), MutedLabel(), QLabel()
        self._still = QLabel()
        self.unreached, self.unreached_reason = TickLine(QCheckBox()), QLineEdit()
        self.lines = {outcome: TickLine(QRadioButton()) for outcome in Outcome}
        self.outcomes = {outcome: line.choice for outcome, line in self.lines.items()}
        self.running: dict[str, TickLine] = {}
        self.reason = QLineEdit()
        self.close_case, self.leave = OfferButton(key="Enter", primary=True), OfferButton(key="Esc")
        self._group = QButtonGroup(self)
        self.content = QWidget()
        self._runs = QVBoxLayout()
        self._scroll = QScrollArea()
        self._build()

    def connect_to(self, presenter: ClosingPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        for outcome, button in self.outcomes.items():
            button.toggled.connect(lambda on, outcome=outcome: presenter.choose(outcome) if on else None)
        self.reason.textEdited.connect(presenter.typed_reason)
        self.unreached.choice.toggled.connect(lambda on: presenter.close_unreached(is_so=on))
        self.unreached_reason.textEdited.connect(presenter.typed_unreached_reason)
        self.close_case.clicked.connect(presenter.submit)
        self.leave.clicked.connect(self._leave)

    def show_state(self, state: ClosingState | None) -> None:
        """Paint it; None = no case is being closed."""
        if state is not None:
            self._show(state)
        self._set_shown(state is not None)

    def focus_outcomes(self) -> None:
        """Let the person choose what it was."""
        chosen = self._group.checkedButton()
        (chosen or self._offered()[0]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_unreached(self) -> None:
        """Let the person tick it, or type why."""
        is_asked = not self.unreached_reason.isHidden()
        first = self.unreached_reason if is_asked else self.unreached.choice
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bring_into_sight(first)

    def _offered(self) -> list[QAbstractButton]:
        """The outcomes that may be chosen of this case; all of them before one is shown."""
        shown = [line.choice for line in self.lines.values() if not line.isHidden()]
        return shown or list(self.outcomes.values())

    def retranslate(self) -> None:
        """Say every fixed text again; the rest comes with the next state."""
        self.setAccessibleName(_("Closing"))
        self._still.setText(_("Still running: tick what goes on"))
        hint = _("Why is it stopped?")
        self.reason.setPlaceholderText(hint)
        self.reason.setAccessibleName(hint)
        why = _("Why is it closed although nobody was reached?")
        self.unreached_reason.setPlaceholderText(why)
        self.unreached_reason.setAccessibleName(why)
        self.leave.show_offer(Offer(_("Not now")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")
        self.unreached.words.setStyleSheet("font-weight: 600;")
        self.unreached.under.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")
        self._still.setStyleSheet("font-weight: 600;")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter closes, Esc leaves, a digit chooses."""
        presenter = self._presenter
        if presenter is None:
            return
        if event.key() in _ENTER:
            presenter.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif digit := digit_of(event):
            presenter.choose_key(digit)
            self.focus_outcomes()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows choose also while nothing is chosen; Qt would only move the focus then."""
        buttons = self._offered()
        if watched in buttons and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _ARROWS.get(Qt.Key(event.key()))
            if step is not None:
                place = buttons.index(watched) + step
                chosen = buttons[place % len(buttons)]
                chosen.setFocus(Qt.FocusReason.TabFocusReason)
                chosen.setChecked(True)
                return True
        return super().eventFilter(watched, event)

    def _show(self, state: ClosingState) -> None:
        self._title.setText(state.title)
        offered = {choice.outcome for choice in state.outcomes}
        for outcome, line in self.lines.items():
            line.setVisible(outcome in offered)
        for choice in state.outcomes:
            self._show_outcome(choice)
        self._show_unreached(state.unreached)
        self._show_running(state.running)
        if self.reason.isHidden() and state.asks_reason:
            self.reason.clear()
            self._bring_into_sight(self.reason)
        self.reason.setVisible(state.asks_reason)
        self._warning.setText(state.warning)
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.close_case.show_offer(state.close)

    def _show_outcome(self, choice: OutcomeChoice) -> None:
        self.lines[choice.outcome].say(choice.text, key=choice.key)
        button = self.outcomes[choice.outcome]
        if button.isChecked() != choice.is_chosen:
            with QSignalBlocker(button):
                self._group.setExclusive(False)
                button.setChecked(choice.is_chosen)
                self._group.setExclusive(True)
            if choice.is_chosen:
                self._bring_into_sight(self.lines[choice.outcome])

    def _show_unreached(self, unreached: Unreached | None) -> None:
        self.unreached.setVisible(unreached is not None)
        asks_reason = unreached is not None and unreached.asks_reason
        if self.unreached_reason.isHidden() and asks_reason:
            self.unreached_reason.clear()
            self._bring_into_sight(self.unreached_reason)
        self.unreached_reason.setVisible(asks_reason)
        if unreached is None:
            return
        self.unreached.say(unreached.text, under=unreached.tried)
        with QSignalBlocker(self.unreached.choice):
            self.unreached.choice.setChecked(unreached.is_ticked)

    def _show_running(self, running: tuple[Running, ...]) -> None:
        wanted = {item.key for item in running}
        for key in [key for key in self.running if key not in wanted]:
            gone = self.running.pop(key)
            self._runs.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for item in running:
            line = self.running.get(item.key) or self._new_line(item.key)
            line.say(item.text, under=item.consequence)
            with QSignalBlocker(line.choice):
                line.choice.setChecked(item.goes_on)
            line.choice.setEnabled(item.can_choose)
        self._still.setVisible(bool(running))

    def _new_line(self, key: str) -> TickLine:
        line = TickLine(QCheckBox(), self.content)
        presenter = self._presenter
        if presenter is not None:
            line.choice.toggled.connect(lambda on: presenter.let_go_on(key, goes_on=on))
        self.running[key] = line
        self._runs.addWidget(line)
        line.show()
        return line

    def _bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to it, once what was just shown has its place."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(widget, 0, 0))

    def _leave(self) -> None:
        if self._presenter is not None:
            self._presenter.dismiss()

    def _set_shown(self, shown: bool) -> None:
        if shown == self._is_shown:
            return
        self._is_shown = shown
        focus = QApplication.focusWidget()
        if not shown and focus is not None and self.isAncestorOf(focus):
            rest_focus(self)
        self.shown_changed.emit(shown)

    def _build(self) -> None:
        self._title.setFont(fonts.sized(self.font(), 1.1, bold=True))
        for label in (self._title, self._warning, self.problem):
            label.setWordWrap(True)
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(0)
        inside.addWidget(self.unreached)
        inside.addWidget(self.unreached_reason)
        inside.addWidget(self._still)  # first: where the place is low, nobody closes before it was seen
        self._runs.setSpacing(4)
        inside.addLayout(self._runs)
        inside.addWidget(self.reason)
        inside.addSpacing(6)
        for line in self.lines.values():
            line.choice.installEventFilter(self)
            self._group.addButton(line.choice)
            inside.addWidget(line)
        inside.addStretch(1)
        self.unreached.setVisible(False)
        self.unreached_reason.setMaxLength(500)
        self.unreached_reason.setVisible(False)
        self.reason.setMaxLength(500)
        self.reason.setVisible(False)
        let_scroll(self._scroll, self.content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self._warning)
        layout.addWidget(self.close_case)
        layout.addWidget(self.leave)
