"""The page of the workplace: one table, and under it what was passed over."""

from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.i18n import _
from ui.theme.tokens import Tokens
from ui.widgets.screen import Screen
from ui.widgets.table import Cell, Column, Table
from ui.workplace.presenter import WorkplacePresenter
from ui.workplace.state import WorkplaceState


class WorkplaceView(Screen):
    """The page."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: WorkplacePresenter | None = None
        self.table, self.passed_over = Table(), QLabel()
        self.passed_over.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.passed_over)
        self.setFocusProxy(self.table)

    def connect_to(self, presenter: WorkplacePresenter) -> None:
        """Be painted by this presenter."""
        self._presenter = presenter

    def show_state(self, state: WorkplaceState) -> None:
        """Paint it."""
        columns = (Column(_("What")), Column(_("Value"), stretches=True), Column(_("Set by")))
        rows = [[Cell(line.what, line.hint), Cell(line.value), Cell(line.set_by)] for line in state.settings]
        self.table.show_rows(columns, rows)
        self.passed_over.setText("\n".join(state.passed_over))
        self.passed_over.setVisible(bool(state.passed_over))

    def retranslate(self) -> None:
        """Say everything again."""
        self.table.setAccessibleName(_("What is set for this desk, and by whom"))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.passed_over.setStyleSheet(f"color: {tokens.muted};")
