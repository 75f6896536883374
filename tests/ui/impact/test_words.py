"""One crash in a sentence: only what was measured, and unknown said as unknown."""

import pytest

from app import i18n
from app.domain.ecall import CrashMark, PulseNote
from tests.support.cases import ago, an_ecall
from ui.impact.words import figures, peak_words, sentence
from ui.words.times import time_of_day


def test_the_sentence_of_the_brief() -> None:
    said = sentence(an_ecall(at_least=True))
    since = time_of_day(ago(5))
    assert said == (
        "Frontal impact, slightly from the left (11 o'clock), speed change at least 38 km/h, "
        f"the car has not moved since {since}."
    )


@pytest.mark.parametrize("hour", range(1, 13))
def test_every_hour_of_the_clock_has_words(hour: int) -> None:
    said = sentence(an_ecall(clock_direction=hour))
    assert f"({hour} o'clock)" in said
    side = {1: "right", 2: "right", 3: "right", 4: "right", 5: "right", 7: "left", 8: "left", 9: "left"}
    assert side.get(hour, "") in said


@pytest.mark.parametrize("changes", [{"calibrated": False}, {"calibrated": None}, {"clock_direction": None}])
def test_a_direction_is_never_guessed(changes: dict[str, object]) -> None:
    assert sentence(an_ecall().model_copy(update=changes)).startswith("Impact, direction not known")


def test_what_is_not_known_is_said_to_be_not_known() -> None:
    nothing = an_ecall(peak_g=None, delta_v_kmh=None, duration_ms=None, standstill=None, standstill_since=None)
    assert sentence(nothing).endswith("how hard is not known, not known whether the car stands still.")
    assert dict(figures(nothing))["Peak"] == "not known"
    assert dict(figures(nothing))["Duration"] == "not known"
    assert "speed change not known" in sentence(an_ecall(delta_v_kmh=None))


def test_what_the_car_does_since() -> None:
    assert sentence(an_ecall(standstill=False)).endswith("the car drove on.")
    assert sentence(an_ecall(standstill_since=None)).endswith("the car stands still.")
    assert "lies on its side or roof" in sentence(an_ecall(rollover=True))


def test_a_call_without_a_blow_is_called_by_its_name() -> None:
    assert sentence(an_ecall(mark=CrashMark.SOS, peak_g=None)).startswith("The driver pressed SOS")


def test_a_peak_the_sensor_cut_off_is_at_least() -> None:
    assert peak_words(an_ecall()) == "6.3 g"
    assert peak_words(an_ecall(saturated=True, peak_g=8.0)) == "≥ 8.0 g"
    assert peak_words(an_ecall(notes=(PulseNote.FULL_SCALE_UNKNOWN,))) == "≥ 6.3 g"
    assert peak_words(an_ecall(peak_g=None)) == ""


def test_figures_have_units_and_the_filter() -> None:
    shown = dict(figures(an_ecall(impacts=2)))
    assert shown["Peak"] == "6.3 g (CFC60)"
    assert shown["Speed change"] == "38 km/h"
    assert shown["Duration"] == "82 ms"
    assert shown["Blows"] == "2"
    assert "(none)" not in dict(figures(an_ecall(filter_class="none")))["Peak"]


def test_the_decimal_sign_is_that_of_the_screen() -> None:
    i18n.set_language("nl")
    try:
        assert "6,3 g (CFC60)" in dict(figures(an_ecall())).values()
    finally:
        i18n.set_language("en")
