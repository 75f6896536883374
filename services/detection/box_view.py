"""What a box of a given rate and range would have seen of a recording.

A crash laboratory samples at 10 kHz, a phone at 50 Hz; what a verdict may be built on is what the sensor in the car
delivers. A recording faster than the box is freed of what the box cannot sample (two-pole Butterworth at 0.4 of its
rate, forward and backward), then sampled, then cut off at the range; that order met every figure of the table in
``uplinks.md`` 6 on the Camry pulse. A recording slower than the box is left at its own rate, since samples cannot be
added.

A box has been measuring long before a crash. A laboratory file that begins 50 ms before the impact is therefore led in
by the rest reading of its own quiet start.

A box keeps at most half a minute around an event, so of a drive of half an hour the half minute around its strongest
moment is measured.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Final

import numpy as np

from services.detection.baseline import QUIET_G, Source, find_baseline, strongest_moment
from services.detection.filters import without_phase
from services.detection.recording import Recording
from services.detection.trace import Floats, Trace, magnitude

_AS_FAST: Final = 1.1
_CUT_OFF: Final = 0.4
_LEAD_S: Final = 1.0
_GAP_STEPS: Final = 2.5
"""A telephone's clock jitters by half a step and more; a step this much longer than usual is a hole."""

_UNEVEN: Final = 0.2
_SETTLED_SAMPLES: Final = 20.0
_KEPT_S: Final = 30.0


class ViewNote(StrEnum):
    """What was done to a recording before it was measured."""

    DOWN_SAMPLED = "down_sampled"
    QUIET_START_EXTENDED = "quiet_start_extended"
    SLOWER_THAN_BOX = "slower_than_box"
    REPEATED_TIMES = "repeated_times"
    MISSING_CELLS = "missing_cells"
    OUT_OF_ORDER = "out_of_order"
    IRREGULAR_TIMES = "irregular_times"


def seen_by_box(
    recording: Recording, *, rate_hz: float, full_scale_g: float, calibrated: bool
) -> tuple[Trace, tuple[ViewNote, ...]]:
    """Return the recording (at least two samples) as a box would deliver it, and what had to be done for that."""
    native = _as_trace(recording, calibrated=calibrated)
    native_hz = native.rate_hz or rate_hz
    is_faster = native_hz > rate_hz * _AS_FAST
    seen, is_extended = _down_sampled(native, native_hz, rate_hz) if is_faster else (native, False)
    applies = {
        ViewNote.DOWN_SAMPLED: is_faster,
        ViewNote.QUIET_START_EXTENDED: is_extended,
        ViewNote.SLOWER_THAN_BOX: native_hz * _AS_FAST < rate_hz,
        ViewNote.REPEATED_TIMES: recording.repeated_times > 0,
        ViewNote.MISSING_CELLS: recording.missing_cells > 0,
        ViewNote.OUT_OF_ORDER: recording.out_of_order > 0,
        ViewNote.IRREGULAR_TIMES: _is_irregular(native),
    }
    return _cut_off(seen, full_scale_g), tuple(note for note in ViewNote if applies[note])


def half_minute(trace: Trace) -> Trace:
    """Return what a box would have kept of a trace: fifteen seconds to either side of its strongest moment."""
    at_s = float(trace.times_s[strongest_moment(trace)])
    kept = np.flatnonzero(np.abs(trace.times_s - at_s) <= _KEPT_S / 2)
    first, last = int(kept[0]), int(kept[-1])
    return replace(
        trace,
        times_s=trace.times_s[first : last + 1] - trace.times_s[first],
        samples_g=trace.samples_g[first : last + 1],
        breaks=tuple(index - first for index in trace.breaks if first < index <= last),
    )


def _as_trace(recording: Recording, *, calibrated: bool) -> Trace:
    times_s = recording.times_s - recording.times_s[0]
    steps_s = np.diff(times_s)
    is_gap = steps_s > _GAP_STEPS * np.median(steps_s)
    return Trace(
        times_s=times_s,
        samples_g=recording.samples_g,
        measured=recording.measured,
        calibrated=calibrated,
        rate_hz=float(1 / steps_s[~is_gap].mean()),
        full_scale_g=None,
        breaks=tuple(int(index) + 1 for index in np.flatnonzero(is_gap)),
    )


def _down_sampled(native: Trace, native_hz: float, rate_hz: float) -> tuple[Trace, bool]:
    def gain(frequency_hz: Floats) -> Floats:
        return 1 / (1 + (frequency_hz / (_CUT_OFF * rate_hz)) ** 4)

    baseline = find_baseline(native)
    starts_at_rest = bool(magnitude(native.samples_g[:1] - baseline.rest_g)[0] < QUIET_G)
    lead = round(_LEAD_S * native_hz) if starts_at_rest and baseline.source is not Source.NONE else 0
    even_s = np.arange(int(native.times_s[-1] * native_hz) + 1) / native_hz
    even_g = np.column_stack([np.interp(even_s, native.times_s, column) for column in native.samples_g.T])
    led_in_g = np.vstack([np.broadcast_to(baseline.rest_g, (lead, 3)), even_g])
    smooth_g = without_phase(led_in_g, native_hz, gain, round(_SETTLED_SAMPLES * native_hz / rate_hz))
    box_s = np.arange(int((len(led_in_g) - 1) / native_hz * rate_hz) + 1) / rate_hz
    grid_s = np.arange(len(led_in_g)) / native_hz
    slower = replace(
        native,
        times_s=box_s,
        samples_g=np.column_stack([np.interp(box_s, grid_s, column) for column in smooth_g.T]),
        rate_hz=rate_hz,
        breaks=_moved(native, box_s, lead / native_hz),
    )
    return slower, lead > 0


def _moved(native: Trace, box_s: Floats, lead_s: float) -> tuple[int, ...]:
    """Where the holes of a recording lie among the samples of the box."""
    places = np.searchsorted(box_s, native.times_s[list(native.breaks)] + lead_s)
    return tuple(int(place) for place in np.unique(places) if 0 < place < len(box_s))


def _is_irregular(native: Trace) -> bool:
    """Whether the usual step is a fiction: a good part of the steps are clearly shorter or longer."""
    steps_s = np.delete(np.diff(native.times_s), [index - 1 for index in native.breaks])
    return bool(np.mean(np.abs(steps_s / np.median(steps_s) - 1) > _UNEVEN) > _UNEVEN)


def _cut_off(trace: Trace, full_scale_g: float) -> Trace:
    clipped = np.asarray(np.clip(trace.samples_g, -full_scale_g, full_scale_g), dtype=np.float64)
    return replace(trace, samples_g=clipped, full_scale_g=full_scale_g)
