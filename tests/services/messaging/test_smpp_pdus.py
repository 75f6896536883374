"""SMPP as bytes: what is read whatever it is cut into, and what cannot be read costs its own answer only."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import MessageId
from app.domain.message import MessageState
from app.domain.sms_text import sms_text
from services.messaging.smpp_pdus import (
    LineBroken,
    PduStream,
    PduWriter,
    Request,
    Response,
    Told,
    Unread,
    address,
    answer,
    period,
    reason_of,
)
from services.messaging.wire import OutgoingSms


def pdu(code: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    return struct.pack(">LLLL", 16 + len(body), code, status, sequence) + body


def delivered(text: bytes, tlvs: bytes = b"", esm_class: int = 4) -> bytes:
    head = b"\0\1\1" + b"32470\0" + b"\0\0VIVIUM\0" + bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, 0, 0))
    return pdu(0x05, 0, 7, head + bytes((len(text),)) + text + tlvs)


WORDS = b"id:ab12 sub:001 dlvrd:001 submit date:2611261200 done date:2611261200 stat:%s err:007 text:"
ID_TLV = b"\x00\x1e\x00\x05XY99\0"


def read(data: bytes) -> list[object]:
    return list(PduStream().receive_data(data))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (pdu(0x80000004, 0, 3, b"abc\0"), Response("submit_sm_resp", 3, 0, "abc")),
        (pdu(0x80000004, 0, 3), Response("submit_sm_resp", 3, 0, "")),
        (pdu(0x80000004, 0x58, 3, b"\xff\xfe garbage"), Response("submit_sm_resp", 3, 0x58)),
        (pdu(0x80000009, 0x0E, 1, b"x"), Response("bind_transceiver_resp", 1, 0x0E)),
        (pdu(0x80000000, 0x03, 9), Response("generic_nack", 9, 0x03)),
        (pdu(0x15, 0, 4), Request("enquire_link", 4)),
        (pdu(0x06, 0, 5), Request("unbind", 5)),
        (pdu(0x103, 0, 6, b"?"), Request("00000103", 6)),
        (delivered(WORDS % b"DELIVRD"), Told(7, "ab12", MessageState.DELIVERED, "")),
        (delivered(WORDS % b"UNDELIV"), Told(7, "ab12", MessageState.UNDELIVERED, "network_007")),
        (delivered(WORDS % b"expired"), Told(7, "ab12", MessageState.EXPIRED, "network_007")),
        (delivered(WORDS % b"REJECTD"), Told(7, "ab12", MessageState.REJECTED, "network_007")),
        (delivered(WORDS % b"ENROUTE"), Told(7, "ab12", MessageState.ACCEPTED, "")),
        (delivered(WORDS % b"ACCEPTD"), Told(7, "ab12", MessageState.ACCEPTED, "")),
        (delivered(b"", ID_TLV + b"\x04\x27\x00\x01\x02"), Told(7, "XY99", MessageState.DELIVERED, "")),
        (delivered(WORDS % b"UNDELIV", ID_TLV), Told(7, "XY99", MessageState.UNDELIVERED, "network_007")),
        (delivered(WORDS % b"DELIVRD", b"\x14\x00\x00\x02zz"), Told(7, "ab12", MessageState.DELIVERED, "")),
        (delivered(b"help", esm_class=0), Unread(7)),
        (delivered(b"nothing known"), Unread(7)),
        (pdu(0x05, 0, 7, b"torn"), Unread(7)),
        (pdu(0x05, 0, 7), Unread(7)),
    ],
)
def test_what_came_is_read_whole_and_byte_by_byte(raw: bytes, found: object) -> None:
    assert read(raw) == [found]
    stream = PduStream()
    assert [one for at in range(len(raw)) for one in stream.receive_data(raw[at : at + 1])] == [found]
    assert read(raw + pdu(0x15, 0, 1) + raw) == [found, Request("enquire_link", 1), found]


@pytest.mark.parametrize("length", [0, 15, 1_000_000])
def test_a_length_that_no_pdu_has_ends_the_line(length: int) -> None:
    with pytest.raises(LineBroken):
        read(struct.pack(">LLLL", length, 0x15, 0, 1))


@given(st.binary(max_size=200))
def test_garbage_is_read_as_something_or_ends_the_line(body: bytes) -> None:
    for code in (0x05, 0x80000004, 0x103):
        [_found] = read(pdu(code, 0, 1, body))
    try:
        read(body)
    except LineBroken:
        return


def test_a_text_that_is_split_carries_which_part_it_is() -> None:
    text = sms_text("x" * 161)
    sms = OutgoingSms(MessageId("2a" + "0" * 30), 1, "+32470123456", "", text.encoding, text.parts, (1, 2), 60.0, 1)
    writer = PduWriter()
    (first, one), (second, two) = writer.submit(sms, 1, "VIVIUM"), writer.submit(sms, 2, "VIVIUM")
    assert first != second
    assert b"\x05\x00\x03\x2a\x02\x01" + b"x" * 153 in one
    assert b"\x05\x00\x03\x2a\x02\x02" + b"x" * 8 in two
    assert b"000000000100000R" in one


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("+32470123456", (1, 1, "32470123456")),
        ("8810", (3, 0, "8810")),
        ("VIVIUM", (5, 0, "VIVIUM")),
        ("", (0, 0, "")),
    ],
)
def test_an_address_says_what_it_is(number: str, found: tuple[int, int, str]) -> None:
    assert address(number) == found


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(2700, "000000004500000R"), (90_061, "000001010101000R"), (10**9, "000028000000000R"), (1, "000000000001000R")],
)
def test_a_validity_is_a_time_from_now(seconds: float, written: str) -> None:
    assert period(seconds) == written
    assert len(written) == 16


def test_a_refusal_without_a_word_is_its_number() -> None:
    assert (reason_of(0x0E), reason_of(0x99)) == ("wrong_password", "smpp_00000099")


def test_an_answer_names_the_request_it_is_for() -> None:
    assert answer("deliver_sm_resp", 7, 0x64) == pdu(0x80000005, 0x64, 7, b"\0")
    assert answer("enquire_link_resp", 4) == pdu(0x80000015, 0, 4)
