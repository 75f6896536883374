"""Impact: the sentence, the figures, the curve with its lines to show and hide."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.domain.ids import EcallId
from app.i18n import _
from ui.impact.car import CarDiagram
from ui.impact.channels import CHANNELS, SHORT, channel_colour, channel_name
from ui.impact.painter import paint
from ui.impact.plot import CurvePlot, Later, at_once
from ui.impact.presenter import ImpactPresenter
from ui.impact.state import CurveStage, ImpactChoice, ImpactState, PictureOrder
from ui.offer import Offer
from ui.saving import FileKind
from ui.theme.tokens import LIGHT, Tokens
from ui.widgets.offer_button import OfferButton
from ui.widgets.screen import Screen
from ui.widgets.text import ElidedLabel, MutedLabel

_SPACING_PX = 4
_SHORT_SAVE = "…"
_TOOL_GAP_PX = 2
EASY_PLOT_PX = 210
"""A curve lower than this gets the room of the words above it."""


class ImpactView(Screen):
    """The impact panel. ``connect_to`` sends every intent to its presenter.

    Where it is too low for everything, the sentence stays and figures, blows and notes become one line with a tool tip.
    ``later`` says when a curve is drawn: the words do not wait for it.
    """

    def __init__(self, later: Later = at_once) -> None:
        super().__init__()
        self._tokens: Tokens = LIGHT
        self._state: ImpactState | None = None
        self._presenter: ImpactPresenter | None = None
        self.sentence, self.figures, self.notes = QLabel(), MutedLabel(), ElidedLabel()
        self.blows, self.brief, self.car = MutedLabel(), ElidedLabel(), CarDiagram()
        self.plot = CurvePlot(later=later)
        self.channels = {channel: QToolButton() for channel in CHANNELS}
        self.zoom_impact, self.zoom_whole, self.retry = OfferButton(), OfferButton(), OfferButton()
        self.save = OfferButton()
        self.choices: dict[EcallId, QToolButton] = {}
        self._choice_group = QButtonGroup(self)
        self._choice_line = QHBoxLayout()
        self.waiting = QLabel()
        self._stack, self._tools = QStackedWidget(), QWidget()
        self._build()

    def connect_to(self, presenter: ImpactPresenter) -> None:
        """Send every intent to this presenter."""
        self._presenter = presenter
        self.retry.clicked.connect(presenter.retry)
        self.save.clicked.connect(presenter.save)

    def show_state(self, state: ImpactState | None) -> None:
        """Paint it; None = no case is open."""
        self._state = state
        curve = None if state is None else state.curve
        self.sentence.setText("" if state is None else state.sentence)
        self.sentence.setVisible(bool(self.sentence.text()))
        self.figures.setText(
            "" if state is None else "  ·  ".join(f"{label} {value}" for label, value in state.figures)
        )
        self.blows.setText("" if state is None else "\n".join(state.blows))
        self.car.show_direction(None if state is None else state.direction)
        self.notes.set_text("" if state is None else " ".join(state.notes))
        self._show_choices(() if state is None else state.choices)
        self.plot.show_curve(curve)
        self.plot.setAccessibleName("" if state is None else state.sentence)
        self._tools.setVisible(curve is not None)
        self._name_channels()
        self.retry.show_offer(None if state is None else state.retry)
        self.save.show_offer(None if state is None else state.save, _("Save the curve as a picture"))
        self._show_plot()
        self._say_waiting()
        self._show_what_fits()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is still to be drawn of what is known."""
        curve = None if self._state is None else self._state.curve
        is_coming = self._state is not None and self._state.stage is CurveStage.LOADING
        return not is_coming and (curve is None or self.plot.is_drawn)

    def make_picture(self, order: PictureOrder, kind: FileKind, ready: Callable[[bytes], None]) -> None:
        """Make the file of a picture, and hand it on a moment later."""
        svg = self.plot.picture(order)
        if kind is FileKind.SVG:
            ready(svg.encode())
        else:
            paint(svg, ready)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._show_what_fits()

    def retranslate(self) -> None:
        """Say every fixed text again."""
        self._name_channels()
        self.zoom_impact.show_offer(Offer(_("Impact")), _("Zoom to the impact"))
        self.zoom_whole.show_offer(Offer(_("Whole")), _("Show everything the box sent"))
        self.plot.retranslate()
        self._say_waiting()
        self._show_what_fits()

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._tokens = tokens
        self.plot.apply_theme(tokens)
        self.car.apply_theme(tokens)
        self.sentence.setStyleSheet("font-weight: 600;")
        self.notes.setStyleSheet(f"color: {tokens.muted};")
        self.brief.setStyleSheet(f"color: {tokens.muted};")
        self.waiting.setStyleSheet(f"color: {tokens.muted};")
        for channel, button in self.channels.items():
            colour = channel_colour(channel, tokens)
            button.setStyleSheet(
                f"QToolButton {{ color: {tokens.muted}; padding: 1px 6px; border: 1px solid transparent; }}"
                f" QToolButton:checked {{ color: {colour}; border-bottom: 2px solid {colour}; font-weight: 600;"
                " background: transparent; }"
                f" QToolButton:focus {{ border: 2px solid {tokens.focus}; }}"
            )

    def _show_what_fits(self) -> None:
        """Give a curve its room: in a low panel every word but the sentence goes into one line."""
        curve = None if self._state is None else self._state.curve
        is_low = curve is not None and self.height() < self._height_of_words() + EASY_PLOT_PX
        words = [text for text in (self.figures.text(), self.blows.text(), self.notes.text()) if text]
        self.brief.set_text("  ·  ".join(words).replace("\n", "  ·  "))
        self.brief.setToolTip("\n".join(words))
        self.brief.setVisible(is_low and bool(words))
        for label in (self.figures, self.blows, self.notes):
            label.setVisible(not is_low and bool(label.text()))
        self._shorten_tools()

    def _shorten_tools(self) -> None:
        """Say "…" on the button that saves where the words of all of them have no room beside each other."""
        if self._state is not None and self._state.save is not None:
            self.save.setText(self._state.save.text)
            tools = (*self.channels.values(), self.zoom_impact, self.zoom_whole, self.save)
            if sum(one.sizeHint().width() + _TOOL_GAP_PX for one in tools if not one.isHidden()) > self.width():
                self.save.setText(_SHORT_SAVE)

    def _height_of_words(self) -> int:
        """Return how much of the height everything but the curve needs."""
        sentence_width = self.width() - self._choice_line.sizeHint().width() - self._choice_line.spacing()
        heights = [self._tools.sizeHint().height()]
        if self.sentence.text():
            heights.append(self.sentence.heightForWidth(max(1, sentence_width)))
        if self.figures.text():
            heights.append(self.figures.heightForWidth(max(1, self.width())))
        heights += [label.sizeHint().height() for label in (self.blows, self.notes) if label.text()]
        return sum(heights) + _SPACING_PX * len(heights)

    def _show_choices(self, choices: tuple[ImpactChoice, ...]) -> None:
        if tuple(self.choices) != tuple(choice.ecall_id for choice in choices):
            for button in self.choices.values():
                self._choice_group.removeButton(button)
                self._choice_line.removeWidget(button)
                button.hide()
                button.deleteLater()
            self.choices = {choice.ecall_id: self._new_choice(choice.ecall_id) for choice in choices}
        for choice in choices:
            button = self.choices[choice.ecall_id]
            button.setText(choice.text)
            button.setToolTip(choice.hint)
            button.setAccessibleName(choice.hint)
            button.setChecked(choice.is_chosen)

    def _new_choice(self, ecall_id: EcallId) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._choice_group.addButton(button)
        self._choice_line.addWidget(button)
        presenter = self._presenter
        if presenter is not None:
            button.clicked.connect(lambda: presenter.choose(ecall_id))
        button.show()
        return button

    def _name_channels(self) -> None:
        curve = None if self._state is None else self._state.curve
        for channel, button in self.channels.items():
            name = channel_name(channel, is_horizontal=curve is not None and curve.is_horizontal)
            button.setText(SHORT.get(channel, channel))
            button.setToolTip(name)
            button.setAccessibleName(_("Show {line}").format(line=name))
            button.setVisible(self.plot.has_channel(channel))

    def _show_plot(self) -> None:
        """Show the curve when it is the one that is meant; until then what it waits for."""
        curve = None if self._state is None else self._state.curve
        self._stack.setCurrentIndex(0 if curve is not None and self.plot.is_drawn else 1)

    def _on_drawn(self) -> None:
        self._name_channels()
        self._show_plot()
        self._shorten_tools()

    def _say_waiting(self) -> None:
        state = self._state
        self.waiting.setText(_("No case is open.") if state is None else state.stage_words)

    def _build(self) -> None:
        self.sentence.setWordWrap(True)
        self.figures.setWordWrap(True)
        self.plot.drawn.connect(self._on_drawn)
        self.zoom_impact.clicked.connect(self.plot.show_impacts)
        self.zoom_whole.clicked.connect(self.plot.show_whole)
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(_TOOL_GAP_PX)
        for channel, button in self.channels.items():
            button.setCheckable(True)
            button.setChecked(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.toggled.connect(lambda on, channel=channel: self.plot.set_channel_shown(channel, shown=on))
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.zoom_impact)
        tools.addWidget(self.zoom_whole)
        tools.addWidget(self.save)
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self._waiting_page())
        head = QHBoxLayout()
        head.addWidget(self.sentence, 1)
        head.addLayout(self._choice_line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING_PX)
        layout.addLayout(head)
        layout.addWidget(self.figures)
        layout.addWidget(self.blows)
        layout.addWidget(self.brief)
        layout.addWidget(self._tools)
        middle = QHBoxLayout()
        middle.addWidget(self.car)
        middle.addWidget(self._stack, 1)
        layout.addLayout(middle, 1)
        layout.addWidget(self.notes)
        self.show_state(None)

    def _waiting_page(self) -> QWidget:
        page = QWidget()
        self.waiting.setWordWrap(True)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(page)
        inside.addStretch(1)
        inside.addWidget(self.waiting)
        inside.addWidget(self.retry, alignment=Qt.AlignmentFlag.AlignCenter)
        inside.addStretch(1)
        return page
