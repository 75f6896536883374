"""The page of outcomes: the table of figures, and under it the cases behind the chosen one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.i18n import _
from ui.outcomes.presenter import OutcomesPresenter
from ui.outcomes.state import KindLine, OutcomesState
from ui.outcomes.words import FIGURES
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.table import Cell, Column, Table

FALSE_COLUMN = 3


class OutcomesView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._state: OutcomesState | None = None
        self._presenter: OutcomesPresenter | None = None
        self.table, self.cases = Table(), Table()
        self.words, self.cases_title, self.cases_words = QLabel(), QLabel(), QLabel()
        self.save, self.retry = OfferButton(key="Ctrl+S"), OfferButton()
        self._build()

    def connect_to(self, presenter: OutcomesPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.table.chosen.connect(presenter.choose)
        self.save.clicked.connect(presenter.save)
        self.retry.clicked.connect(presenter.opened)

    def show_state(self, state: OutcomesState) -> None:
        """Paint it."""
        self._state = state
        columns = [Column(title(), is_figure=place > 1, stretches=place == 0) for place, title in enumerate(FIGURES)]
        self.table.show_rows(columns, [_cells(kind) for kind in state.kinds])
        self.table.setVisible(bool(state.kinds))
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.save.show_offer(state.save, _("For a spreadsheet"))
        self.retry.show_offer(state.retry)
        self.cases_title.setText(state.cases_title)
        self.cases_title.setVisible(bool(state.cases_title))
        self.cases_words.setText(state.cases_words)
        self.cases_words.setVisible(bool(state.cases_words))
        titles = (_("Case"), _("Received"), _("Closed"), _("What it was"))
        self.cases.show_rows(
            [Column(title, stretches=place == len(titles) - 1) for place, title in enumerate(titles)],
            [
                [Cell(case.number, _("Enter opens it")), Cell(case.received), Cell(case.closed), Cell(case.outcome)]
                for case in state.cases
            ],
        )
        self.cases.setVisible(bool(state.cases))

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.table.setAccessibleName(_("Alarms by box model and firmware"))
        self.cases.setAccessibleName(_("Cases behind the chosen figure"))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.cases_title.setStyleSheet("font-weight: 600;")
        for label in (self.words, self.cases_words):
            label.setStyleSheet(f"color: {tokens.muted};")

    def _open(self, row: int, _column: int) -> None:
        if self._presenter is not None and self._state is not None and row < len(self._state.cases):
            self._presenter.open_case(self._state.cases[row].case_id)

    def _build(self) -> None:
        self.cases.chosen.connect(self._open)
        for label in (self.words, self.cases_words):
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.retry)
        head.addWidget(self.save)
        above, below = QWidget(), QWidget()
        for part, widgets in ((above, (self.table,)), (below, (self.cases_title, self.cases_words, self.cases))):
            layout = QVBoxLayout(part)
            layout.setContentsMargins(0, 0, 0, 0)
            for widget in widgets:
                layout.addWidget(widget, 1 if isinstance(widget, Table) else 0)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(above)
        halves.addWidget(below)
        halves.setChildrenCollapsible(False)
        self.cases_words.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(halves, 1)
        self.setFocusProxy(self.table)


def _cells(kind: KindLine) -> list[Cell]:
    return [Cell(text, kind.parts if place == FALSE_COLUMN else "") for place, text in enumerate(kind.cells())]
