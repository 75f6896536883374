"""What is known of one crash, put together from everything its box said.

Always from the whole set and never from the change: the same records give the same E-call whatever order, pieces or
repeats they arrived in, and a service that was killed in between has nothing to remember.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from app.domain.box import BoxModel
from app.domain.ecall import BoxRecord, CrashMark, Ecall, Position, PulseMeasurement, TraceFragment
from app.domain.ids import EcallId
from services.detection.belonging import Kinship
from services.detection.pulse import measure
from services.detection.standstill import standstill
from services.detection.thresholds import Thresholds

_TRACK_BEFORE: Final = timedelta(minutes=2)
_TRACK_AFTER: Final = timedelta(minutes=10)
_JUST_BEFORE: Final = timedelta(seconds=10)
_APPROACH: Final = timedelta(seconds=60)
_MOST_SAMPLES: Final = 120_000
"""Two minutes at 1000 Hz; a box gone mad must not cost more than a long trace."""

_CALIBRATED: Final = {
    CrashMark.CRASH: True,
    CrashMark.TRACE: True,
    CrashMark.CRASH_UNCALIBRATED: False,
    CrashMark.TRACE_UNCALIBRATED: False,
}


@dataclass(slots=True)
class Gathered:
    """The records of one crash so far.

    Attributes:
        kin: The marked ones, to compare others with.
        marked: Crash, call and trace records, traces taken out.
        plain: Records without a mark that may lie around the crash.
        fragments: The traces.
        ecall: As stored; None while it is new.
    """

    kin: Kinship
    marked: set[BoxRecord]
    plain: set[BoxRecord] = field(default_factory=set)
    fragments: set[TraceFragment] = field(default_factory=set)
    ecall: Ecall | None = None

    @property
    def occurred_at(self) -> datetime:
        """Device time of the crash; of the earliest trace when only traces came."""
        return self.kin.chief.device_at


def is_around(record: BoxRecord, occurred_at: datetime) -> bool:
    """Whether a plain record lies close enough to the crash to be kept with it."""
    return -_TRACK_BEFORE <= record.device_at - occurred_at <= _TRACK_AFTER


def gathered_from(ecall: Ecall) -> Gathered:
    """Return a stored E-call as the records it was made of."""
    marked = {record for record in ecall.track if record.mark is not None}
    return Gathered(Kinship(*marked), marked, set(ecall.track) - marked, set(ecall.fragments), ecall)


def assemble(
    gathered: Gathered, ecall_id: EcallId, received_at: datetime, model: BoxModel | None, thresholds: Thresholds
) -> Ecall:
    """Return the E-call that the gathered records make."""
    opener = gathered.kin.chief
    occurred_at = opener.device_at
    track = tuple(_in_order(gathered.marked | {record for record in gathered.plain if is_around(record, occurred_at)}))
    calibrated = _calibrated(gathered.marked)
    fragments = _bounded(gathered.fragments, occurred_at)
    after = [record for record in track if record.device_at >= occurred_at]
    stands, since = standstill(track, occurred_at)
    return Ecall(
        ecall_id=ecall_id,
        imei=opener.imei,
        occurred_at=occurred_at,
        received_at=received_at,
        mark=opener.mark or CrashMark.TRACE,
        crash_counter=gathered.kin.crash_counter,
        calibrated=calibrated,
        position=_latest(record.position for record in after),
        last_known=_latest(place for record in track for place in (record.last_known, record.position)),
        track=track,
        fragments=fragments,
        measurement=_measured(gathered.ecall, fragments, calibrated, model, thresholds),
        standstill=stands,
        standstill_since=since,
        speed_before_kmh=_fastest(track, occurred_at, _JUST_BEFORE),
        approach_speed_kmh=_fastest(track, occurred_at, _APPROACH),
        unplugged=_said([record.unplugged for record in after]),
    )


def _measured(
    stored: Ecall | None,
    fragments: tuple[TraceFragment, ...],
    calibrated: bool | None,
    model: BoxModel | None,
    thresholds: Thresholds,
) -> PulseMeasurement | None:
    if stored is not None and stored.fragments == fragments and stored.calibrated == calibrated:
        return stored.measurement
    return measure(fragments, model, calibrated, thresholds)


def _in_order(records: Iterable[BoxRecord]) -> Iterator[BoxRecord]:
    """By device time; records of one instant in an order that depends on nothing but themselves."""
    for _, instant in groupby(
        sorted(records, key=lambda record: record.device_at), key=lambda record: record.device_at
    ):
        together = list(instant)
        yield from sorted(together, key=repr) if len(together) > 1 else together


def _bounded(fragments: Iterable[TraceFragment], occurred_at: datetime) -> tuple[TraceFragment, ...]:
    """In device-time order; of an endless trace, what lies nearest to the crash."""
    kept, room = [], _MOST_SAMPLES
    for fragment in sorted(
        fragments, key=lambda piece: (abs(piece.starts_at - occurred_at), piece.starts_at, piece.samples_mg)
    ):
        room -= len(fragment.samples_mg)
        if room < 0:
            break
        kept.append(fragment)
    return tuple(sorted(kept, key=lambda piece: (piece.starts_at, piece.samples_mg)))


def _calibrated(marked: Iterable[BoxRecord]) -> bool | None:
    """Whether the box knows its axes; one record that says it does not is believed over the others."""
    said = [_CALIBRATED[record.mark] for record in marked if record.mark in _CALIBRATED]
    return all(said) if said else None


def _latest(places: Iterable[Position | None]) -> Position | None:
    return max((place for place in places if place is not None), key=lambda place: place.fixed_at, default=None)


def _fastest(track: Iterable[BoxRecord], occurred_at: datetime, before: timedelta) -> float | None:
    speeds = [
        record.speed_kmh
        for record in track
        if record.speed_kmh is not None and timedelta(0) <= occurred_at - record.device_at <= before
    ]
    return max(speeds, default=None)


def _said(answers: Iterable[bool | None]) -> bool | None:
    """True when it was ever said, False when only the opposite was, None when nothing was."""
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None
