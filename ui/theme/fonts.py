"""One font, shipped: screenshots, training material and column widths are the same on every seat.

Figures are tabular everywhere, so that a running clock does not tremble and columns of times line up.
"""

from PySide6.QtGui import QFont, QFontDatabase

from resources import assets

FAMILY = "Inter"
BASE_PT = 10.5


def load() -> None:
    """Make the product's font known to Qt; call once, after the application exists."""
    for path in assets.font_paths():
        QFontDatabase.addApplicationFont(str(path))


def base_font() -> QFont:
    """Return the font of the screen: 10.5 pt, tabular figures."""
    font = QFont(FAMILY)
    font.setPointSizeF(BASE_PT)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def sized(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return a copy of a widget's font, larger or smaller (never below the base size), semibold if asked."""
    copy = QFont(font)
    copy.setPointSizeF(max(BASE_PT * factor, 10.0))
    if bold:
        copy.setWeight(QFont.Weight.DemiBold)
    return copy
