"""The timeline as a list that follows its end."""

from PySide6.QtWidgets import QVBoxLayout

from app.i18n import _
from ui.theme.tokens import Tokens
from ui.timeline.state import TimelineState
from ui.widgets.log_list import LogList
from ui.widgets.screen import Screen
from ui.widgets.text import MutedLabel


class TimelineView(Screen):
    """The timeline panel. It has no intents."""

    def __init__(self) -> None:
        super().__init__()
        self._case_id = ""
        self.list = LogList()
        self.empty = MutedLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        self.show_state(None)

    def show_state(self, state: TimelineState | None) -> None:
        """Paint it; None = no case is open."""
        lines = () if state is None else state.lines
        self.empty.setVisible(not lines)
        self.list.setVisible(bool(lines))
        self.list.show_lines(lines)
        case_id = "" if state is None else state.case_id
        if case_id != self._case_id:
            self._case_id = case_id
            self.list.follow()
        self._say_empty()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.list.setAccessibleName(_("Timeline of the case, oldest first"))
        self._say_empty()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.list.apply_theme(tokens)

    def _say_empty(self) -> None:
        self.empty.setText(_("Nothing has happened yet.") if self._case_id else _("No case is open."))
