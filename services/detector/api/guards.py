"""What a request must be before anybody looks at it: addressed to this machine, from no web page, of our version.

A service on loopback is reachable by every page in the browser of the same machine. A page cannot forge ``Host`` (so a
name that was rebound to 127.0.0.1 is refused) and cannot hide ``Origin``. Both are looked at before token and body, so
that nothing of the service answers to a page.
"""

from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.version import API_HEADER, API_VERSION
from services.detector.api.refusals import refused

HEALTH_PATH: Final = "/v1/health"
MOST_BODY_BYTES: Final = 256 * 1024
"""A note of 10,000 characters, each escaped by JSON, and room to spare."""

_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_HTTP_PORT: Final = 80


class Guards:
    """Refuses what no route should see."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        refusal = _why_not(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)


class NoPages:
    """For the intake, which has a name of its own in the world: refuses web pages and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        is_page = scope["type"] == "http" and "origin" in Headers(scope=scope)
        answer = refused(HTTPStatus.FORBIDDEN, "origin_refused", {}) if is_page else self._app
        await answer(scope, receive, send)


def _why_not(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    if headers.getlist("host") not in [[host] for host in _hosts(scope)]:
        return refused(HTTPStatus.MISDIRECTED_REQUEST, "wrong_host", {})
    if "origin" in headers:
        return refused(HTTPStatus.FORBIDDEN, "origin_refused", {})
    desk = headers.get(API_HEADER, str(API_VERSION))
    if desk != str(API_VERSION) and scope["path"] != HEALTH_PATH:
        return refused(HTTPStatus.CONFLICT, "desk_version", {"desk": desk[:10], "service": str(API_VERSION)})
    return None


def _hosts(scope: Scope) -> list[str]:
    """Return the names under which the socket that took this request may be addressed."""
    _, port = scope["server"]
    named = [f"{name}:{port}" for name in _LOOPBACK]
    return named + list(_LOOPBACK) if port == _HTTP_PORT else named
