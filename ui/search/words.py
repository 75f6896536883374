"""Hits as lines: what each is, what tells it from others, and what Enter does with it."""

from collections.abc import Callable, Mapping

from app.api.queue import NamesInfo
from app.api.records import RecordRow
from app.api.search import CaseHit, HitKind, MunicipalityHit, SearchHit
from app.domain.case import CaseState
from app.i18n import _
from ui.actions import Action
from ui.search.state import Line
from ui.words.places import countries_text, municipality_name
from ui.words.times import moment

Words = Callable[[], str]

HEADINGS: Mapping[HitKind, Words] = {
    HitKind.OPEN_CASE: lambda: _("Open cases"),
    HitKind.CONTRACT: lambda: _("Contracts and cars"),
    HitKind.PERSON: lambda: _("People"),
    HitKind.BOX: lambda: _("Boxes"),
    HitKind.CLOSED_CASE: lambda: _("Closed cases"),
    HitKind.MUNICIPALITY: lambda: _("Municipalities"),
}


def heading(kind: HitKind, *, nearly: bool, more: bool) -> Line:
    """Return the line above the hits of a kind."""
    parts = [HEADINGS[kind]()]
    if nearly:
        parts.append(_("not exactly as typed"))
    if more:
        parts.append(_("there are more; type more of it"))
    return Line(" · ".join(parts))


def commands_heading() -> Line:
    """Return the line above the commands."""
    return Line(_("Commands"))


def command_line(action: Action) -> Line:
    """Return a command as a line."""
    return Line(action.text(), action.keys[0] if action.keys else "", _("do it"))


def hit_line(hit: SearchHit, *, opens_cases: bool) -> Line:
    """Return a hit as a line; ``opens_cases``: this person may open a case for it."""
    if hit.case is not None:
        return _case_line(hit.case)
    if hit.place is not None:
        return _place_line(hit.place)
    return _record_line(hit, hit.record, opens_cases=opens_cases)


def _case_line(case: CaseHit) -> Line:
    parts = [case.driver, _names(case.municipality) or countries_text(case.country_codes)]
    if case.state is CaseState.CLOSED:
        parts.append(moment(case.received_at))
    elif not case.is_driver_reached:
        parts.append(_("driver not reached"))
    if case.claimed_by:
        parts.append(case.claimed_by)
    return Line(_joined(case.number, case.plate or ""), _joined(*parts), _("open the case"))


def _record_line(hit: SearchHit, record: RecordRow | None, *, opens_cases: bool) -> Line:
    if record is None:
        return Line(hit.person, "", _("open the contract"))
    names = (record.name, record.driver if record.driver != record.name else "")
    if hit.kind is HitKind.PERSON:
        others = [name for name in names if name != hit.person]
        title, detail = _joined(hit.person, record.plate), (*others, record.policy_number, record.municipality)
    elif hit.kind is HitKind.BOX:
        title, detail = _joined(record.imei or "", record.plate), (*names, record.policy_number)
    else:
        title, detail = _joined(record.plate or record.policy_number, record.car), (*names, record.policy_number)
    also = _("new case for this car") if opens_cases else ""
    return Line(title, _joined(*detail), _("open the contract"), also)


def _place_line(place: MunicipalityHit) -> Line:
    name = municipality_name(place.names)
    title = f"{place.part} ({name})" if place.part else name
    detail = _joined(", ".join(place.postcodes), "" if place.province is None else municipality_name(place.province))
    return Line(title, detail, _("new case there"))


def _names(names: NamesInfo | None) -> str:
    return "" if names is None else municipality_name(names)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
