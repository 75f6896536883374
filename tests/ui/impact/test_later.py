"""What takes long is done in turns of its own, and until then nothing of another curve is seen."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.domain.ids import EcallId
from tests.support.curves import a_curve
from ui.impact.plot import CurvePlot
from ui.impact.state import Curve, CurveStage, ImpactState
from ui.impact.view import ImpactView
from ui.theme.tokens import DARK

Turns = list[Callable[[], None]]


def a_state(curve: Curve | None, stage: CurveStage = CurveStage.SHOWN) -> ImpactState:
    return ImpactState("Frontal impact.", (), (), (), curve, stage, "The curve is being read …", None)


def curve_of(peak_g: float, peak: str) -> Curve:
    return Curve(a_curve(peak_g=peak_g), is_horizontal=True, peak=peak)


def a_view(qtbot: QtBot) -> tuple[ImpactView, Turns]:
    turns: Turns = []
    view = ImpactView(turns.append)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    return view, turns


def pass_turns(turns: Turns) -> None:
    while turns:
        turns.pop(0)()


def is_shown(view: ImpactView) -> bool:
    return view.plot.isVisible()


def test_the_words_do_not_wait_for_the_curve(qtbot: QtBot) -> None:
    view, turns = a_view(qtbot)
    view.show_state(a_state(curve_of(6.3, "6.3 g")))
    assert view.sentence.text() == "Frontal impact."
    assert not is_shown(view)
    assert not view.is_settled
    pass_turns(turns)
    assert is_shown(view)
    assert view.is_settled


def test_the_curve_of_another_crash_is_not_seen_under_its_words(qtbot: QtBot) -> None:
    view, turns = a_view(qtbot)
    view.show_state(a_state(curve_of(6.3, "6.3 g")))
    pass_turns(turns)
    other = Curve(a_curve(peak_g=9.0, ecall_id=EcallId("e9")), is_horizontal=True, peak="9.0 g")
    view.show_state(a_state(other))
    assert not is_shown(view)
    pass_turns(turns)
    assert is_shown(view)


def test_only_the_newest_curve_is_drawn(qtbot: QtBot) -> None:
    turns: Turns = []
    plot = CurvePlot(later=turns.append)
    qtbot.addWidget(plot)
    drawn: list[None] = []
    plot.drawn.connect(lambda: drawn.append(None))
    plot.show_curve(curve_of(6.3, "6.3 g"))
    plot.show_curve(curve_of(9.0, "9.0 g"))
    pass_turns(turns)
    assert len(drawn) == 1


def test_a_curve_that_is_no_longer_wanted_is_not_drawn(qtbot: QtBot) -> None:
    view, turns = a_view(qtbot)
    view.show_state(a_state(curve_of(6.3, "6.3 g")))
    view.show_state(a_state(None, CurveStage.LOADING))
    pass_turns(turns)
    assert not is_shown(view)
    assert not view.plot.is_drawn


def test_a_change_of_size_and_of_look_reaches_the_plot_a_turn_later(qtbot: QtBot) -> None:
    turns: Turns = []
    plot = CurvePlot(later=turns.append)
    qtbot.addWidget(plot)
    plot.resize(600, 400)
    plot.show()
    plot.show_curve(curve_of(6.3, "6.3 g"))
    pass_turns(turns)
    inner = plot.findChildren(type(plot._drawing.widget))[0]  # type: ignore[union-attr]  # noqa: SLF001
    assert inner.width() == 596
    plot.resize(500, 300)
    plot.resize(520, 320)
    assert inner.width() == 596
    assert len(turns) == 1
    pass_turns(turns)
    assert (inner.width(), inner.height()) == (516, 316)
    plot.apply_theme(DARK)
    assert inner.backgroundBrush().color().name() != DARK.field.lower()
    pass_turns(turns)
    assert inner.backgroundBrush().color().name() == DARK.field.lower()
