"""The sentence about the crash says what was measured and nothing more."""

from typing import Any

import pytest

from app.domain.ecall import CrashMark
from tests.support.cases import a_full_case, a_queue_row, ago, an_ecall
from ui.case.crash_words import headline, sentence
from ui.words.impacts import delta_v_text, direction_text, impact_line, strongest
from ui.words.times import time_of_day

STILL = f"The car stands still since {time_of_day(ago(5))}."


def said(**ecall: object) -> str:
    return sentence(a_full_case(ecalls=(an_ecall("e1", **ecall),)))


@pytest.mark.parametrize(
    ("ecall", "words"),
    [
        ({}, "Hard blow from the front: it drove 41 km/h and its speed changed by 38 km/h."),
        ({"at_least": True}, "Hard blow from the front: it drove 41 km/h and its speed changed by at least 38 km/h."),
        ({"speed_before_kmh": None}, "Hard blow from the front: its speed changed by 38 km/h."),
        ({"speed_before_kmh": 0.0}, "Hard blow from the front: it drove 0 km/h and its speed changed by 38 km/h."),
        ({"calibrated": False, "delta_v_kmh": None}, "Hard blow."),
        ({"delta_v_kmh": None, "peak_g": 12.0}, "Very hard blow from the front."),
        ({"delta_v_kmh": None, "peak_g": 3.0, "clock_direction": 3}, "Blow from the right."),
        (
            {"delta_v_kmh": 41.0, "speed_before_kmh": None},
            "Very hard blow from the front: its speed changed by 41 km/h.",
        ),
        ({"peak_g": None}, "Crash reported by the box; how hard is not known."),
        ({"peak_g": None, "mark": CrashMark.SOS}, "The driver pressed SOS."),
        ({"mark": CrashMark.TEST, "delta_v_kmh": None, "calibrated": None}, "Test of the box."),
    ],
)
def test_the_opening(ecall: dict[str, object], words: str) -> None:
    assert said(**ecall) == f"{words} {STILL}"


@pytest.mark.parametrize(
    ("ecall", "words"),
    [
        ({"standstill": None}, "It is not known whether the car stands still."),
        ({"standstill": False}, "The car drove on."),
        ({"standstill_since": None}, "The car stands still."),
        ({"rollover": True}, f"The car lies on its side or roof. {STILL}"),
    ],
)
def test_what_came_after(ecall: dict[str, object], words: str) -> None:
    assert said(**ecall).endswith(f"38 km/h. {words}")


def test_two_impacts_are_counted_and_the_harder_one_is_told() -> None:
    detail = a_full_case(ecalls=(an_ecall("e1", peak_g=3.0, delta_v_kmh=None), an_ecall("e2")))
    assert "hit 2 times" in sentence(detail)
    assert "38 km/h" in sentence(detail)


def test_the_strongest_is_the_hardest_known_and_else_the_last() -> None:
    soft, hard, unknown = an_ecall("e1", peak_g=3.0), an_ecall("e2", peak_g=6.0), an_ecall("e3", peak_g=None)
    assert strongest((soft, hard, unknown)) is hard
    last = an_ecall("e4", peak_g=None)
    assert strongest((unknown, last)) is last
    assert strongest(()) is None


@pytest.mark.parametrize(
    ("hour", "side"),
    [(12, "front"), (11, "front"), (1, "front"), (2, "right side"), (4, "right side"), (6, "rear"), (9, "left side")],
)
def test_the_direction_is_the_hour_and_the_side(hour: int, side: str) -> None:
    assert direction_text(an_ecall(clock_direction=hour)) == f"{side}, {hour} o'clock"


@pytest.mark.parametrize("known", [{"calibrated": False}, {"calibrated": None}, {"clock_direction": None}])
def test_a_box_that_does_not_know_its_axes_gives_no_direction(known: dict[str, object]) -> None:
    assert direction_text(an_ecall("e1", **known)) == ""


def test_the_headline_is_only_what_is_known() -> None:
    row = a_queue_row("c1", peak_g=8.0, peak_capped=True)
    assert headline(a_full_case(row, ecalls=(an_ecall(rollover=True, at_least=True),))) == (
        "≥ 8.0 g",
        "Δv at least 38 km/h",
        "front, 11 o'clock",
        "rolled over",
    )
    unknown = an_ecall(delta_v_kmh=None, calibrated=None, rollover=None)
    assert headline(a_full_case(a_queue_row("c1", peak_g=None), ecalls=(unknown,))) == ("g ?",)
    assert headline(a_full_case(ecalls=())) == ("6.3 g",)


def test_delta_v_says_when_it_is_not_known() -> None:
    assert delta_v_text(an_ecall(delta_v_kmh=None)) == "not known"


def test_an_impact_line_keeps_a_capped_peak_at_least() -> None:
    assert " · ≥ 6.3 g · " in impact_line(1, an_ecall(saturated=True))


def test_presses_of_sos_are_no_impacts() -> None:
    press: dict[str, Any] = {"mark": CrashMark.SOS, "peak_g": None}
    twice = sentence(a_full_case(ecalls=(an_ecall("e1", **press), an_ecall("e2", **press))))
    assert twice == f"The driver pressed SOS. SOS was pressed 2 times. {STILL}"
    mixed = sentence(a_full_case(ecalls=(an_ecall("e1"), an_ecall("e2", **press))))
    assert "times" not in mixed, "one impact and one press"
    assert impact_line(2, an_ecall(**press)) == f"SOS 2 · {time_of_day(an_ecall().occurred_at)}"
