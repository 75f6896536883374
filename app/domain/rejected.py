"""An event that did not become a case, kept with the reason: a rejection is a statement somebody may have to defend."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import EcallId, Imei
from app.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RejectedEcall:
    """What was rejected, when, and why."""

    ecall_id: EcallId
    imei: Imei
    occurred_at: datetime
    received_at: datetime
    peak_g: float | None
    verdict: Verdict
