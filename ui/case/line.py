"""One line of the case: phrases in their tones; one click copies what can be copied, and opens what is on record.

Colour alone says nothing here: what needs a person stands on a coloured ground and says so in words. The text is only
set when it changed and no mouse button is down, because ages grow every second and a click must not fall into that.
"""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from app.i18n import _
from ui.case.state import Phrase, Tone
from ui.theme.tokens import LIGHT, Tokens

_COPY = "copy:"
_RECORD = "record:"


class Line(QLabel):
    """Phrases side by side, wrapped where the line ends."""

    copied = Signal(str)
    record_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._phrases: tuple[Phrase, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.linkActivated.connect(self._on_link)
        self.linkHovered.connect(self._on_hover)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What is shown."""
        return self._phrases

    def show_phrases(self, phrases: Iterable[Phrase]) -> None:
        """Show these."""
        phrases = tuple(phrases)
        if phrases == self._phrases or (self.underMouse() and QGuiApplication.mouseButtons()):
            return
        self._phrases = phrases
        self._paint()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self._paint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on the first thing that Enter copies or opens; Tab goes to the next."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.focusNextPrevChild(event.reason() is Qt.FocusReason.TabFocusReason)

    def _paint(self) -> None:
        self.setText(" &nbsp; ".join(html_of(phrase, self._tokens) for phrase in self._phrases))
        hints = " ".join(phrase.hint for phrase in self._phrases if phrase.hint)
        self.setToolTip(hints)
        self.setAccessibleName(", ".join(phrase.text for phrase in self._phrases))
        self.setAccessibleDescription(hints)
        has_links = any(phrase.copy or phrase.opens_record for phrase in self._phrases)
        flags = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(flags if has_links else Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_links else Qt.FocusPolicy.NoFocus)

    def _on_link(self, target: str) -> None:
        if target == _RECORD:
            self.record_requested.emit()
            return
        text = target.removeprefix(_COPY)
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)
        QToolTip.showText(QCursor.pos(), _("Copied: {text}").format(text=text), self)

    def _on_hover(self, target: str) -> None:
        if target.startswith(_COPY):
            words = _("Click to copy: {text}").format(text=target.removeprefix(_COPY))
            QToolTip.showText(QCursor.pos(), words, self)


def html_of(phrase: Phrase, tokens: Tokens) -> str:
    """Return a phrase as Qt's rich text."""
    grounds = {Tone.ATTENTION: (tokens.high, tokens.on_high), Tone.CRITICAL: (tokens.critical, tokens.on_critical)}
    text = escape(phrase.text)
    if len(phrase.text) < 40:  # noqa: PLR2004 - longer ones may break anywhere
        text = text.replace(" ", "&nbsp;")
    ground = grounds.get(phrase.tone)
    if ground is not None:
        style = f"background:{ground[0]}; color:{ground[1]}; font-weight:600;"
        text = f"&nbsp;{text}&nbsp;"
    else:
        colour = tokens.muted if phrase.tone is Tone.MUTED else tokens.text
        style = f"color:{colour}; font-weight:{600 if phrase.strong else 400};"
    if phrase.copy:
        return f'<a href="{_COPY}{escape(phrase.copy)}" style="{style} text-decoration:none;">{text}</a>'
    if phrase.opens_record:
        return f'<a href="{_RECORD}" style="{style} text-decoration:underline;">{text}</a>'
    return f'<span style="{style}">{text}</span>'
