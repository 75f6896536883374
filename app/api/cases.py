"""A case as an operator reads it: everything known, in the domain's own words, unknown as None."""

from datetime import datetime
from enum import StrEnum

from app.api.entitlements import AnswerInfo, NotKnownInfo, QuestionInfo, ServiceCard, TextInfo
from app.api.model import ApiModel
from app.api.promises import PromiseInfo
from app.api.providers import SendingInfo
from app.api.queue import NamesInfo, QueueRow
from app.domain.answer import EmergencyNumber
from app.domain.audit import AuditAction
from app.domain.call_event import CallEventKind, HungUpBy
from app.domain.case import TowQuestion
from app.domain.contact import CallOutcome, CallPurpose, ContactRole, Disposition, NumberKind
from app.domain.ecall import CrashMark, PulseNote
from app.domain.hand_over import HandOverId, TpsStep
from app.domain.ids import (
    CallId,
    CaseId,
    ContractId,
    EcallId,
    Imei,
    MessageId,
    NoteId,
    OrderId,
    ProviderId,
)
from app.domain.message import MessageState, Template
from app.domain.phone_case import CallerRelation, Incident
from app.domain.service_order import OrderState, ServiceKind, TowRegime
from app.domain.subscription import ContractState, Language
from app.domain.verdict import ReasonCode, VerdictKind


class PersonInfo(ApiModel):
    """Somebody to phone.

    Attributes:
        number_shown: The number as people write it.
        number_country: Code of the country the number belongs to, where it is not Belgium; empty = Belgium or unknown.
    """

    name: str
    language: Language | None
    e164: str | None
    number_shown: str
    number_kind: NumberKind | None
    number_country: str = ""


class RungInfo(ApiModel):
    """One number of the ladder, or somebody without one.

    Attributes:
        tried_at: When it was last called since the last impact; None = not yet.
        outcome: How that call ended; None = not tried, or nobody has said.
        is_wrong: It was said to be a wrong number and has not rung since; it is not called again.
        is_next: It is called next...
        not_before: ... from then on; None = at once.
        is_off_hours: An employer who is not at work now.
    """

    role: ContactRole
    person: PersonInfo
    tried_at: datetime | None = None
    outcome: CallOutcome | None = None
    disposition: Disposition | None = None
    is_wrong: bool = False
    is_next: bool = False
    not_before: datetime | None = None
    is_off_hours: bool = False


class CarInfo(ApiModel):
    """The car as it is read out. ``propulsion`` empty = not known."""

    plate: str
    make_model: str
    colour: str
    propulsion: str


class ContractInfo(ApiModel):
    """The contract on the day of the event."""

    contract_id: ContractId
    policy_number: str
    state: ContractState
    subscriber: PersonInfo


class PlaceInfo(ApiModel):
    """Where the car is; degrees WGS 84, metres. ``is_told``: by somebody on the phone; no box measured it."""

    latitude_deg: float
    longitude_deg: float
    accuracy_m: float | None
    heading_deg: int | None
    fixed_at: datetime
    is_last_known: bool
    in_belgium: bool | None
    country_codes: tuple[str, ...]
    municipality: NamesInfo | None
    postcode: str | None
    nearest_place: str | None
    distance_to_border_m: float | None
    nearest_place_m: float | None = None
    is_told: bool = False


class ReasonInfo(ApiModel):
    """A finding, the clause it is from, the figure, the clause's own number."""

    code: ReasonCode
    clause: str
    figure: str
    threshold: str


class BlowInfo(ApiModel):
    """One impact of a crash.

    Attributes:
        after_ms: Since the first one.
        clock_direction: Where its own force came from; calibrated boxes only.
    """

    after_ms: float
    peak_g: float
    duration_ms: float | None
    delta_v_kmh: float | None
    clock_direction: int | None


class EcallInfo(ApiModel):
    """One crash of the case. Figures are None when they cannot be said; ``at_least`` makes delta-v a lower bound.

    ``authenticated``: whether the box proved who it is; Teltonika boxes cannot (``False``), None = not said.
    ``marks``: who reported it, in the order of their clocks; a box and the car's own eCall are two.
    ``pdof_sector_deg``: from which direction, clockwise, to which the force came for all that is known.
    ``speed_after_kmh``: the first speed that came after it, ``speed_after_s`` later.
    ``blows``: every impact of the crash, first to last.
    ``records_after``: how many records of the box since; 0 = silent.
    ``track``: the fixes around the crash in the order of the box's clock, as (latitude, longitude) in degrees.
    """

    ecall_id: EcallId
    imei: Imei
    mark: CrashMark
    occurred_at: datetime
    received_at: datetime
    calibrated: bool | None
    peak_g: float | None
    filter_class: str | None
    delta_v_kmh: float | None
    at_least: bool
    duration_ms: float | None
    pdof_deg: float | None
    clock_direction: int | None
    asi: float | None
    impacts: int
    rollover: bool | None
    saturated: bool
    sample_rate_hz: float | None
    full_scale_g: float | None
    notes: tuple[PulseNote, ...]
    standstill: bool | None
    standstill_since: datetime | None
    speed_before_kmh: float | None
    approach_speed_kmh: float | None
    unplugged: bool | None
    has_curve: bool
    authenticated: bool | None = None
    track: tuple[tuple[float, float], ...] = ()
    marks: tuple[CrashMark, ...] = ()
    pdof_sector_deg: tuple[float, float] | None = None
    speed_after_kmh: float | None = None
    speed_after_s: float | None = None
    blows: tuple[BlowInfo, ...] = ()
    records_after: int | None = None


class CallInfo(ApiModel):
    """One call attempt; ``outcome`` None while it rings or nobody has said how it ended.

    Attributes:
        line: The last thing the exchange told of it; None = it was dialled without one.
        is_line_up: The exchange holds it, as far as is known.
        duration_s: How long both could speak, by our own clock; None = they could not, or it is not known.
        cause: Raw words of the exchange.
    """

    call_id: CallId
    person: str
    e164: str
    number_shown: str
    requested_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: CallOutcome | None
    disposition: Disposition | None
    source: str
    purpose: CallPurpose = CallPurpose.REACH
    line: CallEventKind | None = None
    line_at: datetime | None = None
    is_line_up: bool = False
    duration_s: float | None = None
    hung_up_by: HungUpBy | None = None
    cause: str = ""

    @property
    def whom(self) -> str:
        """Who is called, by name, or else by number."""
        return self.person or self.number_shown

    @property
    def is_on_line(self) -> bool:
        """Whether somebody is on its line; of one that the exchange lost nobody knows."""
        return self.is_line_up and self.line is not CallEventKind.LOST


class MessageInfo(ApiModel):
    """One SMS and how far it got.

    Attributes:
        leaves_at: Until then it may be stopped; None = a person sends it. Of one that was perhaps sent: when it is
            sent once more.
        reason: Why a gateway did not take it, in a technical word; empty = it took it, or was not asked.
        copies: 2 = it was sent once more.
        is_owed: A person has to send it, because no gateway does or because it reached nobody.
    """

    message_id: MessageId
    template: Template
    e164: str
    number_shown: str
    language: Language | None
    text: str
    state: MessageState
    created_at: datetime
    changed_at: datetime
    leaves_at: datetime | None = None
    reason: str = ""
    copies: int = 0
    is_owed: bool = False


class OrderInfo(ApiModel):
    """One order to a partner and how far it got.

    ``pick_up``: where it is fetched when that is not the place of the case. ``reason``: why it failed or was cancelled.
    ``version``: of its words. ``need``, ``wanted_at``: what exactly, and when; empty or None = as usual, at once.
    ``answer_due_at``: until then its partner should have accepted; None = nobody was asked by itself, or it answered.
    ``sending``: the last version that leaves, or left, by itself; None = it is told by phone.
    ``phones``: of its partner, as people write them, the first to try first; empty = not on record.
    ``texts``: what a partner is told by phone, by language; empty for a tow truck (``TowInfo``), and once it is over.
    """

    order_id: OrderId
    kind: ServiceKind
    state: OrderState
    automatic: bool
    road_known: bool
    provider: str
    eta_at: datetime | None
    ordered_at: datetime
    changed_at: datetime
    pick_up: str = ""
    deliver_to: str = ""
    reason: str = ""
    provider_id: ProviderId | None = None
    version: int = 1
    need: str = ""
    wanted_at: datetime | None = None
    answer_due_at: datetime | None = None
    phones: tuple[str, ...] = ()
    sending: SendingInfo | None = None
    texts: dict[Language, str] = {}


class TowInfo(ApiModel):
    """How a tow goes here.

    Attributes:
        regime: Who tows on a motorway of the region.
        is_police: The police tow: it is a motorway and not abroad. Our own truck then needs the drop-off place.
        was_101_told: They were told since the road was said.
        language: In which a firm there is most likely spoken to.
        texts: What a firm is told, by language. To read out or copy it is a disclosure: POST .../disclosure.
    """

    regime: TowRegime
    is_police: bool
    was_101_told: bool
    language: Language
    texts: dict[Language, str]


class NoteInfo(ApiModel):
    """Something an operator wrote down."""

    note_id: NoteId
    author: str
    written_at: datetime
    text: str


class TimelineEntry(ApiModel):
    """One entry of the case's audit chain. ``details`` are the values the desk's sentence needs.

    Attributes:
        personal_erased: Its names, numbers and texts were erased for a person who asked; the rest still stands.
        asked: The question of the fact that ``details`` names; None when it names none or no edition declares it.
        shown: The answer in words, as far as it is still known.
    """

    sequence: int
    at: datetime
    actor_name: str
    action: AuditAction
    details: dict[str, str]
    personal_erased: bool = False
    asked: TextInfo | None = None
    shown: TextInfo | None = None


class StepInfo(ApiModel):
    """One step of a third-party eCall service (EN 16102). ``done_at`` None = not done, as far as is known."""

    step: TpsStep
    done_at: datetime | None


class HandOverInfo(ApiModel):
    """What 112 or 101 was told, and what they gave us. POST /v1/hand-overs/{id} completes it."""

    hand_over_id: HandOverId
    to: EmergencyNumber
    told_at: datetime
    author: str
    reference: str
    their_operator: str
    steps: tuple[StepInfo, ...]


class CardStatus(StrEnum):
    """What the contract says of a service, by what is known now."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_TRIGGERED = "not_triggered"


class CardInfo(ApiModel):
    """One service and whether a clause pays for it.

    Attributes:
        clause: E.g. "S2.ECALL.tow".
        quote_nl: The Dutch words of the clause, exactly.
        missing: Facts that could still change the status.
        limits: Figures of the clause for this case, as text.
        at_least: Names of those that are only a lower bound: the peak of a sensor that was cut off.
    """

    clause: str
    status: CardStatus
    quote_nl: str
    missing: tuple[str, ...]
    limits: dict[str, str]
    at_least: tuple[str, ...] = ()


class ReportInfo(ApiModel):
    """What was said on the phone that opened the case. ``whereabouts`` and ``country_code`` empty = not said."""

    incident: Incident
    whereabouts: str
    country_code: str


class CallerInfo(ApiModel):
    """Somebody who called in. Their number is of this case only. Empty = not said."""

    relation: CallerRelation
    name: str
    e164: str
    number_shown: str
    called_at: datetime


class UnreachedInfo(ApiModel):
    """Nobody was reached since the last impact. ``is_grave``: closing needs a reason, unless there was nobody to be."""

    calls: int
    looked_for: bool
    is_grave: bool


class CaseDetail(ApiModel):
    """A whole case. ``suggested_language`` is the contract's, until the operator sets the call's.

    ``services``: the seven that always have a card, then all others that are at issue (``ServiceFamily.OTHER``).
    ``answers``: what stands; ``earlier_answers``: what was said of people before the last impact and decides nothing.
    ``hand_over_text``: what to say to 112, in the language of the centre where the car is; unknown is said as unknown.
    Instants stand in it as ‹ISO 8601›, for the desk to say in the time of its screen. ``hand_over_texts``: the same in
    every language; ``police_texts``: what to say to 101. ``hand_over_language``: of the centre there; None = Dutch or
    French, as the operator likes. ``hand_overs``: what was told, oldest first.
    ``promises``: open ones first due first, then the ended ones, newest first.
    ``imei``: None = the car has no box that is known.
    ``report``: of a case that began with a phone call. ``callers``: who called in, oldest first.
    ``ladder``: whom to call, one after the other, until somebody has spoken with the driver.
    ``is_driver_reached``: somebody in the car has spoken since the last impact.
    ``nobody_reached``: every number was tried and nobody spoke: somebody has to go and look.
    ``unreached``: what was tried in vain, to be said before it is closed; None = somebody was reached.
    ``looked_for_at``: when 112 or 101 was asked to, since the last impact; None = nobody was.
    ``emergency_calls``: with 112 or 101 over the exchange; ``firm_calls``: with the firm of an order. They are no
    attempts to reach anybody of the car.
    """

    row: QueueRow
    verdict: VerdictKind
    tow: bool | None
    tow_question: TowQuestion
    reasons: tuple[ReasonInfo, ...]
    missing: tuple[str, ...]
    imei: Imei | None
    box_model: str | None
    car: CarInfo | None
    contract: ContractInfo | None
    driver: PersonInfo | None
    place: PlaceInfo | None
    call_language: Language | None
    suggested_language: Language | None
    ecalls: tuple[EcallInfo, ...]
    calls: tuple[CallInfo, ...]
    messages: tuple[MessageInfo, ...]
    orders: tuple[OrderInfo, ...]
    notes: tuple[NoteInfo, ...]
    cards: tuple[CardInfo, ...]
    timeline: tuple[TimelineEntry, ...]
    linked_case_id: CaseId | None
    services: tuple[ServiceCard, ...] = ()
    questions: tuple[QuestionInfo, ...] = ()
    answers: tuple[AnswerInfo, ...] = ()
    earlier_answers: tuple[AnswerInfo, ...] = ()
    not_known: tuple[NotKnownInfo, ...] = ()
    hand_over_text: str = ""
    hand_over_texts: dict[Language, str] = {}
    police_texts: dict[Language, str] = {}
    hand_over_language: Language | None = None
    promises: tuple[PromiseInfo, ...] = ()
    tow_ways: TowInfo | None = None
    ladder: tuple[RungInfo, ...] = ()
    nobody_reached: bool = False
    unreached: UnreachedInfo | None = None
    looked_for_at: datetime | None = None
    emergency_calls: tuple[CallInfo, ...] = ()
    firm_calls: tuple[CallInfo, ...] = ()
    hand_overs: tuple[HandOverInfo, ...] = ()
    is_driver_reached: bool = False
    report: ReportInfo | None = None
    callers: tuple[CallerInfo, ...] = ()


CURVE_MISSING = -32768
"""Stands in a curve where no sample came."""


class CurveHeader(ApiModel):
    """First line (JSON, ended by a line feed) of ``GET /v1/ecalls/{id}/curve``.

    Int16 little-endian samples follow, channel by channel; ``CURVE_MISSING`` where no sample came.

    Attributes:
        channels: In the order they follow: SAE J1733 "x", "y", "z" (gravity removed) and, when it can be said,
            "delta_v".
        lsb: Unit per count of each channel: g for accelerations, km/h for delta-v.
        starts_s: Time of the first sample relative to the crash.
        signal_g: Threshold of S2.ECALL.signal, from the clauses.
        tow_g: Threshold of S2.ECALL.tow, from the clauses.
        impacts_s: When each impact began, relative to the crash.
        full_scale_g: Sensor range; beyond it the curve is flat and shaded.
    """

    ecall_id: EcallId
    sample_rate_hz: float | None
    starts_s: float
    count: int
    channels: tuple[str, ...]
    lsb: tuple[float, ...]
    signal_g: float
    tow_g: float
    impacts_s: tuple[float, ...]
    full_scale_g: float | None
    saturated: bool
