"""The button that opens a question says the whole question: its words wrap, which Qt's own button does not."""

from collections.abc import Iterator

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.offer import Offer
from ui.widgets.offer_button import LEAST_PX, OfferButton

_EDGES_PX = 28
"""Border and padding, left and right together."""


class AskButton(OfferButton):
    """An offer whose words take as many lines as its width needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setMinimumWidth(LEAST_PX)

    def show_offer(self, offer: Offer | None, hint: str = "") -> None:
        """Show this offer, wrapped; None hides the button."""
        self._words = () if offer is None else tuple(offer.text.split())
        super().show_offer(offer, hint)
        self._wrap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again at another width."""
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        wrapped = "\n".join(self._lines())
        if wrapped != self.text():
            self.setText(wrapped)

    def _lines(self) -> Iterator[str]:
        room, metrics, line = self.width() - _EDGES_PX, self.fontMetrics(), ""
        for word in self._words:
            longer = f"{line} {word}".strip()
            if line and metrics.horizontalAdvance(longer) > room:
                yield line
                longer = word
            line = longer
        if line:
            yield line
