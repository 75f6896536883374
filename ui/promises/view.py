"""The promises panel: clocks, and a form that a digit fills and Enter sends.

A clock repaints every line once a second, so lines are made once and changed, never made anew. Digits choose only while
the choice has the focus: in a field they are typed.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.ids import PromiseId
from app.i18n import _
from ui.offer import Offer
from ui.promises.presenter import PromisesPresenter
from ui.promises.state import Edit, EditState, FormState, PromiseLine, PromisesState, Template
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.digits import digit_of
from ui.widgets.offer_button import OfferButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen
from ui.widgets.scrolling import let_scroll
from ui.widgets.text import MutedLabel

_TIME_PX = 110


class PromisesView(Screen):
    """The panel. ``connect_to`` sends every intent to its presenter."""

    raised = Signal()
    """A person promises something, or ticks it: bring the panel to the front where it is a tab."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._presenter: PromisesPresenter | None = None
        self.lines: dict[PromiseId, LineView] = {}
        self.make = OfferButton(key="F11")
        self.templates = TemplatesView()
        self.form = FormView()
        self.ended, self.empty = MutedLabel(), MutedLabel()
        self.content = QWidget()
        self._column = QVBoxLayout()
        self._build()

    def connect_to(self, presenter: PromisesPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.make.clicked.connect(presenter.promise)
        self.templates.taken.connect(presenter.take)
        self.templates.written.connect(presenter.write)
        self.form.time.textEdited.connect(presenter.typed_time)
        self.form.text.textEdited.connect(presenter.typed_text)
        self.form.sent.connect(presenter.make)
        for part in (self.templates, self.form):
            part.dismissed.connect(self._leave)

    def show_state(self, state: PromisesState | None) -> None:
        """Paint it; None = no case is open."""
        self._show_lines(() if state is None else state.lines)
        self.make.show_offer(None if state is None else state.make)
        self.templates.show_templates(() if state is None else state.templates)
        self.form.show_form(None if state is None else state.form)
        self.ended.setText("" if state is None else "\n".join(state.ended))
        self.ended.setVisible(bool(state and state.ended))
        self.empty.setText(_("No case is open.") if state is None else state.empty)
        self.empty.setVisible(state is None or bool(state.empty))

    def focus_templates(self) -> None:
        """Let the person choose what is promised."""
        self.raised.emit()
        self.templates.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_form(self) -> None:
        """Let the person type the time; what is proposed is chosen, so that typing replaces it."""
        self.form.time.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.form.time.selectAll()

    def focus_words(self) -> None:
        """Let the person go on with the words that were begun."""
        self.form.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.form.text.end(False)  # noqa: FBT003 - of Qt: marks nothing

    def focus_edit(self, promise_id: PromiseId) -> None:
        """Let the person type under this promise."""
        self.raised.emit()
        self.lines[promise_id].edit.take_focus()

    def retranslate(self) -> None:
        """Say every fixed text again; the rest comes with the next state."""
        self.setAccessibleName(_("Promises"))
        self.templates.setAccessibleName(_("What is promised? Press its digit."))
        self.form.retranslate()
        for line in self.lines.values():
            line.edit.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.form.apply_theme(tokens)
        for line in self.lines.values():
            line.apply_theme(tokens)

    def _show_lines(self, lines: tuple[PromiseLine, ...]) -> None:
        wanted = {line.promise_id for line in lines}
        for promise_id in [one for one in self.lines if one not in wanted]:
            gone = self.lines.pop(promise_id)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, line in enumerate(lines):
            view = self.lines.get(line.promise_id) or self._add_line(line.promise_id)
            view.show_line(line)
            if self._column.indexOf(view) != place:
                self._column.insertWidget(place, view)

    def _add_line(self, promise_id: PromiseId) -> "LineView":
        view = LineView(self.content)
        view.retranslate()
        view.apply_theme(self._tokens)
        presenter = self._presenter
        if presenter is not None:
            view.keep.clicked.connect(lambda: presenter.keep(promise_id))
            view.later.clicked.connect(lambda: presenter.edit(promise_id, Edit.LATER))
            view.off.clicked.connect(lambda: presenter.edit(promise_id, Edit.OFF))
            view.edit.typed.connect(presenter.typed_edit)
            view.edit.sent.connect(presenter.send_edit)
            view.edit.dismissed.connect(self._leave)
        self.lines[promise_id] = view
        view.show()
        return view

    def _leave(self) -> None:
        rest_focus(self)
        if self._presenter is not None:
            self._presenter.dismiss()

    def _build(self) -> None:
        for label in (self.ended, self.empty):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(8)
        self._column.setSpacing(8)
        above: tuple[QWidget, ...] = (self.empty, self.make, self.templates, self.form)
        for part in above:
            inside.addWidget(part)
        inside.addLayout(self._column)
        inside.addWidget(self.ended)
        inside.addStretch(1)
        scroll = QScrollArea()
        let_scroll(scroll, self.content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)


class _Typing(QWidget):
    """Fields that Enter sends and Esc drops."""

    sent = Signal()
    dismissed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop it on Esc; the fields take Enter themselves."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)


class EditView(_Typing):
    """Another time and why, or only why."""

    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.time, self.reason, self.problem = QLineEdit(), QLineEdit(), QLabel()
        self.send = OfferButton(key="Enter", primary=True)
        self.time.setMaximumWidth(_TIME_PX)
        self.reason.setMaxLength(500)
        self.problem.setWordWrap(True)
        fields = QHBoxLayout()
        fields.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(fields)
        for field in (self.time, self.reason):
            fields.addWidget(field)
            field.textEdited.connect(lambda: self.typed.emit(self.time.text(), self.reason.text()))
            field.returnPressed.connect(self.sent)
        self.send.clicked.connect(self.sent)
        layout.addWidget(self.problem)
        layout.addWidget(self.send)
        self.setVisible(False)

    def show_edit(self, edit: EditState | None) -> None:
        """Show what is typed; None hides it."""
        if edit is not None:
            for field, text in ((self.time, edit.time), (self.reason, edit.reason)):
                if field.text() != text:
                    field.setText(text)
            self.time.setVisible(edit.asks_time)
            self.problem.setText(edit.problem)
            self.problem.setVisible(bool(edit.problem))
            self.send.show_offer(edit.send)
        self.setVisible(edit is not None)

    def take_focus(self) -> None:
        """Let the person type."""
        (self.reason if self.time.isHidden() else self.time).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        _name_time(self.time)
        self.reason.setPlaceholderText(_("Why?"))
        self.reason.setAccessibleName(_("Reason, kept with the case"))


class LineView(QFrame):
    """One promise: its time large, what it is, whose, and what can be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("promise")
        self._tokens: Tokens = LIGHT
        self._is_overdue = False
        self.time, self.text, self.detail = QLabel(), QLabel(), MutedLabel()
        self.keep, self.later, self.off = OfferButton(self), OfferButton(self), OfferButton(self)
        self.edit = EditView(self)
        for label in (self.text, self.detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.time, alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.text, 1)
        buttons = QGridLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.keep, 0, 0, 1, 2)
        buttons.addWidget(self.later, 1, 0)
        buttons.addWidget(self.off, 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.detail)
        layout.addLayout(buttons)
        layout.addWidget(self.edit)

    def show_line(self, line: PromiseLine) -> None:
        """Show this promise."""
        self.time.setText(f"▲ {line.time}" if line.is_overdue else line.time)
        self.text.setText(line.text)
        self.detail.setText(line.detail)
        self.setAccessibleName(f"{line.time} {line.text}. {line.detail}")
        is_edited = line.edit is not None
        for button, offer in ((self.keep, line.keep), (self.later, line.later), (self.off, line.off)):
            button.show_offer(None if is_edited else offer)
        self.edit.show_edit(line.edit)
        if line.is_overdue != self._is_overdue:
            self._is_overdue = line.is_overdue
            self.apply_theme(self._tokens)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.edit.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours; an overdue one has the mark and the colour of what needs a person."""
        self._tokens = tokens
        edge = tokens.critical if self._is_overdue else tokens.border
        self.setStyleSheet(
            f"QFrame#promise {{ background: {tokens.field}; border: 1px solid {edge}; border-radius: 4px; }}"
        )
        loud = f"background: {tokens.critical}; color: {tokens.on_critical}; padding: 1px 4px; border-radius: 3px;"
        self.time.setStyleSheet(f"{loud if self._is_overdue else f'color: {tokens.text};'} font-weight: 600;")
        self.edit.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")


class TemplatesView(_Typing):
    """The usual promises, each on its digit; it takes the focus itself, so that digits choose.

    Whoever types words at once means to write them: they become those of a promise of another kind. No letter here
    answers a question of the desk, and a space before the first of them is not NEXT.
    """

    taken = Signal(str)
    written = Signal(str)
    """The first letter of what is promised in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons: dict[str, OfferButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self.setVisible(False)

    def show_templates(self, templates: tuple[Template, ...]) -> None:
        """Show these; none hides them."""
        for template in templates:
            if template.key not in self.buttons:
                button = OfferButton(self, key=template.key)
                button.clicked.connect(lambda _checked=False, key=template.key: self.taken.emit(key))
                self.buttons[template.key] = button
                self._layout.addWidget(button)
            self.buttons[template.key].show_offer(Offer(template.text))
        self.setVisible(bool(templates))

    def event(self, event: QEvent) -> bool:
        """Keep letters and the space from the keys of the desk."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _begins_words(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the promise of a digit, or the words that a letter begins; Esc drops it."""
        digit = digit_of(event)
        if digit in self.buttons:
            self.taken.emit(digit)
            return
        if _begins_words(event):
            if event.text().strip():
                self.written.emit(event.text())
            return
        super().keyPressEvent(event)


def _begins_words(event: QKeyEvent) -> bool:
    """Whether it is a letter, or a space."""
    is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return is_plain and (event.text().isalpha() or event.text() == " ")


class FormView(_Typing):
    """A new promise: its time, and what it is about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.time, self.text, self.problem = QLabel(), QLineEdit(), QLineEdit(), QLabel()
        self.send, self.drop = OfferButton(key="Enter", primary=True), OfferButton(key="Esc")
        self.time.setMaximumWidth(_TIME_PX)
        self.text.setMaxLength(200)
        for label in (self.title, self.problem):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for field in (self.time, self.text):
            field.returnPressed.connect(self.sent)
        self.send.clicked.connect(self.sent)
        self.drop.clicked.connect(self.dismissed)
        parts: tuple[QWidget, ...] = (self.title, self.time, self.text, self.problem, self.send, self.drop)
        for part in parts:
            layout.addWidget(part)
        self.setVisible(False)

    def show_form(self, form: FormState | None) -> None:
        """Show what is typed; None hides it."""
        if form is not None:
            self.title.setText(form.title)
            for field, text in ((self.time, form.time), (self.text, form.text)):
                if field.text() != text:
                    field.setText(text)
            self.text.setPlaceholderText(form.hint)
            self.text.setAccessibleName(form.hint)
            self.problem.setText(form.problem)
            self.problem.setVisible(bool(form.problem))
            self.send.show_offer(form.send)
        self.setVisible(form is not None)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        _name_time(self.time)
        self.drop.show_offer(Offer(_("Do not promise")))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.title.setStyleSheet("font-weight: 600;")
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")


def _name_time(field: QLineEdit) -> None:
    field.setPlaceholderText(_("14:20 or +25"))
    field.setAccessibleName(_("Time that is promised, such as 14:20"))
