"""Any bytes in any pieces give messages or the one error; what is sent can never begin a line of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.telephony.ami.messages import LONGEST_BLOCK, AmiError, AmiMessage, AmiStream, serialise

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
KEYS = st.text("ABCDEFGHIJabcdefghij-", min_size=1, max_size=12)
VALUES = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n\0\x85\u2028\u2029"), min_size=1, max_size=40
).map(str.strip)
FIELDS = st.lists(st.tuples(KEYS, VALUES.filter(bool)), max_size=8).map(tuple)


def messages_of(data: bytes, sizes: list[int]) -> list[AmiMessage]:
    """Read in pieces of these sizes, then the rest."""
    stream, found, at = AmiStream(), [], 0
    for size in (*sizes, len(data)):
        stream.receive_data(data[at : at + size])
        at += size
        while (message := stream.next_message()) is not None:
            found.append(message)
    return found


@given(st.text("abcAction", min_size=1), FIELDS, st.lists(st.integers(1, 20), max_size=30))
def test_what_is_sent_is_read_again_in_any_pieces(
    action: str, fields: tuple[tuple[str, str], ...], sizes: list[int]
) -> None:
    data = GREETING + serialise(action, fields) * 2
    expected = AmiMessage((("Action", action), *fields))
    assert messages_of(data, sizes) == [expected, expected]


@given(st.binary(max_size=600), st.lists(st.integers(1, 20), max_size=10))
def test_any_bytes_give_messages_or_the_one_error(data: bytes, sizes: list[int]) -> None:
    for start in (b"", GREETING):
        try:
            messages_of(start + data, sizes)
        except AmiError:
            continue


@given(KEYS, VALUES, st.sampled_from("\r\n\0"))
def test_a_value_that_ends_its_line_is_not_sent(key: str, value: str, mark: str) -> None:
    with pytest.raises(AmiError):
        serialise("Originate", ((key, f"{value}{mark}Action: Command"),))


def test_empty_values_are_left_out_and_a_key_with_a_colon_is_refused() -> None:
    assert serialise("Ping", (("ActionID", ""),)) == b"Action: Ping\r\n\r\n"
    with pytest.raises(AmiError):
        serialise("Ping", (("Action: x", "y"),))


def test_keys_are_read_in_any_case_and_a_response_is_no_event() -> None:
    [event, yes] = messages_of(GREETING + b"event: Hangup\r\nCAUSE: 17\r\n\r\nResponse: Success\r\n\r\n", [])
    assert (event.event, event.get("Cause"), event.get("absent", "?")) == ("Hangup", "17", "?")
    assert (yes.event, yes.is_success, event.is_success) == ("", True, False)


def test_lines_without_a_colon_and_empty_blocks_say_nothing() -> None:
    assert messages_of(GREETING + b"\r\n\r\nsomething printed\r\nA: b\r\n\r\n", []) == [AmiMessage((("A", "b"),))]


def test_something_else_on_the_port_is_refused_at_its_first_byte() -> None:
    stream = AmiStream()
    stream.receive_data(b"H")
    with pytest.raises(AmiError):
        stream.next_message()


@pytest.mark.parametrize("start", [b"", GREETING])
def test_a_block_without_an_end_is_refused(start: bytes) -> None:
    stream = AmiStream()
    stream.receive_data(start + b"Asterisk Call Manager" + b"x" * (LONGEST_BLOCK + 1))
    with pytest.raises(AmiError):
        stream.next_message()
