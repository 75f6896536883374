"""A unit of work in dictionaries: what every use-case test runs against.

It keeps the promises of the ports and no others; one contract suite (``tests/app/persistence``) runs against it and
against the SQL one, so a use case that passes here passes there. Nothing is rolled back: a refused handler must not
have written before it refused, and here a test sees it if it did. ``check_audited`` is what the store asks before it
keeps a job.
"""

from dataclasses import replace
from datetime import datetime

from app.domain.account import Account, DeskSession
from app.domain.answer import Answer
from app.domain.audit import AuditAction, AuditEntry, AuditRecord
from app.domain.box import Box
from app.domain.case import Case, CaseState
from app.domain.contact import CallAttempt
from app.domain.ecall import Ecall
from app.domain.errors import Conflict, NotFound
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
from app.domain.phone_case import is_stand_in
from app.domain.rejected import RejectedEcall
from app.domain.service_order import ServiceKind, ServiceOrder
from app.domain.subscription import Contract
from app.domain.uplink import RawUplink, StoredUplink, UplinkState
from app.persistence.chain import GENESIS, entry_hash, new_salt, personal_digest
from app.persistence.obligation import Obligation
from app.usecases.cars import car_of
from app.usecases.replies import Reply, RequestKey, reused_key
from tests.support.memory_callers import InMemoryCallerRepository
from tests.support.memory_calls import InMemoryCallEventLog, InMemoryDeskTelephones
from tests.support.memory_gateways import InMemoryGatewayRepository
from tests.support.memory_hand_overs import InMemoryHandOverRepository
from tests.support.memory_messages import InMemoryMessageRepository
from tests.support.memory_orders import InMemoryProviderRepository, InMemorySendingRepository
from tests.support.memory_promises import InMemoryPromiseRepository
from tests.support.memory_records import InMemoryRecordLog
from tests.support.memory_senders import (
    InMemoryBoxCommandRepository,
    InMemoryDeviceKeyRepository,
    InMemoryFeedRepository,
    InMemoryFirmwareLog,
    InMemoryS2Log,
)


def _not_found(what: str) -> NotFound:
    return NotFound("not_found", what=what)


class InMemoryUplinkLog:
    def __init__(self) -> None:
        self.stored: dict[UplinkId, StoredUplink] = {}
        self.reasons: dict[UplinkId, str] = {}
        self.fingerprints: dict[UplinkId, str | None] = {}

    def append(self, uplink: RawUplink) -> UplinkId | None:
        if any((one.raw.imei, one.raw.digest) == (uplink.imei, uplink.digest) for one in self.stored.values()):
            return None
        uplink_id = UplinkId(len(self.stored) + 1)
        self.stored[uplink_id] = StoredUplink(uplink_id, uplink, UplinkState.STORED)
        return uplink_id

    def pending(self, limit: int) -> tuple[StoredUplink, ...]:
        return tuple(one for one in self.stored.values() if one.state is UplinkState.STORED)[:limit]

    def recent(self, imei: Imei, since: datetime, before: UplinkId) -> tuple[StoredUplink, ...]:
        return tuple(
            one
            for one in self.stored.values()
            if one.raw.imei == imei
            and one.raw.received_at >= since
            and one.uplink_id < before
            and one.state not in (UplinkState.QUARANTINED, UplinkState.RELEASED)
        )

    def find(self, uplink_id: UplinkId) -> StoredUplink | None:
        return self.stored.get(uplink_id)

    def mark_processed(self, uplink_id: UplinkId, fingerprint: str | None = None) -> None:
        self.fingerprints[uplink_id] = fingerprint
        self.reasons.pop(uplink_id, None)
        self.stored[uplink_id] = replace(self.stored[uplink_id], state=UplinkState.PROCESSED)

    def quarantine(self, uplink_id: UplinkId, reason: str) -> None:
        self.stored[uplink_id] = replace(self.stored[uplink_id], state=UplinkState.QUARANTINED)
        self.reasons[uplink_id] = reason

    def release(self, uplink_id: UplinkId) -> None:
        self.stored[uplink_id] = replace(self.stored[uplink_id], state=UplinkState.RELEASED)

    def quarantined_count(self) -> int:
        return sum(one.state is UplinkState.QUARANTINED for one in self.stored.values())


class InMemoryBoxRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.boxes: dict[Imei, Box] = {}

    def find(self, imei: Imei) -> Box | None:
        return self.boxes.get(imei)

    def put(self, box: Box) -> None:
        self._obligation.changed("box")
        self.boxes[box.imei] = box

    def of_same_car(self, imei: Imei) -> tuple[Imei, ...]:
        box = self.boxes.get(imei)
        others = sorted(self.boxes.values(), key=lambda one: one.imei)
        return tuple(one.imei for one in others if box is not None and one.imei != imei and box.is_in_car_of(one))


class InMemoryContractRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.contracts: dict[ContractId, Contract] = {}

    def find(self, contract_id: ContractId) -> Contract | None:
        return self.contracts.get(contract_id)

    def put(self, contract: Contract) -> None:
        self._obligation.changed("contract")
        self.contracts[contract.contract_id] = contract


class InMemoryEcallRepository:
    def __init__(self) -> None:
        self.ecalls: dict[EcallId, Ecall] = {}
        self.rejected: dict[EcallId, RejectedEcall] = {}

    def put(self, ecall: Ecall) -> None:
        self.ecalls[ecall.ecall_id] = ecall

    def get(self, ecall_id: EcallId) -> Ecall:
        if ecall_id not in self.ecalls:
            raise _not_found("ecall")
        return self.ecalls[ecall_id]

    def around(self, imei: Imei, earliest: datetime, latest: datetime, received_since: datetime) -> tuple[Ecall, ...]:
        found = [
            one
            for one in self.ecalls.values()
            if one.imei == imei and (earliest <= one.occurred_at <= latest or one.received_at >= received_since)
        ]
        return tuple(sorted(found, key=lambda one: (one.occurred_at, one.received_at, one.ecall_id)))

    def between(self, earliest: datetime, latest: datetime) -> tuple[Ecall, ...]:
        found = [one for one in self.ecalls.values() if earliest <= one.occurred_at <= latest]
        return tuple(sorted(found, key=lambda one: (one.occurred_at, one.received_at, one.ecall_id)))

    def put_rejected(self, rejected: RejectedEcall) -> None:
        self.rejected[rejected.ecall_id] = rejected

    def find_rejected(self, ecall_id: EcallId) -> RejectedEcall | None:
        return self.rejected.get(ecall_id)

    def drop_rejected(self, ecall_id: EcallId) -> None:
        self.rejected.pop(ecall_id, None)

    def rejected_since(self, since: datetime, limit: int) -> tuple[RejectedEcall, ...]:
        found = [one for one in self.rejected.values() if one.received_at >= since]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.ecall_id), reverse=True)[:limit])


class InMemoryCaseRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self._numbers: dict[int, int] = {}
        self.cases: dict[CaseId, Case] = {}

    def add(self, case: Case) -> None:
        self._obligation.changed("case", case.case_id)
        self.cases[case.case_id] = case

    def get(self, case_id: CaseId) -> Case:
        if case_id not in self.cases:
            raise _not_found("case")
        return self.cases[case_id]

    def save(self, case: Case) -> Case:
        if self.get(case.case_id).version != case.version:
            raise Conflict("changed")
        self._obligation.changed("case", case.case_id)
        self.cases[case.case_id] = replace(case, version=case.version + 1)
        return self.cases[case.case_id]

    def renew_claim(self, case_id: CaseId, account_id: AccountId, desk: str, at: datetime) -> bool:
        case = self.cases.get(case_id)
        if case is None or case.claim is None or (case.claim.account_id, case.claim.desk) != (account_id, desk):
            return False
        self.cases[case_id] = replace(case, claim=replace(case.claim, renewed_at=at))
        return True

    def next_number(self, year: int) -> CaseNumber:
        self._numbers[year] = self._numbers.get(year, 0) + 1
        return CaseNumber(f"{year}-{self._numbers[year]:06d}")

    def of_box(self, imei: Imei, received_since: datetime) -> tuple[Case, ...]:
        found = [one for one in self.cases.values() if one.imei == imei and one.received_at >= received_since]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.number), reverse=True))

    def of_ecall(self, ecall_id: EcallId) -> Case | None:
        return next((one for one in self.cases.values() if ecall_id in one.ecall_ids), None)

    def open_cases(self) -> tuple[Case, ...]:
        found = [one for one in self.cases.values() if one.state is CaseState.OPEN]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.number)))


class InMemoryCallRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.calls: dict[CallId, CallAttempt] = {}

    def put(self, call: CallAttempt) -> None:
        self._obligation.changed("call", call.case_id)
        self.calls[call.call_id] = call

    def get(self, call_id: CallId) -> CallAttempt:
        if call_id not in self.calls:
            raise _not_found("call")
        return self.calls[call_id]

    def of_case(self, case_id: CaseId) -> tuple[CallAttempt, ...]:
        return tuple(one for one in self._oldest_first() if one.case_id == case_id)

    def open_calls(self) -> tuple[CallAttempt, ...]:
        return tuple(one for one in self._oldest_first() if one.outcome is None)

    def _oldest_first(self) -> list[CallAttempt]:
        return sorted(self.calls.values(), key=lambda one: (one.requested_at, one.call_id))


class InMemoryOrderRepository:
    def __init__(
        self,
        cases: InMemoryCaseRepository,
        boxes: InMemoryBoxRepository,
        contracts: InMemoryContractRepository,
        obligation: Obligation,
    ) -> None:
        self._cases = cases
        self._boxes = boxes
        self._contracts = contracts
        self._obligation = obligation
        self._cars: dict[OrderId, str] = {}
        self.orders: dict[OrderId, ServiceOrder] = {}

    def put(self, order: ServiceOrder) -> None:
        known = self.orders.get(order.order_id)
        starts = order.state.is_running and (known is None or not known.state.is_running)
        if self.running_for_box(self._imei(order.case_id)) and starts and order.kind is ServiceKind.TOW:
            raise Conflict("tow_running")
        self._obligation.changed("order", order.case_id)
        self._cars.setdefault(order.order_id, self._car_of(self._imei(order.case_id)))
        self.orders[order.order_id] = order

    def get(self, order_id: OrderId) -> ServiceOrder:
        if order_id not in self.orders:
            raise _not_found("order")
        return self.orders[order_id]

    def of_case(self, case_id: CaseId) -> tuple[ServiceOrder, ...]:
        return tuple(one for one in self._oldest_first() if one.case_id == case_id)

    def running_for_box(self, imei: Imei) -> tuple[ServiceOrder, ...]:
        imeis = {imei, *self._boxes.of_same_car(imei)}
        key = self._car_of(imei)
        tows = (one for one in self._oldest_first() if one.kind is ServiceKind.TOW and one.state.is_running)
        return tuple(one for one in tows if self._imei(one.case_id) in imeis or self._car(one) == key)

    def _car(self, order: ServiceOrder) -> str:
        """The car it was ordered for; one that a test put there is of its case's car."""
        return self._cars.get(order.order_id) or self._car_of(self._imei(order.case_id))

    def _car_of(self, imei: Imei) -> str:
        box = self._boxes.find(imei)
        car = None if box is None else box.car
        told = [one for one in self._cases.cases.values() if is_stand_in(imei) and one.imei == imei]
        for case in told:
            car = car_of(case, None, None if case.contract_id is None else self._contracts.find(case.contract_id))
        return imei if car is None else car.key or imei

    def _imei(self, case_id: CaseId) -> Imei:
        return self._cases.get(case_id).imei

    def _oldest_first(self) -> list[ServiceOrder]:
        return sorted(self.orders.values(), key=lambda one: (one.ordered_at, one.order_id))


class InMemoryNoteRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.notes: list[Note] = []

    def add(self, note: Note) -> None:
        self._obligation.changed("note", note.case_id)
        self.notes.append(note)

    def of_case(self, case_id: CaseId) -> tuple[Note, ...]:
        found = [one for one in self.notes if one.case_id == case_id]
        return tuple(sorted(found, key=lambda one: (one.written_at, one.note_id)))


class InMemoryAnswerRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.answers: dict[tuple[CaseId, str], Answer] = {}

    def put(self, answer: Answer) -> None:
        self._obligation.changed("answer", answer.case_id)
        self.answers[answer.case_id, answer.fact] = answer

    def of_case(self, case_id: CaseId) -> tuple[Answer, ...]:
        found = [one for one in self.answers.values() if one.case_id == case_id]
        return tuple(sorted(found, key=lambda one: (one.said_at, one.fact)))


class InMemoryUseRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.uses: list[ServiceUse] = []

    def add(self, use: ServiceUse) -> None:
        self._obligation.changed("use", use.case_id)
        self.uses.append(use)

    def of_case(self, case_id: CaseId) -> tuple[ServiceUse, ...]:
        found = [one for one in self.uses if one.case_id == case_id]
        return tuple(sorted(found, key=lambda one: (one.entered_at, one.use_id)))


class InMemoryAccountRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.accounts: dict[AccountId, Account] = {}
        self.sessions: dict[SessionId, DeskSession] = {}

    def add(self, account: Account) -> None:
        if self.find_login(account.login) is not None:
            raise Conflict("login_taken")
        self._obligation.changed("account")
        self.accounts[account.account_id] = account

    def find_login(self, login: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.login.casefold() == login.casefold()), None)

    def get(self, account_id: AccountId) -> Account:
        if account_id not in self.accounts:
            raise _not_found("account")
        return self.accounts[account_id]

    def all_accounts(self) -> tuple[Account, ...]:
        return tuple(sorted(self.accounts.values(), key=lambda one: one.login.casefold()))

    def any_account(self) -> bool:
        return bool(self.accounts)

    def add_session(self, session: DeskSession) -> None:
        self.sessions[session.session_id] = session

    def find_session(self, token_digest: str) -> DeskSession | None:
        return next((one for one in self.sessions.values() if one.token_digest == token_digest), None)

    def end_session(self, session_id: SessionId) -> None:
        self.sessions.pop(session_id, None)


class InMemoryAuditLog:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.entries: list[AuditEntry] = []

    def append(self, record: AuditRecord) -> None:
        before = self.of_chain(record.chain)
        previous = before[-1].entry_hash if before else GENESIS
        digest = personal_digest(new_salt(), record.personal)
        number = len(before) + 1
        entry = AuditEntry(
            sequence=len(self.entries) + 1,
            chain_sequence=number,
            record=record,
            personal_digest=digest,
            previous_hash=previous,
            entry_hash=entry_hash(record, number, digest, previous),
            personal_erased=False,
        )
        self.entries.append(entry)
        self._obligation.audited(record.chain)

    def of_chain(self, chain: str) -> tuple[AuditEntry, ...]:
        return tuple(one for one in self.entries if one.record.chain == chain)

    def has_viewed(self, case_id: CaseId, actor: AccountId, since: datetime) -> bool:
        return any(
            one.record.action is AuditAction.CASE_VIEWED and one.record.actor == actor and one.record.at >= since
            for one in self.of_chain(case_id)
        )

    def actions(self, chain: str | None = None) -> list[AuditAction]:
        """What was written down, in order; of one chain or of all."""
        return [one.record.action for one in self.entries if chain in (None, one.record.chain)]


class InMemoryEventLog:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        self.events.append(event)


class InMemoryReplyLog:
    def __init__(self) -> None:
        self.replies: dict[tuple[str, str], tuple[RequestKey, Reply]] = {}

    def find(self, request: RequestKey) -> Reply | None:
        stored = self.replies.get((request.account, request.key))
        if stored is None:
            return None
        if stored[0].digest != request.digest:
            raise reused_key()
        return stored[1]

    def put(self, request: RequestKey, reply: Reply, at: datetime) -> None:  # noqa: ARG002 - nothing is pruned here
        self.replies[request.account, request.key] = (request, reply)


class InMemoryUnitOfWork:
    """Every repository of ``JobUnit``; the attributes are the concrete ones, so a test can look inside them."""

    def __init__(self) -> None:
        self._obligation = Obligation()
        self.uplinks = InMemoryUplinkLog()
        self.s2 = InMemoryS2Log(self.uplinks.stored)
        self.device_keys = InMemoryDeviceKeyRepository(self._obligation)
        self.feeds = InMemoryFeedRepository(self._obligation)
        self.box_commands = InMemoryBoxCommandRepository(self._obligation)
        self.firmware = InMemoryFirmwareLog(self._obligation)
        self.boxes = InMemoryBoxRepository(self._obligation)
        self.contracts = InMemoryContractRepository(self._obligation)
        self.ecalls = InMemoryEcallRepository()
        self.cases = InMemoryCaseRepository(self._obligation)
        self.callers = InMemoryCallerRepository(self._obligation)
        self.calls = InMemoryCallRepository(self._obligation)
        self.call_events = InMemoryCallEventLog(self._obligation, self.calls)
        self.desk_telephones = InMemoryDeskTelephones(self._obligation)
        self.records = InMemoryRecordLog(
            self._obligation, self.contracts.contracts, self.boxes.boxes, self.cases.cases.values
        )
        self.messages = InMemoryMessageRepository(self._obligation)
        self.orders = InMemoryOrderRepository(self.cases, self.boxes, self.contracts, self._obligation)
        self.providers = InMemoryProviderRepository(self._obligation, self.orders.orders.values)
        self.sendings = InMemorySendingRepository(self._obligation, self.orders.orders.values)
        self.promises = InMemoryPromiseRepository(self._obligation)
        self.notes = InMemoryNoteRepository(self._obligation)
        self.answers = InMemoryAnswerRepository(self._obligation)
        self.hand_overs = InMemoryHandOverRepository(self._obligation)
        self.uses = InMemoryUseRepository(self._obligation)
        self.accounts = InMemoryAccountRepository(self._obligation)
        self.gateways = InMemoryGatewayRepository(self._obligation)
        self.audit = InMemoryAuditLog(self._obligation)
        self.events = InMemoryEventLog()
        self.replies = InMemoryReplyLog()

    def check_audited(self) -> None:
        """Pass when everything written since the last check is in the audit, as the store demands of every job.

        Raises:
            UnauditedChange: Something is not.
        """
        self._obligation.check()
