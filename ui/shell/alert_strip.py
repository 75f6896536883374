"""The strip of what needs attention: one fixed place, faults first, nothing in it disappears before it is over."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.i18n import _
from ui.shell.state import Alert, Level
from ui.theme.tokens import LIGHT, Tokens

UNBROKEN_CHARACTERS = 60
_MARKS = {Level.CRITICAL: "▲", Level.HIGH: "◆", Level.NOTICE: "●"}


class AlertStrip(QLabel):
    """One or two lines of alerts; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._alerts: tuple[Alert, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setContentsMargins(10, 3, 10, 3)
        self.setVisible(False)

    def show_alerts(self, alerts: tuple[Alert, ...]) -> None:
        """Show these."""
        self._alerts = alerts
        self.setVisible(bool(alerts))
        self.setText(" &nbsp; ".join(self._chip(alert) for alert in alerts))
        self.setAccessibleName(_("Needs attention: {texts}").format(texts="; ".join(alert.text for alert in alerts)))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.setStyleSheet(
            f"background: {tokens.panel}; color: {tokens.text}; border-bottom: 1px solid {tokens.border};"
        )
        self.show_alerts(self._alerts)

    def _chip(self, alert: Alert) -> str:
        colours = {
            Level.CRITICAL: (self._tokens.critical, self._tokens.on_critical),
            Level.HIGH: (self._tokens.high, self._tokens.on_high),
            Level.NOTICE: (self._tokens.panel, self._tokens.muted),
        }
        background, colour = colours[alert.level]
        weight = 400 if alert.level is Level.NOTICE else 600
        short = len(alert.text) < UNBROKEN_CHARACTERS
        text = escape(alert.text).replace(" ", "&nbsp;") if short else escape(alert.text)
        style = f"background:{background}; color:{colour}; font-weight:{weight};"
        return f'<span style="{style}">&nbsp;{_MARKS[alert.level]}&nbsp;{text}&nbsp;</span>'
