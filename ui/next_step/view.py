"""The NEXT box: one sentence, one key; what to say on the phone; what leaves the house, before it leaves.

The box itself takes the focus while it asks, never one of its buttons: Enter is then the action "confirm" of the table
and Space stays NEXT. When the question is over the focus rests where the desk lets it.
"""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import _
from ui.next_step.presenter import NextPresenter
from ui.next_step.state import NextState
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import EnterButton, OfferButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen
from ui.widgets.text import MutedLabel

UNBROKEN = "\N{NON-BREAKING HYPHEN}"
_PLATE = re.compile(r"\b(?=[A-Z0-9-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)+\b")


class NextView(Screen):
    """The box on the right that Space acts on."""

    act_requested = Signal()
    beside_requested = Signal()
    confirm_requested = Signal()
    dismiss_requested = Signal()
    copy_requested = Signal()
    stop_requested = Signal()
    waiting_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._needs_person = False
        self.waiting, self.sentence, self.why = WaitingBar(self), _wrapped(QLabel(self)), _wrapped(MutedLabel())
        self.leaving, self.stop = _wrapped(QLabel(self)), OfferButton(self, key="Shift+F6")
        self.act = OfferButton(self, primary=True)
        self.beside = OfferButton(self)
        self.spoken = Spoken(self)
        self.confirmation = ConfirmationBox(self)
        self._build()

    def connect_to(self, presenter: NextPresenter) -> None:
        """Send every intent to this presenter."""
        self.act_requested.connect(presenter.act)
        self.beside_requested.connect(presenter.act_beside)
        self.confirm_requested.connect(presenter.confirm)
        self.dismiss_requested.connect(presenter.dismiss)
        self.copy_requested.connect(presenter.copy)
        self.stop_requested.connect(presenter.stop)
        self.waiting_requested.connect(presenter.open_waiting)

    def show_state(self, state: NextState) -> None:
        """Paint it."""
        self._needs_person = state.needs_person
        _say(self.waiting, f"▲ {state.waiting} ›" if state.waiting else "")
        _say(self.sentence, _PLATE.sub(lambda found: found[0].replace("-", UNBROKEN), state.sentence))
        self.sentence.setAccessibleName(state.sentence)
        _say(self.why, state.why)
        _say(self.leaving, state.leaving)
        self.stop.show_offer(state.stop)
        self.act.show_key(_("Space"))
        self.act.show_offer(state.act)
        self.beside.show_offer(state.beside)
        self.spoken.show_words(state.spoken, state.spoken_language, state.spoken_meaning)
        if state.confirm is None and self._holds_focus():
            rest_focus(self)
        self.confirmation.show_question(state)
        self._paint_tone()

    def focus_confirm(self) -> None:
        """Let Enter confirm."""
        self.confirmation.setFocus()

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self.confirmation.say_copied()

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.setAccessibleName(_("NEXT"))
        self.confirmation.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.spoken.apply_theme(tokens)
        self.confirmation.apply_theme(tokens)
        self.leaving.setStyleSheet(f"color: {tokens.text}; font-weight: 600;")
        self.waiting.setStyleSheet(
            f"background: {tokens.critical}; color: {tokens.on_critical}; font-weight: 600;"
            " border-radius: 3px; padding: 3px 6px;"
        )
        self._paint_tone()

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is self.confirmation or (focus is not None and self.confirmation.isAncestorOf(focus))

    def _paint_tone(self) -> None:
        colour = self._tokens.focus if self._needs_person else self._tokens.text
        self.sentence.setStyleSheet(f"color: {colour};")

    def _build(self) -> None:
        self.sentence.setFont(fonts.sized(self.font(), 1.35, bold=True))
        self.waiting.clicked.connect(self.waiting_requested)
        self.act.clicked.connect(self.act_requested)
        self.beside.clicked.connect(self.beside_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.confirmation.confirm.clicked.connect(self.confirm_requested)
        self.confirmation.dismiss.clicked.connect(self.dismiss_requested)
        self.confirmation.dismissed.connect(self.dismiss_requested)
        self.confirmation.copy.clicked.connect(self.copy_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        leaves = QHBoxLayout()
        leaves.addWidget(self.leaving, 1)
        leaves.addWidget(self.stop)
        layout.addWidget(self.waiting)
        layout.addLayout(leaves)
        for part in (self.sentence, self.why, self.act, self.beside, self.confirmation, self.spoken):
            layout.addWidget(part)


class WaitingBar(QLabel):
    """Who waits meanwhile; a click leads there. It takes no focus: the keys of the queue lead there too."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead there, if the button goes up where it went down."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        super().mouseReleaseEvent(event)


class Spoken(QFrame):
    """What to say on the phone, and in which language it is; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spoken")
        self._language, self._words, self._meaning = MutedLabel(), _wrapped(QLabel()), _wrapped(MutedLabel())
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        layout.setSpacing(2)
        layout.addWidget(self._language)
        layout.addWidget(self._words)
        layout.addWidget(self._meaning)
        self.setVisible(False)

    def show_words(self, words: str, language: str, meaning: str = "") -> None:
        """Show these words, and what they mean."""
        self._language.setText(_("Say ({language})").format(language=language))
        self._words.setText(f"“{words}”")
        self._words.setAccessibleName(words)
        _say(self._meaning, meaning)
        self.setVisible(bool(words))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(f"QFrame#spoken {{ border-left: 3px solid {tokens.border}; background: {tokens.field}; }}")


class ConfirmationBox(QFrame):
    """What is about to leave the house. Enter does it, Esc drops it."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confirmation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self.warning, self._lines = _wrapped(QLabel()), _wrapped(QLabel()), _wrapped(QLabel())
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title.setFont(fonts.sized(self.font(), 1.0, bold=True))
        self.confirm = EnterButton(primary=True)
        self.copy, self.dismiss = EnterButton(), EnterButton(key="Esc")
        self._has_copy = False
        self._build()

    def show_question(self, state: NextState) -> None:
        """Show what waits for Enter; hidden while nothing does."""
        self._title.setText(state.confirm_title)
        self._lines.setText("\n".join(state.confirm_lines))
        self._lines.setVisible(bool(state.confirm_lines))
        _say(self.warning, f"▲ {state.confirm_warning}" if state.confirm_warning else "")
        read = (state.confirm_title, state.confirm_warning, *state.confirm_lines)
        self.setAccessibleName(". ".join(part for part in read if part))
        self.confirm.show_key(_("Enter"))
        self.confirm.show_offer(state.confirm)
        self._has_copy = state.can_copy
        self.retranslate()
        self.setVisible(state.confirm is not None)

    def say_copied(self) -> None:
        """Say on the button that the text is on the clipboard."""
        self.copy.show_offer(Offer(_("Copied")))

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.copy.show_offer(Offer(_("Copy the text")) if self._has_copy else None)
        self.dismiss.show_offer(Offer(_("Do not")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QFrame#confirmation {{ background: {tokens.field}; border: 2px solid {tokens.border};"
            " border-radius: 4px; }"
            f" QFrame#confirmation:focus {{ border-color: {tokens.focus}; }}"
        )
        self.warning.setStyleSheet(
            f"background: {tokens.critical}; color: {tokens.on_critical}; font-weight: 600;"
            " padding: 2px 5px; border-radius: 3px;"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop the question on Esc; Enter is an action of the table and never arrives here."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        beside = QHBoxLayout()
        beside.addWidget(self.copy, 1)
        beside.addWidget(self.dismiss, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        for part in (self._title, self.warning, self._lines, self.confirm):
            layout.addWidget(part)
        layout.addLayout(beside)
        self.setVisible(False)


def _wrapped(label: QLabel) -> QLabel:
    label.setWordWrap(True)
    return label


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
