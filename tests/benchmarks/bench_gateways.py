"""From a peer unplugged to the words in the strip of a real desk before the real service, and what that costs the desk.

A cable stands between the service and each peer: the manager interface of an exchange, an SMS centre, a mail server.
It is pulled out, or it goes dead without a word, a few times each; every gateway but that one goes on. Beside it the
longest time in which the desk's own thread did not come round, while all of it happened: a gateway that hangs must not
be felt by a click. A peer that cannot be had here is said and left out.
"""

import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import httpx

from app.api.version import API_HEADER, API_VERSION, IDEMPOTENCY_HEADER
from app.domain.gateway import Channel, GatewayCondition
from tests.support import ami_server, mail_server, smsc
from tests.support.cable import HOST, Cable

if TYPE_CHECKING:
    from tests.support.detector import Detector
    from ui.open_desk import OpenDesk

T = TypeVar("T")

TIMES: Final = 3
HEARTBEAT_MS: Final = 2
GIVE_UP_S: Final = 60.0
PASSWORD: Final = "measured and thrown away"

Gateway = tuple[str, Channel, str, dict[str, str], str, bool]
"""Name, channel, adapter, values, secret, and whether a line that goes dead is noticed within seconds."""


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tests.support.detector import a_detector

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as folder, ExitStack() as stack:
        loop = stack.enter_context(_loop())
        peers = [_cabled(loop, stack, peer) for peer in _peers(loop, stack)]
        with a_detector(Path(folder) / "data", ()) as service, closing(_admin(service)) as admin:
            for (_name, channel, adapter, values, secret, _notices), cable in peers:
                _set(admin, channel, adapter, {**values, "port": str(cable.port)}, secret)
            with _desk(service) as desk:
                figures = _unplug_in_turn(desk, loop, peers)
            service.stop()
    return figures


def _unplug_in_turn(
    desk: "OpenDesk", loop: "_Loop", peers: list[tuple[Gateway, Cable]]
) -> list[tuple[str, float, str]]:
    turn, figures = _Turn(desk), []
    for (_name, channel, *_rest), _cable in peers:
        turn.until(turn.is_in(channel, GatewayCondition.OK))
    loaded: list[bool] = []
    desk.loading.when_done(lambda: loaded.append(True))
    turn.until(lambda: bool(loaded))  # what the first case will need is none of what is measured here
    turn.begin()
    for (name, channel, _adapter, _values, _secret, notices), cable in peers:
        ways: dict[str, Callable[[], None]] = {"pulled out": lambda cable=cable: loop.do(cable.pull_out())}  # type: ignore[misc]
        if notices:
            ways["dead"] = lambda cable=cable: loop.call(cable.go_dead)  # type: ignore[misc]
        for way, unplug in ways.items():
            took = []
            for _ in range(TIMES):
                turn.until(turn.is_in(channel, GatewayCondition.OK))
                began = time.perf_counter()
                unplug()
                turn.until(turn.is_said(channel))
                took.append(time.perf_counter() - began)
                loop.do(cable.plug_in())
            figures.append((f"{name} {way} -> said at the desk, longest", max(took), "s"))
    figures.append(("peers unplugged: thread of the screen held at most", turn.held_ms, "ms"))
    figures.append(("peers unplugged: thread at work in one go, at most", turn.busy_ms, "ms"))
    return figures


class _Turn:
    """Lets the desk run until something is so, and takes its pulse."""

    def __init__(self, desk: "OpenDesk") -> None:
        from PySide6.QtCore import QTimer

        self._desk = desk
        self.held_ms = self.busy_ms = 0.0
        self._beat_at: tuple[float, float] | None = None
        self._conditions: dict[Channel, GatewayCondition] = {}
        self._heart = QTimer()
        self._heart.setInterval(HEARTBEAT_MS)
        self._heart.timeout.connect(self._beat)

    def begin(self) -> None:
        """Take the pulse from now on: the window stands, every gateway goes."""
        self._heart.start()

    def until(self, is_so: Callable[[], bool]) -> None:
        """Run the desk's own loop until it is so."""
        from PySide6.QtWidgets import QApplication

        give_up = time.perf_counter() + GIVE_UP_S
        while not is_so():
            if time.perf_counter() > give_up:
                raise TimeoutError("a gateway did not become what it was waited for")
            QApplication.processEvents()

    def is_in(self, channel: Channel, condition: GatewayCondition) -> Callable[[], bool]:
        """Whether the last tick told so."""

        def is_so() -> bool:
            health = self._desk.shell._health  # noqa: SLF001 - what the desk was told last
            return health is not None and any(
                (one.channel, one.condition) == (channel, condition) for one in health.gateways
            )

        return is_so

    def is_said(self, channel: Channel) -> Callable[[], bool]:
        """Whether the strip has it among what it shows."""
        from ui.shell.alert_strip import AlertStrip

        words = {Channel.PHONE: "Phone exchange down", Channel.SMS: "SMS gateway down", Channel.MAIL: "E-mail down"}
        strip = self._desk.window.findChild(AlertStrip)
        assert strip is not None
        return lambda: words[channel] in strip.said

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        if self._beat_at is not None:
            held, busy = ((after - before) * 1000 for after, before in zip(now, self._beat_at, strict=True))
            self.held_ms, self.busy_ms = max(self.held_ms, held - HEARTBEAT_MS), max(self.busy_ms, busy)
        self._beat_at = now


class _Loop:
    """An event loop in a thread of its own, for what stands in for the world."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, work: Coroutine[object, object, T]) -> T:
        """Run it there and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def call(self, act: Callable[[], None]) -> None:
        """Do it there, soon."""
        self.loop.call_soon_threadsafe(act)

    def end(self) -> None:
        """Stop the loop."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@contextmanager
def _loop() -> Iterator[_Loop]:
    loop = _Loop()
    try:
        yield loop
    finally:
        loop.end()


def _peers(loop: _Loop, stack: ExitStack) -> Iterator[tuple[Gateway, int]]:
    world = AsyncExitStack()
    stack.callback(lambda: loop.do(world.aclose()))
    exchange = loop.do(world.enter_async_context(ami_server.an_ami_server()))
    values = {"host": HOST, "user": ami_server.USER, "context": "desk"}
    yield ("exchange", Channel.PHONE, "ami", values, ami_server.SECRET, True), exchange.port
    if smsc.why_no_smsc():
        print(f"no SMS centre: {smsc.why_no_smsc()}")
    else:
        centre = stack.enter_context(smsc.an_smsc())
        values = {"host": HOST, "user": smsc.USER}
        yield ("SMS centre", Channel.SMS, "smpp", values, smsc.PASSWORD, True), centre.port
    mail = stack.enter_context(mail_server.a_mail_server())
    values = {"host": HOST, "sender": "desk@vivium.test", "encryption": "none"}
    yield ("mail server", Channel.MAIL, "smtp", values, "", False), mail.port


def _cabled(loop: _Loop, stack: ExitStack, peer: tuple[Gateway, int]) -> tuple[Gateway, Cable]:
    async def made() -> Cable:
        cable = Cable(peer[1])
        await cable.plug_in()
        return cable

    cable = loop.do(made())
    stack.callback(lambda: loop.do(cable.pull_out()))
    return peer[0], cable


def _admin(service: "Detector") -> httpx.Client:
    """The first account of this service, signed in: an admin, who also sees cases."""
    client = service.client()
    account = {"login": "ada", "name": "Ada", "password": PASSWORD, "roles": ["admin", "operator"]}
    client.headers[API_HEADER] = str(API_VERSION)
    client.post("/v1/accounts", json=account, headers={IDEMPOTENCY_HEADER: "first"}).raise_for_status()
    body = {"login": "ada", "password": PASSWORD, "desk": "bench"}
    session = client.post("/v1/sessions", json=body).raise_for_status().json()
    client.headers["Authorization"] = f"Bearer {session['token']}"
    return client


def _set(admin: httpx.Client, channel: Channel, adapter: str, values: dict[str, str], secret: str) -> None:
    body = {"adapter": adapter, "values": values, **({"secret": secret} if secret else {})}
    path = f"/v1/gateways/{channel.value}"
    admin.post(path, json=body, headers={IDEMPOTENCY_HEADER: channel.value}).raise_for_status()


@contextmanager
def _desk(service: "Detector") -> "Iterator[OpenDesk]":
    from pydantic import SecretStr
    from PySide6.QtWidgets import QApplication

    from app.api.commands import SignIn
    from app.api.service import SessionInfo
    from app.domain.clock import SystemClock
    from ui.backend import HttpBackend
    from ui.event_stream import EventStream
    from ui.open_desk import OpenDesk
    from ui.ports import Reply
    from ui.session import Me
    from ui.tasks import ServiceClock

    backend = HttpBackend()
    backend.set_service(service.file.url, service.file.token)
    answers: list[object] = []
    command = SignIn(login="ada", password=SecretStr(PASSWORD), desk="bench-desk")
    backend.sign_in(command, Reply(answers.append, answers.append, answers.append))
    while not answers:
        QApplication.processEvents()
    session = answers[0]
    assert isinstance(session, SessionInfo), session
    stream = EventStream(backend, SystemClock())
    desk = OpenDesk(
        Me(session.account, "bench-desk"), backend, stream, ServiceClock(SystemClock()), silent=True, plain_map=True
    )
    desk.window.resize(1600, 900)
    desk.window.show()
    stream.start()
    try:
        yield desk
    finally:
        stream.stop()
        desk.close()
        backend.close()
