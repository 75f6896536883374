"""An operator asks where the car is: the box says it, at once or when it comes back, and the timeline has it."""

from pathlib import Path
from uuid import uuid4

import httpx

from app.api.box_commands import BoxCommandInfo
from app.domain.box_command import BoxCommandState
from app.domain.clock import SystemClock
from services.detector.s2_frames import milliseconds
from services.simulator.training import TOUR_BOX
from tests.support.boxes import a_crash, command_data, tcp, tcp_frame
from tests.support.detector import Detector, a_detector
from tests.support.wait import until_so
from tests.support.wire import Wire, a_box

QUESTION = tcp(command_data(0x0C, 5, b"getgps"))
ANSWER = tcp(command_data(0x0C, 6, b"GPS:1 Sat:7 Lat:50.8601 Long:4.6234 Alt:60 Speed:0 Dir:0"))


class Operator:
    """An at a desk of the drill, holding the only case."""

    def __init__(self, service: Detector, client: httpx.Client) -> None:
        self._client = client
        session = self._post("/v1/sessions", login="an.verbeke", password=service.file.token, desk="test")
        client.headers["Authorization"] = f"Bearer {session.json()['token']}"
        until_so(lambda: bool(client.get("/v1/queue").json()["rows"]))
        (row,) = client.get("/v1/queue").json()["rows"]
        self._case = f"/v1/cases/{row['case_id']}"
        self._post(f"{self._case}/views")
        self._post(f"{self._case}/claim")

    def asks(self) -> None:
        self._post(f"{self._case}/box-commands", request="position")

    def sees(self) -> list[BoxCommandInfo]:
        found = self._client.get(f"{self._case}/box-commands").raise_for_status().json()
        return [BoxCommandInfo.model_validate(one) for one in found]

    def timeline(self) -> list[str]:
        return [one["action"] for one in self._client.get(self._case).raise_for_status().json()["timeline"]]

    def _post(self, path: str, **body: object) -> httpx.Response:
        return self._client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex}).raise_for_status()


async def answers(box: Wire) -> None:
    assert await box.answer(len(QUESTION)) == QUESTION
    await box.send(ANSWER)


async def test_a_box_says_where_it_is_now_and_when_it_comes_back(tmp_path: Path) -> None:
    with a_detector(tmp_path / "data") as service, service.client() as client:
        async with a_box(service.box_port, TOUR_BOX.imei) as box:
            await box.send(tcp_frame(a_crash(timestamp_ms=milliseconds(SystemClock().now()))))
            await box.answer(4)
            operator = Operator(service, client)
            operator.asks()
            await answers(box)
            until_so(lambda: operator.sees()[0].state is BoxCommandState.ANSWERED)
        operator.asks()  # whether the service knows by now that the box hung up, or not
        assert operator.sees()[0].answer is None
        async with a_box(service.box_port, TOUR_BOX.imei) as box:
            await answers(box)
            until_so(lambda: operator.sees()[0].state is BoxCommandState.ANSWERED)
        newest, first = operator.sees()
        assert newest.answer is not None
        assert (newest.answer.latitude_deg, newest.answer.longitude_deg) == (50.8601, 4.6234)
        assert first.answer == newest.answer
        assert [one for one in operator.timeline() if one.startswith("box")] == ["box_asked", "box_answered"] * 2
        assert service.stop() == 0
