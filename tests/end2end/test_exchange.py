"""A whole service, a real Asterisk and two real telephones: killed, hanging, and going on by hand.

The exchange is set over the API as an administrator sets it. What is asserted is what a desk reads.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from app.api.cases import CallInfo, CaseDetail
from app.api.queue import QueueSnapshot
from app.domain.call_event import CallEventKind
from app.domain.clock import SystemClock
from app.domain.contact import CallOutcome
from app.domain.gateway import Channel, GatewayCondition
from app.domain.ids import CaseId
from services.simulator.scenario import Crash, transmissions
from services.simulator.teltonika_box import login
from tests.support.boxes_on_record import register_unknown_cars
from tests.support.detector import Detector, a_detector
from tests.support.exchange import AGENT, SECRET, Exchange, an_exchange, free_port
from tests.support.telephones import Baresip, a_desk_telephone, a_driver
from tests.support.wait import until_so

pytestmark = pytest.mark.timeout(240)

FIRST_IMEI = 356_093_070_700_000
PASSWORD = "een-lang-wachtwoord"
NUMBER = "+32470123456"


class Desk:
    """An operator at a desk, as far as they speak with the service."""

    def __init__(self, service: Detector, stack: ExitStack) -> None:
        self.service = service
        self._client = stack.enter_context(service.client())

    def sign_in(self, login_name: str) -> None:
        self._client.headers["Authorization"] = f"Bearer {self.service.file.token}"
        answer = self.post("/v1/sessions", login=login_name, password=PASSWORD, desk="desk-1")
        self._client.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def post(self, path: str, **body: object) -> httpx.Response:
        answer = self._client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        assert answer.status_code < 300, answer.text
        return answer

    def act(self, path: str, **body: object) -> CaseDetail:
        return CaseDetail.model_validate_json(self.post(path, **body).content)

    def case(self, case_id: CaseId) -> CaseDetail:
        answer = self._client.get(f"/v1/cases/{case_id}")
        assert answer.status_code == 200, answer.text
        return CaseDetail.model_validate_json(answer.content)

    def queue(self) -> list[CaseId]:
        rows = QueueSnapshot.model_validate_json(self._client.get("/v1/queue").content).rows
        return [row.case_id for row in rows]

    def call(self, case_id: CaseId) -> CallInfo:
        return self.act(f"/v1/cases/{case_id}/calls", e164=NUMBER, person="Jan").calls[-1]

    def wait_for(self, case_id: CaseId, kind: CallEventKind) -> CallInfo:
        until_so(lambda: self.case(case_id).calls[-1].line is kind)
        return self.case(case_id).calls[-1]


class Centre:
    """The service with its exchange, and a case that is claimed."""

    def __init__(self, service: Detector, stack: ExitStack) -> None:
        self.service, self.desk = service, Desk(service, stack)

    def set_up(self, exchange: Exchange, driver_port: int) -> None:
        """What an administrator does, and then the operator."""
        for name, roles in (("admin", ["admin"]), ("an", ["operator"])):
            self.desk.post("/v1/accounts", login=name, name=name, roles=roles, password=PASSWORD)
            self.desk.sign_in("admin")
        values = exchange.values(desk_ring_s="5", dial=f"PJSIP/gsm/sip:{{number}}@127.0.0.1:{driver_port}")
        self.desk.post("/v1/gateways/phone", adapter="ami", values=values, secret=SECRET)
        self.desk.sign_in("an")
        self.desk.post("/v1/telephone", endpoint=AGENT)
        until_so(lambda: self.phone is GatewayCondition.OK)

    @property
    def phone(self) -> GatewayCondition:
        gateways = self.service.health().gateways
        return next((one.condition for one in gateways if one.channel is Channel.PHONE), GatewayCondition.BY_HAND)

    def crash(self, number: int) -> CaseId:
        """A box reports a crash; the case, claimed."""
        known = self.desk.queue()
        with socket.create_connection(("127.0.0.1", self.service.box_port), timeout=10) as box:
            box.sendall(login(str(FIRST_IMEI + number)))  # type: ignore[arg-type]  # an IMEI as text
            box.recv(1)
            box.sendall(transmissions(Crash(), SystemClock().now())[0].packet)
            box.recv(4)
        until_so(lambda: len(self.desk.queue()) > len(known))
        [case_id] = set(self.desk.queue()) - set(known)
        self.desk.act(f"/v1/cases/{case_id}/views")
        self.desk.act(f"/v1/cases/{case_id}/claim")
        return case_id


@contextmanager
def a_service(folder: Path) -> Iterator[Centre]:
    with ExitStack() as stack:
        yield Centre(stack.enter_context(a_detector(folder, ())), stack)


@pytest.fixture(name="telephones")
def an_exchange_with_two_telephones(tmp_path: Path) -> Iterator[tuple[Exchange, Baresip, int]]:
    port = free_port()
    with (
        an_exchange(port) as exchange,
        a_driver(tmp_path, "answers", port),
        a_desk_telephone(tmp_path, exchange.agent_port) as telephone,
    ):
        register_unknown_cars(tmp_path / "data", FIRST_IMEI, 3)
        yield exchange, telephone, port


def test_a_killed_service_goes_on_with_its_call_and_nothing_rings_twice(
    tmp_path: Path, telephones: tuple[Exchange, Baresip, int]
) -> None:
    exchange, telephone, port = telephones
    with a_service(tmp_path / "data") as centre:
        centre.set_up(exchange, port)
        case_id = centre.crash(0)
        call_id = centre.desk.call(case_id).call_id
        centre.desk.wait_for(case_id, CallEventKind.ANSWERED)
        centre.service.kill()
    with a_service(tmp_path / "data") as again:
        again.desk.sign_in("an")
        until_so(lambda: again.phone is GatewayCondition.OK)
        call = again.desk.act(f"/v1/cases/{case_id}/views").calls[-1]
        assert (call.call_id, call.line, call.is_line_up) == (call_id, CallEventKind.ANSWERED, True)
        telephone.ask("hangup")
        ended = again.desk.wait_for(case_id, CallEventKind.ENDED)
    assert ended.outcome is CallOutcome.ANSWERED
    rung = [event for event in telephone.events if event["type"] == "CALL_INCOMING"]
    assert len(rung) <= 1


def test_an_exchange_that_hangs_is_down_and_the_next_call_goes_by_hand(
    tmp_path: Path, telephones: tuple[Exchange, Baresip, int]
) -> None:
    exchange, _telephone, port = telephones
    with a_service(tmp_path / "data") as centre:
        centre.set_up(exchange, port)
        case_id = centre.crash(0)
        centre.desk.call(case_id)
        centre.desk.wait_for(case_id, CallEventKind.ANSWERED)
        exchange.freeze()
        try:
            lost = centre.desk.wait_for(case_id, CallEventKind.LOST)
            assert (lost.outcome, centre.phone) == (None, GatewayCondition.DOWN)
            by_hand = centre.desk.act(f"/v1/calls/{lost.call_id}/by-hand").calls[-1]
            assert by_hand.line is CallEventKind.BY_HAND
            assert centre.desk.call(centre.crash(1)).line is None, "the desk dials"
        finally:
            exchange.thaw()
        until_so(lambda: centre.phone is GatewayCondition.OK)
        assert centre.desk.call(centre.crash(2)).line is CallEventKind.REQUESTED


def test_an_exchange_killed_in_a_call_leaves_it_unknown(
    tmp_path: Path, telephones: tuple[Exchange, Baresip, int]
) -> None:
    exchange, _telephone, port = telephones
    with a_service(tmp_path / "data") as centre:
        centre.set_up(exchange, port)
        case_id = centre.crash(0)
        centre.desk.call(case_id)
        centre.desk.wait_for(case_id, CallEventKind.ANSWERED)
        exchange.kill()
        centre.desk.wait_for(case_id, CallEventKind.LOST)
        with an_exchange(port, exchange):
            ended = centre.desk.wait_for(case_id, CallEventKind.ENDED)
    assert (ended.outcome, ended.duration_s) == (CallOutcome.UNKNOWN, None)
