"""Who calls the centre now, with the open cases that the number belongs to, and who gave up, as ticks carry it.

Usually nobody does, and then nothing is read. The answer is kept until somebody else calls or a case changes, because
fifty desks ask for it every two seconds. Who gave up is read at the start, so that no restart forgets them, when there
is one more, and while there is one, whenever something was written down.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from threading import Lock
from typing import Final

from app.api.telephone import CallersCaseInfo, WaitingCallerInfo
from app.domain.call_event import MissedCall
from app.domain.case import CaseState
from app.usecases.contact_ladder import is_driver_reached, rung_of
from app.usecases.phone_numbers import shown
from app.usecases.queries import CaseBrief, Reader
from app.usecases.store import StoreUnavailable
from services.detector.composition import Composition
from services.detector.exchange import callers_of, exchange_of, number_of
from services.telephony.ami.callers import WaitingCaller
from services.telephony.ami.exchange import AmiExchange

Shown = tuple[WaitingCallerInfo, ...]

STANDS_FOR: Final = timedelta(days=7)
"""Longer ago nobody waits for a call back, and nobody remembers what was missed."""


class CallersShown:
    """Call it for who calls now; in any thread."""

    def __init__(self, parts: Composition) -> None:
        self._parts = parts
        self._lock = Lock()
        self._known: tuple[object, Shown] = (None, ())
        self._missed: tuple[object, Shown] = (None, ())
        self._dealt = 0

    def __call__(self) -> Shown:
        """Return them, the longest first; without their cases while the database cannot be read."""
        callers = callers_of(self._parts)
        with self._lock:
            missed = self._gave_up()
            if not callers:
                return missed
            key = (callers, self._parts.changes.last)
            if self._known[0] != key:
                self._known = (key, self._read(callers))
            return self._known[1] + missed

    def dealt_with(self) -> None:
        """Look anew who still has to be called back."""
        self._dealt += 1

    def _gave_up(self) -> Shown:
        exchange = exchange_of(self._parts)
        kept = (id(exchange), exchange.missed_kept) if isinstance(exchange, AmiExchange) else (0, 0)
        key = (kept, self._dealt, self._parts.changes.last if self._missed[1] else 0)
        if self._missed[0] != key:
            since = self._parts.clock.now() - STANDS_FOR
            with suppress(StoreUnavailable):  # looked for again with the next tick
                missed = self._parts.store.read(lambda reader: reader.missed_calls(since))
                self._missed = (key, tuple(map(_gave_up, missed)))
        return self._missed[1]

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
        rung = rung_of(brief, e164)
        if rung is not None:
            case = brief.case
            found.append(
                CallersCaseInfo(
                    case_id=case.case_id,
                    number=case.number,
                    person=rung.person.name,
                    is_reached=is_driver_reached(case),
                )
            )
    return tuple(sorted(found, key=lambda one: one.is_reached))


def _gave_up(call: MissedCall) -> WaitingCallerInfo:
    number = shown(call.e164) if call.e164 else ""
    return WaitingCallerInfo(
        caller_id=call.missed_id,
        e164=call.e164,
        number_shown=number,
        since=call.at,
        answered_at=None,
        desk="",
        missed_at=call.at,
    )


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
