"""The events of the service, without gap and without repeat, for as long as the desk runs.

First a snapshot of the queue, then every event after its cursor. When the stream breaks, the next one continues from
the last event seen; when the service no longer has those events (410), a new snapshot replaces everything. The
service ticks every 2 s: a stream that is silent for 5 s is dead however healthy its socket looks, and is said to be.
Where nobody answers on its port any more, the service is dead at once: waiting for the 5 s would only be late.
"""

import random
from http import HTTPStatus

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtNetwork import QNetworkReply

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, RefusalInfo, Tick
from app.domain.clock import Clock
from ui.backend import HttpBackend
from ui.ports import FeedListener, LinkState, Reply, Unavailable
from ui.requests import status_of
from ui.sse import SseMessage, SseParser

SILENT_S = 5.0
LONGEST_WAIT_S = 2.0


class EventStream(QObject):
    """The ``Feed`` port over server-sent events."""

    def __init__(
        self, backend: HttpBackend, clock: Clock, parent: QObject | None = None, *, silent_s: float = SILENT_S
    ) -> None:
        super().__init__(parent)
        self._backend = backend
        self._clock = clock
        self._silent_ms = round(silent_s * 1000)
        self._listeners: list[FeedListener] = []
        self._link = LinkState(alive=False, heard_at=None)
        self._cursor: int | None = None
        self._reply: QNetworkReply | None = None
        self._parser = SseParser()
        self._failures = 0
        self._running = False
        self._heard = QElapsedTimer()
        self._listening = QElapsedTimer()
        self._watchdog = QTimer(self)
        self._watchdog.setInterval(max(20, self._silent_ms // 10))
        self._watchdog.timeout.connect(self._watch)
        self._reconnect = QTimer(self)
        self._reconnect.setSingleShot(True)
        self._reconnect.timeout.connect(self._connect)

    def add_listener(self, listener: FeedListener) -> None:
        """Tell this one too."""
        self._listeners.append(listener)

    def forget_listener(self, listener: FeedListener) -> None:
        """Tell this one no more."""
        self._listeners.remove(listener)

    @property
    def link(self) -> LinkState:
        """Whether the service is heard now."""
        return self._link

    def start(self) -> None:
        """Begin with a fresh snapshot; call again after a sign-in."""
        self.stop()
        self._running = True
        self._cursor = None
        self._heard.start()
        self._watchdog.start()
        self._connect()

    def stop(self) -> None:
        """Hear nothing more."""
        self._running = False
        self._watchdog.stop()
        self._reconnect.stop()
        self._drop()

    def _connect(self) -> None:
        if self._cursor is None:
            self._backend.queue(Reply(self._on_snapshot, self._on_refused, self._on_unavailable))
        else:
            self._listen(self._cursor)

    def _on_snapshot(self, snapshot: QueueSnapshot) -> None:
        if not self._running:
            return
        self._cursor = snapshot.cursor
        for listener in self._listeners:
            listener.on_snapshot(snapshot)
        self._on_heard()
        self._listen(snapshot.cursor)

    def _on_refused(self, refusal: RefusalInfo) -> None:
        if refusal.code == "signed_out":
            self.stop()
        else:
            self._later()

    def _on_unavailable(self, unavailable: Unavailable) -> None:
        del unavailable  # the watchdog says that the link is dead; here it only matters that it is tried again
        self._later()

    def _listen(self, cursor: int) -> None:
        self._parser = SseParser()
        reply = self._backend.requests.stream("/v1/events", {"Last-Event-ID": str(cursor)})
        self._reply = reply
        self._listening.start()
        reply.readyRead.connect(lambda: self._on_bytes(reply))
        reply.finished.connect(lambda: self._on_ended(reply))

    def _on_bytes(self, reply: QNetworkReply) -> None:
        if reply is not self._reply or status_of(reply) != HTTPStatus.OK:
            return
        messages = self._parser.feed(bytes(reply.readAll().data()))
        self._on_heard()
        try:
            for message in messages:
                self._on_message(message)
        except ValueError:  # a message of another version: a snapshot shows what it would have changed
            self._cursor = None
            self._drop()
            self._later()

    def _on_message(self, message: SseMessage) -> None:
        if message.event == "tick":
            tick = Tick.model_validate_json(message.data)
            for listener in self._listeners:
                listener.on_tick(tick)
        elif message.event == "change":
            self._on_change(EventInfo.model_validate_json(message.data))

    def _on_change(self, event: EventInfo) -> None:
        if self._cursor is not None and event.sequence <= self._cursor:
            return
        self._cursor = event.sequence
        for listener in self._listeners:
            listener.on_change(event)

    def _on_ended(self, reply: QNetworkReply) -> None:
        if reply is not self._reply:
            return
        status = status_of(reply)
        if reply.error() is QNetworkReply.NetworkError.ConnectionRefusedError:
            self._tell_link(alive=False)
        self._drop()
        if status == HTTPStatus.UNAUTHORIZED:
            self.stop()
            self._backend.signed_out.emit()
        elif status == HTTPStatus.GONE:
            self._cursor = None
            self._connect()
        else:
            self._later()

    def _on_heard(self) -> None:
        self._heard.restart()
        self._listening.restart()
        self._failures = 0
        self._tell_link(alive=True)

    def _watch(self) -> None:
        if self._heard.elapsed() > self._silent_ms:
            self._tell_link(alive=False)
        if self._reply is not None and self._listening.elapsed() > self._silent_ms:
            self._drop()
            self._later()

    def _later(self) -> None:
        if not self._running:
            return
        self._failures += 1
        steady_s = min(LONGEST_WAIT_S, 0.1 * 2**self._failures)
        self._reconnect.start(round(1000 * steady_s * random.uniform(0.5, 1.0)))  # noqa: S311 - spreads desks in time

    def _drop(self) -> None:
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()

    def _tell_link(self, *, alive: bool) -> None:
        changed = alive != self._link.alive
        heard_at = self._clock.now() if alive else self._link.heard_at
        self._link = LinkState(alive, heard_at)
        if changed:
            for listener in self._listeners:
                listener.on_link(self._link)
