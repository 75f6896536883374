"""Everything a use case needs from outside, as ports.

Adapters carry the technology in their name (``SqlCaseRepository``). Repositories speak whole domain objects. ``save``
of a case is conditional on the version that was read: the second of two editors gets ``Conflict("changed")`` and
nothing is lost. Reads inside a unit of work see its own writes.
"""

from datetime import datetime
from typing import Protocol

from app.domain.account import Account, DeskSession
from app.domain.answer import Answer
from app.domain.audit import AuditEntry, AuditRecord
from app.domain.box import Box
from app.domain.case import Case
from app.domain.contact import CallAttempt
from app.domain.ecall import Ecall
from app.domain.events import Event
from app.domain.ids import (
    AccountId,
    CallId,
    CaseId,
    CaseNumber,
    ContractId,
    EcallId,
    Imei,
    OrderId,
    SessionId,
    UplinkId,
)
from app.domain.ledger import ServiceUse
from app.domain.note import Note
from app.domain.rejected import RejectedEcall
from app.domain.service_order import ServiceOrder
from app.domain.subscription import Contract
from app.domain.uplink import RawUplink, StoredUplink


class UplinkLog(Protocol):
    """Raw frames, append-only."""

    def append(self, uplink: RawUplink) -> UplinkId | None:
        """Store a frame; None when the very same frame (IMEI and digest) is there already."""
        ...

    def pending(self, limit: int) -> tuple[StoredUplink, ...]:
        """Return frames stored but not processed, oldest first: what a killed service left behind."""
        ...

    def recent(self, imei: Imei, since: datetime, before: UplinkId) -> tuple[StoredUplink, ...]:
        """Return frames of a box received since then and before the given one, oldest first; quarantined ones not."""
        ...

    def find(self, uplink_id: UplinkId) -> StoredUplink | None:
        """Return a frame, or None."""
        ...

    def mark_processed(self, uplink_id: UplinkId, fingerprint: str | None = None) -> None:
        """Say that the frame's effects are stored; ``fingerprint``: of what it was read as."""
        ...

    def quarantine(self, uplink_id: UplinkId, reason: str) -> None:
        """Keep the frame for a person: it is authentic but cannot be read. ``reason`` is technical and not personal."""
        ...

    def release(self, uplink_id: UplinkId) -> None:
        """Say that a person dealt with a quarantined frame; what was wrong with it stays known."""
        ...

    def quarantined_count(self) -> int:
        """Return how many frames wait for a person."""
        ...


class BoxRepository(Protocol):
    """Boxes on record."""

    def find(self, imei: Imei) -> Box | None:
        """Return the box, or None for a stranger."""
        ...

    def put(self, box: Box) -> None:
        """Store a box, replacing what was known of it."""
        ...

    def of_same_car(self, imei: Imei) -> tuple[Imei, ...]:
        """Return the other boxes on record of this box's car: of the same plate, or contract where one has no plate."""
        ...


class ContractRepository(Protocol):
    """Contracts with their people."""

    def find(self, contract_id: ContractId) -> Contract | None:
        """Return the contract, or None."""
        ...

    def put(self, contract: Contract) -> None:
        """Store a contract, replacing what was known of it."""
        ...


class EcallRepository(Protocol):
    """E-calls: crashes as received, in a case or rejected."""

    def put(self, ecall: Ecall) -> None:
        """Store or replace the E-call."""
        ...

    def get(self, ecall_id: EcallId) -> Ecall:
        """Return the E-call.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def around(self, imei: Imei, earliest: datetime, latest: datetime, received_since: datetime) -> tuple[Ecall, ...]:
        """Return E-calls of a box that late records may still belong to, oldest first.

        One qualifies when it occurred between ``earliest`` and ``latest`` (device time) or was received since
        ``received_since``.
        """
        ...

    def between(self, earliest: datetime, latest: datetime) -> tuple[Ecall, ...]:
        """Return E-calls of every box that occurred between these instants (device time), oldest first."""
        ...

    def put_rejected(self, rejected: RejectedEcall) -> None:
        """Keep an event that did not become a case, with its verdict; replaces an earlier one of the same E-call."""
        ...

    def find_rejected(self, ecall_id: EcallId) -> RejectedEcall | None:
        """Return the rejection of an E-call, or None."""
        ...

    def drop_rejected(self, ecall_id: EcallId) -> None:
        """Forget a rejection, because the E-call became a case after all."""
        ...

    def rejected_since(self, since: datetime, limit: int) -> tuple[RejectedEcall, ...]:
        """Return events rejected since then, newest first."""
        ...


class CaseRepository(Protocol):
    """Cases."""

    def add(self, case: Case) -> None:
        """Store a new case (version 1)."""
        ...

    def get(self, case_id: CaseId) -> Case:
        """Return the case.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def save(self, case: Case) -> Case:
        """Store a changed case and return it with the next version.

        Raises:
            Conflict: ``changed``: the stored version is not the one this case was read at.
        """
        ...

    def renew_claim(self, case_id: CaseId, account_id: AccountId, desk: str, at: datetime) -> bool:
        """Renew a claim without a new version: nothing changed for the others. False when it is not theirs any more."""
        ...

    def next_number(self, year: int) -> CaseNumber:
        """Return the next case number of the year, e.g. "2026-000042"; never the same twice."""
        ...

    def of_box(self, imei: Imei, received_since: datetime) -> tuple[Case, ...]:
        """Return cases of a box received since then, newest first, closed ones too."""
        ...

    def of_ecall(self, ecall_id: EcallId) -> Case | None:
        """Return the case an E-call is in, or None."""
        ...

    def open_cases(self) -> tuple[Case, ...]:
        """Return every open case."""
        ...


class CallRepository(Protocol):
    """Call attempts."""

    def put(self, call: CallAttempt) -> None:
        """Store or replace the call."""
        ...

    def get(self, call_id: CallId) -> CallAttempt:
        """Return the call.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def of_case(self, case_id: CaseId) -> tuple[CallAttempt, ...]:
        """Return the calls of a case, oldest first."""
        ...

    def open_calls(self) -> tuple[CallAttempt, ...]:
        """Return the calls nobody has ended yet, oldest first."""
        ...


class OrderRepository(Protocol):
    """Service orders."""

    def put(self, order: ServiceOrder) -> None:
        """Store or replace the order."""
        ...

    def get(self, order_id: OrderId) -> ServiceOrder:
        """Return the order.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def of_case(self, case_id: CaseId) -> tuple[ServiceOrder, ...]:
        """Return the orders of a case, oldest first."""
        ...

    def running_for_box(self, imei: Imei) -> tuple[ServiceOrder, ...]:
        """Return running tow orders of every case of the box's car, oldest first: one car, one truck."""
        ...


class NoteRepository(Protocol):
    """Notes, append-only."""

    def add(self, note: Note) -> None:
        """Store a new note."""
        ...

    def of_case(self, case_id: CaseId) -> tuple[Note, ...]:
        """Return the notes of a case, oldest first."""
        ...


class AnswerRepository(Protocol):
    """What people answered, one answer a fact."""

    def put(self, answer: Answer) -> None:
        """Store the answer in place of the one before; taken back, it stays with who said so."""
        ...

    def of_case(self, case_id: CaseId) -> tuple[Answer, ...]:
        """Return the answers of a case, oldest first."""
        ...


class UseRepository(Protocol):
    """What was given under the clauses, append-only."""

    def add(self, use: ServiceUse) -> None:
        """Store a new entry, a counter entry included."""
        ...

    def of_case(self, case_id: CaseId) -> tuple[ServiceUse, ...]:
        """Return the entries of a case, oldest first."""
        ...


class AccountRepository(Protocol):
    """Accounts and their sessions."""

    def add(self, account: Account) -> None:
        """Store a new account.

        Raises:
            Conflict: ``login_taken``.
        """
        ...

    def find_login(self, login: str) -> Account | None:
        """Return the account with this login (case does not matter), or None."""
        ...

    def get(self, account_id: AccountId) -> Account:
        """Return the account.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def all_accounts(self) -> tuple[Account, ...]:
        """Return every account, by login."""
        ...

    def any_account(self) -> bool:
        """Whether there is one at all."""
        ...

    def add_session(self, session: DeskSession) -> None:
        """Store a session."""
        ...

    def find_session(self, token_digest: str) -> DeskSession | None:
        """Return the session of a token, or None."""
        ...

    def end_session(self, session_id: SessionId) -> None:
        """Forget a session."""
        ...


class AuditLog(Protocol):
    """The chained, append-only record."""

    def append(self, record: AuditRecord) -> None:
        """Add a record to its chain, in this transaction."""
        ...

    def of_chain(self, chain: str) -> tuple[AuditEntry, ...]:
        """Return the entries of a chain in order."""
        ...

    def has_viewed(self, case_id: CaseId, actor: AccountId, since: datetime) -> bool:
        """Whether this account has an audited view of the case since then."""
        ...


class EventLog(Protocol):
    """What desks are told."""

    def append(self, event: Event) -> None:
        """Add an event; it gets the next sequence number at commit."""
        ...


class Passwords(Protocol):
    """Turns passwords into what may be stored. Slow on purpose: never called inside a transaction."""

    def hash(self, password: str) -> str:
        """Return the argon2id string to store, salt and cost inside."""
        ...

    def is_right(self, password_hash: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; None (no such account) takes as long and is never right."""
        ...
