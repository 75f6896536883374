"""The icon of the programs on Windows: the headset of the desk on its colour, in the sizes that Windows asks for.

``packaging/freeze/bijstand.ico`` is committed; run this when the drawing changes.
"""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

ROOT = Path(__file__).resolve().parents[2]
DRAWING = ROOT / "resources" / "icons" / "headset.svg"
TARGET = ROOT / "packaging" / "freeze" / "bijstand.ico"
SIZES = (16, 24, 32, 48, 64, 128, 256)
GROUND = "#1f4e79"


def picture(size: int) -> bytes:
    """Return one size as a PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.18, size * 0.18)
    inner = round(size * 0.76)
    white = (
        DRAWING.read_text(encoding="utf-8").replace("currentColor", "#ffffff").replace('width="24"', f'width="{inner}"')
    )
    drawing = QImage.fromData(QByteArray(white.replace('height="24"', f'height="{inner}"').encode()), "SVG")
    edge = (size - inner) // 2
    painter.drawImage(QRectF(edge, edge, inner, inner), drawing)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def main() -> int:
    """Write the icon."""
    QGuiApplication(sys.argv[:1])
    pictures = [picture(size) for size in SIZES]
    head = struct.pack("<HHH", 0, 1, len(SIZES))
    at = len(head) + 16 * len(SIZES)
    for size, content in zip(SIZES, pictures, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(content), at)
        at += len(content)
    TARGET.write_bytes(head + b"".join(pictures))
    print(f"{TARGET}: {at} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
