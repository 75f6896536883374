"""One crash in a sentence: only what was measured, and unknown said as unknown."""

import pytest

from app import i18n
from app.api.cases import BlowInfo
from app.domain.ecall import CrashMark, PulseNote
from tests.support.cases import ago, an_ecall
from ui.impact.words import blows, direction, doubts, figures, peak_words, sentence
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


def test_the_direction_is_said_with_how_far_it_may_be_off() -> None:
    shown = direction(an_ecall(pdof_sector_deg=(-41.0, 12.0)))
    assert shown is not None
    assert (shown.pdof_deg, shown.sector_deg) == (-30.0, (-41.0, 12.0))
    assert shown.caption == "−30° −11/+42"
    assert shown.words == (
        "The force came from front, 11 o'clock; by what the box can know it may be 11° less to 42° more."
    )


def test_a_sector_across_the_rear_and_one_all_round_are_said() -> None:
    behind = direction(an_ecall(pdof_deg=175.0, clock_direction=6, pdof_sector_deg=(164.0, -174.0)))
    anywhere = direction(an_ecall(pdof_deg=10.0, clock_direction=12, pdof_sector_deg=(-180.0, 180.0)))
    assert behind is not None
    assert anywhere is not None
    assert behind.caption == "175° −11/+11"
    assert anywhere.caption == "10° −180/+180"


@pytest.mark.parametrize(
    "changes", [{"calibrated": False}, {"calibrated": None}, {"pdof_deg": None}, {"pdof_sector_deg": None}]
)
def test_no_direction_is_drawn_that_is_not_known(changes: dict[str, object]) -> None:
    assert direction(an_ecall(pdof_sector_deg=(-41.0, 12.0)).model_copy(update=changes)) is None


def test_every_impact_of_several_has_its_line() -> None:
    first = BlowInfo(after_ms=0.0, peak_g=6.3, duration_ms=82.0, delta_v_kmh=38.4, clock_direction=11)
    second = BlowInfo(after_ms=1420.0, peak_g=3.1, duration_ms=None, delta_v_kmh=None, clock_direction=None)
    assert list(blows(an_ecall(blows=(first, second)))) == [
        "blow 1 · 6.3 g · Δv 38 km/h · 82 ms · front, 11 o'clock",
        "blow 2 · 1.4 s later · 3.1 g",
    ]
    assert list(blows(an_ecall(blows=(first,)))) == []
    hardest = max(first.peak_g, second.peak_g)
    lines = list(blows(an_ecall(blows=(first, second), peak_g=hardest, saturated=True)))
    assert [f" ≥ {hardest:.1f} g" in line for line in lines] == [one.peak_g == hardest for one in (first, second)]


def test_speed_after_and_several_sources_are_figures() -> None:
    shown = dict(
        figures(an_ecall(speed_after_kmh=3.0, speed_after_s=2.0, marks=(CrashMark.CRASH, CrashMark.AUTOMATIC_MSD)))
    )
    assert shown["Speed after"] == "3 km/h, 2.0 s later"
    assert shown["Sources"] == "crash reported by the box, automatic 112 eCall of the car"
    assert dict(figures(an_ecall(speed_after_kmh=3.0)))["Speed after"] == "3 km/h"
    assert "Sources" not in dict(figures(an_ecall(marks=(CrashMark.CRASH,))))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"unplugged": True, "records_after": 0}, "Standstill not known: the box lost its supply."),
        ({"records_after": 0}, "Standstill not known: the box is silent since the impact."),
        (
            {"records_after": 0, "mark": CrashMark.SOS, "peak_g": None},
            "Standstill not known: the box is silent since SOS was pressed.",
        ),
        ({"records_after": 2}, "Standstill not known: what the box sent since does not tell."),
    ],
)
def test_what_is_not_known_has_its_reason(changes: dict[str, object], why: str) -> None:
    unknown = an_ecall(standstill=None, notes=(PulseNote.UNFILTERED,)).model_copy(update=changes)
    assert list(doubts(unknown)) == ["Sampled too slowly for the CFC60 filter: raw samples.", why]
    assert list(doubts(an_ecall(speed_before_kmh=None))) == [
        "Speed before not known: no GNSS speed in the ten seconds before."
    ]
    assert list(doubts(an_ecall())) == []


def test_standing_before_is_no_fact_while_standstill_is_not_known() -> None:
    assert dict(figures(an_ecall(speed_before_kmh=0.0, standstill=None)))["Speed before"] == "0 km/h, not certain"
    assert dict(figures(an_ecall(speed_before_kmh=0.0)))["Speed before"] == "0 km/h"
    assert dict(figures(an_ecall(standstill=None)))["Speed before"] == "41 km/h"
