"""An outbox of orders as a process of its own, to be killed: ``python -m tests.support.order_process DIR PORT``.

It lets leave what waits in the folder, by the mail server on that port and to partners' systems, with the very parts of
the service; says "ready" once it began, and ends with its standard input.
"""

import asyncio
import sys
from pathlib import Path

from app.domain.gateway import GatewayCondition
from services.ordering.partner_api import PARTNER_API
from services.ordering.smtp import SMTP_MAIL
from tests.services.ordering.house import HERE, a_house, mail_values
from tests.support.partner_server import TOKEN


async def send(folder: Path, port: int) -> None:
    """Send until standard input ends; a gateway that is down is made anew, as the supervisor does."""
    with a_house(folder) as house:
        ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        while not ended.done():
            mail = SMTP_MAIL.make(house.given(SMTP_MAIL, mail_values(port)))
            partners = PARTNER_API.make(house.given(PARTNER_API, HERE, TOKEN))
            await mail.start()
            await partners.start()
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            while mail.condition is GatewayCondition.OK and not ended.done():  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.02)
            await mail.stop()
            await partners.stop()


if __name__ == "__main__":
    asyncio.run(send(Path(sys.argv[1]), int(sys.argv[2])))
