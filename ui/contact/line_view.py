"""The line of a call: where it is, hang up, go on by hand, and the keys of a telephone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from ui.contact.state import LineState
from ui.offer import Offer
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import MutedLabel

KEYS = "123456789*0#"
_COLUMNS = 6


class LineBox(QWidget):
    """Made once; its parts are shown and hidden, so that a button does not go away under a finger."""

    hang_up_asked = Signal()
    by_hand_asked = Signal()
    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.alarm = QLabel(self), QLabel(self)
        self.hang_up, self.by_hand, self.open_keys = OfferButton(), OfferButton(), OfferButton()
        self.keys = {key: OfferButton() for key in KEYS}
        self._pad = QWidget(self)
        self._wants_keys = False
        self._build()

    def show_state(self, state: LineState) -> None:
        """Paint it."""
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.alarm.setText(state.alarm)
        self.alarm.setVisible(bool(state.alarm))
        self.hang_up.show_offer(state.hang_up)
        self.by_hand.show_offer(state.by_hand)
        self.open_keys.show_offer(Offer(_("Keys")) if state.has_digits else None)
        self._wants_keys = self._wants_keys and state.has_digits
        self._pad.setVisible(self._wants_keys)
        said = state.words or state.alarm
        self.setVisible(bool(said) or state.has_digits or state.hang_up is not None or state.by_hand is not None)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.words.setStyleSheet(f"color: {tokens.muted};")
        self.alarm.setStyleSheet(
            f"background: {tokens.critical}; color: {tokens.on_critical}; border-radius: 3px; padding: 3px 6px;"
            " font-weight: 600;"
        )

    def retranslate(self) -> None:
        """Say the keys again."""
        for key, button in self.keys.items():
            button.show_offer(Offer(key), _("Send the key {key}").format(key=key))

    def _unfold(self) -> None:
        """Show the keys of a telephone, or put them away: the digits of the keyboard say who it was."""
        self._wants_keys = not self._wants_keys
        self._pad.setVisible(self._wants_keys)

    def _build(self) -> None:
        self.words.setWordWrap(True)
        self.alarm.setWordWrap(True)
        self.hang_up.clicked.connect(self.hang_up_asked)
        self.by_hand.clicked.connect(self.by_hand_asked)
        self.open_keys.clicked.connect(self._unfold)
        pad = QGridLayout(self._pad)
        pad.setContentsMargins(0, 0, 0, 0)
        pad.setSpacing(3)
        for place, (key, button) in enumerate(self.keys.items()):
            button.setStyleSheet("padding: 1px 4px;")
            button.clicked.connect(lambda _checked=False, pressed=key: self.key_pressed.emit(pressed))
            pad.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.open_keys)
        line.addWidget(self.hang_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.alarm)
        layout.addLayout(line)
        layout.addWidget(self.by_hand)
        layout.addWidget(self._pad)
        self.retranslate()
        self.setVisible(False)


class DeskTelephone(QWidget):
    """Which telephone of the exchange stands at this desk, and a field to say so; hidden without an exchange."""

    endpoint_said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.change = MutedLabel(parent=self), OfferButton(self)
        self.endpoint = QLineEdit(self)
        self._endpoint: str | None = None
        self._build()

    def show_endpoint(self, endpoint: str | None) -> None:
        """Show it; empty = none is known, None = there is no exchange."""
        if endpoint != self._endpoint:
            self._endpoint = endpoint
            self._edit(is_open=endpoint == "")
        self.setVisible(endpoint is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        hint = _("Telephone of this desk at the exchange, such as PJSIP/operator1")
        self.endpoint.setPlaceholderText(hint)
        self.endpoint.setAccessibleName(hint)
        self.words.setText(_("Your telephone: {endpoint}").format(endpoint=self._endpoint or _("not set")))
        self.change.show_offer(Offer(_("Save it") if self.endpoint.isVisibleTo(self) else _("Change it")))

    def _build(self) -> None:
        self.endpoint.setMaxLength(80)
        self.endpoint.returnPressed.connect(self._say)
        self.change.clicked.connect(self._press)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.change)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(line)
        layout.addWidget(self.endpoint)
        self._edit(is_open=False)
        self.setVisible(False)

    def _press(self) -> None:
        if self.endpoint.isVisibleTo(self):
            self._say()
        else:
            self._edit(is_open=True)
            self.endpoint.setFocus()

    def _say(self) -> None:
        text = self.endpoint.text().strip()
        self._edit(is_open=False)
        if text != (self._endpoint or ""):
            self.endpoint_said.emit(text)

    def _edit(self, *, is_open: bool) -> None:
        if is_open:
            self.endpoint.setText(self._endpoint or "")
        self.endpoint.setVisible(is_open)
        self.retranslate()
