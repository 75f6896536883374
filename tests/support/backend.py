"""A service that answers when the test says so: the ``Backend`` and ``Feed`` ports, written by hand.

Every request is kept as an ``Asked``; the test looks at it and answers it with ``done``, ``refused`` or
``unavailable``. Nothing is answered by itself, so a test also sees what the screen shows while it waits.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.api.cases import CaseDetail
from app.api.commands import (
    AnswerFact,
    ChangeOrder,
    ChangePriority,
    CloseCase,
    CompleteHandOver,
    CreateAccount,
    DeclineTow,
    DiscloseTow,
    EndCall,
    HandOver,
    OrderTow,
    RecordUse,
    RenewClaims,
    SetCallLanguage,
    SignIn,
    StartCall,
    TakeOverCase,
    WriteNote,
    WriteSms,
)
from app.api.model import ApiModel
from app.api.numbers import NumberInfo, ReadNumber
from app.api.outcomes import ClosedCaseInfo, OutcomeInfo
from app.api.promises import MakePromise, MovePromise, WithdrawPromise
from app.api.providers import DiscloseFacts
from app.api.queue import QueueSnapshot
from app.api.senders import FrameInfo, QuarantinedInfo, ReleaseFrame, UplinkInfo
from app.api.service import AccountInfo, EventInfo, Health, RefusalInfo, SessionInfo, Tick
from app.domain.case import Outcome
from app.domain.hand_over import HandOverId
from app.domain.ids import CallId, CaseId, EcallId, MessageId, OrderId, PromiseId, UplinkId, UseId
from tests.support.gateway_screen import FakeGatewayService
from tests.support.line_service import FakeLineService
from tests.support.partner_screen import FakePartnerService
from tests.support.phone_cases import FakePhoneCases
from tests.support.registry import FakeRegistry
from tests.support.shift_screen import FakeShiftService
from ui.ports import CurveData, FeedListener, LinkState, Reply, Unavailable, UnavailableReason


@dataclass
class Asked:
    """One request: the method's name, the id it is about, the command, and where the answer goes."""

    what: str
    about: str
    command: ApiModel | None
    reply: Reply[Any]  # the answer's type differs per method

    def done(self, answer: object = None) -> None:
        """Answer that it happened."""
        self.reply.done(answer)

    def refused(self, code: str, **detail: str) -> None:
        """Answer that it was refused."""
        self.reply.refused(RefusalInfo(code=code, detail=detail))

    def unavailable(self, reason: UnavailableReason = UnavailableReason.NO_ANSWER) -> None:
        """Answer that nobody answered."""
        self.reply.unavailable(Unavailable(reason, tries=3))


@dataclass
class FakeBackend(
    FakeRegistry, FakeLineService, FakeGatewayService, FakePartnerService, FakePhoneCases, FakeShiftService
):
    """The ``Backend`` port. ``asked`` holds every request in order."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def last(self) -> Asked:
        """The newest request."""
        return self.asked[-1]

    def names(self) -> list[str]:
        """What was asked, in order."""
        return [asked.what for asked in self.asked]

    def _ask(self, what: str, about: str, command: ApiModel | None, reply: Reply[Any]) -> None:
        self.asked.append(Asked(what, about, command, reply))

    def health(self, reply: Reply[Health]) -> None:
        self._ask("health", "", None, reply)

    def create_account(self, command: CreateAccount, reply: Reply[AccountInfo]) -> None:
        self._ask("create_account", "", command, reply)

    def sign_in(self, command: SignIn, reply: Reply[SessionInfo]) -> None:
        self._ask("sign_in", "", command, reply)

    def sign_out(self, reply: Reply[None]) -> None:
        self._ask("sign_out", "", None, reply)

    def queue(self, reply: Reply[QueueSnapshot]) -> None:
        self._ask("queue", "", None, reply)

    def view_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        self._ask("view_case", case_id, None, reply)

    def read_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        self._ask("read_case", case_id, None, reply)

    def curve(self, ecall_id: EcallId, reply: Reply[CurveData]) -> None:
        self._ask("curve", ecall_id, None, reply)

    def claim_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        self._ask("claim_case", case_id, None, reply)

    def take_over_case(self, case_id: CaseId, command: TakeOverCase, reply: Reply[CaseDetail]) -> None:
        self._ask("take_over_case", case_id, command, reply)

    def release_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        self._ask("release_case", case_id, None, reply)

    def renew_claims(self, command: RenewClaims, reply: Reply[None]) -> None:
        self._ask("renew_claims", "", command, reply)

    def start_call(self, case_id: CaseId, command: StartCall, reply: Reply[CaseDetail]) -> None:
        self._ask("start_call", case_id, command, reply)

    def end_call(self, call_id: CallId, command: EndCall, reply: Reply[CaseDetail]) -> None:
        self._ask("end_call", call_id, command, reply)

    def set_call_language(self, case_id: CaseId, command: SetCallLanguage, reply: Reply[CaseDetail]) -> None:
        self._ask("set_call_language", case_id, command, reply)

    def mark_sent_by_hand(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        self._ask("mark_sent_by_hand", message_id, None, reply)

    def cancel_message(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        self._ask("cancel_message", message_id, None, reply)

    def leave_to_hand(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        self._ask("leave_to_hand", message_id, None, reply)

    def give_to_gateway(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        self._ask("give_to_gateway", message_id, None, reply)

    def write_sms(self, case_id: CaseId, command: WriteSms, reply: Reply[CaseDetail]) -> None:
        self._ask("write_sms", case_id, command, reply)

    def read_number(self, command: ReadNumber, reply: Reply[NumberInfo]) -> None:
        self._ask("read_number", "", command, reply)

    def order_tow(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        self._ask("order_tow", case_id, None, reply)

    def order_tow_from(self, case_id: CaseId, command: OrderTow, reply: Reply[CaseDetail]) -> None:
        self._ask("order_tow_from", case_id, command, reply)

    def disclose_tow(self, order_id: OrderId, command: DiscloseTow, reply: Reply[CaseDetail]) -> None:
        self._ask("disclose_tow", order_id, command, reply)

    def disclose_facts(self, case_id: CaseId, command: DiscloseFacts, reply: Reply[CaseDetail]) -> None:
        self._ask("disclose_facts", case_id, command, reply)

    def decline_tow(self, case_id: CaseId, command: DeclineTow, reply: Reply[CaseDetail]) -> None:
        self._ask("decline_tow", case_id, command, reply)

    def answer_fact(self, case_id: CaseId, command: AnswerFact, reply: Reply[CaseDetail]) -> None:
        self._ask("answer_fact", case_id, command, reply)

    def record_use(self, case_id: CaseId, command: RecordUse, reply: Reply[CaseDetail]) -> None:
        self._ask("record_use", case_id, command, reply)

    def undo_use(self, case_id: CaseId, use_id: UseId, reply: Reply[CaseDetail]) -> None:
        self._ask("undo_use", f"{case_id}/{use_id}", None, reply)

    def complete_hand_over(self, hand_over_id: HandOverId, command: CompleteHandOver, reply: Reply[CaseDetail]) -> None:
        self._ask("complete_hand_over", hand_over_id, command, reply)

    def hand_over(self, case_id: CaseId, command: HandOver, reply: Reply[CaseDetail]) -> None:
        self._ask("hand_over", case_id, command, reply)

    def change_order(self, order_id: OrderId, command: ChangeOrder, reply: Reply[CaseDetail]) -> None:
        self._ask("change_order", order_id, command, reply)

    def make_promise(self, case_id: CaseId, command: MakePromise, reply: Reply[CaseDetail]) -> None:
        self._ask("make_promise", case_id, command, reply)

    def keep_promise(self, promise_id: PromiseId, reply: Reply[CaseDetail]) -> None:
        self._ask("keep_promise", promise_id, None, reply)

    def move_promise(self, promise_id: PromiseId, command: MovePromise, reply: Reply[CaseDetail]) -> None:
        self._ask("move_promise", promise_id, command, reply)

    def withdraw_promise(self, promise_id: PromiseId, command: WithdrawPromise, reply: Reply[CaseDetail]) -> None:
        self._ask("withdraw_promise", promise_id, command, reply)

    def write_note(self, case_id: CaseId, command: WriteNote, reply: Reply[CaseDetail]) -> None:
        self._ask("write_note", case_id, command, reply)

    def change_priority(self, case_id: CaseId, command: ChangePriority, reply: Reply[CaseDetail]) -> None:
        self._ask("change_priority", case_id, command, reply)

    def close_case(self, case_id: CaseId, command: CloseCase, reply: Reply[CaseDetail]) -> None:
        self._ask("close_case", case_id, command, reply)

    def outcomes(self, reply: Reply[tuple[OutcomeInfo, ...]]) -> None:
        self._ask("outcomes", "", None, reply)

    def outcome_cases(
        self, of: OutcomeInfo, outcomes: tuple[Outcome, ...], reply: Reply[tuple[ClosedCaseInfo, ...]]
    ) -> None:
        self._ask("outcome_cases", f"{of.box_model} {of.firmware}: {' '.join(outcomes)}", None, reply)

    def quarantine(self, reply: Reply[tuple[QuarantinedInfo, ...]]) -> None:
        self._ask("quarantine", "", None, reply)

    def view_frame(self, uplink_id: UplinkId, reply: Reply[FrameInfo]) -> None:
        self._ask("view_frame", str(uplink_id), None, reply)

    def decode_again(self, uplink_id: UplinkId, reply: Reply[UplinkInfo]) -> None:
        self._ask("decode_again", str(uplink_id), None, reply)

    def release_frame(self, uplink_id: UplinkId, command: ReleaseFrame, reply: Reply[UplinkInfo]) -> None:
        self._ask("release_frame", str(uplink_id), command, reply)


class FakeFeed:
    """The ``Feed`` port: the test tells, the listeners hear."""

    def __init__(self) -> None:
        self.listeners: list[FeedListener] = []

    def add_listener(self, listener: FeedListener) -> None:
        self.listeners.append(listener)

    def forget_listener(self, listener: FeedListener) -> None:
        self.listeners.remove(listener)

    def snapshot(self, snapshot: QueueSnapshot) -> None:
        """Tell a snapshot."""
        for listener in self.listeners:
            listener.on_snapshot(snapshot)

    def change(self, event: EventInfo) -> None:
        """Tell a change."""
        for listener in self.listeners:
            listener.on_change(event)

    def tick(self, tick: Tick) -> None:
        """Tell a tick."""
        for listener in self.listeners:
            listener.on_tick(tick)

    def link(self, link: LinkState) -> None:
        """Tell about the link."""
        for listener in self.listeners:
            listener.on_link(link)


class FakeClock:
    """A clock that stands still until told."""

    def __init__(self, now: datetime = datetime(2031, 3, 9, 22, 14, 7, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return what the test set."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)


class FakeScheduler:
    """Timers that fire when the test lets time pass; moves its clock too."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self._timers: list[_Timer] = []

    def after(self, delay_s: float, act: Callable[[], None]) -> Callable[[], None]:
        """Do it once, later."""
        return self._add(delay_s, None, act)

    def every(self, period_s: float, act: Callable[[], None]) -> Callable[[], None]:
        """Do it again and again."""
        return self._add(period_s, period_s, act)

    def advance(self, seconds: float) -> None:
        """Let time pass and fire what is due, in order."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while due := [timer for timer in self._timers if timer.due_at <= end]:
            timer = min(due, key=lambda each: each.due_at)
            self.clock.advance(max(0.0, (timer.due_at - self.clock.now()).total_seconds()))
            self._fire(timer)
        self.clock.advance((end - self.clock.now()).total_seconds())

    def _fire(self, timer: "_Timer") -> None:
        if timer.period_s is None:
            self._timers.remove(timer)
        else:
            timer.due_at += timedelta(seconds=timer.period_s)
        timer.act()

    def _add(self, delay_s: float, period_s: float | None, act: Callable[[], None]) -> Callable[[], None]:
        timer = _Timer(self.clock.now() + timedelta(seconds=delay_s), period_s, act)
        self._timers.append(timer)

        def cancel() -> None:
            if timer in self._timers:
                self._timers.remove(timer)

        return cancel


@dataclass(eq=False)
class _Timer:
    due_at: datetime
    period_s: float | None
    act: Callable[[], None]
