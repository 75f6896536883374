"""Who can be phoned: the ladder, one card a rung, who goes and looks at its end, and a field for another number.

Cards are made once and used again, so that a button does not go away under a finger when the case changes.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from ui.contact.state import ContactState, LastRung, Reachable, Typed
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import ElidedLabel, MutedLabel

NUMBER_LENGTH = 40


class PersonCard(QWidget):
    """One rung: role, name, number, kind of number, what came of it, and the button that dials."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._needs_care = False
        self.role, self.name, self.number, self.kind = MutedLabel(), ElidedLabel(), QLabel(), QLabel()
        self.tried = MutedLabel()
        self.call = OfferButton(self)
        self._build()

    def show_person(self, person: Reachable, key: str) -> None:
        """Show this person; ``key`` dials too, empty = no key."""
        self._needs_care = person.kind_needs_care
        self.role.setText(_role_text(person))
        self.tried.setText(person.tried)
        self.tried.setVisible(bool(person.tried))
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
        self.tried.setWordWrap(True)
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
        about = QHBoxLayout()
        about.setSpacing(8)
        about.addWidget(self.kind, alignment=Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        about.addWidget(self.tried, 1)
        grid.addLayout(about, 2, 0, 1, 2)
        grid.addWidget(self.call, 1, 1)
        grid.setColumnStretch(0, 1)


class PeopleList(QWidget):
    """The people of the case, who goes and looks when none is reached, and a field for another number."""

    call_requested = Signal(int)
    number_typed = Signal(str)
    number_edited = Signal(str)
    hand_over_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self.cards: list[PersonCard] = []
        self.last_rung, self.hand_over = QLabel(self), OfferButton(self, key="F8")
        self.number, self.typed, self.problem = QLineEdit(self), QLabel(self), QLabel(self)
        self._column = QVBoxLayout()
        self._last_is_next = self._typed_needs_care = False
        self.dial = OfferButton(self)
        self._why_not = ""
        self._build()

    def show_state(self, state: ContactState) -> None:
        """Paint them."""
        while len(self.cards) < len(state.people):
            self._add_card()
        for place, card in enumerate(self.cards):
            is_used = place < len(state.people)
            card.setVisible(is_used)
            if is_used:
                card.show_person(state.people[place], "F5" if place == state.called_by_key else "")
        self._show_last_rung(state.last_rung)
        self._show_typed(state.typed)
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
        self._tokens = tokens
        for card in self.cards:
            card.apply_theme(tokens)
        self._paint_care()
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")

    def _build(self) -> None:
        self.number.setMaxLength(NUMBER_LENGTH)
        for label in (self.problem, self.typed, self.last_rung):
            label.setWordWrap(True)
        self.hand_over.clicked.connect(self.hand_over_requested)
        self.number.textChanged.connect(self.number_edited)
        self.number.returnPressed.connect(self._dial)
        self.dial.clicked.connect(self._dial)
        last = QVBoxLayout()
        last.setSpacing(3)
        last.addWidget(self.last_rung)
        last.addWidget(self.hand_over)
        line = QHBoxLayout()
        line.addWidget(self.number, 1)
        line.addWidget(self.dial)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._column.setSpacing(8)
        layout.addLayout(self._column)
        layout.addLayout(last)
        layout.addLayout(line)
        layout.addWidget(self.typed)
        layout.addWidget(self.problem)

    def _add_card(self) -> None:
        place, card = len(self.cards), PersonCard(self)
        card.apply_theme(self._tokens)
        card.call.clicked.connect(lambda: self.call_requested.emit(place))
        self.cards.append(card)
        self._column.addWidget(card)

    def _show_last_rung(self, last: LastRung | None) -> None:
        self._last_is_next = last is not None and last.is_next
        self.last_rung.setVisible(last is not None)
        self.hand_over.show_offer(None if last is None else last.act)
        if last is not None:
            self.last_rung.setText(f"▶ {last.text}" if last.is_next else last.text)
        self._paint_care()

    def _show_typed(self, typed: Typed | None) -> None:
        self._typed_needs_care = typed is not None and typed.needs_care
        self.typed.setText("" if typed is None else typed.text)
        self.typed.setVisible(typed is not None)
        self._paint_care()

    def _paint_care(self) -> None:
        tokens = self._tokens
        muted, bold = f"color: {tokens.muted};", f"color: {tokens.focus}; font-weight: 600;"
        care = f"background: {tokens.high}; color: {tokens.on_high}; border-radius: 3px; padding: 0 4px;"
        self.last_rung.setStyleSheet(bold if self._last_is_next else muted)
        self.typed.setStyleSheet(care if self._typed_needs_care else muted)

    def _dial(self) -> None:
        self.number_typed.emit(self.number.text())


def _role_text(person: Reachable) -> str:
    if not person.is_next:
        return person.role
    words = _("{role} · next in {time}") if person.due else _("{role} · next")
    return "▶ " + words.format(role=person.role, time=person.due)
