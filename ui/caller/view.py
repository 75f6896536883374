"""The page for somebody who calls in: one line to look for the case, what was found, and who is speaking."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from app.api.phone_cases import LONGEST_NAME, LONGEST_NUMBER
from app.i18n import _
from ui.caller.presenter import CallerPresenter
from ui.caller.state import CallerState, Speaker
from ui.offer import Offer
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.digits import digit_of
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.table import Cell, Column, Table

_STRETCHES = 1
_BESIDE = 2


class CallerView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: CallerPresenter | None = None
        self._tokens: Tokens = LIGHT
        self._state: CallerState | None = None
        self.search, self.number, self.name = QLineEdit(), QLineEdit(), QLineEdit()
        self.say, self.words = QLabel(), QLabel()
        self.number_label, self.name_label = QLabel(), QLabel()
        self.table = Table()
        self.who = WhoView()
        self.new_case = OfferButton(key="F2")
        self._build()

    def connect_to(self, presenter: CallerPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.search.textEdited.connect(presenter.type)
        self.number.textEdited.connect(presenter.type_number)
        self.name.textEdited.connect(presenter.type_name)
        self.table.chosen.connect(lambda row, _column: presenter.choose(row))
        self.who.said = presenter.say_who
        self.new_case.clicked.connect(presenter.begin_new_case)

    def show_state(self, state: CallerState) -> None:
        """Paint it."""
        self._state = state
        for line, text in ((self.search, state.text), (self.number, state.number), (self.name, state.name)):
            if line.text() != text:
                line.setText(text)
        self.say.setText(state.say)
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        titles = (_("Case"), _("State"), _("Place"), _("Car"), _("Age"), _("Works on it"), _("Found in"))
        columns = [Column(title, stretches=place == _STRETCHES) for place, title in enumerate(titles)]
        self.table.show_rows(columns, [[Cell(text) for text in line.cells()] for line in state.lines])
        self.table.setVisible(bool(state.lines))
        if state.chosen is not None:
            self.table.stand_on(state.chosen)
        self.who.show_question(state.asks_who, state.speakers)
        self.new_case.show_offer(state.new_case)
        self._colour()

    def focus_speakers(self) -> None:
        """Stand where it is said who is speaking."""
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self.search.setPlaceholderText(_("plate, name, phone number, place or case number"))
        self.search.setAccessibleName(_("Find the case of the caller"))
        self.table.setAccessibleName(_("Cases that may be meant"))
        for label, line, text in (
            (self.number_label, self.number, _("Calls from")),
            (self.name_label, self.name, _("Name")),
        ):
            label.setText(text)
            line.setAccessibleName(text)
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        for label in (self.number_label, self.name_label):
            label.setStyleSheet(f"color: {tokens.muted};")
        self.who.apply_theme(tokens)
        self._colour()

    def event(self, event: QEvent) -> bool:
        """Keep F2 from the window: here it begins the case with this caller, as the button says, from a field too."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_new_case(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit as who is speaking, go to what was found on Down and Enter, out of a field on Esc."""
        if _is_new_case(event):
            self.new_case.click()
            return
        focus = self.window().focusWidget()
        in_field, rest = isinstance(focus, QLineEdit), (self.table, self.who)
        digit = "" if in_field else digit_of(event)
        if digit and self._presenter is not None and self._presenter.say_who_by_key(digit):
            return
        is_on = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_on and focus is self.search and self._state is not None and self._state.lines:
            self._go_on(event.key() != Qt.Key.Key_Down)
        elif event.key() == Qt.Key.Key_Escape and in_field and (seen := [one for one in rest if one.isVisible()]):
            seen[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _go_on(self, is_enter: bool) -> None:  # noqa: FBT001 - which of two keys it was
        """Go into what was found; Enter takes the only one there is."""
        if is_enter and self._state is not None and len(self._state.lines) == 1:
            self.table.chosen.emit(0, 0)
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _colour(self) -> None:
        trouble = self._state is not None and self._state.is_trouble
        self.words.setStyleSheet(f"color: {self._tokens.critical if trouble else self._tokens.muted};")
        self.say.setStyleSheet(f"color: {self._tokens.text}; font-weight: 600;")

    def _build(self) -> None:
        self.search.setMaxLength(LONGEST_NAME)
        self.search.setClearButtonEnabled(True)
        self.number.setMaxLength(LONGEST_NUMBER)
        self.name.setMaxLength(LONGEST_NAME)
        for label in (self.say, self.words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.new_case)
        caller = QHBoxLayout()
        for label, line in ((self.number_label, self.number), (self.name_label, self.name)):
            label.setBuddy(line)
            caller.addWidget(label)
            caller.addWidget(line, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.say)
        layout.addLayout(head)
        layout.addLayout(caller)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.who)
        layout.addStretch(0)
        self.setFocusProxy(self.search)


def _is_new_case(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_F2 and event.modifiers() == Qt.KeyboardModifier.NoModifier


class WhoView(QFrame):
    """Who is speaking: a button for each answer, with the digit that says it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: Callable[[str], None] = lambda _relation: None
        self.question = QLabel()
        self.buttons: dict[str, OfferButton] = {}
        self.cautions: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._tokens: Tokens = LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(self.question)
        layout.addLayout(self._grid)
        self.setVisible(False)

    def show_question(self, question: str, speakers: Sequence[Speaker]) -> None:
        """Ask; an empty question hides it."""
        self.question.setText(question)
        self.setAccessibleName(question)
        for place, one in enumerate(speakers):
            if one.relation not in self.buttons:
                self._make(one, place)
            self.buttons[one.relation].show_key(one.key)
            self.buttons[one.relation].show_offer(Offer(one.text), one.caution)
            self.cautions[one.relation].setText(one.caution)
        self.setVisible(bool(question))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.setStyleSheet(f"WhoView {{ border: 1px solid {tokens.border}; border-radius: 4px; }}")
        self.question.setStyleSheet("font-weight: 600;")
        for caution in self.cautions.values():
            caution.setStyleSheet(f"color: {tokens.muted};")

    def _make(self, one: Speaker, place: int) -> None:
        button, caution = OfferButton(), QLabel()
        button.clicked.connect(lambda _checked=False, relation=one.relation: self.said(relation))
        caution.setWordWrap(True)
        caution.setTextFormat(Qt.TextFormat.PlainText)
        caution.setStyleSheet(f"color: {self._tokens.muted};")
        self.buttons[one.relation], self.cautions[one.relation] = button, caution
        row, column = place // _BESIDE, (place % _BESIDE) * 2
        self._grid.addWidget(button, row, column)
        self._grid.addWidget(caution, row, column + 1)
        self._grid.setColumnStretch(column + 1, 1)
