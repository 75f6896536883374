"""One row of the queue in words.

A row is read in a second by somebody who is on the phone, so it carries what decides (how hard, who, where, how long)
and marks only what is not as usual. Unknown is said, never left empty.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from app.api.queue import QueueRow, RejectedRow
from app.domain.case import Hold
from app.domain.clock import age_s
from app.domain.ecall import CrashMark
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.domain.verdict import ReasonCode
from app.i18n import _
from ui.queue.state import Mark, Row, Section, Weight
from ui.words.cases import OUTCOMES
from ui.words.crash import PRIORITIES, SHORT_REASONS, peak_text
from ui.words.impacts import is_press
from ui.words.incidents import head_of, incident_of
from ui.words.places import countries_text, municipality_name
from ui.words.promises import clock_mark
from ui.words.steps import SHORT
from ui.words.times import age_text, clock_text, since_text

WAITS = (Section.WAITING, Section.LATE)
"""The sections of what nobody has claimed."""

AGAINST = (
    ReasonCode.PEAK_BELOW,
    ReasonCode.MOVING,
    ReasonCode.OUTSIDE_BELGIUM,
    ReasonCode.TEST_CALL,
)
"""The findings that speak against an E-call; the others of a rejected event do not explain it."""


def case_key(case_id: CaseId) -> str:
    """Return the key of a case's row."""
    return f"case:{case_id}"


def case_line(row: QueueRow, section: Section, now: datetime, *, is_open: bool, offer: str = "") -> Row:
    """Return the row of a case as this section shows it; ``offer`` says to whom it is offered first."""
    clock = _clock(row, section, now)
    peak = head_of(row)
    plate = row.plate or _("plate unknown")
    marks = (*([Mark(offer, Weight.HIGH)] if offer else ()), *_marks(row, section, now))
    detail = _detail(row, section, now)
    priority = PRIORITIES[row.priority]()
    spoken = ", ".join([priority, peak, plate, detail, *(mark.text for mark in marks), _spoken_clock(section, clock)])
    return Row(
        key=case_key(row.case_id),
        case_id=row.case_id,
        priority=row.priority,
        peak=peak,
        plate=plate,
        detail=detail,
        clock=clock,
        marks=marks,
        is_overdue=section in WAITS and now > row.target_at,
        flashes=section in WAITS,
        is_open=is_open,
        spoken=spoken,
    )


def rejected_line(row: RejectedRow, now: datetime) -> Row:
    """Return the row of an event that did not become a case, with the reason."""
    against = [code for code in row.reasons if code in AGAINST] or list(row.reasons)
    detail = "; ".join(SHORT_REASONS[code]() for code in against) or _("reason not known")
    peak = peak_text(row.peak_g, CrashMark.CRASH, capped=False)
    plate = row.plate or _("box {imei}").format(imei=row.imei)
    clock = age_text(age_s(row.received_at, now))
    return Row(
        key=f"rejected:{row.ecall_id}",
        case_id=None,
        priority=None,
        peak=peak,
        plate=plate,
        detail=detail,
        clock=clock,
        marks=(),
        is_overdue=False,
        flashes=False,
        is_open=False,
        spoken=", ".join((_("rejected"), peak, plate, detail, clock)),
    )


def place_text(row: QueueRow) -> str:
    """Return where it is, in the shortest true words."""
    if row.municipality is not None:
        return municipality_name(row.municipality)
    return countries_text(row.country_codes) or _("place unknown")


def nearby_mark(row: QueueRow) -> str:
    """Return which other case may be the same pile-up, and how many more."""
    first, *more = (other.number for other in row.nearby)
    if more:
        return _("near {number} +{count}").format(number=first, count=len(more))
    return _("near {number}").format(number=first)


def _clock(row: QueueRow, section: Section, now: datetime) -> str:
    if section in WAITS:
        return clock_text(age_s(row.waits_since, now))
    if section is Section.MINE and row.claim is not None:
        return clock_text(age_s(row.claim.claimed_at, now))
    return age_text(age_s(row.received_at, now))


def _spoken_clock(section: Section, clock: str) -> str:
    if section in WAITS:
        return _("waiting {clock}").format(clock=clock)
    return clock


def _detail(row: QueueRow, section: Section, now: datetime) -> str:
    parts = [*([incident_of(row)] if row.incident is not None else []), place_text(row)]
    if section is Section.MINE and row.next_step.kind is not NextKind.NOTHING:
        parts.append(_step(row, now))
    if section is Section.OTHERS and row.claim is not None:
        words = _("{name} since {since}, {desk}")
        since = since_text(row.claim.claimed_at, now)
        parts.append(words.format(name=row.claim.name, since=since, desk=row.claim.desk))
    if section is Section.CLOSED:
        parts.append(_("ended while this desk was away") if row.outcome is None else OUTCOMES[row.outcome]())
    return " · ".join(parts)


def _step(row: QueueRow, now: datetime) -> str:
    at = row.next_step.not_before
    if at is None or not row.next_step.waits(now):
        return SHORT[row.next_step.kind]()
    return _("call again in {time}").format(time=clock_text(math.ceil(age_s(now, at))))


def _promise_marks(row: QueueRow, now: datetime) -> Iterator[Mark]:
    """The promise that is due first, with whose it is, and how many more there are."""
    if not row.promises:
        return
    first, *more = row.promises
    text = clock_mark(first, now) + (f" +{len(more)}" if more else "")
    yield Mark(text, Weight.CRITICAL if now >= first.due_at else Weight.QUIET)


def _marks(row: QueueRow, section: Section, now: datetime) -> Iterator[Mark]:
    yield from _promise_marks(row, now)
    if row.by_hand and section is not Section.CLOSED:
        yield Mark(_("{count} by hand").format(count=row.by_hand), Weight.CRITICAL)
    if row.claim is not None and row.claim.is_stale and section in (Section.OTHERS, Section.MINE):
        yield Mark(_("desk silent"), Weight.HIGH)
    if row.impacts > 1 and is_press(row.mark, row.peak_g):
        yield Mark(_("SOS {count} x").format(count=row.impacts), Weight.HIGH)
    elif row.impacts > 1:
        yield Mark(_("impact {count}").format(count=row.impacts), Weight.HIGH)
    if row.nearby and section is not Section.CLOSED:
        yield Mark(nearby_mark(row), Weight.QUIET)
    if row.is_late:
        yield Mark(_("LATE {age}").format(age=age_text(age_s(row.event_at, now))), Weight.HIGH)
    if Hold.CLOCK_WRONG in row.holds:
        yield Mark(_("box clock wrong"), Weight.HIGH)
    if row.is_test:
        yield Mark(_("TEST"), Weight.QUIET)
    if section is Section.FOLLOW_UP:
        yield from _left_marks(row)


def _left_marks(row: QueueRow) -> Iterator[Mark]:
    """What goes on without its case; a firm that was asked and does not answer is none that comes."""
    if row.next_step.kind is NextKind.PHONE_PARTNER:
        yield Mark(SHORT[NextKind.PHONE_PARTNER](), Weight.CRITICAL)
    elif row.has_running_tow:
        yield Mark(_("tow runs"), Weight.QUIET)


TITLES: Mapping[Section, Callable[[], str]] = {
    Section.WAITING: lambda: _("Waiting"),
    Section.MINE: lambda: _("Mine"),
    Section.OTHERS: lambda: _("Others"),
    Section.FOLLOW_UP: lambda: _("Follow-up"),
    Section.LATE: lambda: _("Late / offline"),
    Section.REJECTED: lambda: _("Rejected"),
    Section.CLOSED: lambda: _("Closed"),
}
