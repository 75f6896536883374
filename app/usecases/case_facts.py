"""What a case says, worked out anew from what is known of its E-calls.

Always from the whole E-call and never from the change, so that crash record, trace and standstill give the same case in
whatever order they came. Two things only ever move one way: the rules never lower a priority, and the verdict of a case
with several impacts never weakens, because it speaks for all of them and each update brings only one.

The impact that happened last leads: the place, the holds and the time of the case are its own, because what is done now
is done about it.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.case import Case, CasePlace, CaseState, Hold, TowQuestion, priority_of
from app.domain.ecall import CrashMark, Ecall
from app.domain.ids import CaseId, CaseNumber, ContractId
from app.domain.subscription import ContractState
from app.domain.verdict import Priority, ReasonCode, Verdict, VerdictKind
from app.geography.plane import metres_per_degree
from app.settings import Settings
from app.usecases.holds import Circumstances, holds_of, is_clock_wrong, is_late

_CALLS_FOR_HELP: Final = frozenset({CrashMark.SOS, CrashMark.AUTOMATIC_MSD})
_CALLED_BY: Final = {
    ReasonCode.DRIVER_PRESSED_SOS: CrashMark.SOS,
    ReasonCode.AUTOMATIC_ACTIVATION: CrashMark.AUTOMATIC_MSD,
}
_STRENGTH: Final = {
    VerdictKind.TOLD: -1,
    VerdictKind.REJECTED: 0,
    VerdictKind.SUSPECTED: 1,
    VerdictKind.ECALL: 2,
    VerdictKind.TOW_AT_ONCE: 4,
}
_STRENGTH_OF_DOUBT_ABOVE_TOW: Final = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of one E-call now.

    Attributes:
        place: Of this E-call; None = neither a fix nor a last known place.
        contract: On the day of the event.
    """

    ecall: Ecall
    verdict: Verdict
    place: CasePlace | None
    contract_id: ContractId | None
    contract: ContractState


def new_case(heard: Heard, case_id: CaseId, number: CaseNumber, heard_at: datetime, settings: Settings) -> Case:
    """Return the case of a first impact, heard of at that instant."""
    blank = Case(
        case_id=case_id,
        number=number,
        version=1,
        state=CaseState.OPEN,
        priority=Priority.THREE,
        ranked=Priority.THREE,
        imei=heard.ecall.imei,
        contract_id=heard.contract_id,
        ecall_ids=(heard.ecall.ecall_id,),
        mark=heard.ecall.mark,
        verdict=heard.verdict,
        holds=(),
        tow_question=TowQuestion.NOT_ASKED,
        place=None,
        event_at=heard.ecall.occurred_at,
        received_at=heard_at,
        attention_at=heard_at,
        is_late=False,
        is_test=heard.ecall.mark is CrashMark.TEST,
        call_language=None,
        claim=None,
        first_claimed_at=None,
        driver_reached_at=None,
        linked_case_id=None,
        closed_at=None,
        outcome=None,
    )
    return with_update(blank, heard, settings)


def with_impact(case: Case, heard: Heard, now: datetime, settings: Settings) -> Case:
    """Return the case with one more impact: it asks for attention again, and what was said of a tow counts no more.

    One that happened before the last that is known is only heard of late: what people said since stays said.
    """
    if not case.ecall_ids:
        return _with_first_impact(case, heard, now, settings)
    new = heard.ecall.ecall_id
    is_last = heard.ecall.occurred_at >= case.event_at
    struck_at = now if is_last else case.struck_at or case.received_at
    ids = (*case.ecall_ids, new) if is_last else (*case.ecall_ids[:-1], new, case.ecall_ids[-1])
    grown = with_update(
        replace(case, ecall_ids=ids, tow_question=TowQuestion.NOT_ASKED, attention_at=now, struck_at=struck_at),
        heard,
        settings,
    )
    return replace(grown, priority=min(case.priority, grown.ranked))


def _with_first_impact(case: Case, heard: Heard, now: datetime, settings: Settings) -> Case:
    """Return the case of a phone call with the crash of its car.

    Of a crash that happened before the call, the call told: who was spoken to was spoken to about it, and what was said
    of a tow stands. One that happened after it is another matter, and everybody is asked again.
    """
    is_clock_right = not is_clock_wrong(heard.ecall.occurred_at, heard.ecall.received_at, settings)
    is_known = is_clock_right and heard.ecall.occurred_at <= case.received_at
    joined = replace(
        case,
        ecall_ids=(heard.ecall.ecall_id,),
        attention_at=now,
        struck_at=None if is_known else now,
        tow_question=case.tow_question if is_known else TowQuestion.NOT_ASKED,
    )
    grown = with_update(joined, heard, settings)
    return replace(grown, priority=min(case.priority, grown.ranked))


def with_update(case: Case, heard: Heard, settings: Settings) -> Case:
    """Return the case as it is with what is now known of one of its E-calls; the tow is decided elsewhere."""
    is_only = case.impacts == 1
    known = replace(
        case,
        imei=heard.ecall.imei if is_only else case.imei,
        contract_id=case.contract_id or heard.contract_id,
        verdict=heard.verdict if is_only else _stronger(case, heard),
        mark=heard.ecall.mark if is_only or heard.ecall.mark in _CALLS_FOR_HELP else case.mark,
    )
    return _ranked(_led_by(known, heard, settings) if _leads(case, heard) else _relieved(known), heard)


def apart_m(one: CasePlace, other: CasePlace) -> float:
    """Return the distance of two places in metres; meant for near ones."""
    east_m, north_m = metres_per_degree(one.latitude_deg)
    return math.hypot(
        east_m * (other.longitude_deg - one.longitude_deg), north_m * (other.latitude_deg - one.latitude_deg)
    )


def _leads(case: Case, heard: Heard) -> bool:
    return heard.ecall.ecall_id == case.ecall_ids[-1]


def _led_by(case: Case, heard: Heard, settings: Settings) -> Case:
    heard_at = max(case.received_at, heard.ecall.received_at)
    known = Circumstances(
        occurred_at=heard.ecall.occurred_at,
        heard_at=heard_at,
        mark=case.mark,
        verdict=case.verdict,
        in_belgium=None if heard.place is None else heard.place.in_belgium,
        contract=heard.contract,
    )
    return replace(
        case,
        place=_place(case.place, heard, settings),
        holds=holds_of(known, settings),
        event_at=heard.ecall.occurred_at,
        is_late=is_late(heard.ecall.occurred_at, heard_at, settings),
    )


def _relieved(case: Case) -> Case:
    """Return the case without a rejection that the verdict no longer bears out."""
    stand = tuple(hold for hold in case.holds if hold is not Hold.REJECTED or case.verdict.denies_crash)
    return replace(case, holds=stand)


def _place(known: CasePlace | None, heard: Heard, settings: Settings) -> CasePlace | None:
    """Return the place to show: a fix before a memory, and the same one while the fixes of a car at rest wander.

    A fix from before the last impact or call gives way to any later one: "3 min ago" must not be said of a call of now.
    """
    told = heard.place
    if known is None or told is None:
        return told or known
    if known.is_told and not told.is_last_known:
        return told
    if told.is_last_known and not known.is_last_known:
        return known
    if not told.is_last_known and known.fixed_at < min(told.fixed_at, _last_called_at(heard.ecall)):
        return told
    return known if _is_same_place(known, told, settings.moved_m) else told


def _last_called_at(ecall: Ecall) -> datetime:
    calls = (record.device_at for record in ecall.track if record.mark is not None and record.mark.opens_ecall)
    return max((ecall.occurred_at, *calls))


def _is_same_place(known: CasePlace, heard: CasePlace, moved_m: float) -> bool:
    return _said_of(known) == _said_of(heard) and apart_m(known, heard) < moved_m


def _said_of(place: CasePlace) -> tuple[object, ...]:
    return (place.is_last_known, place.in_belgium, place.country_codes, place.municipality, place.postcode)


def _stronger(case: Case, heard: Heard) -> Verdict:
    """Of equally strong ones, that of the impact that leads."""
    known, new = _strength(case.verdict), _strength(heard.verdict)
    is_taken = new > known or (new == known and _leads(case, heard))
    return heard.verdict if is_taken else case.verdict


def _strength(verdict: Verdict) -> int:
    """Doubt about more than the tow threshold outweighs certainty about less."""
    is_grave_doubt = verdict.kind is VerdictKind.SUSPECTED and verdict.above_tow is True
    return _STRENGTH_OF_DOUBT_ABOVE_TOW if is_grave_doubt else _STRENGTH[verdict.kind]


def _ranked(case: Case, heard: Heard) -> Case:
    """Return the case ranked by the rules; what a person made of it stays unless the rules now find it more urgent."""
    urgency = priority_of(
        heard.verdict,
        _call_in(heard) or heard.ecall.mark,
        heard.ecall.measurement,
        impacts=1 if case.is_test else case.impacts,
        above_tow_g=heard.verdict.above_tow,
    )
    ranked = min(case.ranked, urgency)
    return replace(case, ranked=ranked, priority=min(case.priority, ranked) if ranked < case.ranked else case.priority)


def _call_in(heard: Heard) -> CrashMark | None:
    """The call for help among the marks of the E-call; one that also has a crash record goes by the name of that."""
    return next((_CALLED_BY[reason.code] for reason in heard.verdict.reasons if reason.code in _CALLED_BY), None)
