"""The first badge of a row is whole however many stand behind it."""

from PySide6.QtCore import QRect

from ui.queue.delegate import chips_of

AREA = QRect(10, 0, 200, 20)


def spans(*widths: int) -> list[tuple[int, int]]:
    return [(chip.left(), chip.width()) for chip in chips_of(AREA, widths)]


def test_badges_that_fit_stand_at_the_right() -> None:
    assert spans(60, 50) == [(96, 60), (160, 50)]
    assert spans() == []


def test_of_too_many_the_last_is_cut_and_never_the_first() -> None:
    assert spans(90, 60, 70) == [(10, 90), (104, 60), (168, 42)]
    assert spans(90, 80, 70) == [(10, 90), (104, 80)], "one whose words have no room is left out, not shown empty"
    assert spans(90, 106, 70) == [(10, 90), (104, 106)], "one without any room is left out"
    assert spans(250) == [(10, 200)]
