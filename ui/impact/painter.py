"""Makes a PNG of the drawn picture. QtSvg is imported only then; drawing, painting and packing take a turn each.

All three together would hold the desk for a tenth of a second, and an alarm with it.
"""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QTimer
from PySide6.QtGui import QImage, QPainter

from ui.impact.picture import HEIGHT_PX, WIDTH_PX

_PACKING = 60
"""Quality as Qt counts it for PNG: how little time goes into packing; nothing is lost."""


def paint(svg: str, ready: Callable[[bytes], None]) -> None:
    """Paint the picture and hand its PNG on, a moment later."""

    def drawn() -> None:
        from PySide6.QtSvg import QSvgRenderer

        image = QImage(WIDTH_PX, HEIGHT_PX, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
        painter.end()
        QTimer.singleShot(0, lambda: ready(_packed(image)))

    QTimer.singleShot(0, drawn)


def _packed(image: QImage) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", _PACKING)  # type: ignore[call-overload]  # the stub knows only bytes for the format
    return bytes(store.data())
