"""What was asked and is not known: as good as answered for NEXT, until somebody is on the phone who may know better.

For the rules such a fact is as unknown as one that nobody asked, so no right is denied for it. Kept in the service and
not in the desk that asked: whoever takes the case over would ask a frightened driver the same again, and nobody could
see later that it was asked at all. A later call that may have found somebody makes it a question again, and so does
another impact.
"""

from app.domain.answer import Answer
from app.domain.contact import CallAttempt, CallOutcome, Disposition
from app.usecases.queries import CaseBrief


def asked_in_vain(brief: CaseBrief) -> tuple[Answer, ...]:
    """Return what nobody could say, and nobody has been on the phone since who may."""
    spoke = [call.requested_at for call in brief.calls if _may_know(call)]
    return tuple(one for one in brief.standing if one.is_not_known and not any(at > one.said_at for at in spoke))


def _may_know(call: CallAttempt) -> bool:
    is_open = call.outcome is None or call.outcome is CallOutcome.ANSWERED
    return is_open and call.disposition is not Disposition.VOICEMAIL
