"""The one order that everything rests on, seen from outside: the frame is on the disk, then the box is answered."""

import base64
import os
import re
import shutil
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from app.domain.clock import SystemClock
from app.domain.feed import FeedKind
from app.domain.ids import FeedId
from app.usecases.actor import SERVICE
from app.usecases.open_feed import OpenFeed, open_feed
from app.usecases.sign_in import token_digest
from services.simulator.training import TOUR_BOX
from tests.support.boxes import ARecord, a_crash, avl_data, tcp_frame, udp_datagram
from tests.support.boxes_on_record import the_store
from tests.support.datagrams import a_sender
from tests.support.detector import TRAINING, Detector, a_detector
from tests.support.msd import AnMsd
from tests.support.s2 import AFrame
from tests.support.s2_box import a_crash_payload, register_s2_boxes
from tests.support.wait import until_so
from tests.support.wire import a_box, a_wire

CALLS = "trace=recvfrom,sendto,fdatasync,fsync"


@contextmanager
def a_traced_detector(folder: Path, trace: Path) -> Iterator[Detector]:
    """The service under strace, which writes down when it received, synchronised and sent."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: the order of fdatasync and answer is not seen from outside")
    under = (strace, "-f", "-q", "-y", "-xx", "-s", "512", "-e", CALLS, "-o", str(trace))
    with a_detector(folder, TRAINING, under=under) as service:
        try:
            yield service
        finally:
            os.kill(service.file.pid, signal.SIGTERM)  # strace itself must end last, or what it traces lives on
            service.process.wait(timeout=30)


@dataclass(frozen=True, slots=True)
class Format:
    """How a format sends something, and how the answer to it begins."""

    send: Callable[[Detector, bytes], Awaitable[bytes]]
    frames: tuple[bytes, ...]
    answer: bytes


async def by_tcp(service: Detector, frame: bytes) -> bytes:
    async with a_box(service.box_port, TOUR_BOX.imei) as box:
        await box.send(frame)
        return await box.answer(4)


async def by_datagram(service: Detector, frame: bytes) -> bytes:
    async with a_sender(service.file.listeners["teltonika_udp"]) as box:
        box.send(frame)
        return (await box.answers(1))[0]


async def by_s2(service: Detector, frame: bytes) -> bytes:
    async with a_wire(service.file.listeners["s2_tcp"]) as box:
        await box.send(frame)
        return await box.answer(4)


async def by_s2_datagram(service: Detector, frame: bytes) -> bytes:
    async with a_sender(service.file.listeners["s2_udp"]) as box:
        box.send(frame)
        return (await box.answers(1))[0][:4]


async def by_feed(service: Detector, body: bytes) -> bytes:
    """A minimum set of data as a centre sends it."""
    address = service.url.removeprefix("http://")
    head = f"POST /v1/intake/msd HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {TOKEN}\r\n"
    async with a_wire(int(address.rpartition(":")[2])) as centre:
        await centre.send(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        await centre.send(body)
        return (await centre.answer(15))[:12]


def register_centre(folder: Path) -> None:
    opening = OpenFeed(SERVICE, FeedId("f" * 32), "Centre", FeedKind.MSD, token_digest(TOKEN))
    with the_store(folder) as store:
        store.submit(lambda unit: open_feed(opening, unit, SystemClock()), urgent=True).result()


TOKEN = "t" * 43
NOW_MS = round(SystemClock().now().timestamp() * 1000)
CRASH, DRIVING = a_crash(timestamp_ms=NOW_MS), ARecord(timestamp_ms=NOW_MS + 1000)
UDP = partial(udp_datagram, imei=TOUR_BOX.imei)
FORMATS = {
    "teltonika_tcp": Format(by_tcp, (tcp_frame(CRASH), tcp_frame(DRIVING)), b"\x00\x00\x00\x01"),
    "teltonika_udp": Format(
        by_datagram, (UDP(avl_data([CRASH])), UDP(avl_data([DRIVING]))), bytes.fromhex("0005cafe010701")
    ),
    "s2_tcp": Format(
        by_s2, (AFrame(payload=a_crash_payload(NOW_MS)).write(), AFrame(kind=5, sequence=2).write()), b"S2\x01\x80"
    ),
    "s2_udp": Format(
        by_s2_datagram,
        (AFrame(payload=a_crash_payload(NOW_MS)).write(), AFrame(kind=5, sequence=2).write()),
        b"S2\x01\x80",
    ),
    "msd_feed": Format(
        by_feed,
        tuple(
            b'{"msd": "' + base64.b64encode(AnMsd(timestamp_s=NOW_MS // 1000, identifier=number).write()) + b'"}'
            for number in (1, 2)
        ),
        b"HTTP/1.1 200",
    ),
}


@pytest.mark.parametrize("name", FORMATS)
async def test_the_fdatasync_of_a_frame_precedes_its_answer(tmp_path: Path, name: str) -> None:
    trace, spoken = tmp_path / "trace", FORMATS[name]
    register_s2_boxes(tmp_path / "data")
    register_centre(tmp_path / "data")
    with a_traced_detector(tmp_path / "data", trace) as service:
        for frame in spoken.frames:
            assert await spoken.send(service, frame) == spoken.answer
    until_so(lambda: not Path(f"/proc/{service.file.pid}").exists())
    lines = trace.read_text(encoding="utf-8").splitlines()
    for frame in spoken.frames:
        received = _received(lines, frame)
        answered = next(number for number in range(received, len(lines)) if _is_answer(lines[number], spoken.answer))
        between = lines[received:answered]
        assert any(_is_synchronised(line) for line in between), between


def _received(lines: list[str], frame: bytes) -> int:
    """Return the line in which the service had the frame; its first bytes (of a feed: its base64) are enough."""
    start = _spelt(frame[:48])
    return next(number for number, line in enumerate(lines) if "recvfrom" in line and start in line)


def _is_answer(line: str, answer: bytes) -> bool:
    return "sendto" in line and f'"{_spelt(answer)}' in line


def _is_synchronised(line: str) -> bool:
    """Whether a line tells the end of a successful fdatasync; its beginning may stand in another line."""
    return re.search(r"f(data)?sync.*= 0$", line) is not None


def _spelt(data: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in data)
