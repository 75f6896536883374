"""The strip of the first minute: one question, its sentence, three keys; what was answered, as chips.

The strip itself takes the focus, never one of its buttons: Y, N and U are then actions of the table and Space stays
NEXT. It takes the focus only from what was only clicked or walked over, never from a field or a button that a person
is in. A digit answers "how many"; on a Belgian keyboard also without Shift.
"""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from ui.first_minute.presenter import FirstMinutePresenter
from ui.first_minute.state import FirstMinuteState, Said
from ui.offer import Offer
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.digits import digit_of
from ui.widgets.offer_button import OfferButton
from ui.widgets.resting import rest_focus
from ui.widgets.screen import Screen

BESIDE_FROM_PX = 1180
"""From this width on the chips stand beside the question, below it under it."""
WORDS_PX, GAP_PX = 300, 6
"""What the question needs beside its answers and the chips, or it breaks after every word."""
COUNTS, COUNT_PX = range(1, 5), 34
CHIP_PX = 84
"""A narrower place cuts the end of a chip; the answer stands first in it, and the tool tip says all."""
STRIP_EDGE_PX = 2
CHIP_EDGE_PX = 8
"""Border and padding of a chip, at either side."""
SLACK_PX = 4
"""Letters are measured in fractions: without it the end of a chip that has room is cut."""
_BUSY = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)


class FirstMinuteView(Screen):
    """The strip. ``connect_to`` sends every intent to its presenter.

    ``shown_changed`` says whether the strip is wanted.
    """

    shown_changed = Signal(bool)
    digit_left = Signal(str)
    """A digit that is not for this strip though it has the focus: of the call whose end is asked."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._is_shown = False
        self._asks = False
        self._presenter: FirstMinutePresenter | None = None
        self.strip = Strip()
        self.question, self.spoken = QLabel(), QLabel()
        self.yes, self.no, self.not_known = OfferButton(key="Y"), OfferButton(key="N"), OfferButton(key="U")
        self.counts = {count: OfferButton() for count in COUNTS}
        self.more = QLineEdit()
        self.hand_over = OfferButton(key="F8", primary=True)
        self.chips: list[ChipButton] = []
        self._chips = QHBoxLayout()
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._build()

    def connect_to(self, presenter: FirstMinutePresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.yes.clicked.connect(presenter.yes)
        self.no.clicked.connect(presenter.no)
        self.not_known.clicked.connect(presenter.not_known)
        for count, button in self.counts.items():
            button.clicked.connect(partial(presenter.count, count))
        self.hand_over.clicked.connect(presenter.hand_over)

    def show_state(self, state: FirstMinuteState | None) -> None:
        """Paint it; None = there is nothing to ask, and nothing was."""
        if state is not None:
            self._show(state)
        self._set_shown(state is not None)

    def focus_strip(self) -> None:
        """Let the keys answer, or take an answer back: a person asked for it."""
        target = self.strip if self._asks or not self.chips else self.chips[0]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def offer_focus(self) -> None:
        """Let the keys answer, unless a person is in a field or on a button."""
        focus = QApplication.focusWidget()
        if not isinstance(focus, _BUSY) and (focus is None or focus.window() is self.window()):
            self.focus_strip()

    def take_rest(self) -> bool:
        """Take the focus nobody put anywhere, while a question stands; False = none does."""
        stands = self._is_shown and self._asks and self.strip.isVisible()
        if stands:
            self.focus_strip()
        return stands

    def retranslate(self) -> None:
        """Say every fixed text again; the rest comes with the next state."""
        self.setAccessibleName(_("First minute"))
        hint = _("more: type how many, then Enter")
        self.more.setAccessibleName(hint)
        self.more.setToolTip(hint)
        self.more.setPlaceholderText("5+")

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.question.setStyleSheet(f"color: {tokens.focus}; font-weight: 600;")
        self.strip.apply_theme(tokens)
        for chip in self.chips:
            chip.apply_theme(tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chips beside the question where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take digits of the strip and Enter of the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._presenter is not None:
            digit = digit_of(event)
            if watched is self.strip and digit and self._presenter.leaves_digits:
                self.digit_left.emit(digit)
                return True
            if watched is self.strip and digit and self.more.isVisible():
                self._presenter.count(int(digit))
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        answers = (self.yes, self.no, *self.counts.values(), self.more, self.not_known)
        taken = sum(one.sizeHint().width() + GAP_PX for one in answers if not one.isHidden())
        words_px = self.width() - taken - sum(chip.whole_px + GAP_PX for chip in self.chips)
        is_wide = self.width() >= BESIDE_FROM_PX and words_px >= WORDS_PX
        beside = self._asks and is_wide and self.hand_over.isHidden()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(way)
        self._share_chips(beside=beside)

    def _share_chips(self, *, beside: bool) -> None:
        """Give short chips their whole width, and the long ones what is left, in equal parts."""
        margins, spacing = self._rows.contentsMargins(), self._chips.spacing()
        room = self.width() - margins.left() - margins.right() - 2 * STRIP_EDGE_PX - spacing * (len(self.chips) + 1)
        room -= 0 if self.hand_over.isHidden() else self.hand_over.sizeHint().width()
        left, least = len(self.chips), 0
        for whole in sorted(chip.whole_px for chip in self.chips):
            least = max(CHIP_PX, room // left) if whole * left > room else whole
            room, left = room - min(whole, least), left - 1
        for chip in self.chips:
            chip.share(chip.whole_px if beside else least)

    def _typed(self) -> None:
        text = self.more.text()
        if self._presenter is not None and text.isdecimal():
            self._presenter.count(int(text))
            self.focus_strip()

    def _show(self, state: FirstMinuteState) -> None:
        self.question.setText(state.question)
        self.spoken.setText(f"“{state.spoken}”")
        for part in (self.question, self.spoken):
            part.setVisible(state.asks)
        self.spoken.setToolTip(_("Say ({language})").format(language=state.spoken_language))
        self.strip.setAccessibleName(f"{state.question} {state.spoken}" if state.asks else _("First minute"))
        self._show_answers(state)
        self.hand_over.show_offer(state.hand_over)
        self._show_chips(state.said)
        self._let_go(asks=state.asks)
        self._arrange()

    def _show_answers(self, state: FirstMinuteState) -> None:
        why_not = state.answer.why_not
        for button, text in ((self.yes, _("Yes")), (self.no, _("No"))):
            button.show_offer(None if state.counts or not state.asks else Offer(text, why_not))
        for count, button in self.counts.items():
            button.show_offer(Offer(str(count), why_not) if state.counts else None)
        if state.counts and self.more.isHidden():
            self.more.clear()
        self.more.setVisible(state.counts)
        self.more.setEnabled(state.answer.is_possible)
        self.not_known.show_offer(Offer(_("Not known"), why_not) if state.asks else None)

    def _show_chips(self, said: tuple[Said, ...]) -> None:
        while len(self.chips) > len(said):
            gone = self.chips.pop()
            self._chips.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.chips) < len(said):
            self._add_chip()
        for chip, one in zip(self.chips, said, strict=True):
            chip.show_said(one)

    def _add_chip(self) -> None:
        chip = ChipButton(self.strip)
        chip.apply_theme(self._tokens)
        chip.clicked.connect(lambda: self._presenter.take_back(chip.fact) if self._presenter else None)
        self._chips.insertWidget(len(self.chips), chip)
        self.chips.append(chip)
        chip.show()

    def _let_go(self, *, asks: bool) -> None:
        """Give the focus back when the last question was settled: no key of the strip has anything to do."""
        was_asking, self._asks = self._asks, asks
        focus = QApplication.focusWidget()
        if was_asking and not asks and focus is not None and self.isAncestorOf(focus):
            rest_focus(self)

    def _set_shown(self, shown: bool) -> None:
        if shown == self._is_shown:
            return
        self._is_shown = shown
        focus = QApplication.focusWidget()
        if not shown and focus is not None and self.isAncestorOf(focus):
            rest_focus(self)
        self.shown_changed.emit(shown)

    def _build(self) -> None:
        for label in (self.question, self.spoken):
            label.setWordWrap(True)
        for button in self.counts.values():
            button.setFixedWidth(COUNT_PX)
        self.more.setMaximumWidth(48)
        self.more.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{1,3}"), self.more))
        self.more.returnPressed.connect(self._typed)
        self.strip.installEventFilter(self)
        ask = QHBoxLayout()
        ask.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.question)
        words.addWidget(self.spoken)
        ask.addLayout(words, 1)
        for part in (self.yes, self.no, *self.counts.values(), self.more, self.not_known):
            ask.addWidget(part)
        self._chips.setSpacing(4)
        self._chips.addWidget(self.hand_over)
        self._chips.addStretch(1)
        self._rows.setContentsMargins(6, 4, 6, 4)
        self._rows.setSpacing(4)
        self._rows.addLayout(ask, 1)
        self._rows.addLayout(self._chips)
        self.strip.setLayout(self._rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strip)


class Strip(QFrame):
    """What holds the focus, and shows that it does."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("firstMinute")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self.setStyleSheet(
            f"QFrame#firstMinute {{ background: {tokens.field}; border: 2px solid {tokens.border};"
            " border-radius: 4px; }"
            f" QFrame#firstMinute:focus {{ border-color: {tokens.focus}; }}"
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus on a click anywhere, so that the keys answer."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


class ChipButton(QPushButton):
    """One answer; a click takes it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = ""
        self._whole = ""
        self._share_px: int | None = None
        self._alarms = False
        self._tokens: Tokens = LIGHT
        self.setMinimumWidth(CHIP_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_said(self, said: Said) -> None:
        """Show this answer."""
        self.fact, self._alarms = said.fact, said.alarms
        mark = "" if said.is_outdated else "× "
        self._whole = f"{mark}{'▲ ' if said.alarms else ''}{said.text}"
        self.setEnabled(said.take_back.is_possible)
        self.setToolTip(f"{said.text}. {said.take_back.why_not or said.take_back.text}")
        self.setAccessibleName(f"{said.text}. {said.take_back.text}")
        self._paint()
        self._fit()
        self.updateGeometry()

    @property
    def whole_px(self) -> int:
        """The width of the whole answer, also while less of it fits."""
        metrics = self.fontMetrics()
        more_px = metrics.horizontalAdvance(self._whole) - metrics.horizontalAdvance(self.text())
        return super().sizeHint().width() + more_px + SLACK_PX

    def share(self, most_px: int) -> None:
        """Ask for no more than this."""
        if most_px != self._share_px:
            self._share_px = most_px
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of the whole answer, or of its share of the room."""
        width = self.whole_px if self._share_px is None else min(self.whole_px, self._share_px)
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits, and that there is more."""
        super().resizeEvent(event)
        self._fit()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self._paint()

    def _fit(self) -> None:
        room = self.width() - 2 * CHIP_EDGE_PX
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    def _paint(self) -> None:
        tokens = self._tokens
        colour = tokens.critical if self._alarms else tokens.border
        text = tokens.critical if self._alarms else tokens.text
        self.setStyleSheet(
            f"QPushButton {{ color: {text}; border: 1px solid {colour}; border-radius: 9px;"
            f" padding: 1px {CHIP_EDGE_PX - 1}px; text-align: left; }}"
            f" QPushButton:focus {{ border: 2px solid {tokens.focus}; }}"
        )
