"""A simulated box against a real socket whose other end behaves as each test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from app.domain.ids import Imei
from services.simulator.box import BoxRefused, Firmware, NotAnswered, Report, SimulatedBox
from services.simulator.scenario import Transmission
from tests.support.boxes import KNOWN_IMEI, LOGIN, ARecord, command_data, tcp, tcp_frame

PACKET = tcp_frame(ARecord(), ARecord())
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Waits:
    """Instead of sleeping, remembers how long the box would have slept."""

    def __init__(self) -> None:
        self.pauses_s: list[float] = []

    async def __call__(self, pause_s: float) -> None:
        self.pauses_s.append(pause_s)


@asynccontextmanager
async def a_service(*behaviours: Answer) -> AsyncIterator[int]:
    """Serve one connection after the other, each with the next behaviour."""
    todo = list(behaviours)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(len(LOGIN)) == LOGIN
        await todo.pop(0)(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
    assert not todo


def answering(*answers: bytes) -> Answer:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x01")
        for given in answers:
            assert await reader.readexactly(len(PACKET)) == PACKET
            writer.write(given)
        await writer.drain()

    return answer


async def refusing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00")
    await writer.drain()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x01")
    await reader.read()


def a_box(port: int, waits: Waits, *, attempts: int | None = None, answer_timeout_s: float = 10.0) -> SimulatedBox:
    firmware = Firmware(answer_timeout_s, speed=2.0, attempts=attempts, sleep=waits)
    return SimulatedBox(Imei(KNOWN_IMEI), "127.0.0.1", port, firmware)


COUNT = bytes.fromhex("00000002")


@pytest.mark.asyncio
async def test_what_is_acknowledged_is_sent_once() -> None:
    waits = Waits()
    async with a_service(answering(COUNT, COUNT)) as port:
        report = await a_box(port, waits).play([Transmission(0.0, PACKET), Transmission(4.0, PACKET)])

    assert report == Report(acknowledged=2, resent=0, connections=1)
    assert waits.pauses_s == [0.0, 2.0]


@pytest.mark.asyncio
@pytest.mark.parametrize("bad", [bytes(4), b"\x00\x00", b""])
async def test_what_is_not_acknowledged_is_sent_again_on_a_new_connection(bad: bytes) -> None:
    waits = Waits()
    async with a_service(answering(bad), answering(bad), answering(COUNT)) as port:
        report = await a_box(port, waits).play([Transmission(0.0, PACKET)])

    assert report == Report(acknowledged=1, resent=2, connections=3)
    assert waits.pauses_s == [0.0, 0.5, 1.0]


@pytest.mark.asyncio
async def test_a_box_may_give_up() -> None:
    async with a_service(answering(b""), answering(b"")) as port:
        with pytest.raises(NotAnswered, match="2 tries"):
            await a_box(port, Waits(), attempts=2).play([Transmission(0.0, PACKET)])


@pytest.mark.asyncio
async def test_a_refused_box_stops() -> None:
    async with a_service(refusing) as port:
        with pytest.raises(BoxRefused, match=KNOWN_IMEI):
            await a_box(port, Waits()).play([Transmission(0.0, PACKET)])


@pytest.mark.asyncio
async def test_a_silent_service_counts_as_no_answer() -> None:
    async with a_service(silent) as port:
        with pytest.raises(NotAnswered):
            await a_box(port, Waits(), attempts=1, answer_timeout_s=0.01).play([Transmission(0.0, PACKET)])


@pytest.mark.asyncio
@pytest.mark.parametrize("answer", [COUNT, b"\x00\x00", b""])
async def test_a_raw_frame_is_sent_as_it_is(answer: bytes) -> None:
    async with a_service(answering(answer)) as port:
        assert await a_box(port, Waits()).send_raw(PACKET) == answer


@pytest.mark.asyncio
async def test_a_raw_frame_may_be_left_unanswered() -> None:
    async with a_service(silent) as port:
        assert await a_box(port, Waits(), answer_timeout_s=0.01).send_raw(PACKET) == b""


async def test_a_box_that_is_asked_answers_and_goes_on_waiting_for_its_count() -> None:
    said: list[bytes] = []

    async def asks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x01")
        assert await reader.readexactly(len(PACKET)) == PACKET
        for question in (b"getgps", b"getver", b"setparam 10050:5;10055:5", b"dance"):
            writer.write(tcp(command_data(0x0C, 5, question)))
            head = await reader.readexactly(8)
            said.append((await reader.readexactly(int.from_bytes(head[4:]) + 4))[7:-5])
        writer.write(bytes([0, 0, 0, 2]))

    async with a_service(asks) as port:
        report = await SimulatedBox(Imei(KNOWN_IMEI), "127.0.0.1", port).play([Transmission(0.0, PACKET)])
    assert report == Report(acknowledged=1, resent=0, connections=1)
    assert said == [
        b"GPS:1 Sat:11 Lat:50.860100 Long:4.623400 Alt:60 Speed:0 Dir:95",
        b"Ver:03.27.07_00 GPS:AXN_5.10 Hw:FMC640 Mod:15",
        b"New value 10050:5;10055:5",
        b"Unknown command",
    ]
