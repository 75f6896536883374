"""The line in the top bar and the list under it.

The focus stays in the line: arrows choose, Enter takes, Esc puts everything away. The list lies over the window and is
gone as soon as the focus is, so that it never hides a case from who looks at one.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.i18n import _
from ui.search.presenter import SearchPresenter
from ui.search.state import Line, SearchState
from ui.theme import fonts
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.screen import Screen

LONGEST_TEXT = 200
_LIST_PX, _EDGE_PX, _GAP_PX = 760, 8, 16
_LINES_SHOWN = 18
_LINE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Index = QModelIndex | QPersistentModelIndex


class SearchLine(QLineEdit):
    """A line whose arrows, Enter and Esc belong to the list under it."""

    moved = Signal(int)
    taken = Signal()
    taken_also = Signal()
    left = Signal()
    came = Signal()
    went = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send the keys of the list, and type the others."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in _ENTER and not event.isAutoRepeat():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.taken_also if shifted else self.taken).emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that somebody came, by mouse too."""
        super().focusInEvent(event)
        self.came.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that nobody types here now."""
        super().focusOutEvent(event)
        self.went.emit()


class LineDelegate(QStyledItemDelegate):
    """Paints a line: what it is, what tells it apart, and at its end what Enter does."""

    def __init__(self, parent: QListWidget) -> None:
        super().__init__(parent)
        self.tokens: Tokens = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return one height for all, so that nothing has to be measured."""
        return QSize(0, option.fontMetrics.height() + _EDGE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        line: Line = index.data(_LINE)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(option.rect, QColor(self.tokens.selection))
        area: QRect = option.rect.adjusted(_EDGE_PX if line.is_heading else 2 * _EDGE_PX, 0, -_EDGE_PX, 0)
        painter.setPen(QColor(self.tokens.muted if line.is_heading else self.tokens.text))
        if line.is_heading:
            painter.setFont(fonts.sized(option.font, 0.9, bold=True))
            self._draw(painter, area, line.title)
        else:
            self._paint_line(painter, area, line, is_chosen=is_chosen)
        painter.restore()

    def _paint_line(self, painter: QPainter, area: QRect, line: Line, *, is_chosen: bool) -> None:
        plain = painter.font()
        painter.setPen(QColor(self.tokens.text if is_chosen else self.tokens.muted))
        right = _does(line) if is_chosen else line.does
        width = painter.fontMetrics().horizontalAdvance(right)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        area = area.adjusted(0, 0, -width - _GAP_PX, 0)
        painter.setPen(QColor(self.tokens.text))
        painter.setFont(fonts.sized(plain, 1.0, bold=True))
        used = self._draw(painter, area, line.title)
        painter.setFont(plain)
        self._draw(painter, area.adjusted(used + _GAP_PX, 0, 0, 0), line.detail)

    def _draw(self, painter: QPainter, area: QRect, text: str) -> int:
        """Draw a text, cut where there is no more room, and return how wide it is."""
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
        return painter.fontMetrics().horizontalAdvance(cut)


class FoundList(QFrame):
    """The list, over the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("foundList")
        self.list, self.words = QListWidget(), QLabel()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = LineDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setContentsMargins(_EDGE_PX, 4, _EDGE_PX, 4)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.words)
        layout.addWidget(self.list)
        self._lines: tuple[Line, ...] = ()
        self.hide()

    def show_state(self, state: SearchState) -> None:
        """Paint it."""
        if state.lines != self._lines:
            self._fill(state.lines)
        self.words.setText(f"\u25b2 {state.words}" if state.is_trouble else state.words)
        self.words.setVisible(bool(state.words))
        self.list.setVisible(bool(state.lines))
        self.list.setCurrentRow(state.chosen)
        if state.chosen == 1:
            self.list.scrollToTop()  # with its heading

    def height_wanted(self) -> int:
        """Return how high it is with everything in it, up to a third of a screen more than that."""
        line = self.list.sizeHintForRow(0) if self._lines else 0
        words = self.words.sizeHint().height() if self.words.text() else 0
        return min(len(self._lines), _LINES_SHOWN) * line + words + 4

    def _fill(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(line.title)
            item.setData(_LINE, line)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken)
            if line.is_heading:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)


class SearchView(Screen):
    """The bar. Its list is a child of the window, made when it is first shown."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: SearchPresenter | None = None
        self.line, self.found = SearchLine(), FoundList()
        self.destroyed.connect(self.found.deleteLater)  # until it is shown it has no parent to go with
        self.line.setMaxLength(LONGEST_TEXT)
        self.line.setClearButtonEnabled(True)
        self.line.setMinimumWidth(180)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)

    def connect_to(self, presenter: SearchPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.line.textEdited.connect(presenter.typed)
        self.line.moved.connect(presenter.move)
        self.line.taken.connect(presenter.take)
        self.line.taken_also.connect(presenter.take_also)
        self.line.left.connect(presenter.leave)
        self.line.came.connect(presenter.came)
        self.line.went.connect(presenter.close)
        self.found.list.itemClicked.connect(lambda item: presenter.take_line(self.found.list.row(item)))

    def show_state(self, state: SearchState) -> None:
        """Paint it."""
        self.found.show_state(state)
        shown = state.is_open and bool(state.lines or state.words)
        if shown:
            self._lay_over_window()
        self.found.setVisible(shown)

    def take_focus(self) -> None:
        """Put the focus into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def leave(self) -> None:
        """Empty the line and let the focus rest."""
        self.line.clear()
        self.raised.emit()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        name = _("Search or command")
        self.line.setPlaceholderText(f"{name}   [/]")
        self.line.setAccessibleName(name)
        self.found.list.setAccessibleName(_("What was found"))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.found.delegate.tokens = tokens
        self.found.setStyleSheet(
            f"#foundList {{ background: {tokens.field}; border: 1px solid {tokens.border}; }}"
            f" QListWidget {{ background: {tokens.field}; }} QLabel {{ color: {tokens.muted}; }}"
        )
        self.found.list.viewport().update()

    def _lay_over_window(self) -> None:
        window = self.window()
        if self.found.parentWidget() is not window:
            self.found.setParent(window)
        corner = self.line.mapTo(window, QPoint(0, self.line.height() + 2))
        width = min(max(self.line.width(), _LIST_PX), window.width() - 2 * _EDGE_PX)
        left = max(_EDGE_PX, min(corner.x(), window.width() - width - _EDGE_PX))
        height = min(self.found.height_wanted(), window.height() - corner.y() - _EDGE_PX)
        self.found.setGeometry(left, corner.y(), width, height)
        self.found.raise_()


def _does(line: Line) -> str:
    """Return what the keys do with the chosen line."""
    enter = _("Enter: {does}").format(does=line.does)
    if not line.also:
        return enter
    shifted = _("Shift+Enter: {does}").format(does=line.also)
    return f"{enter}   {shifted}"
