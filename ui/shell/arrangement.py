"""Where each slot stands in a wide, a low and a narrow window.

The screens never move between windows, only between places: a change of width re-parents panels, it builds nothing.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.i18n import _
from ui.shell.pages import Pages
from ui.shell.slots import Page, Room, Slot
from ui.widgets.hatched import HatchedBar
from ui.widgets.panel import Panel
from ui.widgets.screen import Screen

QUEUE_PX, RIGHT_PX = 300, 350
SHARED_PX, UPPER_SHARES = 1000, (0.62, 0.38)
"""How map and curve share their column with timeline and notes; a splitter scales the sum to its height."""
MAP_SHARES = (0.43, 0.57)
"""The curve has words and figures above it that must not break; the map can be narrower."""
_UPPER = (Slot.MAP, Slot.IMPACT)
_LOWER = (Slot.TIMELINE, Slot.NOTES)
_TABBED = (Slot.IMPACT, Slot.MAP, Slot.TIMELINE, Slot.NOTES)
_BESIDE = (Slot.CONTACT, Slot.ORDERS, Slot.PROMISES, Slot.CARDS)
_ALWAYS_TABS = (Slot.CONTACT, Slot.ORDERS, Slot.PROMISES)
_INSTEAD = (Slot.CLOSING, Slot.HAND_OVER)
"""What stands in the place of cards, contact and orders while a person is in it."""


class Arrangement(QWidget):
    """Queue left, case in the centre, NEXT and what follows from it on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels: dict[Slot, Panel] = {}
        self._titles: dict[Slot, Callable[[], str]] = {}
        self._instead: list[Slot] = []
        self._strip_shown = False
        self._room = Room.WIDE
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.link_lost, self.not_confirmed = HatchedBar(), HatchedBar()
        self.queue_column, self.case_column, self.right_column = QWidget(), QWidget(), QWidget()
        self.strip_place = QWidget()
        self.pages = Pages()
        self._upper = QSplitter(Qt.Orientation.Horizontal)
        self._lower = QSplitter(Qt.Orientation.Horizontal)
        self._detail = QSplitter(Qt.Orientation.Vertical)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._beside = QSplitter(Qt.Orientation.Vertical)
        self._beside_tabs = QTabWidget()
        self._beside_tabs.setDocumentMode(True)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._build()

    def place(self, slot: Slot, screen: Screen, title: Callable[[], str]) -> None:
        """Put a screen into its slot. ``title`` empty = no title line (as a tab it always has one)."""
        self._titles[slot] = title
        self._panels[slot] = Panel(screen)
        self._arrange()

    def set_shown(self, slot: Slot, *, shown: bool) -> None:
        """Show or hide what stands only while it is needed: the strip, and what takes the place of the cards.

        Of two that want that place the later one has it, and gives it back.
        """
        if slot is Slot.FIRST_MINUTE:
            self._strip_shown = shown
        else:
            self._instead = [other for other in self._instead if other is not slot] + [slot] * shown
        self._show_wanted()

    def show_page(self, page: Page | None) -> None:
        """Show a page in the place of all but the queue; None gives that place back to the case."""
        self.pages.show_page(page)
        self.pages.setVisible(page is not None)
        for column in (self.case_column, self.right_column):
            column.setVisible(page is None)

    def set_room(self, room: Room) -> None:
        """Arrange for a window of that size."""
        if room is not self._room:
            self._room = room
            self._arrange()

    def retranslate(self) -> None:
        """Say the titles again."""
        self._tabs.setAccessibleName(_("What is known of the case"))
        self._beside_tabs.setAccessibleName(_("What to do in the case"))
        for slot, panel in self._panels.items():
            panel.set_title("" if slot in self._in_tabs() else self._titles[slot]())
        together = self._tabs.indexOf(self._upper)
        if together >= 0:
            self._tabs.setTabText(together, _("Map and impact"))
        for tabs, slots in ((self._tabs, _TABBED), (self._beside_tabs, _BESIDE)):
            for slot in self._present(slots):
                place = tabs.indexOf(self._panels[slot])
                if place >= 0:
                    tabs.setTabText(place, self._titles[slot]())

    def show_tab(self, slot: Slot) -> None:
        """Bring a slot to the front where it is a tab."""
        if slot in _UPPER and self._tabs.indexOf(self._upper) >= 0:
            self._tabs.setCurrentWidget(self._upper)
        for tabs in (self._tabs, self._beside_tabs):
            place = tabs.indexOf(self._panels[slot]) if slot in self._panels else -1
            if place >= 0:
                tabs.setCurrentIndex(place)

    def begin_again(self) -> None:
        """Show the first of the tabs beside the case: another case is opened, and each begins in the same way."""
        self._beside_tabs.setCurrentIndex(0)
        if self._tabs.count():
            self._tabs.setCurrentIndex(0)

    def cover_of(self, slot: Slot) -> Slot | None:
        """Return what stands in the place of this slot now; None = nothing does."""
        is_beside = slot in _BESIDE or slot in self._in_tabs()
        return self._instead[-1] if is_beside and self._instead else None

    def _present(self, slots: Iterable[Slot]) -> list[Slot]:
        return [slot for slot in slots if slot in self._panels]

    def _build(self) -> None:
        QVBoxLayout(self.strip_place).setContentsMargins(0, 0, 0, 0)
        for column, first in ((self.queue_column, self.link_lost), (self.case_column, self.not_confirmed)):
            QVBoxLayout(column).addWidget(first)
        QVBoxLayout(self.right_column)
        for column, least in ((self.queue_column, 270), (self.case_column, 480), (self.right_column, 310)):
            layout = column.layout()
            assert layout is not None  # noqa: S101 - made two lines above
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(6)
            column.setMinimumWidth(least)
            self._columns.addWidget(column)
        self._columns.addWidget(self.pages)
        self.pages.hide()
        for wide in (1, self._columns.indexOf(self.pages)):
            self._columns.setStretchFactor(wide, 1)
        self._columns.setChildrenCollapsible(False)
        self._columns.setHandleWidth(6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(6, 6, 6, 6)
        outer.addWidget(self._columns)

    def _arrange(self) -> None:
        self._fill(self.queue_column, [*self._panels_of(Slot.QUEUE)], stretch_last=True)
        self._arrange_centre()
        self._fill_tabs(self._beside_tabs, _ALWAYS_TABS if self._room.has_cards else _BESIDE)
        if self._room.has_cards:
            self._fill_splitter(self._beside, (Slot.CARDS,))
        self._beside.addWidget(self._beside_tabs)
        centre: QWidget = self._detail if self._room.has_rows else self._tabs
        self._fill(self.strip_place, [*self._panels_of(Slot.FIRST_MINUTE)], stretch_last=False)
        self._fill(self.case_column, [*self._panels_of(Slot.CASE), self.strip_place, centre], stretch_last=True)
        self._fill(self.right_column, [*self._panels_of(Slot.NEXT, *_INSTEAD), self._beside], stretch_last=True)
        self._show_wanted()
        self._tabs.setVisible(not self._room.has_rows)
        self._detail.setVisible(self._room.has_rows)
        width = max(self.width(), 1200)
        self._columns.setSizes([QUEUE_PX, width - QUEUE_PX - RIGHT_PX, RIGHT_PX, width - QUEUE_PX])
        self.retranslate()

    def _arrange_centre(self) -> None:
        if self._room is Room.NARROW:
            self._fill_tabs(self._tabs, _TABBED)
            return
        self._fill_splitter(self._upper, _UPPER)
        if self._room.has_rows:
            self._fill_splitter(self._lower, _LOWER)
            for row in (self._upper, self._lower):
                self._detail.addWidget(row)
                row.show()
            self._detail.setSizes([round(share * SHARED_PX) for share in UPPER_SHARES])
            return
        self._fill_tabs(self._tabs, _LOWER)
        self._tabs.insertTab(0, self._upper, _("Map and impact"))
        self._tabs.setCurrentIndex(0)

    def _in_tabs(self) -> tuple[Slot, ...]:
        beside = _ALWAYS_TABS if self._room.has_cards else _BESIDE
        if self._room.has_rows:
            return beside
        return (*beside, *(_TABBED if self._room is Room.NARROW else _LOWER))

    def _show_wanted(self) -> None:
        self.strip_place.setVisible(self._strip_shown)
        column = self.right_column.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - made in _build
        on_top = self._instead[-1] if self._instead else None
        for slot in self._present(_INSTEAD):
            column.setStretchFactor(self._panels[slot], 1)
            self._panels[slot].setVisible(slot is on_top)
        self._beside.setVisible(on_top is None)

    def _panels_of(self, *slots: Slot) -> list[Panel]:
        return [self._panels[slot] for slot in self._present(slots)]

    def _fill(self, column: QWidget, widgets: list[QWidget], *, stretch_last: bool) -> None:
        layout = column.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made in _build
        for widget in widgets:
            layout.addWidget(widget, 1 if stretch_last and widget is widgets[-1] else 0)
            widget.show()

    def _fill_tabs(self, tabs: QTabWidget, slots: Iterable[Slot]) -> None:
        tabs.clear()
        for slot in self._present(slots):
            tabs.addTab(self._panels[slot], self._titles[slot]())

    def _fill_splitter(self, splitter: QSplitter, slots: Iterable[Slot]) -> None:
        splitter.setHandleWidth(6)
        splitter.setChildrenCollapsible(False)
        for panel in self._panels_of(*slots):
            splitter.addWidget(panel)
            panel.show()
        shares = MAP_SHARES if tuple(slots) == _UPPER else (1.0,) * splitter.count()
        splitter.setSizes([round(share * SHARED_PX) for share in shares])
