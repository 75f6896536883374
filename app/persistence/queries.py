"""Reads for the screens: however many cases there are in the queue, the number of statements is the same."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, select, union

from app.domain.account import Account, DeskSession
from app.domain.box import Box
from app.domain.box_command import BoxCommand
from app.domain.call_event import MissedCall
from app.domain.case import Case, Outcome
from app.domain.device_key import DeviceKey
from app.domain.ecall import Ecall
from app.domain.errors import NotFound
from app.domain.feed import Feed
from app.domain.gateway import GatewaySettings
from app.domain.ids import AccountId, BoxCommandId, CaseId, ContractId, EcallId, Imei, PromiseId, UplinkId
from app.domain.rejected import RejectedEcall
from app.domain.subscription import Contract
from app.domain.uplink import QuarantinedUplink, StoredUplink
from app.persistence import events
from app.persistence.accounts import account_from, find_accounts, has_account, session_from
from app.persistence.anchors import anchor_lines
from app.persistence.answers import find_answers
from app.persistence.audit import find_entries, has_viewed
from app.persistence.box_commands import MOST_SENT, find_box_command, find_newest, find_open
from app.persistence.boxes import find_box
from app.persistence.call_events import find_call_events, find_desk_telephones
from app.persistence.call_tables import call_events
from app.persistence.caller_tables import callers
from app.persistence.callers import find_callers
from app.persistence.case_search import SqlCaseFinder
from app.persistence.cases import find_case_of_ecall, find_cases
from app.persistence.command_tables import box_commands
from app.persistence.contact import find_calls, find_notes, find_orders
from app.persistence.ecalls import find_ecalls, find_rejected, get_ecall, rejected_since
from app.persistence.gateways import find_gateways
from app.persistence.hand_overs import find_hand_overs, hand_overs
from app.persistence.ledger_tables import service_uses
from app.persistence.messages import SqlMessageReader, find_messages
from app.persistence.missed_calls import find_missed_calls
from app.persistence.outcomes import count_outcomes, find_outcome_cases
from app.persistence.promise_tables import PROMISE_OPEN, promises
from app.persistence.promises import find_promises
from app.persistence.provider_tables import sendings
from app.persistence.providers import SqlProviderReader
from app.persistence.record_mapping import box_from, contract_from
from app.persistence.records import SqlRecordReader
from app.persistence.senders import find_device_keys, find_feed, find_feeds
from app.persistence.sendings import SqlSendingReader, find_sendings
from app.persistence.tables import (
    CALL_ASIDE,
    CASE_OPEN,
    MESSAGE_TO_DO,
    ORDER_RUNNING,
    accounts,
    answers,
    audit_entries,
    boxes,
    calls,
    case_ecalls,
    cases,
    contracts,
    ecalls,
    messages,
    orders,
    sessions,
)
from app.persistence.uplinks import count_quarantined, find_quarantined, find_uplink, last_received_at
from app.persistence.uses import find_uses
from app.usecases.outcome_table import BoxKind, OutcomeCount
from app.usecases.queries import CaseBrief, CaseFile, NumberedEvent

T = TypeVar("T")


class SqlReader(SqlRecordReader, SqlProviderReader, SqlSendingReader, SqlMessageReader, SqlCaseFinder):
    """``Reader`` over a connection that cannot write, inside one read transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)

    def open_briefs(self) -> tuple[CaseBrief, ...]:
        """Return every open case, and closed ones that still have something running or to be done by hand."""
        wanted = union(
            select(cases.c.case_id).where(CASE_OPEN),
            select(orders.c.case_id).where(ORDER_RUNNING),
            select(messages.c.case_id).where(MESSAGE_TO_DO),
            select(promises.c.case_id).where(PROMISE_OPEN),
        )
        return _briefs(self._connection, find_cases(self._connection, cases.c.case_id.in_(wanted)))

    def closed_since(self, since: datetime, limit: int) -> tuple[CaseBrief, ...]:
        """Return the cases closed since then, the last closed ones where there are more than so many."""
        ids = select(cases.c.case_id).where(cases.c.closed_at >= since).order_by(cases.c.closed_at.desc()).limit(limit)
        return _briefs(self._connection, find_cases(self._connection, cases.c.case_id.in_(ids)))

    def brief(self, case_id: CaseId) -> CaseBrief:
        """Return one case, or raise ``NotFound``."""
        found = _briefs(self._connection, find_cases(self._connection, cases.c.case_id == case_id))
        if not found:
            raise NotFound("not_found", what="case")
        return found[0]

    def silent_since(self, instant: datetime) -> frozenset[CaseId]:
        """Return the open cases whose claim was last renewed before this instant."""
        silent = select(cases.c.case_id).where(CASE_OPEN, cases.c.claim_renewed_at < instant)
        return frozenset(CaseId(row.case_id) for row in self._connection.execute(silent))

    def overdue_promises(self, instant: datetime) -> Mapping[PromiseId, CaseId]:
        """Return the open promises that were due by this instant, with their cases."""
        due = select(promises.c.promise_id, promises.c.case_id).where(PROMISE_OPEN, promises.c.due_at <= instant)
        return {PromiseId(row.promise_id): CaseId(row.case_id) for row in self._connection.execute(due)}

    def briefs(self, case_ids: Collection[CaseId]) -> tuple[CaseBrief, ...]:
        """Return these cases, oldest first; an id of none is left out."""
        return _briefs(self._connection, find_cases(self._connection, cases.c.case_id.in_(case_ids)))

    def file(self, case_id: CaseId) -> CaseFile:
        """Return one case, whole, or raise ``NotFound``."""
        of_case = select(case_ecalls.c.ecall_id).where(case_ecalls.c.case_id == case_id)
        brief = self.brief(case_id)
        partners = [self.provider(one.provider_id) for one in brief.orders if one.provider_id is not None]
        return CaseFile(
            brief=brief,
            partner_phones={one.provider_id: one.phones for one in partners if one is not None},
            ecalls=find_ecalls(self._connection, ecalls.c.ecall_id.in_(of_case)),
            notes=find_notes(self._connection, case_id),
            entries=find_entries(self._connection, audit_entries.c.chain == case_id),
            uses=find_uses(self._connection, service_uses.c.case_id == case_id),
            call_events=find_call_events(self._connection, call_events.c.case_id == case_id),
            hand_overs=find_hand_overs(self._connection, hand_overs.c.case_id == case_id),
            calls_aside=find_calls(self._connection, (calls.c.case_id == case_id) & CALL_ASIDE),
            sendings=find_sendings(self._connection, sendings.c.case_id == case_id),
        )

    def ecall(self, ecall_id: EcallId) -> Ecall:
        """Return one E-call with its trace, or raise ``NotFound``."""
        return get_ecall(self._connection, ecall_id)

    def case_of_ecall(self, ecall_id: EcallId) -> CaseId | None:
        """Return the case an E-call is in; None when it was rejected or is unknown."""
        return find_case_of_ecall(self._connection, ecall_id)

    def outcomes(self) -> tuple[OutcomeCount, ...]:
        """Return how many closed cases of each kind of box ended how."""
        return count_outcomes(self._connection)

    def outcome_cases(self, kind: BoxKind, outcomes: Collection[Outcome], limit: int) -> tuple[Case, ...]:
        """Return the closed cases of a kind of box that ended in one of these ways, newest first."""
        return find_outcome_cases(self._connection, kind, outcomes, limit)

    def rejected_since(self, since: datetime, limit: int) -> tuple[RejectedEcall, ...]:
        """Return events rejected since then, newest first."""
        return rejected_since(self._connection, since, limit)

    def rejected(self, ecall_id: EcallId) -> RejectedEcall | None:
        """Return the rejection of an E-call, or None."""
        return find_rejected(self._connection, ecall_id)

    def box(self, imei: str) -> Box | None:
        """Return the box on record, or None for a stranger."""
        return find_box(self._connection, Imei(imei))

    def last_event(self) -> int:
        """Return the highest event sequence committed; 0 = none yet."""
        return events.last_event(self._connection)

    def first_event(self) -> int:
        """Return the lowest event sequence still kept; 0 = none yet."""
        return events.first_event(self._connection)

    def events_after(self, sequence: int, limit: int) -> tuple[NumberedEvent, ...]:
        """Return events after the given one, in order."""
        return events.events_after(self._connection, sequence, limit)

    def quarantined_count(self) -> int:
        """Return how many frames wait for a person."""
        return count_quarantined(self._connection)

    def last_heard_at(self) -> datetime | None:
        """Return when the newest stored frame of a box was received; None = there is none."""
        return last_received_at(self._connection)

    def quarantined(self, limit: int) -> tuple[QuarantinedUplink, ...]:
        """Return the frames that wait for a person, oldest first."""
        return find_quarantined(self._connection, limit)

    def uplink(self, uplink_id: UplinkId) -> StoredUplink | None:
        """Return a frame, or None."""
        return find_uplink(self._connection, uplink_id)

    def device_keys(self, imei: Imei) -> tuple[DeviceKey, ...]:
        """Return every key a box ever had, oldest first."""
        return find_device_keys(self._connection, imei)

    def open_box_commands(self) -> tuple[BoxCommand, ...]:
        """Return what every box is still to be asked or to answer, oldest first."""
        return find_open(self._connection)

    def box_commands(self, imei: Imei, limit: int) -> tuple[BoxCommand, ...]:
        """Return what a box was asked, newest first."""
        return find_newest(self._connection, box_commands.c.imei == imei, limit)

    def case_box_commands(self, case_id: CaseId) -> tuple[BoxCommand, ...]:
        """Return what a box was asked for a case, newest first, at most a few dozen."""
        return find_newest(self._connection, box_commands.c.case_id == case_id, MOST_SENT)

    def box_command(self, command_id: BoxCommandId) -> BoxCommand | None:
        """Return one question, or None."""
        return find_box_command(self._connection, command_id)

    def desk_telephones(self) -> Mapping[str, str]:
        """Return the telephone of every desk that has one."""
        return find_desk_telephones(self._connection)

    def missed_calls(self, since: datetime) -> tuple[MissedCall, ...]:
        """Return the calls of no case that nobody took since then and nobody has dealt with, the oldest first."""
        return find_missed_calls(self._connection, since)

    def gateways(self) -> tuple[GatewaySettings, ...]:
        """Return what was set for the channels that are not worked by hand."""
        return find_gateways(self._connection)

    def feeds(self) -> tuple[Feed, ...]:
        """Return every feed, by name."""
        return find_feeds(self._connection)

    def feed_of(self, token_digest: str) -> Feed | None:
        """Return the feed with this token, or None."""
        return find_feed(self._connection, token_digest)

    def any_account(self) -> bool:
        """Whether there is an account at all."""
        return has_account(self._connection)

    def account_of_login(self, login: str) -> Account | None:
        """Return the account with this login (case does not matter), or None."""
        row = self._connection.execute(select(accounts).where(accounts.c.login_folded == login.casefold())).first()
        return None if row is None else account_from(row)

    def session(self, token_digest: str) -> tuple[DeskSession, Account] | None:
        """Return the session of a token with its account, or None."""
        both = sessions.join(accounts, accounts.c.account_id == sessions.c.account_id)
        columns = (*accounts.c, *(column for column in sessions.c if column.name != "account_id"))
        row = self._connection.execute(
            select(*columns).select_from(both).where(sessions.c.token_digest == token_digest)
        ).first()
        return None if row is None else (session_from(row), account_from(row))

    def all_accounts(self) -> tuple[Account, ...]:
        """Return every account, by login."""
        return find_accounts(self._connection)

    def account_names(self) -> Mapping[AccountId, str]:
        """Return the names of all accounts."""
        names = self._connection.execute(select(accounts.c.account_id, accounts.c.name))
        return {AccountId(row.account_id): row.name for row in names}

    def has_viewed(self, case_id: CaseId, actor: AccountId, since: datetime) -> bool:
        """Whether this account has an audited view of the case since then."""
        return has_viewed(self._connection, case_id, actor, since)

    def anchor_lines(self, after: int) -> list[str]:
        """Return the lines to export of the anchors after the given one."""
        return anchor_lines(self._connection, after)


class _Peak(NamedTuple):
    peak_g: float | None = None
    is_capped: bool = False


def _briefs(connection: Connection, found: tuple[Case, ...]) -> tuple[CaseBrief, ...]:
    ids = [case.case_id for case in found]
    known_boxes = _boxes(connection, {case.imei for case in found})
    known_contracts = _contracts(connection, {case.contract_id for case in found if case.contract_id is not None})
    to_people = calls.c.case_id.in_(ids) & ~CALL_ASIDE
    calls_of = _by_case(find_calls(connection, to_people), lambda one: one.case_id)
    messages_of = _by_case(find_messages(connection, messages.c.case_id.in_(ids)), lambda one: one.case_id)
    orders_of = _by_case(find_orders(connection, orders.c.case_id.in_(ids)), lambda one: one.case_id)
    answers_of = _by_case(find_answers(connection, answers.c.case_id.in_(ids)), lambda one: one.case_id)
    callers_of = _by_case(find_callers(connection, callers.c.case_id.in_(ids)), lambda one: one.case_id)
    promises_of = _by_case(find_promises(connection, promises.c.case_id.in_(ids)), lambda one: one.case_id)
    peaks = _peaks(connection, ids)
    return tuple(
        CaseBrief(
            case=case,
            box=known_boxes.get(case.imei),
            contract=None if case.contract_id is None else known_contracts.get(case.contract_id),
            calls=calls_of.get(case.case_id, ()),
            messages=messages_of.get(case.case_id, ()),
            orders=orders_of.get(case.case_id, ()),
            peak_g=peaks.get(case.case_id, _Peak()).peak_g,
            peak_capped=peaks.get(case.case_id, _Peak()).is_capped,
            answers=answers_of.get(case.case_id, ()),
            promises=promises_of.get(case.case_id, ()),
            callers=callers_of.get(case.case_id, ()),
        )
        for case in found
    )


def _boxes(connection: Connection, imeis: Iterable[Imei]) -> dict[Imei, Box]:
    rows = connection.execute(select(boxes).where(boxes.c.imei.in_(imeis)))
    return {box.imei: box for box in map(box_from, rows)}


def _contracts(connection: Connection, ids: Iterable[ContractId]) -> dict[ContractId, Contract]:
    rows = connection.execute(select(contracts).where(contracts.c.contract_id.in_(ids)))
    return {contract.contract_id: contract for contract in map(contract_from, rows)}


def _by_case(things: Iterable[T], case_of: Callable[[T], CaseId]) -> dict[CaseId, tuple[T, ...]]:
    of_case: dict[CaseId, list[T]] = {}
    for thing in things:
        of_case.setdefault(case_of(thing), []).append(thing)
    return {case_id: tuple(group) for case_id, group in of_case.items()}


def _peaks(connection: Connection, ids: Iterable[CaseId]) -> dict[CaseId, _Peak]:
    """Return the strongest measured peak of each case; of two equal ones the one the sensor cut off, as the larger."""
    both = case_ecalls.join(ecalls, ecalls.c.ecall_id == case_ecalls.c.ecall_id)
    measured = (
        select(case_ecalls.c.case_id, ecalls.c.peak_g, ecalls.c.peak_capped)
        .select_from(both)
        .where(case_ecalls.c.case_id.in_(ids), ecalls.c.peak_g.is_not(None))
        .order_by(ecalls.c.peak_g, ecalls.c.peak_capped)
    )
    rows = connection.execute(measured)
    return {CaseId(row.case_id): _Peak(row.peak_g, row.peak_capped) for row in rows}
