"""What the socket for boxes does with good boxes, strangers, noise and clients that mean no good."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest

from app.api.service import ListenerState
from app.domain.box_command import BoxCommand, BoxOrder, BoxRequest
from app.domain.ids import BoxCommandId, Imei, new_id
from app.usecases.store import StoreCondition, StoreUnavailable
from services.detector.listeners.intake import Patience, Unaskable
from services.detector.listeners.listener import Place
from services.detector.listeners.tcp import TcpListener
from services.detector.listeners.teltonika_conversation import TeltonikaConversation
from services.simulator.teltonika_box import login
from tests.conftest import WarningsSeen
from tests.support import wire
from tests.support.boxes import KNOWN_IMEI, ARecord, a_crash, avl_data, command_data, tcp, tcp_frame
from tests.support.builders import NOON
from tests.support.clocks import StandingClock
from tests.support.intake import STRANGER, FakeDispatch, FakeIntake, surroundings
from tests.support.wait import until
from tests.support.wire import LOOPBACK, Wire, a_wire

NAME = "teltonika_tcp"
BOX = Imei(KNOWN_IMEI)
QUESTION = tcp(command_data(0x0C, 5, b"getgps"))
GPS = b"GPS:1 Sat:7 Lat:50.86 Long:4.63 Alt:60 Speed:0 Dir:0 Date: 2026/11/25 Time: 12:0:0"


def a_question() -> BoxCommand:
    order = BoxOrder(BoxRequest.POSITION)
    return BoxCommand(BoxCommandId(new_id()), BOX, order, 7, None, "An", NOON, NOON + timedelta(hours=1))


@asynccontextmanager
async def listening(
    intake: FakeIntake, patience: Patience | None = None, dispatch: FakeDispatch | None = None
) -> AsyncIterator[TcpListener]:
    given = surroundings(intake, patience, dispatch)
    listener = TcpListener(NAME, TeltonikaConversation, Place(LOOPBACK, 0), given)
    await listener.start()
    try:
        yield listener
    finally:
        await listener.stop()


def a_connection(listener: TcpListener) -> AbstractAsyncContextManager[Wire]:
    return a_wire(listener.port)


def a_box(listener: TcpListener, imei: Imei = BOX) -> AbstractAsyncContextManager[Wire]:
    """A box that was let in."""
    return wire.a_box(listener.port, imei)


async def test_a_frame_is_answered_with_its_count_after_it_is_kept() -> None:
    intake = FakeIntake(gate=asyncio.Event())
    frame = tcp_frame(ARecord(), ARecord(timestamp_ms=1_790_000_001_000))
    async with listening(intake) as listener, a_box(listener) as box:
        await box.send(frame)
        answer = asyncio.create_task(box.answer(4))
        await until(lambda: intake.asked == 1)
        assert not answer.done()
        intake.open_gate()
        assert await answer == b"\x00\x00\x00\x02"
        assert [(uplink.payload, uplink.imei, urgent) for uplink, urgent in intake.kept] == [(frame, BOX, False)]
        assert listener.health().frames == 1
        assert listener.health().last_frame_at == StandingClock().now()


async def test_a_crash_is_urgent_and_bytes_may_come_one_at_a_time() -> None:
    intake = FakeIntake()
    async with listening(intake) as listener, a_connection(listener) as box:
        for byte in login(BOX) + tcp_frame(a_crash()):
            await box.send(bytes([byte]))
        assert await box.answer(5) == b"\x01\x00\x00\x00\x01"
    assert [urgent for _, urgent in intake.kept] == [True]


async def test_a_stranger_is_answered_00_and_told_of() -> None:
    intake = FakeIntake()
    async with listening(intake) as listener, a_connection(listener) as box:
        await box.send(login(STRANGER))
        assert await box.ended() == b"\x00"
        assert listener.health().refused == 1
    assert intake.strangers == [STRANGER]


async def test_a_torn_frame_is_not_answered() -> None:
    intake = FakeIntake()
    async with listening(intake) as listener:
        async with a_box(listener) as box:
            await box.send(tcp_frame()[:-5])
            box.writer.write_eof()
            assert await box.ended() == b""
        assert intake.kept == []
        await until(lambda: listener.health().connections == 0)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(tcp_frame()[:-1] + b"\x00", id="checksum"),
        pytest.param(tcp(avl_data([ARecord()], count_after=2)), id="counts"),
        pytest.param(tcp(b"\x77" + avl_data([ARecord()])[1:]), id="codec"),
    ],
)
async def test_a_damaged_frame_is_not_answered_and_the_next_good_one_is(
    damaged: bytes, expected_log: WarningsSeen
) -> None:
    intake = FakeIntake()
    async with listening(intake) as listener, a_box(listener) as box:
        await box.send(damaged + tcp_frame())
        assert await box.answer(4) == b"\x00\x00\x00\x01"
        assert [uplink.payload for uplink, _ in intake.kept] == [tcp_frame()]
        assert listener.health().refused == 1
    assert expected_log.sentences() == ["bytes were refused and not acknowledged"]


async def test_a_wrong_length_is_not_answered_and_the_next_good_frame_is(expected_log: WarningsSeen) -> None:
    intake = FakeIntake()
    too_long = bytes(4) + (1 << 24).to_bytes(4) + tcp_frame()[8:]
    async with listening(intake) as listener, a_box(listener) as box:
        await box.send(too_long + tcp_frame())
        assert await box.answer(4) == b"\x00\x00\x00\x01"
    assert len(expected_log.sentences()) == 1


@pytest.mark.parametrize("byte", [b"\x00", b"\x5a", b"\xff"])
async def test_ten_megabytes_of_noise_are_cut(byte: bytes, expected_log: WarningsSeen) -> None:
    intake = FakeIntake()
    async with listening(intake) as listener, a_box(listener) as box:
        with pytest.raises(ConnectionError):
            await box.send_often(byte * 65_536, times=160)
        assert len(expected_log.sentences()) <= 1
    assert intake.kept == []


async def test_good_frames_are_no_noise_however_many() -> None:
    intake = FakeIntake()
    async with listening(intake, Patience(noise_bytes=200)) as listener, a_box(listener) as box:
        for number in range(20):
            await box.send(tcp_frame(ARecord(timestamp_ms=1_790_000_000_000 + number)))
            assert await box.answer(4) == b"\x00\x00\x00\x01"
    assert len(intake.kept) == 20


async def test_noise_before_a_login_is_cut_at_once(expected_log: WarningsSeen) -> None:
    async with listening(FakeIntake()) as listener, a_connection(listener) as box:
        await box.send(b"GET / HTTP/1.1\r\n\r\n")
        assert await box.ended() == b""
    assert len(expected_log.sentences()) == 1


async def test_who_does_not_log_in_is_cut() -> None:
    async with listening(FakeIntake(), Patience(login_s=0.05)) as listener, a_connection(listener) as box:
        assert await box.ended() == b""


async def test_who_is_silent_for_too_long_is_cut() -> None:
    async with listening(FakeIntake(), Patience(idle_s=0.05)) as listener, a_box(listener) as box:
        assert await box.ended() == b""


async def test_a_client_that_never_reads_is_cut() -> None:
    intake = FakeIntake()
    patience = Patience(drain_s=0.05, unsent_bytes=64)
    frames = b"".join(tcp_frame(ARecord(timestamp_ms=1_790_000_000_000 + number)) for number in range(200))
    async with listening(intake, patience) as listener:
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        deaf.setblocking(False)
        await asyncio.get_running_loop().sock_connect(deaf, (LOOPBACK, listener.port))
        with deaf, pytest.raises(ConnectionError):
            await _send_for_ever(deaf, login(BOX), frames)
        await until(lambda: listener.health().connections == 0)


async def _send_for_ever(deaf: socket.socket, first: bytes, again: bytes) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(deaf, first)
    while True:
        await loop.sock_sendall(deaf, again)


async def test_the_newest_connection_of_a_box_wins() -> None:
    intake = FakeIntake()
    async with listening(intake) as listener, a_box(listener) as older, a_box(listener) as newer:
        assert await older.ended() == b""
        await newer.send(tcp_frame())
        assert await newer.answer(4) == b"\x00\x00\x00\x01"
        await until(lambda: listener.health().connections == 1)
        async with a_box(listener) as newest:
            assert await newer.ended() == b""
            await newest.send(tcp_frame())
            assert await newest.answer(4) == b"\x00\x00\x00\x01"


@pytest.mark.parametrize("patience", [Patience(per_address=2), Patience(connections=2)])
async def test_one_connection_too_many_is_closed(patience: Patience) -> None:
    other = Imei("356093070000022")
    async with listening(FakeIntake(), patience) as listener, a_box(listener) as first, a_box(listener, other):
        async with a_connection(listener) as third:
            assert await third.ended() == b""
        first.writer.transport.abort()
        await until(lambda: listener.health().connections == 1)
        async with a_box(listener) as again:
            await again.send(tcp_frame())
            assert await again.answer(4) == b"\x00\x00\x00\x01"


async def test_nothing_is_answered_while_the_store_takes_nothing() -> None:
    intake = FakeIntake()
    async with listening(intake) as listener:
        async with a_box(listener) as box:
            intake.fault = StoreUnavailable(StoreCondition.FULL, "full")
            await box.send(tcp_frame())
            assert await box.ended() == b""
        async with a_connection(listener) as box:
            await box.send(login(BOX))
            assert await box.ended() == b""
        intake.fault = None
        async with a_box(listener) as box:
            await box.send(tcp_frame())
            assert await box.answer(4) == b"\x00\x00\x00\x01"
    assert intake.strangers == []


async def test_stopping_waits_for_nobody() -> None:
    intake = FakeIntake(gate=asyncio.Event())
    async with listening(intake) as listener, a_box(listener) as box, a_connection(listener) as silent:
        await box.send(tcp_frame())
        await until(lambda: listener.health().connections == 2)
        await listener.stop()
        assert await box.ended() == b""
        assert await silent.ended() == b""
        assert listener.health().state is ListenerState.OFF


async def test_a_taken_port_is_said_and_tried_again(
    expected_log: WarningsSeen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.detector.listeners.listener.TRY_AGAIN_S", 0.01)
    async with listening(FakeIntake()) as first:
        second = TcpListener(NAME, TeltonikaConversation, Place(LOOPBACK, first.port), surroundings(FakeIntake()))
        await second.start()
        assert second.health().state is ListenerState.FAILED
        await first.stop()
        await until(lambda: second.health().state is ListenerState.LISTENING)
        await second.stop()
    assert len(expected_log.sentences()) == 1


async def test_a_box_that_sends_more_than_its_share_is_slowed_down_but_for_a_crash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    intake, patience = FakeIntake(), Patience(frames_per_s=0.001, frames_at_once=1)
    async with listening(intake, patience) as listener, a_box(listener) as box:
        monkeypatch.setattr("services.detector.listeners.conversation.asyncio.sleep", sleep)
        for number in range(3):
            await box.send(tcp_frame(ARecord(timestamp_ms=number)))
            await box.answer(4)
        assert len([seconds for seconds in waits if seconds > 100]) == 2
        waits.clear()
        await box.send(tcp_frame(a_crash()))
        await box.answer(4)
        assert [seconds for seconds in waits if seconds > 100] == []


async def test_answers_take_their_turn_as_frames_do(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    dispatch = FakeDispatch()
    async with (
        listening(FakeIntake(), Patience(frames_per_s=0.001, frames_at_once=1), dispatch) as listener,
        a_box(listener) as box,
    ):
        monkeypatch.setattr("services.detector.listeners.conversation.asyncio.sleep", sleep)
        await box.send(tcp(command_data(0x0C, 6, GPS)) * 3 + tcp_frame(a_crash()))
        await box.answer(4)
    assert len([seconds for seconds in waits if seconds > 100]) == 2
    assert len(dispatch.said) == 3


async def test_an_address_that_comes_too_often_is_refused() -> None:
    async with listening(FakeIntake(), Patience(openings_per_s=0.001, openings_at_once=1)) as listener:
        async with a_box(listener):
            pass
        async with a_connection(listener) as box:
            assert await box.ended() == b""
        assert listener.health().refused == 1


async def test_a_box_is_asked_between_its_frames_and_what_it_says_is_heard() -> None:
    dispatch = FakeDispatch()
    async with listening(FakeIntake(), dispatch=dispatch) as listener:
        async with a_box(listener) as box:
            line = dispatch.lines[BOX]
            line.ask(a_question())
            assert await box.answer(len(QUESTION)) == QUESTION
            await box.send(tcp(command_data(0x0C, 6, GPS)) + tcp_frame(ARecord()))
            await box.answer(4)
        await until(lambda: BOX not in dispatch.lines)
        with pytest.raises(Unaskable):
            line.ask(a_question())
    assert [(one.imei, one.answer.latitude_deg, one.is_refusal) for one in dispatch.said] == [(BOX, 50.86, False)]


async def test_a_message_that_cannot_be_read_is_heard_as_nothing_and_its_box_stays() -> None:
    dispatch = FakeDispatch()
    async with listening(FakeIntake(), dispatch=dispatch) as listener, a_box(listener) as box:
        await box.send(tcp(b"\x0c\x01\x06\x00\x00\x00\x09abc\x01") + tcp_frame(ARecord()))
        await box.answer(4)
    assert dispatch.said == []


async def test_the_newer_connection_of_a_box_is_the_one_it_is_asked_over() -> None:
    dispatch = FakeDispatch()
    async with (
        listening(FakeIntake(), dispatch=dispatch) as listener,
        a_box(listener) as older,
        a_box(listener) as newer,
    ):
        await older.ended()
        dispatch.lines[BOX].ask(a_question())
        assert await newer.answer(len(QUESTION)) == QUESTION
