"""What the desks are told, in the order it was committed.

An event is written in the transaction of the change it tells of and gets the next number of one global sequence. A desk
that was away asks for everything after the last number it saw.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import CaseId, EcallId


class EventKind(StrEnum):
    """What a desk has to look at again."""

    CASE_CHANGED = "case_changed"
    ECALL_REJECTED = "ecall_rejected"
    UPLINK_QUARANTINED = "uplink_quarantined"
    STRANGER_REFUSED = "stranger_refused"
    GATEWAY_CHANGED = "gateway_changed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something changed. ``rings`` asks for the sound again: a new case, a second impact.

    Attributes:
        case_id: For CASE_CHANGED.
        ecall_id: For ECALL_REJECTED; for CASE_CHANGED of an E-call that was rejected before and is a case now.
    """

    kind: EventKind
    at: datetime
    case_id: CaseId | None = None
    ecall_id: EcallId | None = None
    rings: bool = False
