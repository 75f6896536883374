"""The strip of what needs attention: one fixed place, faults first, nothing in it disappears before it is over.

What speaks of a case, a page or a screen leads there: with a click, or by its key, arrows and Enter. Its parts are made
once and changed, and a part goes on speaking of the same, so that a strip which is painted every second keeps the focus
of whoever walks in it.
"""

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.i18n import _
from ui.shell.state import Alert, Level
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.resting import rest_focus

EDGE_PX, GAP_PX, PAD_PX = 10, 6, 5
_LINE_EDGE_PX = 3
_MARKS = {Level.CRITICAL: "▲", Level.HIGH: "◆", Level.NOTICE: "●"}
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class AlertStrip(QWidget):
    """As many lines of alerts as they need; hidden while there are none. ``chosen`` says where one leads."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alertStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens: Tokens = LIGHT
        self.chips: list[AlertChip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setVisible(False)

    def show_alerts(self, alerts: tuple[Alert, ...]) -> None:
        """Show these."""
        free = list(self.chips)
        kept = [_take(free, alert) for alert in alerts]
        self.chips = [chip or _take_idle(free) or self._new_chip() for chip in kept]
        for chip, alert in zip(self.chips, alerts, strict=True):
            chip.show_alert(alert)
        for chip in free:
            if chip.hasFocus():
                rest_focus(self)
            chip.show_alert(None)
        self.chips += free
        self.setVisible(bool(alerts))
        self.setAccessibleName(_("Needs attention: {texts}").format(texts="; ".join(alert.text for alert in alerts)))
        self._lay_out(self.width())
        self.updateGeometry()

    @property
    def said(self) -> str:
        """Everything that it says now, a line each."""
        return "\n".join(chip.alert.text for chip in self.chips if chip.alert is not None)

    def take_focus(self) -> None:
        """Let the keys walk through what leads somewhere; with nothing that does, nothing happens."""
        for chip in self._leading()[:1]:
            chip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.setStyleSheet(
            f"QWidget#alertStrip {{ background: {tokens.panel}; border-bottom: 1px solid {tokens.border}; }}"
        )
        for chip in self.chips:
            chip.apply_theme(tokens)

    def sizeHint(self) -> QSize:
        """Return the size in the width it has."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """Return the height that all lines need in that width."""
        return self._lay_out(width, moves=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._lay_out(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; the ends are joined."""
        chips = self._leading()
        step = _STEPS.get(Qt.Key(event.key()))
        here = next((place for place, chip in enumerate(chips) if chip.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        chips[(here + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)

    def _leading(self) -> list["AlertChip"]:
        return [chip for chip in self.chips if chip.alert is not None and chip.alert.leads_to is not None]

    def _new_chip(self) -> "AlertChip":
        chip = AlertChip(self)
        chip.apply_theme(self._tokens)
        chip.clicked.connect(partial(self._choose, chip))
        return chip

    def _choose(self, chip: "AlertChip") -> None:
        if chip.alert is None or chip.alert.leads_to is None:
            return
        if chip.hasFocus():
            rest_focus(self)
        self.chosen.emit(chip.alert.leads_to)

    def _lay_out(self, width: int, *, moves: bool = True) -> int:
        """Put the chips in lines, and return their height with its edges."""
        room, at, line_px = max(width - 2 * EDGE_PX, 1), QPoint(EDGE_PX, _LINE_EDGE_PX), 0
        for chip in self.chips:
            if chip.alert is None:
                continue
            size = chip.size_in(room)
            if at.x() > EDGE_PX and at.x() + size.width() > EDGE_PX + room:
                at, line_px = QPoint(EDGE_PX, at.y() + line_px + _LINE_EDGE_PX), 0
            if moves:
                chip.setGeometry(QRect(at, size))
            at, line_px = at + QPoint(size.width() + GAP_PX, 0), max(line_px, size.height())
        return at.y() + line_px + _LINE_EDGE_PX


def _take(free: list["AlertChip"], alert: Alert) -> "AlertChip | None":
    """Take out the chip that says this already, or speaks of the same: who is about to press it means that."""
    same = next((chip for chip in free if chip.alert == alert), None)
    if same is None and alert.leads_to is not None:
        same = next((chip for chip in free if chip.alert is not None and chip.alert.leads_to == alert.leads_to), None)
    if same is not None:
        free.remove(same)
    return same


def _take_idle(free: list["AlertChip"]) -> "AlertChip | None":
    """Take out one that nobody is about to press."""
    idle = next((chip for chip in free if not chip.hasFocus() and not chip.isDown()), None)
    if idle is not None:
        free.remove(idle)
    return idle


class AlertChip(QAbstractButton):
    """One alert, in as many lines as its text needs. It takes the focus only where it leads somewhere."""

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
            self.setToolTip(_("Go there") if leads else "")
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, as Space does; the arrows are the strip's."""
        if Qt.Key(event.key()) in _STEPS:
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
        painter.drawText(self.rect().adjusted(PAD_PX, 0, -PAD_PX + 2, 0), _WRAPPED, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._tokens.focus if self.alert.level is Level.NOTICE else colour), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _font_of(self, level: Level) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Normal if level is Level.NOTICE else QFont.Weight.DemiBold)
        return font
