"""The store: one commit for many jobs, each job for itself, nothing said before it is on the disk."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from app.domain.errors import NotFound, Refusal
from app.domain.events import Event, EventKind
from app.domain.ids import CaseId, new_id
from app.persistence.obligation import UnauditedChange
from app.persistence.store import BATCH_JOBS, DATABASE_NAME, SqliteStore
from app.usecases.store import JobUnit, Store, StoreCondition, StoreUnavailable
from tests.conftest import WarningsSeen
from tests.support.builders import NOON, a_case, a_claim, a_session, an_account, an_audit_record, an_uplink
from tests.support.clocks import StandingClock
from tests.support.jobs import open_case, write_entry

NEVER_S = 3600.0


class _Commits:
    """Counts the commits of every engine while it listens, and may look at each just before it happens."""

    def __init__(self) -> None:
        self.count = 0
        self.before_commit: Callable[[], None] = lambda: None

    def on_commit(self, _connection: Connection) -> None:
        self.before_commit()
        self.count += 1


@pytest.fixture(name="commits")
def counted_commits() -> Iterator[_Commits]:
    commits = _Commits()
    event.listen(Engine, "commit", commits.on_commit)
    yield commits
    event.remove(Engine, "commit", commits.on_commit)


@pytest.fixture(name="patient")
def a_store_that_waits_for_company(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path / "data", StandingClock(), group_commit_s=NEVER_S)
    yield opened
    opened.close()


class _Gate:
    """A job that holds the writer until it is opened."""

    def __init__(self, store: SqliteStore) -> None:
        self._open = threading.Event()
        entered = threading.Event()

        def job(_unit: JobUnit) -> None:
            entered.set()
            self._open.wait()

        self.passed = store.submit(job, urgent=True)
        entered.wait()

    def open(self) -> None:
        self._open.set()
        self.passed.result()


def _refuse(unit: JobUnit) -> None:
    open_case()(unit)
    raise Refusal("not_today")


def test_the_store_is_what_the_port_asks_for(store: SqliteStore) -> None:
    port: Store = store
    assert port.state.condition is StoreCondition.OK


def test_what_a_job_stored_can_be_read_when_its_future_resolves(store: SqliteStore) -> None:
    case = store.submit(open_case(), urgent=True).result()
    assert store.read(lambda reader: reader.brief(case.case_id)).case == case
    assert store.state.last_commit_s is not None


def test_jobs_handed_in_together_share_a_commit(store: SqliteStore, commits: _Commits) -> None:
    gate = _Gate(store)
    jobs = 3 * BATCH_JOBS
    futures = [store.submit(open_case()) for _ in range(jobs)]
    before = commits.count
    gate.open()
    stored = {future.result().case_id for future in futures}
    assert len(stored) == jobs
    assert commits.count - before == 1 + 3


def test_no_future_resolves_before_the_commit(store: SqliteStore, commits: _Commits) -> None:
    gate = _Gate(store)
    futures = [store.submit(open_case()) for _ in range(5)]
    seen: list[bool] = []
    commits.before_commit = lambda: seen.append(gate.passed.done() or any(future.done() for future in futures))
    gate.open()
    for future in futures:
        future.result()
    assert seen[0] is False
    assert seen.count(True) <= 1  # the gate's own future, by the time of the second commit


def test_an_urgent_job_takes_those_that_wait_along(patient: SqliteStore, commits: _Commits) -> None:
    waiting = [patient.submit(open_case()) for _ in range(3)]
    patient.submit(open_case(), urgent=True).result()
    assert [future.done() for future in waiting] == [True] * 3
    assert commits.count == 1


def test_a_job_put_aside_comes_after_what_was_handed_in_later_and_commits_alone(
    store: SqliteStore, commits: _Commits
) -> None:
    gate, order = _Gate(store), list[str]()
    aside = store.submit_aside(lambda _unit: order.append("aside"))
    urgent = store.submit(lambda _unit: order.append("urgent"), urgent=True)
    late = store.submit(lambda _unit: order.append("late"))
    gate.open()
    aside.result()
    assert (order, urgent.done(), late.done()) == (["urgent", "late", "aside"], True, True)
    assert commits.count == 3


def test_a_job_put_aside_is_done_although_there_is_always_another(store: SqliteStore) -> None:
    aside = store.submit_aside(lambda _unit: None)

    def again(_unit: JobUnit) -> None:
        if not aside.done():
            store.submit(again, urgent=True)

    store.submit(again, urgent=True)
    aside.result()


def test_work_gives_way_until_urgent_jobs_are_done_but_not_for_ever(store: SqliteStore) -> None:
    store.give_way()
    gate = _Gate(store)
    store.give_way()
    gate.open()
    store.close()
    store.give_way()
    with pytest.raises(StoreUnavailable):
        store.submit_aside(lambda _unit: None).result()


def test_a_full_batch_waits_for_nobody(patient: SqliteStore) -> None:
    for future in [patient.submit(open_case()) for _ in range(BATCH_JOBS)]:
        future.result()


def test_a_lonely_job_is_stored_after_the_group_time(store: SqliteStore) -> None:
    store.submit(open_case()).result()


def test_a_refused_job_is_undone_alone(store: SqliteStore) -> None:
    gate = _Gate(store)
    first, refused, last = store.submit(open_case()), store.submit(_refuse), store.submit(open_case())
    gate.open()
    with pytest.raises(Refusal, match="not_today"):
        refused.result()
    kept = {first.result(), last.result()}
    assert {brief.case for brief in store.read(lambda reader: reader.open_briefs())} == kept
    assert store.read(lambda reader: reader.last_event()) == 2
    assert store.state.condition is StoreCondition.OK


def test_a_statement_that_fails_is_the_fault_of_its_job_alone(store: SqliteStore) -> None:
    case = a_case()
    gate = _Gate(store)
    futures = [store.submit(job) for job in (open_case(case), open_case(case), open_case())]
    gate.open()
    assert isinstance(futures[1].exception(), DBAPIError)
    assert futures[0].result() == case
    assert futures[2].result().case_id != case.case_id


def test_an_unaudited_change_is_undone(store: SqliteStore) -> None:
    case = a_case()
    with pytest.raises(UnauditedChange):
        store.submit(lambda unit: unit.cases.add(case), urgent=True).result()
    with pytest.raises(NotFound):
        store.read(lambda reader: reader.brief(case.case_id))


def test_a_renewed_claim_owes_no_entry(store: SqliteStore) -> None:
    claim = a_claim()
    case = store.submit(open_case(a_case(claim=claim)), urgent=True).result()
    later = NOON + timedelta(seconds=15)
    renewed = store.submit(
        lambda unit: unit.cases.renew_claim(case.case_id, claim.account_id, claim.desk, later), urgent=True
    )
    assert renewed.result() is True
    assert store.read(lambda reader: reader.brief(case.case_id)).case == replace(
        case, claim=replace(claim, renewed_at=later)
    )


def test_a_cancelled_job_does_not_run(store: SqliteStore) -> None:
    gate = _Gate(store)
    cancelled, kept = store.submit(open_case()), store.submit(open_case())
    assert cancelled.cancel()
    gate.open()
    assert {brief.case for brief in store.read(lambda reader: reader.open_briefs())} <= {kept.result()}


def test_listeners_hear_the_numbers_of_what_was_kept(store: SqliteStore) -> None:
    heard: list[Sequence[int]] = []
    told = threading.Event()

    def listen(sequences: Sequence[int]) -> None:
        heard.append(sequences)
        told.set()

    store.add_listener(listen)
    gate = _Gate(store)
    for job in (open_case(), _refuse, write_entry("system"), open_case()):
        store.submit(job)
    gate.open()
    assert told.wait(30)
    assert heard == [[1, 2]]


def test_a_listener_that_fails_is_logged_and_harms_nobody(store: SqliteStore, expected_log: WarningsSeen) -> None:
    told = threading.Event()

    def fail(_sequences: Sequence[int]) -> None:
        raise RuntimeError("no ears")

    def listen(_sequences: Sequence[int]) -> None:
        told.set()

    store.add_listener(fail)
    store.add_listener(listen)
    store.submit(open_case(), urgent=True).result()
    assert told.wait(30)
    assert any("a listener of the store failed" in sentence for sentence in expected_log.sentences())
    store.submit(open_case(), urgent=True).result()


def test_closing_finishes_what_was_handed_in_and_refuses_the_rest(patient: SqliteStore) -> None:
    waiting = [patient.submit(open_case()) for _ in range(BATCH_JOBS - 1)]
    patient.close()
    patient.close()
    assert all(future.result() for future in waiting)
    with pytest.raises(StoreUnavailable):
        patient.submit(open_case(), urgent=True).result()


def test_closing_finishes_what_was_put_aside(store: SqliteStore) -> None:
    gate = _Gate(store)
    aside = store.submit_aside(lambda _unit: "done")
    closing = threading.Thread(target=store.close)
    closing.start()
    gate.open()
    closing.join()
    assert aside.result() == "done"


def test_what_was_stored_is_there_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = SqliteStore.open(folder, StandingClock())
    case = store.submit(open_case(), urgent=True).result()
    store.close()
    again = SqliteStore.open(folder, StandingClock())
    assert again.read(lambda reader: reader.brief(case.case_id)).case == case
    again.close()


def test_a_read_is_one_snapshot_while_others_write(store: SqliteStore) -> None:
    store.submit(open_case(), urgent=True).result()

    def read(reader: object) -> tuple[int, int]:
        from app.persistence.queries import SqlReader

        assert isinstance(reader, SqlReader)
        before = reader.last_event()
        store.submit(open_case(), urgent=True).result()
        return before, reader.last_event()

    assert store.read(read) == (1, 1)
    assert store.read(lambda reader: reader.last_event()) == 2


def test_a_reader_cannot_write(store: SqliteStore) -> None:
    with pytest.raises((DBAPIError, StoreUnavailable), match="readonly"):
        store.read(lambda reader: reader._connection.exec_driver_sql("DELETE FROM events"))


def test_readers_of_many_threads_share_the_store(store: SqliteStore) -> None:
    case = store.submit(open_case(), urgent=True).result()
    found: list[CaseId] = []

    def read() -> None:
        found.append(store.read(lambda reader: reader.brief(case.case_id)).case.case_id)

    threads = [threading.Thread(target=read) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [case.case_id] * 12


def test_savepoints_nest_inside_a_job(store: SqliteStore) -> None:
    """A handler may try something that the database refuses, and go on with something else."""
    from app.domain.errors import Conflict
    from tests.support.builders import an_order

    def job(unit: JobUnit) -> int:
        case = open_case()(unit)
        unit.orders.put(an_order(case.case_id))
        with pytest.raises(Conflict):
            unit.orders.put(an_order(case.case_id))
        return len(unit.orders.of_case(case.case_id))

    assert store.submit(job, urgent=True).result() == 1


def test_only_this_user_can_read_the_database(store: SqliteStore, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store.submit(open_case(), urgent=True).result()
    assert folder.stat().st_mode & 0o077 == 0
    assert {file.stat().st_mode & 0o077 for file in folder.iterdir()} == {0}
    assert (folder / DATABASE_NAME).exists()


def test_personal_data_stay_out_of_error_messages(store: SqliteStore) -> None:
    case = a_case(imei="356093070099999")
    first, second = (store.submit(open_case(case), urgent=True) for _ in range(2))
    assert first.result() == case
    assert "356093070099999" not in str(second.exception())


def test_housekeeping_drops_what_was_kept_long_enough(store: SqliteStore, clock: StandingClock) -> None:
    from app.usecases.replies import Reply, RequestKey

    request = RequestKey("key", "account", "0" * 64)
    account = an_account()
    session = a_session(account.account_id)

    def job(unit: JobUnit) -> None:
        for number in range(3):
            unit.events.append(Event(EventKind.UPLINK_QUARANTINED, NOON + timedelta(days=3 * number)))
        unit.replies.put(request, Reply(200, b"{}"), NOON)
        unit.accounts.add(account)
        unit.accounts.add_session(session)
        unit.uplinks.append(an_uplink())
        unit.audit.append(an_audit_record())

    store.submit(job, urgent=True).result()
    store.housekeep()
    assert store.read(lambda reader: (reader.first_event(), reader.last_event())) == (1, 3)
    assert store.read(lambda reader: reader.session(session.token_digest)) == (session, account)
    clock.advance(timedelta(days=1, seconds=1))
    store.housekeep()
    assert store.submit(lambda unit: unit.replies.find(request), urgent=True).result() is None
    assert store.read(lambda reader: reader.session(session.token_digest)) is None
    assert store.read(lambda reader: reader.first_event()) == 1
    clock.advance(timedelta(days=7))
    store.housekeep()
    assert store.read(lambda reader: (reader.first_event(), reader.last_event())) == (2, 3)
    clock.advance(timedelta(days=30))
    store.housekeep()
    assert store.read(lambda reader: (reader.first_event(), reader.last_event())) == (3, 3)


def test_unknown_things_are_not_found_by_readers(store: SqliteStore) -> None:
    with pytest.raises(NotFound):
        store.read(lambda reader: reader.file(CaseId(new_id())))
