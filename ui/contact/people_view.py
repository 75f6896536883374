"""Who can be phoned: one card a person, and a field for a number that nobody has written down yet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from ui.contact.state import ContactState, Reachable
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import ElidedLabel, MutedLabel

NUMBER_LENGTH = 40


class PersonCard(QWidget):
    """One person: role, name, number, kind of number, and the button that dials."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._needs_care = False
        self.role, self.name, self.number, self.kind = MutedLabel(), ElidedLabel(), QLabel(), QLabel()
        self.call = OfferButton(self)
        self._build()

    def show_person(self, person: Reachable, key: str) -> None:
        """Show this person; ``key`` dials too, empty = no key."""
        self._needs_care = person.kind_needs_care
        self.role.setText(person.role)
        self.name.set_text(person.name)
        self.number.setText(person.number)
        self.kind.setText(person.kind)
        self.kind.setVisible(bool(person.kind))
        self.call.show_key(key)
        self.call.show_offer(person.call, _("Call {name}").format(name=person.name))
        self._paint_kind()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self._paint_kind()

    def _paint_kind(self) -> None:
        tokens = self._tokens
        care = f"background: {tokens.high}; color: {tokens.on_high}; border-radius: 3px; padding: 0 4px;"
        self.kind.setStyleSheet(care if self._needs_care else f"color: {tokens.muted};")

    def _build(self) -> None:
        self.name.setFont(fonts.sized(self.font(), 1.0, bold=True))
        self.number.setFont(fonts.sized(self.font(), 1.2, bold=True))
        who = QHBoxLayout()
        who.setSpacing(6)
        who.addWidget(self.role)
        who.addWidget(self.name, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.addLayout(who, 0, 0, 1, 2)
        grid.addWidget(self.number, 1, 0)
        grid.addWidget(self.kind, 2, 0, 1, 2, alignment=Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.call, 1, 1)
        grid.setColumnStretch(0, 1)


class PeopleList(QWidget):
    """The people of the case and a field for another number."""

    call_requested = Signal(int)
    number_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self.cards = (PersonCard(self), PersonCard(self))
        self.number, self.problem = QLineEdit(self), QLabel(self)
        self.dial = OfferButton(self)
        self._why_not = ""
        self._build()

    def show_state(self, state: ContactState) -> None:
        """Paint them."""
        for place, card in enumerate(self.cards):
            is_used = place < len(state.people)
            card.setVisible(is_used)
            if is_used:
                card.show_person(state.people[place], "F5" if place == state.called_by_key else "")
        self._why_not = state.why_no_number
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.retranslate()

    def clear_number(self) -> None:
        """Forget what was typed: it was dialled, or it belongs to another case."""
        self.number.clear()

    def focus_number(self) -> None:
        """Put the cursor into the field."""
        self.number.setFocus()

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.number.setPlaceholderText(_("Another number"))
        self.number.setAccessibleName(_("Another number"))
        self.number.setEnabled(not self._why_not)
        self.number.setToolTip(self._why_not)
        self.dial.show_offer(Offer(_("Call"), self._why_not), _("Call the typed number"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        for card in self.cards:
            card.apply_theme(tokens)
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")

    def _build(self) -> None:
        self.number.setMaxLength(NUMBER_LENGTH)
        self.problem.setWordWrap(True)
        self.number.returnPressed.connect(self._dial)
        self.dial.clicked.connect(self._dial)
        for place, card in enumerate(self.cards):
            card.call.clicked.connect(lambda _checked=False, at=place: self.call_requested.emit(at))
        line = QHBoxLayout()
        line.addWidget(self.number, 1)
        line.addWidget(self.dial)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for card in self.cards:
            layout.addWidget(card)
        layout.addLayout(line)
        layout.addWidget(self.problem)

    def _dial(self) -> None:
        self.number_typed.emit(self.number.text())
