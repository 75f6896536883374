"""Domain objects for tests, complete and harmless: a car at rest near Bertem after 6.3 g.

A test names only what it is about: ``a_case(priority=Priority.ONE)``. Ids are fresh with every call; case numbers
are of last year, so that they never meet those that a store gives.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, Final, TypeVar, cast

from app.domain.account import Account, DeskSession, Role
from app.domain.answer import Answer, AnswerValue
from app.domain.audit import SYSTEM_CHAIN, AuditAction, AuditRecord
from app.domain.box import Box, BoxModel, Car
from app.domain.case import Case, CasePlace, CaseState, Claim, Names, TowQuestion
from app.domain.contact import CallAttempt
from app.domain.ecall import BoxRecord, CrashMark, Ecall, Impact, Position, PulseMeasurement, PulseNote, TraceFragment
from app.domain.ids import (
    AccountId,
    CallId,
    CaseId,
    CaseNumber,
    ContractId,
    EcallId,
    Imei,
    MessageId,
    NoteId,
    OrderId,
    PromiseId,
    SessionId,
    new_id,
)
from app.domain.message import Message, MessageState, Template
from app.domain.note import Note
from app.domain.promise import Promise, PromisedTo, PromiseKind, PromiseState
from app.domain.rejected import RejectedEcall
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.domain.subscription import Contract, Language, Person
from app.domain.uplink import RawUplink, UplinkSource
from app.domain.verdict import Priority, Reason, ReasonCode, Verdict, VerdictKind

NOON: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AN_IMEI: Final = Imei("356093070000014")
A_CONTRACT_ID: Final = ContractId("c0ffee00000000000000000000000001")

_numbers = count(1)
T = TypeVar("T")


def _with(thing: T, changes: Mapping[str, object]) -> T:
    return cast("T", replace(cast("Any", thing), **changes))  # replace() itself refuses a name that is no field


def a_box(**changes: object) -> Box:
    """A Teltonika in a white Volkswagen, under contract."""
    model = BoxModel(name="Teltonika FMC640", trace_rate_hz=100.0, full_scale_g=16.0)
    car = Car(plate="1-ABC-234", make_model="VW ID.3", colour="white", propulsion="electric")
    return _with(Box(imei=AN_IMEI, model=model, car=car, contract_id=A_CONTRACT_ID), changes)


def a_contract(**changes: object) -> Contract:
    """In force, subscriber and driver known."""
    contract = Contract(
        contract_id=A_CONTRACT_ID,
        policy_number="58-0012345",
        subscriber=Person("An Janssens", Language.NL, "+32470000001"),
        driver=Person("Jan Peeters", Language.NL, "+32470123456"),
        starts_on=date(2025, 1, 1),
        ends_on=None,
    )
    return _with(contract, changes)


def a_position(**changes: object) -> Position:
    """The E40 near Bertem, at noon."""
    return _with(Position(50.8601, 4.6234, 95, 8.0, 11, NOON), changes)


def a_place(**changes: object) -> CasePlace:
    """The same, with what the gazetteer says."""
    place = CasePlace(
        latitude_deg=50.8601,
        longitude_deg=4.6234,
        accuracy_m=8.0,
        heading_deg=95,
        fixed_at=NOON,
        is_last_known=False,
        in_belgium=True,
        country_codes=("BE",),
        municipality=Names("Bertem", "Bertem", "Bertem"),
        postcode="3060",
        nearest_place="Leuven",
        distance_to_border_m=24_500.0,
        nearest_place_m=5_600.0,
        nearest_place_bearing_deg=248,
    )
    return _with(place, changes)


def a_record(**changes: object) -> BoxRecord:
    """At rest, nothing to report."""
    record = BoxRecord(
        imei=AN_IMEI,
        device_at=NOON,
        mark=None,
        position=a_position(),
        last_known=None,
        speed_kmh=0.0,
        movement=False,
        ignition=True,
        unplugged=False,
        towing=None,
        external_voltage_mv=12_400,
        crash_counter=None,
        trace=None,
    )
    return _with(record, changes)


def a_fragment(**changes: object) -> TraceFragment:
    """Four samples, the second saturated."""
    samples = ((0, 0, 1000), (-32768, 12, 32767), (-6300, -40, 990), (3, -1, 1001))
    return _with(TraceFragment(NOON, samples), changes)


def a_measurement(**changes: object) -> PulseMeasurement:
    """6.3 g from 11 o'clock, 38 km/h."""
    measurement = PulseMeasurement(
        peak_g=6.3,
        filter_class="none",
        delta_v_kmh=38.2,
        delta_v_x_kmh=-37.9,
        delta_v_y_kmh=4.1,
        at_least=False,
        time_of_maximum_delta_v_ms=92.5,
        duration_ms=81.0,
        pdof_deg=-28.0,
        asi=0.61,
        impacts=(Impact(1.02, 6.3, 81.0, 21.5, -24.0), Impact(1.9, 2.7, None)),
        rollover=None,
        saturated=False,
        sensor_caps_peak=False,
        sample_rate_hz=100.0,
        full_scale_g=16.0,
        notes=(PulseNote.UNFILTERED,),
        pdof_sector_deg=(-41.0, -15.0),
    )
    return _with(measurement, changes)


def an_ecall(**changes: object) -> Ecall:
    """A crash with an approach, a trace and a measurement."""
    ecall = Ecall(
        ecall_id=EcallId(new_id()),
        imei=AN_IMEI,
        occurred_at=NOON,
        received_at=NOON + timedelta(seconds=4),
        mark=CrashMark.CRASH,
        crash_counter=3,
        calibrated=True,
        position=a_position(),
        last_known=None,
        track=(a_record(device_at=NOON - timedelta(seconds=1), speed_kmh=104.0), a_record(mark=CrashMark.CRASH)),
        fragments=(a_fragment(),),
        measurement=a_measurement(),
        standstill=True,
        standstill_since=NOON + timedelta(seconds=2),
        speed_before_kmh=104.0,
        approach_speed_kmh=112.5,
        unplugged=False,
    )
    return _with(ecall, changes)


def a_verdict(**changes: object) -> Verdict:
    """An E-call whose peak sends a tow truck at once."""
    reasons = (
        Reason(ReasonCode.PEAK_AT_LEAST, "S2.ECALL.signal", "6.3", "2.5"),
        Reason(ReasonCode.PEAK_ABOVE_TOW, "S2.ECALL.tow", "6.3", "4"),
        Reason(ReasonCode.IN_BELGIUM),
    )
    return _with(Verdict(VerdictKind.TOW_AT_ONCE, tow=True, reasons=reasons, missing=()), changes)


def a_rejected(**changes: object) -> RejectedEcall:
    """A kerb."""
    reasons = (Reason(ReasonCode.PEAK_BELOW, "S2.ECALL.signal", "1.9", "2.5"),)
    verdict = Verdict(VerdictKind.REJECTED, tow=False, reasons=reasons, missing=())
    rejected = RejectedEcall(
        EcallId(new_id()), AN_IMEI, NOON, received_at=NOON + timedelta(seconds=4), peak_g=1.9, verdict=verdict
    )
    return _with(rejected, changes)


def a_claim(**changes: object) -> Claim:
    """An at desk 3."""
    return _with(Claim(AccountId("a" * 32), "An Vermeulen", "desk-3", claimed_at=NOON, renewed_at=NOON), changes)


def a_case(**changes: object) -> Case:
    """Open, unclaimed, priority 1, with one E-call (of a fresh id)."""
    received_at = NOON + timedelta(seconds=4)
    case = Case(
        case_id=CaseId(new_id()),
        number=CaseNumber(f"2025-{next(_numbers):06d}"),
        version=1,
        state=CaseState.OPEN,
        priority=Priority.ONE,
        ranked=Priority.ONE,
        imei=AN_IMEI,
        contract_id=A_CONTRACT_ID,
        ecall_ids=(EcallId(new_id()),),
        mark=CrashMark.CRASH,
        verdict=a_verdict(),
        holds=(),
        tow_question=TowQuestion.NOT_ASKED,
        place=a_place(),
        event_at=NOON,
        received_at=received_at,
        attention_at=received_at,
        is_late=False,
        is_test=False,
        call_language=None,
        claim=None,
        first_claimed_at=None,
        driver_reached_at=None,
        linked_case_id=None,
        closed_at=None,
        outcome=None,
    )
    return _with(case, changes)


def a_call(case_id: CaseId, **changes: object) -> CallAttempt:
    """Ringing."""
    call = CallAttempt(
        call_id=CallId(new_id()),
        case_id=case_id,
        account_id=AccountId("a" * 32),
        to_e164="+32470123456",
        person="Jan Peeters",
        requested_at=NOON + timedelta(seconds=20),
        answered_at=None,
        ended_at=None,
        outcome=None,
        disposition=None,
        source="operator",
    )
    return _with(call, changes)


def a_message(case_id: CaseId, **changes: object) -> Message:
    """The first "call us back", to be sent by hand."""
    created_at = NOON + timedelta(seconds=50)
    message = Message(
        message_id=MessageId(new_id()),
        case_id=case_id,
        template=Template.CALL_US_BACK,
        attempt=1,
        to_e164="+32470123456",
        language=None,
        text="VIVIUM Bijstand: bel ons terug / rappelez-nous",
        state=MessageState.BY_HAND,
        created_at=created_at,
        changed_at=created_at,
    )
    return _with(message, changes)


def an_order(case_id: CaseId, **changes: object) -> ServiceOrder:
    """A tow ordered by the rules, to be placed by hand."""
    ordered_at = NOON + timedelta(seconds=5)
    order = ServiceOrder(
        order_id=OrderId(new_id()),
        case_id=case_id,
        kind=ServiceKind.TOW,
        state=OrderState.BY_HAND,
        automatic=True,
        road_known=False,
        provider="",
        eta_at=None,
        ordered_at=ordered_at,
        changed_at=ordered_at,
    )
    return _with(order, changes)


def a_promise(case_id: CaseId, **changes: object) -> Promise:
    """An calls the driver back at twenty past noon."""
    made_at = NOON + timedelta(minutes=1)
    promise = Promise(
        promise_id=PromiseId(new_id()),
        case_id=case_id,
        kind=PromiseKind.CALL_BACK,
        to=PromisedTo.DRIVER,
        text="",
        state=PromiseState.OPEN,
        due_at=NOON + timedelta(minutes=20),
        owner_id=AccountId("a" * 32),
        owner="An Vermeulen",
        order_id=None,
        made_at=made_at,
        changed_at=made_at,
    )
    return _with(promise, changes)


def a_note(case_id: CaseId, **changes: object) -> Note:
    """What the driver said."""
    written_at = NOON + timedelta(minutes=2)
    note = Note(
        NoteId(new_id()), case_id, AccountId("a" * 32), "An Vermeulen", written_at, "Out of the car, nobody hurt."
    )
    return _with(note, changes)


def an_answer(case_id: CaseId, fact: str, value: AnswerValue | None, **changes: object) -> Answer:
    """Said to An a minute after noon."""
    said_at = NOON + timedelta(minutes=1)
    return _with(Answer(case_id, fact, value, AccountId("a" * 32), "An Vermeulen", said_at), changes)


def an_account(**changes: object) -> Account:
    """An operator."""
    account_id = AccountId(new_id())
    roles = frozenset({Role.OPERATOR})
    return _with(
        Account(account_id, f"an-{account_id[:8]}", "An Vermeulen", roles, "$argon2id$...", is_active=True), changes
    )


def a_session(account_id: AccountId, **changes: object) -> DeskSession:
    """Signed in at noon, for twelve hours."""
    session_id = SessionId(new_id())
    digest = sha256(session_id.encode()).hexdigest()
    return _with(DeskSession(session_id, account_id, "desk-3", digest, NOON, NOON + timedelta(hours=12)), changes)


def an_uplink(payload: bytes | None = None, **changes: object) -> RawUplink:
    """A frame; fresh bytes unless given."""
    content = new_id().encode() if payload is None else payload
    raw = RawUplink(AN_IMEI, UplinkSource.TELTONIKA_TCP, NOON, content, sha256(content).hexdigest())
    return _with(raw, changes)


def an_audit_record(chain: str = SYSTEM_CHAIN, **changes: object) -> AuditRecord:
    """An operator wrote a note."""
    record = AuditRecord(
        chain=chain,
        at=NOON,
        actor="a" * 32,
        actor_name="An Vermeulen",
        action=AuditAction.NOTE_WRITTEN,
        facts={"length": "28"},
        personal={"text": "Jan Peeters, +32 470 12 34 56: naar huis gebracht à Liège"},
    )
    return _with(record, changes)
