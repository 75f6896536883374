"""A gateway that does what a test tells it, and the words to set one."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.gateway import (
    Backlog,
    Channel,
    FieldKind,
    GatewayCondition,
    GatewayField,
    GatewayRefusal,
    GatewaySettings,
)
from app.usecases.actor import SERVICE
from app.usecases.gateway_ports import Gateway, GatewayAdapter, GatewayFault, GatewayGiven
from app.usecases.queries import Reader
from app.usecases.set_gateway import SetGateway, set_gateway
from services.detector.gateway_line import Pace
from tests.support.house import House

FIELDS = (
    GatewayField("host", is_required=True),
    GatewayField("port", FieldKind.NUMBER, default="2775", lowest=1, highest=65535),
    GatewayField("mode", FieldKind.CHOICE, choices=("fast", "safe"), default="safe"),
    GatewayField("password", FieldKind.SECRET),
)
IMPATIENT = Pace(
    look_s=0.02, watch_s=0.005, noticed_s=0.05, start_s=0.2, stop_s=0.2, trial_s=0.05, shortest_pause_s=0.01
)


class FakeGateway:
    """Lets itself be started when it may, and is what it is told to be."""

    def __init__(self, given: GatewayGiven, world: "FarSide") -> None:
        self.given = given
        self._world = world
        self.condition = GatewayCondition.STARTING
        self.message = ""
        self.refusal: GatewayRefusal | None = None
        self.rung = 0
        self.is_stopped = False

    async def start(self) -> None:
        await self._world.may_start.wait()
        if self._world.refuses:
            raise GatewayFault(self._world.refuses)
        self.condition = GatewayCondition.OK

    async def stop(self) -> None:
        self.is_stopped = True

    def wake(self) -> None:
        self.rung += 1

    async def test(self, target: str) -> str:
        if self._world.test_hangs:
            await asyncio.Event().wait()
        if self._world.refuses:
            raise GatewayFault(self._world.refuses)
        return f"id 7 for {target}"

    def lose(self, message: str) -> None:
        """The line is lost."""
        self.condition, self.message = GatewayCondition.DOWN, message


@dataclass
class FarSide:
    """What the gateways of a test speak with, and every gateway that was made."""

    may_start: asyncio.Event = field(default_factory=asyncio.Event)
    refuses: str = ""
    test_hangs: bool = False
    waiting: Backlog = field(default_factory=Backlog)
    made: list[FakeGateway] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.may_start.set()

    def adapter(self, channel: Channel = Channel.SMS, name: str = "fake") -> GatewayAdapter:
        return GatewayAdapter(channel, name, FIELDS, self._make, self._backlog)

    def _make(self, given: GatewayGiven) -> Gateway:
        made = FakeGateway(given, self)
        self.made.append(made)
        return made

    def _backlog(self, reader: Reader, now: datetime) -> Backlog:
        del reader, now
        return self.waiting


def set_fake(
    house: House, channel: Channel = Channel.SMS, sealed: bytes | None = None, **values: str
) -> GatewaySettings:
    """Set a channel as an admin does; its gateway follows at the next look."""
    setting = SetGateway(SERVICE, channel, "fake", FIELDS, {"host": "smsc.test", **values}, sealed)
    return house.submit(lambda unit: set_gateway(setting, unit, house.clock))
