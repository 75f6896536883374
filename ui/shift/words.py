"""Cases of a shift in words."""

from datetime import datetime

from app.api.queue import QueueRow
from app.api.shift import ColleagueInfo, OfferInfo
from app.domain.case import CaseState
from app.i18n import _
from ui.shift.state import ShiftLine
from ui.words.places import municipality_name
from ui.words.promises import promised_text
from ui.words.steps import SHORT
from ui.words.times import since_text


def offered_line(row: QueueRow, offer: OfferInfo, now: datetime) -> ShiftLine:
    """Return a case that is offered to me as a line."""
    text = _("declined, {name} still has it") if offer.declined_at else _("{name} at {desk}, {time}")
    return _line(row, text.format(name=offer.by, desk=offer.by_desk, time=since_text(offer.offered_at, now)), now)


def my_line(row: QueueRow, now: datetime) -> ShiftLine:
    """Return a case of mine as a line."""
    offer = row.offer
    if offer is None:
        return _line(row, _("not offered"), now)
    if offer.declined_at is not None:
        text, at = _("{name} declined, {time}"), offer.declined_at
    else:
        text, at = _("offered to {name}, {time}"), offer.offered_at
    return _line(row, text.format(name=offer.to, time=since_text(at, now)), now)


def colleague_words(colleague: ColleagueInfo) -> str:
    """Say a colleague with the desk."""
    if not colleague.desk:
        return _("{name} (at no desk now)").format(name=colleague.name)
    return _("{name} at {desk}").format(name=colleague.name, desk=colleague.desk)


def _line(row: QueueRow, offer: str, now: datetime) -> ShiftLine:
    is_closed = row.state is CaseState.CLOSED
    place = "" if row.municipality is None else municipality_name(row.municipality)
    promises = [f"{promised_text(one.kind, one.to)}, {since_text(one.due_at, now)}" for one in row.promises]
    return ShiftLine(
        case_id=row.case_id,
        number=row.number,
        what=" · ".join(part for part in (str(row.priority.value), row.plate or _("plate unknown"), place) if part),
        step=_("closed, promised") if is_closed else SHORT[row.next_step.kind](),
        promises="; ".join(promises),
        offer=offer,
    )
