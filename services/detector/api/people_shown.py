"""Whom to call and what their numbers are, as the desk shows it."""

from datetime import datetime

from app.api.cases import CallerInfo, PersonInfo, ReportInfo, RungInfo
from app.api.numbers import NumberInfo
from app.domain.contact import ContactRole, NumberKind
from app.domain.phone_case import Caller, PhoneReport
from app.domain.subscription import Person
from app.settings import Settings
from app.usecases.contact_ladder import NextCall, Rung, is_driver_reached, ladder, next_call, nobody_reached
from app.usecases.phone_numbers import country_of, e164_of, kind_of, shown
from app.usecases.queries import CaseBrief
from app.usecases.working_hours import is_working_time


def person_info(person: Person, e164: str | None) -> PersonInfo:
    """Return somebody under one of their numbers; None = none is known."""
    return PersonInfo(
        name=person.name,
        language=person.language,
        e164=e164,
        number_shown="" if e164 is None else shown(e164),
        number_kind=None if e164 is None else kind_of(e164),
        number_country="" if e164 is None else country_of(e164),
    )


def rungs(brief: CaseBrief, settings: Settings, now: datetime) -> tuple[RungInfo, ...]:
    """Return the ladder with who is next; nobody is while the driver has spoken, or somebody has to go and look."""
    is_over, at_work = is_driver_reached(brief.case) or nobody_reached(brief), is_working_time(now, settings)
    call = None if is_over else next_call(brief, settings.second_call_s)
    return tuple(
        _rung_info(rung, call if call is not None and call.rung == rung else None, at_work=at_work)
        for rung in ladder(brief)
    )


def report_info(report: PhoneReport) -> ReportInfo:
    """Return what was said on the phone; the plate stands with the car."""
    return ReportInfo(incident=report.incident, whereabouts=report.whereabouts, country_code=report.country_code)


def caller_info(caller: Caller) -> CallerInfo:
    """Return somebody who called in."""
    return CallerInfo(
        relation=caller.relation,
        name=caller.name,
        e164=caller.e164,
        number_shown=shown(caller.e164),
        called_at=caller.called_at,
    )


def number_info(text: str) -> NumberInfo:
    """Return what a typed text is as a number."""
    e164 = e164_of(text)
    if e164 is None:
        return NumberInfo(e164=None, shown=text, kind=NumberKind.INVALID, country="")
    return NumberInfo(e164=e164, shown=shown(e164), kind=kind_of(e164), country=country_of(e164))


def _rung_info(rung: Rung, call: NextCall | None, *, at_work: bool) -> RungInfo:
    last = rung.tried[-1] if rung.tried else None
    return RungInfo(
        role=rung.role,
        person=person_info(rung.person, rung.e164),
        tried_at=None if last is None else last.requested_at,
        outcome=None if last is None else last.outcome,
        disposition=None if last is None else last.disposition,
        is_wrong=rung.is_wrong,
        is_next=call is not None,
        not_before=None if call is None else call.not_before,
        is_off_hours=rung.role is ContactRole.EMPLOYER and not at_work,
    )
