"""One truck for one car through the real process: a motorway, two desks that press at once, a kill, a kept promise."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx

from app.api.cases import CaseDetail
from app.api.queue import QueueSnapshot
from app.api.service import SessionInfo
from app.api.version import IDEMPOTENCY_HEADER
from app.domain.case import CaseState
from app.domain.promise import PromiseKind
from app.domain.service_order import OrderState
from tests.support.detector import Detector, a_detector, found, starting
from tests.support.processes import ROOT
from tests.support.wait import until_so


class Desk:
    """One signed-in person, over HTTP."""

    def __init__(self, url: str, token: str, login: str, desk: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=30)
        body = {"login": login, "password": token, "desk": desk}
        headers = {"Authorization": f"Bearer {token}", IDEMPOTENCY_HEADER: uuid4().hex}
        answer = self.client.post("/v1/sessions", json=body, headers=headers)
        self.client.headers["Authorization"] = f"Bearer {SessionInfo.model_validate_json(answer.content).token}"

    def post(self, path: str, body: object = None) -> httpx.Response:
        key = {IDEMPOTENCY_HEADER: uuid4().hex}
        return self.client.post(path, json={} if body is None else body, headers=key)

    def case(self, path: str, body: object = None) -> CaseDetail:
        answer = self.post(path, body)
        assert answer.status_code == 200, answer.text
        return CaseDetail.model_validate_json(answer.content)

    def queue(self) -> QueueSnapshot:
        return QueueSnapshot.model_validate_json(self.client.get("/v1/queue").content)


@contextmanager
def desks(url: str, token: str) -> Iterator[tuple[Desk, Desk]]:
    an, luc = Desk(url, token, "an.verbeke", "desk-1"), Desk(url, token, "luc.supervisor", "desk-2")
    with closing(an.client), closing(luc.client):
        yield an, luc


def crash(service: Detector) -> None:
    """A simulated box that lives through the tour's crash, quickly."""
    command = [sys.executable, "-m", "services.simulator", "--port", str(service.box_port), "--speed", "30"]
    assert subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, timeout=60, check=False).returncode == 0


def to_the_motorway(an: Desk, path: str) -> None:
    """The rules have ordered a truck; the driver says motorway; 101 is told."""
    until_so(lambda: any(order.state.is_running for order in an.case(f"{path}/views").orders))
    an.case(f"{path}/claim")
    said = an.case(f"{path}/answers", {"fact": "on_motorway", "value": True})
    assert [order.state for order in said.orders] == [OrderState.CANCELLED]
    told = an.case(f"{path}/hand-over", {"to": "101", "text": "E40, Bertem"})
    assert [one.kind for one in told.promises] == [PromiseKind.ASK_DROP_OFF]


def race(an: Desk, luc: Desk, path: str) -> Counter[tuple[int, str]]:
    """Both press as fast as they can; return how often each answer came."""
    with ThreadPoolExecutor(8) as hands:
        places = {"pick_up": "depot Heverlee", "deliver_to": "Garage Peeters"}
        answers = [hands.submit(desk.post, f"{path}/tow", places) for desk in (an, luc) * 8]
        done = [answer.result() for answer in answers]
    return Counter((one.status_code, "" if one.status_code == 200 else one.json()["code"]) for one in done)


def test_one_truck_comes_from_the_drop_off_whoever_presses_and_whatever_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with a_detector(folder) as service:
        crash(service)
        with desks(service.url, service.file.token) as (an, luc):
            until_so(lambda: bool(an.queue().rows))
            path = f"/v1/cases/{an.queue().rows[0].case_id}"
            to_the_motorway(an, path)
            assert race(an, luc, path) == {(200, ""): 1, (409, "tow_running"): 7, (409, "not_yours"): 8}
            (order,) = [one for one in an.case(f"{path}/views").orders if one.state.is_running]
            an.case(f"/v1/orders/{order.order_id}/state", {"state": "offered", "provider": "Depannage Janssens"})
            due_at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()  # noqa: TID251 - of the real service
            promised = an.case(f"{path}/promises", {"due_at": due_at})
            keep: list[str] = [one.promise_id for one in promised.promises if one.kind is PromiseKind.CALL_BACK]
            keep.append(order.order_id)
            close = {"version": promised.row.version, "outcome": "true_crash", "keep": keep}
            close |= {"nobody_reached": True, "reason": "101 has the car taken away"}
            assert an.case(f"{path}/close", close).row.state is CaseState.CLOSED
        service.kill()
    with starting(folder) as process:
        file = found(folder, process, not_token=service.file.token)
        with desks(file.url, file.token) as (_an, luc):
            (row,) = luc.queue().rows
            assert (row.has_running_tow, [one.owner for one in row.promises]) == (True, ["An Verbeke"])
            kept = luc.case(f"{path}/views")
            assert sum(order.state.is_running for order in kept.orders) == 1
            luc.case(f"/v1/promises/{row.promises[0].promise_id}/keep")
            assert [one.promises for one in luc.queue().rows] == [()]
