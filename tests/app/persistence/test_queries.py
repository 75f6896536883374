"""What the screens read: everything they need, in as many statements for two hundred cases as for one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from app.domain.audit import AuditAction
from app.domain.box import Box, Car
from app.domain.case import Case, CaseState
from app.domain.errors import NotFound
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId, CaseNumber, EcallId, Imei, new_id
from app.domain.message import MessageState
from app.domain.service_order import OrderState
from app.persistence.engine import writer_engine
from app.persistence.queries import SqlReader
from app.persistence.schema import upgrade
from app.persistence.unit_of_work import SqlUnitOfWork
from app.usecases.queries import NumberedEvent
from tests.support.builders import (
    AN_IMEI,
    NOON,
    a_box,
    a_call,
    a_case,
    a_claim,
    a_contract,
    a_measurement,
    a_message,
    a_note,
    a_rejected,
    a_session,
    an_account,
    an_audit_record,
    an_ecall,
    an_order,
    an_uplink,
)


@pytest.fixture(name="connection")
def a_connection(tmp_path: Path) -> Iterator[Connection]:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    with engine.connect() as connection, connection.begin():
        yield connection


@pytest.fixture(name="unit")
def a_unit(connection: Connection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection)


@pytest.fixture(name="reader")
def a_reader(connection: Connection) -> SqlReader:
    return SqlReader(connection)


def _imei(number: int) -> Imei:
    return Imei(f"3560930700{number:05d}")


def _box(number: int) -> Box:
    """Each in a car of its own: one car has one running tow."""
    return a_box(imei=_imei(number), car=Car(f"1-CAR-{number:03}", "VW ID.3", "white", "electric"))


def _busy_case(unit: SqlUnitOfWork, number: int) -> Case:
    ecall = an_ecall(imei=_imei(number))
    case = a_case(imei=_imei(number), ecall_ids=(ecall.ecall_id,))
    unit.ecalls.put(ecall)
    unit.cases.add(case)
    unit.boxes.put(_box(number))
    unit.calls.put(a_call(case.case_id))
    unit.messages.put(a_message(case.case_id))
    unit.orders.put(an_order(case.case_id))
    return case


def _statements(reader: SqlReader) -> int:
    seen: list[str] = []

    def on_execute(_connection: Connection, _cursor: object, statement: str, *_others: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", on_execute)
    try:
        reader.open_briefs()
    finally:
        event.remove(Engine, "before_cursor_execute", on_execute)
    return len(seen)


def test_the_queue_takes_as_many_statements_for_fifty_cases_as_for_one(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    _busy_case(unit, 0)
    for_one = _statements(reader)
    for number in range(1, 50):
        _busy_case(unit, number)
    assert len(reader.open_briefs()) == 50
    assert _statements(reader) == for_one <= 11


def test_a_brief_has_all_that_its_row_depends_on(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    case = _busy_case(unit, 1)
    _busy_case(unit, 2)
    unit.contracts.put(a_contract())
    brief = reader.brief(case.case_id)
    assert brief.case == case
    assert brief.box == _box(1)
    assert brief.contract == a_contract()
    assert brief.calls == unit.calls.of_case(case.case_id) != ()
    assert brief.messages == unit.messages.of_case(case.case_id) != ()
    assert brief.orders == unit.orders.of_case(case.case_id) != ()
    assert (brief.peak_g, brief.peak_capped) == (6.3, False)
    assert brief in reader.open_briefs()


def test_several_briefs_are_read_at_once_and_a_stranger_is_left_out(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    one, _, three = (_busy_case(unit, number) for number in range(3))
    wanted = [three.case_id, one.case_id, CaseId(new_id())]
    assert reader.briefs(wanted) == (reader.brief(one.case_id), reader.brief(three.case_id))
    assert reader.briefs([]) == ()


def test_a_case_of_which_nothing_is_known_has_a_brief(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    case = a_case(contract_id=None, place=None)
    unit.cases.add(case)
    (brief,) = reader.open_briefs()
    assert (brief.case, brief.box, brief.contract, brief.peak_g, brief.peak_capped) == (case, None, None, None, False)
    assert (brief.calls, brief.messages, brief.orders) == ((), (), ())
    assert brief == reader.brief(case.case_id)


def test_the_strongest_of_several_ecalls_is_shown(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    peaks = [(2.7, False), (8.0, True), (8.0, False), (None, True), (3.1, True)]
    ecalls = [an_ecall(measurement=a_measurement(peak_g=peak, sensor_caps_peak=capped)) for peak, capped in peaks]
    ecalls.append(an_ecall(measurement=None))
    for ecall in ecalls:
        unit.ecalls.put(ecall)
    case = a_case(ecall_ids=tuple(ecall.ecall_id for ecall in ecalls))
    unit.cases.add(case)
    brief = reader.brief(case.case_id)
    assert (brief.peak_g, brief.peak_capped) == (8.0, True)


def test_the_queue_holds_open_cases_and_closed_ones_with_something_left(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    closed = {"state": CaseState.CLOSED, "imei": AN_IMEI}
    open_one, still_towed, still_to_send, done = a_case(), a_case(**closed), a_case(**closed), a_case(**closed)
    for case in (open_one, still_towed, still_to_send, done):
        unit.cases.add(case)
    unit.orders.put(an_order(still_towed.case_id, state=OrderState.EN_ROUTE))
    unit.orders.put(an_order(done.case_id, state=OrderState.DONE))
    unit.messages.put(a_message(still_to_send.case_id))
    unit.messages.put(a_message(done.case_id, state=MessageState.DELIVERED))
    assert {brief.case for brief in reader.open_briefs()} == {open_one, still_towed, still_to_send}


def test_a_file_is_the_case_whole(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    case = _busy_case(unit, 1)
    _busy_case(unit, 2)
    note = a_note(case.case_id)
    unit.notes.add(note)
    unit.audit.append(an_audit_record(case.case_id))
    unit.audit.append(an_audit_record("other"))
    file = reader.file(case.case_id)
    assert file.brief == reader.brief(case.case_id)
    assert file.ecalls == (unit.ecalls.get(case.ecall_ids[0]),)
    assert file.notes == (note,)
    assert file.entries == unit.audit.of_chain(case.case_id)
    with pytest.raises(NotFound):
        reader.file(a_case().case_id)


def test_small_questions(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    assert (reader.any_account(), reader.last_event(), reader.first_event(), reader.quarantined_count()) == (
        False,
        0,
        0,
        0,
    )
    case = _busy_case(unit, 1)
    account = an_account()
    session = a_session(account.account_id)
    unit.accounts.add(account)
    unit.accounts.add_session(session)
    frame = unit.uplinks.append(an_uplink())
    assert frame is not None
    unit.uplinks.quarantine(frame, "torn")
    unit.audit.append(an_audit_record(case.case_id, action=AuditAction.CASE_VIEWED, actor=account.account_id))
    rejected = a_rejected()
    unit.ecalls.put_rejected(rejected)
    assert reader.any_account()
    assert reader.session(session.token_digest) == (session, account)
    assert reader.session("0" * 64) is None
    assert reader.all_accounts() == (account,)
    assert reader.account_names() == {account.account_id: account.name}
    assert reader.quarantined_count() == 1
    assert reader.has_viewed(case.case_id, account.account_id, NOON)
    assert reader.rejected_since(NOON, 10) == (rejected,)
    assert reader.rejected(rejected.ecall_id) == rejected
    assert reader.rejected(EcallId(new_id())) is None
    assert reader.box(_imei(1)) == _box(1)
    assert reader.box("unknown") is None
    assert reader.ecall(case.ecall_ids[0]) == unit.ecalls.get(case.ecall_ids[0])
    assert reader.case_of_ecall(case.ecall_ids[0]) == case.case_id
    assert reader.case_of_ecall(EcallId(new_id())) is None


def test_events_are_read_after_a_cursor_in_order(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    told = [Event(EventKind.CASE_CHANGED, NOON, case_id=a_case().case_id, rings=True) for _ in range(3)]
    told.append(Event(EventKind.ECALL_REJECTED, NOON, ecall_id=EcallId(new_id())))
    for one in told:
        unit.events.append(one)
    assert reader.events_after(0, 10) == tuple(NumberedEvent(n, one) for n, one in enumerate(told, start=1))
    assert [one.sequence for one in reader.events_after(1, 2)] == [2, 3]
    assert reader.events_after(4, 10) == ()


def test_numbers_of_dropped_events_are_never_given_again(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    for minute in range(3):
        unit.events.append(Event(EventKind.UPLINK_QUARANTINED, NOON + timedelta(minutes=minute)))
    unit.events.prune(NOON + timedelta(days=1))
    assert (reader.first_event(), reader.last_event()) == (3, 3)
    unit.events.append(Event(EventKind.UPLINK_QUARANTINED, NOON))
    assert unit.events.sequences == [1, 2, 3, 4]


def test_only_open_cases_with_a_claim_that_was_not_renewed_are_silent(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    silent = a_case(claim=a_claim(renewed_at=NOON - timedelta(seconds=46)), number=CaseNumber("2026-000001"))
    unit.cases.add(silent)
    unit.cases.add(a_case(claim=a_claim(renewed_at=NOON - timedelta(seconds=45)), number=CaseNumber("2026-000002")))
    unit.cases.add(a_case(claim=None, number=CaseNumber("2026-000003")))
    unit.cases.add(
        a_case(
            claim=a_claim(renewed_at=NOON - timedelta(hours=1)),
            number=CaseNumber("2026-000004"),
            state=CaseState.CLOSED,
            closed_at=NOON,
        )
    )
    assert reader.silent_since(NOON - timedelta(seconds=45)) == {silent.case_id}


def _plans(reader: SqlReader, connection: Connection) -> list[str]:
    """Run every question of the hot paths and return how SQLite answers each."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def on_execute(
        _c: Connection, _cursor: object, statement: str, parameters: tuple[object, ...], *_others: object
    ) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", on_execute)
    try:
        unit = SqlUnitOfWork(connection)
        reader.open_briefs()
        unit.cases.open_cases()
        unit.cases.of_box(AN_IMEI, NOON)
        unit.cases.of_ecall(EcallId(new_id()))
        unit.ecalls.around(AN_IMEI, NOON, NOON, NOON)
        unit.uplinks.pending(10)
        unit.uplinks.quarantined_count()
        unit.orders.running_for_box(AN_IMEI)
        unit.orders.running_for_box(_imei(1))
        reader.overdue_promises(NOON)
        unit.calls.open_calls()
        unit.ecalls.rejected_since(NOON, 10)
        reader.events_after(0, 10)
        reader.silent_since(NOON)
        reader.session("0" * 64)
        unit.audit.of_chain("x")
    finally:
        event.remove(Engine, "before_cursor_execute", on_execute)
    plans = []
    for statement, parameters in asked:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plans += [row[3] for row in rows]
    return plans


OF_FEW_ROWS = {
    "ix_calls_open",
    "ix_cases_open",
    "ix_messages_to_do",
    "ix_promises_open",
    "ix_uplinks_pending",
    "ix_uplinks_quarantined",
}
"""Partial indexes: what is in them is what somebody still has to look at."""


def test_no_question_of_the_hot_paths_reads_a_whole_table(
    unit: SqlUnitOfWork, reader: SqlReader, connection: Connection
) -> None:
    unit.boxes.put(_box(1))
    scans = [plan.split() for plan in _plans(reader, connection) if plan.startswith("SCAN")]
    tables = [words for words in scans if words[1] not in ("CONSTANT", "(subquery-1)")]
    assert {words[-1] for words in tables} == OF_FEW_ROWS


def test_replacing_a_case_keeps_its_row(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    case = _busy_case(unit, 1)
    saved = unit.cases.save(replace(case, is_late=True))
    assert reader.brief(case.case_id).case == saved
