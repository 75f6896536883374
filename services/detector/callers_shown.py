"""Who calls the centre now, with the open cases that the number belongs to, as ticks carry it.

Usually nobody does, and then nothing is read. The answer is kept until somebody else calls or a case changes, because
fifty desks ask for it every two seconds.
"""

from collections.abc import Iterable, Sequence
from threading import Lock

from app.api.telephone import CallersCaseInfo, WaitingCallerInfo
from app.domain.case import CaseState
from app.usecases.contact_ladder import is_driver_reached, ladder
from app.usecases.queries import CaseBrief, Reader
from app.usecases.store import StoreUnavailable
from services.detector.composition import Composition
from services.detector.exchange import callers_of, number_of
from services.telephony.ami.callers import WaitingCaller

Shown = tuple[WaitingCallerInfo, ...]


class CallersShown:
    """Call it for who calls now; in any thread."""

    def __init__(self, parts: Composition) -> None:
        self._parts = parts
        self._lock = Lock()
        self._known: tuple[object, Shown] = (None, ())

    def __call__(self) -> Shown:
        """Return them, the longest first; without their cases while the database cannot be read."""
        callers = callers_of(self._parts)
        if not callers:
            return ()
        key = (callers, self._parts.changes.last)
        with self._lock:
            if self._known[0] != key:
                self._known = (key, self._read(callers))
            return self._known[1]

    def _read(self, callers: Sequence[WaitingCaller]) -> Shown:
        def read(reader: Reader) -> Shown:
            desks = {endpoint: desk for desk, endpoint in reader.desk_telephones().items()}
            briefs = [brief for brief in reader.open_briefs() if brief.case.state is CaseState.OPEN]
            return tuple(_shown(caller, briefs, desks) for caller in callers)

        try:
            return self._parts.store.read(read)
        except StoreUnavailable:
            return tuple(_shown(caller, (), {}) for caller in callers)


def cases_of(e164: str, briefs: Iterable[CaseBrief]) -> tuple[CallersCaseInfo, ...]:
    """Return the open cases a number belongs to, those whose driver was not reached first."""
    found = []
    for brief in briefs:
        person = next((rung.person.name for rung in ladder(brief) if e164 and rung.e164 == e164), None)
        if person is not None:
            case = brief.case
            found.append(
                CallersCaseInfo(
                    case_id=case.case_id, number=case.number, person=person, is_reached=is_driver_reached(case)
                )
            )
    return tuple(sorted(found, key=lambda one: one.is_reached))


def _shown(caller: WaitingCaller, briefs: Sequence[CaseBrief], desks: dict[str, str]) -> WaitingCallerInfo:
    e164, number_shown = number_of(caller)
    endpoint = caller.answered_by or next(iter(caller.rings_at), "")
    return WaitingCallerInfo(
        caller_id=caller.caller_id,
        e164=e164,
        number_shown=number_shown,
        since=caller.since,
        answered_at=caller.answered_at,
        desk=desks.get(endpoint, ""),
        cases=cases_of(e164, briefs),
    )
