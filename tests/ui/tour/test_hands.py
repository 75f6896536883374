"""Typing goes where the focus is, as a person's would."""

import pytest
import shiboken6
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ui.actions import ActionId, Actions
from ui.tour.hands import Hands


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_types_into_the_field_that_has_the_focus(kind: type[QLineEdit] | type[QPlainTextEdit], qtbot: QtBot) -> None:
    field = kind()
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()
    Hands(field, Actions()).type_text("Wagen é (2)")
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    shiboken6.delete(field)
    assert text == "Wagen é (2)"


def test_presses_only_what_is_possible(qtbot: QtBot) -> None:
    window, actions, done = QLineEdit(), Actions(), list[str]()
    qtbot.addWidget(window)
    hands = Hands(window, actions)
    assert not hands.press(ActionId.CLAIM)
    actions.connect(ActionId.CLAIM, lambda: done.append("claim"))
    assert hands.press(ActionId.CLAIM)
    assert done == ["claim"]
