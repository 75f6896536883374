"""Measure one crash trace: peak, velocity change, direction, duration, and everything that makes a figure doubtful.

Order matters: gravity and bias go first, then the filter where the rate allows one, then the reading. The peak that
meets the thresholds is horizontal when the box knows its axes and the whole gravity-free vector when it does not. A
sensor at its full scale reports less than there was, so the peak and the velocity change of a saturated trace are lower
bounds and say so; a real 66 km/h barrier crash is 24 km/h to a box of +-8 g (``uplinks.md`` 0.3).

Whatever cannot be said is None. A rate that nobody entered is not replaced by a usual one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from app.domain.box import BoxModel
from app.domain.ecall import Impact, PulseMeasurement, PulseNote, TraceFragment
from services.detection.baseline import QUIET_G, Baseline, Source, enough_samples, find_baseline
from services.detection.curve import Curve, draw
from services.detection.direction import Doubts, direction_of_force_deg, sector_deg
from services.detection.filters import STRUCTURE_CLASS, VELOCITY_CLASS, channel_frequency_class, is_defined
from services.detection.impacts import Loud, loud_stretches, samples_above, to_impact
from services.detection.saturation import saturated_samples
from services.detection.severity import (
    VelocityChange,
    acceleration_severity_index,
    has_rolled_over,
    velocity_changes,
)
from services.detection.thresholds import Thresholds
from services.detection.trace import Booleans, Floats, Trace, join, magnitude
from services.detection.turning import rest_course

_FULL_GRAVITY_G: Final = 1.0
_DECIMALS: Final = 6
"""Peaks are rounded to a micro-g, so that 3.515 g less 1.015 g is exactly 2.5 g and the limit stays where the clause
put it."""

_KERB_SAMPLES: Final = 2
_KERB_DELTA_V_KMH: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """A trace with what was read from it on the way."""

    trace: Trace
    baseline: Baseline
    free_g: Floats
    magnitudes_g: Floats
    at_limit: Booleans
    capped: Booleans
    stretches: tuple[Loud, ...]
    changes: tuple[VelocityChange, ...]

    @property
    def change(self) -> VelocityChange | None:
        return max(self.changes, key=lambda change: change.resultant_kmh, default=None)

    @property
    def is_saturated(self) -> bool:
        return bool(self.at_limit.any())

    @property
    def strongest(self) -> Loud:
        return max(self.stretches, key=lambda stretch: stretch.peak_g)

    @property
    def sensor_caps_peak(self) -> bool:
        return _is_bound(self.trace, self.baseline) or bool(self.capped.any())

    @property
    def starts_loud(self) -> bool:
        return bool(self.magnitudes_g[0] >= QUIET_G)

    @property
    def ends_loud(self) -> bool:
        return bool(self.magnitudes_g[-1] >= QUIET_G)


def measure(
    fragments: Sequence[TraceFragment], model: BoxModel | None, calibrated: bool | None, thresholds: Thresholds
) -> PulseMeasurement | None:
    """Return what the fragments of one crash say; None when there are none.

    Args:
        fragments: Sensor axes, gravity left in; any order, repeats allowed.
        model: Rate, full scale and mounting of the sensor; None = unknown.
        calibrated: Whether the box knows its axes; None = not said, read as no.
        thresholds: Figures of the edition in force.
    """
    trace = join(fragments, model, calibrated=calibrated)
    return None if trace is None else measure_trace(trace, thresholds)


def measure_trace(trace: Trace, thresholds: Thresholds) -> PulseMeasurement:
    """Return what one joined trace says."""
    return _measurement(_read(trace, thresholds), thresholds)


def _measurement(reading: _Reading, thresholds: Thresholds) -> PulseMeasurement:
    trace = reading.trace
    strongest = reading.strongest
    change = reading.change
    impacts = tuple(
        _impact(reading, stretch, thresholds) for stretch in reading.stretches if stretch.peak_g >= thresholds.signal_g
    )
    duration_ms = max(impacts, key=lambda impact: impact.peak_g).duration_ms if impacts else None
    known = change if trace.calibrated else None
    return PulseMeasurement(
        peak_g=strongest.peak_g if any(list(trace.measured)[_read_axes(trace)]) else None,
        filter_class=f"CFC{STRUCTURE_CLASS}" if is_defined(STRUCTURE_CLASS, trace.rate_hz) else "none",
        delta_v_kmh=change.resultant_kmh if change else None,
        delta_v_x_kmh=known.x_kmh if known and trace.measured[0] else None,
        delta_v_y_kmh=known.y_kmh if known and trace.measured[1] else None,
        at_least=_is_lower_bound(reading),
        time_of_maximum_delta_v_ms=1000 * (change.at_s - impacts[0].starts_s) if change and impacts else None,
        duration_ms=duration_ms if impacts or not trace.rate_hz else 0.0,
        pdof_deg=direction_of_force_deg(known) if known else None,
        asi=None if _is_bound(trace, reading.baseline) else acceleration_severity_index(trace, reading.free_g),
        impacts=impacts,
        rollover=has_rolled_over(trace, reading.baseline),
        saturated=reading.is_saturated,
        sensor_caps_peak=reading.sensor_caps_peak,
        sample_rate_hz=trace.rate_hz,
        full_scale_g=trace.full_scale_g,
        notes=_notes(reading, thresholds),
        pdof_sector_deg=sector_deg(known, _doubts(known, reading)) if known else None,
    )


def _impact(reading: _Reading, stretch: Loud, thresholds: Thresholds) -> Impact:
    """One impact with its own change of velocity."""
    own = [change for change in reading.changes if change.first <= stretch.last and change.last >= stretch.first]
    change = max(own, key=lambda change: change.resultant_kmh, default=None)
    return replace(
        to_impact(stretch, reading.trace, reading.magnitudes_g, thresholds.signal_g),
        delta_v_kmh=change.resultant_kmh if change else None,
        pdof_deg=direction_of_force_deg(change) if change and reading.trace.calibrated else None,
    )


def _doubts(change: VelocityChange, reading: _Reading) -> Doubts:
    window = reading.at_limit[change.first : change.last + 1]
    x_measured, y_measured, _ = reading.trace.measured
    return Doubts(
        capped=(bool(window[:, 0].any()), bool(window[:, 1].any())),
        measured=(x_measured, y_measured),
        is_torn=_is_torn(change, reading),
        has_quiet_start=reading.baseline.source is Source.BEFORE,
    )


def curve(
    fragments: Sequence[TraceFragment], model: BoxModel | None, calibrated: bool | None, thresholds: Thresholds
) -> Curve | None:
    """Return what the desk draws of the fragments of one crash; None when there are none."""
    trace = join(fragments, model, calibrated=calibrated)
    if trace is None:
        return None
    reading = _read(trace, thresholds)
    return draw(trace, reading.free_g, _measurement(reading, thresholds), reading.change)


def _read(trace: Trace, thresholds: Thresholds) -> _Reading:
    baseline = find_baseline(trace)
    free_g = _gravity_free(trace, baseline)
    read_g = free_g[:, _read_axes(trace)]
    magnitudes_g = _magnitudes(trace, baseline, read_g)
    stretches = loud_stretches(trace, magnitudes_g) or (_loudest_sample(magnitudes_g),)
    summed = [stretch for stretch in stretches if stretch.peak_g >= thresholds.signal_g] or stretches
    changes: tuple[VelocityChange, ...] = ()
    if not _is_bound(trace, baseline):
        changes = velocity_changes(trace, _filtered(trace, read_g, VELOCITY_CLASS), summed)
    at_limit = saturated_samples(trace)
    return _Reading(
        trace=trace,
        baseline=baseline,
        free_g=free_g,
        magnitudes_g=magnitudes_g,
        at_limit=at_limit,
        capped=_any_of(at_limit[:, _read_axes(trace)]),
        stretches=stretches,
        changes=changes,
    )


def _any_of(columns: Booleans) -> Booleans:
    """Whether any column of a row says yes; numpy's own ``any`` takes twenty times as long along a short axis."""
    rows = columns[:, 0].copy()
    for column in columns.T[1:]:
        rows |= column
    return rows


def _gravity_free(trace: Trace, baseline: Baseline) -> Floats:
    """The samples less the reading at rest; an axis that was not measured stays zero."""
    return (trace.samples_g - rest_course(trace, baseline)) * np.array(trace.measured, dtype=np.float64)


def _filtered(trace: Trace, samples_g: Floats, cfc: int) -> Floats:
    if trace.rate_hz is None or not is_defined(cfc, trace.rate_hz):
        return samples_g
    return channel_frequency_class(samples_g, cfc, trace.rate_hz, trace.breaks)


def _magnitudes(trace: Trace, baseline: Baseline, read_g: Floats) -> Floats:
    """What meets the thresholds. A filter swings beyond a level top; no peak is more than the sensor read."""
    lengths = np.minimum(magnitude(_filtered(trace, read_g, STRUCTURE_CLASS)), magnitude(read_g).max())
    if _is_bound(trace, baseline):
        lengths = np.maximum(lengths - _FULL_GRAVITY_G, 0.0)
    return np.asarray(np.round(lengths, _DECIMALS), dtype=np.float64)


def _read_axes(trace: Trace) -> slice:
    """The axes whose magnitude is read: horizontal ones when they are known."""
    return slice(0, 2 if trace.calibrated else 3)


def _is_bound(trace: Trace, baseline: Baseline) -> bool:
    """Gravity could not be removed: one g less than the magnitude is then the least the peak can be."""
    return baseline.source is Source.NONE and not trace.calibrated


def _loudest_sample(magnitudes_g: Floats) -> Loud:
    index = int(magnitudes_g.argmax())
    return Loud(index, index, float(magnitudes_g[index]))


def _is_lower_bound(reading: _Reading) -> bool:
    """Whether the largest velocity change may have been larger: a window was clipped, cut or full of holes."""
    if not reading.changes:
        return reading.sensor_caps_peak
    return any(_is_doubtful(change, reading) for change in reading.changes)


def _is_doubtful(change: VelocityChange, reading: _Reading) -> bool:
    return bool(reading.capped[change.first : change.last + 1].any()) or _is_torn(change, reading)


def _is_torn(change: VelocityChange, reading: _Reading) -> bool:
    return (
        any(change.first < index <= change.last for index in reading.trace.breaks)
        or (change.first == 0 and reading.starts_loud)
        or (change.last == len(reading.capped) - 1 and reading.ends_loud)
    )


def _notes(reading: _Reading, thresholds: Thresholds) -> tuple[PulseNote, ...]:
    trace = reading.trace
    applies = {
        PulseNote.RATE_UNKNOWN: trace.rate_hz is None,
        PulseNote.FULL_SCALE_UNKNOWN: trace.full_scale_g is None,
        PulseNote.UNFILTERED: not is_defined(STRUCTURE_CLASS, trace.rate_hz),
        PulseNote.SATURATED: reading.is_saturated,
        PulseNote.UNCALIBRATED: not trace.calibrated,
        PulseNote.AXIS_MISSING: not all(trace.measured),
        PulseNote.NO_QUIET_START: reading.baseline.source is not Source.BEFORE,
        PulseNote.TRACE_GAPS: bool(trace.breaks) or trace.conflicting,
        PulseNote.TOO_SHORT: reading.ends_loud or len(trace.samples_g) < enough_samples(trace.rate_hz),
        PulseNote.POSSIBLE_FALSE_ALARM: _may_be_a_kerb(reading, thresholds),
    }
    return tuple(note for note in PulseNote if applies[note])


def _may_be_a_kerb(reading: _Reading, thresholds: Thresholds) -> bool:
    """One sample and hardly a change of velocity: a mark for the operator, it hides nothing (design section 6)."""
    strongest = reading.strongest
    if strongest.peak_g < thresholds.signal_g:
        return False
    samples = samples_above(strongest, reading.magnitudes_g, thresholds.signal_g)
    return samples < _KERB_SAMPLES and (reading.change is None or reading.change.resultant_kmh < _KERB_DELTA_V_KMH)
