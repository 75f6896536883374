"""Cars that crashed at one time in one place: their cases are shown to each other, and stay their own.

A pile-up is several people who each need somebody on the phone, so nothing is ever merged, no priority moves and no
sound is made; whoever opens one of the cases sees that there are others. What was found once stays: a suggestion that
comes and goes while fixes wander would be worth nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case, CasePlace, CaseState, Hold, NearbyCase
from app.domain.clock import age_s
from app.domain.events import Event, EventKind
from app.domain.ids import Imei
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.case_facts import apart_m
from app.usecases.unit_of_work import UnitOfWork

MOST_NEARBY: Final = 10
"""Of a flood of crashes in one place, the nearest: each new one changes as many other cases."""


def neighbours_of(
    case: Case, same_car: Iterable[Imei], open_cases: Iterable[Case], settings: Settings
) -> Sequence[Case]:
    """Return the open cases of other cars that may be one pile-up with this one and are not yet known to it."""
    own = {case.imei, *same_car}
    known = {near.case_id for near in case.nearby} | {case.case_id, case.linked_case_id}
    others = [other for other in open_cases if other.imei not in own and other.case_id not in known]
    near = [(distance_m, other) for other in others if (distance_m := _near_m(case, other, settings)) is not None]
    room = max(0, MOST_NEARBY - len(case.nearby))
    return [other for _, other in sorted(near, key=lambda pair: (pair[0], pair[1].number))[:room]]


def with_neighbours(case: Case, neighbours: Iterable[Case]) -> Case:
    """Return the case with these among those near to it, in the order of their numbers."""
    known = {near.case_id: near for near in case.nearby}
    found = {other.case_id: NearbyCase(other.case_id, other.number) for other in neighbours}
    return replace(case, nearby=tuple(sorted((found | known).values(), key=lambda near: near.number)))


def tell_neighbours(case: Case, neighbours: Iterable[Case], uow: UnitOfWork, now: datetime) -> None:
    """Show the case to the ones near to it: each gets an entry and an event, without a sound."""
    for other in neighbours:
        saved = uow.cases.save(with_neighbours(other, [case]))
        for one, near in ((case, other), (saved, case)):
            write_down(uow, one.case_id, SERVICE, now, Entry(AuditAction.NEARBY_CASE, {"number": near.number}))
        uow.events.append(Event(EventKind.CASE_CHANGED, now, case_id=saved.case_id))


def _near_m(case: Case, other: Case, settings: Settings) -> float | None:
    """How far two cases lie apart, when both places are known and all of it is near enough; else None."""
    if case.is_test or other.is_test or CaseState.CLOSED in (case.state, other.state):
        return None
    one, two = _fix(case), _fix(other)
    if one is None or two is None or abs(age_s(_at(case), _at(other))) > settings.pile_up_within_s:
        return None
    distance_m = apart_m(one, two)
    return distance_m if distance_m < settings.pile_up_within_m else None


def _fix(case: Case) -> CasePlace | None:
    return None if case.place is None or case.place.is_last_known or case.place.is_told else case.place


def _at(case: Case) -> datetime:
    """The instant of the crash by the clock of the box, or by ours when that one cannot be right."""
    return case.received_at if Hold.CLOCK_WRONG in case.holds else case.event_at
