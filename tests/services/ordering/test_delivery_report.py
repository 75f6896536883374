"""Reports of mailboxes: whose mail and what became of it are read, everything else in a mailbox is left alone."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ids import SendingId
from services.ordering.delivery_report import DeliveryReport, report_of
from tests.support.mailbox_server import a_report

HEX = "0123456789abcdef" * 2
OURS = SendingId(HEX)
MESSAGE_ID = f"<order-{HEX}@centre.example>"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (a_report(f"order-{HEX}"), DeliveryReport(OURS, is_delivered=True, status="2.0.0")),
        (a_report(f"ORDER-{HEX.upper()}"), DeliveryReport(OURS, is_delivered=True, status="2.0.0")),
        (a_report(f"order-{HEX}", action="failed", status="5.1.1"), DeliveryReport(OURS, False, "5.1.1")),
        (
            a_report(f"order-{HEX}", action="Failed ; twice", status="4.4.7 (late)"),
            DeliveryReport(OURS, False, "4.4.7"),
        ),
        (a_report(f"order-{HEX}", action="failed", status="who knows"), DeliveryReport(OURS, False, "")),
        (a_report(message_id=MESSAGE_ID, action="failed", status="5.2.2"), DeliveryReport(OURS, False, "5.2.2")),
        (a_report(message_id=MESSAGE_ID, returned="headers"), DeliveryReport(OURS, True, "2.0.0")),
        (a_report("qmail-77", message_id=MESSAGE_ID), DeliveryReport(OURS, True, "2.0.0")),
    ],
)
def test_whose_mail_it_was_and_what_became_of_it(raw: bytes, expected: DeliveryReport) -> None:
    assert report_of(raw, "Centre.example") == expected


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(a_report(f"order-{HEX}", action="delayed", status="4.0.0"), id="it takes longer"),
        pytest.param(a_report(f"order-{HEX}", action="relayed"), id="a server that does not report"),
        pytest.param(a_report(f"order-{HEX}", action=""), id="nothing became of it"),
        pytest.param(a_report("order-4711"), id="no order of ours"),
        pytest.param(a_report(f"order-{HEX}0"), id="nearly one of ours"),
        pytest.param(a_report(message_id=f"<order-{HEX}@elsewhere.example>"), id="of another house"),
        pytest.param(a_report(returned=""), id="nobody's"),
        pytest.param(a_report(f"order-{HEX}").replace(b"multipart/report", b"multipart/mixed"), id="not a report"),
        pytest.param(a_report(f"order-{HEX}").replace(b"message/delivery-status", b"text/plain"), id="words only"),
        pytest.param(a_report(f"order-{HEX}").split(b"Final-Recipient")[0], id="cut off"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00\xff" * 99, id="garbage"),
        pytest.param(b'Content-Type: multipart/report; boundary="b"\r\n\r\nno parts', id="a frame of nothing"),
    ],
)
def test_everything_else_is_no_report(raw: bytes) -> None:
    assert report_of(raw, "centre.example") is None


def test_a_mail_of_a_person_that_quotes_one_is_none() -> None:
    mail = EmailMessage()
    mail["Subject"] = f"Re: order-{HEX}"
    mail.set_content(a_report(f"order-{HEX}").decode())
    assert report_of(mail.as_bytes(), "centre.example") is None


def test_one_mailbox_of_a_list_is_enough() -> None:
    also = b"unknown\r\n\r\nFinal-Recipient: rfc822; b@oefening.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b"
    raw = a_report(f"order-{HEX}").replace(b"unknown\r\n\r\n--b", also, 1)
    assert b"5.1.1" in raw
    assert report_of(raw, "centre.example") == DeliveryReport(OURS, is_delivered=True, status="2.0.0")


@settings(max_examples=200)
@given(st.integers(0, 900), st.binary(max_size=40), st.integers(0, 60))
def test_no_garbage_in_a_report_raises(at: int, garbage: bytes, length: int) -> None:
    raw = a_report(f"order-{HEX}", message_id=MESSAGE_ID)
    report = report_of(raw[:at] + garbage + raw[at + length :], "centre.example")
    assert report is None or report.sending_id
