"""States of calls over an exchange and of the hand-over to 112, for ``tests.support.screens``."""

from typing import cast

from PySide6.QtWidgets import QApplication, QScrollArea

from app.api.cases import CallInfo, CaseDetail, HandOverInfo, StepInfo
from app.api.service import ChannelState
from app.api.steps import NextStepInfo
from app.api.telephone import CallersCaseInfo, TelephoneInfo, WaitingCallerInfo
from app.domain.answer import EmergencyNumber
from app.domain.call_event import CallEventKind
from app.domain.contact import CallPurpose
from app.domain.gateway import Channel, GatewayCondition
from app.domain.hand_over import HandOverId, TpsStep
from app.domain.ids import CallId, CaseId, CaseNumber
from app.domain.next_step import NextKind
from tests.support.answers import an_answer, an_asking_case
from tests.support.backend import FakeBackend
from tests.support.cases import a_call, a_clock, a_promise, ago
from tests.support.contract import NOW, a_tick
from tests.support.gateway_screen import a_gateway
from ui.actions import ActionId
from ui.contact.tray_view import MessageCard
from ui.open_desk import OpenDesk

TEXT = f"""1 Please connect me with the 112 centre of Flemish Brabant. VIVIUM Bijstand, reference 2031-000001: an \
assistance centre, not the victim.
2 WHAT: impact of 6.3 g detected by the car, at ‹{ago(240).isoformat()}› (4 min ago).
3 WHERE: road, direction and kilometre point unknown. Motorway: YES. The car drove: east (95°).
4 PLACE: Bertem (3060), Leuven (5600 m).
5 GPS (WGS 84): 50.86010, 4.62340, accuracy 8 m, at ‹{ago(240).isoformat()}› (4 min ago)
6 VEHICLE: VW ID.3, white, 1-ABC-234, ELECTRIC
7 PEOPLE: 2. Hurt or trapped: YES (40 s ago). Out of the car and safe: unknown.
8 DANGER: fire or smoke: NO (35 s ago).
9 DRIVER: Jan Peeters, mobile +32 470 12 34 56; called 1 x, answered: YES; last call 2 min ago
10 CALL US BACK: +32 2 406 00 00, reference 2031-000001"""

TOLD = HandOverInfo(
    hand_over_id=HandOverId("h1"),
    to=EmergencyNumber.EMERGENCY_112,
    told_at=ago(60),
    author="An Verbeke",
    reference="2031-4711",
    their_operator="B12",
    steps=tuple(StepInfo(step=step, done_at=None if step.is_ticked else ago(60)) for step in TpsStep),
)


def on_the_line(line: CallEventKind, **changes: object) -> CaseDetail:
    """My case with a call over the exchange."""
    known: dict[str, object] = {"source": "ami", "line": line, "is_line_up": True, **changes}
    return an_asking_case(calls=(a_call(**known),))


def told(**changes: object) -> CaseDetail:
    """A case that 112 was told, with a second call to them that was answered."""
    call: CallInfo = a_call(
        call_id=CallId("e1"),
        person="112",
        e164="112",
        number_shown="112",
        source="ami",
        purpose=CallPurpose.EMERGENCY,
        line=CallEventKind.ANSWERED,
        is_line_up=True,
        answered_at=ago(5),
    )
    hurt = an_answer("hurt_or_trapped")
    known: dict[str, object] = {"hand_over_text": TEXT, "emergency_calls": (call,), "hand_overs": (TOLD,), **changes}
    return an_asking_case(hurt, **known)


def join_exchange(desk: OpenDesk, *, condition: GatewayCondition = GatewayCondition.OK, calls: bool = False) -> None:
    """An exchange that knows the telephone of this desk, and where wanted somebody who calls."""
    phone = a_gateway(Channel.PHONE, condition, adapter="ami", since=ago(20))
    tick = a_tick(gateways=(phone,), phone=ChannelState.AUTOMATIC)
    case = CallersCaseInfo(case_id=CaseId("w2"), number=CaseNumber("2031-000002"), person="Els Maes", is_reached=False)
    caller = WaitingCallerInfo(
        caller_id="u1",
        e164="+32470999999",
        number_shown="+32 470 99 99 99",
        since=NOW,
        answered_at=None,
        desk="",
        cases=(case,),
    )
    feed = desk._stream  # noqa: SLF001 - what the service tells this desk
    feed.tick(tick.model_copy(update={"callers": (caller,) if calls else ()}))  # type: ignore[attr-defined]
    backend = cast("FakeBackend", desk.backend)
    for asked in [one for one in backend.asked if one.what == "telephone"]:
        asked.done(TelephoneInfo(desk="desk-1", endpoint="PJSIP/operator1"))


def missed() -> CaseDetail:
    """My case, whose driver called in and gave up."""
    promise = a_promise(text="+32 470 12 34 56", due_at=ago(40), made_at=ago(40))
    case = an_asking_case(promises=(promise,))
    step = NextStepInfo(kind=NextKind.CALL_BACK, target_id=promise.promise_id, e164="+32470123456")
    row = case.row.model_copy(update={"next_step": step, "promises": (a_clock(promise),), "is_on_call": False})
    return case.model_copy(update={"row": row, "calls": ()})


def show_missed(desk: OpenDesk) -> None:
    """Somebody of no case called in vain too."""
    gone = WaitingCallerInfo(
        caller_id="m1",
        e164="+32475999999",
        number_shown="+32 475 99 99 99",
        since=ago(95),
        answered_at=None,
        desk="",
        missed_at=ago(95),
    )
    feed = desk._stream  # noqa: SLF001 - what the service tells this desk
    phone = a_gateway(Channel.PHONE, GatewayCondition.OK, adapter="ami", since=ago(20))
    tick = a_tick(gateways=(phone,), phone=ChannelState.AUTOMATIC)
    feed.tick(tick.model_copy(update={"callers": (gone,)}))  # type: ignore[attr-defined]


def show_sms_up(desk: OpenDesk) -> None:
    """The gateway of SMS is back."""
    sms = a_gateway(Channel.SMS, GatewayCondition.OK, adapter="smpp", since=ago(20))
    feed = desk._stream  # noqa: SLF001 - what the service tells this desk
    feed.tick(a_tick(gateways=(sms,), sms=ChannelState.AUTOMATIC))  # type: ignore[attr-defined]
    desk.contact.refresh()
    QApplication.processEvents()
    cards = desk.window.findChildren(MessageCard)
    for area in desk.window.findChildren(QScrollArea):
        if area.isAncestorOf(cards[-1]):
            area.ensureWidgetVisible(cards[-1])


def show_line(desk: OpenDesk) -> None:
    """A call that was answered, and somebody else who calls."""
    join_exchange(desk, calls=True)


def show_lost(desk: OpenDesk) -> None:
    """The exchange hangs in the middle of a call."""
    join_exchange(desk, condition=GatewayCondition.DOWN)


def show_hand_over(desk: OpenDesk) -> None:
    """Half of it was said, and they gave us their number."""
    join_exchange(desk)
    desk.actions.trigger(ActionId.HAND_OVER)
