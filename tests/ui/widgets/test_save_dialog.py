"""The dialog proposes the name, gives it the ending of what was chosen, and remembers the folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.saving import Draft, FileKind
from ui.widgets.save_dialog import SaveDialog

DRAFT = Draft("2031-000042-impact-1", (FileKind.PNG, FileKind.SVG), lambda _kind, _ready: None)


class Asking:
    def __init__(self) -> None:
        self.window = QWidget()
        self.window.show()
        self.dialogs = SaveDialog(self.window)
        self.chosen: list[tuple[Path, FileKind]] = []

    def ask(self) -> QFileDialog:
        self.dialogs.ask(DRAFT, lambda path, kind: self.chosen.append((path, kind)))
        QApplication.processEvents()
        dialog = self.dialogs.dialog
        assert dialog is not None
        return dialog

    def type_and_save(self, dialog: QFileDialog, name: str) -> None:
        [line] = dialog.findChildren(QLineEdit)
        line.setText(name)
        QTest.keyClick(line, Qt.Key.Key_Return)
        QApplication.processEvents()


@pytest.fixture
def asking(qapp: QApplication, qtbot: QtBot) -> Iterator[Asking]:
    del qapp, qtbot
    asking = Asking()
    yield asking
    shiboken6.delete(asking.window)


def test_it_proposes_the_name_and_hands_on_the_place(asking: Asking, tmp_path: Path) -> None:
    dialog = asking.ask()
    assert Path(dialog.selectedFiles()[0]).name == "2031-000042-impact-1.png"
    dialog.setDirectory(str(tmp_path))
    asking.type_and_save(dialog, "mine")
    assert asking.chosen == [(tmp_path / "mine.png", FileKind.PNG)]
    again = asking.ask()
    assert Path(again.directory().absolutePath()) == tmp_path
    again.reject()
    assert len(asking.chosen) == 1, "who thinks better of it saves nothing"


def test_another_kind_gives_another_ending_and_a_typed_ending_decides(asking: Asking, tmp_path: Path) -> None:
    dialog = asking.ask()
    dialog.setDirectory(str(tmp_path))
    svg = dialog.nameFilters()[1]
    dialog.selectNameFilter(svg)
    dialog.filterSelected.emit(svg)
    assert Path(dialog.selectedFiles()[0]).name == "2031-000042-impact-1.svg"
    asking.type_and_save(dialog, "mine")
    other = asking.ask()
    asking.type_and_save(other, "other.svg")
    assert asking.chosen == [(tmp_path / "mine.svg", FileKind.SVG), (tmp_path / "other.svg", FileKind.SVG)]
