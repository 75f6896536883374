"""NEXT: the one thing this case needs from a person now. Decided by the service, worded by the desk."""

from datetime import datetime

from app.api.model import ApiModel
from app.domain.next_step import NextKind


class NextStepInfo(ApiModel):
    """The step and what it acts on.

    Attributes:
        target_id: Id of a call, message or order; empty = the case.
        e164: The number, where it dials.
        not_before: Until then it is a countdown and needs nobody; None = now. The desk's clock says when.
    """

    kind: NextKind
    target_id: str = ""
    e164: str = ""
    not_before: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Whether its time has not come yet."""
        return self.not_before is not None and self.not_before > now
