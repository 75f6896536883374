"""Uplinks: how fast bytes become messages, and how many frames a second are on the disk before they are answered.

The decode rates are of one core and of plain Python. The sustained rate is of a real service with its database on the
disk of the temporary folder, boxes in this process sending their next frame when the last was answered; beside it a
bare loop that inserts the same bytes in batches of sixty-four on the same disk: what is between the two is ours. Idle
connections are held by a listener in a process of its own, so that their memory is nobody else's.
"""

import asyncio
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.domain.clock import SystemClock
from app.domain.ids import Imei
from services.simulator.scenario import Crash, transmissions
from services.simulator.teltonika_box import login
from services.uplink.decoders import DECODERS
from services.uplink.msd.messages import read_msd
from services.uplink.s2.keys import KeyRing
from services.uplink.s2.link import open_frame
from services.uplink.teltonika.datagram import read_datagram
from services.uplink.teltonika.decode import decode_frame
from tests.support.boxes import ARecord, avl_data, tcp_frame, udp_datagram
from tests.support.boxes_on_record import register_boxes
from tests.support.detector import Detector, a_detector
from tests.support.msd import AnMsd
from tests.support.s2 import IMEI, ROOT, AFrame
from tests.support.s2_box import a_crash_payload, a_trace_payload

DECODED_FOR_S = 1.0
BOXES = 1000
FRAMES_A_BOX = 10
IDLE = 10_000
ADDRESSES = 16
BATCH = 64
PAUSE_S = 2.0
NOW_MS = 1_790_000_000_000


@dataclass(frozen=True, slots=True)
class _Plan:
    times: list[float]
    pause_s: float
    start: int


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    return [*_decoding(), *_durable(), *_idle()]


def _decoding() -> list[tuple[str, float, str]]:
    eight = [
        ARecord(timestamp_ms=NOW_MS + number, io={239: b"\x01", 240: b"\x01", 66: b"\x30\x40"}) for number in range(8)
    ]
    ring = KeyRing(Imei(IMEI), {1: ROOT})
    sealed = AFrame(payload=a_crash_payload(NOW_MS)).write()
    signed = AFrame(flags=0, payload=a_crash_payload(NOW_MS)).write()
    trace = AFrame(kind=3, payload=a_trace_payload(NOW_MS)).write()
    frame, datagram, msd = tcp_frame(*eight), udp_datagram(avl_data(eight)), AnMsd().write()
    crash = transmissions(Crash(), SystemClock().now())[1].packet
    pieces: Mapping[str, Callable[[], object]] = {
        "teltonika 8E, 8 records": lambda: decode_frame(frame),
        "teltonika 8E, crash trace": lambda: decode_frame(crash),
        "teltonika UDP, 8 records": lambda: read_datagram(datagram),
        "MSD 2": lambda: read_msd(msd),
        "S2 event, encrypted": lambda: open_frame(sealed, ring),
        "S2 event, signed": lambda: open_frame(signed, ring),
        "S2 trace, 632 samples": lambda: open_frame(trace, ring),
        "app decode teltonika-tcp": lambda: DECODERS["teltonika-tcp"](frame),
    }
    return [(f"decode {name}", _rate(decode), "/s") for name, decode in pieces.items()]


def _rate(work: Callable[[], object]) -> float:
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < DECODED_FOR_S:
        for _ in range(50):
            work()
        done += 50
    return done / (time.perf_counter() - begun)


def _durable() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as place:
        folder = Path(place) / "data"
        imeis = register_boxes(folder, BOXES)
        bare = _bare_inserts(Path(place) / "bare.sqlite3")
        with a_detector(folder, ()) as service:
            rate, times = asyncio.run(_send_all(service, imeis, pause_s=0.0, start=0))
            _, paced = asyncio.run(_send_all(service, imeis, pause_s=PAUSE_S, start=FRAMES_A_BOX))
            service.stop()
    return [
        (f"stored and answered, {BOXES} connections", rate, "frames/s"),
        ("bare INSERT loop, batches of 64, same disk", bare, "frames/s"),
        ("stored and answered / bare INSERT", rate / bare, "x"),
        *_percentiles("bytes -> answer, every box at once", times),
        *_percentiles(f"bytes -> answer, {BOXES / PAUSE_S:.0f} frames/s", paced),
    ]


def _percentiles(name: str, times: list[float]) -> list[tuple[str, float, str]]:
    times = sorted(times)
    named = {
        "p50": statistics.median(times),
        "p95": times[int(len(times) * 0.95)],
        "p99": times[int(len(times) * 0.99)],
    }
    return [(f"{name}, {percentile}", value * 1000, "ms") for percentile, value in named.items()]


def _bare_inserts(file: Path) -> float:
    frames = [tcp_frame(ARecord(timestamp_ms=NOW_MS + number)) for number in range(BOXES * FRAMES_A_BOX)]
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE frames (number INTEGER PRIMARY KEY, payload BLOB NOT NULL)")
        begun = time.perf_counter()
        for start in range(0, len(frames), BATCH):
            database.execute("BEGIN IMMEDIATE")
            rows = [(frame,) for frame in frames[start : start + BATCH]]
            database.executemany("INSERT INTO frames (payload) VALUES (?)", rows)
            database.execute("COMMIT")
        return len(frames) / (time.perf_counter() - begun)


async def _send_all(service: Detector, imeis: list[Imei], *, pause_s: float, start: int) -> tuple[float, list[float]]:
    """Let every box send its frames, each at another moment of its pause; ``start``: of the numbers of their frames."""
    times: list[float] = []
    plan = _Plan(times, pause_s, start)
    connected = [await _connected(service.box_port, imei, number) for number, imei in enumerate(imeis)]
    begun = time.perf_counter()
    await asyncio.gather(*(_send(reader, writer, number, plan) for number, (reader, writer) in enumerate(connected)))
    took_s = time.perf_counter() - begun
    for _, writer in connected:
        writer.transport.abort()
    return len(times) / took_s, times


async def _connected(port: int, imei: Imei, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    own = f"127.0.0.{2 + number % ADDRESSES}"
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(own, 0))
    writer.write(login(imei))
    await reader.readexactly(1)
    return reader, writer


async def _send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int, plan: _Plan) -> None:
    await asyncio.sleep(plan.pause_s * number / BOXES)
    for frame in range(plan.start, plan.start + FRAMES_A_BOX):
        sent = tcp_frame(ARecord(timestamp_ms=NOW_MS + 1000 * number + frame))
        begun = time.perf_counter()
        writer.write(sent)
        await reader.readexactly(4)
        plan.times.append(time.perf_counter() - begun)
        await asyncio.sleep(plan.pause_s)


def _idle() -> list[tuple[str, float, str]]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(IDLE, hard - 500)
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as place:
        folder = Path(place) / "data"
        imeis = register_boxes(folder, count)
        with a_detector(folder, ()) as service:
            held, memory_kb = asyncio.run(_hold(service, imeis))
            service.stop()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return [("idle connections held at once", held, ""), ("memory of an idle connection, logged in", memory_kb, "KB")]


async def _hold(service: Detector, imeis: list[Imei]) -> tuple[float, float]:
    """Let every box log in and say nothing more."""
    process = psutil.Process(service.process.pid)
    before = process.memory_info().rss
    held = [await _connected(service.box_port, imei, number) for number, imei in enumerate(imeis)]
    connections = service.health().listeners[0].connections
    after = process.memory_info().rss
    for _, writer in held:
        writer.transport.abort()
    return float(connections), (after - before) / 1024 / max(1, connections)
