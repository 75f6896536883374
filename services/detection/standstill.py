"""Whether the car stands still after an impact: known true, known false, or not known.

The S2 clauses ask for "na een impact" and a car at standstill. A wrong "false" would suppress a call for help, so only
fixes that show a car driving on may say false; silence, no fix, a cut supply or an ignition switched off say nothing at
all (a supply cut off right after the impact makes a crash more likely, but a car without a box can still roll).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import groupby
from typing import Final

from app.domain.ecall import BoxRecord
from services.detection.distance import distance_m

STILL_BELOW_KMH: Final = 5.0
"""Teltonika's own limit between moving and stopped (``uplinks.md`` 6)."""

_FIXES: Final = 3
_STOPS_WITHIN: Final = timedelta(seconds=30)
_ROLLS_OUT: Final = timedelta(seconds=10)
_WATCHED: Final = timedelta(minutes=5)
_WAY_OVER: Final = timedelta(seconds=5)
_NOISE_M: Final = 10.0
_KMH_PER_MS: Final = 3.6


class _Motion(Enum):
    """What one record says."""

    STILL_FIX = "still_fix"
    STILL_SENSOR = "still_sensor"
    DRIVING = "driving"


@dataclass(frozen=True, slots=True)
class _Evidence:
    at: datetime
    motion: _Motion


def standstill(records: Iterable[BoxRecord], impact_at: datetime) -> tuple[bool | None, datetime | None]:
    """Return whether the car stands still after the impact, and since when (None unless it does).

    The rule, on records later than the impact by at most five minutes (after that a tow truck may be moving it), in
    device time:

    1. A record shows the car *still* by a GNSS speed below 5 km/h or by its movement sensor at rest, *driving* by a
       speed above 5. A sensor at rest in a record with a driving speed says nothing, and neither does exactly 5.
       Without a speed, the way between fixes at least 5 s apart gives one; less than 10 m is no way.
    2. Three still fixes in a row, or one sensor at rest, are a stop. A stop that begins within 30 s of the impact is a
       standstill, a later one only if nothing showed the car driving on in between (traffic lights are not the end of a
       crash), or if it stood still before (moved to the verge).
    3. Three driving fixes in a row, the last later than 10 s after the impact (a crashed car may roll that long), are
       driving
       on: False, until a stop by rule 2.
    4. Everything else is not known.

    Source: ``uplinks.md`` 6 (5 km/h, three fixes, 30 s, movement = 0, unknown must not suppress); the 10 s, 10 m and
    five minutes are ours.
    """
    state: bool | None = None
    since: datetime | None = None
    has_stood = False
    for run in _runs(_evidence(records, impact_at)):
        if _is_stop(run) and (has_stood or state is None or run[0].at - impact_at <= _STOPS_WITHIN):
            state, since, has_stood = True, run[0].at, True
        elif _is_driving_on(run, impact_at):
            state, since = False, None
    return state, since


def speed_after(records: Iterable[BoxRecord], impact_at: datetime) -> tuple[float, float] | None:
    """Return the first speed that came after the impact (km/h), and how many seconds after; None within 30 s of it."""
    speeds = [
        ((record.device_at - impact_at).total_seconds(), record.speed_kmh)
        for record in records
        if record.speed_kmh is not None and timedelta(0) < record.device_at - impact_at <= _STOPS_WITHIN
    ]
    first = min(speeds, default=None)
    return None if first is None else (first[1], first[0])


def _runs(evidence: Iterable[_Evidence]) -> Iterator[Sequence[_Evidence]]:
    for _, run in groupby(evidence, key=lambda item: item.motion is _Motion.DRIVING):
        yield tuple(run)


def _is_stop(run: Sequence[_Evidence]) -> bool:
    fixes = sum(item.motion is _Motion.STILL_FIX for item in run)
    return fixes >= _FIXES or any(item.motion is _Motion.STILL_SENSOR for item in run)


def _is_driving_on(run: Sequence[_Evidence], impact_at: datetime) -> bool:
    return run[0].motion is _Motion.DRIVING and len(run) >= _FIXES and run[-1].at - impact_at > _ROLLS_OUT


def _evidence(records: Iterable[BoxRecord], impact_at: datetime) -> Sequence[_Evidence]:
    """What the records show, in device-time order; several records of one instant count once."""
    watched = [record for record in records if timedelta(0) < record.device_at - impact_at <= _WATCHED]
    speeds = _speeds_by_way(watched) if any(record.speed_kmh is None for record in watched) else {}
    shown = set()
    for record in watched:
        speed_kmh = record.speed_kmh if record.speed_kmh is not None else speeds.get(record.device_at)
        motion = _motion(speed_kmh, record.movement)
        if motion is not None:
            shown.add(_Evidence(record.device_at, motion))
    return sorted(shown, key=lambda item: (item.at, item.motion.value))


def _motion(speed_kmh: float | None, movement: bool | None) -> _Motion | None:
    if speed_kmh is not None and speed_kmh > STILL_BELOW_KMH:
        return None if movement is False else _Motion.DRIVING
    if movement is False:
        return _Motion.STILL_SENSOR
    return _Motion.STILL_FIX if speed_kmh is not None and speed_kmh < STILL_BELOW_KMH else None


def _speeds_by_way(records: Iterable[BoxRecord]) -> dict[datetime, float]:
    """Speed of each fix by the way from an earlier one, km/h; under five seconds noise would look like driving."""
    fixes = sorted(
        {(record.device_at, record.position) for record in records if record.position is not None},
        key=lambda fix: (fix[0], fix[1].latitude_deg, fix[1].longitude_deg),
    )
    speeds = {}
    for at, position in fixes:
        before = [fix for fix in fixes if at - fix[0] >= _WAY_OVER]
        if before:
            way_m = distance_m(before[-1][1], position)
            speeds[at] = 0.0 if way_m < _NOISE_M else way_m / (at - before[-1][0]).total_seconds() * _KMH_PER_MS
    return speeds
