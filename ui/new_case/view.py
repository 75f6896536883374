"""The form of a new case: one column in the order of the conversation, made for the keys.

Enter goes on to the next field, or takes the first line of what was found, unless that only looks like what was typed;
Down goes into those lines, Tab passes them. Ctrl+Enter opens the case. Esc leaves a field, the next one the page; what
was typed stays.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.api.phone_cases import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_PLACE,
    LONGEST_WHEREABOUTS,
    LONGEST_WORDS,
)
from app.i18n import _
from ui.new_case.found_view import FoundView, OpenCaseView
from ui.new_case.presenter import NewCasePresenter
from ui.new_case.state import Choice, Field, NewCaseState
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.word_box import ALSO_ROLE, WordBox

_LONGEST = {
    Field.NUMBER: LONGEST_NUMBER,
    Field.NAME: LONGEST_NAME,
    Field.CAR: LONGEST_NAME,
    Field.PLACE: LONGEST_PLACE,
    Field.WHEREABOUTS: LONGEST_WHEREABOUTS,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WORDS_LINES = 3
_INCIDENT_LINES = 32
"""All of it at once: who looks for a word sees whether it is there."""
_HURT = (("", None), ("no", False), ("yes", True))
_WIDEST_PX = 760


class NewCaseView(Screen):
    """The page. ``connect_to`` sends every intent to its presenter."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: NewCasePresenter | None = None
        self._tokens: Tokens = LIGHT
        self._state: NewCaseState | None = None
        self.lines = {where: QLineEdit() for where in _LONGEST}
        self.relation, self.incident, self.language = QComboBox(), WordBox(), QComboBox()
        self.hurt = {name: QRadioButton() for name, _value in _HURT}
        self.words = QPlainTextEdit()
        self.car, self.place = FoundView(), FoundView()
        self.number_words, self.message = QLabel(), QLabel()
        self.open_case = OpenCaseView()
        self.open, self.clear = OfferButton(key="Ctrl+Enter", primary=True), OfferButton()
        self.labels: dict[str, QLabel] = {}
        self._build()

    def connect_to(self, presenter: NewCasePresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        for where, line in self.lines.items():
            line.textEdited.connect(lambda text, where=where: presenter.edit(where, text))
        self.words.textChanged.connect(self._on_words)
        self.relation.activated.connect(lambda place: presenter.choose_relation(self.relation.itemData(place)))
        self.incident.activated.connect(lambda place: presenter.choose_incident(self.incident.itemData(place)))
        self.language.activated.connect(lambda place: presenter.choose_language(self.language.itemData(place)))
        for name, value in _HURT:
            self.hurt[name].clicked.connect(lambda _checked=False, value=value: presenter.choose_hurt(value))
        self.car.chosen.connect(self._on_car)
        self.place.chosen.connect(self._on_place)
        self.open_case.joined.connect(presenter.join)
        self.open_case.another_said.connect(presenter.say_another)
        self.open.clicked.connect(presenter.open)
        self.clear.clicked.connect(presenter.clear)

    def show_state(self, state: NewCaseState) -> None:
        """Paint it."""
        self._state = state
        for where, line in self.lines.items():
            if line.text() != state.texts[where]:
                line.setText(state.texts[where])
        if self.words.toPlainText() != state.texts[Field.WORDS]:
            self.words.setPlainText(state.texts[Field.WORDS])
        _fill(self.relation, state.relations, state.relation)
        unsaid = Choice("", _("choose: type the first letters"))
        _fill(self.incident, (unsaid, *state.incidents), state.incident)
        _fill(self.language, (Choice("", _("not known")), *state.languages), state.language)
        for name, value in _HURT:
            self.hurt[name].setChecked(state.hurt is value)
        self.number_words.setText(state.number_words)
        self.number_words.setVisible(bool(state.number_words))
        self.car.show_lookup(state.car)
        self.place.show_lookup(state.place)
        self.open_case.show_case(state.open_case)
        self.message.setText(state.message)
        self.open.show_offer(state.open)
        self.clear.show_offer(state.clear)
        self._colour()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        texts = {
            Field.NUMBER: (_("Calls from"), _("any writing: 0470 12 34 56, +33 6 …")),
            Field.NAME: (_("Name"), ""),
            "relation": (_("Who is speaking"), ""),
            "incident": (_("What happened"), ""),
            "hurt": (_("Hurt or trapped?"), ""),
            Field.CAR: (_("Car"), _("plate, policy, name or box")),
            Field.PLACE: (_("Place"), _("municipality, postcode, coordinates or country")),
            Field.WHEREABOUTS: (_("Road"), _("road, direction, kilometre post, house number")),
            Field.WORDS: (_("What else was said"), ""),
            "language": (_("Language of the call"), ""),
        }
        for name, (text, hint) in texts.items():
            self.labels[name].setText(text)
            control = self._control(name)
            control.setAccessibleName(text)
            if isinstance(control, QLineEdit):
                control.setPlaceholderText(hint)
        for name, text in (("", _("not said")), ("no", _("no")), ("yes", _("YES"))):
            self.hurt[name].setText(text)
            self.hurt[name].setAccessibleName(f"{texts['hurt'][0]} {text}")
        self.open_case.retranslate()
        if self._presenter is not None:
            self._presenter.refresh()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        for label in self.labels.values():
            label.setStyleSheet(f"color: {tokens.muted};")
        for part in (self.car, self.place, self.open_case):
            part.apply_theme(tokens)
        self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the form where no field has the focus."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Open by Ctrl+Enter, go on by Enter, into what was found by Down, leave a field by Esc; False = not ours."""
        key, focus = event.key(), self.window().focusWidget()
        if key in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open.click()
        elif key in _ENTER and isinstance(focus, QLineEdit | QComboBox | QRadioButton):
            if not self._take_first(focus):
                self.focusNextChild()
        elif key == Qt.Key.Key_Down and self._found_of(focus) is not None:
            self._enter(self._found_of(focus))
        elif key == Qt.Key.Key_Escape and self._is_field(focus):
            self._rest.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _is_field(self, widget: QWidget | None) -> bool:
        return isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox | QListWidget)

    def _found_of(self, widget: QWidget | None) -> "FoundView | None":
        found = {self.lines[Field.CAR]: self.car, self.lines[Field.PLACE]: self.place}
        view = found.get(widget) if isinstance(widget, QLineEdit) else None
        return view if view is not None and view.list.count() else None

    def _enter(self, found: "FoundView | None") -> None:
        if found is not None:
            found.list.setCurrentRow(0)
            found.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_first(self, widget: QWidget) -> bool:
        found = self._found_of(widget)
        if found is None or found.only_looks_like:
            return False
        found.chosen.emit(0)
        return True

    def _on_car(self, line: int) -> None:
        if self._presenter is not None:
            self._presenter.choose_car(line)
        self.lines[Field.PLACE].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_place(self, line: int) -> None:
        if self._presenter is not None:
            self._presenter.choose_place(line)
        self.lines[Field.WHEREABOUTS].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_words(self) -> None:
        text = self.words.toPlainText()
        if len(text) > LONGEST_WORDS:
            self.words.setPlainText(text[:LONGEST_WORDS])
            return
        if self._presenter is not None and (self._state is None or text != self._state.texts[Field.WORDS]):
            self._presenter.edit(Field.WORDS, text)

    def _colour(self) -> None:
        state, tokens = self._state, self._tokens
        doubtful = state is not None and state.is_number_doubtful
        self.number_words.setStyleSheet(f"color: {tokens.text if doubtful else tokens.muted};")
        trouble = state is not None and state.is_trouble
        self.message.setStyleSheet(f"color: {tokens.critical if trouble else tokens.text};")

    def _control(self, name: str) -> QWidget:
        others: dict[str, QWidget] = {
            "relation": self.relation,
            "incident": self.incident,
            "hurt": self._hurt_box,
            "language": self.language,
            Field.WORDS: self.words,
        }
        return others[name] if name in others else self.lines[Field(name)]

    def _build(self) -> None:
        for where, most in _LONGEST.items():
            self.lines[where].setMaxLength(most)
        self.incident.setMaxVisibleItems(_INCIDENT_LINES)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(self.words.fontMetrics().lineSpacing() * _WORDS_LINES + 16)
        self.message.setWordWrap(True)
        for label in (self.message, self.number_words):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._hurt_box = self._hurt_row()
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget | None], ...] = (
            (Field.NUMBER, self.number_words),
            (Field.NAME, None),
            ("relation", None),
            ("incident", None),
            ("hurt", None),
            (Field.CAR, self.car),
            ("", self.open_case),
            (Field.PLACE, self.place),
            (Field.WHEREABOUTS, None),
            (Field.WORDS, None),
            ("language", None),
        )
        self._fill(grid, rows)
        self._frame(grid)

    def _fill(self, grid: QGridLayout, rows: tuple[tuple[str, QWidget | None], ...]) -> None:
        at = 0
        for name, under in rows:
            if name:
                label, control = QLabel(), self._control(name)
                label.setBuddy(control)
                self.labels[name] = label
                upright = Qt.AlignmentFlag.AlignTop if name == Field.WORDS else Qt.AlignmentFlag.AlignVCenter
                grid.addWidget(label, at, 0, upright | Qt.AlignmentFlag.AlignRight)
                grid.addWidget(control, at, 1)
                at += 1
            if under is not None:
                grid.addWidget(under, at, 1)
                at += 1

    def _frame(self, grid: QGridLayout) -> None:
        self._rest = Body(self.take_key)
        self._rest.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        form = QVBoxLayout(self._rest)
        form.setContentsMargins(0, 0, 8, 0)
        form.addLayout(grid)
        form.addStretch(1)
        self._rest.setMaximumWidth(_WIDEST_PX)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._rest)
        area.viewport().setAutoFillBackground(False)
        self._rest.setAutoFillBackground(False)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        foot.addWidget(self.clear)
        foot.addWidget(self.open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.lines[Field.NUMBER])

    def _hurt_row(self) -> QWidget:
        box, group = QWidget(), QButtonGroup(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        for button in self.hurt.values():
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return box


class Body(QWidget):
    """What scrolls: hears a key before the area around it takes it for scrolling."""

    def __init__(self, take_key: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._take_key = take_key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the key to the form first."""
        if not self._take_key(event):
            super().keyPressEvent(event)


def _fill(box: QComboBox, choices: tuple[Choice, ...], chosen: str) -> None:
    """Show these choices; filled anew only when their words changed, so that typing keeps its place."""
    texts = [choice.text for choice in choices]
    known = [box.itemText(place) for place in range(box.count()) if box.itemData(place) is not None]
    if texts != known:
        box.clear()
        for choice in choices:
            if choice.starts_group:
                box.insertSeparator(box.count())
            box.addItem(choice.text, choice.key)
            box.setItemData(box.count() - 1, choice.also, ALSO_ROLE)
    box.setCurrentIndex(box.findData(chosen))
