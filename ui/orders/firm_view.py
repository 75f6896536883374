"""What a tow firm is told, in its language, and the fields of a follow-up from where the police put the car."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from ui.offer import Offer
from ui.orders.state import DropOff, FirmText
from ui.theme.tokens import Tokens
from ui.widgets.languages import LanguageChoice
from ui.widgets.offer_button import EnterButton


class FirmTextView(QFrame):
    """The text, in one of four languages; one key copies all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firmText")
        self._copied = ""
        self._title, self.text = QLabel(), QLabel()
        self.languages = LanguageChoice()
        self.copy = EnterButton(key="Shift+F7")
        self._title.setWordWrap(True)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.languages)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.copy, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setVisible(False)

    def show_text(self, state: FirmText | None) -> None:
        """Show this; hidden while there is none."""
        if state is not None:
            self.text.setText(state.text)
            self.languages.mark(state.language)
            is_copied = state.copy.is_possible and bool(state.text) and state.text == self._copied
            self.copy.show_offer(Offer(_("Copied")) if is_copied else state.copy)
        self.setVisible(state is not None)

    def say_copied(self) -> None:
        """Say on the button that the text that stands here is on the clipboard."""
        self._copied = self.text.text()

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self._title.setText(_("Tell the firm"))
        self.languages.setAccessibleName(_("Language of the firm"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(f"QFrame#firmText {{ border: 0 solid {tokens.border}; border-left-width: 3px; }}")
        self._title.setStyleSheet("font-weight: 600;")


class DropOffView(QFrame):
    """Who tows on a motorway; and where their tower put the car, from which Enter orders ours."""

    typed = Signal(str, str)
    sent = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropOff")
        self.sentence, self.problem = QLabel(), QLabel()
        self.place, self.garage = QLineEdit(), QLineEdit()
        self.order = EnterButton(key="Enter", primary=True)
        for label in (self.sentence, self.problem):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.sentence)
        for field in (self.place, self.garage):
            field.setMaxLength(200)
            field.textEdited.connect(lambda: self.typed.emit(self.place.text(), self.garage.text()))
            field.returnPressed.connect(self.sent)
            layout.addWidget(field)
        layout.addWidget(self.problem)
        layout.addWidget(self.order)
        self.order.clicked.connect(self.sent)
        self.setVisible(False)

    def show_state(self, state: DropOff | None) -> None:
        """Show it; hidden where it is no motorway."""
        if state is not None:
            self.sentence.setText(state.sentence)
            self.setAccessibleName(state.sentence)
            for field, text in ((self.place, state.place), (self.garage, state.garage)):
                if field.text() != text:
                    field.setText(text)
                field.setVisible(state.asks)
            self.problem.setText(state.problem)
            self.problem.setVisible(bool(state.problem))
            self.order.show_offer(state.order if state.asks else None)
        self.setVisible(state is not None)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        for field, hint in (
            (self.place, _("Where did the police tower put the car?")),
            (self.garage, _("To which garage? (may stay empty)")),
        ):
            field.setPlaceholderText(hint)
            field.setAccessibleName(hint)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QFrame#dropOff {{ background: {tokens.field}; border: 1px solid {tokens.high}; border-radius: 4px; }}"
        )
        self.problem.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")
