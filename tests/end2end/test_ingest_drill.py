"""A drill through the real service: a box crashes, an operator claims and calls, nobody answers, an SMS is due."""

from contextlib import closing
from pathlib import Path
from uuid import uuid4

import httpx

from app.api.cases import CaseDetail
from app.api.queue import QueueSnapshot
from app.domain.clock import SystemClock
from app.domain.contact import CallOutcome
from app.domain.message import MessageState
from app.usecases.phone_numbers import shown
from services.simulator.box import Firmware, SimulatedBox
from services.simulator.scenario import tour
from services.simulator.seed import TRAINING_CALL_BACK_E164
from services.simulator.training import TOUR_BOX
from services.telephony.simulated import SOURCE
from tests.support.detector import Detector, a_detector
from tests.support.wait import until_so
from tests.support.wire import LOOPBACK


class Operator:
    """Somebody signed in at a desk."""

    def __init__(self, service: Detector, client: httpx.Client) -> None:
        self._client = client
        session = self._post("/v1/sessions", login="an.verbeke", password=service.file.token, desk="test")
        client.headers["Authorization"] = f"Bearer {session.json()['token']}"

    def queue(self) -> QueueSnapshot:
        return QueueSnapshot.model_validate_json(self._client.get("/v1/queue").content)

    def do(self, path: str, **body: object) -> CaseDetail:
        return CaseDetail.model_validate_json(self._post(path, **body).content)

    def read(self, case_id: str) -> CaseDetail:
        answer = self._client.get(f"/v1/cases/{case_id}")
        answer.raise_for_status()
        return CaseDetail.model_validate_json(answer.content)

    def _post(self, path: str, **body: object) -> httpx.Response:
        answer = self._client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        answer.raise_for_status()
        return answer


async def test_nobody_answers_the_simulated_phone_and_an_sms_is_due(tmp_path: Path) -> None:
    with a_detector(tmp_path / "data") as service, closing(service.client()) as client:
        box = SimulatedBox(TOUR_BOX.imei, LOOPBACK, service.box_port, Firmware(speed=1000))
        await box.play(tour(SystemClock().now()))
        operator = Operator(service, client)
        until_so(lambda: any(row.peak_g for row in operator.queue().rows))
        (row,) = operator.queue().rows
        case = operator.do(f"/v1/cases/{row.case_id}/views")
        driver = case.driver
        assert driver is not None
        operator.do(f"/v1/cases/{row.case_id}/claim", version=case.row.version)
        called = operator.do(f"/v1/cases/{row.case_id}/calls", e164=driver.e164, person=driver.name)
        assert [call.outcome for call in called.calls] == [None]
        until_so(lambda: operator.read(row.case_id).calls[0].outcome is not None)
        case = operator.read(row.case_id)
        assert [(call.outcome, call.source) for call in case.calls] == [(CallOutcome.NO_ANSWER, SOURCE)]
        assert [message.state for message in case.messages] == [MessageState.BY_HAND]
        assert shown(TRAINING_CALL_BACK_E164) in case.messages[0].text
        assert service.health().names_call_back
        assert service.stop() == 0
