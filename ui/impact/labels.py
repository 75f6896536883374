"""Where the words on the curve stand: each beside its line, none over another, none cut off, and off the traces.

A low plot has no room for them and shows none; what is left out is still to be read under the mouse.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF

LABELS_FROM_PX = 130
"""A plot lower than this shows its lines without words."""
NARROW_BELOW_PX = 320
"""A plot narrower than this shows the short words where there are any."""

_EDGE_PX = 1.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One place to try.

    Attributes:
        anchor: Which point of the words lies on the point, in shares of their width and height.
        share: Where along the line that is, for words that hang on a line: from the left, or from the bottom.
    """

    anchor: tuple[float, float]
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point of the view, or along a line where x or y is None, or in a lower corner where both are.

    Attributes:
        spots: The places to try, the best first.
        beyond: Shown only while this time is to the right of what is shown.
        short: Words for a narrow plot; empty = the same.
    """

    item: Any
    words: str
    spots: tuple[Spot, ...]
    x: float | None = None
    y: float | None = None
    beyond: float | None = None
    short: str = ""


class Labels:
    """The words of one curve; the first that asks for a place gets it.

    Of two labels with the same words (a level above and below zero) the second stands in where the first would lie on
    a trace. ``crosses`` says whether a trace runs through a place.
    """

    def __init__(self, view: Any, crosses: Callable[[QRectF], bool]) -> None:  # noqa: ANN401 - pyqtgraph has no types
        self._view = view
        self._crosses = crosses
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
        said: set[str] = set()
        last = {label.words: label for label in self._labels}
        for label in self._labels:
            if label.short:
                label.item.setText(label.short if area.width() < NARROW_BELOW_PX else label.words)
            place = None
            if height_px >= LABELS_FROM_PX and label.words not in said:
                place = self._free_place(label, area, taken, is_last=last[label.words] is label)
            if place is not None:
                spot, rect = place
                taken.append(rect)
                said.add(label.words)
                self._hang(label, spot, rect)
            if label.item.isVisible() != (place is not None):
                label.item.setVisible(place is not None)
        levels = (label for label in self._labels if label.x is None and label.beyond is None)
        self._left_out = list(dict.fromkeys(label.words for label in levels if label.words not in said))

    def _free_place(
        self, label: Label, area: QRectF, taken: list[QRectF], *, is_last: bool
    ) -> tuple[Spot, QRectF] | None:
        """Return a place off the traces; for the last of the same words also one that is only free of others."""
        if label.beyond is not None and label.beyond <= self._view.viewRange()[0][1]:
            return None
        free = [
            (spot, rect)
            for spot, rect in self._places(label, area)
            if area.contains(rect) and not any(rect.intersects(other) for other in taken)
        ]
        clear = next((place for place in free if not self._crosses(place[1])), None)
        return clear or (free[0] if free and is_last else None)

    def _places(self, label: Label, area: QRectF) -> Iterator[tuple[Spot, QRectF]]:
        point: QPointF = self._view.mapViewToScene(QPointF(label.x or 0.0, label.y or 0.0))
        size: QSizeF = label.item.textItem.boundingRect().size()
        for spot in label.spots:
            x, y = point.x(), point.y()
            if label.x is None:
                x = area.left() + spot.share * area.width()
            if label.y is None:
                y = area.bottom() - (spot.share * area.height() if label.x is not None else 0.0)
            corner = QPointF(x - spot.anchor[0] * size.width(), y - spot.anchor[1] * size.height())
            yield spot, QRectF(corner, size).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)

    def _hang(self, label: Label, spot: Spot, rect: QRectF) -> None:
        """Hang the words up so; those on a line choose from their own list with every move."""
        item = label.item
        if hasattr(item, "anchors"):
            item.anchors = [spot.anchor, spot.anchor]
            if item.orthoPos != spot.share:
                item.setPosition(spot.share)
        elif label.x is None:
            corner = QPointF(rect.left() - _EDGE_PX, rect.top() - _EDGE_PX)
            item.setPos(self._view.mapSceneToView(corner))
            item.setAnchor((0.0, 0.0))
            return
        item.setAnchor(spot.anchor)
