"""Which records speak of the same crash.

One crash is not one message: a box sends the crash once and its trace in up to dozens of records, stamped up to half a
minute to either side, in any order, again after a lost answer, or minutes later (``uplinks.md`` 0.1, 0.2). The box's
own crash counter decides where it is sent. Without it time decides, generously towards traces (a trace alone is hardly
ever another crash) and sparingly between two crash records: a second impact that vanished into the first would be a
person not called. For the same reason the counter is not believed for longer than the half minute that the records of
one crash lie apart: a box that was started anew counts from one again. A crash record that is only sent again later
says the device time it said before.

A driver's SOS and the car's own eCall may speak of a crash that the box reported too; within two minutes they do. They
may come under another number than the box (a minimum set of data names a car, not a box): then they must not be known
to come from further than 200 m away, and a box crash and a call are the only pair that is one. Whether two numbers may
be one car at all is for the caller to say, who knows the records of cars.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from app.domain.ecall import BoxRecord, CrashMark
from services.detection.distance import distance_m

_SENSED: Final = frozenset({CrashMark.CRASH, CrashMark.CRASH_UNCALIBRATED})
_SAME_IMPACT: Final = timedelta(seconds=10)
_SAME_NUMBERED_IMPACT: Final = timedelta(seconds=30)
_CALLS: Final = frozenset({CrashMark.SOS, CrashMark.AUTOMATIC_MSD})
SAME_CALL: Final = timedelta(minutes=2)
"""Within this a call for help and the crash of a box are one event."""

_SAME_SPOT_M: Final = 200.0
_TRACE_BEFORE: Final = timedelta(minutes=1)
_TRACE_AFTER: Final = timedelta(minutes=10)
_TRACE_NUMBERED: Final = timedelta(minutes=30)
_RANK: Final[Mapping[CrashMark | None, int]] = {
    CrashMark.CRASH: 0,
    CrashMark.CRASH_UNCALIBRATED: 0,
    CrashMark.AUTOMATIC_MSD: 1,
    CrashMark.SOS: 2,
    CrashMark.TEST: 3,
}
_LAST_RANK: Final = 4


class Kinship:
    """The marked records of one crash, as far as other records have to be compared with them.

    Grows by ``add`` and answers at once, however long the trace is: a box may send every sample as a record of its own.
    """

    def __init__(self, first: BoxRecord, *others: BoxRecord) -> None:
        self._chief = first
        self._numbered: BoxRecord | None = None
        self._openers: list[BoxRecord] = []
        self._first_at = self._last_at = first.device_at
        for record in (first, *others):
            self.add(record)

    @property
    def chief(self) -> BoxRecord:
        """The record that says when and what the crash was.

        The box's own crash goes before a call, a call before a trace, and the earliest before the others.
        """
        return self._chief

    @property
    def crash_counter(self) -> int | None:
        """The box's number of the crash, from the most telling record that has one."""
        return self._numbered.crash_counter if self._numbered else None

    def add(self, record: BoxRecord) -> None:
        """Take a marked record in."""
        self._first_at = min(self._first_at, record.device_at)
        self._last_at = max(self._last_at, record.device_at)
        self._chief = min(self._chief, record, key=_precedence)
        if record.crash_counter is not None:
            self._numbered = min(self._numbered or record, record, key=_precedence)
        if _opens(record):
            self._openers.append(record)

    def takes(self, record: BoxRecord) -> bool:
        """Whether a marked record is of the same crash."""
        if (record.mark is CrashMark.TEST) is not (self._chief.mark is CrashMark.TEST):
            return False
        if record.imei != self._chief.imei:
            return _opens(record) and self._takes_from_elsewhere(record)
        is_numbered = record.crash_counter is not None and self.crash_counter is not None
        if is_numbered and record.crash_counter != self.crash_counter:
            return False
        if not self._openers:
            return self._reaches_traces(record, is_numbered=is_numbered)
        if _opens(record):
            known = self._comparable(record)
            return any(_is_same_event(record, opener, is_numbered=is_numbered) for opener in known)
        return any(
            _is_trace_of(record.device_at, opener.device_at, is_numbered=is_numbered) for opener in self._openers
        )

    def _comparable(self, record: BoxRecord) -> Sequence[BoxRecord]:
        """Return the openers to compare with: no call between two crashes of a box makes one of them."""
        if record.mark not in _SENSED:
            return self._openers
        return [opener for opener in self._openers if opener.mark in _SENSED] or self._openers

    def _takes_from_elsewhere(self, record: BoxRecord) -> bool:
        """Whether a call is of this crash though it came under another number; a third number is another car."""
        known = self._openers or [self._chief]
        others = {one.imei for one in known} - {record.imei}
        return len(others) == 1 and any(_is_same_from_elsewhere(record, one) for one in known)

    def _reaches_traces(self, record: BoxRecord, *, is_numbered: bool) -> bool:
        """Whether a record is near the traces of a crash that itself was not heard of yet."""
        if _opens(record):
            nearest = min(max(record.device_at, self._first_at), self._last_at)
            return _is_trace_of(nearest, record.device_at, is_numbered=is_numbered)
        reach = _TRACE_NUMBERED if is_numbered else _TRACE_AFTER
        return self._first_at - reach <= record.device_at <= self._last_at + reach


def _is_same_from_elsewhere(one: BoxRecord, other: BoxRecord) -> bool:
    """Whether a box and a call that came under different numbers speak of one crash."""
    if one.imei == other.imei or (one.mark in _CALLS) is (other.mark in _CALLS):
        return False
    if abs(one.device_at - other.device_at) > SAME_CALL:
        return False
    places = one.position, other.position
    return places[0] is None or places[1] is None or distance_m(places[0], places[1]) <= _SAME_SPOT_M


def _is_same_event(one: BoxRecord, other: BoxRecord, *, is_numbered: bool) -> bool:
    apart = abs(one.device_at - other.device_at)
    if {one.mark, other.mark} - _SENSED:
        return apart <= SAME_CALL
    return apart <= (_SAME_NUMBERED_IMPACT if is_numbered else _SAME_IMPACT)


def _is_trace_of(trace_at: datetime, crash_at: datetime, *, is_numbered: bool) -> bool:
    if is_numbered:
        return abs(trace_at - crash_at) <= _TRACE_NUMBERED
    return -_TRACE_BEFORE <= trace_at - crash_at <= _TRACE_AFTER


def _precedence(record: BoxRecord) -> tuple[int, datetime, str, int]:
    counter = -1 if record.crash_counter is None else record.crash_counter
    return _RANK.get(record.mark, _LAST_RANK), record.device_at, str(record.mark), counter


def _opens(record: BoxRecord) -> bool:
    return record.mark is not None and record.mark.opens_ecall
