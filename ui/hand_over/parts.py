"""Two parts of the hand-over: the call to 112 or 101 over the exchange, and the steps that are ticked."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.hand_over import TpsStep
from app.i18n import _
from ui.hand_over.state import Dialling, StepLine
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.tick_line import TickLine

MOST_KEYS = 2


class DialRow(QWidget):
    """Call, where the call is, the keys of their menu, hang up; hidden without an exchange."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.call, self.hang_up, self.words = OfferButton(), OfferButton(), QLabel(self)
        self.keys = [OfferButton() for _place in range(MOST_KEYS)]
        self._names: tuple[str, ...] = ()
        self._sheets = {True: "", False: ""}
        self._is_lost = False
        self._build()

    def show_state(self, state: Dialling) -> None:
        """Paint it."""
        self.call.show_offer(state.call)
        self.hang_up.show_offer(state.hang_up)
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self._is_lost = state.is_lost
        self._paint()
        self._names = tuple(key for key, _text in state.keys)
        for place, button in enumerate(self.keys):
            key, text = state.keys[place] if place < len(state.keys) else ("", "")
            button.show_offer(Offer(f"{key} {text}" if text != key else key) if key else None)
        self.setVisible(state.call is not None or bool(state.words))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        alarm = f"background: {tokens.critical}; color: {tokens.on_critical}; font-weight: 600;"
        self._sheets = {True: f"{alarm} border-radius: 3px; padding: 4px 6px;", False: f"color: {tokens.muted};"}
        self._paint()

    def _paint(self) -> None:
        sheet = self._sheets[self._is_lost]
        if sheet != self.words.styleSheet():
            self.words.setStyleSheet(sheet)

    def _build(self) -> None:
        self.words.setWordWrap(True)
        line, menu = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.hang_up)
        for place, button in enumerate(self.keys):
            button.clicked.connect(lambda _checked=False, at=place: self._press(at))
            menu.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.call)
        layout.addLayout(line)
        layout.addLayout(menu)
        self.setVisible(False)

    def _press(self, place: int) -> None:
        if place < len(self._names):
            self.pressed.emit(self._names[place])


class StepList(QWidget):
    """The steps of a third-party eCall service, made once; those that follow from the case cannot be ticked."""

    ticked = Signal(TpsStep, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.lines = {step: TickLine(QCheckBox(), self) for step in TpsStep}
        self.heading.setFont(fonts.sized(self.font(), 1.0, bold=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.heading)
        for step, line in self.lines.items():
            line.choice.clicked.connect(lambda on, done=step: self.ticked.emit(done, on))
            layout.addWidget(line)
        self.setVisible(False)

    def show_steps(self, steps: tuple[StepLine, ...]) -> None:
        """Show them; hidden while nothing was handed over."""
        for step in steps:
            line = self.lines[step.step]
            line.say(step.text)
            with QSignalBlocker(line.choice):
                line.choice.setChecked(step.is_done)
            line.choice.setEnabled(step.tick is not None and not step.tick.why_not)
        self.setVisible(bool(steps))

    def retranslate(self) -> None:
        """Say the heading again."""
        self.heading.setText(_("Steps until they let us go"))
