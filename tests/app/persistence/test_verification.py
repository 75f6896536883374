"""A record is intact until somebody changes any of it, however cleverly; erasing a person changes nothing."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import Case, CaseState, Outcome
from app.domain.errors import NotFound
from app.persistence.anchors import EXPORT_NAME, anchor_hash
from app.persistence.obligation import UnauditedChange
from app.persistence.store import DATABASE_NAME, SqliteStore
from app.persistence.unit_of_work import SqlUnitOfWork
from app.persistence.verification import verify
from app.usecases.audit_report import FindingKind, NoStore
from app.usecases.store import JobUnit
from tests.support.builders import NOON, a_case, an_account, an_audit_record
from tests.support.clocks import StandingClock
from tests.support.jobs import open_case, write_entry

CASE = a_case()
CLOSED = a_case()
DAY = timedelta(days=1)


def _close(unit: JobUnit) -> Case:
    unit.audit.append(an_audit_record(CLOSED.case_id, action=AuditAction.CASE_CLOSED))
    return unit.cases.save(replace(CLOSED, state=CaseState.CLOSED, closed_at=NOON, outcome=Outcome.KERB))


def _add_account(unit: JobUnit) -> None:
    unit.accounts.add(an_account(roles=frozenset({Role.ADMIN})))
    unit.audit.append(an_audit_record(SYSTEM_CHAIN, action=AuditAction.ACCOUNT_CREATED))


@pytest.fixture(name="folder")
def a_folder_with_a_record(tmp_path: Path) -> Path:
    """Two cases, three chains, three anchors of which three are exported; the service has stopped."""
    folder, clock = tmp_path / "data", StandingClock()
    store = SqliteStore.open(folder, clock)
    for job in (open_case(CASE), open_case(CLOSED), _add_account, _close):
        store.submit(job, urgent=True).result()
    for _ in range(3):
        store.submit(write_entry(CASE.case_id), urgent=True).result()
        store.housekeep()
        clock.advance(DAY)
    store.close()
    return folder


@pytest.fixture(name="database")
def a_tamperer(folder: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with the file and a tool, who takes the guards away first; committed when the test calls for it."""
    with closing(sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)) as connection:
        for table in ("audit_entries", "anchors"):
            for verb in ("update", "delete"):
                connection.execute(f"DROP TRIGGER {table}_no_{verb}")
        yield connection


def _kinds(folder: Path) -> set[FindingKind]:
    return {finding.kind for finding in verify(folder).findings}


def test_an_untouched_record_is_intact(folder: Path) -> None:
    report = verify(folder)
    assert report.findings == ()
    assert (report.chains, report.entries, report.anchors, report.events, report.erased) == (3, 7, 3, 2, 0)


def test_a_record_is_checked_beside_a_running_service(folder: Path) -> None:
    store = SqliteStore.open(folder, StandingClock())
    try:
        store.submit(open_case(), urgent=True).result()
        report = verify(folder)
    finally:
        store.close()
    assert report.is_intact
    assert report.entries == 8


def test_a_folder_without_a_database_has_no_store(tmp_path: Path) -> None:
    with pytest.raises(NoStore):
        verify(tmp_path)
    (tmp_path / DATABASE_NAME).touch()
    with pytest.raises(NoStore):
        verify(tmp_path)


ENTRY_CHANGES = [
    ("chain", f"'{CLOSED.case_id}x'"),
    ("chain_sequence", "77"),
    ("at", "'2026-11-24 12:00:00.000001'"),
    ("at", "'nonsense'"),
    ("actor", "'somebody'"),
    ("actor_name", "'Somebody Else'"),
    ("action", "'case_viewed'"),
    ("action", "'no such action'"),
    ("facts", """'{"length": "29"}'"""),
    ("facts", "'{'"),
    ("facts", "'[]'"),
    ("personal_digest", f"'{'0' * 64}'"),
    ("previous_hash", f"'{'1' * 64}'"),
    ("entry_hash", f"'{'2' * 64}'"),
    ("sequence", "99"),
]


@pytest.mark.parametrize(("column", "value"), ENTRY_CHANGES)
def test_every_field_of_an_entry_is_held(folder: Path, database: sqlite3.Connection, column: str, value: str) -> None:
    database.execute("PRAGMA foreign_keys = OFF")
    place = "chain = ? AND chain_sequence = 2"
    changed = database.execute(f"UPDATE audit_entries SET {column} = {value} WHERE {place}", (CASE.case_id,))
    assert changed.rowcount == 1
    findings = verify(folder).findings
    assert any(finding.chain in (CASE.case_id, f"{CLOSED.case_id}x") for finding in findings), findings


@pytest.mark.parametrize(
    ("column", "value"), [("personal", """'{"text": "other"}'"""), ("personal", "'{'"), ("salt", "x'00'")]
)
def test_every_field_of_a_personal_part_is_held(
    folder: Path, database: sqlite3.Connection, column: str, value: str
) -> None:
    database.execute(f"UPDATE audit_personal SET {column} = {value} WHERE sequence = 2")
    findings = verify(folder).findings
    assert [(finding.chain, finding.entry) for finding in findings] == [(CLOSED.case_id, 1)]
    assert findings[0].kind in (FindingKind.PERSONAL_PART_CHANGED, FindingKind.UNREADABLE)


def test_an_entry_changed_with_a_new_hash_breaks_the_link_behind_it(folder: Path, database: sqlite3.Connection) -> None:
    from app.persistence.chain import entry_hash
    from tests.support.databases import sql_unit

    with sql_unit(folder / DATABASE_NAME) as unit:
        entry = unit.audit.of_chain(CASE.case_id)[1]
    forged = replace(entry.record, actor_name="Somebody Else")
    new_hash = entry_hash(forged, entry.chain_sequence, entry.personal_digest, entry.previous_hash)
    database.execute(
        "UPDATE audit_entries SET actor_name = ?, entry_hash = ? WHERE sequence = ?",
        (forged.actor_name, new_hash, entry.sequence),
    )
    findings = {(one.kind, one.chain, one.entry) for one in verify(folder).findings}
    assert (FindingKind.LINK_BROKEN, CASE.case_id, 3) in findings
    assert (FindingKind.ANCHORED_ENTRY_CHANGED, CASE.case_id, 2) in findings


def test_a_missing_entry_is_named(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM audit_entries WHERE chain = ? AND chain_sequence = 2", (CASE.case_id,))
    findings = {(one.kind, one.chain, one.entry) for one in verify(folder).findings}
    assert (FindingKind.ENTRY_MISSING, CASE.case_id, 2) in findings


def test_an_end_cut_off_is_named(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM audit_entries WHERE chain = ? AND chain_sequence = 4", (CASE.case_id,))
    assert (FindingKind.END_CUT_OFF, CASE.case_id, 3) in {
        (one.kind, one.chain, one.entry) for one in verify(folder).findings
    }


def test_an_end_cut_off_with_its_head_is_still_seen(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM audit_entries WHERE chain = ? AND chain_sequence = 4", (CASE.case_id,))
    database.execute(
        "UPDATE audit_heads SET chain_sequence = 3, entry_hash = (SELECT entry_hash FROM audit_entries "
        "WHERE chain = ? AND chain_sequence = 3) WHERE chain = ?",
        (CASE.case_id, CASE.case_id),
    )
    assert {FindingKind.ENTRY_MISSING, FindingKind.ANCHORED_ENTRY_CHANGED} <= _kinds(folder)


def test_a_whole_chain_gone_is_named(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM audit_entries WHERE chain = ?", (CASE.case_id,))
    assert {FindingKind.END_CUT_OFF, FindingKind.CASE_WITHOUT_AUDIT} <= _kinds(folder)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("anchored_at", "'2020-01-01 00:00:00.000000'"),
        ("anchored_at", "'never'"),
        ("through_sequence", "1"),
        ("heads", "'{}'"),
        ("heads", """'{"x": 1}'"""),
        ("previous_hash", f"'{'0' * 64}'"),
        ("anchor_hash", f"'{'0' * 64}'"),
        ("number", "9"),
    ],
)
def test_every_field_of_an_anchor_is_held(folder: Path, database: sqlite3.Connection, column: str, value: str) -> None:
    database.execute(f"UPDATE anchors SET {column} = {value} WHERE number = 2")
    findings = verify(folder).findings
    assert any(one.entry in (2, 9) for one in findings), findings


def test_an_anchor_made_anew_breaks_the_link_behind_it(folder: Path, database: sqlite3.Connection) -> None:
    (folder / EXPORT_NAME).unlink()
    columns = "number, through_sequence, heads, previous_hash"
    number, through, heads, previous = database.execute(f"SELECT {columns} FROM anchors WHERE number = 2").fetchone()
    forged_at = "2020-01-01T00:00:00.000000+00:00"
    forged = anchor_hash(number, forged_at, through, json.loads(heads), previous)
    database.execute(
        "UPDATE anchors SET anchored_at = '2020-01-01 00:00:00.000000', anchor_hash = ? WHERE number = 2", (forged,)
    )
    found = {(one.kind, one.entry) for one in verify(folder).findings}
    assert (FindingKind.ANCHOR_CHANGED, 3) in found
    assert (FindingKind.ANCHOR_CHANGED, 2) not in found


def test_a_first_anchor_taken_away_is_missed(folder: Path, database: sqlite3.Connection) -> None:
    exported = folder / EXPORT_NAME
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    exported.write_text("".join(lines[1:]), encoding="utf-8")
    database.execute("DELETE FROM anchors WHERE number = 1")
    assert _kinds(folder) == {FindingKind.ANCHOR_MISSING}


def test_a_day_has_one_anchor_and_it_names_the_chains_that_grew(folder: Path, database: sqlite3.Connection) -> None:
    store = SqliteStore.open(folder, StandingClock(NOON + 3 * DAY))
    store.housekeep()
    store.submit(write_entry(SYSTEM_CHAIN), urgent=True).result()
    store.housekeep()
    store.submit(write_entry(CASE.case_id), urgent=True).result()
    store.housekeep()
    store.close()
    heads = [sorted(json.loads(row[0])) for row in database.execute("SELECT heads FROM anchors ORDER BY number")]
    everything = sorted([CASE.case_id, CLOSED.case_id, SYSTEM_CHAIN])
    assert heads == [everything, [CASE.case_id], [CASE.case_id], [SYSTEM_CHAIN]]


def test_a_last_anchor_taken_away_is_missed_by_its_exported_line(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM anchors WHERE number = 3")
    assert _kinds(folder) == {FindingKind.ANCHOR_MISSING}


def test_a_database_made_anew_does_not_fit_the_exported_lines(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    store = SqliteStore.open(other, StandingClock())
    store.submit(open_case(), urgent=True).result()
    store.housekeep()
    store.close()
    (other / EXPORT_NAME).write_bytes((folder / EXPORT_NAME).read_bytes())
    assert FindingKind.ANCHOR_CHANGED in _kinds(other)


@pytest.mark.parametrize("line", ["{}", "rubbish", '{"number": 1, "anchor_hash": "00"}'])
def test_a_changed_exported_line_is_found(folder: Path, line: str) -> None:
    exported = folder / EXPORT_NAME
    lines = exported.read_text(encoding="utf-8").splitlines()
    exported.write_text("\n".join([line, *lines[1:]]) + "\n", encoding="utf-8")
    assert _kinds(folder) <= {FindingKind.UNREADABLE, FindingKind.ANCHOR_CHANGED, FindingKind.ANCHOR_MISSING}
    assert not verify(folder).is_intact


def test_exported_lines_taken_away_are_missed(folder: Path) -> None:
    (folder / EXPORT_NAME).unlink()
    assert _kinds(folder) == {FindingKind.ANCHOR_MISSING}


def test_a_line_torn_by_a_crash_is_no_finding_and_is_written_anew(folder: Path) -> None:
    exported = folder / EXPORT_NAME
    whole = exported.read_bytes()
    exported.write_bytes(whole[:-20])
    assert verify(folder).is_intact
    store = SqliteStore.open(folder, StandingClock(NOON + 2 * DAY))
    store.housekeep()
    store.close()
    assert exported.read_bytes() == whole
    assert verify(folder).is_intact


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("DELETE FROM events WHERE sequence = 2", FindingKind.EVENT_MISSING),
        ("UPDATE events SET sequence = 7 WHERE sequence = 2", FindingKind.EVENT_MISSING),
        ("UPDATE cases SET state = 'open' WHERE state = 'closed'", FindingKind.CASE_STATE_NOT_AUDITED),
        ("UPDATE cases SET state = 'closed'", FindingKind.CASE_STATE_NOT_AUDITED),
        (f"DELETE FROM cases WHERE case_id = '{CASE.case_id}'", FindingKind.CHAIN_WITHOUT_CASE),
        ("UPDATE alembic_version SET version_num = 'x'", FindingKind.SCHEMA_UNKNOWN),
    ],
)
def test_tables_and_record_tell_the_same_story(
    folder: Path, database: sqlite3.Connection, statement: str, kind: FindingKind
) -> None:
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute(statement)
    assert _kinds(folder) == {kind}


def test_erasing_a_person_leaves_the_chain_valid_and_nothing_of_him_in_the_file(folder: Path) -> None:
    store = SqliteStore.open(folder, StandingClock())
    secret = "Pieter Verborgen, +32 470 99 88 77"
    store.submit(write_entry(CASE.case_id, personal={"driver": secret}), urgent=True).result()

    def erase(unit: SqlUnitOfWork) -> None:
        for entry in unit.audit.of_chain(CASE.case_id):
            unit.audit.erase_personal(entry.sequence)
        unit.audit.append(an_audit_record(CASE.case_id, personal={}))

    store.submit(erase, urgent=True).result()
    entries = store.read(lambda reader: reader.file(CASE.case_id)).entries
    store.close()
    assert [entry.personal_erased for entry in entries] == [True] * 5 + [False]
    assert {tuple(entry.record.personal) for entry in entries} == {()}
    report = verify(folder)
    assert report.is_intact
    assert report.erased == 5
    assert secret.encode() not in (folder / DATABASE_NAME).read_bytes()


def test_erasing_owes_an_entry(folder: Path) -> None:
    store = SqliteStore.open(folder, StandingClock())
    try:
        with pytest.raises(UnauditedChange):
            store.submit(lambda unit: unit.audit.erase_personal(1), urgent=True).result()
        with pytest.raises(NotFound):
            store.submit(lambda unit: unit.audit.erase_personal(999), urgent=True).result()
    finally:
        store.close()
    assert verify(folder).erased == 0


def test_a_file_that_is_no_database_is_reported(folder: Path) -> None:
    (folder / DATABASE_NAME).write_bytes(b"not a database at all" * 1000)
    assert _kinds(folder) == {FindingKind.DATABASE_DAMAGED}


def test_a_record_in_ruins_is_named_as_far_as_anybody_reads(folder: Path, database: sqlite3.Connection) -> None:
    for number in range(1100):
        database.execute(f"INSERT INTO audit_heads VALUES ('{number}', 1, 'x')")
    report = verify(folder)
    assert report.found == 1100
    assert len(report.findings) == 1000
    assert not report.is_intact


def test_the_report_is_json(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("UPDATE audit_entries SET actor = 'x' WHERE sequence = 1")
    said = json.loads(json.dumps(verify(folder).as_json()))
    assert said["ok"] is False
    assert said["findings"][0] == {
        "kind": "entry_changed",
        "chain": CASE.case_id,
        "entry": 1,
        "detail": "its content does not have its hash",
    }
