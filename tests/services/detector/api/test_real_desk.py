"""The desk's own network code against the real service as a process: one E-call, a kill -9 in the middle, no gap."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from pydantic import SecretStr
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail
from app.api.commands import ChangeOrder, CloseCase, RenewClaims, SignIn, StartCall, WriteNote
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import EventInfo, Health, RefusalInfo, SessionInfo, StoreState, Tick
from app.api.version import IDEMPOTENCY_HEADER
from app.domain.case import Outcome
from app.domain.clock import SystemClock
from app.domain.contact import CallOutcome
from app.domain.ids import OrderId
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from app.domain.verdict import VerdictKind
from app.persistence.engine import BUSY_TIMEOUT_S
from app.persistence.store import DATABASE_NAME
from services.detector.events import TICK_EVERY_S
from services.simulator.training import TOUR_BOX
from tests.support.boxes import a_crash as a_crash_record
from tests.support.boxes import tcp_frame
from tests.support.detector import Detector, a_detector, found, starting
from tests.support.processes import ROOT
from tests.support.wire import a_box
from ui.backend import HttpBackend
from ui.event_stream import SILENT_S, EventStream
from ui.ports import CurveData, LinkState, Reply, Unavailable

pytestmark = pytest.mark.usefixtures("qapp")

T = TypeVar("T")


class Heard:
    """Everything the stream told."""

    def __init__(self) -> None:
        self.snapshots: list[QueueSnapshot] = []
        self.events: list[EventInfo] = []
        self.ticks: list[Tick] = []

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        self.snapshots.append(snapshot)

    def on_change(self, event: EventInfo) -> None:
        self.events.append(event)

    def on_tick(self, tick: Tick) -> None:
        self.ticks.append(tick)

    def on_link(self, link: LinkState) -> None:
        """Seen in the ticks."""

    @property
    def rows(self) -> list[QueueRow]:
        return [event.row for event in self.events if event.row is not None]


class Desk:
    """Backend and stream, asked one thing at a time."""

    def __init__(self, qtbot: QtBot) -> None:
        self.backend = HttpBackend()
        self.stream = EventStream(self.backend, SystemClock())
        self.heard = Heard()
        self.stream.add_listener(self.heard)
        self._qtbot = qtbot

    def sign_in(self, service: Detector) -> None:
        self.backend.set_service(service.file.url, service.file.token)
        command = SignIn(login="an.verbeke", password=SecretStr(service.file.token), desk="desk-1")
        self.ask(lambda reply: self.backend.sign_in(command, reply))

    def ask(self, send: Callable[[Reply[T]], None]) -> T:
        """Send something and return its answer; anything else fails the test."""
        answers: list[T] = []
        others: list[RefusalInfo | Unavailable] = []
        send(Reply(answers.append, others.append, others.append))
        self.wait(lambda: bool(answers or others))
        assert not others
        return answers[0]

    def wait(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=30_000)

    def close(self) -> None:
        self.stream.stop()
        self.backend.close()
        shiboken6.delete(self.stream)
        shiboken6.delete(self.backend)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.close()


@contextmanager
def a_crash(service: Detector) -> Iterator[None]:
    """A simulated box that lives through the tour's crash, quickly."""
    command = [sys.executable, "-m", "services.simulator", "--port", str(service.box_port), "--speed", "30"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as box:
        yield
        assert box.wait(60) == 0


def test_one_ecall_from_the_box_to_its_close_with_a_kill_in_between(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    backend, heard = desk.backend, desk.heard
    with a_detector(folder) as service:
        desk.sign_in(service)
        desk.stream.start()
        desk.wait(lambda: bool(heard.snapshots and heard.ticks))
        with a_crash(service):
            desk.wait(lambda: any(row.verdict is VerdictKind.TOW_AT_ONCE for row in heard.rows))
        case_id = heard.rows[-1].case_id
        viewed: CaseDetail = desk.ask(lambda reply: backend.view_case(case_id, reply))
        assert viewed.tow
        claimed: CaseDetail = desk.ask(lambda reply: backend.claim_case(case_id, reply))
        assert claimed.row.claim is not None
        assert claimed.row.claim.name == "An Verbeke"
        curve: CurveData = desk.ask(lambda reply: backend.curve(claimed.ecalls[0].ecall_id, reply))
        assert curve.header.count > 0
        service.kill()
    with starting(folder) as process:
        file = found(folder, process, not_token=service.file.token)
        backend.set_service(file.url, file.token)
        note = WriteNote(text="still here")
        noted: CaseDetail = desk.ask(lambda reply: backend.write_note(case_id, note, reply))
        assert [one.text for one in noted.notes] == ["still here"]
        assert noted.driver is not None
        call = StartCall(e164=noted.driver.e164 or "", person=noted.driver.name)
        called: CaseDetail = desk.ask(lambda reply: backend.start_call(case_id, call, reply))
        assert called.calls[-1].outcome is None
        desk.wait(lambda: heard.rows[-1].by_hand == 2)  # the simulated phone says "no answer": an SMS beside the tow
        after: CaseDetail = desk.ask(lambda reply: backend.read_case(case_id, reply))
        assert after.calls[-1].outcome is CallOutcome.NO_ANSWER
        offered = ChangeOrder(state=OrderState.OFFERED, provider="Depannage Janssens")
        order_id: OrderId = after.orders[0].order_id
        placed: CaseDetail = desk.ask(lambda reply: backend.change_order(order_id, offered, reply))
        keep = (placed.messages[0].message_id, placed.orders[0].order_id)
        close = CloseCase(
            version=placed.row.version, outcome=Outcome.TRUE_CRASH, keep=keep, nobody_reached=True, reason="police"
        )
        closed: CaseDetail = desk.ask(lambda reply: backend.close_case(case_id, close, reply))
        desk.wait(lambda: bool(heard.rows) and heard.rows[-1].version == closed.row.version)
        health: Health = desk.ask(backend.health)
        assert health.has_accounts
        desk.ask(backend.sign_out)
    first = heard.snapshots[0].cursor
    assert len(heard.snapshots) == 1
    assert [event.sequence for event in heard.events] == list(range(first + 1, first + 1 + len(heard.events)))


def test_a_silent_desk_is_shown_and_hears_who_took_its_case(desk: Desk, tmp_path: Path) -> None:
    """Nobody does anything: the claim of a killed desk becomes stale on the screens of the others."""
    backend, heard, folder = desk.backend, desk.heard, tmp_path / "data"
    folder.mkdir()
    (folder / "settings.toml").write_text("claim_stale_s = 0.5\n", encoding="utf-8")
    with a_detector(folder) as service:
        desk.sign_in(service)
        desk.stream.start()
        desk.wait(lambda: bool(heard.snapshots))
        with a_crash(service):
            desk.wait(lambda: bool(heard.rows))
        case_id = heard.rows[-1].case_id
        claimed: CaseDetail = desk.ask(lambda reply: backend.claim_case(case_id, reply))
        desk.wait(lambda: heard.rows[-1].next_step.kind is NextKind.TAKE_OVER)
        silent = heard.rows[-1]
        assert silent.claim is not None
        assert (silent.claim.desk, silent.claim.is_stale, silent.version) == ("desk-1", True, claimed.row.version)
        _take_over(service, case_id)
        desk.wait(lambda: _holder(heard.rows[-1]) == "desk-2")
        nothing: None = desk.ask(lambda reply: backend.renew_claims(RenewClaims(case_ids=(case_id,)), reply))
        assert nothing is None
        assert _holder(desk.ask(lambda reply: backend.view_case(case_id, reply)).row) == "desk-2"


async def _a_frame_unanswered(service: Detector) -> None:
    async with a_box(service.box_port, TOUR_BOX.imei) as box:
        await box.send(tcp_frame(a_crash_record(timestamp_ms=1)))
        assert await box.ended() == b""


def test_a_database_that_another_program_locks_is_seen_in_the_ticks(desk: Desk, tmp_path: Path) -> None:
    heard, folder = desk.heard, tmp_path / "data"
    with a_detector(folder) as service:
        desk.sign_in(service)
        desk.stream.start()
        desk.wait(lambda: bool(heard.ticks))
        with closing(sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)) as foreign:
            foreign.execute("BEGIN IMMEDIATE")
            asyncio.run(_a_frame_unanswered(service))
            desk.wait(lambda: heard.ticks[-1].health.store is StoreState.LOCKED)
        desk.wait(lambda: heard.ticks[-1].health.store is StoreState.OK)


def test_what_the_database_refuses_is_on_the_screen_within_five_seconds() -> None:
    """A lock is waited for once, then the next tick says it; a full disk refuses at once."""
    assert BUSY_TIMEOUT_S + TICK_EVERY_S < SILENT_S


def _holder(row: QueueRow) -> str:
    return "" if row.claim is None else row.claim.desk


def _take_over(service: Detector, case_id: str) -> None:
    """Another person takes the case at another desk."""
    with closing(service.client()) as client:
        body = {"login": "luc.supervisor", "password": service.file.token, "desk": "desk-2"}
        signed_in = client.post("/v1/sessions", json=body, headers={IDEMPOTENCY_HEADER: "s"})
        token = SessionInfo.model_validate_json(signed_in.content).token
        taken = client.post(
            f"/v1/cases/{case_id}/take-over",
            json={"reason": "her desk is silent"},
            headers={"Authorization": f"Bearer {token}", IDEMPOTENCY_HEADER: "t"},
        )
    assert taken.status_code == 200
