"""A real Asterisk, the driver's telephone as sipp, the operator's as baresip, and a real store behind it all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType

import pytest

from app.domain.call_event import CallEvent, CallEventKind, CallLine, HungUpBy
from app.domain.contact import CallAttempt, CallOutcome, CallPurpose
from app.domain.gateway import GatewayCondition
from app.domain.ids import AccountId, CallId, CaseId
from app.domain.message import MessageState
from app.logs import about
from app.persistence.store import SqliteStore
from app.settings import Settings
from app.usecases.call_ports import Originate
from app.usecases.gateway_ports import GatewayFault, GatewayGiven
from app.usecases.prepare_sms import SmsChannel
from app.usecases.start_call import Exchange as AskedExchange
from app.usecases.start_call import StartCall, start_call
from app.usecases.store import JobUnit
from services.telephony.ami.exchange import SOURCE, AmiExchange
from tests.app.usecases.people import AN
from tests.support.builders import a_case, a_claim, an_audit_record
from tests.support.clocks import StandingClock
from tests.support.exchange import AGENT, SECRET, Exchange, an_exchange, free_port
from tests.support.telephones import Baresip, a_caller, a_desk_telephone, a_driver

NUMBER = "+32470123456"
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(name="store")
def a_store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path / "data", StandingClock(), group_commit_s=0.002)
    yield opened
    opened.close()


class Centre:
    """A gateway to an exchange on a store with one claimed case."""

    def __init__(self, store: SqliteStore, exchange: Exchange, driver_port: int, *, by_dialplan: bool = False) -> None:
        self.store, self.clock, self.exchange = store, StandingClock(), exchange
        how = {"context": "from-desk"} if by_dialplan else {"dial": f"PJSIP/gsm/sip:{{number}}@127.0.0.1:{driver_port}"}
        log = about("tests.exchange")
        given = GatewayGiven(store, self.clock, Settings(), exchange.values(**how), log, SECRET)
        self.gateway = AmiExchange(given, lambda: SmsChannel(""))

    async def __aenter__(self) -> "Centre":
        await self.gateway.start()
        assert self.gateway.condition is GatewayCondition.OK
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.gateway.stop()

    def call(self, ring_limit_s: float = 25.0) -> CallId:
        """A call as the API makes it: stored, then asked for."""
        case_id = self._case()
        command = StartCall(AN, case_id, NUMBER, "Jan", AskedExchange(SOURCE, 0.0))
        call_id = self.store.submit(lambda unit: start_call(command, unit, self.clock).call_id, urgent=True).result()
        self.ring(call_id, case_id, ring_limit_s)
        return call_id

    def ring(self, call_id: CallId, case_id: CaseId, ring_limit_s: float = 25.0) -> None:
        """Ask for a stored call, as a repeated request does too."""
        account = AccountId(AN.account_id)
        self.gateway.originate(Originate(call_id, case_id, account, AGENT, NUMBER, CallPurpose.REACH, ring_limit_s))

    def attempt(self, call_id: CallId) -> CallAttempt:
        return self.store.submit(lambda unit: unit.calls.get(call_id), urgent=True).result()

    def line(self, call_id: CallId) -> CallLine:
        return CallLine(self.store.submit(lambda unit: unit.call_events.of_call(call_id), urgent=True).result())

    async def until(self, call_id: CallId, kind: CallEventKind) -> CallEvent:
        while (found := self.line(call_id).first(kind)) is None:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
        return found

    def sms(self, call_id: CallId) -> list[MessageState]:
        case_id = self.attempt(call_id).case_id
        found = self.store.submit(lambda unit: unit.messages.of_case(case_id), urgent=True).result()
        return [one.state for one in found]

    def _case(self) -> CaseId:
        case = a_case(claim=a_claim())

        def job(unit: JobUnit) -> None:
            unit.cases.add(case)
            unit.audit.append(an_audit_record(case.case_id))

        self.store.submit(job, urgent=True).result()
        return case.case_id


@asynccontextmanager
async def a_centre(
    store: SqliteStore, folder: Path, manner: str, *, agent_answers: bool = True, by_dialplan: bool = False
) -> AsyncIterator[tuple[Centre, Baresip]]:
    port = free_port()
    with (
        an_exchange(port) as exchange,
        a_driver(folder, manner, port),
        a_desk_telephone(folder, exchange.agent_port, answers=agent_answers) as telephone,
    ):
        async with Centre(store, exchange, port, by_dialplan=by_dialplan) as centre:
            yield centre, telephone


@pytest.mark.parametrize(
    ("manner", "outcome", "by_dialplan"),
    [
        ("busy", CallOutcome.BUSY, False),
        ("declines", CallOutcome.DECLINED, True),
        ("wrong_number", CallOutcome.NOT_IN_USE, False),
        ("unreachable", CallOutcome.UNREACHABLE, True),
        ("overloaded", CallOutcome.FAILED, False),
    ],
)
async def test_what_the_network_says_at_once(
    store: SqliteStore, tmp_path: Path, manner: str, outcome: CallOutcome, *, by_dialplan: bool
) -> None:
    async with a_centre(store, tmp_path, manner, by_dialplan=by_dialplan) as (centre, _telephone):
        call_id = centre.call()
        ended = await centre.until(call_id, CallEventKind.ENDED)
    assert (ended.outcome, ended.duration_s, ended.hung_up_by) == (outcome, None, None)
    assert (centre.attempt(call_id).outcome, centre.attempt(call_id).source) == (outcome, SOURCE)
    assert [one.value for one in centre.sms(call_id)] == (["by_hand"] if outcome.needs_sms else [])


async def test_it_rings_out_at_our_limit(store: SqliteStore, tmp_path: Path) -> None:
    async with a_centre(store, tmp_path, "rings_out", by_dialplan=True) as (centre, _telephone):
        call_id = centre.call(ring_limit_s=2)
        ended = await centre.until(call_id, CallEventKind.ENDED)
        kinds = [event.kind.value for event in centre.line(call_id).events]
    assert (ended.outcome, ended.hung_up_by) == (CallOutcome.NO_ANSWER, HungUpBy.LIMIT)
    assert kinds == ["requested", "agent_ringing", "agent_answered", "ringing", "ended"]
    assert centre.sms(call_id) == [MessageState.BY_HAND]


async def test_answered_and_they_hang_up(store: SqliteStore, tmp_path: Path) -> None:
    async with a_centre(store, tmp_path, "answers_and_hangs_up") as (centre, _telephone):
        call_id = centre.call()
        answered = await centre.until(call_id, CallEventKind.ANSWERED)
        ended = await centre.until(call_id, CallEventKind.ENDED)
    assert (ended.outcome, ended.hung_up_by) == (CallOutcome.ANSWERED, HungUpBy.OTHER)
    assert ended.duration_s == pytest.approx(ended.monotonic_s - answered.monotonic_s)
    assert ended.duration_s is not None
    assert ended.duration_s > 1, "the talk, not the ringing"
    assert centre.attempt(call_id).disposition is None, "who it was is for the operator to say"


@pytest.mark.parametrize("by", [HungUpBy.DESK, HungUpBy.AGENT])
async def test_answered_and_we_hang_up(store: SqliteStore, tmp_path: Path, by: HungUpBy) -> None:
    async with a_centre(store, tmp_path, "answers") as (centre, telephone):
        call_id = centre.call()
        await centre.until(call_id, CallEventKind.ANSWERED)
        centre.gateway.dtmf(call_id, "1")
        if by is HungUpBy.DESK:
            centre.gateway.hangup(call_id)
        else:
            telephone.ask("hangup")
        ended = await centre.until(call_id, CallEventKind.ENDED)
    assert (ended.outcome, ended.hung_up_by) == (CallOutcome.ANSWERED, by)


async def test_hung_up_while_it_rings_is_cancelled(store: SqliteStore, tmp_path: Path) -> None:
    async with a_centre(store, tmp_path, "rings_out") as (centre, _telephone):
        call_id = centre.call()
        await centre.until(call_id, CallEventKind.RINGING)
        centre.gateway.hangup(call_id)
        ended = await centre.until(call_id, CallEventKind.ENDED)
    assert (ended.outcome, ended.hung_up_by) == (CallOutcome.CANCELLED, HungUpBy.DESK)
    assert centre.sms(call_id) == []


async def test_the_operator_does_not_take_his_own_telephone(store: SqliteStore, tmp_path: Path) -> None:
    async with a_centre(store, tmp_path, "answers", agent_answers=False) as (centre, _telephone):
        call_id = centre.call()
        await centre.until(call_id, CallEventKind.AGENT_RINGING)
        ended = await centre.until(call_id, CallEventKind.ENDED)
        assert centre.line(call_id).first(CallEventKind.RINGING) is None
    assert ended.outcome is CallOutcome.AGENT_NO_ANSWER


async def test_the_same_call_asked_for_twice_rings_once_even_from_a_new_service(
    store: SqliteStore, tmp_path: Path
) -> None:
    async with a_centre(store, tmp_path, "answers") as (centre, telephone):
        call_id = centre.call()
        case_id = centre.attempt(call_id).case_id
        await centre.until(call_id, CallEventKind.ANSWERED)
        centre.ring(call_id, case_id)
        rude = Centre(store, centre.exchange, 0, by_dialplan=True)  # knows nothing, and asks the exchange again
        await rude.gateway._connection.open(rude.gateway._access)  # noqa: SLF001 - a service that forgot everything
        rude.ring(call_id, case_id)
        await asyncio.sleep(1.0)
        assert not [event for event in telephone.events if event["type"] == "CALL_CLOSED"]
        assert centre.line(call_id).stage is CallEventKind.ANSWERED
        await rude.gateway.stop()
        centre.gateway.hangup(call_id)
        ended = await centre.until(call_id, CallEventKind.ENDED)
    assert ended.outcome is CallOutcome.ANSWERED


async def test_a_service_that_comes_back_goes_on_with_the_call(store: SqliteStore, tmp_path: Path) -> None:
    async with a_centre(store, tmp_path, "answers") as (centre, telephone):
        call_id = centre.call()
        await centre.until(call_id, CallEventKind.ANSWERED)
        await centre.gateway.stop()
        async with Centre(store, centre.exchange, 0, by_dialplan=True) as again:
            assert again.line(call_id).stage is CallEventKind.ANSWERED
            telephone.ask("hangup")
            ended = await again.until(call_id, CallEventKind.ENDED)
    assert (ended.outcome, ended.hung_up_by) == (CallOutcome.ANSWERED, HungUpBy.AGENT)


async def test_an_exchange_killed_in_a_call_ends_it_as_unknown_when_it_comes_back(
    store: SqliteStore, tmp_path: Path
) -> None:
    port = free_port()
    with an_exchange(port) as exchange:
        with a_driver(tmp_path, "answers", port), a_desk_telephone(tmp_path, exchange.agent_port):
            async with Centre(store, exchange, port) as centre:
                call_id = centre.call()
                await centre.until(call_id, CallEventKind.ANSWERED)
                exchange.kill()
                lost = await centre.until(call_id, CallEventKind.LOST)
                assert centre.gateway.condition is GatewayCondition.DOWN
                assert lost.cause
        assert centre.attempt(call_id).outcome is None, "nobody knows yet"
        with an_exchange(port, exchange) as back:
            async with Centre(store, back, port) as again:
                ended = await again.until(call_id, CallEventKind.ENDED)
    assert (ended.outcome, ended.duration_s) == (CallOutcome.UNKNOWN, None)
    assert again.sms(call_id) == []


async def test_an_exchange_that_hangs_is_down_within_seconds(store: SqliteStore, tmp_path: Path) -> None:
    async with a_centre(store, tmp_path, "answers") as (centre, _telephone):
        call_id = centre.call()
        await centre.until(call_id, CallEventKind.ANSWERED)
        centre.exchange.freeze()
        try:
            await centre.until(call_id, CallEventKind.LOST)
            assert centre.gateway.condition is GatewayCondition.DOWN
            another = Centre(store, centre.exchange, 0, by_dialplan=True).gateway
            with pytest.raises(GatewayFault):
                await another.start()
            await another.stop()
        finally:
            centre.exchange.thaw()


@pytest.mark.parametrize("extension", ["100", "200"])
async def test_somebody_calls_the_centre(store: SqliteStore, tmp_path: Path, extension: str) -> None:
    def knows(unit: JobUnit) -> None:
        unit.desk_telephones.put("desk-3", AGENT)
        unit.audit.append(an_audit_record("system"))

    store.submit(knows, urgent=True).result()
    async with a_centre(store, tmp_path, "answers") as (centre, telephone):
        with a_caller(tmp_path, NUMBER, extension, centre.exchange.sip_port):
            await _until(lambda: any(one.answered_by == AGENT for one in centre.gateway.callers))
            [caller] = centre.gateway.callers
            telephone.ask("hangup")
            await _until(lambda: not centre.gateway.callers)
    assert (caller.number, caller.queue) == (NUMBER, "centre" if extension == "200" else "")


async def test_somebody_whom_nobody_answers_is_kept(store: SqliteStore, tmp_path: Path) -> None:
    def knows(unit: JobUnit) -> None:
        unit.desk_telephones.put("desk-3", AGENT)
        unit.audit.append(an_audit_record("system"))

    store.submit(knows, urgent=True).result()
    async with a_centre(store, tmp_path, "answers", agent_answers=False) as (centre, telephone):
        with a_caller(tmp_path, NUMBER, "100", centre.exchange.sip_port):
            await _until(lambda: any(one.rings_at for one in centre.gateway.callers))
            telephone.wait_for("CALL_INCOMING")
            telephone.ask("hangup")
            await _until(lambda: centre.gateway.missed_kept == 1)
    [missed] = store.read(lambda reader: reader.missed_calls(centre.clock.now()))
    assert missed.e164 == NUMBER


async def test_the_test_of_the_gateway_rings_a_telephone(store: SqliteStore, tmp_path: Path) -> None:
    async with a_centre(store, tmp_path, "answers") as (centre, _telephone):
        assert "Asterisk" in await centre.gateway.test("")
        assert AGENT in await centre.gateway.test(AGENT)
        with pytest.raises(GatewayFault):
            await centre.gateway.test("PJSIP/nobody")


async def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110 - what is waited for is another process
        await asyncio.sleep(0.02)
