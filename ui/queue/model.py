"""The lines of the queue as a Qt model that changes only what changed.

Resetting the list once a second would throw away scroll position, focus and a half-made click. Lines are therefore
matched by their key: one that vanished is removed, a new one inserted, one that changed its place moved; Qt's own
selection follows the line it was on.
"""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.queue.state import Hint, Line, Row

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
_NOWHERE = QModelIndex()


class QueueModel(QAbstractListModel):
    """Hands out one ``Line`` per row under ``LINE_ROLE``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def set_lines(self, lines: tuple[Line, ...]) -> bool:
        """Hold these lines, moving as little as possible; say whether a line may have become higher or lower."""
        before = {line.key: _wordy_part(line) for line in self._lines}
        self._remove_vanished({line.key for line in lines})
        for place, line in enumerate(lines):
            self._bring(place, line)
        return any(before.get(line.key, _wordy_part(line)) != _wordy_part(line) for line in lines)

    def place_of(self, key: str) -> int:
        """Return the row of a line; -1 = it is not there."""
        return next((place for place, line in enumerate(self._lines) if line.key == key), -1)

    def line_at(self, place: int) -> Line | None:
        """Return the line of a row; None when there is no such row."""
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = LINE_ROLE) -> object:
        """Return the line itself, or what a screen reader says of it."""
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        said = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole)
        return line.spoken if role in said else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Say that a hint cannot be chosen."""
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(line, Hint):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _remove_vanished(self, kept: set[str]) -> None:
        for place in reversed(range(len(self._lines))):
            if self._lines[place].key not in kept:
                self.beginRemoveRows(_NOWHERE, place, place)
                del self._lines[place]
                self.endRemoveRows()

    def _bring(self, place: int, line: Line) -> None:
        """Let this line stand at this place; all places before it are right already."""
        stands = place < len(self._lines) and self._lines[place].key == line.key
        now = place if stands else self.place_of(line.key)
        if now < 0:
            self.beginInsertRows(_NOWHERE, place, place)
            self._lines.insert(place, line)
            self.endInsertRows()
            return
        if now != place:
            self.beginMoveRows(_NOWHERE, now, now, _NOWHERE, place)
            self._lines.insert(place, self._lines.pop(now))
            self.endMoveRows()
        if self._lines[place] != line:
            self._lines[place] = line
            index = self.index(place)
            self.dataChanged.emit(index, index)


def _wordy_part(line: Line) -> tuple[object, ...]:
    """What the height of a line depends on; of its clock only how long it is."""
    if isinstance(line, Row):
        return line.peak, line.plate, line.detail, line.marks, len(line.clock), line.is_overdue
    return (line.text,) if isinstance(line, Hint) else ()
