"""What no verdict may depend on, and what it must: from the milli-g of a box to the word of the clauses."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.box import BoxModel
from app.domain.verdict import Verdict, VerdictKind
from app.rules.clauses import Edition, load_edition
from resources.editions import read_edition
from services.detection.pulse import measure, measure_trace
from services.detection.thresholds import Thresholds
from services.detection.trace import Floats, Trace
from services.detection.verdict import Findings, attested_peak, judge
from tests.services.detection.crashes import UPRIGHT, Sample, fragments_of, half_sine

ORDER = [VerdictKind.REJECTED, VerdictKind.ECALL, VerdictKind.TOW_AT_ONCE]
EDITION: Edition = load_edition(read_edition("S2-FAQ"))
THRESHOLDS = Thresholds.from_edition(EDITION)
WIDE = replace(UPRIGHT, full_scale_g=100.0)

peaks_mg = st.integers(300, 15_000)
sides = st.integers(-180, 180)
rates_hz = st.sampled_from([25.0, 100.0, 400.0, 1000.0])


def of_measurement(peak_g: float | None, *, is_bound: bool) -> Verdict:
    return judge(Findings(peak_g, is_bound, True, True), EDITION)


def of_box(samples_g: Sequence[Sample], model: BoxModel, *, calibrated: bool, rate_hz: float = 100.0) -> VerdictKind:
    """What the clauses say of samples sent as whole milli-g."""
    measurement = measure(fragments_of(samples_g, rate_hz), model, calibrated, THRESHOLDS)
    assert measurement is not None
    peak_g, is_bound = attested_peak(measurement)
    return of_measurement(peak_g, is_bound=is_bound).kind


def of_trace(samples_g: Floats, *, calibrated: bool) -> VerdictKind:
    times_s = np.arange(len(samples_g)) / 100
    trace = Trace(times_s, samples_g, (True, True, True), calibrated, 100.0, 100.0)
    peak_g, is_bound = attested_peak(measure_trace(trace, THRESHOLDS))
    return of_measurement(peak_g, is_bound=is_bound).kind


def push(peak_g: float, degrees: float) -> Sample:
    return -peak_g * cos(radians(degrees)), -peak_g * sin(radians(degrees)), 0.0


def one_blow(sample: Sample, rest: Sample = (0.0, 0.0, 1.0)) -> list[Sample]:
    """A second of rest, four level samples, a second of rest."""
    blow = (rest[0] + sample[0], rest[1] + sample[1], rest[2] + sample[2])
    return [rest] * 100 + [blow] * 4 + [rest] * 100


@settings(deadline=None)
@given(peaks_mg, sides, sides)
def test_turning_a_calibrated_frame_changes_no_verdict(peak_mg: int, degrees: int, turn: int) -> None:
    samples = np.array(half_sine(push(peak_mg / 1000 + 0.0004, degrees)))  # off the limits, where rounding decides
    angle = radians(turn)
    rotation = np.array([[cos(angle), sin(angle), 0.0], [-sin(angle), cos(angle), 0.0], [0.0, 0.0, 1.0]])
    assert of_trace(samples @ rotation, calibrated=True) is of_trace(samples, calibrated=True)


@settings(deadline=None)
@given(peaks_mg, sides, st.integers(0, 2**32 - 1))
def test_any_mounting_of_an_uncalibrated_box_gives_the_same_verdict(peak_mg: int, degrees: int, seed: int) -> None:
    samples = np.array(half_sine(push(peak_mg / 1000 + 0.0004, degrees)))
    turn, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    assert of_trace(samples @ turn, calibrated=False) is of_trace(samples, calibrated=False)


@settings(deadline=None)
@given(peaks_mg, sides, st.tuples(*[st.integers(-500, 500)] * 3), st.sampled_from([-1000, 0, 1000]), st.booleans())
def test_gravity_and_bias_change_no_verdict(
    peak_mg: int, degrees: int, bias_mg: tuple[int, int, int], gravity_mg: int, calibrated: bool
) -> None:
    x, y, _ = (round(part * 1000) / 1000 for part in push(peak_mg / 1000, degrees))
    rest = (bias_mg[0] / 1000, bias_mg[1] / 1000, (bias_mg[2] + gravity_mg) / 1000)
    plain = of_box(one_blow((x, y, 0.0), (0.0, 0.0, 0.0)), WIDE, calibrated=calibrated)
    assert of_box(one_blow((x, y, 0.0), rest), WIDE, calibrated=calibrated) is plain


@settings(deadline=None)
@given(peaks_mg, st.floats(1.0, 3.0), sides, rates_hz, st.sampled_from([4.0, 8.0, 16.0, None]), st.booleans())
def test_a_harder_blow_never_has_a_milder_verdict(
    peak_mg: int, factor: float, degrees: int, rate_hz: float, full_scale_g: float | None, calibrated: bool
) -> None:
    """Suspected stands above both: what the sensor cut off may have been anything from there."""
    model = replace(UPRIGHT, trace_rate_hz=rate_hz, full_scale_g=full_scale_g)
    limit = full_scale_g or 100.0
    kinds = []
    for height_g in (peak_mg / 1000, peak_mg / 1000 * factor):
        samples = np.clip(half_sine(push(height_g, degrees), rate_hz=rate_hz), -limit, limit)
        kinds.append(of_box([(x, y, z) for x, y, z in samples], model, calibrated=calibrated, rate_hz=rate_hz))
    rank = [ORDER.index(kind) if kind in ORDER else ORDER.index(VerdictKind.ECALL) for kind in kinds]
    assert rank[1] >= rank[0] or kinds[1] is VerdictKind.SUSPECTED


@pytest.mark.parametrize("calibrated", [True, False])
@pytest.mark.parametrize("rest_mg", [(0, 0, 0), (0, 0, 1000), (0, 0, -1000), (15, -333, 1007), (707, 0, 707)])
@pytest.mark.parametrize(
    ("peak_mg", "kind"),
    [
        (2499, VerdictKind.REJECTED),
        (2500, VerdictKind.ECALL),
        (2501, VerdictKind.ECALL),
        (3999, VerdictKind.ECALL),
        (4000, VerdictKind.ECALL),
        (4001, VerdictKind.TOW_AT_ONCE),
    ],
)
def test_the_limits_lie_where_the_clauses_put_them_to_the_milli_g(
    peak_mg: int, kind: VerdictKind, rest_mg: tuple[int, int, int], calibrated: bool
) -> None:
    rest = (rest_mg[0] / 1000, rest_mg[1] / 1000, rest_mg[2] / 1000)
    for x, y in ((-peak_mg, 0), (0, peak_mg)):
        assert of_box(one_blow((x / 1000, y / 1000, 0.0), rest), WIDE, calibrated=calibrated) is kind


@settings(deadline=None)
@given(st.sampled_from([2.5, 4.0]), sides, st.booleans())
def test_exactly_the_limit_from_any_side_is_on_its_side_of_it(limit_g: float, degrees: int, calibrated: bool) -> None:
    """2.5 g is in, 4 g is not above 4 g, also where the sum of two squares does not come out even."""
    assert of_trace(np.array(one_blow(push(limit_g, degrees))), calibrated=calibrated) is VerdictKind.ECALL
