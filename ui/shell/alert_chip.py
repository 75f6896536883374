"""One alert of the strip: whole in as many lines as it needs, or cut to the end of the one line there is."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.i18n import _
from ui.shell.state import Alert, Level
from ui.theme.tokens import LIGHT, Tokens

PAD_PX = 5
STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
"""The keys that walk over the alerts."""
_MARKS = {Level.CRITICAL: "▲", Level.HIGH: "◆", Level.NOTICE: "●"}
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_ONE_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class AlertChip(QAbstractButton):
    """One alert. It takes the focus only where it leads somewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.alert: Alert | None = None
        self._tokens: Tokens = LIGHT
        self.setVisible(False)

    def show_alert(self, alert: Alert | None) -> None:
        """Show this; None hides it."""
        if alert == self.alert:
            return
        self.alert = alert
        if alert is not None:
            leads = alert.leads_to is not None
            self.setText(f"{_MARKS[alert.level]} {alert.text}{' ›' if leads else ''}")
            self.setAccessibleName(alert.text)
            self.setAccessibleDescription(_("Enter goes there.") if leads else "")
            self.setToolTip("\n".join((alert.text, _("Go there"))) if leads else alert.text)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
            self.setFont(self._font_of(alert.level))
        self.setVisible(alert is not None)
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of its text in one line."""
        return self.size_in(1 << 16)

    def size_in(self, width: int) -> QSize:
        """Return the size of its text, broken into lines of at most that width."""
        room = QRect(0, 0, width - 2 * PAD_PX, 1 << 16)
        needed = self.fontMetrics().boundingRect(room, _WRAPPED, self.text())
        return QSize(needed.width() + 2 * PAD_PX + 2, needed.height() + 2)

    def is_cut(self, width: int) -> bool:
        """Whether so wide a chip shows less than its text."""
        return self.alert is not None and width < self.sizeHint().width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, as Space does; the arrows are the strip's."""
        if Qt.Key(event.key()) in STEPS:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the colour of its level, its text, and a frame while it has the focus."""
        if self.alert is None:
            return
        background, colour = {
            Level.CRITICAL: (self._tokens.critical, self._tokens.on_critical),
            Level.HIGH: (self._tokens.high, self._tokens.on_high),
            Level.NOTICE: (self._tokens.panel, self._tokens.muted),
        }[self.alert.level]
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(background))
        painter.setPen(QColor(colour))
        area = self.rect().adjusted(PAD_PX, 0, -PAD_PX + 2, 0)
        if self.height() < 2 * self.fontMetrics().height():
            said = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, _ONE_LINE, said)
        else:
            painter.drawText(area, _WRAPPED, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._tokens.focus if self.alert.level is Level.NOTICE else colour), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _font_of(self, level: Level) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Normal if level is Level.NOTICE else QFont.Weight.DemiBold)
        return font
