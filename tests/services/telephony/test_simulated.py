"""The telephone of a drill reports that nobody answered, once, through the use case of a real one."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.contact import CallAttempt, CallOutcome, CallPurpose
from app.domain.ids import CaseId
from app.persistence.store import SqliteStore
from app.usecases.call_ports import Originate
from app.usecases.prepare_sms import SmsChannel
from app.usecases.store import JobUnit
from services.telephony.manners import Manner
from services.telephony.simulated import SOURCE, SimulatedTelephony
from tests.support.builders import a_call, a_case, an_audit_record
from tests.support.clocks import StandingClock
from tests.support.wait import until

SMS = SmsChannel("")


@pytest.fixture(name="store")
def a_store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path / "data", StandingClock(), group_commit_s=0.002)
    yield opened
    opened.close()


@asynccontextmanager
async def a_phone(store: SqliteStore, people: Mapping[str, Manner] | None = None) -> AsyncIterator[SimulatedTelephony]:
    phone = SimulatedTelephony(store, StandingClock(), SMS, people, rings_for_s=0)
    yield phone
    await phone.stop()


def ringing(store: SqliteStore) -> CallAttempt:
    """A call that was asked for and is not ended."""
    case = a_case()
    call = a_call(case.case_id, answered_at=None, ended_at=None, outcome=None, disposition=None)

    def job(unit: JobUnit) -> None:
        unit.cases.add(case)
        unit.calls.put(call)
        unit.audit.append(an_audit_record(case.case_id))

    store.submit(job, urgent=True).result()
    return call


def asked(call: CallAttempt, purpose: CallPurpose = CallPurpose.REACH) -> Originate:
    return Originate(call.call_id, call.case_id, call.account_id, "drill", call.to_e164, purpose, 25.0)


def kinds(store: SqliteStore, call: CallAttempt) -> list[str]:
    events = store.submit(lambda unit: unit.call_events.of_call(call.call_id), urgent=True).result()
    return [event.kind.value for event in events]


def change(call: CallAttempt, **changes: object) -> Callable[[JobUnit], None]:
    def job(unit: JobUnit) -> None:
        unit.calls.put(replace(call, **changes))  # type: ignore[arg-type]  # a test names the field it changes
        unit.audit.append(an_audit_record(call.case_id))

    return job


def now(store: SqliteStore, call: CallAttempt) -> CallAttempt:
    return store.submit(lambda unit: unit.calls.get(call.call_id), urgent=True).result()


def entries(store: SqliteStore, case_id: CaseId) -> int:
    return len(store.submit(lambda unit: unit.audit.of_chain(case_id), urgent=True).result())


async def test_nobody_answers_and_it_says_so_once(store: SqliteStore) -> None:
    call = ringing(store)
    async with a_phone(store) as phone:
        for _ in range(3):
            phone.originate(asked(call))
        await until(lambda: phone.rings > 0)
        assert phone.rings == 1
        await until(lambda: now(store, call).outcome is not None)
    ended = now(store, call)
    assert (ended.outcome, ended.source, phone.source) == (CallOutcome.NO_ANSWER, SOURCE, SOURCE)


@pytest.mark.parametrize("manner", [one for one in Manner if one is not Manner.ANSWERS])
async def test_whoever_does_not_pick_up_ends_the_call_in_their_manner(store: SqliteStore, manner: Manner) -> None:
    call = ringing(store)
    async with a_phone(store, {call.to_e164: manner}) as phone:
        phone.originate(asked(call))
        await until(lambda: now(store, call).outcome is not None)
    assert now(store, call).outcome is manner.outcome
    assert now(store, call).answered_at is None


async def test_whoever_picks_up_leaves_it_to_the_operator_to_say_who_it_was(store: SqliteStore) -> None:
    call = ringing(store)
    async with a_phone(store, {call.to_e164: Manner.ANSWERS}) as phone:
        phone.originate(asked(call))
        await until(lambda: now(store, call).answered_at is not None)
        await until(lambda: phone.rings == 0)
    before = entries(store, call.case_id)
    async with a_phone(store, {call.to_e164: Manner.ANSWERS}) as another:
        await another.resume()
        assert another.rings == 0, "whoever has picked up is not rung again"
    answered = now(store, call)
    assert (answered.outcome, answered.ended_at, answered.source) == (None, None, SOURCE)
    assert entries(store, call.case_id) == before


async def test_a_number_that_nobody_made_up_is_not_answered(store: SqliteStore) -> None:
    call = ringing(store)
    async with a_phone(store, {"+32470999999": Manner.ANSWERS}) as phone:
        phone.originate(asked(call))
        await until(lambda: now(store, call).outcome is not None)
    assert now(store, call).outcome is CallOutcome.NO_ANSWER


def test_two_rings_pass_before_anybody_picks_up_and_a_busy_line_is_heard_at_once() -> None:
    assert Manner.ANSWERS.takes == Manner.NO_ANSWER.takes == 1
    assert Manner.BUSY.takes < 1


async def test_a_call_ended_by_hand_is_left_as_it_is(store: SqliteStore) -> None:
    call = ringing(store)
    ended_at = StandingClock().now()
    store.submit(change(call, outcome=CallOutcome.WRONG_NUMBER, ended_at=ended_at), urgent=True).result()
    before = entries(store, call.case_id)
    async with a_phone(store) as phone:
        phone.originate(asked(call))
        await until(lambda: phone.rings == 1)
        await until(lambda: phone.rings == 0)
    assert now(store, call).outcome is CallOutcome.WRONG_NUMBER
    assert entries(store, call.case_id) == before


async def test_a_call_left_ringing_by_a_killed_service_rings_again(store: SqliteStore) -> None:
    call = ringing(store)
    async with a_phone(store) as phone:
        await phone.resume()
        await until(lambda: now(store, call).outcome is CallOutcome.NO_ANSWER)


async def test_stopping_puts_every_receiver_down(store: SqliteStore) -> None:
    call = ringing(store)
    phone = SimulatedTelephony(store, StandingClock(), SMS, rings_for_s=3600)
    phone.originate(asked(call))
    await until(lambda: phone.rings == 1)
    await phone.stop()
    assert now(store, call).outcome is None


async def test_every_step_of_a_call_is_told(store: SqliteStore) -> None:
    call = ringing(store)
    async with a_phone(store, {call.to_e164: Manner.ANSWERS}) as phone:
        phone.originate(asked(call))
        await until(lambda: now(store, call).answered_at is not None)
        assert kinds(store, call) == ["agent_ringing", "agent_answered", "ringing", "answered"]
        phone.hangup(call.call_id)
        await until(lambda: kinds(store, call)[-1] == "ended")
    assert (now(store, call).outcome, now(store, call).disposition) == (CallOutcome.ANSWERED, None)


async def test_hung_up_while_it_rings_is_cancelled(store: SqliteStore) -> None:
    call = ringing(store)
    phone = SimulatedTelephony(store, StandingClock(), SMS, rings_for_s=3600)
    phone.originate(asked(call))
    await until(lambda: "ringing" in kinds(store, call))
    phone.hangup(call.call_id)
    await until(lambda: now(store, call).outcome is CallOutcome.CANCELLED)
    await until(lambda: phone.rings == 0)
    await phone.stop()


async def test_112_of_a_drill_answers(store: SqliteStore) -> None:
    call = ringing(store)
    async with a_phone(store) as phone:
        phone.originate(asked(call, CallPurpose.EMERGENCY))
        await until(lambda: now(store, call).answered_at is not None)
