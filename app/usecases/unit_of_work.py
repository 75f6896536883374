"""One transaction and the repositories that live in it.

A handler receives a unit of work that is already open and never commits: whoever runs the handler commits everything it
did, audit entry, outbox row and event included, or nothing of it. That is how group commit can put many handlers into
one fdatasync without any of them knowing.
"""

from typing import Protocol

from app.usecases.call_ports import CallEventLog, DeskTelephones
from app.usecases.caller_ports import CallerRepository
from app.usecases.gateway_settings import GatewayRepository
from app.usecases.hand_over_ports import HandOverRepository
from app.usecases.message_ports import MessageRepository
from app.usecases.order_ports import ProviderRepository, SendingRepository
from app.usecases.ports import (
    AccountRepository,
    AnswerRepository,
    AuditLog,
    BoxRepository,
    CallRepository,
    CaseRepository,
    ContractRepository,
    EcallRepository,
    EventLog,
    NoteRepository,
    OrderRepository,
    UplinkLog,
    UseRepository,
)
from app.usecases.promise_ports import PromiseRepository
from app.usecases.record_ports import RecordLog
from app.usecases.uplink_ports import BoxCommandRepository, DeviceKeyRepository, FeedRepository, FirmwareLog, S2Log


class UnitOfWork(Protocol):
    """The open transaction a handler works in."""

    @property
    def uplinks(self) -> UplinkLog:
        """Raw frames."""
        ...

    @property
    def s2(self) -> S2Log:
        """The places of S2 frames."""
        ...

    @property
    def device_keys(self) -> DeviceKeyRepository:
        """Keys of S2 boxes."""
        ...

    @property
    def feeds(self) -> FeedRepository:
        """Who may feed us."""
        ...

    @property
    def box_commands(self) -> BoxCommandRepository:
        """What boxes were asked."""
        ...

    @property
    def firmware(self) -> FirmwareLog:
        """What boxes ran, and since when."""
        ...

    @property
    def boxes(self) -> BoxRepository:
        """Boxes on record."""
        ...

    @property
    def contracts(self) -> ContractRepository:
        """Contracts with their people."""
        ...

    @property
    def records(self) -> RecordLog:
        """Contracts and boxes, many at once."""
        ...

    @property
    def ecalls(self) -> EcallRepository:
        """E-calls and rejected events."""
        ...

    @property
    def cases(self) -> CaseRepository:
        """Cases."""
        ...

    @property
    def callers(self) -> CallerRepository:
        """Who called in."""
        ...

    @property
    def calls(self) -> CallRepository:
        """Call attempts."""
        ...

    @property
    def call_events(self) -> CallEventLog:
        """What exchanges told of calls."""
        ...

    @property
    def desk_telephones(self) -> DeskTelephones:
        """Which telephone stands at which desk."""
        ...

    @property
    def messages(self) -> MessageRepository:
        """SMS."""
        ...

    @property
    def orders(self) -> OrderRepository:
        """Service orders."""
        ...

    @property
    def providers(self) -> ProviderRepository:
        """Partners."""
        ...

    @property
    def sendings(self) -> SendingRepository:
        """What leaves for partners."""
        ...

    @property
    def promises(self) -> PromiseRepository:
        """What was promised."""
        ...

    @property
    def notes(self) -> NoteRepository:
        """Notes."""
        ...

    @property
    def answers(self) -> AnswerRepository:
        """What people answered."""
        ...

    @property
    def hand_overs(self) -> HandOverRepository:
        """What 112 and 101 were told."""
        ...

    @property
    def uses(self) -> UseRepository:
        """What was given under the clauses."""
        ...

    @property
    def accounts(self) -> AccountRepository:
        """Accounts and sessions."""
        ...

    @property
    def gateways(self) -> GatewayRepository:
        """By which gateway each channel leaves the house."""
        ...

    @property
    def audit(self) -> AuditLog:
        """The chained record."""
        ...

    @property
    def events(self) -> EventLog:
        """What desks are told."""
        ...
