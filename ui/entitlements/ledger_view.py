"""The ledger of one card: what was given, the form for more, and who pays what lies beyond the limit.

Enter sends the amount; the question who pays stands below it, one button for each answer, the first of them in focus.
"""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from ui.entitlements.state import Card, Entering, Used
from ui.offer import Offer
from ui.widgets.offer_button import OfferButton
from ui.words.typed_times import typed_day

_AMOUNT = QRegularExpression(r"[0-9]{1,9}([.,][0-9]{1,2})?")


class LedgerView(QWidget):
    """What was given under a card. ``enter`` opens the form; whoever shows the card has a place for it in its head."""

    toggled = Signal()
    entered = Signal(str, str, str)
    payer_chosen = Signal(str)
    undone = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[UsedLine] = []
        self.enter = OfferButton()
        self.form: EntryForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self.enter.clicked.connect(self.toggled)

    def show_ledger(self, card: Card) -> None:
        """Show the entries of a card and its form."""
        self._show_used(card.used)
        self.enter.show_offer(card.enter, "" if card.enter is None else card.enter.text)
        self.enter.setText(_("Given …"))
        self._show_form(card.entering)
        self.setVisible(card.entering is not None or bool(card.used))

    def _show_used(self, used: tuple[Used, ...]) -> None:
        while len(self.lines) > len(used):
            line = self.lines.pop()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self.lines) < len(used):
            line = UsedLine(self)
            line.undo.clicked.connect(lambda _on=False, line=line: self.undone.emit(line.use_id))
            self._column.insertWidget(len(self.lines), line)
            line.show()
            self.lines.append(line)
        for line, one in zip(self.lines, used, strict=True):
            line.show_used(one)

    def _show_form(self, entering: Entering | None) -> None:
        if entering is None and self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if entering is None:
            return
        if self.form is None:
            self.form = EntryForm(self)
            self.form.entered.connect(self.entered)
            self.form.payer_chosen.connect(self.payer_chosen)
            self.form.dismissed.connect(self.toggled)
            self._column.addWidget(self.form)
            self.form.show()
            self.form.show_form(entering)
            self.form.amount.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.form.show_form(entering)


class EntryForm(QWidget):
    """What, how much, since when, and, where it is too much, who pays the rest. Esc closes it."""

    entered = Signal(str, str, str)
    payer_chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what, self.amount, self.send, self.rest = QComboBox(), QLineEdit(), OfferButton(self), QLabel()
        self.since = QLineEdit()
        self.payers: list[OfferButton] = []
        self._shown: Entering | None = None
        self._payers = QVBoxLayout()
        self._build()

    def show_form(self, entering: Entering) -> None:
        """Show these choices; what was chosen and typed stays."""
        before, self._shown = self._shown, entering
        if before is None or before.choices != entering.choices:
            chosen = self.what.currentData()
            self.what.clear()
            for code, text in entering.choices:
                self.what.addItem(text, code)
            self.what.setCurrentIndex(max(self.what.findData(chosen), 0))
        self.rest.setText(entering.rest)
        self.rest.setVisible(bool(entering.rest))
        if before is None or before.payers != entering.payers:
            self._show_payers(entering.payers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close it on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)

    def _show_payers(self, payers: tuple[tuple[str, str], ...]) -> None:
        for button in self.payers:
            self._payers.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.payers = []
        for code, text in payers:
            button = OfferButton(self)
            button.show_offer(Offer(text))
            button.clicked.connect(lambda _on=False, code=code: self.payer_chosen.emit(code))
            self._payers.addWidget(button)
            self.payers.append(button)
        if self.payers:
            self.payers[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _submit(self) -> None:
        text = self.amount.text().strip()
        code: str | None = self.what.currentData()
        since = self.since.text().strip()
        if code is None or not text or not self.amount.hasAcceptableInput():
            return
        if since and typed_day(since) is None:
            self.since.setFocus(Qt.FocusReason.OtherFocusReason)
            self.since.selectAll()
            return
        self.entered.emit(code, text.replace(",", "."), since)

    def _build(self) -> None:
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.what.setMinimumContentsLength(10)
        self.what.setAccessibleName(_("What was given"))
        self.amount.setAccessibleName(_("How much was given"))
        self.amount.setPlaceholderText(_("how much"))
        self.amount.setValidator(QRegularExpressionValidator(_AMOUNT, self.amount))
        self.amount.setMaximumWidth(90)
        self.amount.returnPressed.connect(self._submit)
        self.since.setAccessibleName(_("Since when, if it is known: 31/12/2026"))
        self.since.setToolTip(self.since.accessibleName())
        self.since.setPlaceholderText(_("since when?"))
        self.since.returnPressed.connect(self._submit)
        self.send.show_offer(Offer(_("OK")))
        self.send.clicked.connect(self._submit)
        self.rest.setWordWrap(True)
        self.rest.setStyleSheet("font-weight: 600;")
        line = QHBoxLayout()
        for widget, stretch in ((self.amount, 0), (self.since, 1), (self.send, 0)):
            line.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        column.addWidget(self.what)
        column.addLayout(line)
        column.addWidget(self.rest)
        column.addLayout(self._payers)


class UsedLine(QWidget):
    """One entry that stands, and the button that takes it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.use_id = ""
        self.words, self.undo = QLabel(), QPushButton("×")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.undo.setFixedWidth(32)
        self.undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.undo, alignment=Qt.AlignmentFlag.AlignTop)

    def show_used(self, used: Used) -> None:
        """Show this entry."""
        self.use_id = used.use_id
        self.words.setText(used.text)
        self.undo.setEnabled(used.undo.is_possible)
        self.undo.setToolTip(used.undo.why_not or used.undo.text)
        self.undo.setAccessibleName(f"{used.undo.text}: {used.text}")
