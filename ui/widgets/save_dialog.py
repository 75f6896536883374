"""The dialog that asks where to save; it opens where the last file went, at first in the person's documents."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _
from ui.saving import Draft, FileKind

_NAMES: Mapping[FileKind, Callable[[], str]] = {
    FileKind.PNG: lambda: _("Picture"),
    FileKind.SVG: lambda: _("Drawing that can be enlarged"),
    FileKind.CSV: lambda: _("Table"),
}
_ENDINGS = frozenset(f".{kind}" for kind in FileKind)


class SaveDialog:
    """Asks with the file dialog of this machine, over one window, without stopping anything behind it."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.dialog: QFileDialog | None = None
        """The one that is open, or was last."""

    def ask(self, draft: Draft, chosen: Callable[[Path, FileKind], None]) -> None:
        """Ask; ``chosen`` hears the place with its ending, when a person gives one."""
        filters = {f"{_NAMES[kind]()} {kind.upper()} (*.{kind})": kind for kind in draft.kinds}
        dialog = QFileDialog(self._window, _("Save as"), str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(filters))
        dialog.selectFile(f"{draft.name}.{draft.kinds[0]}")
        dialog.setDefaultSuffix(draft.kinds[0])
        dialog.filterSelected.connect(lambda name: _take_ending(dialog, filters[name]))
        dialog.fileSelected.connect(lambda path: self._done(Path(path), filters[dialog.selectedNameFilter()], chosen))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _done(self, path: Path, kind: FileKind, chosen: Callable[[Path, FileKind], None]) -> None:
        """Remember the folder; the ending that was typed decides, if it is one of ours."""
        self._folder = path.parent
        if path.suffix.lower() in _ENDINGS:
            kind = FileKind(path.suffix.lower().lstrip("."))
        else:
            path = path.with_name(f"{path.name}.{kind}")
        chosen(path, kind)


def _take_ending(dialog: QFileDialog, kind: FileKind) -> None:
    """Give the name that stands there the ending of the kind that was chosen."""
    dialog.setDefaultSuffix(kind)
    for name in dialog.selectedFiles():
        if Path(name).suffix.lower() in _ENDINGS:
            dialog.selectFile(Path(name).with_suffix(f".{kind}").name)
