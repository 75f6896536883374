"""What is read to be shown, in one go and without the heavy parts.

A queue of two hundred cases is one ``CaseBrief`` each and never loads a trace; the opened case is one ``CaseFile``.
Both are read in a reader connection, outside of any write.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.domain.account import Account, DeskSession
from app.domain.answer import Answer, standing
from app.domain.audit import AuditEntry
from app.domain.box import Box, Car
from app.domain.box_command import BoxCommand
from app.domain.call_event import CallEvent, MissedCall
from app.domain.case import Case, Outcome
from app.domain.contact import CallAttempt
from app.domain.device_key import DeviceKey
from app.domain.ecall import Ecall
from app.domain.events import Event
from app.domain.feed import Feed
from app.domain.gateway import GatewaySettings
from app.domain.hand_over import HandOverRecord
from app.domain.ids import AccountId, BoxCommandId, CaseId, EcallId, Imei, PromiseId, ProviderId, UplinkId
from app.domain.ledger import ServiceUse
from app.domain.message import Message
from app.domain.note import Note
from app.domain.phone_case import Caller
from app.domain.promise import Promise
from app.domain.rejected import RejectedEcall
from app.domain.sending import Sending
from app.domain.service_order import ServiceOrder
from app.domain.subscription import Contract
from app.domain.uplink import QuarantinedUplink, StoredUplink
from app.usecases.cars import car_of
from app.usecases.message_ports import MessageReader
from app.usecases.order_ports import ProviderReader, SendingReader
from app.usecases.outcome_table import BoxKind, OutcomeCount
from app.usecases.record_ports import RecordReader
from app.usecases.search_ports import CaseFinder


@dataclass(frozen=True, slots=True)
class CaseBrief:
    """A case with what its queue row and its NEXT depend on.

    Attributes:
        peak_g: Largest peak of its E-calls; None = none measured.
        peak_capped: That peak was cut off by the sensor.
    """

    case: Case
    box: Box | None
    contract: Contract | None
    calls: tuple[CallAttempt, ...]
    messages: tuple[Message, ...]
    orders: tuple[ServiceOrder, ...]
    peak_g: float | None
    peak_capped: bool
    answers: tuple[Answer, ...] = ()
    promises: tuple[Promise, ...] = ()
    callers: tuple[Caller, ...] = ()

    @property
    def car(self) -> Car | None:
        """The car: that of the box, else that of the contract, else what was said on the phone; None = not known."""
        return car_of(self.case, self.box, self.contract)

    @property
    def standing(self) -> tuple[Answer, ...]:
        """The answers by which anything is decided: of people, only what was said since the last impact."""
        return standing(self.answers, self.case.struck_at)

    @property
    def calls_since_impact(self) -> tuple[CallAttempt, ...]:
        """The calls that were made since the last of several impacts; all of them where there was one."""
        since = self.case.struck_at
        return tuple(call for call in self.calls if since is None or call.requested_at >= since)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case, whole. ``partner_phones``: of those who have, or had, an order of it."""

    brief: CaseBrief
    ecalls: tuple[Ecall, ...]
    notes: tuple[Note, ...]
    entries: tuple[AuditEntry, ...]
    uses: tuple[ServiceUse, ...] = ()
    call_events: tuple[CallEvent, ...] = ()
    calls_aside: tuple[CallAttempt, ...] = ()
    hand_overs: tuple[HandOverRecord, ...] = ()
    sendings: tuple[Sending, ...] = ()
    partner_phones: Mapping[ProviderId, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event with its place in the global sequence."""

    sequence: int
    event: Event


class Reader(RecordReader, ProviderReader, SendingReader, MessageReader, CaseFinder, Protocol):
    """Consistent reads; every method is one short read transaction."""

    def open_briefs(self) -> tuple[CaseBrief, ...]:
        """Return every open case, and closed ones with a running order, an open promise or an SMS to send by hand."""
        ...

    def closed_since(self, since: datetime, limit: int) -> tuple[CaseBrief, ...]:
        """Return the cases closed since then, at most so many."""
        ...

    def brief(self, case_id: CaseId) -> CaseBrief:
        """Return one case.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def silent_since(self, instant: datetime) -> frozenset[CaseId]:
        """Return the open cases whose claim was last renewed before this instant."""
        ...

    def overdue_promises(self, instant: datetime) -> Mapping[PromiseId, CaseId]:
        """Return the open promises that were due by this instant, with their cases."""
        ...

    def briefs(self, case_ids: Collection[CaseId]) -> tuple[CaseBrief, ...]:
        """Return these cases, oldest first; an id of none is left out."""
        ...

    def file(self, case_id: CaseId) -> CaseFile:
        """Return one case, whole.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def ecall(self, ecall_id: EcallId) -> Ecall:
        """Return one E-call with its trace.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def case_of_ecall(self, ecall_id: EcallId) -> CaseId | None:
        """Return the case an E-call is in; None when it was rejected or is unknown."""
        ...

    def outcomes(self) -> tuple[OutcomeCount, ...]:
        """Return how many closed cases of each kind of box ended how."""
        ...

    def outcome_cases(self, kind: BoxKind, outcomes: Collection[Outcome], limit: int) -> tuple[Case, ...]:
        """Return the closed cases of a kind of box that ended in one of these ways, newest first."""
        ...

    def rejected_since(self, since: datetime, limit: int) -> tuple[RejectedEcall, ...]:
        """Return events rejected since then, newest first."""
        ...

    def rejected(self, ecall_id: EcallId) -> RejectedEcall | None:
        """Return the rejection of an E-call, or None."""
        ...

    def box(self, imei: str) -> Box | None:
        """Return the box on record, or None for a stranger."""
        ...

    def last_event(self) -> int:
        """Return the highest event sequence committed; 0 = none yet."""
        ...

    def first_event(self) -> int:
        """Return the lowest event sequence still kept; 0 = none yet. An older cursor must take a new snapshot."""
        ...

    def events_after(self, sequence: int, limit: int) -> tuple[NumberedEvent, ...]:
        """Return events after the given one, in order."""
        ...

    def quarantined_count(self) -> int:
        """Return how many frames wait for a person."""
        ...

    def last_heard_at(self) -> datetime | None:
        """Return when the newest stored frame of a box was received; None = there is none."""
        ...

    def quarantined(self, limit: int) -> tuple[QuarantinedUplink, ...]:
        """Return the frames that wait for a person, oldest first."""
        ...

    def uplink(self, uplink_id: UplinkId) -> StoredUplink | None:
        """Return a frame, or None."""
        ...

    def device_keys(self, imei: Imei) -> tuple[DeviceKey, ...]:
        """Return every key a box ever had, oldest first."""
        ...

    def open_box_commands(self) -> tuple[BoxCommand, ...]:
        """Return what every box is still to be asked or to answer, oldest first."""
        ...

    def box_commands(self, imei: Imei, limit: int) -> tuple[BoxCommand, ...]:
        """Return what a box was asked, newest first."""
        ...

    def case_box_commands(self, case_id: CaseId) -> tuple[BoxCommand, ...]:
        """Return what a box was asked for a case, newest first."""
        ...

    def box_command(self, command_id: BoxCommandId) -> BoxCommand | None:
        """Return one question, or None."""
        ...

    def desk_telephones(self) -> Mapping[str, str]:
        """Return the telephone of every desk that has one."""
        ...

    def missed_calls(self, since: datetime) -> tuple[MissedCall, ...]:
        """Return the calls of no case that nobody took since then and nobody has dealt with, the oldest first."""
        ...

    def gateways(self) -> tuple[GatewaySettings, ...]:
        """Return what was set for the channels that are not worked by hand."""
        ...

    def feeds(self) -> tuple[Feed, ...]:
        """Return every feed, by name."""
        ...

    def feed_of(self, token_digest: str) -> Feed | None:
        """Return the feed with this token, or None."""
        ...

    def any_account(self) -> bool:
        """Whether there is an account at all."""
        ...

    def account_of_login(self, login: str) -> Account | None:
        """Return the account with this login (case does not matter), or None."""
        ...

    def session(self, token_digest: str) -> tuple[DeskSession, Account] | None:
        """Return the session of a token with its account, or None."""
        ...

    def all_accounts(self) -> tuple[Account, ...]:
        """Return every account, by login."""
        ...

    def account_names(self) -> Mapping[AccountId, str]:
        """Return the names of all accounts."""
        ...

    def has_viewed(self, case_id: CaseId, actor: AccountId, since: datetime) -> bool:
        """Whether this account has an audited view of the case since then."""
        ...
