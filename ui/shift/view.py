"""The page of the shift: above what is offered to me, below what I hold, each with its buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.i18n import _
from ui.shift.presenter import ShiftPresenter
from ui.shift.state import ShiftLine, ShiftState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.table import Cell, Column, Table

PROMISED = 3


class ShiftView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: ShiftPresenter | None = None
        self._tokens: Tokens = LIGHT
        self._state: ShiftState | None = None
        self.offered, self.mine, self.colleague = Table(), Table(), QComboBox()
        self.offered_title, self.mine_title, self.to_label, self.said = QLabel(), QLabel(), QLabel(), QLabel()
        self.accept, self.accept_all = OfferButton(), OfferButton(primary=True)
        self.decline, self.look = OfferButton(), OfferButton()
        self.give, self.give_all, self.keep = OfferButton(), OfferButton(primary=True), OfferButton()
        self._build()

    def connect_to(self, presenter: ShiftPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        for button, intent, table in (
            (self.accept, presenter.accept, self.offered),
            (self.decline, presenter.decline, self.offered),
            (self.look, presenter.look, self.offered),
            (self.give, presenter.give, self.mine),
            (self.keep, presenter.keep, self.mine),
        ):
            button.clicked.connect(_of_row(intent, table))
        self.accept_all.clicked.connect(presenter.accept_all)
        self.give_all.clicked.connect(presenter.give_all)
        self.colleague.activated.connect(lambda row: presenter.choose_colleague(self.colleague.itemData(row)))

    def show_state(self, state: ShiftState) -> None:
        """Paint it."""
        self._state = state
        self.offered_title.setText(_("Offered to me"))
        self.mine_title.setText(_("What I hold and what I promised"))
        self.to_label.setText(_("Hand over to"))
        _show_lines(self.offered, state.offered)
        _show_lines(self.mine, state.mine)
        self._show_colleagues(state)
        self.accept.show_offer(state.accept)
        self.accept_all.show_offer(state.accept_all)
        self.decline.show_offer(state.decline)
        self.look.show_offer(state.look)
        self.give.show_offer(state.give)
        self.give_all.show_offer(state.give_all)
        self.keep.show_offer(state.keep)
        self.said.setText(f"▲ {state.said}" if state.is_trouble else state.said)
        self.said.setVisible(bool(state.said))
        self.said.setStyleSheet(f"color: {self._tokens.critical if state.is_trouble else self._tokens.muted};")

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.offered.setAccessibleName(_("Cases offered to me"))
        self.mine.setAccessibleName(_("Cases I hold, and what I promised"))
        self.colleague.setAccessibleName(_("Hand over to"))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        for title in (self.offered_title, self.mine_title):
            title.setStyleSheet("font-weight: 600;")
        self.to_label.setStyleSheet(f"color: {tokens.muted};")
        if self._state is not None:
            self.show_state(self._state)

    def _show_colleagues(self, state: ShiftState) -> None:
        shown = [(self.colleague.itemData(row), self.colleague.itemText(row)) for row in range(self.colleague.count())]
        if shown != list(state.colleagues):
            self.colleague.clear()
            for account, words in state.colleagues:
                self.colleague.addItem(words, account)
        self.colleague.setCurrentIndex(max(0, self.colleague.findData(state.colleague)))

    def _build(self) -> None:
        self.said.setWordWrap(True)
        above = _part(self.offered_title, self.offered, (self.look, self.decline, self.accept, self.accept_all))
        below = _part(self.mine_title, self.mine, (self.to_label, self.colleague, self.keep, self.give, self.give_all))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(above)
        halves.addWidget(below)
        halves.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves, 1)
        layout.addWidget(self.said)
        self.setFocusProxy(self.offered)


def _of_row(intent: Callable[[int], None], table: Table) -> Callable[[], None]:
    """Return what acts on the row a person stands on."""

    def act() -> None:
        if table.currentIndex().isValid():
            intent(table.currentIndex().row())

    return act


def _show_lines(table: Table, lines: Sequence[ShiftLine]) -> None:
    titles = (_("Case"), _("What"), _("Next"), _("Promised"), _("Offer"))
    columns = [Column(title, stretches=place == PROMISED) for place, title in enumerate(titles)]
    table.show_rows(columns, [[Cell(text, text) for text in line.cells()] for line in lines])


def _part(title: QLabel, table: Table, row: Sequence[QWidget]) -> QWidget:
    part, buttons = QWidget(), QHBoxLayout()
    layout = QVBoxLayout(part)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in row:
        buttons.addWidget(widget, 1 if isinstance(widget, QComboBox) else 0)
    if not any(isinstance(widget, QComboBox) for widget in row):
        buttons.addStretch(1)
    layout.addWidget(title)
    layout.addWidget(table, 1)
    layout.addLayout(buttons)
    return part
