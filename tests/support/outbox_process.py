"""An outbox on a real store as a process of its own, to be killed: ``python -m tests.support.outbox_process DIR PORT``.

It sends what waits in the folder to the SMS centre on that port, with the very parts of the service, says "ready" once
it began, and ends with its standard input.
"""

import asyncio
import sys
from pathlib import Path

from app.domain.gateway import GatewayCondition
from app.settings import Settings
from services.messaging.smpp import SMPP
from tests.services.messaging.house import a_house

AGAIN_AFTER_S = 0.5


async def send(folder: Path, port: int) -> None:
    """Send until standard input ends; a gateway that is down is made anew, as the supervisor does."""
    with a_house(folder, Settings(sms_again_s=AGAIN_AFTER_S)) as house:
        ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        while not ended.done():
            gateway = SMPP.make(house.smpp(port))
            await gateway.start()
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            while gateway.condition is GatewayCondition.OK and not ended.done():  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.02)
            await gateway.stop()


if __name__ == "__main__":
    asyncio.run(send(Path(sys.argv[1]), int(sys.argv[2])))
