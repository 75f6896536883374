"""From a claim to the first call on the disk, and from "no answer" to the SMS that follows, through the real service.

One person at one desk works through crashes of as many cars: claim, call at once, say that nobody answered. Each time
is that of the requests as a desk sends them, with the commit of the database in it; the telephone itself is not, and an
SMS counts from where it stands: queued for a gateway, or in the tray of who sends it by hand.
"""

import socket
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import httpx

from app.api.cases import CaseDetail
from app.api.queue import QueueSnapshot
from app.domain.clock import SystemClock
from app.domain.ids import CaseId, Imei
from app.domain.message import MessageState
from services.simulator.scenario import Crash, transmissions
from services.simulator.teltonika_box import login
from tests.support.boxes_on_record import register_unknown_cars
from tests.support.detector import Detector, a_detector
from tests.support.wait import until_so

CRASHES = 60
FIRST_IMEI = 356_093_070_300_000
WAITING = (MessageState.QUEUED, MessageState.BY_HAND)


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as folder:
        imeis = register_unknown_cars(Path(folder), FIRST_IMEI, CRASHES)
        with a_detector(Path(folder)) as service, closing(service.client()) as client:
            desk = _Desk(client, service.file.token)
            seen = [desk.work(case_id, number) for number, case_id in enumerate(_crashes(service, desk, imeis))]
            service.stop()
    dialled, queued = (sorted(times) for times in zip(*seen, strict=True))
    return [
        ("claim -> first dial stored, p50", statistics.median(dialled), "ms"),
        ("claim -> first dial stored, p95", dialled[int(len(dialled) * 0.95)], "ms"),
        ("no answer -> SMS queued, p50", statistics.median(queued), "ms"),
        ("no answer -> SMS queued, p95", queued[int(len(queued) * 0.95)], "ms"),
    ]


class _Desk:
    """A desk, as far as it speaks with the service."""

    def __init__(self, client: httpx.Client, token: str) -> None:
        self._client = client
        session = self._post("/v1/sessions", login="an.verbeke", password=token, desk="bench").json()
        client.headers["Authorization"] = f"Bearer {session['token']}"

    def waiting(self) -> list[CaseId]:
        """The cases of the queue."""
        queue = QueueSnapshot.model_validate_json(self._client.get("/v1/queue").content)
        return [row.case_id for row in queue.rows]

    def work(self, case_id: CaseId, number: int) -> tuple[float, float]:
        """Return milliseconds from the claim to the stored call, and from "no answer" to the SMS."""
        self._do(f"/v1/cases/{case_id}/views")
        begun = time.monotonic()
        self._do(f"/v1/cases/{case_id}/claim")
        case = self._do(f"/v1/cases/{case_id}/calls", e164=f"+3247012{number:04d}", person="")
        dialled = time.monotonic()
        case = self._do(f"/v1/calls/{case.calls[-1].call_id}/outcome", outcome="no_answer")
        queued = time.monotonic()
        if not any(message.state in WAITING for message in case.messages):
            raise AssertionError("no SMS followed")
        return (dialled - begun) * 1000, (queued - dialled) * 1000

    def _do(self, path: str, **body: object) -> CaseDetail:
        return CaseDetail.model_validate_json(self._post(path, **body).content)

    def _post(self, path: str, **body: object) -> httpx.Response:
        answer = self._client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        answer.raise_for_status()
        return answer


def _crashes(service: Detector, desk: _Desk, imeis: list[Imei]) -> list[CaseId]:
    """Let every box report its crash, and return the cases."""
    for imei in imeis:
        with socket.create_connection(("127.0.0.1", service.box_port), timeout=10) as box:
            box.sendall(login(imei))
            box.recv(1)
            box.sendall(transmissions(Crash(), SystemClock().now())[0].packet)
            box.recv(4)
    until_so(lambda: len(desk.waiting()) == len(imeis))
    return desk.waiting()
