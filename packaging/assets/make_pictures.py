"""Make the README's pictures from those of the tour (``make pictures``): smaller, and nothing else changed."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt  # noqa: E402 - the platform is chosen first
from PySide6.QtGui import QGuiApplication, QImage  # noqa: E402

WIDTH = 1200
PICTURES = {"07-note.png": "desk-light.png", "08-dark.png": "desk-dark.png"}
TARGET = Path(__file__).parents[1] / "pictures"


def main(tour: Path) -> int:
    """Write the pictures."""
    application = QGuiApplication(sys.argv[:1])
    for source, target in PICTURES.items():
        image = QImage(str(tour / source)).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        image.convertToFormat(QImage.Format.Format_RGB888).save(str(TARGET / target), "PNG", 0)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
