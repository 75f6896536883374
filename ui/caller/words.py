"""The words for somebody who calls in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.api.phone_cases import OpenCaseInfo
from app.api.search import FoundIn
from app.domain.case import CaseState
from app.domain.clock import age_s
from app.domain.phone_case import CallerRelation
from app.i18n import _, colour_name
from ui.caller.state import CaseLine
from ui.words.crash import PRIORITIES
from ui.words.places import countries_text, municipality_name
from ui.words.times import age_text

FOUND_IN: Mapping[FoundIn, Callable[[], str]] = {
    FoundIn.NUMBER: lambda: _("case number"),
    FoundIn.PLATE: lambda: _("plate"),
    FoundIn.PHONE: lambda: _("phone number"),
    FoundIn.NAME: lambda: _("name"),
    FoundIn.POLICY: lambda: _("policy"),
    FoundIn.BOX: lambda: _("box"),
    FoundIn.PLACE: lambda: _("place"),
}

CAUTIONS: Mapping[CallerRelation, Callable[[], str]] = {
    CallerRelation.FAMILY: lambda: _("Say no place and nothing of injuries before you know who it is."),
    CallerRelation.EMPLOYER: lambda: _("Say no place, no crash and nothing of injuries."),
    CallerRelation.POLICE: lambda: _("Ask service and name, and call back on their number before you say where."),
    CallerRelation.PASSER_BY: lambda: _("Ask what they see; say nothing of the people."),
    CallerRelation.OTHER: lambda: _("Say nothing of the people and the place."),
}
"""What to mind with each; the people of the contract have none."""


def case_line(case: OpenCaseInfo, now: datetime) -> CaseLine:
    """Return a case before anybody said who they are: what tells it from others, and neither name nor plate."""
    if case.state is CaseState.CLOSED:
        state = _("closed today")
    else:
        state = _("driver reached") if case.is_reached else _("DRIVER NOT REACHED YET")
    return CaseLine(
        number=case.number,
        state=f"{state} · {PRIORITIES[case.priority]()}",
        where=municipality_name(case.municipality) if case.municipality else countries_text(case.country_codes),
        car=" ".join(part for part in (case.car, colour_name(case.colour)) if part),
        since=age_text(age_s(case.received_at, now)),
        who=case.claimed_by or ("" if case.state is CaseState.CLOSED else _("nobody has it")),
        found="" if case.found_in is None else FOUND_IN[case.found_in](),
    )
