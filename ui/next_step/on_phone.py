"""NEXT while somebody is on the phone: where the line is, and what is asked of it.

As long as the exchange holds the call nobody says how it ended: it rings, or they talk. When it is over, what is asked
is who it was; how it ended is asked only where no exchange saw it.
"""

from dataclasses import dataclass

from app.api.cases import CaseDetail
from app.domain.call_event import CallEventKind
from app.domain.contact import CallOutcome
from app.domain.next_step import NextKind
from app.i18n import _
from ui.words.lines import sentence_of


@dataclass(frozen=True, slots=True)
class OnPhone:
    """What NEXT says of the call. ``can_say``: it is over, or nobody sees its line: the key leads to the answers."""

    sentence: str
    why: str
    can_say: bool


def on_phone(kind: NextKind, detail: CaseDetail) -> OnPhone | None:
    """Return what NEXT says of the call it is about; None = it is about none, or nobody but the operator sees it."""
    about = detail.row.next_step.target_id
    meant = [one for one in detail.calls if one.call_id == about or (not about and one.outcome is None)]
    call = meant[-1] if meant else None
    if kind is not NextKind.SAY_OUTCOME or call is None:
        return None
    if call.outcome is CallOutcome.ANSWERED:
        words = _("Say who it was: {name}").format(name=call.whom)
        return OnPhone(words, _("The call is over; the digits beside it say who it was."), can_say=True)
    if not call.is_on_line:
        return None
    if call.line is CallEventKind.ANSWERED:
        words = _("On the line: {name}").format(name=call.whom)
        return OnPhone(words, _("Ask now; who it was is said at the call, also after it."), can_say=False)
    return OnPhone(sentence_of(call, call.whom), _("The exchange says how it ends."), can_say=False)
