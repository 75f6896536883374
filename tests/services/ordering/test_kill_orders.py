"""kill -9 at random instants while orders leave: every one arrives, and no version is ever two things.

Mail has no idempotency but the Message-ID: the same order may come twice, and then under the same Message-ID and byte
for byte. A partner's system books one order for one key, however often it is POSTed.
"""

import json
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.sending import SendingState
from app.domain.service_order import OrderState
from tests.services.ordering.house import a_house
from tests.support.mail_server import MailServer, a_mail_server
from tests.support.partner_server import PartnerServer, a_partner_server
from tests.support.processes import python_module, said
from tests.support.wait import until_so

ORDERS = 200
LONGEST_DELAY_S = 0.05


@pytest.mark.soak_sized
@pytest.mark.timeout(900)
def test_kill_9_loses_no_order_and_makes_none_of_them_two(tmp_path: Path, harness_size: Callable[[int], int]) -> None:
    folder, count = tmp_path / "data", harness_size(ORDERS)
    with a_mail_server() as mail, a_partner_server() as partner:
        with a_house(folder) as house:
            mailed = [house.offer(f"firm-{number}@oefening.example") for number in range(count // 2)]
            posted = [house.offer(rest_url=partner.url) for _ in range(count - count // 2)]
        kills = _kill_until_all_left(folder, mail, partner, count)
        with a_house(folder) as house:
            sendings = [one for order in (*mailed, *posted) for one in house.sendings(order.order_id)]
            states = {house.order(order.order_id).state for order in (*mailed, *posted)}
        by_id: dict[str, set[bytes]] = {}
        for taken in mail.came:
            by_id.setdefault(taken.message_id, set()).add(taken.raw)
    assert states == {OrderState.OFFERED}
    assert {one.state for one in sendings} == {SendingState.ACCEPTED}
    assert len(sendings) == count, "one version of each"
    assert len(by_id) == len(mailed)
    assert all(len(copies) == 1 for copies in by_id.values()), "a second copy is the same mail"
    assert partner.problems == []
    assert sorted(partner.book) == sorted(one.sending_id for one in sendings if one.sending_id in partner.book)
    assert len(partner.book) == len(posted)
    assert all(
        json.loads(one.document) == partner.book.get(one.sending_id, json.loads(one.document)) for one in sendings
    )
    twice = (len(mail.came) - len(by_id), sum(partner.posts.values()) - len(partner.book))
    print(f"{kills} kills, {count} orders, came twice under one id: {twice[0]} mails, {twice[1]} posts")  # noqa: T201
    assert kills >= 1


def _kill_until_all_left(folder: Path, mail: MailServer, partner: PartnerServer, count: int) -> int:
    """Start the outbox again and again, kill it after some orders more, and let the last one finish."""

    def came() -> int:
        return len({one.message_id for one in mail.came}) + len(partner.book)

    kills = 0
    while came() < count * 3 // 4:
        with python_module("tests.support.order_process", str(folder), str(mail.port)) as process:
            assert said(process, 1) == ["ready"]
            enough = came() + random.randint(1, max(2, count // 8))  # noqa: S311 - where it is killed
            until_so(lambda: came() >= min(enough, count), give_up_s=120)  # noqa: B023 - waits here and now
            threading.Event().wait(random.uniform(0, LONGEST_DELAY_S))  # noqa: S311
            process.kill()
            process.wait()
        kills += 1
    with python_module("tests.support.order_process", str(folder), str(mail.port)) as process:
        assert said(process, 1) == ["ready"]
        until_so(lambda: came() >= count, give_up_s=120)
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
    return kills
