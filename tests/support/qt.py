"""What the tests of the screens share: an offscreen application with the product's look, and pictures."""

import os
from collections.abc import Iterator
from typing import Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import i18n

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class HasView(Protocol):
    """What a test of a screen makes: the view with everything around it."""

    @property
    def view(self) -> QWidget:
        """The screen, shown."""


S = TypeVar("S", bound=HasView)


def on_screen(made: S, application: QApplication, qtbot: QtBot) -> Iterator[S]:
    """Keep a screen the active window for one test, and leave nothing of it to the next: ``yield from`` a fixture."""
    made.view.activateWindow()
    qtbot.waitUntil(made.view.isActiveWindow)
    yield made
    i18n.set_language("en")
    shiboken6.delete(made.view)
    application.setStyleSheet("")


def picture_of(widget: QWidget, size: QSize | None = None) -> QImage:
    """Return what the widget looks like at a size."""
    if size is not None:
        widget.resize(size)
    QApplication.processEvents()
    return widget.grab().toImage()


def colours_of(image: QImage, step_px: int = 3) -> set[str]:
    """Return the colours of every n-th pixel."""
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), step_px)
        for y in range(0, image.height(), step_px)
    }


def unnamed_controls(screen: QWidget) -> list[str]:
    """Return every visible control of a screen that keys can reach and that has no name for a screen reader."""
    return [
        f"{type(control).__name__} {control.objectName()}"
        for control in screen.findChildren(QWidget)
        if control.isVisible()
        and control.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    ]
