import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box_command import BoxCommand, BoxOrder, BoxRequest, wire_number_of
from app.domain.ids import BoxCommandId, Imei
from app.domain.uplink import S2Window
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.s2.header import Flag
from services.uplink.s2.keys import KeyRing
from services.uplink.s2.link import NEED_DATA, DeviceAnnounced, S2FrameReceived, S2Link, Waiting, open_frame
from services.uplink.s2.stream import MAX_BUFFER_BYTES
from tests.support.builders import NOON
from tests.support.s2 import IMEI, ROOT, AFrame, open_independently

RING = KeyRing(Imei(IMEI), {1: ROOT, 2: bytes(32)})
HELLO = AFrame(kind=1, flags=0)
EVENT = AFrame(sequence=2)


def an_open_link() -> S2Link:
    link = S2Link()
    link.receive_data(HELLO.write())
    link.next_event()
    link.accept(RING)
    link.next_event()
    return link


def received(frame: AFrame) -> S2FrameReceived:
    link = an_open_link()
    link.receive_data(frame.write())
    event = link.next_event()
    assert isinstance(event, S2FrameReceived)
    return event


def test_a_device_is_announced_and_heard_once_its_keys_are_known() -> None:
    link = S2Link()
    link.receive_data(HELLO.write() + EVENT.write())

    announced = link.next_event()
    assert isinstance(announced, DeviceAnnounced)
    assert announced.imei == IMEI
    assert link.next_event() is Waiting.NEED_DECISION
    link.accept(RING)
    first, second = link.next_event(), link.next_event()
    assert isinstance(first, S2FrameReceived)
    assert isinstance(second, S2FrameReceived)
    assert (first.raw, second.raw) == (HELLO.write(), EVENT.write())
    assert link.next_event() is NEED_DATA


def test_an_event_is_urgent_and_read() -> None:
    event = received(EVENT)

    assert event.is_event
    assert event.payload is not None
    assert (event.payload.timestamp_ms, event.clear, event.error) == (1_790_000_000_000, EVENT.payload, None)
    assert not received(HELLO).is_event
    assert received(AFrame(kind=5, flags=int(Flag.ENCRYPTED | Flag.URGENT))).is_event


def test_both_keys_are_good_during_rotation() -> None:
    assert received(AFrame(key_id=2, root=bytes(32))).payload is not None


@pytest.mark.parametrize("fragment", [AFrame(flags=3), AFrame(flags=1, fragment=1)])
def test_a_fragment_is_delivered_unread(fragment: AFrame) -> None:
    event = received(fragment)

    assert (event.payload, event.error) == (None, None)


def test_an_authentic_frame_that_cannot_be_read_is_delivered_for_quarantine() -> None:
    event = received(AFrame(kind=5, payload=b"no cbor"))

    assert (event.payload, event.error, event.is_event) == (None, UplinkErrorCode.BAD_RECORD, True)


def test_a_stored_frame_is_acknowledged() -> None:
    link = an_open_link()
    answer = link.acknowledge(received(EVENT), S2Window(2, 0), 99)

    assert open_independently(answer, {1: ROOT}).kind == 0x80
    with pytest.raises(ValueError, match="no keys"):
        S2Link().acknowledge(received(EVENT), S2Window(2, 0), 99)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (AFrame(root=bytes(range(1, 33))), UplinkErrorCode.NOT_AUTHENTIC),
        (AFrame(key_id=9), UplinkErrorCode.UNKNOWN_KEY),
        (AFrame(imei="356093070009027"), UplinkErrorCode.UNKNOWN_DEVICE),
        (AFrame(version=2), UplinkErrorCode.UNKNOWN_VERSION),
        (AFrame(kind=0x80), UplinkErrorCode.NOT_STANDARD),
        (AFrame(fragment=64), UplinkErrorCode.NOT_STANDARD),
        (AFrame(sequence=0), UplinkErrorCode.NOT_STANDARD),
    ],
)
def test_a_frame_that_cannot_be_trusted_is_refused_and_the_next_one_read(frame: AFrame, code: UplinkErrorCode) -> None:
    link = an_open_link()
    link.receive_data(frame.write() + EVENT.write())

    with pytest.raises(UplinkError) as refused:
        link.next_event()

    assert refused.value.code is code
    assert refused.value.raw == frame.write()
    assert isinstance(link.next_event(), S2FrameReceived)


def test_a_refused_device_is_told_and_never_heard() -> None:
    link = S2Link()
    link.receive_data(HELLO.write() + EVENT.write())
    link.next_event()

    assert link.held_bytes == len(HELLO.write()) + len(EVENT.write())
    answer = link.reject(3600)
    assert answer[3] == 0x81
    assert cbor2.loads(answer[32:-20]) == {30: 12, 33: 1, 34: 0, 35: 6, 36: 3600}
    assert link.is_closed
    link.receive_data(EVENT.write())
    assert link.next_event() is NEED_DATA
    assert link.held_bytes == 0


def test_a_silent_connection_is_refused_silently() -> None:
    assert S2Link().reject() == b""


def test_a_flood_is_cut() -> None:
    link = S2Link()
    with pytest.raises(UplinkError) as refused:
        link.receive_data(bytes(MAX_BUFFER_BYTES + 1))

    assert refused.value.fatal
    assert link.is_closed


@given(st.binary(max_size=300))
def test_garbage_is_refused(noise: bytes) -> None:
    link = an_open_link()
    link.receive_data(noise)
    try:
        while link.next_event() is not NEED_DATA:
            pass
    except UplinkError:
        assert link.held_bytes <= len(noise)


@given(st.data())
def test_one_changed_byte_is_never_believed(data: st.DataObject) -> None:
    raw = bytearray(EVENT.write())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(UplinkError):
        open_frame(bytes(raw), RING)


def test_a_box_is_asked_under_the_key_it_spoke_with_last_and_not_before_it_spoke() -> None:
    order = BoxOrder(BoxRequest.POSITION)
    question = BoxCommand(BoxCommandId("c"), Imei(IMEI), order, wire_number_of(7, 9), None, "An", NOON, NOON)
    link, other = S2Link(), bytes(range(32, 64))
    with pytest.raises(ValueError, match="no authentic frame"):
        link.command(question)
    link.accept(KeyRing(Imei(IMEI), {1: ROOT, 2: other}))
    with pytest.raises(ValueError, match="no authentic frame"):
        link.command(question)
    for key_id, root in ((1, ROOT), (2, other)):
        link.receive_data(AFrame(key_id=key_id, root=root, sequence=key_id).write())
        link.next_event()
        opened = open_independently(link.command(question), {key_id: root})
        assert (opened.kind, opened.key_id, opened.sequence) == (0x82, key_id, 9)


def test_a_refusal_and_a_busy_store_are_said_to_what_they_answer() -> None:
    link = an_open_link()
    frame = received(EVENT)
    busy = open_independently(link.busy(frame, 30), {1: ROOT})
    assert (busy.kind, cbor2.loads(busy.clear)) == (0x81, {30: 12, 33: 2, 34: 0, 35: 1, 36: 30})
    refused = link.refuse(UplinkError(UplinkErrorCode.NOT_AUTHENTIC, "forged", raw=EVENT.write()), 5)
    assert cbor2.loads(open_independently(refused, {1: ROOT}).clear)[35] == 4
    assert link.refuse(UplinkError(UplinkErrorCode.NOT_AUTHENTIC, "no header", raw=b"noise")) == b""
    assert link.refuse(UplinkError(UplinkErrorCode.NOT_STANDARD, "no code", raw=EVENT.write())) == b""
    stranger = AFrame(imei="356307042441013").write()
    unsigned = link.refuse(UplinkError(UplinkErrorCode.UNKNOWN_DEVICE, "a stranger", raw=stranger))
    assert unsigned[-20:-4] == bytes(16)
    assert link.is_closed is False
    link.reject()
    assert link.is_closed is True
