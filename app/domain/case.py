"""A case: what happened to one car, who is working on it, and how it ended.

A case is what an operator claims. It holds one E-call or several (a second impact of the same box joins the first), is
changed only by use cases, and carries a version: whoever changes it names the version they saw, and the second of two
editors is told.

A claim is a lease. The desk renews it while it lives; a claim that was not renewed for ``stale_s`` is shown as stale,
and can be taken over with a typed reason. Nothing is ever taken away silently from somebody who is on the phone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.ecall import CrashMark, PulseMeasurement
from app.domain.ids import AccountId, CaseId, CaseNumber, ContractId, EcallId, Imei
from app.domain.phone_case import Incident, IncidentGroup, PhoneReport, is_stand_in
from app.domain.shift import ShiftOffer
from app.domain.subscription import Language
from app.domain.verdict import Priority, Verdict

BELGIUM = "BE"


class CaseState(StrEnum):
    """A case is open until somebody closes it with an outcome."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What it was in the end; feeds the false-alarm table per box model. ``HELPED``: a call, and no alarm of a box."""

    TRUE_CRASH = "true_crash"
    KERB = "kerb"
    POTHOLE = "pothole"
    TOW = "tow"
    INSTALLATION = "installation"
    TAMPER = "tamper"
    TEST = "test"
    UNKNOWN = "unknown"
    HELPED = "helped"


OF_ALARMS = tuple(outcome for outcome in Outcome if outcome is not Outcome.HELPED)
"""What an alarm of a box can turn out to be."""

NOBODY_TO_REACH = frozenset({Outcome.TEST})
"""What it can only have been with nobody in need: closing it so, unreached, needs no reason."""

CONFIRMED = frozenset({Outcome.TRUE_CRASH})
FALSE_ALARMS = frozenset({Outcome.KERB, Outcome.POTHOLE, Outcome.TOW, Outcome.INSTALLATION, Outcome.TAMPER})
"""What a box should not have called for. A test was meant, and unknown stays unknown: neither is in here."""


class Hold(StrEnum):
    """Why the automatic steps (tow, SMS ladder) of a case are not taken; the screen says it."""

    LATE = "late"
    CLOCK_WRONG = "clock_wrong"
    OUTSIDE_BELGIUM = "outside_belgium"
    PLACE_UNKNOWN = "place_unknown"
    CONTRACT_ENDED = "contract_ended"
    TEST = "test"
    REJECTED = "rejected"


class TowQuestion(StrEnum):
    """Whether "Send tow?" is put to the operator, because the rules alone may not send one."""

    NOT_ASKED = "not_asked"
    OPEN = "open"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Names:
    """One place in the three languages of the country."""

    nl: str
    fr: str
    de: str


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where the car is, as known: the fix, and what the gazetteer says of it.

    Attributes:
        is_last_known: No fix at the crash; these are coordinates from before.
        in_belgium: None = cannot be said (no fix, or nearer to the border than the accuracy).
        country_codes: ISO 3166-1 alpha-2; two when in doubt; empty = not known.
        nearest_place_m: How far the nearest place is; None = not known.
        nearest_place_bearing_deg: In which direction the car stands, seen from it; None = not known.
        is_told: Somebody said so on the phone; the coordinates are those typed, or of the middle of what was named.
    """

    latitude_deg: float
    longitude_deg: float
    accuracy_m: float | None
    heading_deg: int | None
    fixed_at: datetime
    is_last_known: bool
    in_belgium: bool | None
    country_codes: tuple[str, ...]
    municipality: Names | None
    postcode: str | None
    nearest_place: str | None
    distance_to_border_m: float | None
    nearest_place_m: float | None = None
    is_told: bool = False
    nearest_place_bearing_deg: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who works on the case, from which desk, and when that desk last said so."""

    account_id: AccountId
    name: str
    desk: str
    claimed_at: datetime
    renewed_at: datetime

    def is_stale(self, now: datetime, stale_s: float) -> bool:
        """Whether the desk was silent for longer than the lease allows."""
        return now - self.renewed_at > timedelta(seconds=stale_s)


@dataclass(frozen=True, slots=True)
class NearbyCase:
    """A case of another car, so near in place and time that both may be one pile-up. A suggestion, never a merger."""

    case_id: CaseId
    number: CaseNumber


@dataclass(frozen=True, slots=True)
class Case:
    """One case, whole. Lists that grow (calls, messages, orders, notes) are stored beside it.

    Attributes:
        received_at: When its first record was stored here; the clock of "waiting since".
        event_at: Device time of the crash; never used as "now".
        ranked: Priority by the rules alone; ``priority`` is what a person made of it.
        attention_at: Last time it asked for attention: opening, second impact, and once claimed, tow becoming due.
        holds: Why no automatic step is taken; empty = they are taken.
        call_language: Language of the person on the phone, set by one key; None = not asked yet.
        driver_reached_at: First time a person spoke with the driver since the last impact.
        linked_case_id: An earlier case of the same car this one continues.
        nearby: Cases of other cars that may be the same pile-up, by number.
        offer: To whom it is offered at the end of a shift; ``standing_offer`` says whether that still means something.
        report: What was said on the phone that opened it; None = a box did.
        struck_at: When the last of several impacts was heard of; None = there was only one.
        waiting_since: Since when whoever waits is without anybody, said of a case that nobody has; None = since
            ``received_at``.
    """

    case_id: CaseId
    number: CaseNumber
    version: int
    state: CaseState
    priority: Priority
    ranked: Priority
    imei: Imei
    contract_id: ContractId | None
    ecall_ids: tuple[EcallId, ...]
    mark: CrashMark
    verdict: Verdict
    holds: tuple[Hold, ...]
    tow_question: TowQuestion
    place: CasePlace | None
    event_at: datetime
    received_at: datetime
    attention_at: datetime
    is_late: bool
    is_test: bool
    call_language: Language | None
    claim: Claim | None
    first_claimed_at: datetime | None
    driver_reached_at: datetime | None
    linked_case_id: CaseId | None
    closed_at: datetime | None
    outcome: Outcome | None
    nearby: tuple[NearbyCase, ...] = ()
    struck_at: datetime | None = None
    waiting_since: datetime | None = None
    report: PhoneReport | None = None
    offer: ShiftOffer | None = None

    @property
    def impacts(self) -> int:
        """How many crashes of this box are in the case."""
        return len(self.ecall_ids)

    @property
    def box_imei(self) -> Imei | None:
        """The number of a box; None = the car has none that is known here."""
        return None if is_stand_in(self.imei) else self.imei

    @property
    def in_belgium(self) -> bool | None:
        """Whether it happened in Belgium, by the fix or else by what was said; None = not known."""
        if self.place is not None:
            return self.place.in_belgium
        code = "" if self.report is None else self.report.country_code
        return code == BELGIUM if code else None

    @property
    def country_codes(self) -> tuple[str, ...]:
        """Where it happened, by the fix or else by what was said; empty = not known."""
        if self.place is not None:
            return self.place.country_codes
        return (self.report.country_code,) if self.report is not None and self.report.country_code else ()


SERIOUS_DELTA_V_KMH = 25.0
"""Design section 6: from here on priority 1 whatever the peak."""

SEVERAL_IMPACTS = 2
"""Design section 6: from this many on priority 1."""


def priority_of(
    verdict: Verdict, mark: CrashMark, measurement: PulseMeasurement | None, *, impacts: int, above_tow_g: bool | None
) -> Priority:
    """Rank a crash by what is known of it (design section 6). Doubt never lowers it; only a person does.

    Args:
        verdict: What the clauses said.
        mark: The record that opened the E-call.
        measurement: Of the strongest E-call; None while no trace came.
        impacts: Crashes of this box in the case.
        above_tow_g: Whether the peak is above the tow threshold; None = not known.
    """
    if mark in (CrashMark.SOS, CrashMark.AUTOMATIC_MSD) or impacts >= SEVERAL_IMPACTS or above_tow_g:
        return Priority.ONE
    if measurement is not None and _is_serious(measurement):
        return Priority.ONE
    if mark is CrashMark.TEST:
        return Priority.THREE
    return Priority.THREE if verdict.denies_crash else Priority.TWO


_BODIES_AT_RISK = frozenset({Incident.ILLNESS, Incident.BODILY_INJURY, Incident.DEATH, Incident.MISSING_PERSON})


def priority_of_report(report: PhoneReport, *, hurt: bool | None) -> Priority:
    """Rank what was said on the phone: injury, then what may be one, then the rest. Only a person lowers it.

    Args:
        report: What happened.
        hurt: What was answered to "hurt or trapped?"; None = not known.
    """
    if hurt:
        return Priority.ONE
    is_grave = report.incident.group is IncidentGroup.ACCIDENT or report.incident in _BODIES_AT_RISK
    return Priority.TWO if is_grave else Priority.THREE


def _is_serious(measurement: PulseMeasurement) -> bool:
    fast = measurement.delta_v_kmh is not None and measurement.delta_v_kmh >= SERIOUS_DELTA_V_KMH
    return fast or bool(measurement.rollover) or len(measurement.impacts) >= SEVERAL_IMPACTS
