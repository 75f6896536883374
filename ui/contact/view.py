"""Calls and messages of the open case: the open call first, then people, the SMS tray, the language of the call."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.domain.subscription import Language
from app.i18n import _
from ui.contact.call_view import CallBox
from ui.contact.line_view import DeskTelephone
from ui.contact.people_view import PeopleList
from ui.contact.phrases_view import PhraseList
from ui.contact.presenter import ContactPresenter
from ui.contact.sms_view import SmsEditorBox
from ui.contact.state import CallStage, ContactState, LanguageChoice
from ui.contact.told_view import ToldBox
from ui.contact.tray_view import Tray
from ui.theme.tokens import Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen
from ui.widgets.scrolling import let_scroll
from ui.widgets.text import MutedLabel


class ContactView(Screen):
    """The panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty, self.attempts, self.telephone = MutedLabel(), MutedLabel(), MutedLabel()
        self.call, self.people, self.tray, self.languages = CallBox(), PeopleList(), Tray(), CallLanguages()
        self.desk_telephone = DeskTelephone()
        self.phrases = PhraseList()
        self.editor = SmsEditorBox()
        self.tell, self.told = OfferButton(), ToldBox()
        self.content = QWidget()
        self.area = QScrollArea()
        self._case_key = ""
        self._next_place: int | None = None
        self._build()

    def connect_to(self, presenter: ContactPresenter) -> None:
        """Send every intent to this presenter."""
        self.call.outcome_said.connect(presenter.say_outcome)
        self.call.disposition_said.connect(presenter.say_disposition)
        self.call.answer_withdrawn.connect(presenter.not_answered)
        self.call.line.hang_up_asked.connect(presenter.hang_up)
        self.call.line.by_hand_asked.connect(presenter.call_next_by_hand)
        self.call.line.key_pressed.connect(presenter.press)
        self.desk_telephone.endpoint_said.connect(presenter.set_telephone)
        self.people.call_requested.connect(presenter.call_person)
        self.people.number_typed.connect(presenter.call_number)
        self.people.number_edited.connect(presenter.number_edited)
        self.people.hand_over_requested.connect(presenter.show_hand_over)
        self.tray.sent_by_hand.connect(presenter.ask_sent)
        self.tray.cancel_requested.connect(presenter.cancel_message)
        self.tray.gateway_requested.connect(presenter.give_to_gateway)
        self.tray.hand_requested.connect(presenter.leave_to_hand)
        self.editor.typed.connect(presenter.editor.typed)
        self.editor.chosen.connect(presenter.choose_recipient)
        self.editor.plain_wanted.connect(presenter.editor.make_plain)
        self.editor.sending.connect(presenter.ask_written)
        self.editor.prepared_wanted.connect(presenter.ask_prepared)
        self.editor.dismissed.connect(self._leave_editor)
        self.editor.dismissed.connect(presenter.editor.dismiss)
        self.tell.clicked.connect(presenter.begin_told)
        self.told.chosen.connect(presenter.choose_told)
        self.told.named.connect(presenter.told.typed)
        self.told.ticked.connect(lambda key, is_ticked: presenter.told.tick(key, is_ticked=is_ticked))
        self.told.basis_chosen.connect(presenter.told.choose_basis)
        self.told.written.connect(presenter.write_told)
        self.told.dropped.connect(presenter.told.drop)
        self.languages.chosen.connect(presenter.choose_language)
        self.phrases.chosen.connect(presenter.choose_foreign)

    def show_state(self, state: ContactState | None) -> None:
        """Paint it; None = no case is open."""
        self.empty.setVisible(state is None)
        self.area.setVisible(state is not None)
        case_key = "" if state is None else state.case_key
        if case_key != self._case_key:
            self._case_key = case_key
            self.people.clear_number()
            self.area.verticalScrollBar().setValue(0)
        if state is None:
            return
        self.call.show_state(state.call)
        self.people.show_state(state)
        self.telephone.setText(state.telephone)
        self.telephone.setVisible(bool(state.telephone))
        self.desk_telephone.show_endpoint(state.endpoint)
        self.attempts.setText("\n".join(state.attempts))
        self.attempts.setVisible(bool(state.attempts))
        self.editor.show_state(state.editor)
        if self.editor.field.hasFocus():
            self._show_editor()
        had_keys = self.told.isAncestorOf(QApplication.focusWidget() or self)
        self.tell.show_offer(None if state.told is not None else state.tell)
        self.told.show_state(state.told)
        if had_keys and state.told is None:
            rest_focus(self)
        self.tray.show_messages(state.messages)
        self.languages.show_choices(state.languages, state.language_why_not)
        if state.phrases is not None:
            self.phrases.show_state(state.phrases)
        self._show_next(state)

    def _show_next(self, state: ContactState) -> None:
        """Bring who is next into view when somebody else was before; whoever scrolls is not pulled back."""
        if state.call.stage is not CallStage.NONE:
            return
        place = next((at for at, person in enumerate(state.people) if person.is_next), None)
        if place != self._next_place and place is not None:
            self.content.adjustSize()
            self.area.ensureWidgetVisible(self.people.cards[place], 0, 0)
        self._next_place = place

    def come_forward(self) -> None:
        """Be seen: a person calls or writes."""
        self.raised.emit()
        self.area.verticalScrollBar().setValue(0)

    def focus_outcome(self) -> None:
        """Let the person say how the call ended, without a button under the finger yet."""
        self.come_forward()
        self.call.begin()

    def say_digit(self, digit: str) -> None:
        """Take a digit that was pressed where nothing has the focus, as far as its button can be seen."""
        if self.call.isVisible():
            self.call.say_digit(digit)

    def focus_number(self) -> None:
        """Let the person type a number."""
        self.raised.emit()
        self.people.focus_number()
        self.area.ensureWidgetVisible(self.people.number)

    def focus_editor(self) -> None:
        """Let the person write an SMS."""
        self.raised.emit()
        self.editor.begin()
        self._show_editor()

    def _show_editor(self) -> None:
        """Bring what is being written into view, its button too."""
        self._bring_into_view(self.editor, self.editor.send)

    def _bring_into_view(self, *parts: QWidget) -> None:
        column, width = self.content.layout(), self.area.viewport().width()
        if column is not None:
            column.activate()
            height = column.totalHeightForWidth(width)
            self.content.resize(width, max(height, self.area.viewport().height()))
        for part in parts:
            self.area.ensureWidgetVisible(part, 0, 8)
        self.area.horizontalScrollBar().setValue(0)

    def _leave_editor(self) -> None:
        rest_focus(self)

    def focus_told(self) -> None:
        """Let the person say what was told."""
        self.raised.emit()
        self.told.begin()
        self._bring_into_view(self.told, self.told.write, self.told.heading)

    def focus_language(self) -> None:
        """Let the person choose the language of the call."""
        self.raised.emit()
        self.languages.begin()
        self.area.ensureWidgetVisible(self.languages)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.setAccessibleName(_("Contact"))
        self.empty.setText(_("No case is open."))
        self.people.retranslate()
        self.editor.retranslate()
        self.told.retranslate()
        self.languages.retranslate()
        self.call.line.retranslate()
        self.desk_telephone.retranslate()
        self.phrases.retranslate()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        for part in (self.call, self.people, self.editor, self.told, self.tray, self.languages, self.phrases):
            part.apply_theme(tokens)

    def _build(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.attempts.setWordWrap(True)
        self.telephone.setWordWrap(True)
        self.call.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        parts = (self.call, self.telephone, self.people, self.attempts, self.tray, self.languages, self.desk_telephone)
        for part in (*parts, self.phrases):
            column.addWidget(part)
        for shown_on_demand in (self.tell, self.told, self.editor):
            column.insertWidget(column.indexOf(self.tray), shown_on_demand)
        column.addStretch(1)
        let_scroll(self.area, self.content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty)
        layout.addWidget(self.area)
        self.area.setVisible(False)


class CallLanguages(QWidget):
    """The language of the person on the phone, one click each; until then the contract's is a suggestion."""

    chosen = Signal(Language)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = MutedLabel(parent=self)
        self.buttons = {language: self._button(language) for language in Language}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        line = QHBoxLayout()
        line.setSpacing(4)
        for button in self.buttons.values():
            self._group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.label)
        column.addLayout(line)

    def show_choices(self, choices: tuple[LanguageChoice, ...], why_not: str) -> None:
        """Show which is set, and which the contract suggests."""
        self._group.setExclusive(False)
        for choice in choices:
            button = self.buttons[choice.language]
            suggested = _("{language}, by the contract").format(language=choice.name)
            button.setText(f"({choice.language})" if choice.is_suggested else str(choice.language))
            button.setChecked(choice.is_chosen)
            button.setEnabled(not why_not)
            button.setToolTip(why_not or (suggested if choice.is_suggested else choice.name))
            button.setAccessibleName(suggested if choice.is_suggested else choice.name)
        self._group.setExclusive(True)

    def begin(self) -> None:
        """Put the keys on the language that is set, or the first."""
        chosen = self._group.checkedButton()
        (chosen or self.buttons[next(iter(self.buttons))]).setFocus()

    def retranslate(self) -> None:
        """Say the label again."""
        self.label.setText(_("Language of the call"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QToolButton {{ border: 1px solid {tokens.border}; }}"
            f" QToolButton:checked {{ background: {tokens.selection}; }}"
            f" QToolButton:focus {{ border: 2px solid {tokens.focus}; }}"
            f" QToolButton:disabled {{ color: {tokens.muted}; }}"
        )

    def _button(self, language: Language) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.chosen.emit(language))
        return button
