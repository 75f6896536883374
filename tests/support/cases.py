"""Whole cases of the contract, made up: every part can be named on its own, and ``a_full_case`` holds one of each.

The figures are those of the tour: a frontal crash near Bertem in the evening.
"""

from datetime import datetime, timedelta

from app.api.cases import (
    CallInfo,
    CardInfo,
    CardStatus,
    CarInfo,
    CaseDetail,
    ContractInfo,
    CurveHeader,
    EcallInfo,
    MessageInfo,
    NoteInfo,
    OrderInfo,
    PersonInfo,
    PlaceInfo,
    ReasonInfo,
    RungInfo,
    TimelineEntry,
    TowInfo,
)
from app.api.promises import PromiseClock, PromiseInfo
from app.api.queue import NamesInfo, QueueRow, RejectedRow
from app.api.steps import NextStepInfo
from app.domain.audit import AuditAction
from app.domain.contact import ContactRole, NumberKind
from app.domain.ecall import CrashMark
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
)
from app.domain.message import MessageState, Template
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo, PromiseKind, PromiseState
from app.domain.service_order import OrderState, ServiceKind, TowRegime
from app.domain.subscription import ContractState, Language
from app.domain.verdict import ReasonCode
from tests.support.contract import NOW, a_case, a_claim, a_row

IMEI = Imei("356307042441013")
BERTEM = NamesInfo(nl="Bertem", fr="Bertem", de="Bertem")
LIEGE = NamesInfo(nl="Luik", fr="Liège", de="Lüttich")


def ago(seconds: float) -> datetime:
    """The instant so many seconds before ``NOW``."""
    return NOW - timedelta(seconds=seconds)


def a_queue_row(case: str, **changes: object) -> QueueRow:
    """A waiting row of its own case, received seven seconds ago."""
    known: dict[str, object] = {
        "case_id": CaseId(case),
        "number": CaseNumber(f"2031-{case}"),
        "received_at": ago(7),
        "attention_at": ago(7),
        "event_at": ago(9),
        "target_at": NOW + timedelta(seconds=8),
        "has_running_tow": False,
    }
    return a_row(**{**known, **changes})


def a_rejected_row(ecall: str = "e9", **changes: object) -> RejectedRow:
    """A kerb that was no crash."""
    row = RejectedRow(
        ecall_id=EcallId(ecall),
        imei=IMEI,
        plate="1-XYZ-987",
        received_at=ago(300),
        event_at=ago(302),
        peak_g=2.1,
        reasons=(ReasonCode.PEAK_BELOW, ReasonCode.STANDSTILL, ReasonCode.IN_BELGIUM),
    )
    return row.model_copy(update=changes)


def a_person(**changes: object) -> PersonInfo:
    """Jan Peeters with a Belgian mobile."""
    person = PersonInfo(
        name="Jan Peeters",
        language=Language.NL,
        e164="+32470123456",
        number_shown="+32 470 12 34 56",
        number_kind=NumberKind.MOBILE,
    )
    return person.model_copy(update=changes)


def a_rung(role: ContactRole, person: PersonInfo, **changes: object) -> RungInfo:
    """A number that was not tried yet."""
    return RungInfo(role=role, person=person).model_copy(update=changes)


def a_car(**changes: object) -> CarInfo:
    """A white electric car."""
    car = CarInfo(plate="1-ABC-234", make_model="VW ID.3", colour="white", propulsion="electric")
    return car.model_copy(update=changes)


def a_contract(**changes: object) -> ContractInfo:
    """A policy in force; the subscriber has a landline."""
    subscriber = a_person(
        name="Mia Janssens", e164="+3216123456", number_shown="+32 16 12 34 56", number_kind=NumberKind.LANDLINE
    )
    contract = ContractInfo(
        contract_id=ContractId("k1"),
        policy_number="30.123.456",
        state=ContractState.IN_FORCE,
        subscriber=subscriber,
    )
    return contract.model_copy(update=changes)


def a_place(**changes: object) -> PlaceInfo:
    """A fix of three seconds before the crash became known, on the E40 near Bertem."""
    place = PlaceInfo(
        latitude_deg=50.86412,
        longitude_deg=4.62981,
        accuracy_m=8.0,
        heading_deg=92,
        fixed_at=ago(10),
        is_last_known=False,
        in_belgium=True,
        country_codes=("BE",),
        municipality=BERTEM,
        postcode="3060",
        nearest_place="Leefdaal",
        distance_to_border_m=31_000.0,
    )
    return place.model_copy(update=changes)


def an_ecall(ecall: str = "e1", **changes: object) -> EcallInfo:
    """A calibrated frontal crash of 6.3 g with its curve."""
    info = EcallInfo(
        ecall_id=EcallId(ecall),
        imei=IMEI,
        mark=CrashMark.CRASH,
        occurred_at=ago(9),
        received_at=ago(7),
        calibrated=True,
        peak_g=6.3,
        filter_class="CFC60",
        delta_v_kmh=38.4,
        at_least=False,
        duration_ms=82.0,
        pdof_deg=-30.0,
        clock_direction=11,
        asi=0.7,
        impacts=1,
        rollover=False,
        saturated=False,
        sample_rate_hz=1000.0,
        full_scale_g=16.0,
        notes=(),
        standstill=True,
        standstill_since=ago(5),
        speed_before_kmh=41.0,
        approach_speed_kmh=108.0,
        unplugged=None,
        has_curve=True,
    )
    return info.model_copy(update=changes)


def a_call(**changes: object) -> CallInfo:
    """A call to the driver that rings since twelve seconds."""
    call = CallInfo(
        call_id=CallId("l1"),
        person="Jan Peeters",
        e164="+32470123456",
        number_shown="+32 470 12 34 56",
        requested_at=ago(12),
        answered_at=None,
        ended_at=None,
        outcome=None,
        disposition=None,
        source="operator",
    )
    return call.model_copy(update=changes)


def a_message(**changes: object) -> MessageInfo:
    """An SMS that somebody has to send by hand."""
    message = MessageInfo(
        message_id=MessageId("m1"),
        template=Template.CALL_US_BACK,
        e164="+32470123456",
        number_shown="+32 470 12 34 56",
        language=Language.NL,
        text="VIVIUM Bijstand: uw wagen meldde een schok. Bel ons aub terug op +32 2 406 00 00.",
        state=MessageState.BY_HAND,
        created_at=ago(3),
        changed_at=ago(3),
    )
    return message.model_copy(update=changes)


def an_order(**changes: object) -> OrderInfo:
    """A tow truck the rules ordered; somebody has to phone for it."""
    order = OrderInfo(
        order_id=OrderId("o1"),
        kind=ServiceKind.TOW,
        state=OrderState.BY_HAND,
        automatic=True,
        road_known=False,
        provider="",
        eta_at=None,
        ordered_at=ago(7),
        changed_at=ago(7),
    )
    return order.model_copy(update=changes)


def a_promise(promise: str = "p1", **changes: object) -> PromiseInfo:
    """An calls the driver back in ten minutes."""
    info = PromiseInfo(
        promise_id=PromiseId(promise),
        kind=PromiseKind.CALL_BACK,
        to=PromisedTo.DRIVER,
        text="",
        state=PromiseState.OPEN,
        due_at=ago(-600),
        owner_id=AccountId("a1"),
        owner="An Verbeke",
        order_id=None,
        made_at=ago(60),
        changed_at=ago(60),
    )
    return info.model_copy(update=changes)


def a_clock(promise: PromiseInfo) -> PromiseClock:
    """The same as a queue row shows it."""
    known = {name: getattr(promise, name) for name in PromiseClock.model_fields}
    return PromiseClock(**known)


def tow_ways(**changes: object) -> TowInfo:
    """Near Bertem, on a road that is not known."""
    ways = TowInfo(
        regime=TowRegime.FAST,
        is_police=False,
        was_101_told=False,
        language=Language.NL,
        texts={language: f"{language}: 1-ABC-234, ELECTRIC\nBertem" for language in Language},
    )
    return ways.model_copy(update=changes)


def a_note(text: str = "Voicemail; tried the wife", **changes: object) -> NoteInfo:
    """A note of An Verbeke."""
    note = NoteInfo(note_id=NoteId("n1"), author="An Verbeke", written_at=ago(2), text=text)
    return note.model_copy(update=changes)


def an_entry(action: AuditAction, sequence: int = 1, seconds_ago: float = 7, **details: str) -> TimelineEntry:
    """An entry of the case's chain by An Verbeke."""
    return TimelineEntry(
        sequence=sequence, at=ago(seconds_ago), actor_name="An Verbeke", action=action, details=details
    )


def a_reason(code: ReasonCode, clause: str = "S2.ECALL.signal", figure: str = "", threshold: str = "") -> ReasonInfo:
    """A finding."""
    return ReasonInfo(code=code, clause=clause, figure=figure, threshold=threshold)


REASONS = (
    a_reason(ReasonCode.PEAK_AT_LEAST, figure="6.3", threshold="2.5"),
    a_reason(ReasonCode.STANDSTILL),
    a_reason(ReasonCode.IN_BELGIUM),
    a_reason(ReasonCode.PEAK_ABOVE_TOW, clause="S2.ECALL.tow", figure="6.3", threshold="4"),
)

CARDS = (
    CardInfo(
        clause="S2.ECALL.call",
        status=CardStatus.GRANTED,
        quote_nl="onmiddellijk via uw gsm contacteren",
        missing=(),
        limits={},
    ),
    CardInfo(
        clause="S2.ECALL.services",
        status=CardStatus.NOT_TRIGGERED,
        quote_nl="u en uw passagiers vervoeren naar uw eindbestemming",
        missing=("call_answered",),
        limits={},
    ),
    CardInfo(
        clause="S2.ECALL.sms",
        status=CardStatus.UNKNOWN,
        quote_nl="Antwoordt u niet op de oproep",
        missing=("call_answered",),
        limits={"messages": "1"},
    ),
    CardInfo(
        clause="S2.ECALL.tow",
        status=CardStatus.GRANTED,
        quote_nl="Bij een impact van meer dan 4g",
        missing=(),
        limits={},
    ),
)


def a_full_case(row: QueueRow | None = None, **changes: object) -> CaseDetail:
    """A case in which everything is known and nobody has done anything yet."""
    known: dict[str, object] = {
        "reasons": REASONS,
        "imei": IMEI,
        "box_model": "Teltonika FMC640",
        "car": a_car(),
        "contract": a_contract(),
        "driver": a_person(),
        "ladder": (
            a_rung(ContactRole.DRIVER, a_person()),
            a_rung(ContactRole.SUBSCRIBER, a_contract().subscriber),
        ),
        "place": a_place(),
        "ecalls": (an_ecall(),),
        "orders": (an_order(),),
        "tow_ways": tow_ways(),
        "cards": CARDS,
        "timeline": (
            an_entry(AuditAction.UPLINK_RECEIVED, 1, 7.4),
            an_entry(AuditAction.CASE_OPENED, 2, 7),
            an_entry(AuditAction.TOW_ORDERED, 3, 7),
        ),
    }
    return a_case(row or a_queue_row("c1", by_hand=1), **{**known, **changes})


def my_case(kind: NextKind = NextKind.CALL_DRIVER, target_id: str = "", **changes: object) -> CaseDetail:
    """The full case, claimed by An Verbeke at this desk, with this NEXT."""
    step = NextStepInfo(kind=kind, target_id=target_id, e164="+32470123456")
    row = a_queue_row("c1", version=2, claim=a_claim(claimed_at=ago(4)), next_step=step, by_hand=1)
    return a_full_case(row, **changes)


def their_case(**claim: object) -> CaseDetail:
    """The full case, claimed by somebody in Liège."""
    held = a_claim(**{"account_id": "a2", "name": "A. Peters", "desk": "Luik-2", "claimed_at": ago(660), **claim})
    return a_full_case(a_queue_row("c1", version=2, claim=held, next_step=NextStepInfo(kind=NextKind.NOTHING)))


def a_curve_header(**changes: object) -> CurveHeader:
    """1000 Hz, three axes and delta-v, from 100 ms before the crash."""
    header = CurveHeader(
        ecall_id=EcallId("e1"),
        sample_rate_hz=1000.0,
        starts_s=-0.1,
        count=0,
        channels=("x", "y", "z", "delta_v"),
        lsb=(0.001, 0.001, 0.001, 0.01),
        signal_g=2.5,
        tow_g=4.0,
        impacts_s=(0.0,),
        full_scale_g=16.0,
        saturated=False,
    )
    return header.model_copy(update=changes)
