"""What a presenter may ask of the world, in plain Python.

Presenters decide and never import Qt, so everything around them (service, events, timers) comes as one of these
ports. Every answer arrives later, on the thread of the screen, through exactly one of the three callbacks of a
``Reply``; nothing here blocks and nothing here raises for a refusal. A test passes the hand-written fakes of
``tests/support/backend.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail, CurveHeader
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
from app.api.gateways import GatewayInfo, GatewaysInfo, SetGateway, TryGateway
from app.api.imports import ColumnsInfo, ImportInfo
from app.api.numbers import NumberInfo, ReadNumber
from app.api.outcomes import ClosedCaseInfo, OutcomeInfo
from app.api.phone_cases import (
    AttachCaller,
    CallersCases,
    CarCases,
    CarNamed,
    FindCallersCase,
    FindPlaces,
    OpenPhoneCase,
    PlacesFound,
)
from app.api.promises import MakePromise, MovePromise, WithdrawPromise
from app.api.providers import (
    DiscloseFacts,
    OfferOrder,
    OrderService,
    PartnersInfo,
    ProviderInfo,
    ProviderList,
    RegisterProvider,
    ReviseOrder,
)
from app.api.queue import QueueSnapshot
from app.api.records import FoundRecords, MendRecord, OpenRecord, RecordDetail
from app.api.search import Search, SearchFound
from app.api.senders import FrameInfo, QuarantinedInfo, ReleaseFrame, UplinkInfo
from app.api.service import AccountInfo, EventInfo, Health, SessionInfo, Tick
from app.api.shift import ColleagueInfo, OfferCase
from app.api.telephone import (
    CallEmergency,
    CallPartner,
    MissedCallDone,
    SendDigits,
    SetTelephone,
    TakeCallBack,
    TelephoneInfo,
)
from app.domain.case import Outcome
from app.domain.gateway import Channel
from app.domain.hand_over import HandOverId
from app.domain.ids import CallId, CaseId, EcallId, MessageId, OrderId, PromiseId, UplinkId, UseId
from app.domain.imports import ImportKind
from app.domain.service_order import ServiceKind
from ui.replies import Reply as Reply
from ui.replies import Unavailable as Unavailable
from ui.replies import UnavailableReason as UnavailableReason


@dataclass(frozen=True, slots=True)
class CurveData:
    """One crash curve: header, and its int16 little-endian samples, channel by channel."""

    header: CurveHeader
    samples: bytes


class Sessions(Protocol):
    """Sign-in and the service about itself."""

    def health(self, reply: Reply[Health]) -> None:
        """Ask how the service is."""

    def create_account(self, command: CreateAccount, reply: Reply[AccountInfo]) -> None:
        """Create an account; with none yet, the first one, an admin."""

    def sign_in(self, command: SignIn, reply: Reply[SessionInfo]) -> None:
        """Sign in; from then on every request carries the session's token."""

    def sign_out(self, reply: Reply[None]) -> None:
        """End the session."""


class CaseReads(Protocol):
    """Looking."""

    def queue(self, reply: Reply[QueueSnapshot]) -> None:
        """Read the whole queue and the cursor from which events continue it."""

    def view_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Open a case (audited)."""

    def read_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Read a case again that this session has opened."""

    def curve(self, ecall_id: EcallId, reply: Reply[CurveData]) -> None:
        """Read the crash curve; refused with ``no_curve`` while there is none."""


class CaseCommands(Protocol):
    """Changing. Every answer is the whole case after the change; a retried command acts once."""

    def claim_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Take the case."""

    def take_over_case(self, case_id: CaseId, command: TakeOverCase, reply: Reply[CaseDetail]) -> None:
        """Take a case from a silent desk."""

    def release_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Give the case back to the queue."""

    def renew_claims(self, command: RenewClaims, reply: Reply[None]) -> None:
        """Say that this desk still holds these cases."""

    def start_call(self, case_id: CaseId, command: StartCall, reply: Reply[CaseDetail]) -> None:
        """Dial."""

    def end_call(self, call_id: CallId, command: EndCall, reply: Reply[CaseDetail]) -> None:
        """Say how the call ended."""

    def set_call_language(self, case_id: CaseId, command: SetCallLanguage, reply: Reply[CaseDetail]) -> None:
        """Say which language the person on the phone speaks."""

    def mark_sent_by_hand(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Tick an SMS of the tray."""

    def cancel_message(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Drop an SMS that has not left."""

    def leave_to_hand(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Send by hand what waits for a gateway."""

    def give_to_gateway(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Send by the gateway what was left to people."""

    def write_sms(self, case_id: CaseId, command: WriteSms, reply: Reply[CaseDetail]) -> None:
        """Send a text that was written and confirmed."""

    def order_tow(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Order a tow truck."""

    def order_tow_from(self, case_id: CaseId, command: OrderTow, reply: Reply[CaseDetail]) -> None:
        """Order a tow truck to where the police tower, or somebody, put the car."""

    def disclose_tow(self, order_id: OrderId, command: DiscloseTow, reply: Reply[CaseDetail]) -> None:
        """Write down that a firm was told what its text says."""

    def disclose_facts(self, case_id: CaseId, command: DiscloseFacts, reply: Reply[CaseDetail]) -> None:
        """Write down what family, employer, police or somebody else was told."""

    def decline_tow(self, case_id: CaseId, command: DeclineTow, reply: Reply[CaseDetail]) -> None:
        """Answer "Send tow?" with no."""

    def answer_fact(self, case_id: CaseId, command: AnswerFact, reply: Reply[CaseDetail]) -> None:
        """Write down what the driver answered, or take it back."""

    def record_use(self, case_id: CaseId, command: RecordUse, reply: Reply[CaseDetail]) -> None:
        """Enter what was given under a clause; refused with ``above_limit`` until somebody pays the rest."""

    def undo_use(self, case_id: CaseId, use_id: UseId, reply: Reply[CaseDetail]) -> None:
        """Take a wrong entry of the ledger back."""

    def complete_hand_over(self, hand_over_id: HandOverId, command: CompleteHandOver, reply: Reply[CaseDetail]) -> None:
        """Write down what 112 or 101 gave us, and which steps were done."""

    def hand_over(self, case_id: CaseId, command: HandOver, reply: Reply[CaseDetail]) -> None:
        """Write down that the case was told to 112 or 101."""

    def change_order(self, order_id: OrderId, command: ChangeOrder, reply: Reply[CaseDetail]) -> None:
        """Write down what the provider said."""

    def make_promise(self, case_id: CaseId, command: MakePromise, reply: Reply[CaseDetail]) -> None:
        """Promise something for a time."""

    def keep_promise(self, promise_id: PromiseId, reply: Reply[CaseDetail]) -> None:
        """Tick a promise that was kept."""

    def move_promise(self, promise_id: PromiseId, command: MovePromise, reply: Reply[CaseDetail]) -> None:
        """Give a promise another time."""

    def withdraw_promise(self, promise_id: PromiseId, command: WithdrawPromise, reply: Reply[CaseDetail]) -> None:
        """Take a promise back."""

    def write_note(self, case_id: CaseId, command: WriteNote, reply: Reply[CaseDetail]) -> None:
        """Add a note."""

    def change_priority(self, case_id: CaseId, command: ChangePriority, reply: Reply[CaseDetail]) -> None:
        """Change the priority, with a reason."""

    def close_case(self, case_id: CaseId, command: CloseCase, reply: Reply[CaseDetail]) -> None:
        """Close with an outcome."""


class NumberReads(Protocol):
    """What the number plan says."""

    def read_number(self, command: ReadNumber, reply: Reply[NumberInfo]) -> None:
        """Say what a typed text is as a number; nothing is kept of it."""


class LineService(Protocol):
    """The lines of the telephone exchange."""

    def telephone(self, reply: Reply[TelephoneInfo]) -> None:
        """Ask which telephone stands at this desk."""

    def set_telephone(self, command: SetTelephone, reply: Reply[TelephoneInfo]) -> None:
        """Say which telephone stands at this desk."""

    def hang_up(self, call_id: CallId, reply: Reply[CaseDetail]) -> None:
        """Let the exchange end a call."""

    def send_digits(self, call_id: CallId, command: SendDigits, reply: Reply[CaseDetail]) -> None:
        """Send keys to whoever was called."""

    def take_by_hand(self, call_id: CallId, reply: Reply[CaseDetail]) -> None:
        """Go on with a call without the exchange."""

    def call_emergency(self, case_id: CaseId, command: CallEmergency, reply: Reply[CaseDetail]) -> None:
        """Let 112 or 101 ring, because a person asked for it."""

    def take_call_back(self, case_id: CaseId, command: TakeCallBack, reply: Reply[CaseDetail]) -> None:
        """Put a caller into his case."""

    def missed_call_done(self, missed_id: str, reply: Reply[MissedCallDone]) -> None:
        """Say that a call which nobody took needs nobody any more."""

    def call_partner(self, order_id: OrderId, command: CallPartner, reply: Reply[CaseDetail]) -> None:
        """Let the firm of an order ring, or have it written down that this desk dials it."""


class ContactService(CaseCommands, NumberReads, LineService, Protocol):
    """The service, as far as reaching people needs it."""


class Oversight(Protocol):
    """What the pages beside the cases ask: how alarms ended, and messages of boxes that were put aside."""

    def outcomes(self, reply: Reply[tuple[OutcomeInfo, ...]]) -> None:
        """Read how the alarms of each kind of box ended."""

    def outcome_cases(
        self, of: OutcomeInfo, outcomes: tuple[Outcome, ...], reply: Reply[tuple[ClosedCaseInfo, ...]]
    ) -> None:
        """Read the closed cases of a kind of box that ended in one of these ways, newest first."""

    def quarantine(self, reply: Reply[tuple[QuarantinedInfo, ...]]) -> None:
        """Read which messages wait for a person, oldest first."""

    def view_frame(self, uplink_id: UplinkId, reply: Reply[FrameInfo]) -> None:
        """See what is in one (audited)."""

    def decode_again(self, uplink_id: UplinkId, reply: Reply[UplinkInfo]) -> None:
        """Let today's decoder read it."""

    def release_frame(self, uplink_id: UplinkId, command: ReleaseFrame, reply: Reply[UplinkInfo]) -> None:
        """Say that it was dealt with."""


class Registry(Protocol):
    """Contracts and boxes on record."""

    def find_records(self, text: str, reply: Reply[FoundRecords]) -> None:
        """Find records."""

    def open_record(self, which: OpenRecord, reply: Reply[RecordDetail]) -> None:
        """Look at one record (audited)."""

    def mend_record(self, command: MendRecord, reply: Reply[RecordDetail]) -> None:
        """Mend a record, or put a new one on record."""


class GatewayService(Protocol):
    """By what calls, SMS, mail and orders leave the house."""

    def gateways(self, reply: Reply[GatewaysInfo]) -> None:
        """Read every channel, and what goes out by itself."""

    def set_gateway(self, channel: Channel, command: SetGateway, reply: Reply[GatewayInfo]) -> None:
        """Work a channel by a gateway; it acts at once."""

    def clear_gateway(self, channel: Channel, reply: Reply[GatewayInfo]) -> None:
        """Work a channel by hand."""

    def try_gateway(self, channel: Channel, command: TryGateway, reply: Reply[GatewayInfo]) -> None:
        """Let one harmless thing leave; what came of it is read again."""


class PartnerService(Protocol):
    """Whom to ask for a service, and asking them."""

    def partners(self, case_id: CaseId, kind: ServiceKind, reply: Reply[PartnersInfo]) -> None:
        """Read whom to ask, the best first; nothing is kept."""

    def order_service(self, case_id: CaseId, command: OrderService, reply: Reply[CaseDetail]) -> None:
        """Order a taxi, a hotel, a rental car, a way home."""

    def offer_order(self, order_id: OrderId, command: OfferOrder, reply: Reply[CaseDetail]) -> None:
        """Ask a partner; it leaves by itself where there is a road."""

    def ask_another(self, order_id: OrderId, command: OfferOrder, reply: Reply[CaseDetail]) -> None:
        """Ask this partner instead of the one that was asked."""

    def stop_order(self, order_id: OrderId, reply: Reply[CaseDetail]) -> None:
        """Keep back what has not left."""

    def revise_order(self, order_id: OrderId, command: ReviseOrder, reply: Reply[CaseDetail]) -> None:
        """Change what an order says; the next version, sent again."""

    def providers(self, reply: Reply[ProviderList]) -> None:
        """Read the directory of partners."""

    def register_provider(self, command: RegisterProvider, reply: Reply[ProviderInfo]) -> None:
        """Put a partner on record, or mend one."""


class ShiftOffers(Protocol):
    """Handing over a shift. Answers are empty: the row that changed comes as an event."""

    def colleagues(self, reply: Reply[tuple[ColleagueInfo, ...]]) -> None:
        """Read who may take cases, those at a desk first."""

    def offer_case(self, case_id: CaseId, command: OfferCase, reply: Reply[None]) -> None:
        """Offer a case to a colleague; it stays mine until it is accepted."""

    def accept_case(self, case_id: CaseId, reply: Reply[None]) -> None:
        """Take a case that was offered to me, with what was promised in it."""

    def decline_case(self, case_id: CaseId, reply: Reply[None]) -> None:
        """Leave it where it is."""

    def withdraw_offer(self, case_id: CaseId, reply: Reply[None]) -> None:
        """Keep a case that I offered."""


class ShiftService(ShiftOffers, Protocol):
    """The service, as far as handing over a shift needs it."""

    def release_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Give the case back to the queue."""


class Searching(Protocol):
    """One search over everything on record."""

    def search(self, command: Search, reply: Reply[SearchFound]) -> None:
        """Find what a text may mean; nothing is kept of it."""


class PhoneCases(Protocol):
    """Cases that begin with a phone call, and calls about cases that there are."""

    def open_phone_case(self, command: OpenPhoneCase, reply: Reply[CaseDetail]) -> None:
        """Open a case with what was said; refused with ``case_open`` when the car has one open."""

    def attach_caller(self, case_id: CaseId, command: AttachCaller, reply: Reply[CaseDetail]) -> None:
        """Attach the call to a case."""

    def car_cases(self, command: CarNamed, reply: Reply[CarCases]) -> None:
        """Ask for the open cases of a car."""

    def find_places(self, command: FindPlaces, reply: Reply[PlacesFound]) -> None:
        """Read a text as coordinates or a country; nothing is kept of it."""

    def find_callers_case(self, command: FindCallersCase, reply: Reply[CallersCases]) -> None:
        """Find which case somebody may be calling about; nothing is kept of it."""


class ImportService(Protocol):
    """Imports of files."""

    def import_columns(self, kind: ImportKind, reply: Reply[ColumnsInfo]) -> None:
        """Read the columns of a file, and its template."""

    def begin_import(self, kind: ImportKind, size_bytes: int, reply: Reply[ImportInfo]) -> None:
        """Begin an import."""

    def send_part(self, import_id: str, offset: int, content: bytes, reply: Reply[ImportInfo]) -> None:
        """Send the next bytes of its file."""

    def check_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Have it checked."""

    def apply_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Have it put in place."""

    def drop_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Have it forgotten."""

    def read_import(self, import_id: str, reply: Reply[ImportInfo]) -> None:
        """Read how far it is."""


class Backend(
    Sessions,
    CaseReads,
    ContactService,
    Oversight,
    GatewayService,
    PartnerService,
    ShiftOffers,
    Registry,
    Searching,
    PhoneCases,
    ImportService,
    Protocol,
):
    """The whole service, as a desk sees it."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """Whether this desk hears its service.

    Attributes:
        alive: Something was heard within the last five seconds; False is shown in the queue itself.
        heard_at: When something was last heard (this machine's clock); None = not yet.
    """

    alive: bool
    heard_at: datetime | None


class FeedListener(Protocol):
    """Told everything the service tells the desks, in order, without gap or repeat.

    A snapshot comes first and again whenever the desk was away too long; it replaces everything shown.
    """

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Start again from this."""

    def on_change(self, event: EventInfo) -> None:
        """Something changed."""

    def on_tick(self, tick: Tick) -> None:
        """The link lives; every 2 s."""

    def on_link(self, link: LinkState) -> None:
        """The link died or came back; called on change only."""


class Feed(Protocol):
    """The event stream."""

    def add_listener(self, listener: FeedListener) -> None:
        """Tell this one too, in the order of adding."""

    def forget_listener(self, listener: FeedListener) -> None:
        """Tell this one no more."""


class Cancel(Protocol):
    """Stops what a scheduler started; harmless when called again."""

    def __call__(self) -> None:
        """Stop it."""


class Scheduler(Protocol):
    """Timers, on the thread of the screen."""

    def after(self, delay_s: float, act: Callable[[], None]) -> Cancel:
        """Do it once, later."""

    def every(self, period_s: float, act: Callable[[], None]) -> Cancel:
        """Do it again and again; first after one period."""
