"""What was told to whom: a line for each fact, to be ticked. Enter writes it down, Esc drops it."""

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from ui.contact.told import FACTS
from ui.contact.told_state import ToldFact, ToldState
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import MutedLabel
from ui.widgets.tick_line import TickLine

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAME_LENGTH = 120
_COLUMNS = 2


class ToldBox(QFrame):
    """The form; hidden while nothing is written down. Its lines are made once."""

    chosen = Signal(int)
    named = Signal(str)
    ticked = Signal(str, bool)
    basis_chosen = Signal(int)
    written = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("told")
        self.heading, self.caution, self.locked = QLabel(), QLabel(), MutedLabel()
        self.recipient, self.basis, self.to = QComboBox(), QComboBox(), QLineEdit()
        self.ticks: dict[str, TickLine] = {}
        self.write, self.drop = OfferButton(key="Enter", primary=True), OfferButton(key="Esc")
        self._lines = QGridLayout()
        self._build()

    def show_state(self, state: ToldState | None) -> None:
        """Paint it; None = nothing is written down."""
        self.setVisible(state is not None)
        if state is None:
            return
        _fill(self.recipient, state.recipients, state.chosen)
        _fill(self.basis, state.bases, state.basis)
        if self.to.text() != state.to:
            self.to.setText(state.to)
        self.caution.setText(state.caution)
        self.caution.setVisible(bool(state.caution))
        for fact in state.facts:
            self._show_fact(fact)
        self._say_locked([fact for fact in state.facts if fact.why_not])
        self.write.show_offer(state.write)

    def begin(self) -> None:
        """Put the keys on who was told."""
        self.recipient.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.heading.setText(_("What was told"))
        self.setAccessibleName(_("What was told"))
        self.recipient.setAccessibleName(_("Who was told"))
        self.to.setAccessibleName(_("Name of who was told"))
        self.to.setPlaceholderText(_("Name; may stay empty"))
        self.basis.setAccessibleName(_("Why they may know it"))
        self.drop.show_offer(Offer(_("Do not")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QFrame#told {{ background: {tokens.field}; border: 2px solid {tokens.focus}; border-radius: 4px; }}"
        )
        self.caution.setStyleSheet(
            f"background: {tokens.high}; color: {tokens.on_high}; border-radius: 3px; padding: 1px 4px;"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write it down on Enter, drop it on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
            return
        if event.key() in _ENTER:
            (self.dropped if self.drop.hasFocus() else self.written).emit()
            return
        super().keyPressEvent(event)

    def _say_locked(self, locked: list[ToldFact]) -> None:
        """Say once why some lines take no tick."""
        self.locked.setVisible(bool(locked))
        self.locked.setText(f"{', '.join(fact.text for fact in locked)}: {locked[0].why_not}" if locked else "")

    def _show_fact(self, fact: ToldFact) -> None:
        line = self.ticks[fact.key]
        line.say(fact.text)
        line.choice.setAccessibleDescription(fact.why_not)
        line.choice.setEnabled(not fact.why_not)
        line.words.setEnabled(not fact.why_not)
        with QSignalBlocker(line.choice):
            line.choice.setChecked(fact.is_ticked)

    def _add_line(self, key: str) -> None:
        line = TickLine(QCheckBox(), self)
        line.choice.toggled.connect(lambda is_ticked: self.ticked.emit(key, is_ticked))
        place = len(self.ticks)
        self.ticks[key] = line
        self._lines.addWidget(line, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)

    def _chain_keys(self) -> None:
        """Let Tab follow the lines as they are read."""
        choices = [line.choice for line in self.ticks.values()]
        for before, after in pairwise((self.recipient, self.to, *choices, self.basis, self.write, self.drop)):
            QWidget.setTabOrder(before, after)

    def _build(self) -> None:
        self.heading.setFont(fonts.sized(self.font(), 1.0, bold=True))
        self.caution.setWordWrap(True)
        self.to.setMaxLength(_NAME_LENGTH)
        for box in (self.recipient, self.basis):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.recipient.activated.connect(self.chosen)
        self.basis.activated.connect(self.basis_chosen)
        self.to.textEdited.connect(self.named)
        self.write.clicked.connect(self.written)
        self.drop.clicked.connect(self.dropped)
        self._lines.setVerticalSpacing(2)
        for column in range(_COLUMNS):
            self._lines.setColumnStretch(column, 1)
        self.locked.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(5)
        buttons.addWidget(self.write, 1)
        buttons.addWidget(self.drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        for part in (self.heading, self.recipient, self.to, self.caution):
            layout.addWidget(part)
        for key in FACTS:
            self._add_line(key)
        layout.addLayout(self._lines)
        layout.addWidget(self.locked)
        layout.addWidget(self.basis)
        layout.addLayout(buttons)
        self._chain_keys()
        self.setVisible(False)


def _fill(box: QComboBox, texts: tuple[str, ...], chosen: int) -> None:
    with QSignalBlocker(box):
        if texts != tuple(box.itemText(at) for at in range(box.count())):
            box.clear()
            box.addItems(list(texts))
        box.setCurrentIndex(chosen)
