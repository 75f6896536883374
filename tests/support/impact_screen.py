"""The impact panel with its presenter, a service in the test's hands, and what is drawn on its curve."""

from collections.abc import Iterator
from typing import Any

import shiboken6
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import i18n
from app.api.cases import EcallInfo
from tests.support.backend import FakeBackend
from tests.support.cases import a_full_case
from tests.support.saving import SavingDesk
from ui.impact.presenter import ImpactPresenter
from ui.impact.view import ImpactView
from ui.ports import CurveData
from ui.theme.appearance import Appearance

SIZE = QSize(560, 380)


class Screen:
    def __init__(self, application: QApplication) -> None:
        self.appearance = Appearance(application, dark=False)
        self.view, self.backend = ImpactView(), FakeBackend()
        self.files = SavingDesk()
        self.presenter = ImpactPresenter(self.view, self.backend, self.files.saving)
        self.view.connect_to(self.presenter)
        self.appearance.observe(self.view.apply_theme)
        self.view.retranslate()
        self.view.resize(SIZE)
        self.view.show()

    def open(self, *ecalls: EcallInfo, curve: CurveData | None = None) -> None:
        """Show these crashes, the hardest with this curve."""
        self.presenter.on_case(a_full_case(ecalls=ecalls))
        if curve is not None:
            self.backend.last.done(curve)
        QApplication.processEvents()

    @property
    def drawn(self) -> Any:  # noqa: ANN401 - pyqtgraph has no types
        """The plot of pyqtgraph."""
        import pyqtgraph as pg

        [widget] = self.view.plot.findChildren(pg.PlotWidget)
        return widget.getPlotItem()

    def levels(self) -> set[float]:
        """Where lines across the plot stand, in g."""
        import pyqtgraph as pg

        lines = [item for item in self.drawn.items if isinstance(item, pg.InfiniteLine)]
        return {line.value() for line in lines if line.angle == 0}

    def shaded_above(self) -> set[float]:
        """From where on the plot is shaded, in g."""
        import pyqtgraph as pg

        areas = [item.getRegion() for item in self.drawn.items if isinstance(item, pg.LinearRegionItem)]
        return {least for least, _most in areas if least > 0}

    def texts(self) -> str:
        """Every text on the plot."""
        return "\n".join(item.toPlainText() for item in self.drawn.scene().items() if hasattr(item, "toPlainText"))

    def words_on_the_plot(self) -> dict[str, QRectF]:
        """The visible words on the curve, and where they stand."""
        self.view.grab()
        return {
            item.toPlainText(): item.textItem.sceneBoundingRect().adjusted(1, 1, -1, -1)
            for item in self.drawn.scene().items()
            if hasattr(item, "textItem") and item.isVisible()
        }

    def resize(self, size: QSize) -> None:
        """Give the panel another size, and let it settle."""
        self.view.resize(size)
        QApplication.processEvents()
        self.view.grab()


def on_impact_screen(application: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """Keep the panel for one test: ``yield from`` a fixture."""
    del qtbot
    screen = Screen(application)
    yield screen
    i18n.set_language("en")
    shiboken6.delete(screen.view)
    application.setStyleSheet("")
