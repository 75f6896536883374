import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box_command import BoxOrder, BoxRequest
from app.domain.ids import Imei
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.commands import CommandMessage
from services.uplink.teltonika.frames import MAX_BUFFER_BYTES
from services.uplink.teltonika.link import (
    NEED_DATA,
    Event,
    FrameReceived,
    KeepAlive,
    LoginRequested,
    MessageReceived,
    TeltonikaLink,
    acknowledgement,
)
from services.uplink.teltonika.messages import LAST_TIMESTAMP_MS
from services.uplink.teltonika.orders import message_of
from services.uplink.teltonika.states import OutOfTurn
from tests.support.boxes import KNOWN_IMEI, LOGIN, ARecord, a_crash, command_data, tcp, tcp_frame

ASK_POSITION = message_of(BoxOrder(BoxRequest.POSITION), Imei(KNOWN_IMEI))
QUIET = tcp_frame(ARecord(), ARecord())
CRASH = tcp_frame(a_crash())


def an_open_link() -> TeltonikaLink:
    link = TeltonikaLink()
    link.receive_data(LOGIN)
    link.next_event()
    link.accept()
    return link


def converse(pieces: list[bytes]) -> list[Event | UplinkErrorCode]:
    """Feed pieces to a link whose service accepts everybody; return what happened, in order."""
    link = TeltonikaLink()
    happened: list[Event | UplinkErrorCode] = []
    for piece in pieces:
        link.receive_data(piece)
        while True:
            try:
                event = link.next_event()
            except UplinkError as error:
                happened.append(error.code)
                continue
            if event is NEED_DATA:
                break
            happened.append(event)
            if isinstance(event, LoginRequested):
                link.accept()
    return happened


def received(raw: bytes) -> FrameReceived:
    link = an_open_link()
    link.receive_data(raw)
    event = link.next_event()
    assert isinstance(event, FrameReceived)
    return event


def test_a_box_says_who_it_is_and_waits_for_the_decision() -> None:
    link = TeltonikaLink()
    link.receive_data(LOGIN + CRASH)

    assert link.next_event() == LoginRequested(KNOWN_IMEI, LOGIN)
    assert link.next_event() is NEED_DATA
    assert link.imei == KNOWN_IMEI


def test_an_accepted_box_is_heard() -> None:
    link = TeltonikaLink()
    link.receive_data(LOGIN + CRASH)
    link.next_event()

    assert link.accept() == b"\x01"
    assert isinstance(link.next_event(), FrameReceived)
    assert link.next_event() is NEED_DATA


def test_a_rejected_box_is_answered_and_never_heard() -> None:
    link = TeltonikaLink()
    link.receive_data(LOGIN + CRASH)
    link.next_event()

    assert link.reject() == b"\x00"
    assert link.is_closed
    link.receive_data(CRASH)
    assert link.next_event() is NEED_DATA
    assert link.held_bytes == 0


def test_a_frame_is_acknowledged_with_its_number_of_records() -> None:
    link = an_open_link()
    link.receive_data(QUIET)
    frame = link.next_event()
    assert isinstance(frame, FrameReceived)

    assert link.acknowledge(frame) == bytes.fromhex("00000002") == acknowledgement(2)
    assert (frame.raw, frame.imei, frame.record_count, frame.is_event) == (QUIET, KNOWN_IMEI, 2, False)
    assert frame.packet is not None
    assert frame.error is None


def test_the_same_bytes_have_the_same_digest_and_other_bytes_another() -> None:
    assert received(QUIET).digest == received(QUIET).digest != received(CRASH).digest


def test_a_crash_does_not_wait_for_other_frames() -> None:
    assert received(CRASH).is_event


def test_an_undamaged_frame_that_cannot_be_read_is_delivered_for_quarantine() -> None:
    frame = received(tcp_frame(ARecord(timestamp_ms=LAST_TIMESTAMP_MS + 1)))

    assert (frame.packet, frame.error, frame.record_count) == (None, UplinkErrorCode.BAD_TIMESTAMP, 1)
    assert frame.is_event


def test_an_answer_to_a_command_is_delivered() -> None:
    link = an_open_link()
    link.receive_data(tcp(command_data(0x0C, 6, b"ok")) + tcp(b"\x0c\x01\x01"))
    answer, unreadable = link.next_event(), link.next_event()

    assert isinstance(answer, MessageReceived)
    assert answer.message == CommandMessage(Codec.CODEC_12, 6, 1, None, None, b"ok")
    assert isinstance(unreadable, MessageReceived)
    assert unreadable.message is None


def test_an_open_box_can_be_asked() -> None:
    assert an_open_link().command(ASK_POSITION) == tcp(command_data(0x0C, 5, b"getgps"))


@given(st.lists(st.sampled_from([QUIET, CRASH, b"\xff", b"\x07", CRASH[:-1] + b"\x00"]), max_size=5), st.data())
def test_any_split_of_the_bytes_gives_the_same_events(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"\xff" + LOGIN + b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    whole = converse([stream])
    assert converse(pieces) == whole == converse([bytes([byte]) for byte in stream])
    assert whole[:2] == [KeepAlive(), LoginRequested(KNOWN_IMEI, LOGIN)]


@given(st.lists(st.binary(max_size=400), max_size=5), st.booleans())
def test_garbage_gives_events_or_the_one_error(pieces: list[bytes], logs_in: bool) -> None:
    converse([LOGIN, *pieces] if logs_in else pieces)


def test_a_damaged_frame_is_refused_and_the_repetition_taken() -> None:
    torn = CRASH[:30] + b"\x77" + CRASH[31:]

    login, refused, frame = converse([LOGIN + torn + CRASH])

    assert isinstance(login, LoginRequested)
    assert refused is UplinkErrorCode.BAD_CHECKSUM
    assert isinstance(frame, FrameReceived)


@pytest.mark.parametrize("hello", [b"GET / HTTP/1.1", b"\x00\x0e", b"\x00\x0f35609307000001X", bytes(300)])
def test_a_bad_login_closes_the_conversation(hello: bytes) -> None:
    link = TeltonikaLink()
    link.receive_data(hello)

    with pytest.raises(UplinkError) as refused:
        link.next_event()

    assert refused.value.code is UplinkErrorCode.BAD_LOGIN
    assert refused.value.fatal
    assert link.is_closed
    assert link.held_bytes == 0
    assert link.imei is None


def test_a_flood_before_the_login_is_cut() -> None:
    link = TeltonikaLink()
    link.receive_data(LOGIN[:5])

    with pytest.raises(UplinkError, match="before a login"):
        link.receive_data(bytes(MAX_BUFFER_BYTES))

    assert link.is_closed
    assert link.held_bytes == 0


def test_a_flood_while_the_decision_is_pending_is_cut() -> None:
    link = TeltonikaLink()
    link.receive_data(LOGIN)
    link.next_event()
    link.receive_data(bytes(MAX_BUFFER_BYTES))

    with pytest.raises(UplinkError, match="are waiting"):
        link.receive_data(b"\x00")

    assert link.is_closed


def test_it_says_what_it_holds() -> None:
    link = TeltonikaLink()
    link.receive_data(LOGIN[:6])
    assert link.held_bytes == 6

    link.receive_data(LOGIN[6:] + QUIET[:30])
    link.next_event()
    link.accept()
    assert link.next_event() is NEED_DATA
    assert link.held_bytes == 30


def test_nothing_is_decided_or_acknowledged_out_of_turn() -> None:
    link = TeltonikaLink()
    frame = received(QUIET)

    for step in (link.accept, link.reject, lambda: link.acknowledge(frame), lambda: link.command(ASK_POSITION)):
        with pytest.raises(OutOfTurn):
            step()
