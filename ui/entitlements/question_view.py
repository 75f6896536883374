"""A question opened in its card: yes or no, a number, a choice; Enter gives the answer, Esc closes it."""

from collections.abc import Callable, Mapping
from typing import cast

from pydantic import JsonValue
from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.api.entitlements import QuestionKind
from app.i18n import _
from ui.entitlements.state import Ask
from ui.offer import Offer
from ui.widgets.offer_button import OfferButton
from ui.widgets.text import MutedLabel

_PATTERNS: Mapping[QuestionKind, str] = {
    QuestionKind.NUMBER: r"[0-9]{1,9}([.,][0-9]{0,4})?",
    QuestionKind.DURATION: "[0-9]{1,4}",
    QuestionKind.PLACE: "[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?",
}


class QuestionView(QWidget):
    """One open question; made anew for every question. ``answered`` carries the value as the service reads it."""

    answered = Signal(object)
    dismissed = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = ask.fact
        self._kind = ask.kind
        self.buttons: list[OfferButton] = []
        self.field, self.choice = QLineEdit(), QComboBox()
        self.boxes: list[tuple[str, QCheckBox]] = []
        self._line = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(4)
        self._build(ask)

    def focus_first(self) -> None:
        """Let the person answer."""
        first: QWidget = self.buttons[0]
        for control in (self.field, self.choice, *(box for _code, box in self.boxes)):
            if control.parent() is not None:
                first = control
                break
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter of a box or a list as "OK": Space ticks, arrows choose."""
        is_enter = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_enter and cast("QKeyEvent", event).key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close it on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)

    def _build(self, ask: Ask) -> None:
        if ask.spoken:
            spoken = MutedLabel(f"“{ask.spoken}”")
            spoken.setWordWrap(True)
            self._column.addWidget(spoken)
        builders: Mapping[QuestionKind, Callable[[Ask], None]] = {
            QuestionKind.YES_NO: self._build_yes_no,
            QuestionKind.CHOICE: self._build_choice,
            QuestionKind.CHOICES: self._build_choices,
            QuestionKind.DURATION: self._build_duration,
            QuestionKind.PLACE: self._build_place,
        }
        builders.get(ask.kind, self._build_field)(ask)
        self._column.addLayout(self._line)

    def _build_yes_no(self, ask: Ask) -> None:
        del ask
        self._add_button(_("Yes"), lambda: self.answered.emit(True))
        self._add_button(_("No"), lambda: self.answered.emit(False))

    def _build_field(self, ask: Ask) -> None:
        pattern = _PATTERNS.get(ask.kind)
        if pattern is not None:
            self.field.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self.field))
        self.field.setAccessibleName(ask.text)
        self.field.returnPressed.connect(self._submit)
        self._line.addWidget(self.field, 1)
        if ask.unit:
            self._line.addWidget(QLabel(ask.unit))
        self._add_button(_("OK"), self._submit)

    def _build_duration(self, ask: Ask) -> None:
        for code, text in (("D", _("days")), ("M", _("months")), ("Y", _("years"))):
            self.choice.addItem(text, code)
        self.choice.setAccessibleName(_("days, months or years"))
        self._build_field(ask)
        self._line.insertWidget(1, self.choice)

    def _build_place(self, ask: Ask) -> None:
        self._add_button(_("Belgium"), lambda: self.answered.emit("BE"))
        self._add_button(_("abroad"), lambda: self.answered.emit("!BE"))
        self.field.setPlaceholderText(_("country, such as FR"))
        self._build_field(ask)

    def _build_choice(self, ask: Ask) -> None:
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        for code, text in ask.choices:
            self.choice.addItem(text, code)
        self.choice.setCurrentIndex(-1)
        self.choice.setAccessibleName(ask.text)
        self.choice.installEventFilter(self)
        self._line.addWidget(self.choice, 1)
        self._add_button(_("OK"), self._submit)

    def _build_choices(self, ask: Ask) -> None:
        for code, text in ask.choices:
            box = QCheckBox(text)
            box.setToolTip(text)
            box.setMinimumWidth(60)
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.installEventFilter(self)
            self.boxes.append((code, box))
            self._column.addWidget(box)
        self._add_button(_("OK"), self._submit)

    def _add_button(self, text: str, act: Callable[[], None]) -> None:
        button = OfferButton(self)
        button.show_offer(Offer(text))
        button.clicked.connect(act)
        self.buttons.append(button)
        self._line.addWidget(button)

    def _submit(self) -> None:
        """Give the answer, if there is one."""
        value = self._value()
        if value is not None:
            self.answered.emit(value)

    def _value(self) -> JsonValue:
        text = self.field.text().strip()
        if self._kind is QuestionKind.CHOICE:
            code: str | None = self.choice.currentData()
            return code
        if self._kind is QuestionKind.CHOICES:
            return [code for code, box in self.boxes if box.isChecked()] or None
        if not text or not self.field.hasAcceptableInput():
            return None
        if self._kind is QuestionKind.DURATION:
            return f"P{int(text)}{self.choice.currentData()}"
        if self._kind is QuestionKind.PLACE:
            return text.upper()
        return text.replace(",", ".").rstrip(".") if self._kind is QuestionKind.NUMBER else text
