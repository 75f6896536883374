"""Which records speak of the same crash.

One crash is not one message: a box sends the crash once and its trace in up to dozens of records, stamped up to half a
minute to either side, in any order, again after a lost answer, or minutes later (``uplinks.md`` 0.1, 0.2). The box's
own crash counter decides where it is sent. Without it time decides, generously towards traces (a trace alone is hardly
ever another crash) and sparingly between two crash records: a second impact that vanished into the first would be a
person not called.

A driver's SOS and the car's own eCall may speak of a crash that the box reported too; within two minutes they do.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from app.domain.ecall import BoxRecord, CrashMark

_SENSED: Final = frozenset({CrashMark.CRASH, CrashMark.CRASH_UNCALIBRATED})
_SAME_IMPACT: Final = timedelta(seconds=10)
_SAME_NUMBERED_IMPACT: Final = timedelta(minutes=5)
_SAME_CALL: Final = timedelta(minutes=2)
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


def belongs(record: BoxRecord, group: Iterable[BoxRecord]) -> bool:
    """Whether a marked record is of the crash that the marked records of a group speak of."""
    members = tuple(group)
    if (record.mark is CrashMark.TEST) is not any(member.mark is CrashMark.TEST for member in members):
        return False
    counter = counter_of(members)
    if record.crash_counter is not None and counter is not None:
        return record.crash_counter == counter and _is_near(record, members, is_numbered=True)
    return _is_near(record, members, is_numbered=False)


def _is_near(record: BoxRecord, members: tuple[BoxRecord, ...], *, is_numbered: bool) -> bool:
    """Compare with the records that opened the group, if it has any: a trace reaches further than a crash."""
    openers = tuple(member for member in members if _opens(member))
    return any(_is_pair(record, member, is_numbered=is_numbered) for member in openers or members)


def _is_pair(one: BoxRecord, other: BoxRecord, *, is_numbered: bool) -> bool:
    apart = abs(one.device_at - other.device_at)
    traces = [record for record in (one, other) if not _opens(record)]
    if not traces:
        if {one.mark, other.mark} - _SENSED:
            return apart <= _SAME_CALL
        return apart <= (_SAME_NUMBERED_IMPACT if is_numbered else _SAME_IMPACT)
    if is_numbered:
        return apart <= _TRACE_NUMBERED
    is_early = len(traces) == 1 and traces[0].device_at == min(one.device_at, other.device_at)
    return apart <= (_TRACE_BEFORE if is_early else _TRACE_AFTER)


def chief(group: Iterable[BoxRecord]) -> BoxRecord:
    """Return the record that says when and what the crash was.

    The box's own crash goes before a call, a call before a trace, and the earliest before the others.
    """
    return min(group, key=_precedence)


def counter_of(group: Iterable[BoxRecord]) -> int | None:
    """Return the box's number of the crash, from the most telling record that has one."""
    numbered = [record for record in group if record.crash_counter is not None]
    return chief(numbered).crash_counter if numbered else None


def _precedence(record: BoxRecord) -> tuple[int, datetime, str, int]:
    rank = _RANK.get(record.mark, _LAST_RANK)
    counter = -1 if record.crash_counter is None else record.crash_counter
    return rank, record.device_at, str(record.mark), counter


def _opens(record: BoxRecord) -> bool:
    return record.mark is not None and record.mark.opens_ecall
