"""NEXT: the one thing this case needs from a person now. Decided by the service, worded by the desk."""

from app.api.model import ApiModel
from app.domain.next_step import NextKind


class NextStepInfo(ApiModel):
    """The step and what it acts on.

    Attributes:
        target_id: Id of a call, message or order; empty = the case.
        e164: The number, where it dials.
    """

    kind: NextKind
    target_id: str = ""
    e164: str = ""
