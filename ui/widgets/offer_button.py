"""A button that says why it cannot be pressed.

Shows an ``Offer``: greyed when it is not possible, with the reason as tool tip and for a screen reader. It takes the
focus only by Tab, so that a click leaves Space to NEXT.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.offer import Offer

LEAST_PX = 44


class OfferButton(QPushButton):
    """One offer as a button; hidden while there is none.

    ``key`` is shown behind the text ("Call  [F5]"); ``primary`` paints the one button of a panel that matters most.
    """

    def __init__(self, parent: QWidget | None = None, *, key: str = "", primary: bool = False) -> None:
        super().__init__(parent)
        self._key = key
        self.setProperty("primary", primary)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def show_key(self, key: str) -> None:
        """Show another key from the next offer on: its name is of the language of the screen, or it acts no more."""
        self._key = key

    def be_primary(self, *, primary: bool) -> None:
        """Be the one button of its panel that matters most now, or no longer."""
        if self.property("primary") != primary:
            self.setProperty("primary", primary)
            self.style().unpolish(self)
            self.style().polish(self)

    def is_waiting_for(self, *keys: str) -> bool:
        """Whether a person sees on it that one of these keys presses it, and it would do something."""
        in_sight = self.isVisible() and not self.visibleRegion().isEmpty()
        return self._key in keys and self.isEnabled() and in_sight

    def show_offer(self, offer: Offer | None, hint: str = "") -> None:
        """Show this offer; None hides the button. ``hint`` is the tool tip while it is possible."""
        if offer is not None:
            self.setText(f"{offer.text}   [{self._key}]" if self._key else offer.text)
            self.setEnabled(offer.is_possible)
            self.setToolTip(offer.why_not or hint)
            self.setAccessibleName(offer.text)
            self.setAccessibleDescription(offer.why_not or hint)
        self.setVisible(offer is not None)

    def minimumSizeHint(self) -> QSize:
        """Return a size a finger or a mouse hits."""
        hint = super().minimumSizeHint()
        return QSize(max(hint.width(), LEAST_PX), hint.height())


class EnterButton(OfferButton):
    """One that Enter presses too while it has the ring: for panels where Enter means nothing else on a button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)
