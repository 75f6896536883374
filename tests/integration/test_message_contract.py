"""SMS on their way: what every adapter of their port promises, and what readers see of them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.case import Case
from app.domain.gateway import NO_BACKLOG
from app.domain.ids import CaseNumber
from app.domain.message import Message, MessageState, Receipt, SentPart, Template
from app.persistence.store import SqliteStore
from app.usecases.store import JobUnit
from tests.support.builders import NOON, a_case, a_claim, a_message, an_audit_record
from tests.support.clocks import StandingClock
from tests.support.units import AnyUnit

GATEWAY = "smpp smsc.example"
MINUTE = timedelta(minutes=1)
QUEUED = {"state": MessageState.QUEUED, "leaves_at": NOON}


@pytest.fixture(name="case")
def a_stored_case(unit: AnyUnit) -> Case:
    case = a_case()
    unit.cases.add(case)
    return case


def test_a_message_comes_back_with_everything_that_is_known_of_its_way(unit: AnyUnit, case: Case) -> None:
    parts = (SentPart(1, 1, 2, "a1"), SentPart(1, 2, 2, "", MessageState.DELIVERED))
    message = a_message(
        case.case_id,
        state=MessageState.ACCEPTED,
        template=Template.BATTERY_DROP,
        expires_at=NOON + MINUTE,
        tries=3,
        copies=2,
        gateway=GATEWAY,
        parts=parts,
        reason="throttled",
    )
    unit.messages.put(message)
    assert unit.messages.get(message.message_id) == message


def test_a_message_is_known_by_the_names_a_gateway_gave_its_parts(unit: AnyUnit, case: Case) -> None:
    first = a_message(case.case_id, gateway=GATEWAY, parts=(SentPart(1, 1, 2, "a1"), SentPart(1, 2, 2, "a2")))
    unit.messages.put(first)
    assert unit.messages.of_part(GATEWAY, "a1") == unit.messages.of_part(GATEWAY, "a2") == first.message_id
    assert unit.messages.of_part("http other.example", "a1") is None
    assert unit.messages.of_part(GATEWAY, "a3") is None
    newer = a_message(case.case_id, attempt=2, gateway=GATEWAY, parts=(SentPart(1, 1, 1, "a1"),))
    unit.messages.put(newer)
    assert unit.messages.of_part(GATEWAY, "a1") == newer.message_id


def test_what_was_perhaps_sent_is_due_when_it_is_to_be_sent_once_more(unit: AnyUnit, case: Case) -> None:
    again = a_message(case.case_id, state=MessageState.UNKNOWN, leaves_at=NOON + MINUTE)
    parked = a_message(case.case_id, attempt=2, state=MessageState.UNKNOWN)
    unit.messages.put(again)
    unit.messages.put(parked)
    assert unit.messages.due(NOON) == ()
    assert unit.messages.due(NOON + MINUTE) == (again,)


def test_messages_are_found_by_whether_they_wait_or_are_on_the_wire(unit: AnyUnit, case: Case) -> None:
    queued = a_message(case.case_id, **QUEUED)
    sending = a_message(case.case_id, attempt=2, state=MessageState.SENDING)
    for one in (queued, sending, a_message(case.case_id, attempt=3, state=MessageState.UNKNOWN, leaves_at=NOON)):
        unit.messages.put(one)
    assert unit.messages.queued() == (queued,)
    assert unit.messages.sending() == (sending,)


def test_a_receipt_is_held_once_and_taken_once(unit: AnyUnit) -> None:
    first = Receipt(GATEWAY, "a1", MessageState.UNDELIVERED, NOON, "network_007")
    better = Receipt(GATEWAY, "a1", MessageState.DELIVERED, NOON + MINUTE)
    for one in (first, better, first, Receipt(GATEWAY, "a2", MessageState.EXPIRED, NOON)):
        unit.messages.hold_receipt(one)
    assert unit.messages.take_receipts("http other.example", ["a1"], NOON) == ()
    assert unit.messages.take_receipts(GATEWAY, ["a1", "a9"], NOON) == (better,)
    assert unit.messages.take_receipts(GATEWAY, ["a1"], NOON) == ()
    assert unit.messages.take_receipts(GATEWAY, ["a2"], NOON + MINUTE) == ()
    unit.messages.drop_receipts(NOON + MINUTE)
    assert unit.messages.take_receipts(GATEWAY, ["a2"], NOON) == ()


@pytest.fixture(name="store")
def a_store(tmp_path: Path) -> SqliteStore:
    return SqliteStore.open(tmp_path / "data", StandingClock())


def _put(store: SqliteStore, case: Case, *messages: Message) -> None:
    def job(unit: JobUnit) -> None:
        unit.cases.add(case)
        for message in messages:
            unit.messages.put(message)
        unit.audit.append(an_audit_record(case.case_id))

    store.submit(job).result()


def test_readers_see_what_waits_and_since_when(store: SqliteStore) -> None:
    case = a_case(number="2025-000001")
    later = a_message(case.case_id, attempt=2, **{**QUEUED, "leaves_at": NOON + MINUTE})
    now = a_message(case.case_id, **QUEUED)
    again = a_message(case.case_id, attempt=3, state=MessageState.UNKNOWN, leaves_at=NOON - MINUTE)
    sending = a_message(case.case_id, attempt=4, state=MessageState.SENDING)
    parked = a_message(case.case_id, attempt=5, state=MessageState.UNKNOWN)
    _put(store, case, later, now, again, sending, parked)
    assert store.read(lambda reader: reader.messages_waiting(9)) == (again, now, later)
    assert store.read(lambda reader: reader.messages_waiting(1)) == (again,)
    assert store.read(lambda reader: reader.messages_sending()) == (sending,)
    backlog = store.read(lambda reader: reader.sms_backlog(NOON))
    assert (backlog.count, backlog.since, backlog.case_id) == (1, NOON, case.case_id)
    assert store.read(lambda reader: reader.sms_backlog(NOON + MINUTE)).count == 2
    assert store.read(lambda reader: reader.sms_backlog(NOON - MINUTE)) == NO_BACKLOG
    store.close()


def test_readers_see_what_a_gateway_has_still_to_say_the_last_word_of(store: SqliteStore) -> None:
    case = a_case(number="2025-000001")
    accepted = {"state": MessageState.ACCEPTED, "gateway": GATEWAY}
    old = a_message(case.case_id, **accepted, changed_at=NOON - MINUTE)
    new = a_message(case.case_id, attempt=2, **accepted, changed_at=NOON)
    other = a_message(case.case_id, attempt=3, **{**accepted, "gateway": "other"}, changed_at=NOON)
    done = a_message(case.case_id, attempt=4, **{**accepted, "state": MessageState.DELIVERED}, changed_at=NOON)
    _put(store, case, old, new, other, done)
    assert store.read(lambda reader: reader.messages_accepted(GATEWAY, NOON - MINUTE, 9)) == (old, new)
    assert store.read(lambda reader: reader.messages_accepted(GATEWAY, NOON, 9)) == (new,)
    store.close()


def test_readers_see_who_was_hit_and_has_nobody(store: SqliteStore) -> None:
    alone = a_case(number="2025-000001", claim=None, first_claimed_at=None, received_at=NOON)
    left = replace(alone, case_id=a_case().case_id, number=CaseNumber("2025-000002"), first_claimed_at=NOON + MINUTE)
    again = replace(left, case_id=a_case().case_id, number=CaseNumber("2025-000003"), struck_at=NOON + 2 * MINUTE)
    held = replace(alone, case_id=a_case().case_id, number=CaseNumber("2025-000004"), claim=a_claim())
    for case in (alone, left, again, held):
        _put(store, replace(case, ecall_ids=()))
    found = store.read(lambda reader: reader.cases_without_help(NOON + 2 * MINUTE, NOON))
    assert set(found) == {alone.case_id, again.case_id}
    assert store.read(lambda reader: reader.cases_without_help(NOON - MINUTE, NOON - 9 * MINUTE)) == ()
    store.close()
