"""What the alarms of each kind of box turned out to be, and the cases behind each figure."""

from datetime import datetime

from app.api.model import ApiModel
from app.domain.case import Outcome
from app.domain.ids import CaseId, CaseNumber


class ClosedCaseInfo(ApiModel):
    """A case behind a figure. ``outcome``: what it was in the end."""

    case_id: CaseId
    number: CaseNumber
    received_at: datetime
    closed_at: datetime | None
    outcome: Outcome | None = None


class OutcomeFigure(ApiModel):
    """How many cases ended so, and the newest of them; all are at ``GET /v1/outcomes/cases``."""

    outcome: Outcome
    count: int
    newest: tuple[CaseNumber, ...]


class OutcomeInfo(ApiModel):
    """Boxes of one model and firmware.

    Attributes:
        box_model: None = a box that is not on record.
        firmware: None = not known.
        false_share: Of those known to be confirmed or false; None = none is known.
    """

    box_model: str | None
    firmware: str | None
    confirmed: int
    false_alarms: int
    unknown: int
    tests: int
    false_share: float | None
    figures: tuple[OutcomeFigure, ...]
