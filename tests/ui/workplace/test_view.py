"""The page of the workplace, by keys, in both themes and on the small screen."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.workplace import Source, resolve
from tests.support.qt import colours_of, picture_of, unnamed_controls
from ui.theme.appearance import Appearance
from ui.workplace.presenter import WorkplacePresenter
from ui.workplace.view import WorkplaceView

WORKPLACE = resolve(
    ((Source.MACHINE_POLICY, {"language": "fr", "ringtone": "loud"}), (Source.MACHINE_FILE, {"starts_service": "no"}))
)


@pytest.mark.parametrize("dark", [False, True])
def test_it_shows_who_set_what(qapp: QApplication, qtbot: QtBot, *, dark: bool) -> None:
    view = WorkplaceView()
    qtbot.addWidget(view)
    appearance = Appearance(qapp, dark=dark)
    presenter = WorkplacePresenter(view, WORKPLACE)
    view.connect_to(presenter)
    appearance.observe(view.apply_theme)
    view.retranslate()
    view.resize(QSize(1040, 580))
    view.show()
    assert [row[1] for row in view.table.texts()][2:4] == ["no", "fr"]
    assert "ringtone" in view.passed_over.text()
    assert view.focusProxy() is view.table
    assert unnamed_controls(view) == []
    assert len(colours_of(picture_of(view))) > 5
    appearance.forget(view.apply_theme)
