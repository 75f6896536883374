"""One call as the desk shows it: what was said of it, and what the exchange told."""

from collections.abc import Mapping

from app.api.cases import CallInfo
from app.domain.call_event import NO_LINE, CallEventKind, CallLine
from app.domain.contact import CallAttempt, CallPurpose
from app.domain.ids import CallId
from app.usecases.phone_numbers import shown


def call_info(call: CallAttempt, lines: Mapping[CallId, CallLine]) -> CallInfo:
    """Return the call with its line."""
    line = lines.get(call.call_id, NO_LINE)
    ended = line.first(CallEventKind.ENDED)
    is_emergency = call.purpose is CallPurpose.EMERGENCY
    return CallInfo(
        call_id=call.call_id,
        person=call.person,
        e164=call.to_e164,
        number_shown=call.to_e164 if is_emergency else shown(call.to_e164),
        requested_at=call.requested_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        outcome=call.outcome,
        disposition=call.disposition,
        source=call.source,
        purpose=call.purpose,
        line=line.stage,
        line_at=line.events[-1].at if line.events else None,
        is_line_up=line.is_up,
        duration_s=None if ended is None else ended.duration_s,
        hung_up_by=None if ended is None else ended.hung_up_by,
        cause="" if ended is None else ended.cause,
    )
