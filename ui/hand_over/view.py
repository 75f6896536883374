"""The hand-over, all of it from the keyboard: Space ticks a line and goes on to the next, Enter is done, Esc leaves."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.subscription import Language
from app.i18n import _
from ui.hand_over.parts import DialRow, StepList
from ui.hand_over.presenter import BESIDES, ROAD, HandOverPresenter
from ui.hand_over.state import HandOverState
from ui.offer import Offer
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.languages import LanguageChoice
from ui.widgets.offer_button import OfferButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen
from ui.widgets.scrolling import let_scroll
from ui.widgets.text import MutedLabel
from ui.widgets.tick_line import TickLine

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HandOverView(Screen):
    """The panel. ``shown_changed`` says whether its slot is wanted."""

    shown_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._is_shown = False
        self._presenter: HandOverPresenter | None = None
        self.title, self.hint, self.earlier, self.problem = QLabel(), MutedLabel(), QLabel(), QLabel()
        self.lines: list[TickLine] = []
        self._keys: list[str] = []
        self.steps = StepList()
        self.languages = LanguageChoice()
        self.dialling = DialRow()
        self.reference, self.their_operator, self.road, self.besides = (
            QLineEdit(),
            QLineEdit(),
            QLineEdit(),
            QLineEdit(),
        )
        self.copy_text, self.all_said, self.save = OfferButton(), OfferButton(), OfferButton()
        self.done, self.leave = OfferButton(key="Enter", primary=True), OfferButton(key="Esc")
        self.content = QWidget()
        self._column = QVBoxLayout()
        self._build()

    def connect_to(self, presenter: HandOverPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.copy_text.clicked.connect(presenter.copy)
        self.all_said.clicked.connect(presenter.tick_all)
        self.done.clicked.connect(presenter.submit)
        self.languages.chosen.connect(lambda language: presenter.speak(Language(language)))
        self.leave.clicked.connect(presenter.dismiss)
        self.save.clicked.connect(presenter.save)
        self.reference.textEdited.connect(presenter.typed_reference)
        self.their_operator.textEdited.connect(presenter.typed_operator)
        self.road.textEdited.connect(lambda text: presenter.typed_line(ROAD, text))
        self.besides.textEdited.connect(lambda text: presenter.typed_line(BESIDES, text))
        self.dialling.call.clicked.connect(presenter.call)
        self.dialling.hang_up.clicked.connect(presenter.hang_up)
        self.dialling.pressed.connect(presenter.press)
        self.steps.ticked.connect(lambda step, done: presenter.tick_step(step, is_done=done))

    def show_state(self, state: HandOverState | None) -> None:
        """Paint it; None = nothing is being handed over."""
        if state is not None:
            self._show(state)
        self._set_shown(state is not None)

    def show_known(self, reference: str, their_operator: str) -> None:
        """Put what they gave into its fields."""
        self.reference.setText(reference)
        self.their_operator.setText(their_operator)
        for own in (self.road, self.besides):
            own.clear()

    def focus_lines(self) -> None:
        """Let the person tick from the first line on that was not said."""
        for line in self.lines:
            if not line.choice.isChecked():
                line.choice.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self.done.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, and say so on the button."""
        QGuiApplication.clipboard().setText(text)
        self.copy_text.show_offer(Offer(_("Copied")))

    def retranslate(self) -> None:
        """Say every fixed text again; the rest comes with the next state."""
        self.setAccessibleName(_("Hand over to 112"))
        for own, hint in (
            (self.reference, _("Their own incident number, if they give one")),
            (self.their_operator, _("Who took it there")),
            (self.road, _("Road, direction, kilometre point, as told (E40 to Liège, km 23.4)")),
            (self.besides, _("What else was said")),
        ):
            own.setPlaceholderText(hint)
            own.setToolTip(hint)
            own.setAccessibleName(hint)
        self.steps.retranslate()
        self.languages.setAccessibleName(_("Language of the text"))
        self.leave.show_offer(Offer(_("Not now")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.title.setStyleSheet(f"color: {tokens.critical};")
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")
        self.dialling.apply_theme(tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done, Esc leaves, the arrows walk over the lines."""
        presenter = self._presenter
        if presenter is None:
            return
        if event.key() in _ENTER:
            presenter.submit()
        elif event.key() == Qt.Key.Key_Escape:
            presenter.dismiss()
        elif event.key() in _STEPS:
            self._walk(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        boxes = [line.choice for line in self.lines]
        focus = QApplication.focusWidget()
        if isinstance(focus, QCheckBox) and focus in boxes:
            place = boxes.index(focus) + step
            if 0 <= place < len(boxes):
                boxes[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, state: HandOverState) -> None:
        self.title.setText(state.title)
        self.hint.setText(state.hint)
        self.hint.setVisible(bool(state.hint))
        self.languages.setVisible(state.language is not None)
        if state.language is not None:
            self.languages.mark(state.language)
        self.dialling.show_state(state.dialling)
        self.steps.show_steps(state.steps)
        for label, text in ((self.earlier, state.earlier), (self.problem, state.problem)):
            label.setText(text)
            label.setVisible(bool(text))
        while len(self.lines) > len(state.lines):
            gone = self.lines.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.lines) < len(state.lines):
            self._add_line()
        self._keys = [line.key for line in state.lines]
        for view, line in zip(self.lines, state.lines, strict=True):
            view.say(line.text)
            with QSignalBlocker(view.choice):
                view.choice.setChecked(line.is_said)
        self.copy_text.show_offer(state.copy)
        self.all_said.show_offer(state.all_said)
        self.done.show_offer(state.done)
        self.save.show_offer(state.save)

    def _add_line(self) -> None:
        line = TickLine(QCheckBox(), self.content)
        self.lines.append(line)
        self._column.addWidget(line)
        line.choice.clicked.connect(lambda on: self._ticked(line, is_said=on))
        line.show()

    def _ticked(self, line: TickLine, *, is_said: bool) -> None:
        if self._presenter is not None:
            self._presenter.tick(self._keys[self.lines.index(line)], is_said=is_said)
        if is_said and line.choice.hasFocus():
            self._walk(1)

    def _set_shown(self, shown: bool) -> None:
        if shown == self._is_shown:
            return
        self._is_shown = shown
        focus = QApplication.focusWidget()
        if not shown and focus is not None and self.isAncestorOf(focus):
            rest_focus(self)
        self.shown_changed.emit(shown)

    def _build(self) -> None:
        self.title.setFont(fonts.sized(self.font(), 1.1, bold=True))
        for label in (self.title, self.hint, self.earlier, self.problem):
            label.setWordWrap(True)
        for own in (self.reference, self.their_operator, self.road, self.besides):
            own.setMaxLength(120)
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(4)
        given = QHBoxLayout()
        given.addWidget(self.reference, 1)
        given.addWidget(self.their_operator, 1)
        inside.addLayout(self._column)
        inside.addWidget(self.road)
        inside.addWidget(self.besides)
        inside.addWidget(self.earlier)
        inside.addLayout(given)
        inside.addWidget(self.steps)
        inside.addWidget(self.save)
        inside.addStretch(1)
        scroll = QScrollArea()
        let_scroll(scroll, self.content)
        tools = QHBoxLayout()
        tools.addWidget(self.copy_text, 1)
        tools.addWidget(self.all_said, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.languages)
        layout.addLayout(head)
        for part in (self.hint, self.dialling):
            layout.addWidget(part)
        layout.addWidget(scroll, 1)
        layout.addLayout(tools)
        layout.addWidget(self.problem)
        end = QHBoxLayout()
        end.addWidget(self.done, 2)
        end.addWidget(self.leave, 1)
        layout.addLayout(end)
