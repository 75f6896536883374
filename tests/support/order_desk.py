"""A desk of one person who may do everything, at a real service whose orders leave for a partner's system."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import httpx

from app.api.queue import QueueSnapshot
from app.domain.gateway import Channel, GatewayCondition
from tests.support.detector import Detector
from tests.support.partner_server import TOKEN
from tests.support.wait import until_so

_PASSWORD = "correct horse"


class OrderDesk:
    """A desk, as far as it speaks with the service."""

    def __init__(self, service: Detector, client: httpx.Client) -> None:
        self.service = service
        self._client = client
        self._post("/v1/accounts", login="an", name="An Verbeke", password=_PASSWORD, roles=["operator", "admin"])
        session = self._post("/v1/sessions", login="an", password=_PASSWORD, desk="desk-1").json()
        client.headers["Authorization"] = f"Bearer {session['token']}"

    def knows(self, url: str) -> None:
        """Put a partner on record that tows everything everywhere, by its own system."""
        cells = {"name": "Partner", "kinds": "tow", "hours": "always", "rest_url": url, "skills": "electric"}
        self._post("/v1/providers", cells=cells)

    def set_partners(self) -> None:
        """Let orders leave for partners' systems; back when the channel works."""
        self._post(
            f"/v1/gateways/{Channel.PARTNERS.value}", adapter="rest", values={"secret_host": "127.0.0.1"}, secret=TOKEN
        )
        until_so(lambda: self._condition() is GatewayCondition.OK)

    def tows(self) -> int:
        """How many cases of the queue have a running tow."""
        queue = QueueSnapshot.model_validate_json(self._client.get("/v1/queue").content)
        return sum(row.has_running_tow for row in queue.rows)

    def _condition(self) -> GatewayCondition:
        gateways = self.service.health().gateways
        return next(one.condition for one in gateways if one.channel is Channel.PARTNERS)

    def _post(self, path: str, **body: object) -> httpx.Response:
        answer = self._client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        answer.raise_for_status()
        return answer


@contextmanager
def an_order_desk(service: Detector) -> Iterator[OrderDesk]:
    """Sit down at the service; gone at the end."""
    with closing(service.client()) as client:
        yield OrderDesk(service, client)
