"""What a simulated box goes through, and what it sends about it.

A scenario is a tuple of transmissions: how long to wait, then which packet to send. Device times are relative to the
instant the scenario is built for and never lie in its future, even when everything is sent without waiting; so a test
that sends at once and a training day that plays in real time see the same records.

The order is that of real boxes: first the approach with the crash record at its end, then the trace in records of its
own (which carry the crash counter and their own times), then the car at rest. ``Crash`` says what may differ;
everything else is the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from services.simulator.places import AACHEN, ANTWERP, BASTOGNE, BERTEM, GHENT, NAMUR, Spot
from services.simulator.pulse import HalfSine, Pulse, uncalibrated
from services.simulator.teltonika_box import BoxReading, packet, xyz

FRESH_S: Final = 4.0
"""A crash sent at once is this old: trace and standstill fit between it and the present."""

_APPROACH_S: Final = 20
_BRAKING_S: Final = 4.0
_AT_REST_S: Final = (1, 2, 3)
_DRIVING_ON_S: Final = (1, 2, 3, 10, 20, 30, 35)
_SAMPLES_A_RECORD: Final = 50
_ALARM, _IGNITION, _MOVEMENT, _CRASH, _UNPLUG, _TRACE, _COUNTER, _SUPPLY = 236, 239, 240, 247, 252, 257, 317, 66
_HEALTHY_MV: Final = 12_352
_UNPLUGGED_MV: Final = 6_117
_PANIC: Final = 2


@dataclass(frozen=True, slots=True)
class Transmission:
    """One packet, sent ``delay_s`` after the one before it was answered."""

    delay_s: float
    packet: bytes


@dataclass(frozen=True, slots=True)
class Crash:
    """One crash and how its box tells of it.

    Attributes:
        pulse: None = the box sends no trace.
        age_s: How long before the present it happened.
        approach_kmh: Speed until four seconds before the impact.
        impact_kmh: Speed at the impact, after braking.
        after_kmh: Speed after it; 0 = at rest.
        has_fix: Whether the box sees satellites; without, it repeats its last place.
        unplugs: The supply cable is torn out by the crash.
        trace_delay_s: How long after the crash record the trace is sent.
        counter: The box's own number of the crash.
    """

    spot: Spot = BERTEM
    pulse: Pulse | None = field(default_factory=lambda: HalfSine().sample())
    age_s: float = FRESH_S
    approach_kmh: float = 110.0
    impact_kmh: float = 21.0
    after_kmh: float = 0.0
    has_fix: bool = True
    is_calibrated: bool = True
    unplugs: bool = False
    trace_delay_s: float = 0.4
    counter: int = 1


def transmissions(crash: Crash, now: datetime) -> tuple[Transmission, ...]:
    """Return what the box sends about one crash, oldest first."""
    crash_at = now - timedelta(seconds=crash.age_s)
    sent = [Transmission(0.0, packet([*_approach(crash, crash_at), _crash_record(crash, crash_at)]))]
    if crash.pulse is not None:
        sent.append(Transmission(crash.trace_delay_s, packet(_trace(crash, crash.pulse, crash_at))))
    rest = Transmission(0.4, packet(_aftermath(crash, crash_at)))
    return (sent[0], rest, *sent[1:]) if crash.trace_delay_s > rest.delay_s else (*sent, rest)


def tour(now: datetime) -> tuple[Transmission, ...]:
    """Return the crash of the guided tour: 12 g for 80 ms, from 110 to 21 km/h, then at rest, E40 near Bertem."""
    return transmissions(Crash(), now)


def with_pulse(name: str, pulse: Pulse, now: datetime) -> tuple[Transmission, ...]:
    """Return a scenario's crash with another pulse, such as a measured one.

    Raises:
        KeyError: No crash of that name.
    """
    return transmissions(replace(CRASHES[name], pulse=pulse), now)


def alarm_button(now: datetime, spot: Spot = GHENT) -> tuple[Transmission, ...]:
    """Return what a box sends when somebody presses the SOS button in a standing car."""
    reading = _reading(Crash(spot=spot), now - timedelta(seconds=1), spot, 0.0)
    pressed = replace(reading, priority=_PANIC, event_io=_ALARM, io={**reading.io, _ALARM: b"\x01"})
    return (Transmission(0.0, packet([pressed])),)


def second_impact(now: datetime) -> tuple[Transmission, ...]:
    """Return two crashes of one box at one place, a minute apart: hit first from the front, then from behind."""
    first = transmissions(Crash(age_s=60 + FRESH_S, pulse=HalfSine(peak_g=3.2, duration_ms=60).sample()), now)
    hit = Crash(
        pulse=HalfSine(peak_g=7.5, duration_ms=90, direction_deg=180).sample(), approach_kmh=0, impact_kmh=0, counter=2
    )
    again = transmissions(hit, now)
    return (*first, replace(again[0], delay_s=8.0), *again[1:])


def _uncalibrated_crash() -> Crash:
    return Crash(GHENT, uncalibrated(HalfSine(peak_g=6.0).sample()), is_calibrated=False)


def _bump() -> Crash:
    """A pothole: hard, short, mostly vertical, and the car drives on; old enough for that to have been reported."""
    pulse = HalfSine(peak_g=3.4, duration_ms=40, vertical_g=5.0).sample()
    return Crash(NAMUR, pulse, age_s=36 + FRESH_S, approach_kmh=50, impact_kmh=50, after_kmh=50)


CRASHES: Final[Mapping[str, Crash]] = MappingProxyType(
    {
        "tour": Crash(),
        "light": Crash(GHENT, HalfSine(peak_g=3.1, duration_ms=90).sample(), approach_kmh=50, impact_kmh=15),
        "side": Crash(NAMUR, HalfSine(peak_g=8.0, direction_deg=80).sample(), approach_kmh=50, impact_kmh=40),
        "rear": Crash(ANTWERP, HalfSine(peak_g=5.5, direction_deg=180).sample(), approach_kmh=30, impact_kmh=0),
        "saturated": Crash(pulse=HalfSine(peak_g=30, duration_ms=100, full_scale_g=8).sample()),
        "weak": Crash(GHENT, HalfSine(peak_g=1.8).sample(), approach_kmh=30, impact_kmh=5),
        "bump": _bump(),
        "no_fix": Crash(NAMUR, has_fix=False),
        "unplugged": Crash(BASTOGNE, unplugs=True),
        "uncalibrated": _uncalibrated_crash(),
        "late": Crash(ANTWERP, age_s=25 * 60),
        "abroad": Crash(AACHEN),
        "no_trace": Crash(GHENT, pulse=None),
        "late_trace": Crash(ANTWERP, trace_delay_s=120.0),
    }
)
"""Every scenario that is one crash."""


def _of_one_crash(crash: Crash) -> Callable[[datetime], tuple[Transmission, ...]]:
    return lambda now: transmissions(crash, now)


SCENARIOS: Final[Mapping[str, Callable[[datetime], tuple[Transmission, ...]]]] = MappingProxyType(
    {name: _of_one_crash(crash) for name, crash in CRASHES.items()}
    | {"second_impact": second_impact, "sos": alarm_button}
)
"""Every scenario by its name on the command line."""


def _approach(crash: Crash, crash_at: datetime) -> list[BoxReading]:
    readings = []
    for before_s in range(_APPROACH_S, 0, -1):
        spot = crash.spot.behind(_distance_m(crash, before_s))
        readings.append(_reading(crash, crash_at - timedelta(seconds=before_s), spot, _speed_kmh(crash, before_s)))
    return readings


def _speed_kmh(crash: Crash, before_s: float) -> float:
    return crash.impact_kmh + (crash.approach_kmh - crash.impact_kmh) * min(1.0, before_s / _BRAKING_S)


def _distance_m(crash: Crash, before_s: float) -> float:
    braking_s = min(before_s, _BRAKING_S)
    braked_m = (crash.impact_kmh + _speed_kmh(crash, braking_s)) / 2 / 3.6 * braking_s
    return braked_m + crash.approach_kmh / 3.6 * (before_s - braking_s)


def _crash_record(crash: Crash, crash_at: datetime) -> BoxReading:
    reading = _reading(crash, crash_at, crash.spot, crash.impact_kmh)
    flags = {_CRASH: b"\x01" if crash.is_calibrated else b"\x06", _COUNTER: _counter(crash)}
    return replace(reading, priority=_PANIC, event_io=_CRASH, io={**reading.io, **flags})


def _trace(crash: Crash, pulse: Pulse, crash_at: datetime) -> list[BoxReading]:
    readings = []
    mark = b"\x05" if crash.is_calibrated else b"\x04"
    for start in range(0, len(pulse.samples_mg), _SAMPLES_A_RECORD):
        at = crash_at + timedelta(seconds=start / pulse.rate_hz - pulse.starts_before_s)
        samples = xyz(pulse.samples_mg[start : start + _SAMPLES_A_RECORD])
        reading = replace(_reading(crash, at, crash.spot, crash.impact_kmh), priority=1, event_io=_CRASH)
        readings.append(replace(reading, io={_CRASH: mark, _TRACE: samples, _COUNTER: _counter(crash)}))
    return readings


def _aftermath(crash: Crash, crash_at: datetime) -> list[BoxReading]:
    readings = []
    for after_s in _DRIVING_ON_S if crash.after_kmh else _AT_REST_S:
        spot = crash.spot.behind(-crash.after_kmh / 3.6 * after_s)
        readings.append(_reading(crash, crash_at + timedelta(seconds=after_s), spot, crash.after_kmh))
    if crash.unplugs:
        torn = readings[0]
        io = {**torn.io, _UNPLUG: b"\x01", _SUPPLY: _UNPLUGGED_MV.to_bytes(2)}
        readings[0] = replace(torn, priority=1, event_io=_UNPLUG, io=io)
    return readings


def _reading(crash: Crash, at: datetime, spot: Spot, speed_kmh: float) -> BoxReading:
    io = {
        _IGNITION: b"\x01",
        _MOVEMENT: b"\x01" if speed_kmh >= 1 else b"\x00",
        _SUPPLY: _HEALTHY_MV.to_bytes(2),
    }
    seen = spot if crash.has_fix else crash.spot.behind(_distance_m(crash, _APPROACH_S))
    return BoxReading(
        read_at=at,
        latitude_deg=seen.latitude_deg,
        longitude_deg=seen.longitude_deg,
        heading_deg=spot.heading_deg,
        speed_kmh=round(speed_kmh) if crash.has_fix else 0,
        satellites=12 if crash.has_fix else 0,
        io=io,
    )


def _counter(crash: Crash) -> bytes:
    return crash.counter.to_bytes(2)
