"""One HTTP request to the service, tried again until it is decided or patience runs out.

A command keeps its ``Idempotency-Key`` over all its tries, so a click acts once even when the answer was lost, the
service was killed half-way or came back on another port. What was decided (2xx, 4xx) is never tried again; no answer
and "the store is busy" are. Everything happens on the Qt loop; nothing blocks.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeVar
from uuid import uuid4

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkProxy, QNetworkReply, QNetworkRequest

from app.api.service import RefusalInfo
from app.api.version import API_HEADER, API_VERSION, IDEMPOTENCY_HEADER
from ui.ports import Reply, Unavailable, UnavailableReason

T = TypeVar("T")

_STORE_REASONS = {
    "locked": UnavailableReason.STORE_LOCKED,
    "full": UnavailableReason.STORE_FULL,
    "failed": UnavailableReason.STORE_FAILED,
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request is tried. Seconds; waits double from the first to the longest, with up to a half of jitter."""

    give_up_s: float = 8.0
    attempt_s: float = 4.0
    first_wait_s: float = 0.15
    longest_wait_s: float = 1.5

    def wait_s(self, tries: int) -> float:
        """Return the pause after this many tries."""
        steady = min(self.longest_wait_s, self.first_wait_s * 2.0 ** (tries - 1))
        return steady * random.uniform(0.5, 1.0)  # noqa: S311 - spreads desks in time, keeps no secret


@dataclass(eq=False)
class Request(Generic[T]):
    """One request, over all its tries. ``body`` None = GET.

    Attributes:
        parse: Turns the bytes of a 2xx answer into what ``reply.done`` gets; raises ValueError for what it cannot read.
        with_service_token: Before there is a session: health, sign-in, first account.
    """

    path: str
    body: bytes | None
    parse: Callable[[bytes], T]
    reply: Reply[T]
    with_service_token: bool = False
    key: str = field(default_factory=lambda: str(uuid4()))
    tries: int = 0
    since: QElapsedTimer = field(default_factory=QElapsedTimer)


class Requests(QObject):
    """Sends requests to one service."""

    signed_out = Signal()
    """The service no longer knows this session: somebody has to sign in again."""
    tried_again = Signal(str)
    """A request got no answer and is asked again; its path."""

    def __init__(self, parent: QObject | None = None, patience: Patience | None = None) -> None:
        super().__init__(parent)
        self.patience = patience or Patience()
        self._network = QNetworkAccessManager(self)
        self._network.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._network.setAutoDeleteReplies(True)
        self._url = ""
        self._service_token = ""
        self._session_token = ""
        self._waiting: set[Request[Any]] = set()  # the answer's type differs per request

    def set_service(self, url: str, token: str) -> None:
        """Talk to this service from now on; requests under way follow on their next try."""
        self._url, self._service_token = url.rstrip("/"), token

    def set_session(self, token: str) -> None:
        """Use this session's token from now on; empty = none."""
        self._session_token = token

    def send(self, request: Request[T]) -> None:
        """Send it; exactly one callback of its reply is called later."""
        request.since.start()
        self._waiting.add(request)
        self._try(request)

    def stream(self, path: str, headers: dict[str, str]) -> QNetworkReply:
        """Start a GET that never ends; the caller reads it, watches it and aborts it."""
        request = self._prepared(path, self._session_token)
        for name, value in headers.items():
            request.setRawHeader(name.encode(), value.encode())
        request.setRawHeader(b"Accept", b"text/event-stream")
        request.setRawHeader(b"Accept-Encoding", b"identity")
        return self._network.get(request)

    def close(self) -> None:
        """Forget every request under way, without an answer: the window is gone."""
        self._waiting.clear()
        for reply in self._network.findChildren(QNetworkReply):
            reply.abort()

    def _prepared(self, path: str, token: str) -> QNetworkRequest:
        request = QNetworkRequest(QUrl(self._url + path))
        request.setRawHeader(b"Authorization", f"Bearer {token}".encode())
        request.setRawHeader(API_HEADER.encode(), str(API_VERSION).encode())
        return request

    def _try(self, request: Request[Any]) -> None:
        if request not in self._waiting:
            return
        request.tries += 1
        token = self._service_token if request.with_service_token else self._session_token or self._service_token
        prepared = self._prepared(request.path, token)
        prepared.setTransferTimeout(round(self.patience.attempt_s * 1000))
        if request.body is None:
            reply = self._network.get(prepared)
        else:
            prepared.setRawHeader(IDEMPOTENCY_HEADER.encode(), request.key.encode())
            prepared.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
            reply = self._network.post(prepared, request.body)
        reply.finished.connect(lambda: self._on_finished(request, reply, token))

    def _on_finished(self, request: Request[Any], reply: QNetworkReply, token: str) -> None:
        if request not in self._waiting:
            return
        status = status_of(reply)
        body = bytes(reply.readAll().data()) if reply.isOpen() else b""
        if status is None or status == HTTPStatus.SERVICE_UNAVAILABLE:
            self._again(request, _reason(body) if status else UnavailableReason.NO_ANSWER)
            return
        self._waiting.discard(request)
        if status == HTTPStatus.UNAUTHORIZED and token and token == self._session_token:
            self.signed_out.emit()
        answer(request, status, body)

    def _again(self, request: Request[Any], reason: UnavailableReason) -> None:
        wait_s = self.patience.wait_s(request.tries)
        if request.since.elapsed() / 1000 + wait_s > self.patience.give_up_s:
            self._waiting.discard(request)
            request.reply.unavailable(Unavailable(reason, request.tries))
            return
        self.tried_again.emit(request.path)
        QTimer.singleShot(round(wait_s * 1000), self, lambda: self._try(request))


def status_of(reply: QNetworkReply) -> int | None:
    """Return the HTTP status; None when the connection ended before one came, or the answer was cut off."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    cut_off = reply.error() in (
        QNetworkReply.NetworkError.RemoteHostClosedError,
        QNetworkReply.NetworkError.OperationCanceledError,
        QNetworkReply.NetworkError.TimeoutError,
    )
    return None if status is None or cut_off else int(status)


def answer(request: Request[Any], status: int, body: bytes) -> None:
    """Call the callback that a decided request deserves."""
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        request.reply.refused(refusal_of(status, body))
        return
    try:
        parsed = request.parse(body)
    except ValueError:
        request.reply.refused(RefusalInfo(code="answer_unreadable", detail={"path": request.path}))
        return
    request.reply.done(parsed)


def refusal_of(status: int, body: bytes) -> RefusalInfo:
    """Read a refusal; one that is not in the contract's words is told by its status."""
    try:
        return RefusalInfo.model_validate_json(body)
    except ValueError:
        return RefusalInfo(code="service_error", detail={"status": str(status)})


def _reason(body: bytes) -> UnavailableReason:
    return _STORE_REASONS.get(refusal_of(503, body).detail.get("store", ""), UnavailableReason.NO_ANSWER)
