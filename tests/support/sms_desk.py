"""A desk of one person who may do everything, at a real service whose SMS leave by a gateway."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import httpx

from app.api.cases import CaseDetail, MessageInfo
from app.api.gateways import GatewayHealth
from app.api.queue import QueueSnapshot
from app.domain.clock import SystemClock
from app.domain.gateway import Channel
from app.domain.ids import CallId, CaseId, Imei
from services.simulator.scenario import Crash, transmissions
from services.simulator.teltonika_box import login
from tests.support.detector import Detector
from tests.support.smsc import USER
from tests.support.wait import until_so

_PASSWORD = "correct horse"


class SmsDesk:
    """A desk, as far as it speaks with the service."""

    def __init__(self, service: Detector, client: httpx.Client) -> None:
        self.service = service
        self._client = client
        roles = ["operator", "admin"]
        self._post("/v1/accounts", login="an", name="An Verbeke", password=_PASSWORD, roles=roles)
        session = self._post("/v1/sessions", login="an", password=_PASSWORD, desk="desk-1").json()
        client.headers["Authorization"] = f"Bearer {session['token']}"

    def set_smpp(self, port: int, password: str = "secret") -> None:
        """Let SMS leave by the SMS centre on this port."""
        values = {"host": "127.0.0.1", "port": str(port), "user": USER, "sender": "VIVIUM"}
        self._post("/v1/gateways/sms", adapter="smpp", values=values, secret=password)

    def gateway(self) -> GatewayHealth:
        """How the channel is, as every desk is told."""
        return next(one for one in self.service.health().gateways if one.channel is Channel.SMS)

    def crash(self, imei: Imei) -> CaseId:
        """Let a car crash; return its case."""
        before = set(self.waiting())
        with socket.create_connection(("127.0.0.1", self.service.box_port), timeout=10) as box:
            box.sendall(login(imei))
            box.recv(1)
            box.sendall(transmissions(Crash(), SystemClock().now())[0].packet)
            box.recv(4)
        until_so(lambda: bool(set(self.waiting()) - before))
        [case_id] = set(self.waiting()) - before
        return case_id

    def waiting(self) -> list[CaseId]:
        """The cases of the queue."""
        queue = QueueSnapshot.model_validate_json(self._client.get("/v1/queue").content)
        return [row.case_id for row in queue.rows]

    def call_in_vain(self, case_id: CaseId, e164: str) -> MessageInfo:
        """Claim the case and call a number that nobody answers; return the SMS that follows."""
        return self.nobody_answers(self.call(case_id, e164))

    def call(self, case_id: CaseId, e164: str) -> CallId:
        """Claim the case and call a number."""
        self._do(f"/v1/cases/{case_id}/views")
        self._do(f"/v1/cases/{case_id}/claim")
        return self._do(f"/v1/cases/{case_id}/calls", e164=e164, person="").calls[-1].call_id

    def nobody_answers(self, call_id: CallId) -> MessageInfo:
        """Say that nobody answered; return the SMS that follows."""
        return self._do(f"/v1/calls/{call_id}/outcome", outcome="no_answer").messages[-1]

    def write(self, case_id: CaseId, e164: str, text: str) -> MessageInfo:
        """Write an SMS; return it."""
        return self._do(f"/v1/cases/{case_id}/messages", e164=e164, text=text).messages[-1]

    def message(self, case_id: CaseId) -> MessageInfo:
        """The newest SMS of a case."""
        case = CaseDetail.model_validate_json(self._client.get(f"/v1/cases/{case_id}").content)
        return case.messages[-1]

    def _do(self, path: str, **body: object) -> CaseDetail:
        return CaseDetail.model_validate_json(self._post(path, **body).content)

    def _post(self, path: str, **body: object) -> httpx.Response:
        answer = self._client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        answer.raise_for_status()
        return answer


@contextmanager
def an_sms_desk(service: Detector) -> Iterator[SmsDesk]:
    """Sit down at the service; gone at the end."""
    with closing(service.client()) as client:
        yield SmsDesk(service, client)
