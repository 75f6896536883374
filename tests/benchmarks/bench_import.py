"""200,000 contracts imported into a running service while boxes call: how long, how much memory, and who waits.

The file is that of ``services.simulator.people``. An E-call is a real event frame on a socket of its own, and counts as
heard when a desk is told its row; one goes out every half second as long as the import
runs, of a car of its own. Cases stay open, which makes it worse and not better.
"""

import base64
import contextlib
import os
import socket
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

import httpx
import psutil

from app.api.imports import MOST_PART_BYTES, ImportInfo
from app.api.version import IDEMPOTENCY_HEADER
from app.domain.clock import SystemClock
from app.domain.ids import Imei
from services.simulator.people import MOST, write_csv
from services.simulator.scenario import Crash, transmissions
from services.simulator.teltonika_box import login
from tests.support.boxes_on_record import register_unknown_cars
from tests.support.detector import Detector, a_detector

CONTRACTS = int(os.environ.get("BENCH_CONTRACTS", str(MOST)))
CALLERS = 400
QUIET_CALLS = 20
PATIENCE_S = 30.0
FIRST_IMEI = 356_093_070_200_000
EVERY_S = 0.5
LOOK_EVERY_S = 0.5


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as name:
        folder = Path(name)
        file = folder / "contracts.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            write_csv(text, CONTRACTS)
        data = folder / "data"
        imeis = register_unknown_cars(data, FIRST_IMEI, CALLERS)
        with a_detector(data, ("--training", "--no-boxes")) as detector:
            try:
                return _measured(detector, file, imeis)
            except httpx.TransportError as fault:
                raise RuntimeError(detector.end()) from fault


def _measured(detector: Detector, file: Path, imeis: list[Imei]) -> list[tuple[str, float, str]]:
    before_mb = _memory_mb(detector)
    quiet = Callers(detector, imeis[:QUIET_CALLS])
    quiet.start()
    quiet.wait()
    callers = Callers(detector, imeis[QUIET_CALLS:])
    callers.start()
    begun_s = _cpu_s(detector)
    times = _imported(detector, file)
    cpu_s = _cpu_s(detector) - begun_s
    callers.stop()
    again = _imported(detector, file)
    waits, before = sorted(callers.waits), sorted(quiet.waits)
    return [
        (f"import of {CONTRACTS:,} contracts", sum(times), "s"),
        ("  of the processor, the calls of boxes with it", cpu_s, "s"),
        ("  of that sent", times[0], "s"),
        ("  of that checked", times[1], "s"),
        ("  of that put in place", times[2], "s"),
        ("the same file again: nothing changes", sum(again), "s"),
        ("memory of the service before", before_mb, "MB"),
        ("memory of the service, largest", callers.most_mb, "MB"),
        ("E-call bytes -> row before it, p50", before[len(before) // 2], "ms"),
        ("E-call bytes -> row before it, p95", before[int(len(before) * 0.95)], "ms"),
        (f"E-call bytes -> row during it, p50 of {len(waits)}", waits[len(waits) // 2], "ms"),
        ("E-call bytes -> row during an import, p95", waits[int(len(waits) * 0.95)], "ms"),
        ("E-call bytes -> row during an import, worst", waits[-1], "ms"),
    ]


class Callers:
    """Boxes that call one after the other until they are told to stop."""

    def __init__(self, detector: Detector, imeis: list[Imei]) -> None:
        self._detector = detector
        self._imeis = imeis
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._call, daemon=True)
        self.waits: list[float] = []
        self.most_mb = 0.0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self) -> None:
        """Let every box call."""
        self._thread.join()

    def stop(self) -> None:
        """End."""
        self._ended.set()
        self._thread.join()

    def _call(self) -> None:
        with closing(Listener(self._detector)) as desk:
            for imei in self._imeis:
                if self._ended.wait(EVERY_S):
                    return
                self.waits.append(self._one(desk, imei))
                self.most_mb = max(self.most_mb, _memory_mb(self._detector))

    def _one(self, desk: "Listener", imei: Imei) -> float:
        """Let a box call and return after how many milliseconds a desk is told its row."""
        with closing(socket.create_connection(("127.0.0.1", self._detector.box_port))) as box:
            box.sendall(login(imei))
            box.recv(1)
            packet = transmissions(Crash(), SystemClock().now())[0].packet
            desk.told.clear()
            begun = time.monotonic()
            box.sendall(packet)
            box.recv(4)
            desk.told.wait(PATIENCE_S)
            return (time.monotonic() - begun) * 1000


class Listener:
    """A desk that hears the events of the service."""

    def __init__(self, detector: Detector) -> None:
        self.told = threading.Event()
        self._client = operator(detector)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more."""
        self._client.close()

    def _listen(self) -> None:
        cursor = self._client.get("/v1/queue").json()["cursor"]
        with (
            contextlib.suppress(httpx.HTTPError),
            self._client.stream("GET", "/v1/events", headers={"Last-Event-ID": str(cursor)}) as stream,
        ):
            for line in stream.iter_lines():
                if line.startswith("id:"):
                    self.told.set()


def _imported(detector: Detector, file: Path) -> tuple[float, float, float]:
    """Import the file and return how long it was sent, checked and put in place."""
    with closing(operator(detector)) as client:
        begun = time.monotonic()
        info = _post(client, "/v1/imports", {"kind": "contracts", "size_bytes": file.stat().st_size})
        path = f"/v1/imports/{info.import_id}"
        with file.open("rb") as content:
            while piece := content.read(MOST_PART_BYTES):
                part = {"offset": info.received_bytes, "content": base64.b64encode(piece).decode()}
                info = _post(client, f"{path}/parts", part)
        sent = time.monotonic()
        _post(client, f"{path}/check", {})
        checked_info = _still(client, path)
        assert checked_info.faults == (), checked_info.faults[:3]
        checked = time.monotonic()
        _post(client, f"{path}/apply", {})
        done = _still(client, path)
        assert not done.failure, done.failure
        return sent - begun, checked - sent, time.monotonic() - checked


def _still(client: httpx.Client, path: str) -> ImportInfo:
    pause = threading.Event()
    while True:
        info = ImportInfo.model_validate_json(client.get(path).content)
        if not info.stage.is_moving:
            return info
        pause.wait(LOOK_EVERY_S)


def _post(client: httpx.Client, path: str, body: dict[str, object]) -> ImportInfo:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return ImportInfo.model_validate_json(answer.content)


def operator(detector: Detector) -> httpx.Client:
    """Return a client of the made-up supervisor of a training service."""
    client = detector.client()
    body = {"login": "luc.supervisor", "password": detector.file.token, "desk": "bench"}
    answer = client.post("/v1/sessions", json=body, headers={IDEMPOTENCY_HEADER: os.urandom(8).hex()})
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return client


def _cpu_s(detector: Detector) -> float:
    times = psutil.Process(detector.process.pid).cpu_times()
    return float(times.user + times.system)


def _memory_mb(detector: Detector) -> float:
    """Return what is the service's own; the pages of the database it looks at are the system's."""
    return float(psutil.Process(detector.process.pid).memory_full_info().uss) / 2**20
