"""A text of an operator over the API: as it is, to whom, and what of its way the desks see."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.message import MessageState, Template
from app.usecases.actor import SERVICE
from app.usecases.prepare_sms import SmsChannel
from app.usecases.report_message import Handed, ReportMessage, report_message
from app.usecases.store import JobUnit
from app.usecases.take_message import TakeMessage, take_message
from tests.services.detector.api.test_contact import DRIVER, SECOND, claimed, detail
from tests.support.house import House, a_house


@pytest.fixture(name="house")
async def a_house_with_a_gateway(tmp_path: Path) -> AsyncIterator[House]:
    gateway = SmsChannel(call_back_e164="+3224060000", is_automatic=True)
    async with a_house(tmp_path, sms_manner=gateway) as house:
        yield house


async def test_a_text_is_kept_as_it_was_written_and_leaves_at_once(house: House) -> None:
    desk, path = await claimed(house)
    case = detail(await desk.post(f"{path}/messages", {"e164": DRIVER, "text": "Tot zo ë"}))
    [message] = case.messages
    assert (message.template, message.text, message.state) == (
        Template.OPERATORS_TEXT,
        "Tot zo ë",
        MessageState.QUEUED,
    )
    assert message.leaves_at == house.clock.now()


@pytest.mark.parametrize(
    ("e164", "text", "code"),
    [(SECOND, "x", "takes_no_sms"), (DRIVER, " ", "text_missing"), (DRIVER, "ë" * 500, "text_too_long")],
)
async def test_what_cannot_leave_is_refused(house: House, e164: str, text: str, code: str) -> None:
    desk, path = await claimed(house)
    answer = await desk.post(f"{path}/messages", {"e164": e164, "text": text})
    assert answer.json()["code"] == code


async def test_the_desks_see_why_a_gateway_did_not_take_it(house: House) -> None:
    desk, path = await claimed(house)
    case = detail(await desk.post(f"{path}/messages", {"e164": DRIVER, "text": "Tot zo"}))
    message_id = case.messages[0].message_id

    def refused(unit: JobUnit) -> None:
        taken = take_message(TakeMessage(SERVICE, message_id), unit, house.clock)
        said = ReportMessage(message_id, "smpp x", taken.copies, 1, {}, Handed.REFUSED, "bad_number")
        report_message(said, unit, house.clock, again_after=timedelta(minutes=1))

    house.submit(refused)
    [message] = detail(await desk.get(path)).messages
    assert (message.state, message.reason, message.copies) == (MessageState.REJECTED, "bad_number", 1)
