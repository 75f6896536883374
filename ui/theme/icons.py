"""Plain SVG icons in the colour of the text around them."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QIcon, QImage, QPixmap

from resources import assets


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size_px: int = 18) -> QIcon:
    """Return an icon drawn in a colour ("#RRGGBB"), also sharp at 200 %."""
    made = QIcon()
    for scale in (1, 2):
        made.addPixmap(pixmap(name, colour, size_px * scale))
    return made


def pixmap(name: str, colour: str, size_px: int) -> QPixmap:
    """Return an icon as a picture of the given edge length in device pixels."""
    text = assets.icon_text(name).replace("currentColor", colour)
    text = text.replace('width="24"', f'width="{size_px}"', 1).replace('height="24"', f'height="{size_px}"', 1)
    image = QImage.fromData(QByteArray(text.encode()))
    return QPixmap.fromImage(image.scaled(QSize(size_px, size_px)))
