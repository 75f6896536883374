"""From a claim to the request at the telephone exchange, and how soon a dead exchange is known.

One person claims and calls, again and again: the time is from the claim being sent to the moment at which the exchange
has read "Originate", with both commits of the database in it. The routes are those of the service, without a socket
between desk and service (``contact`` measures that); the exchange is one that speaks the manager interface on the
loopback and notes when it heard what.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from app.domain.account import Role
from app.domain.gateway import GatewayCondition
from app.logs import about
from app.settings import Settings
from app.usecases.gateway_ports import GatewayGiven
from app.usecases.prepare_sms import SmsChannel
from app.usecases.store import JobUnit
from services.telephony.ami.exchange import AmiExchange
from tests.support.ami_server import SECRET, USER, AmiServer, an_ami_server
from tests.support.builders import an_audit_record
from tests.support.house import House, a_house
from tests.support.wait import until

CALLS = 40
ENDPOINT = "PJSIP/operator1"


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    return asyncio.run(_run())


async def _run() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as folder:
        async with an_ami_server() as server, a_house(Path(folder)) as house:
            exchange = _exchange(house, server)
            await exchange.start()
            object.__setattr__(house.parts, "telephony", exchange)
            times = sorted([await _call(house, server) for _ in range(CALLS)])
            server.is_deaf = True
            begun = time.monotonic()
            await until(lambda: exchange.condition is GatewayCondition.DOWN)
            down = time.monotonic() - begun
            await exchange.stop()
    return [
        ("claim -> request at the exchange, p50", statistics.median(times), "ms"),
        ("claim -> request at the exchange, p95", times[int(len(times) * 0.95)], "ms"),
        ("exchange hangs -> known to be down", down, "s"),
    ]


def _exchange(house: House, server: AmiServer) -> AmiExchange:
    values = {"host": "127.0.0.1", "port": str(server.port), "user": USER, "context": "desk", "ring_s": "25"}
    given = GatewayGiven(house.parts.store, house.clock, Settings(), values, about("bench"), SECRET)

    def knows(unit: JobUnit) -> None:
        unit.desk_telephones.put("desk-3", ENDPOINT)
        unit.audit.append(an_audit_record("system"))

    house.submit(knows)
    return AmiExchange(given, lambda: SmsChannel(""))


async def _call(house: House, server: AmiServer) -> float:
    """Return milliseconds from the claim to the request at the exchange."""
    case = house.open_case()
    desk, path = house.person(Role.OPERATOR), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    before = len(_asked(server))
    begun = time.monotonic()
    await desk.post(f"{path}/claim")
    await desk.post(f"{path}/calls", {"e164": "+32470123456", "person": "Jan"})
    await until(lambda: len(_asked(server)) > before)
    return (_asked(server)[-1] - begun) * 1000


def _asked(server: AmiServer) -> list[float]:
    return [at for at, fields in zip(server.heard_s, server.heard, strict=True) if fields["Action"] == "Originate"]
