"""A message is read the same however the network tore it."""

from hypothesis import given
from hypothesis import strategies as st

from ui.sse import SseMessage, SseParser

WIRE = b': hello\n\nid: 7\nevent: change\ndata: {"a": 1}\n\nevent: tick\r\ndata: one\r\ndata: two\r\n\r\nid: 8\n\n'
EXPECTED = [SseMessage("change", '{"a": 1}', "7"), SseMessage("tick", "one\ntwo", None)]


def test_reads_messages_and_skips_comments_and_messages_without_data() -> None:
    assert SseParser().feed(WIRE) == EXPECTED


@given(st.lists(st.integers(min_value=0, max_value=len(WIRE)), max_size=12))
def test_any_split_gives_the_same_messages(cuts: list[int]) -> None:
    parser = SseParser()
    edges = [0, *sorted(cuts), len(WIRE)]
    found = [message for start, end in zip(edges, edges[1:], strict=False) for message in parser.feed(WIRE[start:end])]
    assert found == EXPECTED


def test_torn_character_is_read_whole() -> None:
    wire = 'data: "café"\n\n'.encode()
    parser = SseParser()
    assert [message for byte in wire for message in parser.feed(bytes([byte]))] == [
        SseMessage("message", '"café"', None)
    ]
