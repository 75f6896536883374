"""What the queue shows: one row a case, the rejected events, and the fixed order of both."""

from datetime import datetime

from app.api.model import ApiModel
from app.api.promises import PromiseClock
from app.api.shift import OfferInfo
from app.api.steps import NextStepInfo
from app.domain.case import CaseState, Hold, Outcome
from app.domain.ecall import CrashMark
from app.domain.ids import AccountId, CaseId, CaseNumber, EcallId, Imei
from app.domain.phone_case import Incident
from app.domain.verdict import Priority, ReasonCode, VerdictKind


class NamesInfo(ApiModel):
    """One place in the three languages of the country."""

    nl: str
    fr: str
    de: str


class ClaimInfo(ApiModel):
    """Who works on a case. ``is_stale``: that desk is silent for longer than the lease (45 s)."""

    account_id: AccountId
    name: str
    desk: str
    claimed_at: datetime
    is_stale: bool


class NearbyInfo(ApiModel):
    """The case of another car, near in place and time: perhaps one pile-up."""

    case_id: CaseId
    number: CaseNumber


class QueueRow(ApiModel):
    """One case in the queue; enough to paint the row without another question.

    Attributes:
        peak_capped: The sensor saturated: the peak is "at least".
        attention_at: When it last asked for attention (reception, or the last impact).
        waits_since: Since when it waits to be claimed: no impact makes that later while nobody has claimed it.
        target_at: When it should have been claimed.
        due_at: What runs out first: the claim while nobody has it, the first promise; None = nothing runs. The queue
            sorts by priority, then this, then reception.
        has_running_tow: A tow order is running.
        by_hand: Things only a person can do now (SMS to send, tow to phone): the red count.
        is_on_call: A call of the case is open: its desk sounds softly, whatever is NEXT.
        near: (latitude, longitude) to a thousandth of a degree, about 100 m: enough for a mark among other cases. Where
            the car stands exactly is in the case, whose opening is audited.
        linked_case_id: An earlier case of the same car that this one continues; its holder is offered this one first.
        promises: The open ones, first due first, of closed cases too; a clock each, with its owner.
        offer: To whom its holder offers it at the end of a shift; of a closed case, what was promised in it.
        incident: What a caller said had happened, of a case that began with a phone call; None = a box opened it.
    """

    case_id: CaseId
    number: CaseNumber
    version: int
    state: CaseState
    priority: Priority
    verdict: VerdictKind
    mark: CrashMark
    peak_g: float | None
    peak_capped: bool
    impacts: int
    received_at: datetime
    event_at: datetime
    attention_at: datetime
    waits_since: datetime
    target_at: datetime
    is_late: bool
    is_test: bool
    holds: tuple[Hold, ...]
    plate: str | None
    municipality: NamesInfo | None
    country_codes: tuple[str, ...]
    claim: ClaimInfo | None
    next_step: NextStepInfo
    has_running_tow: bool
    by_hand: int
    outcome: Outcome | None
    near: tuple[float, float] | None = None
    nearby: tuple[NearbyInfo, ...] = ()
    is_on_call: bool = False
    promises: tuple[PromiseClock, ...] = ()
    due_at: datetime | None = None
    linked_case_id: CaseId | None = None
    incident: Incident | None = None
    offer: OfferInfo | None = None


class RejectedRow(ApiModel):
    """An event that did not become a case, with the reason; visible until it is a day old."""

    ecall_id: EcallId
    imei: Imei
    plate: str | None
    received_at: datetime
    event_at: datetime
    peak_g: float | None
    reasons: tuple[ReasonCode, ...]


class QueueSnapshot(ApiModel):
    """Everything the queue shows now; events after ``cursor`` change it."""

    cursor: int
    now: datetime
    rows: tuple[QueueRow, ...]
    rejected: tuple[RejectedRow, ...]
