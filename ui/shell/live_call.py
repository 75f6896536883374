"""The call of a case of mine while another case is open: in the strip, with the way back.

Whoever looks something up in another case is still on the phone, and nothing else on the screen says so there. What was
known of the call when its case was left is kept, and read again whenever something happens in that case. A call nobody
said anything about yet is known from the queue alone, also after the desk was started again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.api.cases import CallInfo, CaseDetail
from app.api.queue import QueueRow
from app.api.service import EventInfo
from app.domain.call_event import CallEventKind
from app.domain.clock import age_s
from app.domain.ids import CaseId
from app.i18n import _
from ui.ports import CaseReads, Reply
from ui.session import Me
from ui.shell.state import Alert, Level
from ui.words.times import clock_text


class LiveCalls:
    """Knows which cases were left with somebody on the phone. A ``CaseListener``."""

    def __init__(self, reads: CaseReads | None = None) -> None:
        """``reads`` None = nothing is read again."""
        self._reads = reads
        self._open: CaseId | None = None
        self._calls: dict[CaseId, CallInfo] = {}

    def on_case(self, detail: CaseDetail | None) -> None:
        """Know the call of the case that is open now."""
        self._open = None if detail is None else detail.row.case_id
        if detail is not None:
            self._keep(detail)

    def on_change(self, event: EventInfo) -> None:
        """Read a case again that was left with a call, because something happened in it."""
        if self._reads is not None and event.case_id in self._calls and event.case_id != self._open:
            self._reads.read_case(event.case_id, Reply(self._keep, _as_it_was, _as_it_was))

    def alerts(self, rows: Iterable[QueueRow], me: Me, now: datetime) -> Iterator[Alert]:
        """Give one alert for each of my cases whose call goes on while it is not open."""
        for row in rows:
            call = self._calls.get(row.case_id)
            if row.case_id != self._open and me.holds(row) and (row.is_on_call or call is not None):
                yield Alert(Level.HIGH, _words(row, call, now), row.case_id, is_hint=True)

    def _keep(self, detail: CaseDetail) -> None:
        call = next((one for one in reversed(detail.calls) if one.is_line_up or one.outcome is None), None)
        if call is None:
            self._calls.pop(detail.row.case_id, None)
        else:
            self._calls[detail.row.case_id] = call


def _as_it_was(_why: object) -> None:
    """Nothing is said of an answer that did not come: nobody asked for it."""


def _words(row: QueueRow, call: CallInfo | None, now: datetime) -> str:
    if call is None:
        return _("A call of case {number} is still open").format(number=row.number)
    if call.answered_at is not None and call.line is not CallEventKind.LOST:
        words = _("On the line: {name}, {time} (case {number})")
    else:
        words = _("Call still open: {name}, {time} (case {number})")
    time = clock_text(age_s(call.answered_at or call.requested_at, now))
    return words.format(name=call.whom, time=time, number=row.number)
