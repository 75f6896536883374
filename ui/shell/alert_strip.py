"""The strip of what needs attention: one fixed place, faults first, nothing in it disappears before it is over.

It is one line high, whatever it says: a second line would move the whole desk under the mouse. What has no room is cut,
then counted; F12, or a click on the count, unfolds all of it over the desk until the focus or the mouse leaves it. A
sentence that was just said always has its place.

What speaks of a case, a page or a screen leads there: with a click, or by its key, arrows and Enter. Its parts are made
once and changed, and a part goes on speaking of the same, so that a strip which is painted every second keeps the focus
of whoever walks in it.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from app.i18n import _
from ui.shell.alert_chip import STEPS, AlertChip
from ui.shell.state import Alert
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.resting import rest_focus

EDGE_PX, GAP_PX = 10, 6
LINE_EDGE_PX = 3
LEAST_CHIP_PX = 150
"""A narrower one would say too little: it is counted instead."""
HINT_SHARE = 0.6
"""What a sentence that was just said takes of the line at most."""


class AlertStrip(QWidget):
    """One line of alerts, and the board over the desk that shows all. ``chosen`` says where one leads."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self.board = _Board(self)
        self.board.installEventFilter(self)
        self.more = QPushButton(self.board)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.setFlat(True)
        self.more.clicked.connect(self._toggle)
        self.more.hide()
        self.chips: list[AlertChip] = []
        self._is_unfolded = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

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
        self.setAccessibleName(_("Needs attention: {texts}").format(texts="; ".join(alert.text for alert in alerts)))
        self._lay_out()

    @property
    def said(self) -> str:
        """Everything that it says now, a line each."""
        return "\n".join(chip.alert.text for chip in self.chips if chip.alert is not None)

    @property
    def is_unfolded(self) -> bool:
        """Whether all of it stands over the desk."""
        return self._is_unfolded

    def take_focus(self) -> None:
        """Show all of it, and let the keys walk through what leads somewhere; asked again, fold it."""
        if self._is_unfolded:
            self.fold()
            rest_focus(self)
            return
        self._unfold()
        first: QWidget = next(iter(self._leading()), self.board)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fold(self) -> None:
        """Show one line again."""
        self._is_unfolded = False
        self._lay_out()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.board.setStyleSheet(
            f"QWidget#alertStrip {{ background: {tokens.panel}; border-bottom: 1px solid {tokens.border}; }}"
            f" QPushButton {{ color: {tokens.text}; border: 1px solid {tokens.border}; border-radius: 3px;"
            f" padding: 0 6px; min-height: 0; background: {tokens.field}; font-weight: 600; }}"
        )
        for chip in self.chips:
            chip.apply_theme(tokens)

    def sizeHint(self) -> QSize:
        """Return its one height."""
        return QSize(self.width(), self.fontMetrics().height() + 2 + 2 * LINE_EDGE_PX)

    def minimumSizeHint(self) -> QSize:
        """Return its one height, in any width."""
        return QSize(0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Let the board stand on what the strip stands on, so that it can grow over the desk."""
        if event.type() == QEvent.Type.ParentChange and self.parentWidget() is not None:
            self.board.setParent(self.parentWidget())
            self.board.setVisible(True)
            self._lay_out()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the line anew."""
        super().resizeEvent(event)
        self._lay_out()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Take the board along."""
        super().moveEvent(event)
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fold when the focus, or with none in it the mouse, has left the board."""
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._fold_if_left)
        elif event.type() == QEvent.Type.Leave and watched is self.board and not self._has_focus():
            self.fold()
        return super().eventFilter(watched, event)

    def walk(self, event: QKeyEvent) -> bool:
        """Walk with the arrows, the ends are joined; Esc folds. False = it is another key."""
        chips = self._leading()
        step = STEPS.get(Qt.Key(event.key()))
        here = next((place for place, chip in enumerate(chips) if chip.hasFocus()), None)
        if event.key() == Qt.Key.Key_Escape and self._is_unfolded:
            self.fold()
            rest_focus(self)
        elif step is not None and here is not None:
            chips[(here + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True

    def _toggle(self) -> None:
        if self._is_unfolded:
            self.fold()
        else:
            self._unfold()

    def _unfold(self) -> None:
        self._is_unfolded = True
        self._lay_out()

    def _fold_if_left(self) -> None:
        if self._is_unfolded and not self._has_focus():
            self.fold()

    def _has_focus(self) -> bool:
        return QApplication.focusWidget() in (self.board, *self.chips)

    def _leading(self) -> list[AlertChip]:
        return [chip for chip in self.chips if chip.alert is not None and chip.alert.leads_to is not None]

    def _new_chip(self) -> AlertChip:
        chip = AlertChip(self.board)
        chip.apply_theme(self._tokens)
        chip.clicked.connect(partial(self._choose, chip))
        chip.installEventFilter(self)
        return chip

    def _choose(self, chip: AlertChip) -> None:
        if chip.alert is None or chip.alert.leads_to is None:
            return
        if chip.hasFocus():
            rest_focus(self)
        self.fold()
        self.chosen.emit(chip.alert.leads_to)

    def _lay_out(self) -> None:
        """Put the chips into the line, or into as many as they need."""
        said = [chip for chip in self.chips if chip.alert is not None]
        room = max(self.width() - 2 * EDGE_PX, 1)
        height = self._in_lines(said, room) if self._is_unfolded else self._in_one_line(said, room)
        self.board.setGeometry(QRect(self.pos(), QSize(self.width(), height)))
        self.board.raise_()

    def _in_lines(self, chips: Sequence[AlertChip], room: int) -> int:
        """Put the chips in lines, and return their height with its edges."""
        at, line_px = QPoint(EDGE_PX, LINE_EDGE_PX), 0
        for chip in chips:
            size = chip.size_in(room)
            if at.x() > EDGE_PX and at.x() + size.width() > EDGE_PX + room:
                at, line_px = QPoint(EDGE_PX, at.y() + line_px + LINE_EDGE_PX), 0
            chip.setGeometry(QRect(at, size))
            chip.show()
            at, line_px = at + QPoint(size.width() + GAP_PX, 0), max(line_px, size.height())
        self.more.hide()
        return max(at.y() + line_px + LINE_EDGE_PX, self.sizeHint().height())

    def _in_one_line(self, chips: Sequence[AlertChip], room: int) -> int:
        """Put in what has room, cut the last of it and count the rest; a sentence just said stands at the end."""
        hints = [chip for chip in chips if chip.alert is not None and chip.alert.is_hint]
        others = [chip for chip in chips if chip not in hints]
        asked = sum(chip.sizeHint().width() + GAP_PX for chip in chips) - GAP_PX
        left = room if asked <= room else room - self._more_px(len(chips)) - GAP_PX
        hints_px = min(sum(chip.sizeHint().width() + GAP_PX for chip in hints), int(left * HINT_SHARE) * bool(hints))
        widths = _widths([chip.sizeHint().width() for chip in others], left - hints_px)
        widths += _widths(
            [chip.sizeHint().width() for chip in hints], left - sum(width + GAP_PX for width in widths if width)
        )
        at, cut, whole_px = EDGE_PX, 0, self.sizeHint().height()
        for chip, width in zip((*others, *hints), widths, strict=True):
            chip.setVisible(width > 0)
            chip.setGeometry(at, LINE_EDGE_PX, width, whole_px - 2 * LINE_EDGE_PX)
            at += width + GAP_PX * bool(width)
            cut += chip.is_cut(width)
        self._show_more(cut, at)
        return whole_px

    def _show_more(self, cut: int, left: int) -> None:
        self.more.setText(f"+{cut}   [F12]")
        self.more.setAccessibleName(_("Show all"))
        self.more.setToolTip(_("Show all"))
        self.more.setGeometry(left, LINE_EDGE_PX, self._more_px(cut), self.sizeHint().height() - 2 * LINE_EDGE_PX)
        self.more.setVisible(cut > 0)

    def _more_px(self, cut: int) -> int:
        return self.fontMetrics().horizontalAdvance(f"+{cut}   [F12]") + 22


class _Board(QWidget):
    """What the chips stand on."""

    def __init__(self, strip: AlertStrip) -> None:
        super().__init__(strip)
        self._strip = strip
        self.setObjectName("alertStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk; every other key is the window's."""
        if not self._strip.walk(event):
            super().keyPressEvent(event)


def _widths(wanted: Sequence[int], room: int) -> list[int]:
    """Return what each gets of the room: all it wants, then one that is cut, then nothing."""
    given, is_full = [], False
    for at, width in enumerate(wanted):
        fits = width <= room and not is_full
        least = 1 if at == 0 else LEAST_CHIP_PX
        given.append(width if fits else (max(room, 0) if not is_full and room >= least else 0))
        is_full = is_full or not fits
        room -= given[-1] + GAP_PX
    return given


def _take(free: list[AlertChip], alert: Alert) -> AlertChip | None:
    """Take out the chip that says this already, or speaks of the same: who is about to press it means that."""
    same = next((chip for chip in free if chip.alert == alert), None)
    if same is None and alert.leads_to is not None:
        same = next((chip for chip in free if chip.alert is not None and chip.alert.leads_to == alert.leads_to), None)
    if same is not None:
        free.remove(same)
    return same


def _take_idle(free: list[AlertChip]) -> AlertChip | None:
    """Take out one that nobody is about to press."""
    idle = next((chip for chip in free if not chip.hasFocus() and not chip.isDown()), None)
    if idle is not None:
        free.remove(idle)
    return idle
