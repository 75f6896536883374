"""Reports are read in a real mailbox server: what came back is phoned, what people got is left unread."""

from collections.abc import Iterator

import pytest

from app.domain.gateway import GatewayCondition
from app.domain.sending import SendingState
from app.domain.service_order import OrderState
from services.ordering import smtp
from services.ordering.delivery_report import DeliveryReport
from services.ordering.mailbox import Mailbox, MailboxFault
from tests.services.ordering.house import House
from tests.services.ordering.test_smtp import running, until_state
from tests.support.mail_server import MailServer
from tests.support.mailbox_server import PASSWORD, USER, MailboxServer, a_mailbox_server, a_report

HEX = "0123456789abcdef" * 2


@pytest.fixture(name="box")
def a_box() -> Iterator[MailboxServer]:
    with a_mailbox_server() as running_box:
        yield running_box


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "REPORTS_EVERY_S", 0.05)


def values(box: MailboxServer) -> dict[str, str]:
    return {"imap_host": "127.0.0.1", "imap_port": str(box.port), "imap_user": USER}


async def test_a_mail_that_comes_back_is_phoned_and_its_report_marked_as_read(
    house: House, mail: MailServer, box: MailboxServer
) -> None:
    order = house.offer()
    async with running(house, mail.port, PASSWORD, **values(box)):
        await until_state(house, order.order_id, OrderState.OFFERED)
        (sending,) = house.sendings(order.order_id)
        box.mails.append(a_report(f"order-{sending.sending_id}", action="failed", status="5.1.1"))
        await until_state(house, order.order_id, OrderState.BY_HAND)
        await house.until(lambda: box.seen == {1})
    (sending,) = house.sendings(order.order_id)
    assert (sending.state, sending.fault) == (SendingState.FAILED, "5.1.1 the mail came back")


async def test_a_mailbox_that_has_it_is_said_as_such(house: House, mail: MailServer, box: MailboxServer) -> None:
    order = house.offer()
    async with running(house, mail.port, PASSWORD, **values(box)):
        await until_state(house, order.order_id, OrderState.OFFERED)
        (sending,) = house.sendings(order.order_id)
        box.mails.append(a_report(message_id=f"<order-{sending.sending_id}@centre.example>"))
        await house.until(lambda: house.sendings(order.order_id)[0].state is SendingState.DELIVERED)
    assert house.order(order.order_id).state is OrderState.OFFERED


async def test_a_mailbox_that_lets_nobody_in_stops_no_order_and_is_said(
    house: House, mail: MailServer, box: MailboxServer
) -> None:
    order = house.offer()
    async with running(house, mail.port, "wrong", **values(box)) as gateway:
        await until_state(house, order.order_id, OrderState.OFFERED)
        await house.until(lambda: "mailbox" in gateway.message)
        assert gateway.condition is GatewayCondition.OK
        assert "wrong" not in gateway.message


def read(box: MailboxServer, *, is_settled: bool = True, passed: set[bytes] | None = None) -> list[DeliveryReport]:
    given: list[DeliveryReport] = []

    def settle(report: DeliveryReport) -> bool:
        given.append(report)
        return is_settled

    mailbox = Mailbox("127.0.0.1", box.port, USER, PASSWORD, is_encrypted=False, domain="centre.example")
    mailbox.read(settle, set() if passed is None else passed)
    return given


def test_mail_of_people_is_not_fetched_and_strangers_reports_stay_unread(box: MailboxServer) -> None:
    box.mails += [b"Subject: hello\r\n\r\nfrom a person", a_report("order-4711"), a_report(f"order-{HEX}")]
    passed: set[bytes] = set()
    assert len(read(box, passed=passed)) == 1
    assert (box.fetched, box.seen) == ([2, 3], {3})
    assert read(box, passed=passed) == []
    assert box.fetched == [2, 3], "looked at once"
    assert all("PEEK" in one for one in box.said if "FETCH" in one)


def test_what_is_not_settled_is_given_again(box: MailboxServer) -> None:
    box.mails.append(a_report(f"order-{HEX}"))
    passed: set[bytes] = set()
    assert len(read(box, is_settled=False, passed=passed)) == 1
    assert box.seen == set()
    assert len(read(box, passed=passed)) == 1


def test_a_mailbox_that_was_made_anew_is_read_anew(box: MailboxServer) -> None:
    box.mails.append(a_report("order-4711"))
    passed: set[bytes] = set()
    read(box, passed=passed)
    box.validity, box.mails[0] = 2, a_report(f"order-{HEX}")
    assert len(read(box, passed=passed)) == 1


def test_a_mailbox_that_speaks_no_tls_is_not_spoken_to(box: MailboxServer) -> None:
    with pytest.raises(MailboxFault, match="SSL"):
        Mailbox("127.0.0.1", box.port, USER, PASSWORD, is_encrypted=True, domain="x").read(lambda _report: True, set())
    assert not any(PASSWORD in one for one in box.said)


def test_a_server_of_garbage_and_none_at_all_are_faults_without_an_address(box: MailboxServer) -> None:
    box.is_broken = True
    with pytest.raises(MailboxFault, match="not read"):
        read(box)
    box.port = 1
    with pytest.raises(MailboxFault) as fault:
        read(box)
    assert "127" not in str(fault.value)
