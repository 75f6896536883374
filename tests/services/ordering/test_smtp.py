"""Orders by a real mail server: what it takes, refuses and drops is what the order is."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiosmtplib import SMTP

from app.domain.gateway import GatewayCondition
from app.domain.sending import SendingState
from app.domain.service_order import OrderState
from app.usecases.gateway_ports import GatewayFault
from services.ordering import smtp
from services.ordering.smtp import SMTP_MAIL, SmtpGateway
from tests.conftest import WarningsSeen
from tests.services.ordering.house import House, mail_values
from tests.support.half_open import a_half_open_line
from tests.support.mail_server import PASSWORD, USER, MailServer, a_mail_server


@asynccontextmanager
async def running(house: House, port: int, secret: str | None = None, **values: str) -> AsyncIterator[SmtpGateway]:
    gateway = SMTP_MAIL.make(house.given(SMTP_MAIL, mail_values(port, **values), secret))
    assert isinstance(gateway, SmtpGateway)
    try:
        await gateway.start()
        yield gateway
    finally:
        await gateway.stop()


async def until_state(house: House, order_id: str, *states: OrderState) -> None:
    await house.until(lambda: house.order(order_id).state in states)  # type: ignore[arg-type]  # an id is text


async def test_an_order_leaves_with_page_document_and_receipts_asked_for(house: House, mail: MailServer) -> None:
    order = house.offer()
    async with running(house, mail.port):
        await until_state(house, order.order_id, OrderState.OFFERED)
    (taken,) = mail.came
    (sending,) = house.sendings(order.order_id)
    assert taken.message_id == f"<order-{sending.sending_id}@centre.example>"
    assert taken.options == {
        "ENVID": f"order-{sending.sending_id}".upper(),  # aiosmtpd shouts
        "RET": "HDRS",
        "NOTIFY": "SUCCESS,FAILURE,DELAY",
    }
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in taken.mail.walk()}
    assert isinstance(parts["application/pdf"], bytes)
    assert parts["application/pdf"].startswith(b"%PDF-")
    document = parts["application/json"]
    assert isinstance(document, bytes)
    assert json.loads(document)["id"] == sending.sending_id
    assert (sending.state, sending.tries) == (SendingState.ACCEPTED, 1)
    assert "queued as 4711" in sending.reference


async def test_an_unknown_mailbox_is_phoned_at_once(house: House, mail: MailServer) -> None:
    order = house.offer("unknown@oefening.example")
    async with running(house, mail.port):
        await house.until(lambda: house.sendings(order.order_id)[0].state is SendingState.FAILED)
    (sending,) = house.sendings(order.order_id)
    assert sending.tries == 1
    assert "550" in sending.fault
    assert "oefening" not in sending.fault, "a fault names no address"
    assert house.order(order.order_id).state is OrderState.BY_HAND
    assert mail.came == []


async def test_a_server_that_knows_no_mailbox_of_three_refuses_until_it_takes_one(
    house: House, mail: MailServer
) -> None:
    async with running(house, mail.port) as gateway:
        for count in (1, 2, 3):
            assert gateway.refusal is None
            order = house.offer("unknown@oefening.example")
            await until_state(house, order.order_id, OrderState.BY_HAND)
            assert (gateway.refusal is None) is (count < 3)
        await until_state(house, house.offer().order_id, OrderState.OFFERED)
        assert gateway.refusal is None


async def test_a_full_mailbox_waits_for_another_try(house: House, mail: MailServer) -> None:
    order = house.offer("full@oefening.example")
    async with running(house, mail.port):
        await house.until(lambda: bool(house.sendings(order.order_id)[0].fault))
    (sending,) = house.sendings(order.order_id)
    assert sending.state is SendingState.QUEUED
    assert house.order(order.order_id).state is OrderState.QUEUED


async def test_what_waits_for_the_road_leads_to_its_case(house: House) -> None:
    first, second = house.offer("a@oefening.example"), house.offer("b@oefening.example")
    later = house.clock.now() + timedelta(minutes=1)
    backlog = house.store.read(lambda reader: SMTP_MAIL.backlog(reader, later))
    assert (backlog.count, backlog.case_id) == (2, first.case_id)
    assert first.case_id != second.case_id


async def test_a_server_that_drops_the_line_gets_the_same_mail_again(house: House, mail: MailServer) -> None:
    mail.drops = 1
    order = house.offer("drop@oefening.example")
    async with running(house, mail.port):
        await until_state(house, order.order_id, OrderState.OFFERED)
    first, second = mail.came
    assert first.message_id == second.message_id
    assert first.raw == second.raw, "byte for byte"
    assert house.sendings(order.order_id)[0].tries == 2


async def test_a_server_that_goes_away_is_noticed(house: House) -> None:
    with a_mail_server() as mail:
        async with running(house, mail.port) as gateway:
            port = mail.port
            await asyncio.to_thread(mail.shut)
            await house.until(lambda: gateway.condition is GatewayCondition.DOWN)
            assert gateway.message
    order = house.offer()
    with a_mail_server(port=port) as again:
        async with running(house, port):
            await until_state(house, order.order_id, OrderState.OFFERED)
        assert len(again.came) == 1


async def test_a_line_that_is_open_on_our_side_only_is_not_waited_for(
    house: House, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "IDLE_FOR_S", 0.0)
    async with a_half_open_line(mail.port) as line, running(house, line.port):
        line.freeze()
        order = house.offer()
        await until_state(house, order.order_id, OrderState.OFFERED)
        assert line.opened == 2, "a new line was taken"
    assert [one.message_id for one in mail.came] == [
        f"<order-{house.sendings(order.order_id)[0].sending_id}@centre.example>"
    ]
    assert house.sendings(order.order_id)[0].tries == 1, "the mail was not said into the dead line"


async def test_where_no_new_line_answers_either_the_gateway_is_down(
    house: House, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "IDLE_FOR_S", 0.0)
    async with a_half_open_line(mail.port) as line, running(house, line.port) as gateway:
        line.is_dead = True
        order = house.offer()
        await house.until(lambda: gateway.condition is GatewayCondition.DOWN)
        await house.until(lambda: bool(house.sendings(order.order_id)[0].fault))
        assert house.sendings(order.order_id)[0].state is SendingState.QUEUED
    assert mail.came == []


async def test_user_and_password_are_asked_for(house: House, expected_log: WarningsSeen) -> None:
    with a_mail_server(with_login=True) as mail:
        order = house.offer()
        async with running(house, mail.port, PASSWORD, user=USER):
            await until_state(house, order.order_id, OrderState.OFFERED)
        with pytest.raises(GatewayFault, match="535") as refused:
            async with running(house, mail.port, "wrong", user=USER):
                pass
        assert "wrong" not in str(refused.value)
    assert set(expected_log.sentences()) == {"Session.login_data is deprecated and will be removed in version 2.0"}


async def test_nobody_listens(house: House) -> None:
    with a_mail_server() as mail:
        port = mail.port
    with pytest.raises(GatewayFault):
        async with running(house, port):
            pass


async def test_a_server_without_starttls_is_named_so(house: House, mail: MailServer) -> None:
    with pytest.raises(GatewayFault, match="no_starttls"):
        async with running(house, mail.port, encryption="starttls"):
            pass


async def test_the_test_button_sends_a_mail_that_says_it_is_a_test(house: House, mail: MailServer) -> None:
    async with running(house, mail.port) as gateway:
        assert await gateway.test("") == "OK"
        assert mail.came == [], "without an address the server is only asked"
        assert "queued as 4711" in await gateway.test("somebody@oefening.example")
        for wrong, said in (("unknown@oefening.example", "550"), ("two@a.example, b@b.example", "not a mail address")):
            with pytest.raises(GatewayFault, match=said):
                await gateway.test(wrong)
    (came,) = mail.came
    assert (came.to, came.mail["To"]) == ("somebody@oefening.example", "somebody@oefening.example")
    assert came.mail["Subject"] == "VIVIUM Bijstand: test"
    words = came.mail.get_payload(decode=True)
    assert isinstance(words, bytes)
    assert "This is a test of the mail server." in words.decode()
    assert {*came.options} == {"ENVID", "RET", "NOTIFY"}, "it asks what an order asks"


@pytest.mark.parametrize("refuses", ["MAIL", "RCPT"])
async def test_a_server_that_promises_receipts_and_takes_no_parameter_gets_the_mail_without(
    house: House, mail: MailServer, refuses: str
) -> None:
    mail.refuses_dsn_of = refuses
    order = house.offer()
    async with running(house, mail.port) as gateway:
        await until_state(house, order.order_id, OrderState.OFFERED)
        assert "queued as 4711" in await gateway.test("somebody@oefening.example")
        assert gateway.refusal is None
    assert house.sendings(order.order_id)[0].tries == 1
    assert [one.options for one in mail.came] == [{}, {}], "once more, without asking for receipts"


async def test_a_server_that_takes_no_parameter_at_all_is_named_so(house: House, mail: MailServer) -> None:
    mail.refuses_dsn_of = "ALL"
    async with running(house, mail.port) as gateway:
        with pytest.raises(GatewayFault, match="555: the server refused the parameters"):
            await gateway.test("somebody@oefening.example")


def test_a_sender_that_is_no_address_is_refused(house: House) -> None:
    with pytest.raises(GatewayFault, match="sender"):
        SMTP_MAIL.make(house.given(SMTP_MAIL, mail_values(25, sender="VIVIUM")))


class Broken(SmtpGateway):
    """Cannot look after its connection any more, in a way that no contract names."""

    async def _open(self) -> SMTP:
        raise OSError("broken")


async def test_a_watch_that_fails_unforeseen_does_not_say_that_all_is_well(
    house: House, mail: MailServer, expected_log: WarningsSeen
) -> None:
    gateway = Broken(house.given(SMTP_MAIL, mail_values(mail.port)))
    await gateway.start()
    async with asyncio.timeout(60):
        while gateway.condition is not GatewayCondition.DOWN:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.02)
    await gateway.stop()
    assert gateway.message == "OSError"
    assert "not foreseen" in expected_log.sentences()[0]
