"""Everything that happened in the case, one sentence each, on one clock.

The timeline *is* the case's audit chain: nothing is added here and nothing left out, only put into words. A person
whose data were erased on request leaves the entry standing, and it says so.
"""

from collections.abc import Iterator
from typing import Protocol

from app.api.cases import CaseDetail, TimelineEntry
from app.i18n import _
from ui.log_line import LogLine
from ui.timeline.state import TimelineState
from ui.timeline.words import ROUTINE, details_text, sentence
from ui.words.texts import text_of
from ui.words.times import time_of_day


class TimelineView(Protocol):
    """The panel."""

    def show_state(self, state: TimelineState | None) -> None:
        """Paint it; None = no case is open."""


class TimelinePresenter:
    """Between the chain of the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show what happened in this case."""
        self._view.show_state(None if detail is None else timeline_state(detail))


def timeline_state(detail: CaseDetail) -> TimelineState:
    """Return the timeline of a case in the language of the screen, oldest first."""
    return TimelineState(detail.row.case_id, tuple(_lines(detail.timeline)))


def _lines(entries: tuple[TimelineEntry, ...]) -> Iterator[LogLine]:
    day = ""
    for entry in entries:
        of_day = f"{entry.at.astimezone():%Y-%m-%d}"
        if of_day != day:
            day = of_day
            yield LogLine(key=f"day:{day}", stamp=day, text="", is_heading=True)
        yield line_of(entry)


def line_of(entry: TimelineEntry) -> LogLine:
    """Return one entry as a line."""
    beside = [entry.actor_name or _("the service")]
    details = details_text(entry.action, _spoken(entry))
    if details:
        beside.append(details)
    if entry.personal_erased:
        beside.append(_("names, numbers and texts erased on request"))
    return LogLine(
        key=f"entry:{entry.sequence}",
        stamp=time_of_day(entry.at),
        text=sentence(entry.action, entry.details),
        beside=" · ".join(beside),
        is_faint=entry.action in ROUTINE,
    )


def _spoken(entry: TimelineEntry) -> dict[str, str]:
    """Return the values of an entry, a question and its answer in words where the rules have them."""
    words = {"fact": entry.asked, "value": entry.shown}
    return {**entry.details, **{key: text_of(text) for key, text in words.items() if text is not None}}
