"""Paints a line of the queue: badge, figure, plate and clock above; place and marks below.

Own painting, because Qt paints a selection over everything: here the badge and the marks stand on the selection and
keep their colours, so that choosing a row never hides how urgent it is. Only the badge flashes, once a second; the
words stay still.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.queue.model import LINE_ROLE
from ui.queue.state import Head, Hint, Line, Mark, Row, Section, Weight
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.badge import paint_badge

PAD_PX, GAP_PX, BAR_PX = 8, 8, 4
BADGE = QSize(46, 24)
CHIP_PAD_PX, CHIP_GAP_PX = 6, 4
LONG_CLOCK = "▲ 00:00"
"""No row changes its shape when ten minutes are full."""
LEAST_CHIP_PX = 40
"""Room for two letters and the mark that there is more: a narrower chip would stand there empty."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Fonts:
    font: QFont
    plain: QFontMetrics
    bold: QFontMetrics
    bold_font: QFont


class QueueDelegate(QStyledItemDelegate):
    """Paints heads, rows and the hint of one queue. ``is_lit`` is the phase of the flash."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens: Tokens = LIGHT
        self.is_lit = True
        self.not_confirmed = ""
        self._fonts: _Fonts | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line at the width of the list; its own width is the list's, never more."""
        return QSize(0, self._height(index.data(LINE_ROLE), _width_of(option), self._fonts_of(option.font)))

    def height_of(self, line: Line, view: QAbstractScrollArea) -> int:
        """Return the height that a line would have in this list."""
        return self._height(line, _width_in(view), self._fonts_of(view.font()))

    def words_of(self, row: Row, view: QAbstractScrollArea) -> tuple[str, str]:
        """Return what a row says in this list: the plate that stands above, and what stands below."""
        return _words(row, _width_in(view), self._fonts_of(view.font()))

    def _height(self, line: Line, width: int, fonts: _Fonts) -> int:
        text_px = fonts.plain.height()
        if isinstance(line, Head):
            return text_px + 14
        if isinstance(line, Hint):
            area = fonts.plain.boundingRect(QRect(0, 0, width - 2 * PAD_PX, 1000), int(_WRAPPED), line.text)
            return area.height() + 2 * PAD_PX
        lines = 2 if _fits_beside(line, width, fonts) else 3
        return max(BADGE.height(), text_px) + (lines - 1) * (text_px + 4) + 2 * PAD_PX - 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line: Line = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        if isinstance(line, Head):
            self._paint_head(painter, option, line)
        elif isinstance(line, Hint):
            painter.setPen(QColor(self.tokens.muted))
            painter.drawText(option.rect.adjusted(PAD_PX, PAD_PX, -PAD_PX, 0), int(_WRAPPED), line.text)
        else:
            self._paint_ground(painter, option, is_open=line.is_open)
            self._paint_row(painter, option, line)
        painter.restore()

    def _fonts_of(self, font: QFont) -> _Fonts:
        """Return the fonts of a line; made anew only for another font: every line is measured whenever one changes."""
        if self._fonts is None or self._fonts.font != font:
            self._fonts = _fonts(font)
        return self._fonts

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, head: Head) -> None:
        painter.fillRect(option.rect, QColor(self.tokens.window))
        self._paint_focus(painter, option)
        fonts = self._fonts_of(option.font)
        area = option.rect.adjusted(PAD_PX, 0, -PAD_PX, 0)
        _paint_fold(painter, area, QColor(self.tokens.muted), is_folded=head.is_folded)
        painter.setFont(fonts.bold_font)
        painter.setPen(QColor(self.tokens.text if head.count else self.tokens.muted))
        text = f"{head.title.upper()}  {head.count}"
        painter.drawText(area.adjusted(16, 0, 0, 0), int(_LEFT), text)
        if self.not_confirmed and head.section is Section.WAITING:
            painter.setFont(option.font)
            painter.setPen(QColor(self.tokens.critical))
            left = area.adjusted(16 + fonts.bold.horizontalAdvance(text) + GAP_PX, 0, 0, 0)
            said = fonts.plain.elidedText(self.not_confirmed, Qt.TextElideMode.ElideRight, left.width())
            painter.drawText(left, int(_RIGHT), said)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, is_open: bool) -> None:
        chosen = option.state & QStyle.StateFlag.State_Selected
        painter.fillRect(option.rect, QColor(self.tokens.selection if chosen else self.tokens.field))
        if self.not_confirmed:
            hatch = QColor(self.tokens.muted)
            hatch.setAlpha(70)
            painter.fillRect(option.rect, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QColor(self.tokens.window))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if is_open:
            bar = QRect(option.rect.left(), option.rect.top(), BAR_PX, option.rect.height())
            painter.fillRect(bar, QColor(self.tokens.focus))
        self._paint_focus(painter, option)

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self.tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -2))

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        fonts = self._fonts_of(option.font)
        area = option.rect.adjusted(PAD_PX, PAD_PX - 2, -PAD_PX, 0)
        first = QRect(area.left(), area.top(), area.width(), max(BADGE.height(), fonts.plain.height()))
        self._paint_badge(painter, QRectF(first.left(), first.top(), BADGE.width(), BADGE.height()), row)
        plate, below = _words(row, _width_of(option), fonts)
        self._paint_first(painter, first.adjusted(BADGE.width() + GAP_PX, 0, 0, 0), row, fonts, plate)
        second = QRect(area.left(), first.bottom() + 4, area.width(), fonts.plain.height() + 2)
        marks_px = _marks_width(row.marks, fonts)
        beside = _fits_beside(row, _width_of(option), fonts)
        room = second.width() - (marks_px + GAP_PX if row.marks and beside else 0)
        painter.setFont(option.font)
        painter.setPen(QColor(self.tokens.muted if row.priority is not None and plate else self.tokens.text))
        painter.drawText(second, int(_LEFT), fonts.plain.elidedText(below, Qt.TextElideMode.ElideRight, room))
        if row.marks:
            line = second if beside else second.translated(0, fonts.plain.height() + 4)
            self._paint_marks(painter, line, row.marks, fonts)

    def _paint_badge(self, painter: QPainter, area: QRectF, row: Row) -> None:
        if row.priority is not None:
            paint_badge(painter, area, row.priority, self.tokens, is_lit=self.is_lit or not row.flashes)
            return
        painter.setPen(QPen(QColor(self.tokens.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.drawLine(area.center() + QPointF(-6, 6), area.center() + QPointF(6, -6))

    def _paint_first(self, painter: QPainter, area: QRect, row: Row, fonts: _Fonts, plate: str) -> None:
        painter.setFont(fonts.bold_font)
        clock = _clock_words(row)
        painter.setPen(QColor(self.tokens.text if clock == row.clock else self.tokens.critical))
        painter.drawText(area, int(_RIGHT), clock)
        painter.setPen(QColor(self.tokens.text))
        painter.drawText(area, int(_LEFT), row.peak)
        taken = fonts.bold.horizontalAdvance(row.peak) + GAP_PX
        left = area.adjusted(taken, 0, -fonts.bold.horizontalAdvance(clock) - GAP_PX, 0)
        bold = row.flashes or row.is_open
        if not bold:
            font = QFont(fonts.bold_font)
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
        painter.drawText(left, int(_LEFT), plate)

    def _paint_marks(self, painter: QPainter, area: QRect, marks: tuple[Mark, ...], fonts: _Fonts) -> None:
        painter.setFont(fonts.bold_font)
        chips = chips_of(area, [_chip_width(mark, fonts) for mark in marks])
        for chip, mark in zip(chips, marks, strict=False):
            room = chip.width() - CHIP_PAD_PX
            self._paint_chip(painter, chip, mark, fonts.bold.elidedText(mark.text, Qt.TextElideMode.ElideRight, room))

    def _paint_chip(self, painter: QPainter, chip: QRect, mark: Mark, text: str) -> None:
        ground, ink = {
            Weight.CRITICAL: (self.tokens.critical, self.tokens.on_critical),
            Weight.HIGH: (self.tokens.high, self.tokens.on_high),
            Weight.QUIET: (self.tokens.panel, self.tokens.text),
        }[mark.weight]
        painter.setPen(QPen(QColor(self.tokens.border), 1) if mark.weight is Weight.QUIET else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(QColor(ink))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), text)


def _paint_fold(painter: QPainter, area: QRect, colour: QColor, *, is_folded: bool) -> None:
    x, y = area.left() + 4.0, area.center().y() + 1.0
    if is_folded:
        points = [QPointF(x - 2, y - 5), QPointF(x + 4, y), QPointF(x - 2, y + 5)]
    else:
        points = [QPointF(x - 4, y - 3), QPointF(x + 6, y - 3), QPointF(x + 1, y + 3)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(points))


def _fonts(font: QFont) -> _Fonts:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return _Fonts(QFont(font), QFontMetrics(font), QFontMetrics(bold), bold)


def _width_of(option: QStyleOptionViewItem) -> int:
    """The width of a line as if the list scrolled: a scroll bar that comes or goes must not change any height."""
    view = option.widget
    return _width_in(view) if isinstance(view, QAbstractScrollArea) else option.rect.width()


def _width_in(view: QAbstractScrollArea) -> int:
    return view.contentsRect().width() - view.verticalScrollBar().sizeHint().width()


def _clock_words(row: Row) -> str:
    return f"▲ {row.clock}" if row.is_overdue and row.priority is not None else row.clock


def _words(row: Row, width: int, fonts: _Fonts) -> tuple[str, str]:
    """Return the plate above, and what stands below: a plate that would be cut above stands below, whole."""
    advance = fonts.bold.horizontalAdvance
    clock_px = max(advance(_clock_words(row)), advance(LONG_CLOCK))
    room = width - 2 * PAD_PX - BADGE.width() - 3 * GAP_PX - advance(row.peak) - clock_px
    return (row.plate, row.detail) if advance(row.plate) <= room else ("", f"{row.plate} · {row.detail}")


def _chip_width(mark: Mark, fonts: _Fonts) -> int:
    return fonts.bold.horizontalAdvance(mark.text) + 2 * CHIP_PAD_PX


def chips_of(area: QRect, widths: Sequence[int]) -> list[QRect]:
    """Return where badges stand: at the right; of too many the last are cut or left out, for the first says most."""
    left = max(area.left(), area.right() + 1 - sum(widths) - CHIP_GAP_PX * (len(widths) - 1))
    chips = []
    for width in widths:
        room = area.right() + 1 - left
        if room < min(width, LEAST_CHIP_PX):
            break
        chips.append(QRect(left, area.top(), min(width, room), area.height()))
        left += width + CHIP_GAP_PX
    return chips


def _marks_width(marks: tuple[Mark, ...], fonts: _Fonts) -> int:
    return sum(_chip_width(mark, fonts) + CHIP_GAP_PX for mark in marks)


def _fits_beside(row: Row, width: int, fonts: _Fonts) -> bool:
    """Whether the marks stand behind the place; otherwise they get a line of their own."""
    if not row.marks:
        return True
    room = width - 2 * PAD_PX - GAP_PX
    _plate, below = _words(row, width, fonts)
    return fonts.plain.horizontalAdvance(below) + _marks_width(row.marks, fonts) <= room
