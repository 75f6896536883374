"""Which case a new impact belongs to, and which it only continues.

A car that is hit, stands across the lane and is hit again is one case. Doubt is decided for "the same": an impact whose
place is not known joins, because two cases of one crash cost a second operator and a second truck. A closed case never
swallows an impact, and a test never mixes with a crash. A case that began on the phone takes the E-call of its car from
wherever that comes: what a caller says of a place is no fix.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.case import Case, CasePlace, CaseState, Hold
from app.domain.clock import age_s
from app.domain.ecall import CrashMark, Ecall
from app.domain.ids import Imei
from app.settings import Settings
from app.usecases.case_facts import apart_m
from app.usecases.holds import is_clock_wrong
from app.usecases.ports import CaseRepository
from app.usecases.unit_of_work import UnitOfWork

_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewImpact:
    """An impact that is in no case yet. ``place``: None = not known."""

    ecall: Ecall
    place: CasePlace | None


def cases_of(imeis: Iterable[Imei], cases: CaseRepository) -> Sequence[Case]:
    """Return every case a car ever had by all its boxes, newest first: few, and an old one may still be open."""
    found = [case for imei in imeis for case in cases.of_box(imei, _EVER)]
    return tuple(sorted(found, key=lambda case: (case.received_at, case.number), reverse=True))


def numbers_of_car(ecall: Ecall, uow: UnitOfWork, settings: Settings) -> tuple[Imei, ...]:
    """Return every number that the car of an E-call is known by.

    Its own, those of its boxes on record, and for a number without a box that of the box whose crash it was a source
    of a while ago: a car that calls 112 again is still the car it was.
    """
    own = ecall.imei
    if uow.boxes.find(own) is not None:
        return own, *uow.boxes.of_same_car(own)
    try:
        since = ecall.occurred_at - timedelta(seconds=settings.second_impact_within_s)
    except OverflowError:
        return (own,)
    shared = uow.ecalls.between(since, ecall.occurred_at)
    boxes = (other.imei for other in shared if any(record.imei == own for record in other.track))
    return tuple(dict.fromkeys((own, *boxes)))


def case_to_join(impact: NewImpact, cases: Iterable[Case], settings: Settings) -> Case | None:
    """Return the open case that the impact is part of, the nearest in time; None = it needs a case of its own."""
    fitting = [case for case in cases if _is_same(impact, case, settings)]
    return min(fitting, key=lambda case: _between_s(impact, case, settings), default=None)


def case_to_link(impact: NewImpact, cases: Iterable[Case], now: datetime, settings: Settings) -> Case | None:
    """Return the newest case of the car that a new one continues: still open, or of the last hours."""
    since = now - timedelta(hours=settings.linked_within_h)
    related = (case for case in cases if _is_of_a_kind(impact, case))
    return next((case for case in related if case.state is CaseState.OPEN or case.received_at >= since), None)


def is_told(case: Case) -> bool:
    """Whether the case began with a phone call and no box has said anything yet."""
    return case.report is not None and not case.ecall_ids


def _is_same(impact: NewImpact, case: Case, settings: Settings) -> bool:
    if case.state is not CaseState.OPEN or not _is_of_a_kind(impact, case):
        return False
    within_s = settings.phone_joins_within_s if is_told(case) else settings.second_impact_within_s
    if _between_s(impact, case, settings) > within_s:
        return False
    distance_m = _distance_m(impact.place, case.place)
    return distance_m is None or distance_m <= settings.second_impact_within_m


def _is_of_a_kind(impact: NewImpact, case: Case) -> bool:
    return case.is_test is (impact.ecall.mark is CrashMark.TEST)


def _between_s(impact: NewImpact, case: Case, settings: Settings) -> float:
    """Seconds between two impacts by the clock of the box, or by ours when that one cannot be right."""
    ecall = impact.ecall
    if Hold.CLOCK_WRONG in case.holds or is_clock_wrong(ecall.occurred_at, ecall.received_at, settings):
        return abs(age_s(case.received_at, ecall.received_at))
    return abs(age_s(case.event_at, ecall.occurred_at))


def _distance_m(one: CasePlace | None, other: CasePlace | None) -> float | None:
    """None when either place is unknown, only remembered, or only told on the phone."""
    if one is None or other is None or one.is_last_known or other.is_last_known or one.is_told or other.is_told:
        return None
    return apart_m(one, other)
