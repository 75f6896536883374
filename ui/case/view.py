"""The head of the open case: how hard, what happened, who, where, what pays, who works on it.

Read from the top left: priority and figures, then the sentence for somebody who is no engineer, then one line per
question an operator is asked on the phone. What is not known stands there as a word.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import _
from ui.case.holding_view import HoldingBar
from ui.case.line import Line
from ui.case.state import CaseState, Fact, Phrase, Tone
from ui.theme import fonts
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.badge import PriorityBadge
from ui.widgets.capped import CappedScroll
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.text import MutedLabel

FACTS_SHARE = 0.32
"""How much of the window's height the lines of the case may take before they scroll."""


class CaseView(Screen):
    """The open case in words, and its ``HoldingBar``."""

    linked_requested = Signal()
    nearby_requested = Signal()
    record_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._has_cases = True
        self.empty = QLabel(self)
        self.body = QWidget(self)
        self.badge = PriorityBadge()
        self.headline = QLabel()
        self.clock, self.clock_words = QLabel(), MutedLabel()
        self.chips, self.sentence, self.holds = Line(), QLabel(), Line()
        self.reasons = MutedLabel()
        self.linked, self.nearby = OfferButton(), OfferButton(key="Ctrl+J")
        self.holding = HoldingBar()
        self.facts = FactGrid()
        self._build()

    def show_state(self, state: CaseState | None) -> None:
        """Paint it; None = no case is open."""
        self.empty.setVisible(state is None)
        self.body.setVisible(state is not None)
        if state is None:
            return
        self.badge.set_priority(state.priority, state.priority_words)
        _say(self.headline, "   ".join(state.headline))
        _say(self.clock, state.clock)
        self.clock.setAccessibleName(f"{state.clock} {state.clock_words}")
        _say(self.clock_words, state.clock_words)
        self.chips.show_phrases(_second_line(state))
        self.linked.show_offer(state.linked)
        self.nearby.show_offer(state.nearby)
        _say(self.sentence, _unbroken(state.sentence))
        self.holds.show_phrases((Phrase(state.holds, Tone.ATTENTION),) if state.holds else ())
        self.holds.setVisible(bool(state.holds))
        self.facts.show_facts(state.facts)
        _say(self.reasons, state.reasons)

    def retranslate(self) -> None:
        """Say the fixed texts again."""
        self.setAccessibleName(_("Open case"))
        self._say_empty()
        self.holding.retranslate()

    def show_without_cases(self) -> None:
        """Say what this desk is for when its person sees no cases."""
        self._has_cases = False
        self._say_empty()

    def _say_empty(self) -> None:
        if self._has_cases:
            words = _(
                "No case is open.\nCtrl+Down and Enter open one of the queue; Space opens the one that needs you first."
            )
        else:
            words = _(
                "Your account shows no cases.\nWhat it may do stands in the menu at the top left (F10), under Pages."
            )
        self.empty.setText(words)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        for part in (self.badge, self.chips, self.holds, self.facts, self.holding):
            part.apply_theme(tokens)
        self.empty.setStyleSheet(f"color: {tokens.muted};")

    def _build(self) -> None:
        figures = fonts.sized(self.font(), 1.5)
        figures.setWeight(QFont.Weight.Bold)
        self.headline.setFont(figures)
        self.clock.setFont(figures)
        self.headline.setWordWrap(True)
        self.sentence.setFont(fonts.sized(self.font(), 1.1))
        self.sentence.setWordWrap(True)
        self.reasons.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMinimumHeight(90)
        self.linked.clicked.connect(self.linked_requested)
        self.nearby.clicked.connect(self.nearby_requested)
        self.facts.record_requested.connect(self.record_requested)
        scroll = CappedScroll(self._lines(), FACTS_SHARE)
        body = QVBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(5)
        body.addLayout(self._first_line())
        body.addLayout(self._marks_line())
        for part in (self.sentence, self.holds, scroll, self.holding):
            body.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty)
        layout.addWidget(self.body)
        self.body.setVisible(False)

    def _first_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.badge, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.headline, 1)
        line.addWidget(self.clock, alignment=Qt.AlignmentFlag.AlignTop)
        return line

    def _marks_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.chips, 1)
        line.addWidget(self.nearby)
        line.addWidget(self.linked)
        line.addWidget(self.clock_words, alignment=Qt.AlignmentFlag.AlignTop)
        return line

    def _lines(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self.facts)
        layout.addWidget(self.reasons)
        return content


class FactGrid(QWidget):
    """What each line is about, and what is known of it."""

    record_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._rows: list[tuple[QLabel, Line]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown, from the top."""
        return tuple(line for _label, line in self._rows if not line.isHidden())

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these, in the lines that are there already."""
        while len(self._rows) < len(facts):
            self._add_row()
        for place, (label, line) in enumerate(self._rows):
            is_used = place < len(facts)
            label.setVisible(is_used)
            line.setVisible(is_used)
            if is_used:
                _say(label, facts[place].label)
                line.show_phrases(facts[place].phrases)

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        for _label, line in self._rows:
            line.apply_theme(tokens)

    def _add_row(self) -> None:
        label, line = MutedLabel(parent=self), Line(self)
        line.apply_theme(self._tokens)
        line.record_requested.connect(self.record_requested)
        place = len(self._rows)
        self._grid.addWidget(label, place, 0, alignment=Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(line, place, 1)
        self._rows.append((label, line))


def _second_line(state: CaseState) -> Iterator[Phrase]:
    """What the clauses say, the marks of the case, and its number to tell others."""
    yield Phrase(state.verdict, strong=True)
    for chip in state.chips:
        yield Phrase(chip.text, chip.tone, strong=True, hint=chip.hint)
    yield Phrase(state.number, Tone.MUTED, copy=state.number)


def _unbroken(text: str) -> str:
    """Keep a speed on one line: no break before or inside its unit."""
    return text.replace(" km/", "\u00a0km/\u2060")


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
