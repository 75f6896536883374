"""What boxes say: the maker's own examples, and everything else as text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box_command import BoxAnswer, BoxRequest
from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.commands import CommandMessage, MessageType
from services.uplink.teltonika.replies import LONGEST_TEXT, Reply, read_reply

GPS = "GPS:1 Sat:7 Lat:54.71473 Long:-25.303093 Alt:147 Speed:0 Dir:77 Date: 2026/11/5 Time: 12:25:30"
SETTINGS = frozenset({BoxRequest.PARAMETER, BoxRequest.TRACKING})


def reply(text: bytes, kind: int = MessageType.ANSWER) -> Reply:
    return read_reply(CommandMessage(Codec.CODEC_12, kind, 1, None, None, text))


def test_a_place_with_its_time() -> None:
    answer = BoxAnswer(GPS, 54.71473, -25.303093, datetime(2026, 11, 5, 12, 25, 30, tzinfo=UTC))
    assert reply(GPS.encode() + b"\r\n\x00") == Reply(answer, frozenset({BoxRequest.POSITION}))


@pytest.mark.parametrize(
    "text",
    [
        GPS.replace("GPS:1", "GPS:0"),
        GPS.replace("54.71473", "154.7"),
        GPS.replace("-25.303093", "200"),
    ],
)
def test_no_fix_and_no_place_on_earth_are_no_place(text: str) -> None:
    assert reply(text.encode()) == Reply(BoxAnswer(text), frozenset({BoxRequest.POSITION}))


@pytest.mark.parametrize("date", ["2026/13/5", "2026/2/30", ""])
def test_a_place_whose_time_cannot_be_is_a_place_without_a_time(date: str) -> None:
    assert reply(GPS.replace("2026/11/5", date).encode()).answer.fixed_at is None


def test_a_version_is_found_before_the_gps_chip_behind_it() -> None:
    text = "Ver:03.27.07_00 GPS:AXN_5.10_3333_16070400,0000,, Hw:FMB120 Mod:15 IMEI:352093081452251"
    assert reply(text.encode()) == Reply(BoxAnswer(text, firmware="03.27.07_00"), frozenset({BoxRequest.FIRMWARE}))


@pytest.mark.parametrize("text", ["Param ID:2001 New Text:internet", "New value 10050:5;10055:5;"])
def test_a_changed_setting(text: str) -> None:
    assert reply(text.encode()) == Reply(BoxAnswer(text), SETTINGS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Unknown command", 6), ("ERROR: wrong value", 6), ("", MessageType.WRONG_IMEI)],
)
def test_a_refusal(text: str, kind: int) -> None:
    assert reply(text.encode(), kind) == Reply(BoxAnswer(text), is_refusal=True)


@given(st.binary(max_size=3 * LONGEST_TEXT))
def test_whatever_a_box_says_becomes_text_that_can_be_shown(said: bytes) -> None:
    text = reply(said).answer.text
    assert text.isascii()
    assert len(text) <= 4 * LONGEST_TEXT
    assert "\x00" not in text
