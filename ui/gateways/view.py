"""The page of gateways: how each channel is, under it the form of the chosen one beside what goes out by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QLabel, QSplitter, QVBoxLayout, QWidget

from app.i18n import _
from ui.gateways.form_view import FormView
from ui.gateways.presenter import GatewaysPresenter
from ui.gateways.state import GatewaysState
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.table import Cell, Column, Table

ROWS = 4
HALVES = (500, 500)


class GatewaysView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: GatewaysPresenter | None = None
        self._chosen = -1
        self.channels, self.automatic, self.form = Table(), Table(), FormView()
        self.words, self.automatic_title, self.retry = QLabel(), QLabel(), OfferButton()
        self._build()

    def connect_to(self, presenter: GatewaysPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.channels.chosen.connect(lambda row, _column: presenter.choose(row))
        self.retry.clicked.connect(presenter.opened)
        self.form.adapter_chosen.connect(presenter.choose_adapter)
        self.form.typed.connect(presenter.type_value)
        self.form.target_typed.connect(presenter.type_target)
        self.form.saved.connect(presenter.save)
        self.form.tried.connect(presenter.try_it)

    def show_state(self, state: GatewaysState) -> None:
        """Paint it."""
        titles = (_("Channel"), _("By"), _("State"), _("Since"), _("Waiting"), _("What it said last"))
        columns = [Column(title, stretches=place == len(titles) - 1) for place, title in enumerate(titles)]
        rows = [
            [Cell(text, text if place == len(titles) - 1 else "") for place, text in enumerate(line.cells())]
            for line in state.channels
        ]
        self.channels.show_rows(columns, rows)
        self.channels.setVisible(bool(rows))
        if rows and state.chosen != self._chosen:
            self.channels.stand_on(state.chosen)
            self._chosen = state.chosen
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.retry.show_offer(state.retry)
        self.form.setVisible(state.form is not None)
        if state.form is not None:
            self.form.show_form(state.form)
        self._show_automatic(state)

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.channels.setAccessibleName(_("By what each channel leaves the house"))
        self.automatic.setAccessibleName(_("What goes out by itself"))
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.words.setStyleSheet(f"color: {tokens.muted};")
        self.automatic_title.setStyleSheet("font-weight: 600;")
        self.form.apply_theme(tokens)

    def _show_automatic(self, state: GatewaysState) -> None:
        self.automatic_title.setText(_("What goes out by itself"))
        self.automatic_title.setVisible(bool(state.automatic))
        columns = [
            Column(_("What"), stretches=True),
            Column(_("Figure"), is_figure=True),
            Column(_("On or off")),
            Column(_("Set in")),
        ]
        self.automatic.show_rows(columns, [[Cell(text, text) for text in line.cells()] for line in state.automatic])
        self.automatic.setVisible(bool(state.automatic))

    def _build(self) -> None:
        self.words.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.retry)
        height = self.channels.verticalHeader().defaultSectionSize()
        self.channels.setFixedHeight(height * (ROWS + 1) + 12)
        beside = QWidget()
        self.automatic.setWordWrap(True)
        self.automatic.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.automatic.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.automatic_title)
        column.addWidget(self.automatic, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.form)
        halves.addWidget(beside)
        halves.setChildrenCollapsible(False)
        halves.setSizes(HALVES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.channels)
        layout.addWidget(halves, 1)
        self.setFocusProxy(self.channels)
