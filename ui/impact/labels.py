"""Where the words on the curve stand: each beside its line, none over another, none cut off.

A low plot has no room for them and shows none; what is left out is still to be read under the mouse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF

LABELS_FROM_PX = 150
"""A plot lower than this shows its lines without words."""

_EDGE_PX = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point of the view; without x or y at a share of its width, or at its bottom.

    ``anchors`` are the places to try: which point of the words lies on the point, the best first.
    """

    item: Any
    words: str
    anchors: tuple[tuple[float, float], ...]
    x: float | None = None
    y: float | None = None
    share: float = 0.0


class Labels:
    """The words of one curve; the first that asks for a place gets it."""

    def __init__(self, view: Any) -> None:  # noqa: ANN401 - pyqtgraph has no types
        self._view = view
        self._labels: list[Label] = []
        self._left_out: list[str] = []

    def clear(self) -> None:
        """Forget the words of the last curve."""
        self._labels.clear()
        self._left_out.clear()

    def add(self, label: Label, *, is_first: bool = False) -> None:
        """Take words in; ``is_first`` before all others."""
        self._labels.insert(0 if is_first else len(self._labels), label)

    def left_out(self) -> tuple[str, ...]:
        """Return the levels without a place on the plot; the marks of time are only seen, the peak is a figure."""
        return tuple(self._left_out)

    def arrange(self, height_px: float) -> None:
        """Show what has a place on a plot of this height."""
        area: QRectF = self._view.sceneBoundingRect()
        taken: list[QRectF] = []
        left_out: list[str] = []
        for label in self._labels:
            place = None if height_px < LABELS_FROM_PX else self._free_place(label, area, taken)
            if place is not None:
                anchor, rect = place
                taken.append(rect)
                _anchor(label.item, anchor)
            elif label.x is None:
                left_out.append(label.words)
            if label.item.isVisible() != (place is not None):
                label.item.setVisible(place is not None)
        self._left_out = left_out

    def _free_place(self, label: Label, area: QRectF, taken: list[QRectF]) -> tuple[tuple[float, float], QRectF] | None:
        for anchor, rect in self._places(label, area):
            if area.contains(rect) and not any(rect.intersects(other) for other in taken):
                return anchor, rect
        return None

    def _places(self, label: Label, area: QRectF) -> Iterator[tuple[tuple[float, float], QRectF]]:
        point: QPointF = self._view.mapViewToScene(QPointF(label.x or 0.0, label.y or 0.0))
        x = area.left() + label.share * area.width() if label.x is None else point.x()
        y = area.bottom() if label.y is None else point.y()
        size: QSizeF = label.item.textItem.boundingRect().size()
        for anchor in label.anchors:
            corner = QPointF(x - anchor[0] * size.width(), y - anchor[1] * size.height())
            yield anchor, QRectF(corner, size).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)


def _anchor(item: Any, anchor: tuple[float, float]) -> None:  # noqa: ANN401 - pyqtgraph has no types
    """Hang the words up so; those on a line choose from their own list with every move."""
    if hasattr(item, "anchors"):
        item.anchors = [anchor, anchor]
    item.setAnchor(anchor)
