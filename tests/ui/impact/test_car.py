"""The direction on the car: the sector lies where it is said to lie, and nothing is drawn that is not known."""

from collections.abc import Iterator
from math import cos, radians, sin

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.impact.car import CarDiagram
from ui.impact.state import Direction
from ui.theme.tokens import DARK, LIGHT, Tokens

SIZE = QSize(88, 124)


@pytest.fixture
def diagram(qapp: QApplication, qtbot: QtBot) -> Iterator[CarDiagram]:
    del qapp, qtbot
    diagram = CarDiagram()
    diagram.resize(SIZE)
    yield diagram
    shiboken6.delete(diagram)


def shown(diagram: CarDiagram, pdof_deg: float, sector_deg: tuple[float, float]) -> QImage:
    diagram.show_direction(Direction(pdof_deg, sector_deg, "0° (−11/+11)", "from the front"))
    QApplication.processEvents()
    return diagram.grab().toImage()


def is_reddish(image: QImage, diagram: CarDiagram, degrees: float) -> bool:
    """Whether the picture has the sector's colour in that direction, near the rim."""
    line = diagram.fontMetrics().height()
    size = min(diagram.width(), diagram.height() - line) - 4
    x = diagram.width() / 2 + sin(radians(degrees)) * size * 0.40
    y = (diagram.height() - line) / 2 - cos(radians(degrees)) * size * 0.40
    colour = QColor(image.pixel(round(x), round(y)))
    return colour.red() - colour.blue() > 25


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
@pytest.mark.parametrize(
    ("pdof_deg", "sector_deg", "inside", "outside"),
    [
        (0.0, (-20.0, 20.0), (-14, 0, 14), (40, 90, 180, -40)),
        (-30.0, (-41.0, 60.0), (-35, 0, 50), (-60, 80, 180)),
        (180.0, (160.0, -130.0), (165, 180, -140), (0, 140, -110)),
        (90.0, (-180.0, 180.0), (0, 45, 90, 135, 180, -90), ()),
    ],
)
def test_the_sector_lies_where_the_force_may_have_come_from(
    diagram: CarDiagram,
    tokens: Tokens,
    pdof_deg: float,
    sector_deg: tuple[float, float],
    inside: tuple[int, ...],
    outside: tuple[int, ...],
) -> None:
    diagram.apply_theme(tokens)
    image = shown(diagram, pdof_deg, sector_deg)
    assert [degrees for degrees in inside if not is_reddish(image, diagram, degrees)] == []
    assert [degrees for degrees in outside if is_reddish(image, diagram, degrees)] == []


def test_without_a_direction_there_is_no_car(diagram: CarDiagram) -> None:
    shown(diagram, 0.0, (-11.0, 11.0))
    assert (diagram.isHidden(), diagram.accessibleName()) == (False, "from the front")
    diagram.show_direction(None)
    assert (diagram.isHidden(), diagram.accessibleName(), diagram.toolTip()) == (True, "", "")


def test_it_asks_for_a_place_in_which_it_can_be_read(diagram: CarDiagram) -> None:
    assert diagram.sizeHint().width() == SIZE.width()
    assert diagram.minimumHeight() <= diagram.sizeHint().height()
